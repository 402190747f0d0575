// Builds the bureau's pages: esbuild bundles modules and styles under names with a hash, every page
// is written from page.html, all is compressed, and one C++ source takes the bytes in by .incbin.
//
//   node bundle.mjs --packages FOLDER --output FOLDER
//
// FOLDER/node_modules holds esbuild, uPlot and zxing-wasm. Beside web_files.cpp comes web_files.d, which tells
// the build what was read.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';

const { values: options } = parseArgs({
  options: { packages: { type: 'string' }, output: { type: 'string' } },
});
const source = dirname(fileURLToPath(import.meta.url));
const output = resolve(options.output);
const esbuild = createRequire(join(resolve(options.packages), 'package.json'))('esbuild');

const kPages = {
  '/': 'overview',
  '/table': 'table',
  '/kiosks': 'kiosks',
  '/passes': 'passes',
  '/pass': 'pass',
  '/relay': 'relay',
  '/sign-in': 'sign-in',
  '/first-administrator': 'first-administrator',
  '/missing': 'missing',  // sent for every address where there is nothing
};
const kOfflinePages = ['/pass', '/relay'];  // each with a service worker, `/NAME-worker.js`
const kWasmPages = ['/relay'];
const kPublicPath = '/assets';
const kForever = 'public, max-age=31536000, immutable';
const kAskFirst = 'no-cache';
const kContentTypes = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  svg: 'image/svg+xml',
  wasm: 'application/wasm',
};
// What all pages weigh together, and what the reader of codes adds for who opens /relay.
const kWeightLimitBytes = 200 * 1024;
const kWasmWeightLimitBytes = 440 * 1024;

const filesRead = new Set([
  join(source, 'page.html'),
  join(source, 'icon.svg'),
]);

async function bundle(entryPoints, more) {
  const result = await esbuild.build({
    absWorkingDir: source,
    entryPoints,
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    charset: 'utf8',
    format: 'esm',
    target: ['chrome90', 'firefox98', 'safari15.4'],
    nodePaths: [join(resolve(options.packages), 'node_modules')],
    outdir: output,
    logLevel: 'warning',
    ...more,
  });
  const isFile = (name) => !name.startsWith('<');  // esbuild names its own insertions so
  for (const name of Object.keys(result.metafile.inputs).filter(isFile)) {
    filesRead.add(resolve(source, name));
  }
  return result;
}

function file(path, bytes, cacheControl) {
  const compressed = gzipSync(bytes, { level: 9 });
  const hash = createHash('sha256').update(compressed).digest('hex');
  const type = kContentTypes[path.split('.').pop()] ?? kContentTypes.html;
  return { path, type, compressed, hash, cacheControl };
}

function hashed(name, bytes) {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 8).toUpperCase();
  const [stem, extension] = name.split('.');
  return file(`${kPublicPath}/${stem}-${hash}.${extension}`, bytes, kForever);
}

// Names of a page's own script and of everything that script imports.
function scriptsOf(metafile, entry) {
  const found = new Set();
  const visit = (name) => {
    if (found.has(name)) return;
    found.add(name);
    for (const next of metafile.outputs[name].imports) visit(next.path);
  };
  visit(Object.keys(metafile.outputs).find((name) => metafile.outputs[name].entryPoint === entry));
  return [...found].map((name) => `${kPublicPath}/${basename(name)}`);
}

