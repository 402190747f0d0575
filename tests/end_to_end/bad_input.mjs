// What a door really meets: other people's codes, damaged passes, full disks, malformed files.
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  campaign_file, kCampaign, kiosk_at, make_bureau, make_kiosk, make_workspace, output_of, read_rows,
  run, serve, start, within, yesterday,
} from './programs.mjs';

const kOrdinaryUser = 65534;
const kIsRoot = process.getuid() === 0;

// Made up, each in the form of its kind (wallets, banks, identity cards, chats).
const kForeignCodes = [
  '130000000000000001', '2800000000000000000001', '6200000000000000000', 'wxp://f2f0000000000example',
  'https://qr.alipay.com/fkx00000example', 'https://u.wechat.com/EXAMPLE', '14050020000101000X',
  'WIFI:T:WPA;S:example;P:example;;', '科普中国欢迎您', 'hello\tworld', ' ', '{"a": [1', 'KQ1', 'KQ9ABCDEF',
  `https://example.org/${'x'.repeat(2000)}`, '\u0007\u001b[2Jcontrol',
];

function files_under(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? files_under(path) : [path];
  });
}

test('codes that are not ours are refused, counted as nothing and kept nowhere', async (context) => {
  const workspace = make_workspace(context);
  const bureau = await make_bureau(workspace);
  const { url } = await serve(workspace, bureau);
  const kiosk = await make_kiosk(workspace, bureau, url);
  for (const answer of await kiosk.scan(kForeignCodes)) {
    assert.deepEqual([answer.outcome, answer.sequence], ['refused', null], JSON.stringify(answer));
  }
  const gbk = Buffer.from([0xbf, 0xc6, 0xc6, 0xd5, 0x0a]);  // 科普
  const { status, stdout } = await run('keqian-kiosk', ['scan', '--data', kiosk.data], { input: gbk });
  assert.equal(status, 0);
  assert.equal(JSON.parse(stdout).reason, 'not_ours');
  assert.equal((await kiosk.counts()).persons, 0);
  for (const path of files_under(kiosk.data)) {
    const content = readFileSync(path);
    for (const code of kForeignCodes.filter((each) => each.length > 10)) {
      assert.ok(!content.includes(code), `${path} holds the foreign code ${code.slice(0, 40)}`);
    }
  }
});

test('a pass changed in any one character is refused, typed in lower case it counts', async (context) => {
  const workspace = make_workspace(context);
  const bureau = await make_bureau(workspace);
  const { url } = await serve(workspace, bureau);
  const kiosk = await make_kiosk(workspace, bureau, url);
  const [pass] = await bureau.passes('public', 3);
  const tampered = [...pass].map((letter, at) =>
    pass.slice(0, at) + (letter === '7' ? '8' : '7') + pass.slice(at + 1));
  const cut = [...pass].map((_, at) => pass.slice(0, at)).filter((each) => each.length > 0);
  for (const [index, answer] of (await kiosk.scan([...tampered, ...cut, `${pass}0`])).entries()) {
    assert.equal(answer.outcome, 'refused', `${index}: ${JSON.stringify(answer)}`);
  }
  const [accepted, again] = await kiosk.scan([pass.toLowerCase(), pass]);
  assert.deepEqual([accepted.outcome, accepted.category, accepted.persons], ['accepted', 'public', 3]);
  assert.equal(again.outcome, 'already_checked_in');
  assert.equal((await kiosk.counts()).persons, 3);
});

test('a pass of another bureau\'s campaign is refused', async (context) => {
  const workspace = make_workspace(context);
  const bureau = await make_bureau(workspace);
  const elsewhere = await make_bureau(workspace, 'elsewhere');
  await elsewhere.command('campaign', 'import', campaign_file('linxian-2024'), '--starting', yesterday());
  const { url } = await serve(workspace, bureau);
  const kiosk = await make_kiosk(workspace, bureau, url);
  const [same_number] = await elsewhere.passes('public', 1);
  const [other_number] = await elsewhere.passes('public', 1, 1, 'linxian-2024');
  const answers = await kiosk.scan([same_number, other_number]);
  assert.deepEqual(answers.map((each) => each.outcome), ['refused', 'refused']);
  assert.equal(answers[1].reason, 'other_campaign');
});

