// What the real kiosk program costs in its real window on a virtual display: first frame, memory,
// processor time; then the time from a visitor's frame to the feedback (feedback_benchmark.cpp).
// Figures are of this machine with software OpenGL; the limits are the budgets.
//   node window_benchmark.mjs, with KEQIAN_BINARIES and KEQIAN_SOURCES set
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import {
  draw_frames, make_bureau, make_kiosk, make_workspace, pause, run, serve, start, virtual_display,
  within, working_process,
} from '../end_to_end/programs.mjs';

const kTicksPerSecond = Number(execFileSync('getconf', ['CLK_TCK']));
const kWarmUpMs = 8000;
const kMeasuredMs = 15000;
const kFramesOfAPass = 15;  // as keqian-pass-frames draws them: the first of each hold no code

function report(what, value, unit, limit) {
  const judged = limit ? ` (limit ${limit}, ratio ${(value / limit).toFixed(2)})` : '';
  console.log(`${what.padEnd(44)} ${value.toFixed(1)} ${unit}${judged}`);
}

/** What a process or one of its threads has used, from its stat file. */
function cpu_seconds_of(file) {
  const fields = readFileSync(file, 'utf8').replace(/^.*\) /, '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) / kTicksPerSecond;
}

/** `all` of the program, and `jpeg`: the thread that reads the files and decodes them. A camera
 *  that gives raw frames has no such work. */
function cpu_seconds(program) {
  const process_folder = `/proc/${working_process(program)}`;
  const jpeg = readdirSync(`${process_folder}/task`)
    .map((thread) => `${process_folder}/task/${thread}`)
    .filter((thread) => readFileSync(`${thread}/comm`, 'utf8').startsWith('source'))
    .reduce((sum, thread) => sum + cpu_seconds_of(`${thread}/stat`), 0);
  return { all: cpu_seconds_of(`${process_folder}/stat`), jpeg };
}

function resident_mb(program) {
  return Number(readFileSync(`/proc/${working_process(program)}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)[1]) / 1024;
}

/** Whether the middle of the display shows anything but its black root. */
async function is_drawn(display) {
  const { stdout } = await run('import', [
    '-display', display, '-window', 'root', '-crop', '8x8+900+700', '-depth', '8', 'gray:-']);
  return [...stdout].some((letter) => letter !== '\0');
}

async function measure(workspace, kiosk, display, camera) {
  const began = performance.now();
  const program = start(workspace, 'keqian-kiosk',
                        ['--data', kiosk.data, '--camera', camera, '--size', '1280x800'],
                        { env: { ...process.env, DISPLAY: display, LIBGL_ALWAYS_SOFTWARE: '1' } });
  await within(30, 'the first frame is shown', () => is_drawn(display));
  const first_frame_ms = performance.now() - began;
  await pause(kWarmUpMs);
  const before = cpu_seconds(program);
  await pause(kMeasuredMs);
  const after = cpu_seconds(program);
  const percent = (what) => (after[what] - before[what]) / (kMeasuredMs / 1000) * 100;
  const [cpu_percent, jpeg_percent] = [percent('all'), percent('jpeg')];
  const memory_mb = resident_mb(program);
  await program.kill();
  await within(10, 'the display is empty again', async () => !await is_drawn(display));
  return { first_frame_ms, cpu_percent, jpeg_percent, memory_mb };
}

/** Frames of the empty hall: what a camera sees while nobody is there. */
function empty_hall(workspace, frames) {
  const folder = workspace.path('hall');
  mkdirSync(folder);
  for (let i = 0; i < kFramesOfAPass; ++i) {
    symlinkSync(join(frames, 'frame-00000.jpg'),
                join(folder, `frame-${String(i).padStart(5, '0')}.jpg`));
  }
  return folder;
}

const endings = [];
try {
  const workspace = make_workspace({ after: (ending) => endings.push(ending) });
  const bureau = await make_bureau(workspace);
  const { url } = await serve(workspace, bureau);
  const kiosk = await make_kiosk(workspace, bureau, url);
  const display = await virtual_display(workspace);
  const frames = await draw_frames(workspace, await bureau.passes('public', 1, 40));

  const bare = await measure(workspace, kiosk, display, 'none');
  report('first frame, polled each 0.1 s', bare.first_frame_ms, 'ms', 1000);
  report('resident memory, no camera', bare.memory_mb, 'MB', 200);
  report('resting, no camera', bare.cpu_percent, '% of a core', 2);
  const resting = await measure(workspace, kiosk, display, `file:${empty_hall(workspace, frames)}`);
  report('resting, a camera file of the empty hall', resting.cpu_percent, '% of a core', 8);
  report('  of it the decoding of the JPEG files', resting.jpeg_percent, '% of a core');
  const awake = await measure(workspace, kiosk, display, `file:${frames}`);
  report('awake, a stream of passes', awake.cpu_percent, '% of a core', 60);
  report('  of it the decoding of the JPEG files', awake.jpeg_percent, '% of a core');
  report('resident memory, awake', awake.memory_mb, 'MB', 200);

  const feedback = await run('keqian-feedback-benchmark', [],
                             { env: { ...process.env, DISPLAY: display } });
  process.stdout.write(feedback.stdout);
  if (feedback.stdout === '') console.log(feedback.stderr);
} finally {
  for (const ending of endings.reverse()) await ending();
}
