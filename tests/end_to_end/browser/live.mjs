// What happens at a door is on the pages without a reload: a kiosk joins by the code on the
// screen, counts, uploads; the bureau goes away and comes back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kiosk_at, output_of, serve, within } from '../programs.mjs';
import { become_administrator, make_stage, visitor, without_chromium } from './browser.mjs';

const kNumber = /\d[\d,]*/;

async function number_at(page, selector) {
  const words = await page.textContent(selector);
  return Number(words.match(kNumber)?.[0].replaceAll(',', ''));
}

/** Issues a code on the page, reads it off the picture as a camera would, and enrols with it. */
async function enrol_from_screen(stage, { page, url }) {
  await page.goto(`${url}/kiosks`);
  await page.click('.venue-head button');
  await page.waitForSelector('dialog .qr');
  assert.match(await page.textContent('.countdown'), /\d\d:\d\d:\d\d/);
  const picture = stage.workspace.path('enrolment.png');
  await (await page.$('dialog .qr-plate')).screenshot({ path: picture });
  const [, enrolment] = (await output_of('keqian-kiosk', ['decode', picture])).trim().split('\t');
  assert.equal(enrolment, await page.inputValue('dialog textarea'));
  await page.keyboard.press('Escape');

  const data = stage.workspace.path('kiosk');
  await output_of('keqian-kiosk', ['enrol', '--data', data, '--enrolment', enrolment]);
  return kiosk_at(data);
}

test('a kiosk joins by the code on the screen and its counts appear by themselves',
     { skip: without_chromium }, async (context) => {
  const stage = await make_stage(context);
  const clerk = await visitor(stage);
  await become_administrator(stage, clerk);
  const storageState = await clerk.context.storageState();
  const overview = await visitor(stage, { storageState });
  const table = await visitor(stage, { storageState });
  await overview.page.goto(overview.url);
  await overview.page.waitForSelector('.live[data-state=live]');
  await table.page.goto(`${table.url}/table`);
  await table.page.waitForSelector('.live[data-state=live]');
  assert.equal(await number_at(overview.page, '.big-number strong'), 0);

  const kiosk = await enrol_from_screen(stage, clerk);
  await clerk.page.waitForSelector('.kiosk');
  await overview.page.waitForSelector('.kiosk');

  const [group, badge] = [await stage.bureau.passes('youth', 4), await stage.bureau.passes('volunteer', 1)];
  const answers = await kiosk.scan([...group, ...badge, '+2 public']);
  assert.deepEqual(answers.map((each) => each.outcome), ['accepted', 'accepted', 'accepted']);
  await kiosk.upload();
  const { persons } = await kiosk.counts();

  await within(10, 'the overview shows what was counted',
               async () => await number_at(overview.page, '.big-number strong') === persons);
  const row = (number) => number_at(table.page, `tr[data-cell="${number}"] .automatic`);
  await within(10, 'the table shows what was counted',
               async () => await row(13) === 6 && await row(11) === 1);
  const from_command = await stage.bureau.table();
  for (const each of from_command.cells.filter((one) => one.automatic !== null)) {
    assert.equal(await row(each.number), each.automatic, each.label);
  }
  for (const guest of [clerk, overview, table]) assert.deepEqual(guest.complaints, []);
});

test('a lost bureau is told, and the pages go on when it is back', { skip: without_chromium },
     async (context) => {
  const stage = await make_stage(context);
  const guest = await visitor(stage);
  const { page } = guest;
  await become_administrator(stage, guest);
  await page.goto(guest.url);
  await page.waitForSelector('.live[data-state=live]');
  await stage.server.kill();
  await page.waitForSelector('.live[data-state=lost]');
  assert.match(await page.textContent('.live'), /连接中断/);
  await serve(stage.workspace, stage.bureau, { port: stage.server.port });
  await page.waitForSelector('.live[data-state=live]');
  assert.ok(await page.$('.venue'), 'what was shown is still there');
});
