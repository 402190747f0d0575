// What every page stands in: head with navigation, language, appearance and the signed-in person;
// the campaign in view; the line that tells a lost connection. A page gives `start({...})` a
// function that draws its content and gets the session.
import { post, session as fetchSession, wordsOf } from './api.mjs';
import { applyTheme, choice, choose, chosenTheme, onDeviceTheme } from './choices.mjs';
import { element, icon } from './dom.mjs';
import { language, setLanguage, text } from './language.mjs';
import { announce } from './notices.mjs';

const kNavigation = [
  { path: '/', name: 'overview' },
  { path: '/table', name: 'table' },
  { path: '/kiosks', name: 'kiosks' },
  { path: '/passes', name: 'passes', unless: 'viewer' },  // who may issue none
];
const kThemes = ['auto', 'light', 'dark'];

let page = null;
let session = null;
let leave = null;
const main = element('main', { id: 'main', tabindex: '-1' });

// Goes to sign-in and comes back here afterwards.
export function goToSignIn() {
  const here = location.pathname + location.search;
  location.replace(`/sign-in?${new URLSearchParams({ next: here })}`);
}

// Shows what went wrong where the content would be; an ended session leads to sign-in.
export function showFailure(error, retry) {
  if (error.status === 401) return goToSignIn();
  main.replaceChildren(
    element('div', { class: 'card empty', role: 'alert' },
      icon('warning'),
      element('h2', {}, text('failure.title')),
      element('p', {}, wordsOf(error)),
      element('button', { class: 'button primary', type: 'button', onclick: retry },
        text('failure.retry'))),
  );
}

// The campaign in view: the address, else the last choice, else the one running today.
export function campaignInView(campaigns, today) {
  const byId = (id) => campaigns.find((each) => each.id === id);
  const running = campaigns.find((each) => each.starts <= today && today <= each.ends);
  return (
    byId(new URLSearchParams(location.search).get('campaign')) ??
    byId(choice('campaign')) ?? running ?? campaigns[0] ?? null
  );
}

export function campaignPicker(campaigns, chosen, onchange) {
  if (campaigns.length < 2) return null;
  return element('label', { class: 'picker' },
    element('span', {}, text('campaign.choose')),
    element('select', {
      value: chosen.id,
      onchange: (event) => {
        choose('campaign', event.target.value);
        const url = new URL(location.href);
        url.searchParams.delete('campaign');
        history.replaceState(null, '', url);
        onchange(campaigns.find((each) => each.id === event.target.value));
      },
    }, campaigns.map((each) => element('option', { value: each.id }, each.name))));
}

function languageButton() {
  const other = language() === 'zh' ? 'en' : 'zh';
  return element('button', {
    class: 'head-button', type: 'button', lang: other === 'en' ? 'en' : 'zh-CN',
    onclick: () => {
      setLanguage(other);
      redraw();
      document.querySelector('.head-button').focus();
    },
  }, icon('language'), element('span', {}, other === 'en' ? 'English' : '中文'));
}

function themeButton() {
  const theme = chosenTheme();
  const next = kThemes[(kThemes.indexOf(theme) + 1) % kThemes.length];
  const words = text('theme.button', {
    now: text(`theme.${theme}`), next: text(`theme.${next}`),
  });
  return element('button', {
    class: 'head-button theme-button', type: 'button', 'aria-label': words, title: words,
    onclick: () => {
      choose('theme', next === 'auto' ? null : next);
      applyTheme();
      redraw();
      document.querySelector('.theme-button').focus();
    },
  }, icon(theme));
}

async function signOut() {
  try {
    await post('/api/sign-out', {});
    location.assign('/sign-in');
  } catch (error) {
    announce(wordsOf(error), 'problem');
  }
}

function personMenu() {
  if (!session?.user) return null;
  const { display_name: name, role } = session.user;
  return element('details', { class: 'person' },
    element('summary', { class: 'head-button', 'aria-label': name }, icon('person'), element('span', {}, name)),
    element('div', { class: 'person-menu' },
      element('p', {}, element('strong', {}, name), element('span', {}, text(`role.${role}`))),
      element('button', { class: 'button', type: 'button', onclick: signOut },
        icon('out'), text('person.sign_out'))));
}

function navigation() {
  if (!session?.user) return null;
  return element('nav', { 'aria-label': text('navigation.label') },
    kNavigation.filter(({ unless }) => unless !== session.user.role).map(({ path, name }) => element('a', {
      href: path, 'aria-current': path === location.pathname ? 'page' : null,
    }, icon(name === 'kiosks' ? 'kiosk' : name), element('span', {}, text(`${name}.title`)))));
}

function head() {
  return element('header', { class: 'head' },
    element('a', { class: 'skip', href: '#main' }, text('navigation.skip')),
    element('div', { class: 'head-inner' },
      element('a', { class: 'brand', href: session?.user ? '/' : page.home ?? '/' },
        element('img', { src: document.querySelector('link[rel=icon]').href, alt: '' }),
        element('span', {}, text('brand'))),
      navigation(),
      element('div', { class: 'head-tools' }, languageButton(), themeButton(), personMenu())));
}

function redraw() {
  document.title = `${text(`${page.name}.title`)} · ${text('brand')}`;
  document.body.className = `page-${page.name}`;
  document.querySelector('.head')?.remove();
  document.body.prepend(head());
  if (page.draw) drawContent();
}

function drawContent() {
  leave?.();
  leave = null;
  try {
    leave = page.draw(main, session) ?? null;
  } catch (error) {
    showFailure(error, () => location.reload());
  }
}

// page: { name, needs: 'user' | 'session' | 'nothing', home?, draw(main, session) → leave? }.
// `draw` is called again after a change of language; what it returns ends timers and streams.
export async function start(description) {
  page = { ...description, draw: null };
  document.body.append(main);
  redraw();
  onDeviceTheme(() => {
    applyTheme();
    redraw();
  });
  document.addEventListener('click', closeMenus);
  document.addEventListener('keydown', (event) => event.key === 'Escape' && closeMenus(event));
  if (description.needs !== 'nothing') {
    main.replaceChildren(element('p', { class: 'loading', role: 'status' }, text('loading')));
    try {
      session = await fetchSession();
    } catch (error) {
      return showFailure(error, () => location.reload());
    }
    if (description.needs === 'user' && session.user === null) return goToSignIn();
  }
  page.draw = description.draw;
  redraw();
}

function closeMenus(event) {
  for (const menu of document.querySelectorAll('details.person[open]')) {
    if (event.key !== 'Escape' && menu.contains(event.target)) continue;
    menu.open = false;
    if (event.key === 'Escape') menu.querySelector('summary').focus();
  }
}
