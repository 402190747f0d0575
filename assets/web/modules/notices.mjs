// Short messages at the foot of the page, read out by screen readers; they go by themselves and
// never take the focus.
import { element, icon } from './dom.mjs';

const kShownMs = 6000;
let place = null;

// kind: 'good' or 'problem'.
export function announce(words, kind = 'good') {
  if (place === null) {
    place = element('div', { class: 'notices', role: 'status', 'aria-live': 'polite' });
    document.body.append(place);
  }
  const note = element('p', { class: `note ${kind}` },
    icon(kind === 'good' ? 'check' : 'warning'), words);
  place.replaceChildren(note);
  setTimeout(() => note.remove(), kShownMs);
}
