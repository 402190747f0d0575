// Each check is shown a small good tree and the same tree with one fault: it must be silent on the
// first and name the fault in the second. A check that cannot fail would be worse than none.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { kSkipped } from './tools.mjs';

const kGoodTree = {
  '.clang-format': 'BasedOnStyle: Google\nColumnLimit: 100\n',
  '.clang-tidy': 'Checks: "-*,bugprone-*"\nWarningsAsErrors: "*"\n',
  'server-sync/base/CMakeLists.txt': 'keqian_library(base SOURCES clock.cpp)\n',
  'server-sync/base/clock.h': 'long now();\n',
  'server-sync/base/clock.cpp':
    '#include "server-sync/base/clock.h"\n#include <chrono>\n' +
    'long now() { return std::chrono::system_clock::now().time_since_epoch().count(); }\n',
  'server-sync/wire/CMakeLists.txt': 'keqian_library(wire\n  SOURCES pass.cpp\n  PUBLIC base)\n',
  'server-sync/wire/pass.h': '#include "server-sync/base/clock.h"\nint pass();\n',
  'server-sync/wire/pass.cpp':
    '#include "server-sync/wire/pass.h"\n#include <sodium.h>\nint pass() { return 1; }\n',
  'server-sync/uploader/CMakeLists.txt':
    'keqian_library(uploader\n  SOURCES uploader.cpp  # the loop is elsewhere\n  PRIVATE wire)\n',
  'server-sync/uploader/uploader.cpp':
    '#include "server-sync/base/clock.h"\n#include "server-sync/wire/pass.h"\n',
  'server-sync/bureau/CMakeLists.txt': 'keqian_library(bureau SOURCES bureau.cpp PRIVATE base)\n',
  'server-sync/bureau/bureau.cpp': '#include "server-sync/base/clock.h"\n#include <vector>\n',
  'server-sync/bureau/bureau.h': '',
  'kiosk/app/CMakeLists.txt': 'keqian_library(kiosk_app SOURCES update.cpp PUBLIC wire)\n',
  'kiosk/app/update.cpp':
    '// A comment may say system_clock::now().\n#include "server-sync/base/clock.h"\n' +
    'const char* name() { return words("welcome.title"); }\n',
  'kiosk/app/update.h': '',
  'assets/text/kiosk.zh.toml': 'welcome.title = "欢迎，{name}"\n',
  'assets/text/kiosk.en.toml': 'welcome.title = "Welcome, {name}"\n',
  'assets/web/package-lock.json': '{"packages": {"": {"version": "1.0.0"}}}\n',
};

let root;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'keqian-tidy-'));
  for (const [path, text] of Object.entries(kGoodTree)) write(path, text);
});

afterEach(() => rmSync(root, { recursive: true }));

function write(path, text) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

async function findings_of(name) {
  const { check } = await import(`./${name}.mjs`);
  return check(root, join(root, '.build'));
}

async function expect_finding(name, path, message) {
  const findings = await findings_of(name);
  assert.ok(findings.some((each) => each.path === path && message.test(each.message)),
            `${name} found only ${JSON.stringify(findings)}`);
}

for (const name of ['catalogues', 'layers', 'targets', 'purity', 'libraries', 'words']) {
  test(`${name} is silent on a good tree`, async () => {
    assert.deepEqual(await findings_of(name), []);
  });
}

test('layers finds an include that no link line allows', async () => {
  write('server-sync/base/clock.cpp', '#include "server-sync/wire/pass.h"\n');
  await expect_finding('layers', 'server-sync/base/clock.cpp', /belongs to wire, which base does not link/);
});

test('layers finds an include behind a private link of another', async () => {
  write('kiosk/app/CMakeLists.txt', 'keqian_library(kiosk_app SOURCES update.cpp PUBLIC uploader)\n');
  write('kiosk/app/update.cpp', '#include "server-sync/wire/pass.h"\n');
  await expect_finding('layers', 'kiosk/app/update.cpp', /which kiosk_app does not link/);
});

