// The visitor's phone: a pass without a name, readable off the screen, kept for when there is no
// network.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { campaign_file, make_kiosk, output_of } from '../programs.mjs';
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

  // Another one cannot be had now, and the one that is there stays.
  await page.click('.pass-actions .button:not(.primary)');
  await page.waitForSelector('[role=alert]');
  assert.match(await page.textContent('[role=alert]'), /连接不上/);
  await page.reload();
  assert.equal(await shown_pass(page), pass);
  await page.click('.pass-actions .button:not(.primary)');
  await page.click('.empty .button:not(.primary)');
  assert.equal(await shown_pass(page), pass);
});

test('another pass takes the place of the first one only when it is there',
     { skip: without_chromium }, async (context) => {
  const stage = await make_stage(context);
  const { page, url } = await visitor(stage, kPhone);
  await page.goto(`${url}/pass`);
  await page.click('button[type=submit]');
  const first = await shown_pass(page);
  await page.click('.pass-actions .button:not(.primary)');
  await page.waitForSelector('form');
  await page.reload();
  assert.equal(await shown_pass(page), first, 'asking alone changes nothing');
  await page.click('.pass-actions .button:not(.primary)');
  await page.click('button[type=submit]');
  await page.waitForSelector('.pass-plate');
  const second = await shown_pass(page);
  assert.notEqual(second, first);
  await page.reload();
  assert.equal(await shown_pass(page), second);
});

test('only a worker that is there promises to open without a network', { skip: without_chromium },
     async (context) => {
  const stage = await make_stage(context);
  const hint = async (guest) => {
    await guest.page.goto(`${guest.url}/pass`);
    await guest.page.click('button[type=submit]');
    await shown_pass(guest.page);
    return guest.page;
  };
  const usual = await hint(await visitor(stage, kPhone));
  await usual.waitForFunction(() => /没有网络/.test(document.querySelector('.pass-shown .hint').textContent));
  const blocked = await visitor(stage, { ...kPhone, serviceWorkers: 'block' });
  const page = await hint(blocked);
  await page.waitForTimeout(500);
  assert.doesNotMatch(await page.textContent('.pass-shown .hint'), /没有网络/);
});

test('a visitor is offered only campaigns that he can still come to', { skip: without_chromium },
     async (context) => {
  const stage = await make_stage(context);
  const guest = await visitor(stage, kPhone);
  for (const name of ['linxian-2024', 'qinshui-2025']) {  // over, and without days
    await stage.bureau.command('campaign', 'import', campaign_file(name));
  }
  await guest.page.goto(`${guest.url}/pass?campaign=linxian-2024`);
  await guest.page.waitForSelector('form');
  assert.equal(await guest.page.$('select'), null);
  assert.match(await guest.page.textContent('.pass-campaign'), /晋城/);
  await guest.page.click('button[type=submit]');
  await shown_pass(guest.page);
});
