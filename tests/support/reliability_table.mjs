// Makes server-sync/RELIABILITY.md of what the fault suite has noted (KEQIAN_RELIABILITY):
//   node reliability_table.mjs NOTES DOCUMENT
import { readFileSync, writeFileSync } from 'node:fs';

const [notes, document] = process.argv.slice(2);
const number = new Intl.NumberFormat('en');

const rows = new Map();
for (const line of readFileSync(notes, 'utf8').trim().split('\n')) {
  const note = JSON.parse(line);
  const key = `${note.fault} ${note.done}`;
  const row = rows.get(key) ?? { ...note, runs: 0, counted: 0, lost: 0, doubled: 0 };
  for (const sum of ['runs', 'counted', 'lost', 'doubled']) row[sum] += note[sum];
  rows.set(key, row);
}

const table = [...rows.values()].map(({ fault, done, runs, counted, lost, doubled }) =>
  `| ${[fault, done, ...[runs, counted, lost, doubled].map(number.format)].join(' | ')} |`);
writeFileSync(document, `# What the fault suite has survived

Made of the fault suite's own notes on ${new Date().toISOString().slice(0, 10)}; do not edit.
\`./run soak\` makes it anew with the large numbers, and so does any run of the suite where
KEQIAN_RELIABILITY names a file for the notes.
Every row is what a test noted after its expectations had held: *counted* is what was announced as
counted (check-ins; persons of the crowd), *lost* what of it was missing afterwards at the kiosk or
in the bureau's table, *doubled* what was there twice.

| fault | while | runs | counted | lost | doubled |
|---|---|---|---|---|---|
${table.join('\n')}

The power cuts take away what was written and not synced, whole or in part (torn pages). Not covered:
a disk that lies about its syncs, which no program can survive; the simulation shows that it would
be noticed.
`);
