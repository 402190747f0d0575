// Purity: decisions take time, chance and stored facts as arguments; one file reads the clocks.
import { code_lines, finding, includes_of, is_cpp, list_files, read_text } from './project.mjs';

const kPurePaths = [
  /^kiosk\/app\//,
  /^server-sync\/wire\//,
  /^server-sync\/uploader\/retry_policy\./,
  /^server-sync\/bureau\/statistics\//,
  /^server-sync\/bureau\/exports\/sheet\./,
];

const kImpureHeaders = new Set([
  'atomic', 'chrono', 'condition_variable', 'ctime', 'filesystem', 'fstream', 'future', 'iostream',
  'mutex', 'random', 'semaphore', 'shared_mutex', 'stop_token', 'thread', 'time.h', 'unistd.h',
]);
const kImpureFamilies = /^(sqlite3|SQLiteCpp|soci|curl|imgui|GLFW|gst|AL|sys|boost\/(asio|beast))\b/;
const kImpureCalls = /\b(getenv|std::rand|system_clock|steady_clock|std::thread|std::async)\b/;

const kClockReader = 'server-sync/base/clock.cpp';
const kClockReading = new RegExp(
  '\\b(system_clock|steady_clock|high_resolution_clock)::now\\b|\\bclock_gettime\\s*\\(|' +
  '\\bgettimeofday\\s*\\(|\\b(std|)::time\\s*\\(|\\btime\\s*\\(\\s*(nullptr|NULL|0)\\s*\\)');

export function check(root) {
  const findings = [];
  for (const path of list_files(root).filter(is_cpp)) {
    if (!/^(kiosk|server-sync|assets)\//.test(path)) continue;
    const text = read_text(root, path);
    if (path !== kClockReader) findings.push(...clock_readings(path, text));
    if (kPurePaths.some((pattern) => pattern.test(path))) findings.push(...impurities(path, text));
  }
  return findings;
}

function clock_readings(path, text) {
  return matching_lines(text, kClockReading).map(
    (line) => finding(path, line, `reads a clock: only ${kClockReader} does, take a time instead`));
}

function impurities(path, text) {
  const by_header = includes_of(text)
    .filter((include) => kImpureHeaders.has(include.path) || kImpureFamilies.test(include.path))
    .map((include) => finding(path, include.line, `<${include.path}> in a pure folder`));
  const by_call = matching_lines(text, kImpureCalls).map(
    (line) => finding(path, line, 'time, chance, threads and environment have no place in a pure folder'));
  return [...by_header, ...by_call];
}

function matching_lines(text, pattern) {
  return code_lines(text).flatMap((line, index) => (pattern.test(line) ? [index + 1] : []));
}
