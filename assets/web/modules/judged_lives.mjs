// Which of the histories of one kiosk count. A copied card or a backup put back makes a second one;
// only a person knows whether they are two doors or one, so both are shown side by side, with what
// each choice would change in the table before it is made.
import { get, post, wordsOf } from './api.mjs';
import { openDialog } from './dialog.mjs';
import { element } from './dom.mjs';
import { areaField, choiceField, working } from './fields.mjs';
import { gloss, language, number, text } from './language.mjs';
import { announce } from './notices.mjs';
import { goToSignIn } from './shell.mjs';
import { dateAndTime, longDate } from './times.mjs';

const kNames = '甲乙丙丁戊己庚辛壬癸';
const kLetters = 'ABCDEFGHIJ';

function letter(index) {
  const names = language() === 'zh' ? kNames : kLetters;
  return names[index] ?? String(index + 1);
}

const nameOf = (index) => text('lives.name', { name: letter(index) });

function originWords(life, lives) {
  if (life.origin === 'empty') return text('lives.origin_empty');
  if (life.origin === 'unknown') return text('lives.origin_unknown');
  const parent = lives.findIndex((each) => each.incarnation === life.parent);
  if (parent < 0) return text('lives.origin_lost', { count: life.shared_until });
  return text('lives.origin_copy', { count: life.shared_until, name: letter(parent) });
}

function dayRow(day) {
  const hour = (value) => `${String(value).padStart(2, '0')}:00`;
  return element('tr', {},
    element('th', { scope: 'row' }, longDate(day.date),
      element('small', {}, text('lives.hours', {
        from: hour(day.first_hour), until: hour(day.last_hour + 1),
      }))),
    element('td', {}, text('lives.persons', { count: day.persons }),
      day.shared_persons === 0 ? null
        : element('small', {}, text('lives.shared', { count: day.shared_persons }))));
}

function standing(life) {
  if (life.in_review) return element('span', { class: 'badge bad' }, text('lives.in_review'));
  const [grade, key] = life.counts ? ['good', 'counts'] : ['quiet', 'not_counted'];
  return element('span', { class: `badge ${grade}` }, text(`lives.${key}`));
}

function lifeCard(life, index, lives) {
  const heard = (utcMs) => (utcMs === null ? '—' : dateAndTime(utcMs));
  const facts = [
    [text('lives.first_heard'), heard(life.first_heard_utc_ms)],
    [text('lives.last_heard'), heard(life.last_heard_utc_ms)],
    [text('lives.rows'), text('kiosk.complete_to_value', { count: life.ledger_sequence })],
  ];
  return element('section', { class: 'life' },
    element('div', { class: 'life-head' }, element('h3', {}, nameOf(index)), standing(life)),
    element('dl', { class: 'facts' }, facts.map(([term, value]) =>
      element('div', {}, element('dt', {}, term), element('dd', {}, value)))),
    element('p', { class: 'hint' }, originWords(life, lives)),
    life.days.length === 0 ? element('p', { class: 'hint' }, text('lives.no_days'))
      : element('table', { class: 'plain' }, element('tbody', {}, life.days.map(dayRow))));
}

function choiceWords(counted, lives) {
  const indexes = counted.map((id) => lives.findIndex((life) => life.incarnation === id));
  const names = indexes.map(letter).join(text('lives.and'));
  if (counted.length === lives.length && counted.length === 2) {
    return { label: text('lives.both'), hint: text('lives.both_hint') };
  }
  if (counted.length === 1) {
    return { label: text('lives.only', { name: names }), hint: text('lives.only_hint') };
  }
  return { label: text('lives.several', { name: names }), hint: text('lives.both_hint') };
}

function changeList(cells) {
  if (cells.length === 0) return element('p', { class: 'hint' }, text('lives.no_change'));
  return element('ul', { class: 'change-list' }, cells.map((cell) => element('li', {},
    element('span', {}, text('lives.cell', {
      number: String(cell.number), label: gloss(cell.label) || cell.label,
    })),
    element('strong', {}, `${number(cell.before)} → ${number(cell.after)}`))));
}

function reviewForm({ kiosk, campaign, found, send }) {
  const { lives, choices } = found;
  const changes = element('div', { role: 'status' },
    element('p', { class: 'hint' }, text('lives.choose_first')));
  const problem = element('p', { class: 'problem', role: 'alert', hidden: true });
  const button = element('button', { class: 'button primary', type: 'submit', disabled: true },
    text('lives.confirm'));
  const say = (words, field) => {
    problem.textContent = words;
    problem.hidden = false;
    field?.focus();
  };
  const judged = (counted) => lives.map(({ incarnation, ledger_sequence: sequence }) => ({
    incarnation, counts: counted.includes(incarnation), ledger_sequence: sequence,
  }));
  let asked = 0;
  const preview = async (value) => {
    const turn = ++asked;
    button.disabled = true;
    problem.hidden = true;
    changes.replaceChildren(element('p', { class: 'hint' }, text('loading')));
    try {
      const { cells } = await post(`/api/kiosks/${kiosk.id}/lives/preview`, {
        campaign, lives: judged(choices[Number(value)]),
      });
      if (turn !== asked) return;
      changes.replaceChildren(changeList(cells));
      button.disabled = false;
    } catch (error) {
      if (error.status === 401) return goToSignIn();
      if (turn !== asked) return;
      changes.replaceChildren();
      say(wordsOf(error));
    }
  };
  const choice = choiceField({
    name: 'counted', label: text('lives.question'), onchange: preview,
    options: choices.map((counted, index) => ({
      value: String(index), ...choiceWords(counted, lives),
    })),
  });
  const reason = areaField({
    name: 'reason', label: text('lives.reason'), hint: text('lives.reason_hint'), rows: '2',
    maxlength: 300,
  });
  const form = element('form', { class: 'form', novalidate: true },
    choice.node,
    choices.some((counted) => counted.length > 1) ? null
      : element('p', { class: 'notice' }, text('lives.apart')),
    element('div', {}, element('h3', {}, text('lives.changes')), changes),
    reason.node, problem,
    element('div', { class: 'dialog-foot' }, button));
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (reason.value() === '') return say(text('refused.reason_missing'), reason);
    await working(button, async () => {
      try {
        await send({ lives: judged(choices[Number(choice.value())]), reason: reason.value() });
      } catch (error) {
        if (error.status === 401) return goToSignIn();
        say(wordsOf(error));
      }
    });
  });
  return form;
}

export async function openJudgedLives({ kiosk, campaign }) {
  const place = element('div', { class: 'form' }, element('p', { class: 'hint' }, text('loading')));
  const dialog = openDialog({
    title: text('lives.title'), subtitle: kiosk.name, className: 'lives', content: place,
  });
  const send = async (judgement) => {
    await post(`/api/kiosks/${kiosk.id}/lives`, judgement);
    dialog.close();
    announce(text('lives.done', { name: kiosk.name }));
  };
  try {
    const found = await get(`/api/kiosks/${kiosk.id}/lives`);
    place.replaceChildren(
      element('p', { class: 'hint' }, text('lives.lead', { count: found.lives.length })),
      element('div', { class: 'life-grid' }, found.lives.map(lifeCard)),
      reviewForm({ kiosk, campaign, found, send }));
  } catch (error) {
    if (error.status === 401) return goToSignIn();
    place.replaceChildren(element('p', { class: 'problem', role: 'alert' }, wordsOf(error)));
  }
}
