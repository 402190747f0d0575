// A kiosk without a network, and any phone: the codes of the kiosk's real window are read by the
// bureau's page, as photos and by a camera; the receipt's codes are read by the kiosk's camera.
import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  assert_table_agrees, is_level, make_bureau, make_kiosk, make_workspace, open_window, output_of,
  serve, within,
} from '../programs.mjs';
import { screen_hand } from '../screen_hand.mjs';
import { touch_display, without_touch_screen } from '../touch_display.mjs';
import { axe_violations, open_browser, overflow, visitor, without_chromium } from './browser.mjs';

const kWidth = 1280;
const kHeight = 800;
const kPin = '258037';
const kFramesHeld = 6;  // 0.4 s
const kPictures = process.env.KEQIAN_SCREENSHOTS;  // a folder, to look at what was tested
const skip = without_chromium || without_touch_screen;

// A kiosk that was enrolled over the network and has counted since it is gone: the bureau has moved
// to another port.
async function far_kiosk(context) {
  const workspace = make_workspace(context);
  const bureau = await make_bureau(workspace);
  const first = await serve(workspace, bureau);
  const kiosk = await make_kiosk(workspace, bureau, first.url);
  await first.kill();
  const passes = await bureau.passes('youth', 3, 2);
  await kiosk.scan([...passes, '+4 public', '+12 science_worker']);
  const server = await serve(workspace, bureau);
  const touch = await touch_display(workspace, kWidth, kHeight);
  return { workspace, bureau, kiosk, server, touch, hand: await screen_hand(workspace, touch, kWidth, kHeight) };
}

async function open_relay(hand, { first_time }) {
  await hand.at_rest();
  await hand.enter();
  if (first_time) {
    await hand.go('pin-first', 'choose_pin');
    await hand.pin('pin-choose', kPin);
  }
  await hand.pin(first_time ? 'pin-choose' : 'pin', kPin);
  await hand.go(first_time ? 'staff-home-new-pin' : 'staff-home', 'tile_station');
  await hand.go('station', 'station_tab.1');
  await hand.go('station-connection', 'by_phone');
}

// Pictures of every code that the window shows, one after the other, by hand.
async function photograph(stage, text_of) {
  const folder = stage.workspace.path('photos');
  mkdirSync(folder, { recursive: true });
  const seen = new Map();
  await within(120, 'all codes are photographed', async () => {
    const path = join(folder, `${seen.size + 1}-${Date.now()}.jpg`);
    await stage.hand.picture(path);
    const text = await text_of(path);
    const [, , index, count] = text.split('#')[1].split('.');
    seen.set(index, path);
    if (seen.size === Number(count)) return true;
    await stage.hand.press('relay', 'relay_next');
    await stage.hand.settle();
    return false;
  });
  return [...seen.values()];
}

const photo_of = (page) => page.screenshot({ type: 'jpeg', quality: 90 });

/** What a camera sees from now on that reads the pictures of `folder`: each for a moment, in turn. */
function show_camera(folder, pictures) {
  for (const [index, picture] of pictures.entries()) {
    for (let frame = 0; frame < kFramesHeld; ++frame) {
      const number = `${index * kFramesHeld + frame}`.padStart(5, '0');
      // Whole at any moment: it may be read just now.
      writeFileSync(join(folder, 'next'), picture);
      renameSync(join(folder, 'next'), join(folder, `frame-${number}.jpg`));
    }
  }
}

const kiosk_reads = async (path) =>
  (await output_of('keqian-kiosk', ['decode', path])).trim().split('\t')[1];

