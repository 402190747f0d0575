// What the bureau has refused of a kiosk, by session; of a session that no campaign knows, a person
// says which activity it was, and the kiosk sends its counts again.
import { get, post, wordsOf } from './api.mjs';
import { element } from './dom.mjs';
import { working } from './fields.mjs';
import { hasText, text } from './language.mjs';
import { goToSignIn } from './shell.mjs';
import { dateAndTime } from './times.mjs';

const kAdHoc = 'ad-hoc';  // 临时场次, PROTOCOL.md section 6

/** [{ session, title, reason, persons, receivedUtcMs }], one for each session and reason. */
function bySession(refused) {
  const groups = new Map();
  for (const item of refused) {
    const key = `${item.session} ${item.reason}`;
    const group = groups.get(key) ?? {
      session: item.session, title: '', reason: item.reason, persons: 0, receivedUtcMs: 0,
    };
    group.title ||= item.title;
    if (item.kind === 'tally') group.persons += item.persons;
    group.receivedUtcMs = Math.max(group.receivedUtcMs, item.received_utc_ms);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function reasonWords(reason) {
  const key = `kiosk_desk.reason_${reason}`;
  return hasText(key) ? text(key) : reason;
}

function mapping(kiosk, session, activities, redraw) {
  const select = element('select', { name: 'activity', 'aria-label': text('refused_map.label') },
    element('option', { value: '' }, text('refused_map.choose')),
    activities.map(({ id, title }) => element('option', { value: id }, title)),
    element('option', { value: kAdHoc }, text('refused_map.ad_hoc')));
  const problem = element('p', { class: 'problem', role: 'alert', hidden: true });
  const button = element('button', { class: 'button', type: 'submit', disabled: true },
    text('refused_map.button'));
  const form = element('form', { class: 'refused-map' }, select, button, problem);
  select.addEventListener('change', () => {
    button.disabled = !select.value;
  });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    problem.hidden = true;
    await working(button, async () => {
      try {
        const path = `/api/kiosks/${kiosk.id}/refused`;
        redraw(await post(path, { session, activity: select.value }), session);
      } catch (error) {
        if (error.status === 401) return goToSignIn();
        problem.textContent = wordsOf(error);
        problem.hidden = false;
      }
    });
  });
  return form;
}

/** The list, filled once it has arrived. */
export function refusedItems(kiosk) {
  const place = element('div', {}, element('p', { class: 'hint' }, text('loading')));
  const mapped = new Set();
  function draw({ refused, activities }, mappedSession) {
    if (mappedSession) mapped.add(mappedSession);
    const groups = bySession(refused);
    place.replaceChildren(groups.length === 0
      ? element('p', { class: 'hint' }, text('kiosk_desk.nothing_refused'))
      : element('ul', { class: 'refused-list' }, groups.map((group) => element('li', {},
        element('p', {},
          element('strong', {}, group.title || group.session),
          group.persons > 0 && element('span', {}, text('refused_map.persons',
            { count: group.persons })),
          element('span', { class: 'hint' }, reasonWords(group.reason))),
        element('p', { class: 'hint refused-session' }, group.session, ' · ',
          dateAndTime(group.receivedUtcMs)),
        mapped.has(group.session)
          ? element('p', { class: 'hint', role: 'status' }, text('refused_map.done'))
          : activities[group.session] &&
            mapping(kiosk, group.session, activities[group.session], draw)))));
  }
  get(`/api/kiosks/${kiosk.id}/refused`).then((found) => draw(found)).catch((error) => {
    place.replaceChildren(element('p', { class: 'problem' }, wordsOf(error)));
  });
  return place;
}
