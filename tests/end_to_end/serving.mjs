// The bureau's server as a service: one for a data folder, its first link, and what `./run` keeps
// apart when two people type it at once.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { make_bureau, make_workspace, run, serve, within } from './programs.mjs';

const kLink = /https?:\/\/\S+\/first-administrator\?token=\S+/;

const link_of = (server) => within(10, 'the link is printed', () => server.lines.join('\n').match(kLink)?.[0]);

test('a second server on one data folder is refused and disturbs nothing', async (context) => {
  const workspace = make_workspace(context);
  const bureau = await make_bureau(workspace);
  const server = await serve(workspace, bureau);
  const second = await run('keqian-bureau',
                           ['--data', bureau.data, 'serve', '--listen', '127.0.0.1:0']);
  assert.equal(second.status, 1);
  assert.match(second.stderr, /another server runs on .* \(.+\)\n$/);
  assert.equal((await fetch(`${server.url}/healthz`)).status, 200);
  await server.kill('SIGKILL');
  await serve(workspace, bureau);  // however the first one ended
});

test('the first link stays the same over a restart, until it is used', async (context) => {
  const workspace = make_workspace(context);
  const bureau = await make_bureau(workspace);
  const first = await serve(workspace, bureau);
  const link = await link_of(first);
  await first.kill();
  const second = await serve(workspace, bureau, { port: first.port });
  assert.equal(await link_of(second), link);

  const session = await (await fetch(`${second.url}/api/session`)).json();
  const made = await fetch(`${second.url}/api/first-administrator`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-csrf-token': session.csrf },
    body: JSON.stringify({
      token: new URL(link).searchParams.get('token'), name: 'admin', display_name: '管理员',
      password: 'quiet river 1958',
    }),
  });
  assert.equal(made.status, 200);
  await second.kill();
  const third = await serve(workspace, bureau, { port: first.port });
  assert.doesNotMatch(third.lines.join('\n'), kLink, 'nobody is first twice');
});

/** `./run` in a folder of its own, where nothing is built. */
function run_folder(workspace) {
  const folder = workspace.path('checkout');
  mkdirSync(join(folder, 'tests/support'), { recursive: true });
  for (const path of ['run', 'tests/support/demo.sh']) {
    copyFileSync(join(process.env.KEQIAN_SOURCES, path), join(folder, path));
  }
  return folder;
}

test('./run names what it does not know', async (context) => {
  const folder = run_folder(make_workspace(context));
  for (const words of [['bogus'], ['stop', 'now']]) {
    const { status, stderr } = await run('bash', ['run', ...words], { cwd: folder });
    assert.equal(status, 2);
    assert.match(stderr, new RegExp(`^run: .*${words.join(' ')}.* \\(see \\./run --help\\)\n$`));
  }
});

test('./run stop waits for its turn and ends what a cut short ./run has left', async (context) => {
  const workspace = make_workspace(context);
  const folder = run_folder(workspace);
  mkdirSync(join(folder, '.run'));
  const sleeper = (environment) => {
    const child = spawn('sleep', ['300'], { env: { ...process.env, ...environment } });
    context.after(() => child.kill('SIGKILL'));
    return child;
  };
  const ours = sleeper({ KEQIAN_DEMO: join(folder, '.run') });
  const elsewhere = sleeper({ KEQIAN_DEMO: join(workspace.path('another'), '.run') });
  const holder = spawn('flock', [join(folder, '.run/lock'), 'sleep', '2']);
  context.after(() => holder.kill('SIGKILL'));
  await within(10, 'the lock is held', async () =>
    (await run('flock', ['-n', join(folder, '.run/lock'), 'true'])).status !== 0);

  const { status, stdout, stderr } = await run('bash', ['run', 'stop'], { cwd: folder });
  assert.equal(status, 0, stderr);
  assert.match(stdout, /another \.\/run is starting or stopping the demo here: waiting for it/);
  assert.match(stdout, /stopped: what an earlier \.\/run had left behind/);
  await within(10, 'what was ours has ended', () => ours.signalCode !== null);
  assert.equal(elsewhere.signalCode, null, 'of another checkout nothing is touched');
  assert.match((await run('bash', ['run', 'stop'], { cwd: folder })).stdout, /nothing of the demo runs/);
});
