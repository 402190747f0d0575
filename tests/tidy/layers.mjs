// Layers: an include of our own is allowed only where the CMake link lines allow it.
import {
  finding, includes_of, is_cpp, is_cpp_source, list_files, owners_of, reachable_targets,
  read_targets, read_text,
} from './project.mjs';

const kOwnFolders = /^(server-sync|kiosk|assets|tests)\//;

// Rules that hold whatever the link lines say: [who, must not include, why].
const kNever = [
  [/^server-sync\//, /^kiosk\//, 'server-sync never includes kiosk'],
  [/^server-sync\/uploader\//, /^server-sync\/bureau\//, 'uploader and bureau agree through wire'],
  [/^server-sync\/bureau\//, /^server-sync\/uploader\//, 'uploader and bureau agree through wire'],
  [/^(kiosk|server-sync|assets)\//, /^tests\//, 'the product never includes its tests'],
];

export function check(root) {
  const files = list_files(root);
  const targets = read_targets(root, files);
  const targets_by_name = new Map(targets.map((target) => [target.name, target]));
  const findings = [];
  for (const path of files.filter(is_cpp)) {
    const including = is_cpp_source(path)
      ? targets.filter((target) => target.sources.includes(path))
      : owners_of(path, targets);
    for (const include of includes_of(read_text(root, path))) {
      findings.push(...check_include(path, include, including, targets, targets_by_name));
    }
  }
  return findings;
}

function check_include(path, include, including, targets, targets_by_name) {
  if (!include.quoted) return [];
  if (!kOwnFolders.test(include.path)) {
    return [finding(path, include.line,
                    `"${include.path}" is not written from the repository root`)];
  }
  for (const [who, what, why] of kNever) {
    if (who.test(path) && what.test(include.path)) {
      return [finding(path, include.line, `"${include.path}": ${why}`)];
    }
  }
  const owners = owners_of(include.path, targets).map((target) => target.name);
  if (including.length === 0 || owners.length === 0) return [];
  const allowed = including.some((target) => {
    const reachable = reachable_targets(target, targets_by_name);
    return owners.some((owner) => reachable.has(owner));
  });
  if (allowed) return [];
  const names = including.map((target) => target.name).join(', ');
  return [finding(path, include.line,
                  `"${include.path}" belongs to ${owners.join(', ')}, which ${names} does not link`)];
}
