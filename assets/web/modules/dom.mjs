// Building pages from elements. Text is always text: nothing here reads markup.
const kSvg = 'http://www.w3.org/2000/svg';

function apply(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (name === 'value' || name === 'checked' || name === 'disabled') node[name] = value;
    else node.setAttribute(name, value === true ? '' : value);
  }
}

// element('p', { class: 'hint' }, 'words', otherElement); null and false children are left out.
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  node.append(...children.flat().filter((child) => child !== null && child !== false));
  apply(node, attributes);  // after the children: a select takes its value from them
  return node;
}

export function svgElement(tag, attributes = {}, ...children) {
  const node = document.createElementNS(kSvg, tag);
  apply(node, attributes);
  node.append(...children);
  return node;
}

// Changes a text only when it differs, so that nothing flickers or is read out twice.
export function setText(node, words) {
  if (node.textContent !== words) node.textContent = words;
}

// Keeps `parent`'s children in the order of `items`, reusing what is there: for live lists.
// `views` maps a key to { node, update(item) }; `make` builds one.
export function keepChildren(parent, items, views, make) {
  const wanted = new Set(items.map((item) => item.id));
  for (const [id, view] of views) {
    if (wanted.has(id)) continue;
    view.node.remove();
    views.delete(id);
  }
  items.forEach((item, index) => {
    if (!views.has(item.id)) views.set(item.id, make(item));
    const view = views.get(item.id);
    view.update(item);
    if (parent.children[index] !== view.node) {
      parent.insertBefore(view.node, parent.children[index] ?? null);
    }
  });
}

// Own line drawings, 24 units a side.
const kIcons = {
  overview: 'M4 13h6V4H4zM14 20h6V4h-6zM4 20h6v-3H4z',
  table: 'M4 5h16v14H4zM4 10h16M4 14.5h16M10 10v9',
  kiosk: 'M6 3h12v13H6zM9 20.5h6M12 16v4.5M10 9.5l1.6 1.6L14.5 8',
  passes: 'M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2h-2zM18 14h2v2h-2zM14 18h2v2h-2zM18 18h2v2h-2z',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c.8-4 3.9-6 7.5-6s6.7 2 7.5 6',
  language: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c5 5 5 13 0 18M12 3c-5 5-5 13 0 18',
  auto: 'M12 4a8 8 0 1 0 0 16zM12 4a8 8 0 0 1 0 16',
  light: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2.5M12 19.5V22M2 12h2.5M19.5 12H22M5 5l1.7 1.7M17.3 17.3 19 19M5 19l1.7-1.7M17.3 6.7 19 5',
  dark: 'M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z',
  check: 'M4.5 12.5l5 5 10-11',
  warning: 'M12 4 2.5 20h19zM12 10v5M12 17.6v.1',
  stopped: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM6 6l12 12',
  silent: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7.5V12l3 2.5',
  upload: 'M12 15.5V4M7.5 8.5 12 4l4.5 4.5M4.5 15v5h15v-5',
  camera: 'M4 8h3l1.5-2.5h7L17 8h3v11H4zM12 10.5a3 3 0 1 0 0 6 3 3 0 0 0 0-6z',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7.5V12l3 2.5',
  download: 'M12 4v11.5M7.5 11l4.5 4.5 4.5-4.5M4.5 15v5h15v-5',
  print: 'M7 9V3.5h10V9M7 17H4V9h16v8h-3M7 14h10v6.5H7z',
  edit: 'M4 20l1-4.5L16 4.5l3.5 3.5L8.5 19zM13.5 7l3.5 3.5',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  close: 'M6 6l12 12M18 6 6 18',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 20.5 20.5',
  out: 'M14 4H5v16h9M10 12h11M17.5 8.5 21 12l-3.5 3.5',
  empty: 'M4 8l8-4 8 4v8l-8 4-8-4zM4 8l8 4 8-4M12 12v8',
  offline: 'M3 3l18 18M5 12.5a10 10 0 0 1 4-2.4M2 9a15 15 0 0 1 4.5-2.8M12 6a15 15 0 0 1 10 3M15 10.2a10 10 0 0 1 4 2.3M8.5 16a5 5 0 0 1 7 0M12 19.5v.1',
  family: 'M8.5 11a3.3 3.3 0 1 0 0-6.6 3.3 3.3 0 0 0 0 6.6zM2.5 19.5c.5-3.7 3-5.5 6-5.5s5.5 1.8 6 5.5M16 11.5a2.7 2.7 0 1 0 0-5.4M17 14.2c2.5.3 4.2 2 4.6 5.3',
};

export function icon(name) {
  return svgElement(
    'svg',
    { class: 'icon', viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false' },
    svgElement('path', { d: kIcons[name] }),
  );
}
