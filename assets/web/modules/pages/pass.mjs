// The visitor's page: a pass for oneself or a family, without any personal data. Once shown, the
// pass stays on the phone and the page opens without a network.
import { post, session as fetchSession, wordsOf } from '../api.mjs';
import { element, icon } from '../dom.mjs';
import { choiceField, working } from '../fields.mjs';
import { number, text } from '../language.mjs';
import { announce } from '../notices.mjs';
import { passPicture } from '../pass_picture.mjs';
import { qrPicture } from '../qr_picture.mjs';
import { phrase } from '../phrase.mjs';
import { campaignInView, start } from '../shell.mjs';
import { storedPass, storePass } from '../stored_pass.mjs';
import { businessToday, longDate, period } from '../times.mjs';

const kFamilyMax = 10;
const kFamilyFirst = 3;

function whoWords(pass) {
  const category = text(`category.${pass.category}`);
  return pass.persons === 1
    ? text('pass.who_one', { category }) : text('pass.who_many', { category, count: pass.persons });
}

function validity(pass) {
  return { from: longDate(pass.valid_from), until: longDate(pass.valid_until) };
}

async function savePicture(pass) {
  try {
    const blob = await passPicture(pass, {
      campaign: pass.campaign_name, who: whoWords(pass), valid: text('pass.valid', validity(pass)),
    });
    const address = URL.createObjectURL(blob);
    element('a', { href: address, download: `${text('pass.file_name')}.png` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    announce(text('pass.saved'));
  } catch {
    announce(text('pass.save_failed'), 'problem');
  }
}

// A screen that dims or sleeps in the queue helps nobody; not every browser can be asked.
async function stayAwake() {
  try {
    await navigator.wakeLock?.request('screen');
  } catch {
    // Refused on low battery: the pass is shown all the same.
  }
}

// Only a worker that is there can open the page without a network; it may come while we look.
function keptWords() {
  const node = element('p', { class: 'hint' }, text('pass.kept'));
  navigator.serviceWorker?.ready.then(() => {
    node.textContent = text('pass.kept_offline');
  });
  return node;
}

// The pass stays until another one is there.
function showPass(main, pass, makeAnother) {
  main.replaceChildren(element('div', { class: 'pass-shown' },
    element('section', { class: 'pass-plate', 'aria-labelledby': 'campaign' },
      element('h1', { id: 'campaign', lang: 'zh-CN' }, pass.campaign_name),
      qrPicture(pass.qr_svg, text('pass.qr_label')),
      element('p', { class: 'pass-who' }, whoWords(pass)),
      element('p', { class: 'pass-valid' }, phrase('pass.valid', validity(pass))),
      element('p', { class: 'pass-text', translate: 'no' },
        pass.pass.replace(/(.{4})(?=.)/g, '$1 '))),
    element('p', { class: 'pass-how' }, text('pass.show_it')),
    element('div', { class: 'pass-actions' },
      element('button', { class: 'button primary wide', type: 'button',
        onclick: () => savePicture(pass) }, icon('download'), text('pass.save')),
      element('button', { class: 'button wide', type: 'button', onclick: makeAnother },
        text('pass.another'))),
    keptWords()));
  stayAwake();
}

// "− 3 +" with the number read out as it changes.
function familySize() {
  let persons = kFamilyFirst;
  const shown = element('output', { 'aria-live': 'polite' });
  const step = (by) => {
    persons = Math.min(kFamilyMax, Math.max(2, persons + by));
    shown.textContent = text('pass.persons', { count: persons });
    less.disabled = persons === 2;
    more.disabled = persons === kFamilyMax;
  };
  const button = (by, sign, words) => element('button', {
    class: 'step', type: 'button', 'aria-label': words, onclick: () => step(by),
  }, icon(sign));
  const less = button(-1, 'minus', text('pass.fewer'));
  const more = button(1, 'plus', text('pass.more'));
  step(0);
  return {
    node: element('div', { class: 'stepper', role: 'group', 'aria-label': text('pass.how_many') },
      less, shown, more),
    value: () => persons,
  };
}

// Those a visitor can still come to; a pass of any other would open no door.
function openCampaigns(session) {
  const today = businessToday();
  return session.campaigns.filter((each) => each.starts && each.ends >= today);
}

function campaignChoice(offered, first, onchange) {
  let chosen = first;
  if (offered.length < 2) return { node: null, value: () => chosen };
  const select = element('select', {
    value: chosen.id,
    onchange: () => {
      chosen = offered.find((each) => each.id === select.value);
      onchange(chosen);
    },
  }, offered.map((each) => element('option', { value: each.id }, each.name)));
  return {
    node: element('label', { class: 'field' }, element('span', {}, text('campaign.choose')),
      element('span', { class: 'field-input' }, select)),
    value: () => chosen,
  };
}

function askForm(campaign, onissued) {
  const size = familySize();
  size.node.hidden = true;
  const party = choiceField({
    name: 'party', label: text('pass.for_whom'), value: 'one', className: 'two',
    onchange: (value) => {
      size.node.hidden = value === 'one';
    },
    options: [
      { value: 'one', label: text('pass.myself'), sign: icon('person') },
      { value: 'family', label: text('pass.family'), sign: icon('family'),
        hint: text('pass.family_hint', { max: number(kFamilyMax) }) },
    ],
  });
  const category = choiceField({
    name: 'category', label: text('pass.who'), value: 'public', className: 'two',
    options: [
      { value: 'public', label: text('pass.adult'), hint: text('pass.adult_hint') },
      { value: 'youth', label: text('pass.youth'), hint: text('pass.youth_hint') },
    ],
  });
  const problem = element('p', { class: 'problem', role: 'alert', hidden: true });
  const button = element('button', { class: 'button primary wide large', type: 'submit' },
    icon('passes'), text('pass.submit'));
  const form = element('form', { class: 'form card' },
    campaign.node, party.node, size.node, category.node, problem, button,
    element('p', { class: 'hint' }, text('pass.no_data')));
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    problem.hidden = true;
    await working(button, async () => {
      try {
        const persons = party.value() === 'one' ? 1 : size.value();
        const issued = await post('/api/passes', {
          campaign: campaign.value().id, category: category.value(), persons, count: 1,
        });
        const { passes, ...about } = issued;
        onissued({ ...about, ...passes[0] });
      } catch (error) {
        problem.textContent = wordsOf(error);
        problem.hidden = false;
      }
    });
  });
  return form;
}

