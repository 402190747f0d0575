// Kiosks that have been silent while their venue is open: what somebody should telephone about.
import { element, icon } from './dom.mjs';
import { text } from './language.mjs';
import { minuteOfDay, serverNow, span } from './times.mjs';

const kSilentNoticeMs = 10 * 60_000;  // kiosks give a sign of life each minute

// Of the overview's data: [{ kiosk, venue, silentMs }], the longest silence first. A kiosk that has
// never been heard is still being set up, and a withdrawn one is meant to be silent.
export function silentKiosks({ runs_today: runsToday, venues }) {
  if (!runsToday) return [];
  const minute = minuteOfDay();
  return venues
    .filter((venue) => venue.opens_minute <= minute && minute < venue.closes_minute)
    .flatMap((venue) => venue.kiosks
      .filter((kiosk) => !kiosk.revoked && kiosk.last_seen_utc_ms)
      .map((kiosk) => ({ kiosk, venue, silentMs: serverNow() - kiosk.last_seen_utc_ms })))
    .filter(({ silentMs }) => silentMs > kSilentNoticeMs)
    .sort((a, b) => b.silentMs - a.silentMs);
}

// A notice over all of them; it says nothing anew while only the ages grow.
export function silentNotice() {
  const list = element('ul', {});
  const node = element('div', { class: 'notice silent', role: 'status', hidden: true },
    element('p', {}, icon('silent'), element('strong', {}, text('silent.title'))), list);
  return {
    node,
    update(data) {
      const found = silentKiosks(data);
      node.hidden = found.length === 0;
      list.replaceChildren(...found.map(({ kiosk, venue, silentMs }) => element('li', {},
        text('silent.kiosk', { venue: venue.name, name: kiosk.name, span: span(silentMs) }))));
    },
  };
}
