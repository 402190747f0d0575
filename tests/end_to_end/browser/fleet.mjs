// Looking after kiosks on the page: which of the histories of a copied one count, names, venues,
// silence, withdrawing.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  cell, kVenue, kiosk_at, make_kiosk, output_of, run, today, within,
} from '../programs.mjs';
import {
  axe_violations, become_administrator, make_stage, overflow, visitor, without_chromium,
} from './browser.mjs';

const kVisitorsCell = 13;
const kPictures = process.env.KEQIAN_SCREENSHOTS;  // a folder, to look at what was tested

async function picture(page, name) {
  if (!kPictures) return;
  mkdirSync(kPictures, { recursive: true });
  await page.screenshot({ path: join(kPictures, `${name}.png`) });
}

/** A kiosk that counted 3, 4 and 7 persons, and a copy of it that has the 3, and 5 and 6 of its own. */
async function copied_kiosk(stage) {
  const kiosk = await make_kiosk(stage.workspace, stage.bureau, stage.server.url);
  await kiosk.scan(['+3 public']);
  await kiosk.upload();
  const copy = kiosk_at(stage.workspace.path('copy'));
  cpSync(kiosk.data, copy.data, { recursive: true });
  await kiosk.scan(['+4 public']);
  await kiosk.upload();
  await copy.scan(['+5 public', '+6 public']);
  await copy.upload();
  await kiosk.scan(['+7 public']);  // where the copy has counted others
  await kiosk.upload();
  return { kiosk, copy };
}

async function visitors_in_table(stage) {
  return cell(await stage.bureau.table(), kVisitorsCell).automatic;
}

test('a copied kiosk is in review until somebody says which histories count',
     { skip: without_chromium }, async (context) => {
  const stage = await make_stage(context);
  const clerk = await visitor(stage);
  const { page, url } = clerk;
  await become_administrator(stage, clerk);
  const storageState = await clerk.context.storageState();
  const { kiosk, copy } = await copied_kiosk(stage);
  const [listed] = await stage.bureau.json('kiosk', 'list', '--json');
  assert.ok(listed.incarnations_pending_review > 0, 'the bureau has noticed');
  assert.equal(await visitors_in_table(stage), 14, 'the longer history counts alone');

  const overview = await visitor(stage, { storageState });
  await overview.page.goto(url);
  await overview.page.waitForSelector('.notice.review:not([hidden])');
  await page.goto(`${url}/kiosks`);
  await page.waitForSelector('.kiosk');
  const badges = await page.textContent('.kiosk .badges');
  assert.match(badges, /待核/);
  assert.doesNotMatch(badges, /正常/);

  // Both are shown, with their days and where they part; the change is shown before it is made.
  await page.click('.kiosk-actions button.primary');
  await page.waitForSelector('.dialog.lives .choice');
  const cards = await page.$$eval('.life', (found) => found.map((each) => each.textContent));
  assert.equal(cards.length, 2);
  assert.match(cards[0], /从空白开始/);
  assert.match(cards[1], /到第 1 条为止与记录甲相同/);
  assert.match(cards[1], /14 人次其中 3 是共有的/);
  await page.check('input[name=counted][value="0"]');
  await page.waitForSelector('.change-list');
  assert.match(await page.textContent('.change-list'), /第 13 项.*14 → 25/);
  await picture(page, 'lives_desktop');
  assert.deepEqual(await axe_violations(page), []);
  await page.click('.dialog.lives button[type=submit]');
  await page.waitForSelector('.dialog .problem:not([hidden])');
  assert.equal(await visitors_in_table(stage), 14, 'nothing without a reason');
  await page.fill('textarea[name=reason]', '两个入口各用一台，已电话核实');
  await page.click('.dialog.lives button[type=submit]');
  await page.waitForSelector('.dialog', { state: 'detached' });
  assert.equal(await visitors_in_table(stage), 25, 'the three that both have count once');
  await within(10, 'the overview follows', async () =>
    (await overview.page.textContent('.big-number strong')) === '25' &&
    await overview.page.isHidden('.notice.review'));
  assert.match(await stage.bureau.command('audit', 'export'), /kiosk\.resolve.*两个入口各用一台/);

  // Both doors go on counting.
  await kiosk.scan(['+10 public']);
  await kiosk.upload();
  await copy.scan(['+20 public']);
  await copy.upload();
  assert.equal(await visitors_in_table(stage), 55);

  // Chosen again, with the keyboard alone and on a phone.
  const phone = await visitor(stage, { storageState, viewport: { width: 360, height: 800 },
                                       colorScheme: 'dark' });
  const small = phone.page;
  await small.goto(`${url}/kiosks`);
  await small.waitForSelector('.kiosk-actions button');
  await small.focus('.kiosk-actions button:has-text("重新核对")');
  await small.keyboard.press('Enter');
  await small.waitForSelector('.dialog.lives .choice');
  await small.focus('input[name=counted]');
  await small.keyboard.press('Space');
  await small.keyboard.press('ArrowDown');
  await small.waitForSelector('.change-list');
  assert.match(await small.textContent('.change-list'), /55 → 24/);
  assert.equal(await overflow(small), 0);
  await picture(small, 'lives_phone_dark');
  assert.deepEqual(await axe_violations(small), []);
  await small.keyboard.press('Tab');
  await small.keyboard.type('另一台是当天的备份');
  await small.keyboard.press('Tab');
  await small.keyboard.press('Enter');
  await small.waitForSelector('.dialog', { state: 'detached' });
  assert.equal(await visitors_in_table(stage), 24);

  // What the dismissed one counts from now on is for another look.
  await copy.scan(['+1 public']);
  await copy.upload();
  await within(10, 'it is in review again', async () =>
    (await small.textContent('.kiosk .badges')).includes('待核'));
  assert.equal(await visitors_in_table(stage), 24);
  for (const guest of [clerk, overview, phone]) assert.deepEqual(guest.complaints, []);
});

