// The real programs as tests drive them: a folder of its own for each test, commands that end,
// programs that run until they are killed, a virtual display. Nothing outlives its test.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

const kBinaries = process.env.KEQIAN_BINARIES;
const kSources = process.env.KEQIAN_SOURCES;
assert.ok(kBinaries && kSources, 'run this through ctest: it names the binaries and the sources');

export const kCampaign = 'jincheng-2024';
export const kVenue = 'jincheng-museum';
export const campaign_file = (name) => join(kSources, 'assets/campaigns', `${name}.toml`);

/** A folder for one test; what was started in it is ended and it is removed afterwards. */
export function make_workspace(context) {
  const folder = mkdtempSync(join(tmpdir(), 'keqian-test-'));
  const running = new Set();
  const endings = [];
  context.after(async () => {
    await Promise.all([...running].map((program) => program.kill('SIGKILL')));
    for (const ending of endings.reverse()) await ending();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    folder,
    running,
    path: (...names) => join(folder, ...names),
    before_removal: (ending) => endings.push(ending),
  };
}

/** Runs a command to its end: {status, signal, stdout, stderr}. `input` is text or bytes. */
export function run(program, command_arguments, { input = '', ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program_path(program), command_arguments, options);
    const output = { stdout: [], stderr: [] };
    child.stdout.on('data', (part) => output.stdout.push(part));
    child.stderr.on('data', (part) => output.stderr.push(part));
    child.on('error', reject);
    child.stdin.on('error', () => {});  // a command may end before it has read everything
    child.stdin.end(input);
    child.on('close', (status, signal) => resolve({
      status,
      signal,
      stdout: Buffer.concat(output.stdout).toString(),
      stderr: Buffer.concat(output.stderr).toString(),
    }));
  });
}

/** The standard output of a command that must succeed. */
export async function output_of(program, command_arguments, options) {
  const { status, stdout, stderr } = await run(program, command_arguments, options);
  assert.equal(status, 0, `${program} ${command_arguments.join(' ')}: ${stderr}`);
  return stdout;
}

export async function json_of(program, command_arguments) {
  return JSON.parse(await output_of(program, command_arguments));
}

/** Starts a program that runs until it is told to end. */
export function start(workspace, program, command_arguments, options = {}) {
  const child = spawn(program_path(program), command_arguments, options);
  const lines = [];
  let diagnostics = '';
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  child.stderr.on('data', (part) => { diagnostics = (diagnostics + part).slice(-4000); });
  child.stdin.on('error', () => {});
  const ended = new Promise((resolve) => {
    child.on('error', () => resolve({ status: null, signal: 'not started' }));
    child.on('close', (status, signal) => resolve({ status, signal }));
  });
  const started = {
    child,
    lines,
    ended,
    diagnostics: () => diagnostics,
    is_running: () => child.exitCode === null && child.signalCode === null,
    kill: async (signal = 'SIGTERM') => {
      child.kill(signal);
      return ended;
    },
  };
  workspace.running.add(started);
  ended.then(() => workspace.running.delete(started));
  return started;
}

function program_path(name) {
  return name.startsWith('keqian-') ? join(kBinaries, name) : name;
}

/** The first value of `probe` that is neither false nor undefined; fails after `seconds`. */
export async function within(seconds, what, probe, { every_ms = 50 } = {}) {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const value = await probe();
    if (value !== false && value !== undefined) return value;
    assert.ok(performance.now() < deadline, `not within ${seconds} s: ${what}`);
    await pause(every_ms);
  }
}

export { pause };

// ---- The bureau ----------------------------------------------------------------------------------

/** A bureau's data folder with the demo campaign, begun yesterday: midnight is no surprise. */
export async function make_bureau(workspace, name = 'bureau') {
  const bureau = bureau_at(workspace.path(name));
  await bureau.command('campaign', 'import', campaign_file(kCampaign), '--starting', yesterday());
  return bureau;
}

export function bureau_at(data) {
  const command = (...words) => output_of('keqian-bureau', ['--data', data, ...words]);
  return {
    data,
    command,
    json: async (...words) => JSON.parse(await command(...words)),
    passes: async (category, persons, count = 1, campaign = kCampaign) =>
      (await command('pass', 'issue', '--campaign', campaign, '--category', category,
                     '--persons', `${persons}`, '--count', `${count}`)).trim().split('\n'),
    table: async () =>
      JSON.parse(await command('table', '--campaign', kCampaign, '--format', 'json')),
  };
}

const kDayMs = 24 * 60 * 60 * 1000;
const kBusinessDate = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' });

export function today() {
  return kBusinessDate.format(Date.now());
}

/** For server-sync/RELIABILITY.md, as tests/support/reliability.h says; after all has held. */
export function note_survived(fault, done, { runs = 1, counted, lost = 0, doubled = 0 }) {
  const file = process.env.KEQIAN_RELIABILITY;
  const note = { fault, done, runs, counted, lost, doubled };
  if (file) appendFileSync(file, `${JSON.stringify(note)}\n`);
}

export function yesterday() {
  return kBusinessDate.format(Date.now() - kDayMs);
}