// A pass that is there already is one press away.
function backButton(keep) {
  if (keep === null) return null;
  return element('button', { class: 'button wide', type: 'button', onclick: keep },
    text('pass.back'));
}

function showForm(main, session, onissued, keep) {
  const offered = openCampaigns(session);
  const first = campaignInView(offered, businessToday());
  const name = element('span', {});
  const days = element('small', {});
  const showCampaign = (campaign) => {
    name.textContent = campaign.name;
    days.replaceChildren(...period(campaign.starts, campaign.ends));
  };
  if (first) showCampaign(first);
  const head = element('div', { class: 'pass-head' },
    element('h1', {}, text('pass.heading')),
    element('p', {}, text('pass.about')),
    first ? element('p', { class: 'pass-campaign', lang: 'zh-CN' }, name, days) : null);
  main.replaceChildren(element('div', { class: 'pass-ask' }, head,
    first ? askForm(campaignChoice(offered, first, showCampaign), onissued)
      : element('p', { class: 'card notice' }, text('pass.no_campaign')),
    backButton(keep)));
}

function keepForOffline() {
  if (!('serviceWorker' in navigator)) return;  // without a secure context there is none
  navigator.serviceWorker.register('/pass-worker.js', { scope: '/pass' }).catch(() => {});
}

function draw(main) {
  const show = (pass) => {
    showPass(main, pass, () => ask(() => show(pass)));
    scrollTo(0, 0);
  };
  const ask = async (keep = null) => {
    main.replaceChildren(element('p', { class: 'loading', role: 'status' }, text('loading')));
    try {
      showForm(main, await fetchSession(), (pass) => {
        storePass(pass);
        show(pass);
      }, keep);
    } catch (error) {
      main.replaceChildren(element('div', { class: 'pass-ask' },
        element('div', { class: 'card empty', role: 'alert' },
          icon('offline'),
          element('h1', {}, text('failure.title')),
          element('p', {}, wordsOf(error)),
          element('button', { class: 'button primary', type: 'button', onclick: () => ask(keep) },
            text('failure.retry')),
          backButton(keep))));
    }
  };
  const pass = storedPass();
  if (pass !== null) show(pass);
  else ask();
}

keepForOffline();
start({ name: 'pass', needs: 'nothing', home: '/pass', draw });