/** Changes the bureau's data as time would. */
function change_data(stage, sql) {
  return output_of('sqlite3', ['-cmd', '.timeout 5000', join(stage.bureau.data, 'bureau.db'), sql]);
}

test('a kiosk is looked after on a phone with the keyboard alone', { skip: without_chromium },
     async (context) => {
  const stage = await make_stage(context);
  const clerk = await visitor(stage, { viewport: { width: 360, height: 800 } });
  const { page, url } = clerk;
  await become_administrator(stage, clerk);
  const kiosk = await make_kiosk(stage.workspace, stage.bureau, stage.server.url);
  await kiosk.scan(['+3 public']);
  await kiosk.upload();
  await page.goto(`${url}/kiosks`);
  await page.waitForSelector('.kiosk');
  assert.match(await page.textContent('.kiosk .facts'), /剩余空间\d+ (GB|MB)/);

  const open = async () => {
    await page.focus('.kiosk-actions button:has-text("管理")');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.dialog.kiosk-desk');
  };
  const closed = () => page.waitForSelector('.dialog', { state: 'detached' });
  await open();
  await within(10, 'nothing was refused', async () =>
    (await page.textContent('.kiosk-desk')).includes('被退回的数据没有。'));
  assert.deepEqual(await axe_violations(page), []);
  assert.equal(await overflow(page), 0);
  await picture(page, 'desk_phone');
  await page.focus('input[name=kiosk_name]');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('东门一号');
  await page.keyboard.press('Enter');
  await closed();
  await within(10, 'the new name is shown', async () =>
    (await page.textContent('.kiosk strong')) === '东门一号');
  await kiosk.upload();  // fetches the configuration that says so
  await kiosk.scan(['+4 public']);

  // Its staff have forgotten their PIN and read a number off its screen.
  await open();
  await page.fill('input[name=pin_number]', '4821 0735');
  await page.focus('input[name=pin_number]');
  await page.keyboard.press('Enter');
  // What is wrong is said where one is, however far down in the dialog that is.
  await page.waitForFunction(() => {
    const { top, bottom } = document.querySelector('.kiosk-desk .problem:not([hidden])')
      ?.getBoundingClientRect() ?? { top: -1 };
    return top >= 0 && bottom <= innerHeight;
  });
  await picture(page, 'pin_number_phone');
  await page.fill('input[name=pin_number]', '４８２１ ０７３４');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.dialog.enrolment .code');
  const [{ id }] = await stage.bureau.json('kiosk', 'list', '--json');
  const { code } = await stage.bureau.json('kiosk', 'pin-reset-code', '--kiosk', id,
                                           '--number', '48210734', '--json');
  assert.equal((await page.textContent('.enrolment .code')).replace(' ', ''), code);
  assert.deepEqual(await axe_violations(page), []);
  assert.equal(await overflow(page), 0);
  await picture(page, 'pin_code_phone');
  await page.keyboard.press('Escape');
  await closed();

  // Moved: what was counted at the old venue stays there, also what had not been sent.
  await open();
  await page.selectOption('select[name=venue]', 'jincheng-library');
  await page.click('.kiosk-desk button:has-text("移动")');
  await closed();
  await kiosk.upload();
  await kiosk.scan(['+5 public']);
  await kiosk.upload();
  await page.goto(url);
  const at_venue = async (name) => page.textContent(`.venue:has(h3:text-is("${name}")) strong`);
  await within(10, 'each venue has its own', async () =>
    (await at_venue('晋城博物馆')) === '7' && (await at_venue('晋城市图书馆')) === '5');

  // Silent in opening hours: the overview says so, and for how long.
  await change_data(stage, `UPDATE venue SET opens_minute = 0, closes_minute = 1440;
    UPDATE kiosk SET last_seen_utc_ms = last_seen_utc_ms - 25 * 60000;
    UPDATE change_counter SET number = number + 1`);
  await page.waitForSelector('.notice.silent:not([hidden])');
  assert.match(await page.textContent('.notice.silent'), /晋城市图书馆 · 东门一号：已 25 分钟/);
  assert.deepEqual(await axe_violations(page), []);
  assert.equal(await overflow(page), 0);
  await picture(page, 'silent_phone');
  await kiosk.upload();
  await page.waitForSelector('.notice.silent', { state: 'hidden' });

  // Withdrawn only when asked twice; what it has not sent stays on it.
  await page.goto(`${url}/kiosks`);
  await page.waitForSelector('.kiosk');
  await kiosk.scan(['+9 public']);
  await open();
  await page.focus('.kiosk-desk button:has-text("停用这台签到机")');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.button.danger:focus');
  await picture(page, 'revoke_phone');
  await page.keyboard.press('Enter');
  await closed();
  await within(10, 'it is shown as withdrawn', async () =>
    (await page.textContent('.kiosk .badges')).includes('已停用'));
  const { status, stderr } = await run('keqian-kiosk', ['upload', '--data', kiosk.data, '--once']);
  assert.equal(status, 1);
  assert.match(stderr, /withdrawn/);
  assert.equal((await kiosk.counts()).persons, 21);

  // While the machine is at hand, somebody lets it hand over what it had counted, and no more.
  const before = await visitors_in_table(stage);
  await open();
  await picture(page, 'hand_over_phone');
  assert.deepEqual(await axe_violations(page), []);
  await page.focus('.kiosk-desk button:has-text("允许 24 小时内上传")');
  await page.keyboard.press('Enter');
  await closed();
  await run('keqian-kiosk', ['upload', '--data', kiosk.data, '--once']);
  assert.equal(await visitors_in_table(stage), before + 9);
  // The browser says what the mistyped number was answered with.
  assert.deepEqual(clerk.complaints.filter((each) => !/status of 422/.test(each)), []);
});

