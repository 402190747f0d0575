// The live overview: today and the whole campaign, each hour, each venue with its kiosks. Venues
// where something goes on stand first; within that they keep the order of the programme, never
// that of their numbers.
import { connectionChip } from '../connection.mjs';
import { element, keepChildren, setText } from '../dom.mjs';
import { venueFinder } from '../finder.mjs';
import { hoursChart } from '../hours_chart.mjs';
import { kioskView } from '../kiosk_view.mjs';
import { number, text } from '../language.mjs';
import { emptyCard, startLivePage } from '../live_page.mjs';
import { miniBars } from '../mini_bars.mjs';
import { silentNotice } from '../silent_kiosks.mjs';
import { hourOfDay, longDate, period } from '../times.mjs';

// `kinds`, where there are, say how many of the number were visitors and how many staff.
function bigNumber(label) {
  const value = element('strong', {}, '—');
  const parts = element('small', {});
  return {
    node: element('div', { class: 'big-number' }, element('span', {}, label), value, parts),
    update: (count, kinds) => {
      setText(value, number(count));
      setText(parts, kinds ? kindsWords(count, kinds) : '');
      parts.hidden = !kinds;
    },
  };
}

function kindsWords(count, { visitors, staff }) {
  const others = count - visitors - staff;
  return [
    text('overview.visitors', { count: visitors }),
    text('overview.staff', { count: staff }),
    ...(others > 0 ? [text('overview.others', { count: others })] : []),
  ].join(' · ');
}

// 0 where somebody was counted today or a session is open, 1 with a kiosk, 2 without one.
function quietness(venue) {
  if (venue.persons_today > 0 || venue.open_sessions > 0) return 0;
  return venue.kiosks.length > 0 ? 1 : 2;
}

function venueCard() {
  const name = element('h3', {});
  const about = element('p', { class: 'about' });
  const today = element('strong', {});
  const campaign = element('span', {});
  const sessions = element('span', { class: 'badge' });
  const bars = miniBars();
  const kiosks = element('ul', { class: 'kiosk-list' });
  const none = element('p', { class: 'hint' }, text('venues.no_kiosk'));
  const views = new Map();
  const node = element('li', { class: 'card venue' },
    element('div', { class: 'venue-head' }, element('div', {}, name, about), sessions),
    element('div', { class: 'venue-figures' },
      element('p', {}, element('span', {}, text('overview.today')), today),
      bars.node,
      element('p', { class: 'total' }, campaign)),
    kiosks, none);
  return {
    node,
    update(venue) {
      setText(name, venue.name);
      setText(about, [text(`venue_kind.${venue.kind}`), venue.unit_name].join(' · '));
      setText(today, number(venue.persons_today));
      setText(campaign, text('overview.campaign_total', { count: venue.persons_campaign }));
      setText(sessions, text('overview.open_sessions', { count: venue.open_sessions }));
      sessions.hidden = venue.open_sessions === 0;
      bars.update(venue.hours);
      keepChildren(kiosks, venue.kiosks, views, () => kioskView());
      none.hidden = venue.kiosks.length > 0;
    },
  };
}

function hero(campaign, picker, chip, figures) {
  const date = element('span', {});
  return {
    node: element('section', { class: 'hero' },
      element('div', { class: 'hero-inner' },
        element('div', { class: 'hero-words' },
          element('div', { class: 'hero-line' }, date, chip.node),
          element('h1', {}, campaign.name),
          element('p', { class: 'theme' }, campaign.theme),
          element('p', { class: 'period' }, period(campaign.starts, campaign.ends)),
          picker),
        element('div', { class: 'hero-numbers' }, figures))),
    setDate: (today) => setText(date, longDate(today, { weekday: true })),
  };
}

function buildView({ campaign, picker }) {
  const chip = connectionChip();
  const figures = {
    persons_today: bigNumber(text('overview.persons_today')),
    persons_campaign: bigNumber(text('overview.persons_campaign')),
    check_ins_today: bigNumber(text('overview.check_ins_today')),
  };
  const top = hero(campaign, picker, chip, Object.values(figures).map((each) => each.node));
  const chart = hoursChart(hourOfDay);
  const list = element('ul', { class: 'venue-grid' });
  const nothing = element('p', { class: 'hint', role: 'status' }, text('venues.none_found'));
  const views = new Map();
  let data = null;

  const drawVenues = () => {
    if (data === null) return;
    const found = data.venues.filter((venue) => finder.matches(venue));
    keepChildren(list, found.sort((a, b) => quietness(a) - quietness(b)), views, venueCard);
    nothing.hidden = found.length > 0 || data.venues.length === 0;
    noVenues.hidden = data.venues.length > 0;
  };
  const finder = venueFinder(drawVenues);
  const noVenues = emptyCard(text('venues.empty_title'), text('venues.empty'));
  const review = element('p', { class: 'notice review', role: 'status', hidden: true });
  const silent = silentNotice();
  noVenues.hidden = true;
  nothing.hidden = true;

  return {
    nodes: [
      top.node,
      element('div', { class: 'page' },
        review,
        silent.node,
        element('section', { class: 'card', 'aria-labelledby': 'hours' },
          element('h2', { id: 'hours' }, text('overview.hours')), chart.node),
        element('section', { 'aria-labelledby': 'venues' },
          element('div', { class: 'section-head' },
            element('h2', { id: 'venues' }, text('overview.venues')), finder.node),
          list, nothing, noVenues)),
    ],
    chip,
    redrawAges() {
      drawVenues();
      if (data !== null) silent.update(data);
    },
    close: chart.close,
    update(next) {
      data = next;
      top.setDate(next.today);
      figures.persons_today.update(next.persons_today, next.kinds_today);
      figures.persons_campaign.update(next.persons_campaign, next.kinds_campaign);
      figures.check_ins_today.update(next.check_ins_today);
      setText(review, text('overview.review', { count: next.persons_pending_review }));
      review.hidden = next.persons_pending_review === 0;
      silent.update(next);
      chart.update(next.hours);
      drawVenues();
    },
  };
}

startLivePage('overview', buildView);
