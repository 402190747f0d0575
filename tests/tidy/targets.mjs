// Every C++ source of ours is named by exactly one target.
import { finding, is_cpp_source, list_files, read_targets } from './project.mjs';

// Compiled into every fuzzer by the function keqian_fuzzer itself.
const kAddedByTheBuild = new Set(['tests/fuzz/replay_main.cpp']);

export function check(root) {
  const files = list_files(root);
  const names_by_source = new Map();
  for (const target of read_targets(root, files)) {
    for (const source of target.sources) {
      names_by_source.set(source, [...(names_by_source.get(source) ?? []), target.name]);
    }
  }
  const findings = [];
  for (const path of files.filter(is_cpp_source)) {
    const names = names_by_source.get(path) ?? [];
    if (names.length === 0 && !kAddedByTheBuild.has(path)) {
      findings.push(finding(path, 1, 'is in no target: name it in its folder\'s CMakeLists.txt'));
    } else if (names.length > 1) {
      findings.push(finding(path, 1, `is in several targets: ${names.join(', ')}`));
    }
  }
  return findings;
}
