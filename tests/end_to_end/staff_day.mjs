// A whole day of a venue's staff, with a finger on the screen and a scanner on the keyboard: opened,
// visited, corrected and closed; once with the bureau, once without it until the evening.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  campaign_file, cell, draw_frames, kCampaign, make_bureau, make_kiosk, make_workspace, open_window,
  output_of, pause, read_rows, serve, within, yesterday,
} from './programs.mjs';
import { kPinDots, screen_hand } from './screen_hand.mjs';
import { touch_display, without_touch_screen } from './touch_display.mjs';

const kWidth = 1280;
const kHeight = 800;
const kPin = '258037';
const kWrongPin = '737373';
const kScans = Number(process.env.KEQIAN_DAY_SCANS ?? 40);  // ./run soak: 300
const kHeadCounts = { professional: 2, science_worker: 0, volunteer: 12, other_staff: 0 };
const kBadges = { professional: 1, science_worker: 2, volunteer: 1, other_staff: 1 };
const kPapers = ['sheet.pdf', 'sheet.png', 'counts.csv', 'sessions.csv', 'rows.csv', 'closing.txt'];
// A touch so soon after another screen may be meant for that one, and counts nobody.
const kScreenSettlesMs = 700;
const kAnswerMs = 400;  // until a visitor's answer is on the screen, on a busy machine

// With a network every result leaves its screen by itself; without one, somebody ends it. Both days
// at once: they mostly wait for the screen.
test('the full staff day', { skip: without_touch_screen, concurrency: true }, (context) => Promise.all([
  context.test('with a network', (each) => staff_day(each, { network: true, patient: true })),
  context.test('without a network', (each) => staff_day(each, { network: false, patient: false })),
]));

async function staff_day(context, { network, patient }) {
  const workspace = make_workspace(context);
  const bureau = await make_bureau(workspace);
  const passes = await issue_passes(bureau);
  const server = await serve(workspace, bureau);
  const kiosk = await make_kiosk(workspace, bureau, server.url);
  if (!network) await server.kill();
  const touch = await touch_display(workspace, kWidth, kHeight);
  const name = network ? 'with-network' : 'without-network';
  const day = await make_day(workspace, kiosk, touch, { name, patient });

  await at_the_camera(workspace, day, passes);
  const window = await open_window(workspace, kiosk, touch.name);
  await day.settle();
  await day.see('welcome');
  await choose_pin(day);
  await open_session(day);
  await at_the_scanner(day, passes);
  await without_a_code(day);
  await a_group(day, passes);
  await enter_with_pin(day);
  await correct(day);
  await read_the_figures(day);
  await count_into_the_opening(day);
  await close_the_day(day);
  const first_record = await closing_record(kiosk);
  await close_again(day);

  const record = await closing_record(kiosk);
  assert.notEqual(record.signature, first_record.signature);
  assert.match(record.record, /^head_count ad-hoc\.\S+ volunteer 12$/m);
  const counts = await kiosk.counts();
  assert.equal(counts.persons, day.persons());
  const at_the_opening = passes.camera.reduce((sum, { persons }) => sum + persons, 0) + 1;
  assert.deepEqual(counts.by_session.map(({ persons }) => persons).sort((a, b) => a - b),
                   [at_the_opening + 1, day.persons() - at_the_opening - 1].sort((a, b) => a - b),
                   'each session has its own, the late visitor the opening of the day');
  assert.deepEqual(await open_sessions(kiosk), [], 'no session is left open');
  assert.match(record.record, new RegExp(`^persons ${day.persons()}$`, 'm'));
  assert.match(record.signature, /^ed25519:/);
  await kiosk.check();
  assert.ok(window.is_running(), window.diagnostics());
  if (network) {
    await within(60, 'the table is level', async () => is_level(await bureau.table(), counts));
  } else {
    assert.equal(cell(await bureau.table(), 13).automatic ?? 0, 0, 'nothing has reached the bureau');
  }
  assert.equal((await window.kill()).status, 0, 'the window ends cleanly');
  if (!network) {
    await serve(workspace, bureau, { port: server.port });
    await kiosk.upload();
  }
  const table = await bureau.table();
  for (const [number, persons] of wanted_rows(counts)) {
    assert.equal(cell(table, number).automatic, persons, `row ${number} of the table`);
  }
  assert.deepEqual(await kiosk.counts(), counts, 'closing and sending change no count');
  await kiosk.check();
}

