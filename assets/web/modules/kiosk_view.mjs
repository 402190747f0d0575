// One kiosk as the bureau sees it: its state as shape and words, and the facts behind it.
import { element, icon } from './dom.mjs';
import { text } from './language.mjs';
import { age, serverNow, span } from './times.mjs';

const kSilentAfterMs = 5 * 60_000;  // kiosks give a sign of life each minute
const kClockOffsetMaxMs = 60_000;
const kDiskFreeMinMb = 500;

// What a person should look at, the most pressing first; empty when all is well.
function concerns(kiosk) {
  const found = [];
  if (kiosk.revoked) return [{ name: 'revoked', sign: 'stopped', grade: 'quiet' }];
  if (!kiosk.last_seen_utc_ms) return [{ name: 'never_seen', sign: 'silent', grade: 'warn' }];
  const silentMs = serverNow() - kiosk.last_seen_utc_ms;
  if (silentMs > kSilentAfterMs) found.push({ name: 'silent', sign: 'silent', grade: 'bad' });
  if (kiosk.incarnations_pending_review > 0) {
    const count = kiosk.persons_pending_review;
    found.push({ name: count > 0 ? 'review' : 'review_fork', sign: 'warning', grade: 'bad', count });
  }
  if (kiosk.quarantined > 0) {
    found.push({ name: 'quarantined', sign: 'warning', grade: 'bad', count: kiosk.quarantined });
  }
  if (kiosk.differing_closings > 0) {
    found.push({ name: 'differs', sign: 'warning', grade: 'bad', count: kiosk.differing_closings });
  }
  if (Math.abs(kiosk.clock_offset_ms) > kClockOffsetMaxMs) {
    found.push({ name: 'clock', sign: 'clock', grade: 'warn', span: span(kiosk.clock_offset_ms) });
  }
  if (kiosk.disk_free_mb < kDiskFreeMinMb) {
    found.push({ name: 'disk', sign: 'warning', grade: 'warn' });
  }
  if (kiosk.camera === 'broken') found.push({ name: 'camera', sign: 'camera', grade: 'warn' });
  if (kiosk.pending > 0) {
    found.push({ name: 'pending', sign: 'upload', grade: 'warn', count: kiosk.pending });
  }
  return found;
}

function badge({ name, sign, grade, ...values }) {
  return element('span', { class: `badge ${grade}` }, icon(sign), text(`kiosk.${name}`, values));
}

function facts(kiosk) {
  const camera = ['ok', 'none', 'broken'].includes(kiosk.camera) ? kiosk.camera : 'none';
  return [
    [text('kiosk.last_seen'), kiosk.last_seen_utc_ms ? age(kiosk.last_seen_utc_ms) : '—'],
    [text('kiosk.complete_to'), text('kiosk.complete_to_value', { count: kiosk.complete_to ?? 0 })],
    ...(kiosk.persons_pending_review > 0 ? [[text('kiosk.review_label'),
      text('kiosk.review_value', { count: kiosk.persons_pending_review })]] : []),
    [text('kiosk.to_send'), text('kiosk.rows', { count: kiosk.pending })],
    [text('kiosk.clock_offset'), clockWords(kiosk.clock_offset_ms)],
    [text('kiosk.camera_label'), text(`kiosk.camera_${camera}`)],
    [text('kiosk.disk_label'), kiosk.last_seen_utc_ms ? diskWords(kiosk.disk_free_mb) : '—'],
    [text('kiosk.version'), kiosk.version || '—'],
  ];
}

function diskWords(freeMb) {
  return freeMb < 1000 ? text('kiosk.disk_mb', { count: freeMb })
    : text('kiosk.disk_gb', { count: Math.floor(freeMb / 1000) });
}

function clockWords(offsetMs) {
  if (Math.abs(offsetMs) < 1000) return text('kiosk.clock_right');
  return text(offsetMs > 0 ? 'kiosk.clock_slow' : 'kiosk.clock_fast', { span: span(offsetMs) });
}

// `actions(kiosk)` gives buttons below the facts; they are made anew only when something changes.
export function kioskView(actions = () => []) {
  const name = element('strong', {});
  const badges = element('span', { class: 'badges' });
  const list = element('dl', { class: 'facts' });
  const buttons = element('div', { class: 'kiosk-actions' });
  const node = element('li', { class: 'kiosk' },
    element('div', { class: 'kiosk-head' }, icon('kiosk'), name, badges), list, buttons);
  let drawn = '';
  let offered = '';

  return {
    node,
    update(kiosk) {
      const offer = actions(kiosk);
      // A button that is there keeps its focus while figures come in.
      const names = JSON.stringify([kiosk.name, ...offer.map(({ label }) => label)]);
      if (names !== offered) {
        offered = names;
        buttons.replaceChildren(...offer.map(({ label, sign, primary, open }) => element('button', {
          class: primary ? 'button primary' : 'button quiet', type: 'button', onclick: open,
          'aria-label': `${label} · ${kiosk.name}`,
        }, icon(sign), label)));
        buttons.hidden = offer.length === 0;
      }
      const found = concerns(kiosk);
      const rows = facts(kiosk);
      const next = JSON.stringify([kiosk.name, found, rows]);
      if (next === drawn) return;
      drawn = next;
      name.textContent = kiosk.name || kiosk.id;
      const shown = found.length ? found : [{ name: 'fine', sign: 'check', grade: 'good' }];
      badges.replaceChildren(...shown.map(badge));
      list.replaceChildren(...rows.map(([term, value]) =>
        element('div', {}, element('dt', {}, term), element('dd', {}, value))));
    },
  };
}
