// A kiosk's file on the bureau's page: dropped or chosen, answered by a file to take back.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cell, make_kiosk, output_of, within } from '../programs.mjs';
import {
  axe_violations, become_administrator, make_stage, overflow, visitor, without_chromium,
} from './browser.mjs';

const kVisitorsCell = 13;
const kPictures = process.env.KEQIAN_SCREENSHOTS;  // a folder, to look at what was tested

test('a file dropped on the page fills the table, and its receipt goes back to the kiosk',
     { skip: without_chromium }, async (context) => {
  const stage = await make_stage(context);
  const clerk = await visitor(stage, { viewport: { width: 360, height: 800 }, acceptDownloads: true });
  const { page, url } = clerk;
  await become_administrator(stage, clerk);
  const kiosk = await make_kiosk(stage.workspace, stage.bureau, stage.server.url);
  await kiosk.scan(['+3 public']);
  const stick = stage.workspace.path('stick');
  mkdirSync(stick);
  const carry = async () =>
    (await output_of('keqian-kiosk', ['carry', '--data', kiosk.data, '--output', stick])).trim();
  const file = await carry();

  await page.goto(`${url}/kiosks`);
  await page.waitForSelector('.parcel-box');
  assert.deepEqual(await axe_violations(page), []);
  assert.equal(await overflow(page), 0);
  await page.setInputFiles('.parcel-box input', file);
  await page.waitForSelector('.dialog.parcel');
  assert.match(await page.textContent('.dialog.parcel'), /完整到第 1 条/);
  if (kPictures) await page.screenshot({ path: join(kPictures, 'parcel_phone.png') });
  const [receipt] = await Promise.all([
    page.waitForEvent('download'), page.click('.dialog.parcel .button.primary'),
  ]);
  assert.match(receipt.suggestedFilename(), /\.to-kiosk$/);
  const saved = join(stick, receipt.suggestedFilename());
  await receipt.saveAs(saved);
  assert.match(await output_of('keqian-kiosk', ['receive', '--data', kiosk.data, saved]), /^0 pending/);
  assert.equal(cell(await stage.bureau.table(), kVisitorsCell).automatic, 3);
  await page.keyboard.press('Escape');
  await page.waitForSelector('.dialog', { state: 'detached' });

  // Dropped, after more was counted; and something that is none of ours.
  await kiosk.scan(['+4 public']);
  const bytes = readFileSync(await carry()).toString('base64');
  const drop = (base64) => page.evaluate((content) => {
    const carried = new DataTransfer();
    carried.items.add(new File([Uint8Array.from(atob(content), (c) => c.charCodeAt(0))], 'x.to-bureau'));
    document.querySelector('.parcel-box')
      .dispatchEvent(new DragEvent('drop', { dataTransfer: carried, bubbles: true, cancelable: true }));
  }, base64);
  await drop(bytes);
  await page.waitForSelector('.dialog.parcel');
  await within(10, 'the table has it', async () =>
    cell(await stage.bureau.table(), kVisitorsCell).automatic === 7);
  await page.keyboard.press('Escape');
  await page.waitForSelector('.dialog', { state: 'detached' });
  const foreign = join(stick, 'photo.jpg');
  writeFileSync(foreign, 'a photograph');
  await page.setInputFiles('.parcel-box input', foreign);
  await page.waitForSelector('text=这不是给本主管部门的签到机数据文件');
  assert.deepEqual(clerk.complaints.filter((each) => !/status of 422/.test(each)), []);
});
