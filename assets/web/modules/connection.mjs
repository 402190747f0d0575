// The chip that tells whether the figures on the page are live, and since when they are not.
import { element, setText } from './dom.mjs';
import { text } from './language.mjs';
import { serverNow, timeOfDay } from './times.mjs';

export function connectionChip() {
  const words = element('span', {}, text('live.connecting'));
  const node = element('p', { class: 'live', role: 'status', 'data-state': 'connecting' },
    element('i', { 'aria-hidden': 'true' }), words);
  let lastHeard = null;

  return {
    node,
    heard() {
      lastHeard = serverNow();
      this.state('live');
    },
    state(state) {
      node.dataset.state = state;
      if (state === 'live') setText(words, text('live.live'));
      else if (lastHeard === null) setText(words, text('live.lost'));
      else setText(words, text('live.lost_since', { time: timeOfDay(lastHeard) }));
    },
  };
}
