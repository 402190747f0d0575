// kill -9 at random instants under load, of kiosks and of the bureau: every line printed as
// accepted is in the ledger, and after the next upload ledger and table agree.
// KEQIAN_KILLS says how many (20), KEQIAN_SEED which instants; the seed is printed first.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  assert_table_agrees, cell, draw_frames, make_bureau, make_kiosk, make_workspace, open_window,
  note_survived, pause, read_rows, serve, start, virtual_display, within,
} from './programs.mjs';

const kKills = Number(process.env.KEQIAN_KILLS ?? 20);
const kSeed = Number(process.env.KEQIAN_SEED ?? Math.floor(Math.random() * 2 ** 31));
const kKiosks = 2;
const kLinesAhead = 16;
const kCategories = ['public', 'youth', 'volunteer', 'professional'];

/** Uniform in [0, 1), the same for the same seed (mulberry32). */
function chance_from(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Feeds `scan` without pause until it is killed; what it printed as accepted is kept. */
async function count_until_killed(workspace, kiosk, passes, accepted, chance) {
  const program = start(workspace, 'keqian-kiosk', ['scan', '--data', kiosk.data]);
  let sent = 0;
  const feed = () => {
    while (sent < program.lines.length + kLinesAhead) {
      const with_pass = sent % 3 === 0 && passes.length > 0;
      const line = with_pass ? passes.pop() : `+${1 + (sent % 5)} ${kCategories[sent % 4]}`;
      program.child.stdin.write(`${line}\n`);
      sent += 1;
    }
  };
  feed();
  await within(30, 'the first line is answered', () => program.lines.length > 0 || !program.is_running());
  assert.ok(program.is_running(), program.diagnostics());
  const end = performance.now() + 5 + chance() * 250;
  while (performance.now() < end) {
    feed();
    await pause(1);
  }
  await program.kill('SIGKILL');
  // A line cut by the kill was never printed whole.
  for (const line of program.lines) {
    if (!line.endsWith('}')) continue;
    const answer = JSON.parse(line);
    if (answer.outcome === 'accepted') accepted.push(answer);
  }
}

async function assert_in_ledger(kiosk, accepted) {
  const rows = await read_rows(`${kiosk.data}/ledger.db`,
                               'SELECT sequence, category, persons FROM check_in ORDER BY sequence');
  rows.forEach((row, index) => assert.equal(row.sequence, index + 1, 'the ledger has no gaps'));
  for (const { sequence, persons } of accepted) {
    assert.ok(rows[sequence - 1], `#${sequence} was printed as accepted and is not in the ledger`);
    assert.equal(rows[sequence - 1].persons, persons, `#${sequence}`);
  }
}

test(`nothing accepted is lost by ${kKills} kill -9 (seed ${kSeed})`, async (context) => {
  console.log(`seed ${kSeed}`);
  const workspace = make_workspace(context);
  const chance = chance_from(kSeed);
  const bureau = await make_bureau(workspace);
  let server = await serve(workspace, bureau);
  const { port, url } = server;
  const kiosks = [];
  for (let index = 0; index < kKiosks; ++index) {
    kiosks.push(await make_kiosk(workspace, bureau, url, { name: `kiosk-${index}` }));
  }
  const passes = await bureau.passes('youth', 2, 4000);
  const accepted = kiosks.map(() => []);
  const kills = { scan: 0, upload: 0, bureau: 0 };
  const killed = () => kills.scan + kills.upload + kills.bureau;

  const run_door = async (kiosk, index) => {
    while (killed() < kKills) {
      await count_until_killed(workspace, kiosk, passes, accepted[index], chance);
      kills.scan += 1;
      const upload = start(workspace, 'keqian-kiosk', ['upload', '--data', kiosk.data, '--once']);
      if (chance() < 0.4) {
        await pause(chance() * 60);
        if (upload.is_running()) {
          await upload.kill('SIGKILL');
          kills.upload += 1;
        }
      }
      await upload.ended;
    }
  };
  const run_bureau = async () => {
    while (killed() < kKills) {
      await pause(20 + chance() * 400);
      await server.kill('SIGKILL');
      kills.bureau += 1;
      server = await serve(workspace, bureau, { port });
    }
  };
  await Promise.all([...kiosks.map(run_door), run_bureau()]);
  console.log(`killed: ${JSON.stringify(kills)}, accepted: ${accepted.map((each) => each.length)}`);

  let persons = 0;
  for (const [index, kiosk] of kiosks.entries()) {
    await kiosk.check();
    await assert_in_ledger(kiosk, accepted[index]);
    await kiosk.upload();
    const counts = await kiosk.counts();
    persons += counts.by_category.public + counts.by_category.youth;
  }
  assert.ok(accepted.every((each) => each.length > 0), 'every kiosk has counted something');
  assert.equal(cell(await bureau.table(), 13).automatic, persons, 'ledgers and table agree');
  note_survived('kill -9 of scanning, uploading and the bureau', 'two kiosks count and upload', {
    runs: killed(), counted: accepted.reduce((sum, each) => sum + each.length, 0),
  });
});

test('a killed window leaves a sound ledger that agrees with the table', async (context) => {
  const workspace = make_workspace(context);
  const chance = chance_from(kSeed + 1);
  const bureau = await make_bureau(workspace);
  const { url } = await serve(workspace, bureau);
  const kiosk = await make_kiosk(workspace, bureau, url);
  const windows = Math.max(2, Math.round(kKills / 10));
  const visitors = Math.min(30, 4 * windows);  // who wait their turn again before each window
  const frames = await draw_frames(workspace, await bureau.passes('public', 2, visitors));
  const display = await virtual_display(workspace);
  for (let round = 0; round < windows; ++round) {
    const before = (await kiosk.counts()).check_ins;
    const window = await open_window(workspace, kiosk, display, frames);
    await within(60, 'the window counts', async () => (await kiosk.counts()).check_ins > before ||
                                                       before > 0.8 * visitors);
    await pause(chance() * 400);
    await window.kill('SIGKILL');
    await kiosk.check();
  }
  await kiosk.upload();
  assert_table_agrees(await bureau.table(), await kiosk.counts());
});

test('two kiosks at one venue mean the same session', async (context) => {
  const workspace = make_workspace(context);
  const bureau = await make_bureau(workspace);
  const { url } = await serve(workspace, bureau);
  const doors = [await make_kiosk(workspace, bureau, url, { name: 'left' }),
                 await make_kiosk(workspace, bureau, url, { name: 'right' })];
  for (const door of doors) {
    await door.scan(['+2 public', '+3 youth']);
    await door.upload();
    await door.upload();  // twice is once
  }
  const table = await bureau.table();
  assert.equal(cell(table, 13).automatic, 10);
  assert.equal(cell(table, 1).automatic, 1, 'opened twice is one session');
  assert.equal(cell(table, 17).automatic, 1, 'one museum');
  const sessions = await Promise.all(doors.map(async (door) => (await door.counts()).by_session[0].id));
  assert.equal(sessions[0], sessions[1]);
});