test('photos of the codes fill the table, and the kiosk reads the receipt off the phone', { skip },
     async (context) => {
  const stage = await far_kiosk(context);
  const window = await open_window(stage.workspace, stage.kiosk, stage.touch.name);
  await open_relay(stage.hand, { first_time: true });
  const photos = await photograph(stage, kiosk_reads);
  assert.match(await kiosk_reads(photos[0]), /^http.*\/relay#kqp1\./, 'any camera leads to the page');
  if (kPictures) await stage.hand.picture(join(kPictures, 'relay_kiosk.png'));
  assert.equal((await window.kill()).status, 0);

  stage.browser = await open_browser(context);
  const phone = await visitor(stage, { viewport: { width: 360, height: 760 }, deviceScaleFactor: 2 });
  const { page, url } = phone;
  // The phone's own camera has opened the page with the first code.
  const [, fragment] = (await kiosk_reads(photos[0])).split('#');
  await page.goto(`${url}/relay#${fragment}`);
  await page.waitForSelector('.relay-boxes li');
  assert.equal(await page.evaluate(() => location.hash), '', 'the code leaves the address');
  assert.match(await page.textContent('.relay-count'), new RegExp(`已读 1 个，共 ${photos.length} 个`));
  assert.deepEqual(await axe_violations(page), []);
  assert.equal(await overflow(page), 0);

  // Offline, the rest is read and kept, also over a reload; sent once there is a network.
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null ||
    navigator.serviceWorker.ready.then(() => true));
  await phone.context.setOffline(true);
  await page.setInputFiles('input[type=file]', photos);
  await page.waitForSelector('text=还没有发送');
  if (kPictures) await page.screenshot({ path: join(kPictures, 'relay_waiting.png'), fullPage: true });
  await page.reload();
  await page.waitForSelector('text=还没有发送');
  await phone.context.setOffline(false);
  await page.waitForSelector('.relay-code', { timeout: 20_000 });
  const words = await page.textContent('.relay-card:not([hidden])');
  assert.match(words, /收下 \d+ 项数据，这台签到机已完整到第 4 条/);
  assert_table_agrees(await stage.bureau.table(), await stage.kiosk.counts());
  assert.deepEqual(await axe_violations(page), []);
  assert.equal(await overflow(page), 0);
  if (kPictures) await page.screenshot({ path: join(kPictures, 'relay_receipt.png'), fullPage: true });

  // What the kiosk's camera sees: nobody, until the staff have opened the page, since at the door
  // these codes are not ours; then the phone held up, code after code, again and again.
  const frames = stage.workspace.path('frames');
  mkdirSync(frames);
  await page.setViewportSize({ width: 640, height: 1080 });
  const count = Number((await page.textContent('.stepper output').catch(() => '1')).match(/\/ (\d+)/)?.[1] ?? 1);
  await page.locator('.relay-code').evaluate((picture) => { picture.style.visibility = 'hidden'; });
  const nobody = await photo_of(page);
  await page.locator('.relay-code').evaluate((picture) => { picture.style.visibility = ''; });
  // Held, so that the page does not go on by itself between two pictures of one code.
  await page.evaluate(() => scrollTo(0, 0));
  if (count > 1) await page.click('.relay-codes .step:nth-of-type(2)');
  const held_up = [];
  for (let code = 0; code < count; ++code) {
    held_up.push(await photo_of(page));
    if (count > 1) await page.click('.relay-codes .step:last-child');
  }
  show_camera(frames, held_up.map(() => nobody));
  const again = await open_window(stage.workspace, stage.kiosk, stage.touch.name, frames);
  await open_relay(stage.hand, { first_time: false });
  show_camera(frames, held_up);
  await within(150, 'nothing is pending', () => is_level(stage.kiosk));
  if (kPictures) await stage.hand.picture(join(kPictures, 'relay_taken.png'));
  assert.equal((await again.kill()).status, 0);
  await stage.kiosk.check();
  assert.deepEqual(phone.complaints.filter((each) => !/ERR_INTERNET_DISCONNECTED/.test(each)), []);
});

test('a phone’s camera reads the codes as they change', { skip }, async (context) => {
  const stage = await far_kiosk(context);
  const window = await open_window(stage.workspace, stage.kiosk, stage.touch.name);
  await open_relay(stage.hand, { first_time: true });
  const photos = await photograph(stage, kiosk_reads);
  assert.equal((await window.kill()).status, 0);
  const film = stage.workspace.path('film.mjpeg');
  for (const photo of photos) {
    for (let frame = 0; frame < 30; ++frame) appendFileSync(film, readFileSync(photo));
  }
  stage.browser = await open_browser(context, [
    '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${film}`,
  ]);
  const phone = await visitor(stage, { viewport: { width: 360, height: 760 }, permissions: ['camera'] });
  const { page, url } = phone;
  await page.goto(`${url}/relay`);
  await page.click('.relay-card .button.primary');
  await page.waitForSelector('.relay-code', { timeout: 120_000 });
  if (kPictures) await page.screenshot({ path: join(kPictures, 'relay_camera.png') });
  assert_table_agrees(await stage.bureau.table(), await stage.kiosk.counts());
  assert.deepEqual(phone.complaints, []);
});

test('what is no kiosk’s code, or another bureau’s, is told apart', { skip: without_chromium },
     async (context) => {
  const workspace = make_workspace(context);
  const bureau = await make_bureau(workspace);
  const server = await serve(workspace, bureau);
  const stage = { workspace, bureau, server, browser: await open_browser(context) };
  const phone = await visitor(stage, { viewport: { width: 360, height: 760 }, colorScheme: 'dark' });
  const { page, url } = phone;
  await page.goto(`${url}/relay#nonsense`);
  await page.waitForSelector('text=没有找到签到机的二维码');
  if (kPictures) await page.screenshot({ path: join(kPictures, 'relay_dark.png'), fullPage: true });
  assert.deepEqual(await axe_violations(page), []);
  // The example of the protocol: well formed, and no parcel.
  const parts = readFileSync(join(process.env.KEQIAN_SOURCES, 'server-sync/wire/examples/parts.txt'),
                             'utf8').trim().split('\n');
  for (const part of parts) {
    await page.goto('about:blank');
    await page.goto(`${url}/relay#${part.split('#').at(-1)}`);
    await page.waitForSelector('h1');
  }
  await page.waitForSelector('text=这不是给本主管部门的数据');
  page.once('dialog', (dialog) => dialog.accept());
  await page.click('text=从头开始');
  await page.waitForSelector('text=还没有读到');
  assert.deepEqual(phone.complaints.filter((each) => !/status of 4(03|22)/.test(each)), []);
});
