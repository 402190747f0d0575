// The USB stick from the kiosk's screen: a new kiosk is enrolled by it, and its counts reach the
// bureau and the receipt the kiosk, while the window runs. Its forgotten PIN is reset over the telephone.
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import {
  assert_table_agrees, draw_frames, is_level, kiosk_at, kVenue, make_bureau, make_workspace,
  open_window, read_rows, within,
} from './programs.mjs';
import { screen_hand } from './screen_hand.mjs';
import { touch_display, without_touch_screen } from './touch_display.mjs';

const kWidth = 1280;
const kHeight = 800;
const kPin = '258037';
const kNextPin = '161803';

const written = (stick) => readdirSync(join(stick, 'keqian')).filter((name) => /to-bureau$/.test(name));

/** Takes what lies on the stick to the bureau, and its answers back. */
async function travel(bureau, stick) {
  const [name, ...more] = await within(20, 'a file is on the stick', () => {
    try {
      return written(stick).length > 0 && written(stick);
    } catch {
      return false;  // the folder is not there yet
    }
  });
  assert.deepEqual(more, [], 'one file, whatever was written before');
  const lines = (await bureau.command('import', join(stick, 'keqian', name))).trim().split('\n');
  copyFileSync(lines.at(-1), join(stick, basename(lines.at(-1))));
  return lines[0];
}

const taken = (stick) => within(20, 'the receipt is taken', () =>
  readdirSync(stick).every((name) => !/to-kiosk$/.test(name)));

/** The staff read the number off the PIN page, the bureau answers with a code, and a PIN is chosen. */
async function reset_pin(hand, bureau, kiosk, id) {
  await hand.go('pin', 'pin_forgotten');
  const [{ reset_number }] = await read_rows(join(kiosk.data, 'ledger.db'),
                                             'SELECT reset_number FROM staff_pin');
  const code = (await bureau.command('kiosk', 'pin-reset-code', '--kiosk', id,
                                     '--number', reset_number)).trim();
  assert.match(code, /^\d{10}$/);
  for (const digit of code.slice(0, -1)) await hand.press('pin-reset', `pin_key.${digit}`);
  await hand.go('pin-reset', `pin_key.${code.at(-1)}`);
  await hand.pin('pin-choose', kNextPin);
  await hand.pin('pin-choose', kNextPin);
  assert.match(await bureau.command('audit', 'export'),
               new RegExp(`,kiosk\\.pin_reset_code,${id},${reset_number}`));
}

test('a kiosk without a network is enrolled and emptied by a stick', { skip: without_touch_screen },
     async (context) => {
  const workspace = make_workspace(context);
  const bureau = await make_bureau(workspace);
  const stick = workspace.path('stick');
  mkdirSync(stick);
  const kiosk = kiosk_at(workspace.path('kiosk'));
  const [, enrolment] = (await bureau.command('kiosk', 'enrolment-code', '--venue', kVenue, '--url',
                                              'https://bureau.example.org')).split('\n');
  const frames = await draw_frames(workspace, [enrolment]);
  const touch = await touch_display(workspace, kWidth, kHeight);
  const hand = await screen_hand(workspace, touch, kWidth, kHeight);
  const open = (pictures) => open_window(workspace, kiosk, touch.name, pictures,
                                         `${kWidth}x${kHeight}`, ['--stick', stick]);

  const window = await open(frames);
  await hand.settle();
  await hand.press('setup-language', 'next');
  await within(60, 'the code is read while the page of the stick is open', async () => {
    await hand.press('setup-enrolment', 'stick_open');
    await hand.press('setup-stick', 'visit_stick');
    try {
      return written(stick).length > 0;
    } catch {
      return false;
    }
  });
  const enrolled = await travel(bureau, stick);
  assert.match(enrolled, /^k-[0-9a-f]{12} enrolled$/);
  await hand.press('setup-stick', 'visit_stick');
  await taken(stick);
  assert.equal((await window.kill()).status, 0);

  await kiosk.scan([...await bureau.passes('youth', 3, 2), '+4 public']);
  const again = await open();
  await hand.settle();
  for (const page of ['setup-camera', 'setup-sound']) await hand.go(page, 'next');
  await hand.pin('pin-choose', kPin);
  await hand.pin('pin-choose', kPin);
  await hand.go('setup-done', 'finish');
  await hand.enter();
  await reset_pin(hand, bureau, kiosk, enrolled.split(' ')[0]);
  await hand.go('staff-home-new-pin', 'leave');
  await hand.enter();
  await hand.pin('pin', kNextPin);
  await hand.go('staff-home', 'tile_station');
  await hand.go('station', 'station_tab.1');
  await hand.go('station-connection', 'by_stick');
  await hand.press('stick', 'visit_stick');
  assert.match(await travel(bureau, stick), /complete to #3, 0 refused$/);
  assert_table_agrees(await bureau.table(), await kiosk.counts());
  assert.equal(await is_level(kiosk), false, 'nothing is believed before the receipt');
  await hand.press('stick', 'visit_stick');
  await within(20, 'nothing is pending', () => is_level(kiosk));
  assert.deepEqual(written(stick), [], 'what has done its work is gone');
  assert.equal((await again.kill()).status, 0);
  await kiosk.check();
});