test('layers finds a header that reaches below its links', async () => {
  write('server-sync/bureau/bureau.h', '#include "server-sync/wire/pass.h"\n');
  await expect_finding('layers', 'server-sync/bureau/bureau.h', /which bureau does not link/);
});

test('layers finds server-sync including kiosk even where linked', async () => {
  write('server-sync/uploader/CMakeLists.txt',
        'keqian_library(uploader SOURCES uploader.cpp PRIVATE kiosk_app)\n');
  write('server-sync/uploader/uploader.cpp', '#include "kiosk/app/update.h"\n');
  await expect_finding('layers', 'server-sync/uploader/uploader.cpp', /never includes kiosk/);
});

test('layers finds uploader and bureau including each other', async () => {
  write('server-sync/uploader/uploader.cpp', '#include "server-sync/bureau/bureau.h"\n');
  await expect_finding('layers', 'server-sync/uploader/uploader.cpp', /agree through wire/);
});

test('layers finds an include that does not start at the root', async () => {
  write('kiosk/app/update.cpp', '#include "update.h"\n');
  await expect_finding('layers', 'kiosk/app/update.cpp', /repository root/);
});

test('targets finds a source in no target', async () => {
  write('server-sync/wire/forgotten.cpp', '');
  await expect_finding('targets', 'server-sync/wire/forgotten.cpp', /no target/);
});

test('targets finds a source in two targets', async () => {
  write('server-sync/base/CMakeLists.txt',
        'keqian_library(base SOURCES clock.cpp)\nkeqian_library(twin SOURCES clock.cpp)\n');
  await expect_finding('targets', 'server-sync/base/clock.cpp', /several targets: base, twin/);
});

for (const [what, text] of [
  ['a thread', '#include <thread>\n'],
  ['a database', '#include <SQLiteCpp/SQLiteCpp.h>\n'],
  ['a file', '#include <fstream>\n'],
  ['the environment', 'const char* home() { return getenv("HOME"); }\n'],
]) {
  test(`purity finds ${what} in a pure folder`, async () => {
    write('kiosk/app/update.cpp', text);
    await expect_finding('purity', 'kiosk/app/update.cpp', /pure folder/);
  });
}

test('purity finds a clock read outside its one file', async () => {
  write('server-sync/bureau/bureau.cpp', 'auto t = std::chrono::steady_clock::now();\n');
  await expect_finding('purity', 'server-sync/bureau/bureau.cpp', /reads a clock/);
});

test('libraries finds a library included by the wrong folder', async () => {
  write('server-sync/bureau/bureau.cpp', '#include <curl/curl.h>\n');
  await expect_finding('libraries', 'server-sync/bureau/bureau.cpp', /libcurl is wrapped/);
});

test('libraries finds a library nobody knows', async () => {
  write('server-sync/bureau/bureau.cpp', '#include <nlohmann/json.hpp>\n');
  await expect_finding('libraries', 'server-sync/bureau/bureau.cpp', /no library known/);
});

test('targets reads a loop of the build as its copies', async () => {
  write('tests/fuzz/fuzz_pass.cpp', '');
  write('tests/fuzz/wire.cmake', 'foreach(reader pass)\n  keqian_fuzzer(fuzz_${reader}\n' +
        '    SOURCES ${CMAKE_CURRENT_LIST_DIR}/fuzz_${reader}.cpp LINK wire)\nendforeach()\n');
  assert.deepEqual(await findings_of('targets'), []);
  write('tests/fuzz/fuzz_json.cpp', '');
  await expect_finding('targets', 'tests/fuzz/fuzz_json.cpp', /no target/);
});

test('catalogues finds a key that one language lacks', async () => {
  write('assets/text/kiosk.en.toml', 'welcome.sub = "Hello"\n');
  await expect_finding('catalogues', 'assets/text/kiosk.en.toml', /has no "welcome.title"/);
});

