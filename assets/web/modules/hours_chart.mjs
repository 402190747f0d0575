// Today's persons by hour: bars by uPlot, and the same figures as a table for whoever does not
// see or trust a picture.
import uPlot from 'uplot';
import { element } from './dom.mjs';
import { number, text } from './language.mjs';

const kHeightPx = 220;
const kFirstHour = 7;  // shown even while nothing is counted, so that the axis stands still
const kLastHour = 19;

function shownHours(hours) {
  const counted = hours.map((count, hour) => (count ? hour : -1)).filter((hour) => hour >= 0);
  const first = Math.min(kFirstHour, ...counted);
  const last = Math.max(kLastHour, ...counted);
  return Array.from({ length: last - first + 1 }, (unused, index) => first + index);
}

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function chartOptions(width, currentHour) {
  const axis = {
    stroke: colour('--muted'), font: `13px ${colour('--font')}`,
    ticks: { show: false }, grid: { stroke: colour('--line'), width: 1 },
  };
  const fill = (chart) => {
    const gradient = chart.ctx.createLinearGradient(0, chart.bbox.top, 0,
      chart.bbox.top + chart.bbox.height);
    gradient.addColorStop(0, colour('--chart-top'));
    gradient.addColorStop(1, colour('--chart-foot'));
    return gradient;
  };
  return {
    width, height: kHeightPx,
    padding: [12, 8, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false, range: (chart, low, high) => [low - 0.6, high + 0.6] },
      y: { range: (chart, low, high) => [0, Math.max(5, Math.ceil(high * 1.12))] },
    },
    axes: [
      {
        ...axis, grid: { show: false }, size: 40, gap: 10,
        incrs: width < 520 ? [3, 6] : [1, 2, 3],
        space: 36,
        values: (chart, hours) => hours.map((hour) =>
          Number.isInteger(hour) ? text('hours.tick', { hour: String(hour) }) : ''),
      },
      {
        ...axis, size: 56, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000],
        space: 44,
        values: (chart, counts) => counts.map((count) => number(count)),
      },
    ],
    series: [
      {},
      { fill, width: 0, paths: uPlot.paths.bars({ size: [0.62, 44], radius: 0.22 }),
        points: { show: false } },
    ],
    hooks: { draw: [(chart) => markHour(chart, currentHour())] },
  };
}

// A small mark under the running hour: its bar is still growing.
function markHour(chart, hour) {
  const x = chart.valToPos(hour, 'x', true);
  if (!(x >= chart.bbox.left && x <= chart.bbox.left + chart.bbox.width)) return;
  const { ctx } = chart;
  const size = 5 * devicePixelRatio;
  const y = chart.bbox.top + chart.bbox.height;
  ctx.fillStyle = colour('--accent');
  ctx.beginPath();
  ctx.moveTo(x, y);
  ctx.lineTo(x - size, y + size);
  ctx.lineTo(x + size, y + size);
  ctx.fill();
}

// `currentHour()` gives 0–23. Returns { node, update(hours), close() }.
export function hoursChart(currentHour) {
  const canvas = element('div', { class: 'chart', 'aria-hidden': 'true' });
  const none = element('p', { class: 'chart-none hint' }, text('hours.none'));
  const rows = element('tbody', {});
  const node = element('div', {}, element('div', { class: 'chart-place' }, canvas, none),
    element('details', { class: 'as-table' },
      element('summary', {}, text('hours.as_table')),
      element('table', { class: 'plain' },
        element('thead', {}, element('tr', {},
          element('th', { scope: 'col' }, text('hours.hour')),
          element('th', { scope: 'col' }, text('hours.persons')))),
        rows)));
  let chart = null;
  let hours = new Array(24).fill(0);

  const draw = () => {
    const width = canvas.clientWidth;
    if (width === 0) return;
    const shown = shownHours(hours);
    const data = [shown, shown.map((hour) => hours[hour])];
    if (chart !== null && chart.width === width) return chart.setData(data);
    chart?.destroy();
    chart = new uPlot(chartOptions(width, currentHour), data, canvas);
  };
  const sizes = new ResizeObserver(draw);
  sizes.observe(canvas);

  return {
    node,
    update(next) {
      hours = next;
      none.hidden = hours.some((count) => count !== 0);
      draw();
      rows.replaceChildren(...shownHours(hours).map((hour) => element('tr', {},
        element('th', { scope: 'row' },
          text('hours.span', { from: String(hour), to: String(hour + 1) })),
        element('td', {}, number(hours[hour])))));
    },
    close() {
      sizes.disconnect();
      chart?.destroy();
    },
  };
}
