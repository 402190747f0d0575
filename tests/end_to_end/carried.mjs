// A venue that never has a network: enrolment, settings, counts and receipts travel in files.
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import {
  assert_table_agrees, kiosk_at, kVenue, make_bureau, make_workspace, output_of, run,
} from './programs.mjs';

async function far_venue(context) {
  const workspace = make_workspace(context);
  const bureau = await make_bureau(workspace);
  const stick = workspace.path('stick');
  mkdirSync(stick);
  const kiosk = kiosk_at(workspace.path('kiosk'));
  const lines = (await bureau.command('kiosk', 'enrolment-code', '--venue', kVenue, '--url',
                                      'https://bureau.example.org')).split('\n');
  return { workspace, bureau, stick, kiosk, enrolment: lines[1] };
}

async function carry(kiosk, stick, ...extra) {
  const file = await output_of('keqian-kiosk',
                               ['carry', '--data', kiosk.data, '--output', stick, ...extra]);
  assert.match(basename(file.trim()), /^keqian-[a-z0-9-]+-[0-9a-f]{8}\.to-bureau$/);
  return file.trim();
}

/** What the bureau printed, and the path of its answers. */
async function take_in(bureau, file) {
  const lines = (await bureau.command('import', file)).trim().split('\n');
  return { lines, answers: lines.at(-1) };
}

const receive = (kiosk, file) =>
  output_of('keqian-kiosk', ['receive', '--data', kiosk.data, file]);

async function enrolled(context) {
  const venue = await far_venue(context);
  const file = await carry(venue.kiosk, venue.stick, '--enrolment', venue.enrolment);
  const { lines, answers } = await take_in(venue.bureau, file);
  assert.match(lines[0], /^k-[0-9a-f]{12} enrolled$/);
  assert.match(await receive(venue.kiosk, answers), /^enrolled\nnew settings\n0 pending/);
  return venue;
}

test('counts of a venue without a network fill the table through files alone', async (context) => {
  const { bureau, stick, kiosk } = await enrolled(context);
  const passes = await bureau.passes('youth', 3, 2);
  await kiosk.scan([...passes, passes[0], '+4 public', '-2']);
  const file = await carry(kiosk, stick);
  assert.ok(!readFileSync(file, 'latin1').includes(kVenue), 'who carries it reads nothing');
  const { lines, answers } = await take_in(bureau, file);
  assert.match(lines[0], /^k-[0-9a-f]{12} complete to #4, 0 refused$/);
  assert_table_agrees(await bureau.table(), await kiosk.counts());

  // Twice there, and more is counted before the receipt is back: nothing is doubled or lost.
  await take_in(bureau, file);
  await kiosk.scan(['+5 public']);
  assert.match(await receive(kiosk, answers), /^[1-9]\d* pending, 0 refused/);
  const later = await take_in(bureau, await carry(kiosk, stick));
  assert.match(later.lines[0], /complete to #5/);
  assert.match(await receive(kiosk, later.answers), /^0 pending/);
  const counts = await kiosk.counts();
  assert.equal(counts.persons, 15);
  assert_table_agrees(await bureau.table(), counts);

  // The first file again, long after: refused as old news, and told so.
  const old = await run('keqian-bureau', ['--data', bureau.data, 'import', file]);
  assert.equal(old.status, 1);
  assert.match(old.stderr, /newer data .* \(nothing is lost/);
  assert_table_agrees(await bureau.table(), counts);
  assert.match(await receive(kiosk, answers), /^0 pending/);
  await kiosk.check();
  assert.match(await bureau.command('audit', 'export'), /parcel\.receive/);
});

test('files that do not belong there are refused, and change nothing', async (context) => {
  const { workspace, bureau, stick, kiosk } = await enrolled(context);
  await kiosk.scan(['+4 public']);
  const file = await carry(kiosk, stick);
  const damaged = join(stick, 'damaged.to-bureau');
  const bytes = readFileSync(file);
  bytes[bytes.length - 5] ^= 1;
  writeFileSync(damaged, bytes);
  const refusals = [
    ['keqian-bureau', ['--data', bureau.data, 'import', damaged], /sealed to somebody else, or damaged/],
    ['keqian-bureau', ['--data', bureau.data, 'import', join(stick, 'none')], /none/],
    ['keqian-kiosk', ['receive', '--data', kiosk.data, file], /a kiosk's data, not the bureau's answer/],
    ['keqian-kiosk', ['carry', '--data', kiosk.data, '--output', join(stick, 'no', 'folder')], /folder/],
    ['keqian-kiosk', ['carry', '--data', workspace.path('other'), '--output', stick], /not enrolled/],
  ];
  for (const [program, words, message] of refusals) {
    const { status, stderr } = await run(program, words);
    assert.equal(status, 1, words.join(' '));
    assert.match(stderr, message);
    assert.equal(stderr.trim().split('\n').length, 1, stderr);
  }
  // Another bureau cannot open it; another kiosk knows nothing of the answer.
  const other = await make_bureau(workspace, 'other-bureau');
  const elsewhere = await run('keqian-bureau', ['--data', other.data, 'import', file]);
  assert.match(elsewhere.stderr, /sealed to somebody else/);
  const { answers } = await take_in(bureau, file);
  const stranger = kiosk_at(workspace.path('stranger'));
  const unknown = await run('keqian-kiosk', ['receive', '--data', stranger.data, answers]);
  assert.equal(unknown.status, 1);
  assert.match(unknown.stderr, /no file that this kiosk knows/);
  copyFileSync(answers, join(stick, 'copy.to-kiosk'));
  assert.match(await receive(kiosk, join(stick, 'copy.to-kiosk')), /^0 pending/);
  assert.ok(readdirSync(stick).length > 0);
  assert.equal((await bureau.table()).cells[12].automatic, 4);
});
