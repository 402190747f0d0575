// node check.mjs NAME ROOT [BUILD]: runs one check and prints path:line: message for each finding.
// Exit status 0 clean, 1 findings, 2 wrong usage, 77 not applicable on this machine (said why).
import { kSkipped } from './tools.mjs';

const kChecks = ['catalogues', 'clang_tidy', 'format', 'layers', 'libraries', 'purity', 'targets', 'words'];

const [name, root, build] = process.argv.slice(2);
if (!kChecks.includes(name) || !root) {
  console.error(`usage: node check.mjs ${kChecks.join('|')} ROOT [BUILD]`);
  process.exit(2);
}

const { check } = await import(`./${name}.mjs`);
const findings = await check(root, build);
if (findings === kSkipped) process.exit(77);
for (const { path, line, message } of findings) console.log(`${path}:${line}: ${message}`);
console.log(`${name}: ${findings.length} finding(s)`);
process.exit(findings.length === 0 ? 0 : 1);
