// The source tree as the checks see it: its files, and what the CMake lists say about targets.
// Reads the lists as text, so that a check also runs over a fixture that was never configured.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';

const kSkippedFolders = new Set(['node_modules']);
const kTargetCommands = new Map([
  ['keqian_library', ['SOURCES', 'PUBLIC', 'PRIVATE']],
  ['keqian_program', ['SOURCES', 'LINK', 'OUTPUT']],
  ['keqian_test', ['SOURCES', 'LINK', 'LABELS', 'TIMEOUT']],
  ['keqian_fuzzer', ['SOURCES', 'LINK']],
]);

/** All files under `root` as relative paths with '/', without hidden and installed folders. */
export function list_files(root) {
  const found = [];
  const folders = [root];
  while (folders.length > 0) {
    const folder = folders.pop();
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        const skipped = entry.name.startsWith('.') || kSkippedFolders.has(entry.name);
        if (!skipped) folders.push(path);
      } else if (entry.isFile()) {
        found.push(relative(root, path).split('\\').join('/'));
      }
    }
  }
  return found.sort();
}

export function read_text(root, path) {
  return readFileSync(join(root, path), 'utf8');
}

export function is_cpp_source(path) {
  return path.endsWith('.cpp');
}

export function is_cpp(path) {
  return is_cpp_source(path) || path.endsWith('.h');
}

/** Lines with comments and string contents blanked, so that a word in a comment is no finding. */
export function code_lines(text) {
  const blank = (part) => part.replace(/[^\n]/g, ' ');
  const without_comments = text.replace(
    /R"(\w*)\([\s\S]*?\)\1"|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)+'|\/\/[^\n]*|\/\*[\s\S]*?\*\//g,
    (part) => (part.startsWith('/') ? blank(part) : `"${blank(part.slice(1, -1))}"`));
  return without_comments.split('\n');
}

/** `#include` lines: [{line, path, quoted}]. */
export function includes_of(text) {
  const found = [];
  text.split('\n').forEach((content, index) => {
    const match = /^\s*#\s*include\s*([<"])([^>"]+)[>"]/.exec(content);
    if (match) found.push({ line: index + 1, path: match[2], quoted: match[1] === '"' });
  });
  return found;
}

/** `foreach(name items…) … endforeach()` written out, an item a copy. */
function expand_loops(text) {
  const loop = /\bforeach\s*\(\s*(\w+)((?:\s+[^\s()]+)*)\s*\)((?:(?!\bforeach\b)[\s\S])*?)\bendforeach\s*\([^)]*\)/;
  for (let match = loop.exec(text); match; match = loop.exec(text)) {
    const [whole, name, items, body] = match;
    const copies = items.split(/\s+/).filter((item) => item !== '')
      .map((item) => body.replaceAll(`\${${name}}`, item));
    text = text.replace(whole, () => copies.join('\n'));
  }
  return text;
}

function cmake_commands(text) {
  const plain = expand_loops(text.replace(/#[^\n]*/g, ''));
  const found = [];
  for (const match of plain.matchAll(/(\w+)\s*\(([^()]*)\)/g)) {
    found.push({ name: match[1], words: match[2].split(/\s+/).filter((word) => word !== '') });
  }
  return found;
}

function split_by_keyword(words, keywords) {
  const lists = Object.fromEntries(keywords.map((keyword) => [keyword, []]));
  let current = null;
  for (const word of words) {
    if (keywords.includes(word)) current = lists[word];
    else if (current) current.push(word);
  }
  return lists;
}

function source_path(folder, word) {
  word = word.replace('${CMAKE_CURRENT_LIST_DIR}/', '').replace('${CMAKE_CURRENT_SOURCE_DIR}/', '');
  const from_root = word.replace('${PROJECT_SOURCE_DIR}/', '');
  return from_root === word ? posix.normalize(posix.join(folder, word)) : from_root;
}

/** Every keqian_* target: {name, kind, folder, sources, public_links, private_links}. */
export function read_targets(root, files = list_files(root)) {
  const targets = [];
  const lists = files.filter((path) => /(^|\/)CMakeLists\.txt$|\.cmake$/.test(path));
  for (const list of lists) {
    const folder = dirname(list) === '.' ? '' : dirname(list);
    for (const { name, words } of cmake_commands(read_text(root, list))) {
      const keywords = kTargetCommands.get(name);
      if (keywords && words.length > 1) targets.push(target_from(name, words, keywords, folder));
    }
  }
  return targets;
}

function target_from(command, words, keywords, folder) {
  const arguments_by_keyword = split_by_keyword(words.slice(1), keywords);
  return {
    name: words[0],
    kind: command.replace('keqian_', ''),
    folder,
    sources: (arguments_by_keyword.SOURCES ?? [])
      .filter((word) => is_cpp_source(word) && !word.includes('generated'))
      .map((word) => source_path(folder, word)),
    public_links: arguments_by_keyword.PUBLIC ?? [],
    private_links: [...(arguments_by_keyword.PRIVATE ?? []), ...(arguments_by_keyword.LINK ?? [])],
  };
}

/** The targets whose headers `target` may include: itself, its links, and what those make public. */
export function reachable_targets(target, targets_by_name) {
  const reached = new Set([target.name]);
  const waiting = [...target.public_links, ...target.private_links];
  while (waiting.length > 0) {
    const name = waiting.pop();
    if (reached.has(name)) continue;
    reached.add(name);
    waiting.push(...(targets_by_name.get(name)?.public_links ?? []));
  }
  return reached;
}

/** The targets defined in the nearest folder above `path` that defines any. */
export function owners_of(path, targets) {
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
    const owners = targets.filter((target) => target.folder === folder);
    if (owners.length > 0) return owners;
  }
  return [];
}

export function finding(path, line, message) {
  return { path, line, message };
}
