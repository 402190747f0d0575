// Running a compiler's tools: found, of the version the project is judged by, in parallel.
import { execFile } from 'node:child_process';
import { cpus } from 'node:os';

/** What a check returns when the tool that judges is not here. */
export const kSkipped = Symbol('skipped');

// Formatting and diagnostics differ between versions; one version judges, the one of Debian 12.
const kJudgingVersion = '14';

/** {status, output}; a program that cannot be started has status null. */
export function run_tool(program, tool_arguments) {
  return new Promise((resolve) => {
    execFile(program, tool_arguments, { maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
      const status = error ? (typeof error.code === 'number' ? error.code : null) : 0;
      resolve({ status, output: `${stdout}${stderr}` });
    });
  });
}

/** The program's name when it is installed in the judging version, else undefined (said why). */
export async function find_tool(name) {
  for (const candidate of [`${name}-${kJudgingVersion}`, name]) {
    const { status, output } = await run_tool(candidate, ['--version']);
    if (status === 0 && output.includes(`version ${kJudgingVersion}.`)) return candidate;
  }
  console.log(`${name} ${kJudgingVersion} is not installed: this check is left to Debian 12`);
  return undefined;
}

/** Maps `work` over `items`, one item a processor at a time; results in the items' order. */
export async function in_parallel(items, work) {
  const results = new Array(items.length);
  let next = 0;
  const lanes = Array.from({ length: Math.max(1, cpus().length) }, async () => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index]);
    }
  });
  await Promise.all(lanes);
  return results;
}
