// Kiosks by venue, and how a new one joins: a one-time code as a QR that the kiosk reads with its
// own camera. The list is live, so that the new kiosk is seen to arrive.
import { post, wordsOf } from '../api.mjs';
import { connectionChip } from '../connection.mjs';
import { openDialog } from '../dialog.mjs';
import { element, icon, keepChildren, setText } from '../dom.mjs';
import { venueFinder } from '../finder.mjs';
import { openJudgedLives } from '../judged_lives.mjs';
import { kioskView } from '../kiosk_view.mjs';
import { text } from '../language.mjs';
import { startLivePage } from '../live_page.mjs';
import { openManagedKiosk } from '../managed_kiosk.mjs';
import { announce } from '../notices.mjs';
import { parcelBox } from '../parcel_box.mjs';
import { qrPicture } from '../qr_picture.mjs';
import { goToSignIn } from '../shell.mjs';
import { serverNow } from '../times.mjs';

const kMayManage = ['administrator', 'reviewer'];

function countdownWords(expiresUtcMs) {
  const seconds = Math.max(0, Math.floor((expiresUtcMs - serverNow()) / 1000));
  if (seconds === 0) return text('enrolment.expired');
  const two = (value) => String(value).padStart(2, '0');
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return text('enrolment.expires_in', { time: clock.map(two).join(':') });
}

async function copy(words) {
  try {
    await navigator.clipboard.writeText(words);
    announce(text('enrolment.copied'));
  } catch {
    announce(text('enrolment.copy_failed'), 'problem');
  }
}

function showEnrolment(issued) {
  const countdown = element('p', { class: 'countdown', role: 'timer' });
  const tick = () => {
    setText(countdown, countdownWords(issued.expires_utc_ms));
    countdown.classList.toggle('over', issued.expires_utc_ms <= serverNow());
  };
  tick();
  const timer = setInterval(tick, 1000);
  openDialog({
    title: text('enrolment.title'),
    subtitle: issued.venue_name,
    className: 'enrolment',
    onclose: () => clearInterval(timer),
    content: [
      element('div', { class: 'qr-plate' }, qrPicture(issued.qr_svg, text('enrolment.qr_label'))),
      countdown,
      issued.here_only
        ? element('p', { class: 'notice' }, text('enrolment.here_only', { url: issued.bureau_url }))
        : null,
      element('p', { class: 'code', translate: 'no' }, issued.code),
      element('ol', { class: 'steps' },
        ['enrolment.step_1', 'enrolment.step_2', 'enrolment.step_3']
          .map((key) => element('li', {}, text(key)))),
      element('details', { class: 'as-table' },
        element('summary', {}, text('enrolment.without_camera')),
        element('p', {}, text('enrolment.without_camera_hint')),
        element('textarea', {
          readonly: true, rows: '3', 'aria-label': text('enrolment.whole_text'),
          value: issued.enrolment, onfocus: (event) => event.target.select(),
        }),
        element('button', {
          class: 'button', type: 'button', onclick: () => copy(issued.enrolment),
        }, text('enrolment.copy'))),
    ],
  });
}

async function issue(venue, button) {
  button.disabled = true;
  try {
    showEnrolment(await post('/api/enrolment-codes', { venue: venue.id }));
  } catch (error) {
    if (error.status === 401) return goToSignIn();
    announce(wordsOf(error), 'problem');
  } finally {
    button.disabled = false;
  }
}

// What may be done to a kiosk, as buttons below it. `find(id)` gives { kiosk, venue, venues } as
// they are when a button is pressed.
function kioskActions(campaign, find, mayResetPin) {
  return ({ id, histories, incarnations_pending_review: pending }) => [
    ...(histories < 2 ? [] : [{
      label: text(pending > 0 ? 'lives.review' : 'lives.again'), sign: 'warning',
      primary: pending > 0,
      open: () => openJudgedLives({ kiosk: find(id).kiosk, campaign: campaign.id }),
    }]),
    {
      label: text('kiosk_desk.open'), sign: 'edit',
      open: () => openManagedKiosk({ ...find(id), showEnrolment, mayResetPin }),
    },
  ];
}

function venueRow(mayManage, actions) {
  const name = element('h2', {});
  const about = element('p', { class: 'about' });
  const kiosks = element('ul', { class: 'kiosk-list' });
  const none = element('p', { class: 'hint' }, text('venues.no_kiosk'));
  const views = new Map();
  let venue = null;
  const button = mayManage && element('button', {
    class: 'button quiet', type: 'button', onclick: () => issue(venue, button),
  }, icon('plus'), text('enrolment.issue'));
  return {
    node: element('li', { class: 'card venue' },
      element('div', { class: 'venue-head' }, element('div', {}, name, about), button),
      kiosks, none),
    update(next) {
      venue = next;
      setText(name, venue.name);
      setText(about, [text(`venue_kind.${venue.kind}`), venue.unit_name].join(' · '));
      if (button) button.setAttribute('aria-label', text('enrolment.issue_for', venue));
      keepChildren(kiosks, venue.kiosks, views, () => kioskView(actions));
      none.hidden = venue.kiosks.length > 0;
    },
  };
}

function buildView({ session, campaign, picker }) {
  const mayManage = kMayManage.includes(session.user.role);
  const chip = connectionChip();
  const summary = element('p', { class: 'lead', role: 'status' });
  const list = element('ul', { class: 'venue-rows' });
  const nothing = element('p', { class: 'hint', hidden: true }, text('venues.none_found'));
  const views = new Map();
  let known = null;
  let venues = [];
  const find = (id) => {
    const venue = venues.find(({ kiosks }) => kiosks.some((kiosk) => kiosk.id === id));
    return { kiosk: venue.kiosks.find((kiosk) => kiosk.id === id), venue, venues };
  };
  const actions = mayManage ? kioskActions(campaign, find, session.user.role === 'administrator') : undefined;

  const drawVenues = () => {
    const found = venues.filter((venue) => finder.matches(venue))
      .sort((a, b) => Number(a.kiosks.length === 0) - Number(b.kiosks.length === 0));
    keepChildren(list, found, views, () => venueRow(mayManage, actions));
    nothing.hidden = found.length > 0;
  };
  const finder = venueFinder(drawVenues);
  const welcomeNew = (kiosks) => {
    for (const kiosk of kiosks) {
      if (known?.has(kiosk.id) === false) announce(text('enrolment.arrived', kiosk));
    }
    known = new Set(kiosks.map((kiosk) => kiosk.id));
  };
  return {
    nodes: [element('div', { class: 'page' },
      element('div', { class: 'page-head' },
        element('div', {}, element('h1', {}, text('kiosks.title')), summary),
        chip.node),
      mayManage ? null : element('p', { class: 'notice' }, text('enrolment.not_allowed')),
      element('div', { class: 'section-head' }, picker, finder.node),
      list, nothing, parcelBox())],
    chip,
    redrawAges: drawVenues,
    update(data) {
      venues = data.venues;
      const kiosks = venues.flatMap((venue) => venue.kiosks);
      setText(summary, text('kiosks.summary', { venues: venues.length, count: kiosks.length }));
      welcomeNew(kiosks);
      drawVenues();
    },
  };
}

startLivePage('kiosks', buildView);
