// The visitor's phone: a pass without a name, readable off the screen, kept for when there is no
// network.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { make_kiosk, output_of } from '../programs.mjs';
import { make_stage, visitor, without_chromium } from './browser.mjs';

const kPhone = { viewport: { width: 360, height: 800 }, deviceScaleFactor: 2, hasTouch: true };

async function decoded(picture) {
  const [, text] = (await output_of('keqian-kiosk', ['decode', picture])).trim().split('\t');
  return text;
}

async function shown_pass(page) {
  await page.waitForSelector('.pass-plate .qr');
  return (await page.textContent('.pass-text')).replaceAll(' ', '');
}

test('a family gets one pass that a kiosk counts', { skip: without_chromium }, async (context) => {
  const stage = await make_stage(context);
  const guest = await visitor(stage, { ...kPhone, colorScheme: 'dark', acceptDownloads: true });
  const { page } = guest;
  await page.goto(`${guest.url}/pass`);
  await page.check('input[value=family]');
  await page.click('.step:last-child');
  await page.click('.step:last-child');
  assert.equal(await page.textContent('.stepper output'), '5 人');
  await page.click('button[type=submit]');
  const pass = await shown_pass(page);
  assert.match(pass, /^KQ1[0-9A-HJKMNP-TV-Z]{40}$/);

  const screen = stage.workspace.path('screen.png');
  await page.screenshot({ path: screen });
  assert.equal(await decoded(screen), pass, 'read off the screen');
  const download = page.waitForEvent('download');
  await page.click('.pass-actions .primary');
  const saved = stage.workspace.path('saved.png');
  await (await download).saveAs(saved);
  assert.equal(await decoded(saved), pass, 'read off the saved picture');

  const kiosk = await make_kiosk(stage.workspace, stage.bureau, stage.server.url);
  const [answer] = await kiosk.scan([pass]);
  assert.deepEqual([answer.outcome, answer.category, answer.persons], ['accepted', 'public', 5]);
  assert.deepEqual(guest.complaints, []);
});

test('a pass once shown opens without a network and asks for nothing', { skip: without_chromium },
     async (context) => {
  const stage = await make_stage(context);
  const guest = await visitor(stage, kPhone);
  const { page } = guest;
  await page.goto(`${guest.url}/pass`);
  const asked = await page.$$eval('input', (inputs) => inputs.map((input) => input.type));
  assert.deepEqual([...new Set(asked)], ['radio'], 'nothing to be typed');
  await page.check('input[value=youth]');
  await page.click('button[type=submit]');
  const pass = await shown_pass(page);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));

  await stage.server.kill();
  await page.reload();
  assert.equal(await shown_pass(page), pass);
  assert.match(await page.textContent('.pass-who'), /青少年/);

  await page.click('.pass-actions .button:not(.primary)');
  await page.waitForSelector('[role=alert]');
  assert.match(await page.textContent('[role=alert]'), /连接不上/);
});
