// The days that a kiosk's staff have closed: what they closed them with, and what arrived here.
import { get, wordsOf } from './api.mjs';
import { element, icon } from './dom.mjs';
import { number, text } from './language.mjs';
import { longDate } from './times.mjs';

const kSigns = {
  agrees: ['check', 'good'], differs: ['warning', 'bad'], waiting: ['upload', 'warn'],
  outdated: ['clock', 'quiet'],
};

function row({ date, state, persons, bureau_persons: here, check_ins: records,
               bureau_check_ins: recordsHere }) {
  const [sign, grade] = kSigns[state];
  // A correction may be missing and leave the persons as they are.
  const figures = state === 'differs' && persons === here
    ? text('closed_days.records', { kiosk: number(records), here: number(recordsHere) })
    : state === 'differs'
      ? text('closed_days.persons', { kiosk: number(persons), here: number(here) })
      : text('closed_days.closed_with', { count: persons });
  return element('li', {}, element('span', {}, longDate(date)), element('span', {}, figures),
    element('span', { class: `badge ${grade}` }, icon(sign), text(`closed_days.${state}`)));
}

/** The list, filled once it has arrived. */
export function closedDays(kiosk) {
  const place = element('div', {}, element('p', { class: 'hint' }, text('loading')));
  get(`/api/kiosks/${kiosk.id}/closings`).then(({ closings }) => {
    place.replaceChildren(...(closings.length === 0
      ? [element('p', { class: 'hint' }, text('closed_days.empty'))]
      : [element('ul', { class: 'closed-days' }, closings.map(row)),
        closings.some(({ state }) => state === 'differs') &&
          element('p', { class: 'hint' }, text('closed_days.differs_hint'))].filter(Boolean)));
  }).catch((error) => {
    place.replaceChildren(element('p', { class: 'problem' }, wordsOf(error)));
  });
  return place;
}