async function buildFiles() {
  const files = [];
  const reader = join(resolve(options.packages), 'node_modules/zxing-wasm/dist/reader/zxing_reader.wasm');
  filesRead.add(reader);
  const wasm = hashed('code-reader.wasm', readFileSync(reader));
  files.push(wasm);
  const scripts = await bundle(
    Object.values(kPages).map((name) => `modules/pages/${name}.mjs`),
    {
      splitting: true, entryNames: '[name]-[hash]', chunkNames: 'shared-[hash]',
      define: { CODE_READER_WASM: JSON.stringify(wasm.path) },
    },
  );
  for (const each of scripts.outputFiles) {
    files.push(file(`${kPublicPath}/${basename(each.path)}`, each.contents, kForever));
  }
  const styles = await bundle(['style/all.css'], { entryNames: '[name]-[hash]' });
  const style = `${kPublicPath}/${basename(styles.outputFiles[0].path)}`;
  files.push(file(style, styles.outputFiles[0].contents, kForever));
  const icon = hashed('icon.svg', readFileSync(join(source, 'icon.svg')));
  files.push(icon);

  const early = (await bundle(['modules/early.mjs'], { format: 'iife' })).outputFiles[0].contents;
  const first = hashed('early.js', early);
  files.push(first);

  const page = readFileSync(join(source, 'page.html'), 'utf8');
  for (const [path, name] of Object.entries(kPages)) {
    const [script, ...preloads] = scriptsOf(scripts.metafile, `modules/pages/${name}.mjs`);
    const html = page
      .replaceAll('{{style}}', style)
      .replaceAll('{{icon}}', icon.path)
      .replaceAll('{{early}}', first.path)
      .replaceAll('{{script}}', script)
      .replaceAll('{{preloads}}', preloads
        .map((each) => `<link rel="modulepreload" href="${each}">`).join('\n    '));
    const runsWasm = kWasmPages.includes(path);
    files.push({ ...file(path, Buffer.from(html), kAskFirst), runsWasm });
    if (!kOfflinePages.includes(path)) continue;
    // The worker keeps exactly what its page is made of, so that it opens offline.
    const parts = [path, style, icon.path, first.path, script, ...preloads];
    const worker = await bundle(['modules/offline-worker.mjs'], {
      format: 'iife',
      define: {
        OFFLINE_PAGE: JSON.stringify(path),
        OFFLINE_FILES: JSON.stringify(runsWasm ? [...parts, wasm.path] : parts),
      },
    });
    files.push(file(`${path}-worker.js`, worker.outputFiles[0].contents, kAskFirst));
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function cppSource(files) {
  const blobs = files.map((each, index) => `asm(R"(
.section .rodata
.balign 16
keqian_web_${index}:
.incbin "${join(output, each.hash)}.gz"
keqian_web_${index}_end:
.previous
)");
extern const char web_${index}[] asm("keqian_web_${index}");
extern const char web_${index}_end[] asm("keqian_web_${index}_end");`);
  const rows = files.map((each, index) => `      {"${each.path}", "${each.type}",
       {web_${index}, static_cast<std::size_t>(web_${index}_end - web_${index})},
       "\\"${each.hash.slice(0, 32)}\\"", "${each.cacheControl}", ${each.runsWasm === true}},`);
  return `// Generated by assets/web/bundle.mjs.
#include "assets/web/bundle.h"

#include <array>

${blobs.join('\n')}

namespace keqian {

std::span<const WebFile> web_files() {
  static const std::array<WebFile, ${files.length}> files = {{
${rows.join('\n')}
  }};
  return files;
}

}  // namespace keqian
`;
}

rmSync(output, { recursive: true, force: true });
mkdirSync(output, { recursive: true });
const files = await buildFiles();
const isWasm = (each) => each.path.endsWith('.wasm');
for (const [what, weighed, limit] of [
  ['pages weigh', files.filter((each) => !isWasm(each)), kWeightLimitBytes],
  ['reader of codes weighs', files.filter(isWasm), kWasmWeightLimitBytes],
]) {
  const weight = weighed.reduce((sum, each) => sum + each.compressed.length, 0);
  if (weight <= limit) continue;
  console.error(`The ${what} ${weight} bytes compressed, more than ${limit}.`);
  process.exit(1);
}
for (const each of files) writeFileSync(join(output, `${each.hash}.gz`), each.compressed);
writeFileSync(join(output, 'web_files.cpp'), cppSource(files));
const escaped = [...filesRead].sort().map((each) => each.replaceAll(' ', '\\ '));
writeFileSync(
  join(output, 'web_files.d'),
  `${join(output, 'web_files.cpp')}: \\\n  ${escaped.join(' \\\n  ')}\n`,
);
