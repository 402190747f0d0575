// Whose a kiosk is: it counts with a file of settings before anybody enrols it and reports
// afterwards, and it stays itself with another key.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import {
  assert_table_agrees, json_of, kCampaign, kVenue, kiosk_at, make_bureau, make_kiosk,
  make_workspace, output_of, run, serve,
} from './programs.mjs';

async function local_kiosk(context) {
  const workspace = make_workspace(context);
  const bureau = await make_bureau(workspace);
  const file = workspace.path('settings.json');
  await bureau.command('venue', 'configuration', '--venue', kVenue, '--output', file);
  const kiosk = kiosk_at(workspace.path('kiosk'));
  await output_of('keqian-kiosk', ['local', '--data', kiosk.data, '--configuration', file]);
  const passes = await bureau.passes('youth', 3, 2);
  const answers = await kiosk.scan([...passes, passes[0], '+4 public']);
  assert.deepEqual(answers.map(({ outcome }) => outcome),
                   ['accepted', 'accepted', 'already_checked_in', 'accepted']);
  return { workspace, bureau, kiosk };
}

async function enrol(workspace, bureau, kiosk, venue) {
  const { url } = await serve(workspace, bureau);
  const code = (await bureau.command('kiosk', 'enrolment-code', '--venue', venue)).split('\n')[0];
  await output_of('keqian-kiosk',
                  ['enrol', '--data', kiosk.data, '--bureau', url, '--code', code]);
}

test('what was counted before the enrolment fills the table after it', async (context) => {
  const { workspace, bureau, kiosk } = await local_kiosk(context);
  const closed = await output_of('keqian-kiosk', ['close-day', '--data', kiosk.data]);
  assert.match(closed, /^closed \d{4}-\d{2}-\d{2}: 10 persons, complete to #3, not signed\n/);
  await enrol(workspace, bureau, kiosk, kVenue);
  await kiosk.scan(['+1 public']);
  await kiosk.upload();
  const counts = await kiosk.counts();
  assert.equal(counts.persons, 11);
  assert_table_agrees(await bureau.table(), counts);
  const again = await output_of('keqian-kiosk', ['close-day', '--data', kiosk.data]);
  assert.match(again, /: 11 persons, complete to #4, ed25519:/);
  await kiosk.check();
});

test('a day that is closed is exported as the window would', async (context) => {
  const { workspace, kiosk } = await local_kiosk(context);
  const folder = workspace.path('stick');
  mkdirSync(folder);
  const closed = await output_of('keqian-kiosk', ['close-day', '--data', kiosk.data,
                                                  '--export', folder, '--language', 'en']);
  const files = closed.trim().split('\n').slice(1);
  assert.deepEqual(files.map((file) => file.replace(/^.*\d{4}-\d{2}-\d{2}-/, '')),
                   ['sheet.pdf', 'sheet.png', 'counts.csv', 'sessions.csv', 'rows.csv', 'closing.txt']);
  const text = (name) => readFileSync(files.find((file) => file.endsWith(name)), 'utf8');
  assert.ok(text('sheet.pdf').startsWith('%PDF-'));
  assert.match(text('counts.csv'), /,Daily opening,\d+,Public,/);
  assert.match(text('closing.txt'), new RegExp(`^venue ${kVenue}$`, 'm'));
});

test('a forgotten PIN is removed beside what was counted', async (context) => {
  const { kiosk } = await local_kiosk(context);
  const before = await kiosk.counts();
  const said = await output_of('keqian-kiosk', ['forget-pin', '--data', kiosk.data]);
  assert.match(said, /^the PIN is forgotten/);
  assert.deepEqual(await kiosk.counts(), before);
  await kiosk.check();
});

test('who leaves is kept in the ledger and outside the counts', async (context) => {
  const { kiosk } = await local_kiosk(context);
  const before = await kiosk.counts();
  const answers = await kiosk.scan(['-3', '-500', '-0', '-501', '-', '-2 public', '-x', '- 2']);
  assert.deepEqual(answers.map(({ outcome, reason }) => reason ?? outcome),
                   ['accepted', 'accepted', ...Array(6).fill('malformed')]);
  assert.deepEqual(answers[0], { sequence: 4, outcome: 'accepted', reason: null, category: null, persons: 3 });
  assert.deepEqual(await kiosk.counts(), before);
  await kiosk.check();
});

test('at another venue it is set aside, and counting goes on there', async (context) => {
  const { workspace, bureau, kiosk } = await local_kiosk(context);
  const venues = await json_of('keqian-bureau',
                               ['--data', bureau.data, 'venue', 'list', '--campaign', kCampaign, '--json']);
  const other = venues.map(({ id }) => id).find((id) => id !== kVenue);
  await enrol(workspace, bureau, kiosk, other);
  const refused = await run('keqian-kiosk', ['local', '--data', kiosk.data, '--configuration',
                                             workspace.path('settings.json')]);
  assert.equal(refused.status, 1);
  await kiosk.scan(['+2 public']);
  const report = await kiosk.upload();
  assert.match(report, /0 pending, 3 refused by the bureau and set aside/);
  const counts = await kiosk.counts();
  assert.deepEqual(counts.by_session.map(({ id, persons }) => [id.split('.')[1], persons]),
                   [[kVenue, 10], [other, 2]]);
  assert.equal((await bureau.table()).cells[12].automatic, 2);
  await kiosk.check();
});

test('a kiosk gets another key and goes on where it was', async (context) => {
  const workspace = make_workspace(context);
  const bureau = await make_bureau(workspace);
  const { url } = await serve(workspace, bureau);
  const kiosk = await make_kiosk(workspace, bureau, url);
  await kiosk.scan(['+2 public']);
  await kiosk.upload();
  const thief = kiosk_at(workspace.path('thief'));
  cpSync(kiosk.data, thief.data, { recursive: true });

  const [{ id }] = await bureau.json('kiosk', 'list', '--json');
  const [code] = (await bureau.command('kiosk', 'enrolment-code', '--kiosk', id)).split('\n');
  await output_of('keqian-kiosk', ['enrol', '--data', kiosk.data, '--bureau', url, '--code', code]);
  await kiosk.scan(['+3 public']);
  await kiosk.upload();
  await kiosk.check();
  assert_table_agrees(await bureau.table(), await kiosk.counts());
  const kiosks = await bureau.json('kiosk', 'list', '--json');
  assert.equal(kiosks.length, 1);
  assert.equal(kiosks[0].incarnations_pending_review, 0);

  await thief.scan(['+50 public']);
  const refused = await run('keqian-kiosk', ['upload', '--data', thief.data, '--once']);
  assert.equal(refused.status, 1, 'the old key is good for nothing');
  assert_table_agrees(await bureau.table(), await kiosk.counts());
});
