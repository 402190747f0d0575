// clang-tidy over the product with the opt-in list of .clang-tidy: the tests' sources would double
// its minutes. A file already found clean is not read again:
// the key is everything that could change the verdict (the file, our headers it reaches, its
// command line, the list of checks), the value is an empty file in BUILD/tidy-cache.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { finding, includes_of } from './project.mjs';
import { find_tool, in_parallel, kSkipped, run_tool } from './tools.mjs';

export async function check(root, build) {
  const program = await find_tool('clang-tidy');
  if (!program) return kSkipped;
  const cache = join(build, 'tidy-cache');
  mkdirSync(cache, { recursive: true });
  const commands = JSON.parse(readFileSync(join(build, 'compile_commands.json'), 'utf8'));
  const ours = commands
    .filter(({ file }) => /^(kiosk|server-sync)\//.test(relative(root, file)))
    .sort((left, right) => left.file.localeCompare(right.file));
  const results = await in_parallel(ours, (command) => check_one(program, root, build, cache, command));
  return unique(results.flat());
}

async function check_one(program, root, build, cache, { file, command }) {
  const mark = join(cache, key_of(root, file, command));
  if (existsSync(mark)) return [];
  const { status, output } = await run_tool(program, ['--quiet', '--extra-arg=-Wno-unknown-warning-option', '-p', build, file]);
  if (status === 0) {
    writeFileSync(mark, '');
    return [];
  }
  return findings_in(root, file, output);
}

function key_of(root, file, command) {
  const hash = createHash('sha256');
  hash.update(readFileSync(join(root, '.clang-tidy')));
  hash.update(command);
  const seen = new Set();
  const waiting = [file];
  while (waiting.length > 0) {
    const path = waiting.pop();
    if (seen.has(path) || !existsSync(path)) continue;
    seen.add(path);
    const text = readFileSync(path, 'utf8');
    hash.update(`${relative(root, path)}\n${text}`);
    waiting.push(...includes_of(text).filter((include) => include.quoted)
      .map((include) => join(root, include.path)));
  }
  return hash.digest('hex');
}

function findings_in(root, file, output) {
  const findings = [...output.matchAll(/^(\S+?):(\d+):\d+: (?:error|warning): (.*)$/gm)].map(
    (match) => finding(match[1].replace(`${root}/`, ''), Number(match[2]), match[3]));
  // A failure without a readable line is still a failure.
  return findings.length > 0 ? findings : [finding(relative(root, file), 1, output.trim())];
}

function unique(findings) {
  return [...new Map(findings.map((each) => [`${each.path}:${each.line}:${each.message}`, each])).values()];
}