test('catalogues finds other placeholders', async () => {
  write('assets/text/kiosk.en.toml', 'welcome.title = "Welcome, {person}"\n');
  await expect_finding('catalogues', 'assets/text/kiosk.en.toml', /other \{values\}/);
});

test('catalogues finds an empty text', async () => {
  write('assets/text/kiosk.en.toml', 'welcome.title = ""\n');
  await expect_finding('catalogues', 'assets/text/kiosk.en.toml', /empty/);
});

test('catalogues finds a text nobody asks for', async () => {
  write('kiosk/app/update.cpp', '');
  await expect_finding('catalogues', 'assets/text/kiosk.zh.toml', /asked for nowhere/);
});

test('catalogues finds a key that no language has', async () => {
  write('kiosk/app/update.cpp', 'auto a = words("welcome.title"), b = words("welcome.gone");\n');
  await expect_finding('catalogues', 'kiosk/app/update.cpp', /asks for "welcome.gone"/);
});

test('catalogues knows keys put together while running', async () => {
  write('assets/text/web.zh.json', '{"venue.square": "广场", "role.viewer.hint": "只看"}');
  write('assets/text/web.en.json', '{"venue.square": "Square", "role.viewer.hint": "Looks only"}');
  write('assets/web/page.mjs', 'text(`venue.${kind}`); text(`role.${role}.hint`);\n');
  assert.deepEqual(await findings_of('catalogues'), []);
});

test('words finds the words of formalism', async () => {
  write('assets/web/page.html', `<h1>场馆排${'名'}</h1>\n`);
  await expect_finding('words', 'assets/web/page.html', /formalism/);
});

test('words lets an imported notice speak its own words', async () => {
  write('assets/campaigns/qinshui.toml', `text = "力戒打${'卡'}"\n`);
  assert.deepEqual(await findings_of('words'), []);
});

test('words finds an unfinished note', async () => {
  write('kiosk/app/update.cpp', `// TO${'DO'}: later\n`);
  await expect_finding('words', 'kiosk/app/update.cpp', /unfinished/);
});

test('words finds a path of one machine', async () => {
  write('README.md', `Data is in /ho${'me'}/somebody/data\n`);
  await expect_finding('words', 'README.md', /one machine/);
});

test('words finds a registry in a lock file', async () => {
  write('assets/web/package-lock.json', '{"resolved": "https://registry.example.org/a.tgz"}\n');
  await expect_finding('words', 'assets/web/package-lock.json', /registry/);
});

test('format finds a file that is not formatted', async (context) => {
  const good = await findings_of('format');
  if (good === kSkipped) return context.skip('no clang-format 14 here');
  write('kiosk/app/update.cpp', 'int   f( ){return 1 ;}\n');
  await expect_finding('format', 'kiosk/app/update.cpp', /not formatted/);
});

test('clang_tidy finds a fault once, and again as long as it is there', async (context) => {
  const file = join(root, 'server-sync/bureau/bureau.cpp');
  write('.build/compile_commands.json', JSON.stringify(
    [{ directory: root, file, command: `c++ -std=c++20 -I${root} -c ${file}` }]));
  const good = await findings_of('clang_tidy');
  if (good === kSkipped) return context.skip('no clang-tidy 14 here');
  assert.deepEqual(good, []);
  assert.deepEqual(await findings_of('clang_tidy'), [], 'the remembered verdict is the same');
  write('server-sync/bureau/bureau.cpp',
        'int one(int a) {\n  if (a > 0) {\n    return 1;\n  } else {\n    return 1;\n  }\n}\n');
  await expect_finding('clang_tidy', 'server-sync/bureau/bureau.cpp', /identical/);
  await expect_finding('clang_tidy', 'server-sync/bureau/bureau.cpp', /branch-clone/);
});
