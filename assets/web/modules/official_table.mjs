// The official table, row by row as on paper, with the automatic and the manual part of each
// number apart. Rows are made once and updated in place, so that focus and scrolling stay.
import { element, icon, setText } from './dom.mjs';
import { gloss, number, text } from './language.mjs';

// Counts as integers with separators; money stays the decimal string that it came as.
export function amountWords(amount) {
  if (amount === null || amount === undefined) return '';
  return typeof amount === 'number' ? number(amount) : amount;
}

function stateWords(cell) {
  if (cell.state === 'unfilled') return text('table.unfilled');
  if (cell.state === 'none') return '-';
  if (cell.state === 'zero') return amountWords(cell.value ?? 0);
  return amountWords(cell.value);
}

// Official wording stays Chinese in every language; English readers get a gloss below it.
function official(words) {
  const meaning = gloss(words);
  return [
    element('span', { lang: 'zh-CN' }, words),
    meaning ? element('small', { class: 'gloss' }, meaning) : null,
  ];
}

function groupSizes(cells) {
  const groups = new Map();
  for (const cell of cells) {
    if (cell.group) groups.set(cell.group, (groups.get(cell.group) ?? 0) + 1);
  }
  return groups;
}

function row(cell, groupCells, onedit) {
  const automatic = element('td', { class: 'part automatic' });
  const manual = element('td', { class: 'part manual' });
  const amount = element('strong', {});
  const state = element('span', { class: 'state' });
  const parts = element('span', { class: 'parts' });
  const value = element('td', { class: 'value' }, amount, state, parts);
  const edit = element('button', {
    class: 'icon-button', type: 'button', onclick: () => onedit(current),
    'aria-label': text('table.edit_cell', { number: String(cell.number), label: cell.label }),
  }, icon('edit'));
  const action = onedit && element('td', { class: 'action' }, edit);
  const heading = element('th', {
    scope: 'row', class: 'label', colspan: cell.group ? null : '2',
  }, element('span', { class: 'cell-number' }, String(cell.number)),
  element('span', { class: 'label-words' }, official(cell.label),
    cell.note ? element('small', { class: 'source', lang: 'zh-CN' }, cell.note) : null));
  const group = groupCells === 0 ? null : element('th', {
    scope: 'rowgroup', class: 'group', rowspan: String(groupCells),
  }, official(cell.group));
  let current = cell;

  return {
    node: element('tr', { 'data-cell': String(cell.number) },
      group, heading, automatic, manual, value, action),
    update(next) {
      const before = amount.textContent;
      current = next;
      show(next);
      if (before !== '' && before !== amount.textContent) flash(value);
    },
  };

  function show(next) {
    setText(automatic, amountWords(next.automatic));
    setText(manual, amountWords(next.manual));
    setText(amount, stateWords(next));
    value.dataset.state = next.state;
    setText(state, next.state === 'none' || next.state === 'zero'
      ? text(`table.state_${next.state}`) : '');
    setText(parts, partsWords(next));
    edit.hidden = !next.editable;
  }
}

function partsWords(cell) {
  const words = [];
  if (cell.automatic !== null) {
    words.push(text('table.part_automatic', { amount: amountWords(cell.automatic) }));
  }
  if (cell.manual !== null) {
    words.push(text('table.part_manual', { amount: amountWords(cell.manual) }));
  }
  return words.join(text('table.plus'));
}

function flash(node) {
  node.classList.remove('changed');
  node.getBoundingClientRect();  // restarts the animation
  node.classList.add('changed');
}

// `onedit(cell)` opens the manual entry, or null when the person may only read.
// Returns { node, update(table) }.
export function officialTable(onedit) {
  const title = element('h1', { class: 'sheet-title', lang: 'zh-CN' });
  const headLine = element('span', { lang: 'zh-CN' });
  const unit = element('span', { lang: 'zh-CN' });
  const body = element('tbody', {});
  const rows = new Map();
  const caption = element('caption', { class: 'unseen' });
  const node = element('div', { class: 'sheet' },
    title,
    element('p', { class: 'head-line' },
      headLine, unit),
    element('table', { class: 'official' }, caption,
      element('thead', {}, element('tr', {},
        element('th', { scope: 'col', colspan: '2' }, official('项目')),
        element('th', { scope: 'col', class: 'part' }, official('自动')),
        element('th', { scope: 'col', class: 'part' }, official('手填')),
        element('th', { scope: 'col', class: 'value' }, official('数值')),
        onedit && element('th', { scope: 'col', class: 'action' },
          element('span', { class: 'unseen' }, text('table.edit'))))),
      body));

  const build = (cells) => {
    const groups = groupSizes(cells);
    rows.clear();
    body.replaceChildren();
    let previous = '';
    for (const cell of cells) {
      const starts = cell.group !== '' && cell.group !== previous;
      if (starts) {
        body.append(element('tr', { class: 'group-row', 'aria-hidden': 'true' },
          element('th', { colspan: '6' }, official(cell.group))));
      }
      const view = row(cell, starts ? groups.get(cell.group) : 0, onedit);
      if (cell.group === '') view.node.classList.add('alone');
      rows.set(cell.number, view);
      body.append(view.node);
      previous = cell.group;
    }
  };

  return {
    node,
    update(table) {
      setText(title, table.title);
      setText(caption, table.title);
      setText(headLine, table.head_line);
      setText(unit, table.unit_name);
      if (table.cells.some((cell) => !rows.has(cell.number))) build(table.cells);
      for (const cell of table.cells) rows.get(cell.number).update(cell);
    },
  };
}
