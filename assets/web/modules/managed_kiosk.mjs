// One kiosk on the desk: its closed days, what the bureau refused of it, its name, its venue, and
// withdrawing it.
import { post, wordsOf } from './api.mjs';
import { closedDays } from './closed_days.mjs';
import { openDialog } from './dialog.mjs';
import { element } from './dom.mjs';
import { textField, working } from './fields.mjs';
import { text } from './language.mjs';
import { announce } from './notices.mjs';
import { refusedItems } from './refused_items.mjs';
import { goToSignIn } from './shell.mjs';
import { dateAndTime, serverNow } from './times.mjs';

function part(title, ...content) {
  return element('section', { class: 'desk-part' }, element('h3', {}, title), ...content);
}

// A form that sends one change; `after` runs once the bureau has made it.
function changeForm({ fields, button, path, body, after, className = 'button' }) {
  const problem = element('p', { class: 'problem', role: 'alert', hidden: true });
  const submit = element('button', { class: className, type: 'submit' }, button);
  const form = element('form', { class: 'form', novalidate: true }, fields, problem,
    element('div', { class: 'form-foot' }, submit));
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    problem.hidden = true;
    await working(submit, async () => {
      try {
        after(await post(path, body()));
      } catch (error) {
        if (error.status === 401) return goToSignIn();
        problem.textContent = wordsOf(error);
        problem.hidden = false;
        problem.scrollIntoView({ block: 'center' });
      }
    });
  });
  return { form, submit };
}

function renamePart(kiosk, done) {
  const name = textField({
    label: text('kiosk_desk.name'), name: 'kiosk_name', value: kiosk.name, maxlength: 100,
    autocomplete: 'off',
  });
  return part(text('kiosk_desk.rename'), changeForm({
    fields: [name.node], button: text('kiosk_desk.rename_button'),
    path: `/api/kiosks/${kiosk.id}/name`, body: () => ({ name: name.value() }),
    after: (after) => done(text('kiosk_desk.renamed', { name: after.name })),
  }).form);
}

function movePart(kiosk, venue, venues, done) {
  const select = element('select', { name: 'venue', 'aria-label': text('kiosk_desk.venue') },
    venues.map((each) => element('option', { value: each.id }, each.name)));
  select.value = venue.id;
  const nameOf = (id) => venues.find((each) => each.id === id)?.name ?? id;
  const { form, submit } = changeForm({
    fields: [select], button: text('kiosk_desk.move_button'),
    path: `/api/kiosks/${kiosk.id}/venue`, body: () => ({ venue: select.value }),
    after: (after) => done(text('kiosk_desk.moved', { venue: nameOf(after.venue) })),
  });
  submit.disabled = true;
  select.addEventListener('change', () => {
    submit.disabled = select.value === venue.id;
  });
  return part(text('kiosk_desk.move'),
    element('p', { class: 'hint' }, text('kiosk_desk.move_hint', { venue: venue.name })), form);
}

// Asked twice: the second button appears only after the first.
function revokePart(kiosk, done) {
  const { form, submit } = changeForm({
    fields: [element('p', { class: 'notice' }, text('kiosk_desk.revoke_sure'))],
    button: text('kiosk_desk.revoke_confirm'), className: 'button danger',
    path: `/api/kiosks/${kiosk.id}/revocation`, body: () => ({}),
    after: () => done(text('kiosk_desk.revoked', { name: kiosk.name })),
  });
  form.hidden = true;
  const first = element('button', {
    class: 'button', type: 'button',
    onclick: () => {
      first.hidden = true;
      form.hidden = false;
      submit.focus();
    },
  }, text('kiosk_desk.revoke_button'));
  return part(text('kiosk_desk.revoke'),
    element('p', { class: 'hint' }, text('kiosk_desk.revoke_hint')), first, form);
}

function newKeyPart(kiosk, showEnrolment) {
  return part(text('kiosk_desk.new_key'),
    element('p', { class: 'hint' }, text('kiosk_desk.new_key_hint')),
    changeForm({
      fields: [], button: text('kiosk_desk.new_key_button'),
      path: '/api/enrolment-codes', body: () => ({ kiosk: kiosk.id }), after: showEnrolment,
    }).form);
}

// Two halves, as the kiosk's own page takes them.
function inHalves(digits) {
  return `${digits.slice(0, digits.length / 2)} ${digits.slice(digits.length / 2)}`;
}

function pinResetPart(kiosk, showCode) {
  const number = textField({
    label: text('kiosk_desk.pin_number'), name: 'pin_number', maxlength: 12,
    inputmode: 'numeric', autocomplete: 'off', placeholder: '1234 5678',
  });
  return part(text('kiosk_desk.pin_reset'),
    element('p', { class: 'hint' }, text('kiosk_desk.pin_reset_hint')),
    changeForm({
      fields: [number.node], button: text('kiosk_desk.pin_reset_button'),
      path: `/api/kiosks/${kiosk.id}/pin-reset-code`,
      // An input method may have made them full-width.
      body: () => ({ number: number.value().normalize('NFKC') }),
      after: showCode,
    }).form);
}

// Once: the code is kept nowhere.
function showPinResetCode(issued) {
  openDialog({
    title: text('kiosk_desk.pin_reset'), subtitle: issued.name, className: 'enrolment',
    content: [
      element('p', {}, text('kiosk_desk.pin_code_tell')),
      element('p', { class: 'code', translate: 'no' }, inHalves(issued.code)),
      element('p', { class: 'hint' }, text('kiosk_desk.pin_code_hint')),
    ],
  });
}

// What a withdrawn kiosk had counted can still come in, when somebody asks for it.
function handOverPart(kiosk, done) {
  const until = kiosk.hands_over_until_utc_ms;
  const isOpen = until > serverNow();
  return part(text('kiosk_desk.hand_over'),
    element('p', { class: 'hint' }, text('kiosk_desk.hand_over_hint')),
    isOpen
      ? element('p', { class: 'notice' },
        text('kiosk_desk.hand_over_until', { time: dateAndTime(until) }))
      : changeForm({
        fields: [], button: text('kiosk_desk.hand_over_button'),
        path: `/api/kiosks/${kiosk.id}/hand-over`, body: () => ({}),
        after: () => done(text('kiosk_desk.hand_over_open', { name: kiosk.name })),
      }).form);
}

/**
 * `showEnrolment` shows an enrolment code in a dialog of its own; `mayResetPin` where the person may
 * make a code for staff who have forgotten their PIN.
 */
export function openManagedKiosk({ kiosk, venue, venues, showEnrolment, mayResetPin }) {
  let dialog = null;
  const done = (words) => {
    dialog.close();
    announce(words);
  };
  dialog = openDialog({
    title: kiosk.name, subtitle: venue.name, className: 'kiosk-desk',
    content: [
      part(text('closed_days.title'), closedDays(kiosk)),
      part(text('kiosk_desk.refused'), refusedItems(kiosk)),
      ...(kiosk.revoked ? [
        element('p', { class: 'notice' }, text('kiosk_desk.is_revoked')),
        handOverPart(kiosk, done),
      ] : [
        renamePart(kiosk, done), movePart(kiosk, venue, venues, done),
        ...(mayResetPin ? [pinResetPart(kiosk, (issued) => {
          dialog.close();
          showPinResetCode(issued);
        })] : []),
        newKeyPart(kiosk, (issued) => {
          dialog.close();
          showEnrolment(issued);
        }),
        revokePart(kiosk, done),
      ]),
    ],
  });
}