test('lines that are no count are refused without ending the command', async (context) => {
  const workspace = make_workspace(context);
  const bureau = await make_bureau(workspace);
  const { url } = await serve(workspace, bureau);
  const kiosk = await make_kiosk(workspace, bureau, url);
  const malformed = ['+0 public', '+501 public', '+-1 public', '+1', '+1 nobody', '+one public', '+',
                     '+99999999999999999999 public'];
  for (const answer of await kiosk.scan(malformed)) {
    assert.deepEqual([answer.outcome, answer.reason], ['refused', 'malformed'], JSON.stringify(answer));
  }
  const [counted] = await kiosk.scan(['+500 public']);
  assert.deepEqual([counted.outcome, counted.sequence, counted.persons], ['accepted', 1, 500]);
});

test('a folder that cannot be written is a stated failure with a hint', async (context) => {
  const workspace = make_workspace(context);
  const bureau = await make_bureau(workspace);
  const { url } = await serve(workspace, bureau);
  const kiosk = await make_kiosk(workspace, bureau, url);
  const owner = kIsRoot ? { uid: kOrdinaryUser, gid: kOrdinaryUser } : {};
  chmodSync(workspace.folder, 0o755);
  if (!kIsRoot) chmodSync(kiosk.data, 0o500);
  const { status, stderr } = await run('keqian-kiosk', ['scan', '--data', kiosk.data],
                                       { ...owner, input: '+1 public\n' });
  if (!kIsRoot) chmodSync(kiosk.data, 0o700);
  assert.equal(status, 1);
  assert_one_line_with_hint(stderr);
  const beneath = workspace.path('file');
  writeFileSync(beneath, '');
  const impossible = await run('keqian-bureau', ['--data', join(beneath, 'data'), 'campaign', 'list', '--json']);
  assert.equal(impossible.status, 1);
  assert_one_line_with_hint(impossible.stderr);
});

function assert_one_line_with_hint(text) {
  assert.equal(text.trim().split('\n').length, 1, text);
  assert.match(text, /\(.+\)|\[.+\]/, `a hint in brackets: ${text}`);
}

/** A small file system where the right to mount one is there, else a limit on the size of files. */
async function small_disk(workspace) {
  const folder = workspace.path('disk');
  mkdirSync(folder);
  const mounted = kIsRoot &&
    (await run('mount', ['-t', 'tmpfs', '-o', 'size=1500k', 'tmpfs', folder])).status === 0;
  if (!mounted) return { folder, limited: true, give_space: async () => {} };
  workspace.before_removal(() => run('umount', ['-l', folder]));
  return {
    folder,
    limited: false,
    give_space: () => output_of('mount', ['-o', 'remount,size=20m', folder]),
  };
}

test('a full disk loses nothing that was accepted, and counting goes on with space', async (context) => {
  const workspace = make_workspace(context);
  const bureau = await make_bureau(workspace);
  const { url } = await serve(workspace, bureau);
  const disk = await small_disk(workspace);
  const kiosk = await make_kiosk(workspace, bureau, url, { name: 'disk/kiosk' });
  const words = disk.limited
    ? ['sh', ['-c', 'ulimit -f 6000; trap "" XFSZ; exec "$0" scan --data "$1"',
              join(process.env.KEQIAN_BINARIES, 'keqian-kiosk'), kiosk.data]]
    : ['keqian-kiosk', ['scan', '--data', kiosk.data]];
  const { status, stdout, stderr } = await run(...words, { input: '+1 public\n'.repeat(20000) });
  assert.equal(status, 1, `ended with ${status}: ${stderr}`);
  assert_one_line_with_hint(stderr);
  const answers = stdout.split('\n').filter((line) => line.endsWith('}')).map((line) => JSON.parse(line));
  const accepted = answers.filter((each) => each.outcome === 'accepted');
  assert.ok(accepted.length > 100, `${accepted.length} lines were accepted before the disk was full`);

  await disk.give_space();
  await kiosk.check();
  const [{ rows }] = await read_rows(join(kiosk.data, 'ledger.db'), 'SELECT count(*) AS rows FROM check_in');
  assert.ok(rows >= accepted.length, `${rows} rows for ${accepted.length} accepted lines`);
  const [next] = await kiosk.scan(['+1 public']);
  assert.equal(next.sequence, rows + 1, 'no gap, nothing twice');
});