async function issue_passes(bureau) {
  // Of a week that is still to come. The bureau makes none of one that is over.
  await bureau.command('campaign', 'import', campaign_file(kCampaign), '--starting', '2098-05-25');
  const early = await bureau.passes('public', 1);
  await bureau.command('campaign', 'import', campaign_file(kCampaign), '--starting', yesterday());
  const badges = [];
  for (const [category, count] of Object.entries(kBadges)) {
    for (const text of await bureau.passes(category, 1, count)) {
      badges.push({ text, category, persons: 1 });
    }
  }
  const issued = async (category, persons, count) =>
    (await bureau.passes(category, persons, count)).map((text) => ({ text, category, persons }));
  const visitors = kScans - badges.length;
  const families = Math.floor(visitors / 3);
  return {
    camera: [...await issued('public', 4, 1), ...await issued('youth', 2, 1)],
    scanner: [...badges, ...await issued('public', 3, families),
              ...await issued('youth', 1, visitors - families)],
    early: early[0],
    group: (await issued('youth', 24, 1))[0],
  };
}

// ---- The parts of the day ------------------------------------------------------------------------

/** Two visitors before the staff come; the day's opening begins with them. */
async function at_the_camera(workspace, day, { camera }) {
  const frames = await draw_frames(workspace, camera.map(({ text }) => text));
  const window = await open_window(workspace, day.kiosk, day.display, frames);
  for (const { category, persons } of camera) day.expect(category, persons);
  await day.agree('the camera reads a family and young people');
  assert.equal((await window.kill()).status, 0, 'the window ends cleanly');
}

async function choose_pin(day) {
  await day.enter();
  await day.see('pin-first');
  await day.go('pin-first', 'choose_pin');
  await day.see('pin-choose');
  await day.pin('pin-choose', kPin);
  await day.see('pin-repeat');
  await day.pin('pin-choose', kPin);
  await day.see('staff-home-new-pin');
}

async function open_session(day) {
  await day.go('staff-home-new-pin', 'tile_sessions');
  await day.go('sessions', 'sessions_tab.2');
  await day.see('sessions-other');
  await day.go('sessions-other', 'open_ad_hoc');
  await day.press('session-ad-hoc', 'role.0');
  await day.press('session-ad-hoc', 'number_key.2');
  await day.press('session-ad-hoc', 'role.2');
  await day.press('session-ad-hoc', 'number_key.1');
  await day.press('session-ad-hoc', 'number_key.2');
  await day.see('session-head-counts');
  await day.go('session-ad-hoc', 'confirm');
  await within(10, 'the session is open', async () => (await open_sessions(day.kiosk)).length === 2);
  await day.settle();
  await day.see('session-opened');
  await day.go('sessions', 'back');
  await day.go('staff-home', 'leave');
}

async function at_the_scanner(day, { scanner, early }) {
  for (const [index, { text, category, persons }] of scanner.entries()) {
    await day.scan(text);
    day.expect(category, persons);
    if (index % 8 !== 0) continue;
    await day.agree(`scan ${index + 1}`);
    await day.see(`scan-${index + 1}`);
  }
  await day.agree('every code that was scanned');
  // Again, too early, and somebody else's: none of them counts.
  await day.scan(scanner[0].text);
  await pause(kAnswerMs);
  await day.see('already-counted');
  await day.scan(early);
  await pause(kAnswerMs);
  await day.see('refused-early');
  await day.scan('MUSEUMSHOP2027');
  await pause(kAnswerMs);
  await day.see('refused-foreign');
  await day.agree('what must not count');
}

async function without_a_code(day) {
  await day.end_result('refused-not-ours', 'again');
  await day.one_tap('one tap');
  await day.press('counted-tap', 'persons.plus');
  day.expect('public', 1);
  await day.agree('one more');
  await day.press('counted-tap', 'category.1');
  day.expect('public', -2);
  day.expect('youth', 2);
  await day.agree('young people');
  await day.see('tap-corrected');
  await day.press('counted-tap', 'one_tap');
  day.expect('public', 1);
  await day.agree('the next tap');
  await day.see('tap-next');
  await day.press('counted-tap', 'take_back');
  day.expect('public', -1);
  await day.agree('taken back');
  await day.see('tap-taken-back');
}

async function a_group(day, { group }) {
  await day.scan(group.text);
  await pause(kAnswerMs);
  await day.see('group');
  await day.agree('a group that has not confirmed');
  await day.press('group-confirm', 'persons.minus');
  await day.press('group-confirm', 'confirm');
  day.expect(group.category, group.persons - 1);
  await day.agree('a confirmed group');
  await day.see('group-counted');
}

