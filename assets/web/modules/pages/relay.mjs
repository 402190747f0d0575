// Carries the data of a kiosk without a network: a phone reads the codes off its screen, here or
// with its own camera that leads here, keeps them until it has a network, sends them to the bureau,
// and shows the receipt to the kiosk. For anybody: the data is sealed and signed by the kiosk.
import { postFile, wordsOf } from '../api.mjs';
import { choice, choose } from '../choices.mjs';
import { readPhoto, watchCamera } from '../code_reader.mjs';
import { element, icon, setText } from '../dom.mjs';
import { text } from '../language.mjs';
import { announce } from '../notices.mjs';
import { svgAddress } from '../qr_picture.mjs';
import { downloadReceipt } from '../receipt_file.mjs';
import { receiptWords } from '../receipt_words.mjs';
import { emptyParcel, isWhole, missingOf, parsePart, wholeOf, withPart } from '../relay_parts.mjs';
import { start } from '../shell.mjs';

const kCodeShownMs = 1200;
const kKeptParts = 'relay_parts';
const kKeptReceipt = 'relay_receipt';

function kept(name, otherwise) {
  try {
    return JSON.parse(choice(name)) ?? otherwise;
  } catch {
    return otherwise;  // cut short: as if there were none
  }
}

// What is known, kept on the phone until somebody begins anew. `state` is one of "reading",
// "sending", "waiting" (for a network) and "refused".
let gathered = kept(kKeptParts, emptyParcel());
let receipt = kept(kKeptReceipt, null);
let state = 'reading';
let problem = '';
let refresh = () => {};

function keep() {
  choose(kKeptParts, gathered.count > 0 ? JSON.stringify(gathered) : null);
  choose(kKeptReceipt, receipt ? JSON.stringify(receipt) : null);
}

function beginAnew() {
  gathered = emptyParcel();
  receipt = null;
  state = 'reading';
  problem = '';
  keep();
}

// True where the text was one of a kiosk's codes.
function take(words) {
  const part = parsePart(words);
  if (part === null) return false;
  if (part.parcel === gathered.parcel && part.index in gathered.pieces) return true;
  if (part.parcel !== gathered.parcel) beginAnew();
  gathered = withPart(gathered, part);
  keep();
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(40);
  refresh();
  if (isWhole(gathered)) send();
  return true;
}

// A phone without a network keeps the data; it is sent when there is one.
async function send() {
  if (state === 'sending' || receipt !== null || !isWhole(gathered)) return;
  state = 'sending';
  problem = '';
  refresh();
  try {
    const whole = await wholeOf(gathered);
    if (whole === null) {
      beginAnew();
      announce(text('relay.spoiled'), 'problem');
    } else {
      receipt = { ...await postFile('/relay', new Blob([whole])), parcel: gathered.parcel };
      state = 'reading';
      keep();
    }
  } catch (error) {
    const isOurs = error.status !== 422 && error.code !== 'denied';
    state = isOurs ? 'waiting' : 'refused';
    problem = isOurs ? wordsOf(error) : text('relay.not_ours');
    if (error.status === 0) problem = '';
  }
  refresh();
}

// ---- Reading -----------------------------------------------------------------------------------

function progress() {
  const count = element('p', { class: 'relay-count', role: 'status' });
  const boxes = element('ol', { class: 'relay-boxes' });
  const show = () => {
    setText(count, gathered.count === 0 ? text('relay.none_yet')
      : text('relay.have', { have: gathered.count - missingOf(gathered).length, count: gathered.count }));
    const missing = new Set(missingOf(gathered));
    boxes.replaceChildren(...Array.from({ length: gathered.count }, (_, place) => element('li', {
      class: missing.has(place + 1) ? 'missing' : 'there',
      'aria-label': text(missing.has(place + 1) ? 'relay.part_missing' : 'relay.part_there',
        { number: place + 1 }),
    }, missing.has(place + 1) ? String(place + 1) : icon('check'))));
  };
  return { node: element('div', { class: 'relay-progress' }, count, boxes), show };
}

async function readPhotos(files) {
  let codes = 0;
  for (const file of files) {
    try {
      for (const words of await readPhoto(file)) codes += take(words) ? 1 : 0;
    } catch {
      announce(text('relay.no_picture', { name: file.name }), 'problem');
    }
  }
  if (codes === 0) announce(text('relay.no_code'), 'problem');
}

function cameraProblem(error) {
  return text(error.name === 'NotAllowedError' ? 'relay.camera_forbidden' : 'relay.camera_none');
}

function readingCard() {
  const shown = progress();
  const video = element('video', { class: 'relay-video', playsinline: true, muted: true, hidden: true,
    'aria-label': text('relay.camera_picture') });
  let stop = null;
  const camera = element('button', { class: 'button primary wide large', type: 'button' });
  const label = () => camera.replaceChildren(icon(stop ? 'close' : 'camera'),
    text(stop ? 'relay.camera_stop' : 'relay.camera_start'));
  const end = () => {
    stop?.();
    stop = null;
    video.hidden = true;
    label();
  };
  camera.addEventListener('click', async () => {
    if (stop) return end();
    camera.disabled = true;
    try {
      video.hidden = false;
      stop = await watchCamera(video, take);
      navigator.wakeLock?.request('screen').catch(() => {});
    } catch (error) {
      video.hidden = true;
      announce(cameraProblem(error), 'problem');
    } finally {
      camera.disabled = false;
      label();
    }
  });
  label();
  const chooser = element('input', { type: 'file', accept: 'image/*', multiple: true, hidden: true,
    'aria-label': text('relay.photos') });
  chooser.addEventListener('change', async () => {
    await readPhotos([...chooser.files]);
    chooser.value = '';
  });
  const node = element('section', { class: 'card relay-card', 'aria-labelledby': 'relay-read' },
    element('h2', { id: 'relay-read' }, text('relay.read')),
    element('p', { class: 'hint' }, text('relay.read_hint')),
    video, shown.node, camera,
    element('button', { class: 'button wide', type: 'button', onclick: () => chooser.click() },
      text('relay.photos')), chooser);
  return {
    node,
    end,
    show: () => {
      shown.show();
      node.hidden = isWhole(gathered);
      if (node.hidden && stop) end();
    },
  };
}