test('a closed day tells what was refused, and a clerk says which activity it was',
     { skip: without_chromium }, async (context) => {
  const stage = await make_stage(context);
  const clerk = await visitor(stage);
  const { page, url } = clerk;
  await become_administrator(stage, clerk);
  const kiosk = await make_kiosk(stage.workspace, stage.bureau, stage.server.url);
  await kiosk.upload();  // fetches the programme
  const session = `movable-type.${kVenue}.${today()}.1`;
  await kiosk.scan(['+30 public'], session);
  // Meanwhile the programme was imported with another id for it.
  await change_data(stage, `PRAGMA foreign_keys = OFF;
    UPDATE activity SET id = 'printing-class' WHERE id = 'movable-type';
    UPDATE activity_venue SET activity_id = 'printing-class'
      WHERE activity_id = 'movable-type'`);
  await kiosk.scan(['+5 public'], `daily.${kVenue}.${today()}.1`);
  await run('keqian-kiosk', ['close-day', '--data', kiosk.data]);
  await kiosk.upload();
  assert.equal(await visitors_in_table(stage), 5);

  await page.goto(`${url}/kiosks`);
  await page.waitForSelector('.kiosk');
  assert.match(await page.textContent('.kiosk .badges'), /1 天合计不一致/);
  await page.click('.kiosk-actions button:has-text("管理")');
  await page.waitForSelector('.closed-days');
  assert.match(await page.textContent('.closed-days'), /签到机 35 人次，这里 5 人次不一致/);
  assert.match(await page.textContent('.refused-list'), /活字印刷.*30 人次不认识的场次/s);
  await picture(page, 'closed_days_desktop');
  assert.deepEqual(await axe_violations(page), []);
  await page.selectOption('select[name=activity]', 'printing-class');
  await page.click('.refused-map button');
  await page.waitForSelector('.refused-list [role=status]');
  await page.keyboard.press('Escape');

  await kiosk.upload();  // hears that something has changed
  await kiosk.upload();
  assert.equal(await visitors_in_table(stage), 35);
  await within(10, 'both sides agree', async () =>
    !(await page.textContent('.kiosk .badges')).includes('不一致'));
  await page.setViewportSize({ width: 360, height: 800 });
  await page.click('.kiosk-actions button:has-text("管理")');
  await page.waitForSelector('.closed-days');
  assert.match(await page.textContent('.closed-days'), /35 人次一致/);
  assert.equal(await overflow(page), 0);
  await picture(page, 'closed_days_phone');
  assert.match(await stage.bureau.command('audit', 'export'), /activity\.map/);
  assert.deepEqual(clerk.complaints, []);
});
