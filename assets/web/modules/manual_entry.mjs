// Entering the manual part of one cell for one unit: a number, zero, or "does not exist", always
// with where it comes from. Entries are never changed; the newest of a unit stands.
import { get, post, wordsOf } from './api.mjs';
import { openDialog } from './dialog.mjs';
import { element } from './dom.mjs';
import { areaField, choiceField, textField, working } from './fields.mjs';
import { gloss, text } from './language.mjs';
import { announce } from './notices.mjs';
import { amountWords } from './official_table.mjs';
import { goToSignIn } from './shell.mjs';
import { dateAndTime } from './times.mjs';

const kMoneyUnit = '万元';
const kPresets = ['register', 'voucher', 'inventory', 'platform', 'media', 'reports'];

function entryWords(entry, cell) {
  if (entry.state !== 'value') return text(`manual.state_${entry.state}`);
  return `${amountWords(entry.amount)} ${cell.unit_of_measure}`.trim();
}

function historyList(entries, cell) {
  if (entries.length === 0) return element('p', { class: 'hint' }, text('manual.no_history'));
  return element('ol', { class: 'history' }, entries.map((entry, index) =>
    element('li', {},
      element('p', {}, element('strong', {}, entryWords(entry, cell)),
        index === 0 ? element('span', { class: 'badge good' }, text('manual.stands')) : null),
      element('p', { class: 'hint' },
        [dateAndTime(entry.utc_ms), entry.who].join(' · ')),
      element('p', {}, entry.reason))));
}

function loadHistory(place, query, cell) {
  get('/api/manual-entries', query)
    .then((entries) => {
      const newestFirst = [...entries].sort((a, b) => b.utc_ms - a.utc_ms);
      place.replaceChildren(historyList(newestFirst, cell));
    })
    .catch((error) => {
      place.replaceChildren(element('p', { class: 'problem' }, wordsOf(error)));
    });
}

function presetButtons(reason) {
  return element('div', { class: 'presets', role: 'group', 'aria-label': text('manual.presets') },
    kPresets.map((name) => element('button', {
      class: 'chip', type: 'button',
      onclick: () => {
        const words = text(`manual.preset_${name}`);
        const before = reason.value();
        reason.input.value = before ? `${before}；${words}` : words;
        reason.focus();
      },
    }, text(`manual.preset_${name}`))));
}

function entryForm(cell, send) {
  const isMoney = cell.unit_of_measure === kMoneyUnit;
  const unitWords = cell.unit_of_measure || text('manual.unit_none');
  const amount = textField({
    name: 'amount', label: text('manual.amount', { unit: gloss(unitWords) || unitWords }),
    hint: text(isMoney ? 'manual.money_hint' : 'manual.count_hint'),
    inputmode: isMoney ? 'decimal' : 'numeric', autocomplete: 'off', maxlength: 20,
  });
  const showAmount = (state) => {
    amount.node.hidden = state !== 'value';
  };
  const state = choiceField({
    name: 'state', label: text('manual.state'), value: 'value', onchange: showAmount,
    className: 'compact',
    options: ['value', 'zero', 'none'].map((value) => ({
      value, label: text(`manual.state_${value}`), hint: text(`manual.state_${value}_hint`),
    })),
  });
  const reason = areaField({
    name: 'reason', label: text('manual.reason'), hint: text('manual.reason_hint'), rows: '2',
    maxlength: 300,
  });
  const problem = element('p', { class: 'problem', role: 'alert', hidden: true });
  const say = (words, field) => {
    problem.textContent = words;
    problem.hidden = false;
    field?.focus();
  };
  const button = element('button', { class: 'button primary', type: 'submit' },
    text('manual.save'));
  const form = element('form', { class: 'form', novalidate: true },
    state.node, amount.node, reason.node, presetButtons(reason), problem,
    element('div', { class: 'dialog-foot' }, button));
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    problem.hidden = true;
    const isValue = state.value() === 'value';
    if (isValue && amount.value() === '') return say(text('manual.amount_missing'), amount);
    if (reason.value() === '') return say(text('manual.reason_missing'), reason);
    await working(button, async () => {
      try {
        await send({
          state: state.value(), amount: isValue ? amount.value() : '', reason: reason.value(),
        });
      } catch (error) {
        if (error.status === 401) return goToSignIn();
        say(wordsOf(error), { amount, reason }[error.field]);
      }
    });
  });
  return { form, amount };
}

// `onsaved` runs after the bureau has taken the entry.
export function openManualEntry({ campaign, unit, unitName, cell, onsaved }) {
  const history = element('div', {}, element('p', { class: 'hint' }, text('loading')));
  const query = { campaign, unit, cell: String(cell.number) };
  let dialog = null;
  const { form, amount } = entryForm(cell, async (entry) => {
    await post('/api/manual-entries', { campaign, unit, cell: cell.number, ...entry });
    dialog.close();
    announce(text('manual.saved', { number: String(cell.number) }));
    onsaved();
  });
  dialog = openDialog({
    title: text('manual.title', { number: String(cell.number), label: cell.label }),
    subtitle: text('manual.for_unit', { unit: unitName }),
    className: 'manual',
    content: [
      element('p', { class: 'hint' }, cell.automatic === null
        ? text('manual.no_automatic')
        : text('manual.automatic_stays', { amount: amountWords(cell.automatic) })),
      cell.note ? element('p', { class: 'hint', lang: 'zh-CN' }, cell.note) : null,
      form,
      element('h3', {}, text('manual.history')),
      history,
    ],
  });
  amount.focus();
  loadHistory(history, query, cell);
}