async function enter_with_pin(day) {
  await day.end_result('counted-group', 'done');
  await day.enter();
  await day.wrong_pin('pin', kWrongPin);
  await day.see('pin-wrong');
  await day.pin('pin-wrong', kPin);
  await day.see('staff-home-again');
}

async function by_hand(day, digit) {
  await day.go('corrections', 'by_hand');
  await day.press('by-hand', `number_key.${digit}`);
  await day.press('by-hand', 'reason_1');
  await day.see(`by-hand-${digit}`);
  await day.go('by-hand', 'confirm');
  day.expect('public', digit);
  await day.agree(`${digit} by hand`);
  await day.settle();
}

async function correct(day) {
  await day.go('staff-home', 'tile_corrections');
  await day.see('corrections');
  await day.go('corrections', 'undo_last');
  await day.see('undo-last');
  await day.press('correct-void', 'reason_1');
  await day.go('correct-void-ready', 'confirm');
  day.expect('youth', -23);
  await day.agree('the last one undone');
  await day.settle();
  await day.see('undone');
  await by_hand(day, 7);
  await day.see('by-hand-done');
  // The newest check-in, below the strip that says what was done: the seven, which were four.
  await day.go('corrections-done', 'line_1311');
  await day.see('correct');
  await day.press('correct', 'number_key.4');
  await day.press('correct', 'reason_0');
  await day.see('correct-ready');
  await day.go('correct-ready', 'confirm');
  day.expect('public', -3);
  await day.agree('a number changed with a reason');
  await day.settle();
  await day.see('corrected');
  // It stands there as one, and is taken back after all.
  await day.go('corrections-done', 'line_1311');
  await day.press('correct-ready', 'way.1');
  await day.see('correct-void');
  await day.press('correct-void-changed', 'reason_0');
  await day.go('correct-void-ready', 'confirm');
  day.expect('public', -4);
  await day.agree('the whole of it taken back');
  await day.settle();
  await day.see('voided');
  await by_hand(day, 5);
  await day.go('corrections', 'back');
}

async function read_the_figures(day) {
  await day.go('staff-home', 'tile_figures');
  await day.see('figures');
  await day.go('figures-hours', 'back');
}

/** The lecture goes on, but who comes now is counted for the daily opening again. */
async function count_into_the_opening(day) {
  await day.go('staff-home', 'tile_sessions');
  await day.see('sessions-two');
  await day.go('sessions-two', day.daily_button);
  await day.see('counting-into-the-opening');
  await day.go('sessions', 'back');
  await day.go('staff-home', 'leave');
  await day.at_rest();
  await day.one_tap('one more for the daily opening');
  await day.end_result('counted-tap', 'done');
  await enter_again(day);
}

async function enter_again(day) {
  await day.enter();
  await day.pin('pin', kPin);
}

/** Somebody comes late: the day is closed a second time, and the new record has them. */
async function close_again(day) {
  await day.go('closed', 'back');
  await day.go('staff-home', 'leave');
  await day.at_rest();
  await day.one_tap('a late visitor');
  await day.press('counted-tap', 'done');
  await day.at_rest();
  await enter_again(day);
  await day.go('staff-home', 'tile_closing');
  await day.see('closing-again');
  await confirm_closing(day, 'closing-again');
  const { record } = await closing_record(day.kiosk);
  assert.match(record, new RegExp(`^persons ${day.persons()}$`, 'm'));
}

async function confirm_closing(day, example) {
  const before = (await closing_record(day.kiosk))?.signature;
  await day.go(example, 'close_day');
  await day.see('closing-ask');
  await day.go('closing-ask', 'yes');
  await within(10, 'the day is closed',
               async () => ![undefined, before].includes((await closing_record(day.kiosk))?.signature));
  await day.settle();
}

async function close_the_day(day) {
  await day.go('staff-home', 'tile_closing');
  await day.see('closing');
  await confirm_closing(day, 'closing');
  await day.see('closed');
  await day.go('closed', 'export_day');
  const files = await within(10, 'the day is exported', () => exported(day.kiosk));
  for (const paper of kPapers) {
    assert.ok(files.some((file) => file.endsWith(`-${paper}`)), `${paper} among ${files}`);
  }
  await day.see('exported');
}

// ---- What the day is known by --------------------------------------------------------------------

/** The closing record as the ledger has it; undefined before. */
async function closing_record(kiosk) {
  const [row] = await read_rows(join(kiosk.data, 'ledger.db'),
                                'SELECT record, signature, ledger_sequence FROM day_closing ' +
                                'ORDER BY sequence DESC LIMIT 1');
  return row;
}

