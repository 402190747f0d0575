// The window comes back by itself: after a crash of its process, after its display went away, and
// with everything that it had counted. Stopped, it stays stopped.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  display_server, draw_frames, kiosk_at, make_bureau, make_kiosk, make_workspace, open_window, run,
  serve, within, working_process,
} from './programs.mjs';

const kPassCount = 8;

async function station_with_visitors(context) {
  const workspace = make_workspace(context);
  const bureau = await make_bureau(workspace);
  const { url } = await serve(workspace, bureau);
  const kiosk = await make_kiosk(workspace, bureau, url);
  const frames = await draw_frames(workspace, await bureau.passes('public', 1, kPassCount));
  const { display, server } = await display_server(workspace, []);
  const window = await open_window(workspace, kiosk, display, frames);
  return { workspace, kiosk, display, server, window };
}

const is_shown = async (display) => (await run(
  'xdotool', ['search', '--onlyvisible', '--name', 'Keqian'],
  { env: { ...process.env, DISPLAY: display } })).status === 0;

const seconds_since = (moment) => ((performance.now() - moment) / 1000).toFixed(2);

async function another_process(window, former) {
  return within(30, 'another process works',
                () => working_process(window) !== former && working_process(window));
}

test('a crashed window is back with its counts', async (context) => {
  const { kiosk, display, window } = await station_with_visitors(context);
  await within(60, 'visitors are counted', async () => (await kiosk.counts()).check_ins >= 2);

  for (const signal of ['SIGSEGV', 'SIGABRT', 'SIGKILL']) {
    const before = (await kiosk.counts()).check_ins;
    const former = working_process(window);
    process.kill(former, signal);
    const crashed = performance.now();
    await another_process(window, former);
    await within(30, 'the window is back', () => is_shown(display));
    console.log(`after ${signal} the window was back within ${seconds_since(crashed)} s`);
    assert.ok((await kiosk.counts()).check_ins >= before, 'nothing counted is lost');
  }
  await within(90, 'every visitor is counted, each once',
               async () => (await kiosk.counts()).check_ins === kPassCount);
  assert.match(window.diagnostics(), /started again: it crashed/);

  const { status } = await window.kill('SIGTERM');
  assert.equal(status, 0, window.diagnostics());
  assert.equal((await kiosk.counts()).check_ins, kPassCount);
  await kiosk.check();
});

test('a window whose display went away is back when the display is', async (context) => {
  const { workspace, kiosk, display, server, window } = await station_with_visitors(context);
  await within(60, 'visitors are counted', async () => (await kiosk.counts()).check_ins >= 2);

  await server.kill('SIGKILL');
  await within(30, 'the window is tried without a display',
               () => window.diagnostics().includes('the window cannot be opened'));
  assert.ok(window.is_running(), window.diagnostics());
  const before = (await kiosk.counts()).check_ins;

  await display_server(workspace, [display]);
  const back = performance.now();
  await within(30, 'the window is back', () => is_shown(display));
  console.log(`after the display the window was back within ${seconds_since(back)} s`);
  await within(60, 'counting goes on',
               async () => (await kiosk.counts()).check_ins > before || before === kPassCount);
  assert.equal((await window.kill('SIGINT')).status, 0, window.diagnostics());
  await kiosk.check();
});

test('the killed supervisor leaves no window behind', async (context) => {
  const workspace = make_workspace(context);
  const { display } = await display_server(workspace, []);
  const window = await open_window(workspace, kiosk_at(workspace.path('kiosk')), display, workspace.folder);
  assert.equal((await window.kill('SIGKILL')).signal, 'SIGKILL');
  await within(30, 'the window is gone', async () => !await is_shown(display));
});

test('a window that cannot begin says why and ends', async (context) => {
  const workspace = make_workspace(context);
  const { status, stderr } = await run(
    'keqian-kiosk', ['--data', workspace.path('kiosk'), '--camera', 'none'],
    { env: { ...process.env, DISPLAY: ':63999' } });
  assert.equal(status, 1);
  assert.match(stderr, /the window cannot be opened/);
});
