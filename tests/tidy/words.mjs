// Words and traces that appear nowhere in the product, its tests or its documents.
import { extname } from 'node:path';
import { finding, list_files, read_text } from './project.mjs';

const kTextFiles = new Set(['', '.cpp', '.h', '.c', '.md', '.txt', '.cmake', '.json', '.toml', '.mjs', '.js',
                            '.css', '.html', '.sh', '.svg', '.sql', '.csv', '.yaml', '.yml']);

// Written in pieces, so that this file does not find itself. A campaign's notice may use the words.
const kForbidden = [
  [new RegExp(['打' + '卡', '排' + '行', '排' + '名'].join('|')),
   'a word of formalism: nothing here ranks or clocks in', /^assets\/campaigns\//],
  [new RegExp(['\\bTO' + 'DO\\b', '\\bFIX' + 'ME\\b', '\\bX' + 'XX\\b'].join('|')),
   'an unfinished note', null],
  [new RegExp('(^|[\\s"\'=(])/(ro' + 'ot|ho' + 'me|wo' + 'rk|Us' + 'ers)/\\w'),
   'a path of one machine', null],
];

const kResolvedHost = /"resolved"\s*:\s*"https?:/;

export function check(root) {
  const findings = [];
  for (const path of list_files(root)) {
    if (!kTextFiles.has(extname(path))) continue;
    read_text(root, path).split('\n').forEach((line, index) => {
      for (const [pattern, message, exempt] of kForbidden) {
        if (pattern.test(line) && !exempt?.test(path)) {
          findings.push(finding(path, index + 1, message));
        }
      }
      if (path.endsWith('lock.json') && kResolvedHost.test(line)) {
        findings.push(finding(path, index + 1, 'a lock file names packages, never the host of a registry'));
      }
    });
  }
  return findings;
}