/** The files that the kiosk wrote for its staff; undefined before the last of them. */
function exported(kiosk) {
  const folder = join(kiosk.data, 'exports');
  const files = existsSync(folder) ? readdirSync(folder) : [];
  return files.some((file) => file.endsWith(`-${kPapers.at(-1)}`)) ? files : undefined;
}

function open_sessions(kiosk) {
  return read_rows(join(kiosk.data, 'ledger.db'), 'SELECT id FROM session WHERE closed_utc_ms = 0');
}

// ---- The finger, the scanner and the eye ---------------------------------------------------------

async function make_day(workspace, kiosk, touch, { name, patient }) {
  const { KEQIAN_PICTURES } = process.env;
  const pictures = KEQIAN_PICTURES && join(KEQIAN_PICTURES, name);
  if (pictures) mkdirSync(pictures, { recursive: true });
  const environment = { env: { ...process.env, DISPLAY: touch.name } };
  const hand = await screen_hand(workspace, touch, kWidth, kHeight);
  const { look } = hand;
  const expected = {};
  let pictures_taken = 0;

  const day = {
    ...hand,
    kiosk,
    /** Of the example with two sessions, as the gallery names its venue and day. */
    daily_button: Object.keys(hand.places['sessions-two']).find((id) => id.startsWith('count_into_')),
    display: touch.name,
    persons: () => Object.values(expected).reduce((sum, persons) => sum + persons, 0),
    expect: (category, persons) => { expected[category] = (expected[category] ?? 0) + persons; },
    /** What the ledger has is what the day expects. */
    agree: async (what) => {
      const wanted = day.persons();
      const { by_category } = await within(20, `${wanted} persons: ${what}`, async () => {
        const counts = await kiosk.counts();
        return counts.persons === wanted && counts;
      });
      for (const [category, persons] of Object.entries(expected)) {
        assert.equal(by_category[category] ?? 0, persons, `${what}: ${category}`);
      }
    },
    /** Until the pad takes digits again: those typed while it checks are not heard. */
    wrong_pin: async (example, digits) => {
      const empty = await look(kPinDots);
      await hand.type_pin(example, digits);
      await within(15, 'the PIN was wrong', async () => {
        const [{ wrong_tries }] = await read_rows(join(kiosk.data, 'ledger.db'),
                                                  'SELECT wrong_tries FROM staff_pin');
        return wrong_tries === 1;
      });
      await within(15, 'the pad is empty', async () => (await look(kPinDots)) === empty);
      await pause(kAnswerMs);
    },
    /** On the welcome. */
    one_tap: async (what) => {
      await pause(kScreenSettlesMs);
      await hand.press('welcome', 'one_tap');
      day.expect('public', 1);
      await day.agree(what);
    },
    /** The welcome is back after a visitor's answer. */
    end_result: async (example, button) => {
      if (!patient) await hand.press(example, button);
      await hand.at_rest();
    },
    /** As a keyboard-wedge scanner types it, without the shift key: passes are read in either case. */
    scan: async (text) => {
      await touch.type([...text.toUpperCase()].map(key_code));
      await touch.type([kEnterKey]);
    },
    see: async (what) => {
      if (!pictures) return;
      const number = `${++pictures_taken}`.padStart(2, '0');
      await output_of('import', ['-window', 'root', join(pictures, `${number}-${what}.png`)], environment);
    },
  };
  return day;
}

const kEnterKey = 36;
const kKeyRows = [['1234567890', 10], ['QWERTYUIOP', 24], ['ASDFGHJKL', 38], ['ZXCVBNM', 52]];

function key_code(character) {
  for (const [keys, first] of kKeyRows) {
    const index = keys.indexOf(character);
    if (index >= 0) return first + index;
  }
  throw new Error(`there is no key for ${character}`);
}

// ---- The table -----------------------------------------------------------------------------------

function wanted_rows(counts) {
  const persons = (category) => counts.by_category[category] ?? 0;
  return new Map([
    ...[['professional', 9], ['science_worker', 10], ['volunteer', 11], ['other_staff', 12]]
      .map(([role, number]) => [number, Math.max(kHeadCounts[role], persons(role))]),
    [13, persons('public') + persons('youth')],
  ]);
}

function is_level(table, counts) {
  return [...wanted_rows(counts)].every(([number, persons]) => cell(table, number).automatic === persons);
}
