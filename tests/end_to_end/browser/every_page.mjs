// Every page in every size, language and appearance: readable by all, nothing cut off, nothing
// fetched from elsewhere, no error.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  axe_violations, become_administrator, first_link, make_stage, overflow, visitor,
  without_chromium,
} from './browser.mjs';

const kSizes = [
  { width: 360, height: 800 }, { width: 768, height: 1024 }, { width: 1440, height: 900 },
];
const kLanguages = ['zh-CN', 'en-GB'];
const kThemes = ['light', 'dark'];
// With what tells that the page has drawn its content.
const kDeskPages = {
  '/': '.venue', '/table': 'tr[data-cell="19"]', '/kiosks': '.venue', '/passes': 'form',
};
const kForbidden = /\u6253\u5361|\u6392\u884c|\u6392\u540d/;  // no ranking, no clocking in
const kAtOnce = 2;  // as many as a small machine has processors
const kPictures = process.env.KEQIAN_SCREENSHOTS;  // a folder, to look at what was tested

async function examine(guest, path, ready, name) {
  const { page, complaints } = guest;
  await page.goto(new URL(path, guest.url).href);
  await page.waitForSelector(ready);
  assert.deepEqual(await axe_violations(page), [], `${name}: accessible`);
  assert.equal(await overflow(page), 0, `${name}: no horizontal scrolling`);
  assert.doesNotMatch(await page.textContent('body'), kForbidden, name);
  assert.deepEqual(complaints.splice(0), [], `${name}: no complaint`);
  if (!kPictures) return;
  mkdirSync(kPictures, { recursive: true });
  const file = `${name.replaceAll(/[^\w]+/g, '_')}.png`;
  await page.screenshot({ path: join(kPictures, file), fullPage: true });
}

function* appearances() {
  for (const locale of kLanguages) {
    for (const colorScheme of kThemes) yield { locale, colorScheme };
  }
}

/** Some visitors at once, each with a profile of its own, who see every size. */
async function in_every_appearance(stage, more, visit) {
  const left = appearances();
  const take_turns = async () => {
    for (const appearance of left) {
      const guest = await visitor(stage, { ...appearance, ...more });
      for (const size of kSizes) {
        await guest.page.setViewportSize(size);
        await visit(guest, `${size.width} ${appearance.locale} ${appearance.colorScheme}`);
      }
      await guest.context.close();
    }
  };
  await Promise.all(Array.from({ length: kAtOnce }, take_turns));
}

test('every page is accessible, fits and stays at home', { skip: without_chromium },
     async (context) => {
  const stage = await make_stage(context);
  const link = new URL(await first_link(stage.server));
  const link_path = link.pathname + link.search;
  await in_every_appearance(stage, {}, async (guest, name) => {
    await examine(guest, link_path, 'input[name=again]', `first-administrator ${name}`);
    await examine(guest, '/sign-in', 'input[name=password]', `sign-in ${name}`);
    await examine(guest, '/missing', 'h1', `missing ${name}`);
    await examine(guest, '/relay', '.relay-card .button', `relay ${name}`);
    await examine(guest, '/pass', 'button[type=submit]', `pass-form ${name}`);
    await guest.page.click('button[type=submit]');
    await guest.page.waitForSelector('.pass-plate .qr');
    await examine(guest, '/pass', '.pass-plate .qr', `pass ${name}`);
    await guest.page.evaluate(() => localStorage.clear());  // the next has none yet
  });

  const administrator = await visitor(stage);
  await become_administrator(stage, administrator);
  const storageState = await administrator.context.storageState();
  await in_every_appearance(stage, { storageState }, async (guest, name) => {
    for (const [path, ready] of Object.entries(kDeskPages)) {
      await examine(guest, path, ready, `desk ${path} ${name}`);
    }
  });
});