test('a malformed campaign file is refused with file, key and reason', async (context) => {
  const workspace = make_workspace(context);
  const good = readFileSync(campaign_file(kCampaign), 'utf8');
  const faults = {
    'not-toml': ['= = =', /toml|line|expected/i],
    empty: ['', /id|name|campaign/],
    'bad-date': [good.replace(/^starts = .*$/m, 'starts = "sometime"'), /starts/],
    'without-id': [good.replace(/^id = .*$/m, ''), /id/],
    cut: [good.slice(0, Math.floor(good.length / 2)).replace(/[^"\n]*$/, 'name = "open'), /./],
    binary: [Buffer.from([0, 1, 2, 255, 254]), /./],
  };
  for (const [name, [content, reason]] of Object.entries(faults)) {
    const path = workspace.path(`${name}.toml`);
    writeFileSync(path, content);
    const { status, stderr } = await run('keqian-bureau',
                                         ['--data', workspace.path('bureau'), 'campaign', 'import', path]);
    assert.equal(status, 1, `${name}: ${stderr}`);
    assert.ok(stderr.includes(`${name}.toml`), `${name} names the file: ${stderr}`);
    assert.match(stderr, reason, name);
  }
  const missing = await run('keqian-bureau', ['--data', workspace.path('bureau'), 'campaign', 'import',
                                              workspace.path('nowhere.toml')]);
  assert.equal(missing.status, 1);
});

test('wrong usage is exit status 2', async (context) => {
  const workspace = make_workspace(context);
  const data = workspace.path('data');
  const wrong = [
    ['keqian-kiosk', ['scan']],
    ['keqian-kiosk', ['nonsense']],
    ['keqian-kiosk', ['--data', data, '--size', 'big']],
    ['keqian-kiosk', ['--data', data, '--camera', 'sideways']],
    ['keqian-kiosk', ['--data', data, '--scale', '0']],
    ['keqian-kiosk', ['--data', data, '--scale', '4.1']],
    ['keqian-kiosk', ['upload', '--data', data]],
    ['keqian-bureau', ['campaign', 'list']],
    ['keqian-bureau', ['--data', data, 'serve', '--listen', 'nowhere']],
    ['keqian-bureau', ['--data', data, 'pass', 'issue', '--campaign', kCampaign, '--category', 'cat', '--persons', '1']],
    ['keqian-bureau', ['--data', data, 'pass', 'issue', '--campaign', kCampaign, '--category', 'public', '--persons', '501']],
    ['keqian-bureau', ['--data', data, 'table', '--campaign', kCampaign, '--format', 'pdf']],
  ];
  for (const [program, words] of wrong) {
    const { status, stderr } = await run(program, words);
    assert.equal(status, 2, `${program} ${words.join(' ')}: ${status} ${stderr}`);
    assert.notEqual(stderr, '', 'it says what is wrong');
  }
});

test('what is asked for and not there is exit status 1', async (context) => {
  const workspace = make_workspace(context);
  const bureau = await make_bureau(workspace);
  const absent = [
    ['keqian-bureau', ['--data', bureau.data, 'table', '--campaign', 'nowhere', '--format', 'json']],
    ['keqian-bureau', ['--data', bureau.data, 'kiosk', 'enrolment-code', '--venue', 'nowhere']],
    ['keqian-bureau', ['--data', bureau.data, 'venue', 'list', '--campaign', 'nowhere', '--json']],
    ['keqian-kiosk', ['decode', workspace.path('nothing.png')]],
    ['keqian-kiosk', ['enrol', '--data', workspace.path('kiosk'), '--bureau', 'http://127.0.0.1:9', '--code', '7K3M-Q9TD-2XHB']],
  ];
  for (const [program, words] of absent) {
    const { status, stderr } = await run(program, words);
    assert.equal(status, 1, `${program} ${words.join(' ')}: ${status} ${stderr}`);
  }
});

test('garbage to every route is refused and the bureau lives', async (context) => {
  const workspace = make_workspace(context);
  const bureau = await make_bureau(workspace);
  const server = await serve(workspace, bureau);
  const routes = [
    ['POST', '/v1/enrolments'], ['PUT', '/v1/kiosks/nobody/tallies'],
    ['GET', '/v1/kiosks/nobody/configuration'], ['POST', '/api/sign-in'], ['POST', '/api/sign-out'],
    ['POST', '/api/first-administrator'], ['POST', '/api/manual-entries'],
    ['POST', '/api/enrolment-codes'], ['POST', '/api/passes'], ['GET', '/api/table?campaign=%ff%00'],
    ['GET', '/api/overview'], ['GET', '/api/events'], ['GET', '/nowhere'], ['DELETE', '/'],
  ];
  const bodies = ['', '{', '{"a":', '[]', 'null', '"\\ud800"', '{"a":1,"a":2}', '['.repeat(200000),
                  Buffer.from([0xff, 0xfe, 0]), 'x'.repeat(3 << 20)];
  for (const [method, path] of routes) {
    for (const body of method === 'POST' || method === 'PUT' ? bodies : [undefined]) {
      const status = await status_of(`${server.url}${path}`, method, body);
      assert.ok(status === 'closed' || (status >= 400 && status < 500),
                `${method} ${path} with ${String(body).slice(0, 12)}: ${status}`);
    }
  }
  assert.ok(server.is_running(), server.diagnostics());
  assert.equal(await status_of(`${server.url}/healthz`, 'GET'), 200);
});

/** A server may close on a body it will not read; it may not do so on a small one. */
async function status_of(url, method, body) {
  try {
    const answer = await fetch(url, { method, body, headers: { 'content-type': 'application/json' },
                                      signal: AbortSignal.timeout(20000) });
    await answer.arrayBuffer();
    return answer.status;
  } catch (error) {
    assert.ok(body?.length > 60000, `${method} ${url}: ${error.cause ?? error}`);
    return 'closed';
  }
}

test('an upload by somebody else is refused', async (context) => {
  const workspace = make_workspace(context);
  const bureau = await make_bureau(workspace);
  const { url } = await serve(workspace, bureau);
  const kiosk = await make_kiosk(workspace, bureau, url);
  await kiosk.scan(['+1 public']);
  const [{ id }] = await bureau.json('kiosk', 'list', '--json');
  const headers = {
    'content-type': 'application/json', 'keqian-time': '1', 'keqian-nonce': '0'.repeat(32),
    'keqian-signature': `ed25519:${Buffer.alloc(64).toString('base64')}`,
  };
  for (const [name, status] of [[id, 401], ['nobody', 404]]) {
    const answer = await fetch(`${url}/v1/kiosks/${name}/tallies`,
                               { method: 'PUT', body: '{}', headers: { ...headers, 'keqian-kiosk': name } });
    assert.equal(answer.status, status, name);
    assert.match(answer.headers.get('keqian-signature') ?? '', /^ed25519:/, 'refusals are signed too');
  }
  await kiosk.upload();
});

test('one data folder has one writer', async (context) => {
  const workspace = make_workspace(context);
  const bureau = await make_bureau(workspace);
  const { url } = await serve(workspace, bureau);
  const kiosk = await make_kiosk(workspace, bureau, url);
  const first = start(workspace, 'keqian-kiosk', ['scan', '--data', kiosk.data]);
  first.child.stdin.write('+1 public\n');
  await within(20, 'the first writer counts', () => first.lines.length === 1);
  const second = await run('keqian-kiosk', ['scan', '--data', kiosk.data], { input: '+1 public\n' });
  assert.equal(second.status, 1);
  assert_one_line_with_hint(second.stderr);
  assert.equal((await kiosk_at(kiosk.data).counts()).persons, 1, 'reading goes on beside it');
  first.child.stdin.end();
  assert.equal((await first.ended).status, 0);
});

test('private keys are readable by their owner only', async (context) => {
  const workspace = make_workspace(context);
  const bureau = await make_bureau(workspace);
  const { url } = await serve(workspace, bureau);
  const kiosk = await make_kiosk(workspace, bureau, url);
  for (const path of [join(kiosk.data, 'identity.key'), join(bureau.data, 'bureau.key')]) {
    assert.equal(statSync(path).mode & 0o077, 0, path);
  }
});
