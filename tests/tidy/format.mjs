// clang-format: every C++ file reads as .clang-format says.
import { join } from 'node:path';
import { finding, is_cpp, list_files } from './project.mjs';
import { find_tool, in_parallel, kSkipped, run_tool } from './tools.mjs';

const kFilesPerCall = 20;

export async function check(root) {
  const program = await find_tool('clang-format');
  if (!program) return kSkipped;
  const files = list_files(root).filter(is_cpp);
  const groups = [];
  for (let at = 0; at < files.length; at += kFilesPerCall) {
    groups.push(files.slice(at, at + kFilesPerCall));
  }
  const outputs = await in_parallel(groups, async (group) => {
    const paths = group.map((path) => join(root, path));
    return run_tool(program, ['--dry-run', '--style=file', '-Werror', ...paths]);
  });
  return outputs.flatMap(({ status, output }) => (status === 0 ? [] : findings_in(root, output)));
}

function findings_in(root, output) {
  const first_by_path = new Map();
  for (const match of output.matchAll(/^(\S+?):(\d+):\d+: error:/gm)) {
    const path = match[1].replace(`${root}/`, '');
    if (!first_by_path.has(path)) first_by_path.set(path, Number(match[2]));
  }
  if (first_by_path.size === 0) return [finding('.clang-format', 1, output.trim())];
  return [...first_by_path].map(
    ([path, line]) => finding(path, line, 'is not formatted: run clang-format -i on it'));
}