// ---- Sending -----------------------------------------------------------------------------------

function sendingCard() {
  const words = element('p', { role: 'status' });
  const why = element('p', { class: 'problem', role: 'alert' });
  const button = element('button', { class: 'button primary wide large', type: 'button',
    onclick: send }, icon('upload'), text('relay.send'));
  const node = element('section', { class: 'card relay-card', 'aria-labelledby': 'relay-send' },
    element('h2', { id: 'relay-send' }, text('relay.all_read')), words, why, button);
  return {
    node,
    show: () => {
      node.hidden = !isWhole(gathered) || receipt !== null;
      setText(words, state === 'refused' ? '' : text(
        state === 'sending' ? 'relay.sending' : 'relay.waiting'));
      setText(why, problem);
      words.hidden = state === 'refused';
      why.hidden = problem === '';
      button.hidden = state === 'refused';
      button.disabled = state === 'sending';
    },
  };
}

// ---- The receipt -------------------------------------------------------------------------------

// One code after the other; a touch on an arrow holds it.
function receiptCodes(codes) {
  let shown = 0;
  let held = false;
  const picture = element('img', { class: 'relay-code' });
  const place = element('output', {});
  const hold = element('button', { class: 'step', type: 'button',
    onclick: () => {
      held = !held;
      show();
    } });
  const show = () => {
    const where = text('relay.code', { number: shown + 1, count: codes.length });
    picture.src = svgAddress(codes[shown]);
    picture.alt = where;
    setText(place, where);
    setText(hold, held ? '▶' : '❚❚');
    hold.setAttribute('aria-label', text(held ? 'relay.go_on' : 'relay.hold'));
  };
  const step = (by) => {
    shown = (shown + by + codes.length) % codes.length;
    show();
  };
  const arrow = (by, sign, words) => element('button', { class: 'step', type: 'button',
    'aria-label': words, onclick: () => {
      held = true;
      step(by);
    } }, sign);
  const timer = setInterval(() => held || step(1), kCodeShownMs);
  show();
  const several = codes.length > 1
    ? element('div', { class: 'stepper' }, arrow(-1, '‹', text('relay.before')), place, hold,
      arrow(1, '›', text('relay.next')))
    : null;
  return { node: element('div', { class: 'relay-codes' }, picture, several),
    end: () => clearInterval(timer) };
}

function receiptCard() {
  const node = element('section', { class: 'card relay-card', 'aria-labelledby': 'relay-receipt' });
  let drawn = null;
  let codes = null;
  const end = () => {
    codes?.end();
    codes = null;
  };
  const show = () => {
    node.hidden = receipt === null;
    if (receipt === drawn) return;
    drawn = receipt;
    end();
    if (receipt === null) return node.replaceChildren();
    codes = receipt.codes.length > 0 ? receiptCodes(receipt.codes) : null;
    node.replaceChildren(
      element('h2', { id: 'relay-receipt', tabindex: '-1' },
        text(receipt.problem === '' ? 'parcel.done' : 'parcel.not_done')),
      ...receiptWords(receipt).map((line) => element('p', { class: 'relay-line' }, line)),
      element('p', { class: 'notice' }, text(codes ? 'relay.show_it' : 'relay.take_file')),
      ...(codes ? [codes.node] : []),
      element('button', { class: 'button wide', type: 'button',
        onclick: () => downloadReceipt(receipt) },
        icon('download'), text('parcel.download')));
  };
  return { node, show, end };
}

// ---- The page ----------------------------------------------------------------------------------

// A part that the phone's own camera has brought here. It leaves the address, so that nobody sends
// it on with a link.
function takeFromAddress() {
  if (location.hash.length < 2) return;
  const words = location.hash.slice(1);
  history.replaceState(null, '', location.pathname);
  if (!take(words)) announce(text('relay.no_code'), 'problem');
}

function draw(main) {
  const cards = [readingCard(), sendingCard(), receiptCard()];
  const again = element('button', { class: 'button quiet wide', type: 'button',
    onclick: () => {
      if (receipt === null && !confirm(text('relay.anew_ask'))) return;
      beginAnew();
      refresh();
    } }, text('relay.anew'));
  main.replaceChildren(element('div', { class: 'pass-ask' },
    element('div', { class: 'pass-head' },
      element('h1', {}, text('relay.heading')),
      element('p', {}, text('relay.about'))),
    ...cards.map((card) => card.node), again,
    element('p', { class: 'hint' }, text('relay.sealed'))));
  refresh = () => {
    for (const card of cards) card.show();
    again.hidden = gathered.count === 0 && receipt === null;
  };
  refresh();
  takeFromAddress();
  return () => {
    for (const card of cards) card.end?.();
  };
}

if ('serviceWorker' in navigator) {
  navigator.serviceWorker.register('/relay-worker.js', { scope: '/relay' }).catch(() => {});
}
addEventListener('hashchange', takeFromAddress);
addEventListener('online', send);
start({ name: 'relay', needs: 'nothing', home: '/relay', draw });
send();
