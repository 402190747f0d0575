// A venue's day in 120 × 28: one bar an hour, scaled to the venue's own largest hour, since venues
// are not to be held against each other. Beside it stand the numbers; this is decoration.
import { svgElement } from './dom.mjs';

const kHours = { first: 7, last: 20 };
const kBar = { width: 6, step: 8.6, height: 28 };

export function miniBars() {
  const node = svgElement('svg', {
    class: 'mini-bars', viewBox: '0 0 120 28', preserveAspectRatio: 'none', 'aria-hidden': 'true',
  });
  const bars = [];
  for (let hour = kHours.first; hour <= kHours.last; ++hour) {
    const x = (hour - kHours.first) * kBar.step;
    bars.push(svgElement('rect', { x, width: kBar.width, rx: 1.5 }));
  }
  node.append(...bars);
  return {
    node,
    update(hours) {
      const largest = Math.max(1, ...hours);
      bars.forEach((bar, index) => {
        const count = hours[index + kHours.first];
        const height = count ? Math.max(3, (count / largest) * kBar.height) : 1.5;
        bar.setAttribute('height', height.toFixed(1));
        bar.setAttribute('y', (kBar.height - height).toFixed(1));
        bar.classList.toggle('none', count === 0);
      });
    },
  };
}
