// The main job: a visitor's code at the door becomes a number in the bureau's table, and the bureau
// may be away meanwhile.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { become_administrator, open_browser, visitor, without_chromium } from './browser/browser.mjs';
import {
  assert_table_agrees, cell, draw_frames, kCampaign, make_bureau, make_kiosk, make_workspace,
  open_window, serve, virtual_display, within,
} from './programs.mjs';

const kPasses = [
  ['public', 1, 3], ['public', 4, 1], ['youth', 2, 2], ['youth', 1, 1],
  ['professional', 1, 1], ['science_worker', 1, 1], ['volunteer', 1, 2], ['other_staff', 1, 1],
];

test('a code seen by the camera becomes a number in the table, across an outage', async (context) => {
  const workspace = make_workspace(context);
  const bureau = await make_bureau(workspace);
  const first_life = await serve(workspace, bureau);
  const kiosk = await make_kiosk(workspace, bureau, first_life.url);
  const passes = [];
  for (const [category, persons, count] of kPasses) {
    passes.push(...await bureau.passes(category, persons, count));
  }
  const frames = await draw_frames(workspace, passes);
  const display = await virtual_display(workspace);
  const window = await open_window(workspace, kiosk, display, frames);

  await within(60, 'the first visitors are counted',
               async () => (await kiosk.counts()).check_ins >= 3);
  await within(60, 'the first visitors are in the table',
               async () => (cell(await bureau.table(), 13).automatic ?? 0) > 0);

  await first_life.kill();
  const when_unplugged = (await kiosk.counts()).check_ins;
  assert.ok(when_unplugged < passes.length, 'some visitors are still to come');
  await within(90, 'every visitor is counted without a bureau',
               async () => (await kiosk.counts()).check_ins === passes.length);
  assert.ok(window.is_running(), window.diagnostics());

  const second_life = await serve(workspace, bureau, { port: first_life.port });
  const counts = await kiosk.counts();
  await within(120, 'the table has caught up', async () => {
    const table = await bureau.table();
    return cell(table, 13).automatic === counts.by_category.public + counts.by_category.youth &&
           cell(table, 12).automatic === counts.by_category.other_staff;
  });

  const planned = (wanted) => kPasses.filter(([category]) => category === wanted)
    .reduce((sum, [, persons, count]) => sum + persons * count, 0);
  for (const [category] of kPasses) {
    assert.equal(counts.by_category[category], planned(category), `counted as ${category}`);
  }
  const table = await bureau.table();
  assert_every_cell(table, counts);
  await assert_page_shows(context, second_life, table);
  assert.equal((await window.kill()).status, 0, 'the window ends cleanly');
  await kiosk.check();
});

/** All 19 cells, not only those that changed: what nothing feeds is empty, never guessed. */
function assert_every_cell(table, counts) {
  assert.equal(table.campaign, kCampaign);
  assert.equal(table.cells.length, 19);
  assert_table_agrees(table, counts);
  const automatic = (number) => cell(table, number).automatic;
  assert.equal(automatic(1), 1, 'one session was held: the daily opening');
  assert.equal(automatic(17), 1, 'one museum was open');
  assert.equal(automatic(18), 0, 'no laboratory was open');
  assert.equal(automatic(19), 0, 'no university was open');
  for (const number of [2, 3, 4, 5, 6, 7, 8, 14, 15, 16]) {
    const { automatic: counted, manual, value, state } = cell(table, number);
    assert.deepEqual({ counted, manual, value, state },
                     { counted: null, manual: null, value: null, state: 'unfilled' }, `row ${number}`);
  }
}

/** The page in a real browser, cell by cell: where a figure is null there is none on the page. */
async function assert_page_shows(context, server, table) {
  if (without_chromium) return console.log(`the page is not compared: ${without_chromium}`);
  const guest = await visitor({ server, browser: await open_browser(context) });
  await become_administrator({ server }, guest);
  await guest.page.goto(`${server.url}/table`);
  await guest.page.waitForSelector('.live[data-state=live]');
  for (const { number, automatic, manual, value } of table.cells) {
    const row = `tr[data-cell="${number}"]`;
    assert.equal(await figure(guest.page, `${row} .automatic`), automatic, `row ${number}, automatic`);
    assert.equal(await figure(guest.page, `${row} .manual`), manual, `row ${number}, manual`);
    assert.equal(await figure(guest.page, `${row} .value strong`), value, `row ${number}, value`);
  }
  assert.deepEqual(guest.complaints, []);
}

async function figure(page, selector) {
  const digits = (await page.textContent(selector)).replaceAll(',', '').match(/-?\d+(\.\d+)?/);
  return digits ? Number(digits[0]) : null;
}