/** Serves until it is killed. `port` 0 takes any free one; `url` says which. */
export async function serve(workspace, bureau, { port = 0, extra = [] } = {}) {
  const program = start(workspace, 'keqian-bureau',
                        ['--data', bureau.data, 'serve', '--listen', `127.0.0.1:${port}`, ...extra]);
  const url = await within(30, 'the bureau listens', () => {
    assert.ok(program.is_running(), `the bureau ended: ${program.diagnostics()}`);
    const line = program.lines.find((each) => each.startsWith('listening on '));
    return line?.replace('listening on ', '').trim();
  });
  return { ...program, url, port: Number(new URL(url).port) };
}

export function cell(table, number) {
  return table.cells.find((each) => each.number === number);
}

// ---- The kiosk -----------------------------------------------------------------------------------

/** A kiosk's data folder, enrolled at `venue` of the bureau that answers at `url`. */
export async function make_kiosk(workspace, bureau, url, { name = 'kiosk', venue = kVenue } = {}) {
  const data = workspace.path(name);
  const code = (await bureau.command('kiosk', 'enrolment-code', '--venue', venue)).split('\n')[0];
  await output_of('keqian-kiosk', ['enrol', '--data', data, '--bureau', url, '--code', code]);
  return kiosk_at(data);
}

export function kiosk_at(data) {
  return {
    data,
    scan: async (lines, session = null) => {
      const input = lines.map((line) => `${line}\n`).join('');
      const output = await output_of('keqian-kiosk',
        ['scan', '--data', data, ...(session ? ['--session', session] : [])], { input });
      return output.trim().split('\n').map((line) => JSON.parse(line));
    },
    counts: () => json_of('keqian-kiosk', ['counts', '--data', data, '--json']),
    check: () => output_of('keqian-kiosk', ['check', '--data', data]),
    upload: () => output_of('keqian-kiosk', ['upload', '--data', data, '--once']),
  };
}

/** The kiosk's window on a display, reading the frames of a folder; without one it has no camera. */
export async function open_window(workspace, kiosk, display, frames, size = '1280x800', more = []) {
  const program = start(workspace, 'keqian-kiosk',
                        ['--data', kiosk.data, '--camera', frames ? `file:${frames}` : 'none',
                         '--size', size, ...more],
                        { env: { ...process.env, DISPLAY: display, LIBGL_ALWAYS_SOFTWARE: '1' } });
  await within(30, 'the window is open', async () => {
    assert.ok(program.is_running(), `the window ended: ${program.diagnostics()}`);
    const { status } = await run('xdotool', ['search', '--onlyvisible', '--name', 'Keqian'],
                                 { env: { ...process.env, DISPLAY: display } });
    return status === 0;
  });
  return program;
}

/** The process that does the window's work: the child of the one that supervises it. */
export function working_process({ child: { pid } }) {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
    return children[0] === '' ? undefined : Number(children[0]);
  } catch {
    return undefined;  // it has ended
  }
}

/** A virtual display; its name, ":N". */
export async function virtual_display(workspace, size = '1280x800') {
  return (await display_server(workspace, [], size)).display;
}

/** A virtual display that a test ends and starts again under the same name: {display, server}. */
export async function display_server(workspace, options, size = '1280x800') {
  const server = start(workspace, 'Xvfb',
                       [...options, '-displayfd', '1', '-screen', '0', `${size}x24`, '-nolisten', 'tcp']);
  const number = await within(20, 'the virtual display is there', () => {
    assert.ok(server.is_running(), `Xvfb ended: ${server.diagnostics()}`);
    return server.lines.find((line) => /^\d+$/.test(line));
  });
  return { display: `:${number}`, server };
}

/** What a camera sees of `passes`, as numbered pictures in a folder. */
export async function draw_frames(workspace, passes) {
  const folder = workspace.path('frames');
  await output_of('keqian-pass-frames', [folder], { input: passes.map((pass) => `${pass}\n`).join('') });
  return folder;
}

/** Whether the bureau has acknowledged all that the kiosk has counted. */
export async function is_level(kiosk) {
  const [{ level }] = await read_rows(join(kiosk.data, 'ledger.db'), `
    SELECT acknowledged_revision = (SELECT max(revision) FROM tally) AS level FROM upload_state`);
  return level === 1;
}

/** What counting and table must agree on: persons by row of the official table. */
export function expected_rows(counts) {
  const persons = (category) => counts.by_category[category] ?? 0;
  return new Map([
    [9, persons('professional')],
    [10, persons('science_worker')],
    [11, persons('volunteer')],
    [12, persons('other_staff')],
    [13, persons('public') + persons('youth')],
  ]);
}

export function assert_table_agrees(table, counts) {
  for (const [number, persons] of expected_rows(counts)) {
    assert.equal(cell(table, number).automatic ?? 0, persons, `row ${number} of the table`);
  }
}

export function read_rows(database, query) {
  return output_of('sqlite3', ['-readonly', '-json', database, query])
    .then((text) => (text.trim() === '' ? [] : JSON.parse(text)));
}

