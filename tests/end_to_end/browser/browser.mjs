// Chromium for the tests: found or the test is skipped with the reason, one profile a visitor,
// and a watcher that keeps every error and every request to another origin.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { make_bureau, make_workspace, serve, within } from '../programs.mjs';

const kPackages = process.env.KEQIAN_BROWSER_PACKAGES;
assert.ok(kPackages, 'run this through ctest: it names the packages');
const packages = createRequire(join(kPackages, 'package.json'));
const { chromium } = packages('playwright-core');

const kChromium = process.env.CHROMIUM || '/usr/bin/chromium';
export const without_chromium = existsSync(kChromium) ? false : `no Chromium here (${kChromium})`;

const kArguments = [
  '--disable-gpu', '--disable-background-networking', '--disable-component-update',
  '--disable-sync', '--no-first-run',
  ...(process.getuid() === 0 ? ['--no-sandbox'] : []),  // Chromium refuses root with a sandbox
];

export const kAdministrator = {
  name: 'liu.yan', display_name: '市科技局 管理员', password: 'quiet river 1958',
};

/** A bureau that serves, a browser beside it, and the link for the first administrator. */
export async function make_stage(context) {
  const workspace = make_workspace(context);
  const bureau = await make_bureau(workspace);
  const server = await serve(workspace, bureau);
  return { workspace, bureau, server, browser: await open_browser(context) };
}

/** A Chromium that ends with the test. `more` are arguments for it. */
export async function open_browser(context, more = []) {
  const browser = await chromium.launch({ executablePath: kChromium, args: [...kArguments, ...more] });
  context.after(() => browser.close());
  return browser;
}

/** The one-time link as the bureau printed it. */
export function first_link(server) {
  return within(10, 'the one-time link is printed', () =>
    server.lines.join('\n').match(/https?:\/\/\S+\/first-administrator\?token=\S+/)?.[0]);
}

/** A browser profile of its own. What its pages complain about is in `complaints`. */
export async function visitor(stage, options = {}) {
  const context = await stage.browser.newContext({
    locale: 'zh-CN', viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce', ...options,
  });
  const complaints = [];
  context.on('page', (page) => watch(page, stage.server.url, complaints));
  return { context, complaints, page: await context.newPage(), url: stage.server.url };
}

function watch(page, home, complaints) {
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`script: ${error.message}`));
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (['data:', 'blob:'].includes(protocol) || origin === new URL(home).origin) return;
    complaints.push(`another origin: ${request.url()}`);
  });
}

/** Makes the first administrator through the page, which also signs in. */
export async function become_administrator(stage, guest) {
  const { page } = guest;
  await page.goto(await first_link(stage.server));
  await page.fill('input[name=name]', kAdministrator.name);
  await page.fill('input[name=display_name]', kAdministrator.display_name);
  await page.fill('input[name=password]', kAdministrator.password);
  await page.fill('input[name=again]', kAdministrator.password);
  await page.click('button[type=submit]');
  await page.waitForURL((url) => url.pathname === '/' || url.pathname === '/sign-in');
  await page.waitForSelector('.hero, .gate');
  if (await page.$('.gate')) await sign_in(guest);
}

export async function sign_in({ page }, password = kAdministrator.password) {
  await page.fill('input[name=name]', kAdministrator.name);
  await page.fill('input[name=password]', password);
  await page.click('button[type=submit]');
}

/** What axe finds serious or critical on the page as it stands. */
export async function axe_violations(page) {
  // Evaluated by the debugger, since the page's own policy rightly runs no foreign script.
  const source = readFileSync(packages.resolve('axe-core/axe.min.js'), 'utf8');
  const session = await page.context().newCDPSession(page);
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    expression: `${source};axe.run({ resultTypes: ['violations'] }).then((found) => JSON.stringify(found.violations))`,
    awaitPromise: true,
    returnByValue: true,
  });
  assert.equal(exceptionDetails, undefined, 'axe runs');
  await session.detach();
  return JSON.parse(result.value)
    .filter(({ impact }) => ['serious', 'critical'].includes(impact))
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`));
}

/** How many pixels the page is wider than its window. */
export function overflow(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}
