// The words of the screens: both languages say the same things, and the code asks for exactly the
// keys that are there.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { finding, list_files, read_text } from './project.mjs';

const kCatalogues = [
  {
    chinese: 'assets/text/kiosk.zh.toml',
    english: 'assets/text/kiosk.en.toml',
    code: /^kiosk\/.*\.(cpp|h)$/,
    read: read_lines,
  },
  {
    chinese: 'assets/text/web.zh.json',
    english: 'assets/text/web.en.json',
    code: /^assets\/web\/.*\.(mjs|html)$/,
    read: (text) => new Map(Object.entries(JSON.parse(text))),
  },
  {
    chinese: 'assets/text/voice.zh.json',
    english: 'assets/text/voice.en.json',
    code: /^kiosk\/ports\/speaker\.cpp$/,
    read: (text) => new Map(Object.entries(JSON.parse(text))),
  },
];

// A counted thing has forms, "key.one" and "key.other": the code asks for "key".
const kForm = /\.(one|other)$/;
const kPlaceholder = /\{\w+\}/g;

export function check(root) {
  const files = list_files(root);
  return kCatalogues
    .filter(({ chinese }) => existsSync(join(root, chinese)))
    .flatMap((catalogue) => check_catalogue(root, files, catalogue));
}

/** `key = "text"` a line, as kiosk/ui/catalogue.cpp reads it. */
function read_lines(text) {
  const texts = new Map();
  for (const match of text.matchAll(/^([\w.]+)\s*=\s*"((?:[^"\\]|\\.)*)"\s*$/gm)) {
    texts.set(match[1], match[2]);
  }
  return texts;
}

function check_catalogue(root, files, catalogue) {
  const chinese = catalogue.read(read_text(root, catalogue.chinese));
  const english = catalogue.read(read_text(root, catalogue.english));
  return [
    ...missing_keys(chinese, english, catalogue.english),
    ...missing_keys(english, chinese, catalogue.chinese),
    ...different_placeholders(chinese, english, catalogue.english),
    ...empty_texts(chinese, catalogue.chinese),
    ...empty_texts(english, catalogue.english),
    ...check_code(root, files.filter((path) => catalogue.code.test(path)), chinese, catalogue),
  ];
}

function missing_keys(present, other, path) {
  return [...present.keys()]
    .filter((key) => !other.has(key) && !(kForm.test(key) && other.has(key.replace(kForm, ''))))
    .map((key) => finding(path, 1, `has no "${key}", the other language has`));
}

function different_placeholders(chinese, english, path) {
  const names = (text) => [...new Set(text.match(kPlaceholder))].sort().join(' ');
  return [...chinese]
    .filter(([key, text]) => english.has(key) && names(text) !== names(english.get(key)))
    .map(([key]) => finding(path, 1, `"${key}" has other {values} than the other language`));
}

function empty_texts(texts, path) {
  return [...texts].filter(([, text]) => text.trim() === '')
    .map(([key]) => finding(path, 1, `"${key}" is empty`));
}

function check_code(root, files, texts, catalogue) {
  const areas = new Set([...texts.keys()].map((key) => key.split('.')[0]));
  const known = new Set([...texts.keys()].flatMap((key) => [key, key.replace(kForm, '')]));
  const exact = new Set();
  const patterns = [];
  const findings = [];
  for (const path of files) {
    for (const { line, literal } of literals_of(read_text(root, path))) {
      const pattern = pattern_of(literal);
      if (pattern) patterns.push(pattern);
      if (!/^[a-z][a-z0-9_-]*(\.[a-z0-9_]+)*$/.test(literal)) continue;
      exact.add(literal);
      const looks_like_key = literal.includes('.') && areas.has(literal.split('.')[0]) &&
                             !/\.(mjs|css|html|svg|json|csv)$/.test(literal);
      if (looks_like_key && !known.has(literal)) {
        findings.push(finding(path, line, `asks for "${literal}", which no language has`));
      }
    }
  }
  for (const key of texts.keys()) {
    const asked = exact.has(key) || exact.has(key.replace(kForm, ''));
    if (!asked && !patterns.some((pattern) => pattern.test(key))) {
      findings.push(finding(catalogue.chinese, 1, `"${key}" is asked for nowhere`));
    }
  }
  return findings;
}

// The three kinds of quotes are looked for apart: a template holds literals of its own.
function literals_of(text) {
  const found = [];
  text.split('\n').forEach((content, index) => {
    for (const quoted of [/"([^"]*)"/g, /'([^']*)'/g, /`([^`]*)`/g]) {
      for (const match of content.matchAll(quoted)) found.push({ line: index + 1, literal: match[1] });
    }
  });
  return found;
}

/** A key put together while running: `area.${name}`, `${page}.title`, or "area." + something. */
function pattern_of(literal) {
  if (/^[a-z][a-z0-9_.]*\.$/.test(literal)) return new RegExp(`^${escaped(literal)}`);
  if (!/^([a-z][a-z0-9_.]*\.[a-z0-9_.]*\$\{|\$\{[\w.]+\}\.[a-z])[^/ <]*$/.test(literal)) return undefined;
  const parts = literal.split(/\$\{[^}]*\}/).map(escaped);
  return new RegExp(`^${parts.join('[a-z0-9_-]+')}$`);
}

function escaped(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
