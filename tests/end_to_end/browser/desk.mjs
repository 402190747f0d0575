// The clerk's desk: the first administrator, signing in and out, the table filled by hand, passes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cell, output_of, within } from '../programs.mjs';
import {
  become_administrator, kAdministrator, make_stage, sign_in, visitor, without_chromium,
} from './browser.mjs';

const value_of = (page, number) => page.textContent(`tr[data-cell="${number}"] .value strong`);

test('the first administrator is made once, signs in, and comes back to where he was',
     { skip: without_chromium }, async (context) => {
  const stage = await make_stage(context);
  const guest = await visitor(stage);
  const { page } = guest;
  await become_administrator(stage, guest);
  await page.waitForSelector('.hero');
  assert.deepEqual(guest.complaints, []);

  await page.click('.person summary');
  await page.click('.person-menu button');
  await page.waitForURL('**/sign-in');

  await page.goto(`${guest.url}/table`);
  await page.waitForURL('**/sign-in?next=%2Ftable');
  await sign_in(guest, 'not the password');
  await page.waitForSelector('.problem:not([hidden])');
  assert.equal(await page.textContent('.problem'), '用户名或密码不对。');
  await sign_in(guest);
  await page.waitForURL('**/table');
  await page.waitForSelector('tr[data-cell="19"]');

  // A link to elsewhere is not followed after signing in.
  await page.goto(`${guest.url}/sign-in?next=https://example.org/`);
  await page.waitForURL(`${guest.url}/`);

  const late = await visitor(stage);
  await late.page.goto(`${late.url}/first-administrator?token=anything`);
  await late.page.waitForSelector('.notice');
  assert.equal(await late.page.$('input'), null, 'nobody is first twice');
});

test('an entry by hand, made with the keyboard alone, is in the table of every viewer',
     { skip: without_chromium }, async (context) => {
  const stage = await make_stage(context);
  const clerk = await visitor(stage, { viewport: { width: 360, height: 800 } });
  await become_administrator(stage, clerk);
  const viewer = await visitor(stage, { storageState: await clerk.context.storageState() });
  for (const { page, url } of [clerk, viewer]) {
    await page.goto(`${url}/table`);
    await page.waitForSelector('tr[data-cell="19"]');
    assert.equal(await value_of(page, 2), '未填');
  }

  const { page } = clerk;
  const enter = async (number, keys) => {
    await page.focus(`tr[data-cell="${number}"] button`);
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog[open]');
    await keys(page.keyboard);
    await page.keyboard.press('Tab');  // to the presets of the reason
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');  // a line of its own: the reason is a text of several
    await page.click('dialog button[type=submit]');
    await page.waitForSelector('dialog', { state: 'detached' });
    assert.equal(await page.evaluate(() => document.activeElement.closest('tr')?.dataset.cell),
                 String(number), 'the focus returns');
  };
  await enter(2, async (keyboard) => {
    await keyboard.type('12.5');
    await keyboard.press('Tab');
  });
  await within(10, 'the other viewer sees it', async () => await value_of(viewer.page, 2) === '12.50');
  assert.equal(cell(await stage.bureau.table(), 2).value, '12.50');

  const choose = (steps) => async (keyboard) => {
    await keyboard.press('Shift+Tab');
    for (let step = 0; step < steps; ++step) await keyboard.press('ArrowRight');
    await keyboard.press('Tab');
  };
  await enter(3, choose(1));
  await enter(4, choose(2));
  await within(10, 'zero and none are told apart',
               async () => await value_of(viewer.page, 3) === '0.00' &&
                           await value_of(viewer.page, 4) === '-');
  const table = await stage.bureau.table();
  assert.deepEqual([3, 4, 5].map((number) => cell(table, number).state),
                   ['zero', 'none', 'unfilled']);
  assert.deepEqual([...clerk.complaints, ...viewer.complaints], []);

  // What the bureau refuses is said in words, beside the field, and nothing is lost.
  await page.click('tr[data-cell="13"] button');
  await page.fill('dialog input[name=amount]', '12.5');
  await page.fill('dialog textarea', '现场登记表');
  await page.click('dialog button[type=submit]');
  await page.waitForSelector('dialog .problem:not([hidden])');
  assert.equal(await page.inputValue('dialog input[name=amount]'), '12.5');
});

test('badges and groups are made as a sheet that a kiosk reads', { skip: without_chromium },
     async (context) => {
  const stage = await make_stage(context);
  const guest = await visitor(stage);
  const { page } = guest;
  await become_administrator(stage, guest);
  await page.goto(`${guest.url}/passes`);
  await page.check('input[value=youth]');
  await page.fill('input[name=persons]', '42');
  await page.fill('input[name=count]', '2');
  await page.fill('input[name=heading]', '第二小学 三年级');
  await page.click('button[type=submit]');
  await page.waitForSelector('.pass-card');
  const cards = await page.$$('.pass-card');
  assert.equal(cards.length, 2);
  for (const [index, card] of cards.entries()) {
    const picture = stage.workspace.path(`card-${index}.png`);
    await card.screenshot({ path: picture });
    const line = (await output_of('keqian-kiosk', ['decode', picture])).trim();
    assert.equal(line, `${picture}\t${await (await card.$('.pass-card-text')).textContent()}`);
  }
  assert.match(await page.textContent('.pass-card'), /42 人/);
  assert.deepEqual(guest.complaints, []);
});

test('a password is never in the address', { skip: without_chromium }, async (context) => {
  const stage = await make_stage(context);
  const guest = await visitor(stage);
  const addresses = [];
  guest.page.on('request', (request) => addresses.push(request.url()));
  await become_administrator(stage, guest);
  assert.ok(addresses.length > 0);
  for (const address of addresses) {
    assert.ok(!decodeURIComponent(address).includes(kAdministrator.password), address);
  }
});
