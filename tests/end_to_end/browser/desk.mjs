// The clerk's desk: the first administrator, signing in and out, the table filled by hand, passes.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { cell, output_of, within } from '../programs.mjs';
import { read_xlsx } from '../xlsx.mjs';
import {
  become_administrator, first_link, kAdministrator, make_stage, sign_in, visitor, without_chromium,
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

  // The same as a file, by the button.
  const [download] = await Promise.all([
    page.waitForEvent('download'), page.click('.tools a[href^="/api/table.xlsx"]'),
  ]);
  assert.match(download.suggestedFilename(), /^20\d\d年晋城市科技活动周开展情况统计表-晋城市\.xlsx$/);
  const { cells } = read_xlsx(readFileSync(await download.path()));
  assert.deepEqual(['C5', 'C6', 'C7', 'C8'].map((each) => cells.get(each).value),
                   [12.5, 0, '-', null]);

  // What the bureau refuses is said in words, beside the field, and nothing is lost.
  await page.click('tr[data-cell="13"] button');
  await page.fill('dialog input[name=amount]', '12.5');
  await page.fill('dialog textarea', '现场登记表');
  await page.click('dialog button[type=submit]');
  await page.waitForSelector('dialog .problem:not([hidden])');
  assert.match(await page.textContent('dialog .problem'), /数量填得不对/);
  assert.equal(await page.inputValue('dialog input[name=amount]'), '12.5');
  assert.equal(await page.evaluate(() => document.activeElement.name), 'amount');
  await page.fill('dialog input[name=amount]', '-1');
  await page.click('dialog button[type=submit]');
  await within(10, 'the other rule is named', async () =>
    (await page.textContent('dialog .problem')) === '减得太多：合计会小于零。');
});

test('a form says which field breaks which rule', { skip: without_chromium }, async (context) => {
  const stage = await make_stage(context);
  const { page } = await visitor(stage, { locale: 'en-GB' });
  await page.goto(await first_link(stage.server));
  const refusal = async (name, password) => {
    await page.fill('input[name=name]', name);
    await page.fill('input[name=display_name]', 'Administrator');
    await page.fill('input[name=password]', password);
    await page.fill('input[name=again]', password);
    await page.click('button[type=submit]');
    await page.waitForSelector('.problem:not([hidden])');
    const field = await page.evaluate(() => document.activeElement.name);
    return [field, await page.textContent('.problem')];
  };
  assert.deepEqual(await refusal('Liu Yan', 'quiet river 1958'),
    ['name', 'A user name is 2–32 characters: lower-case letters, digits, dot, hyphen, underscore.']);
  assert.deepEqual(await refusal('liu.yan', '1234567890'),
    ['password', 'The password is too easy to guess: not only digits, a run of characters, or one part repeated.']);
  assert.deepEqual(await refusal('liu.yan', 'liu.yan 1958'),
    ['password', 'The password must not contain the user name.']);

  const late = await visitor(stage);
  await late.page.goto(`${late.url}/first-administrator?token=of-yesterday`);
  await late.page.fill('input[name=name]', kAdministrator.name);
  await late.page.fill('input[name=display_name]', kAdministrator.display_name);
  for (const name of ['password', 'again']) await late.page.fill(`input[name=${name}]`, kAdministrator.password);
  await late.page.click('button[type=submit]');
  await late.page.waitForSelector('.problem:not([hidden])');
  assert.match(await late.page.textContent('.problem'), /链接无效或已过期/);
});

test('a viewer sees no pencil and no form', { skip: without_chromium }, async (context) => {
  const stage = await make_stage(context);
  const administrator = await visitor(stage);
  await become_administrator(stage, administrator);
  await administrator.page.goto(`${administrator.url}/table`);
  await administrator.page.waitForSelector('tr[data-cell="19"] .action button');
  await output_of('keqian-bureau',
    ['--data', stage.bureau.data, 'user', 'add', '--name', 'viewer', '--role', 'viewer'],
    { input: `${kAdministrator.password}\n` });

  const { page, url, complaints } = await visitor(stage);
  await page.goto(`${url}/sign-in?next=/table`);
  await page.fill('input[name=name]', 'viewer');
  await page.fill('input[name=password]', kAdministrator.password);
  await page.click('button[type=submit]');
  await page.waitForSelector('tr[data-cell="19"]');
  assert.equal(await page.$('.action'), null);
  assert.equal(await page.$('nav a[href="/passes"]'), null);
  await page.goto(`${url}/passes`);
  await page.waitForSelector('.notice');
  assert.equal(await page.$('form'), null);
  await page.goto(`${url}/kiosks`);
  await page.waitForSelector('.venue');
  assert.equal(await page.$('.venue button'), null);
  assert.deepEqual(complaints, []);
});

test('a wrong address is a page that leads on', { skip: without_chromium }, async (context) => {
  const stage = await make_stage(context);
  const { page, url } = await visitor(stage);
  const answer = await page.goto(`${url}/kiosk/list`);
  assert.equal(answer.status(), 404);
  await page.waitForSelector('a[href="/pass"]');
  assert.match(await page.textContent('h1'), /这个地址没有页面/);
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
