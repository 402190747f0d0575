// The real kiosk uploads to the real bureau through a network that misbehaves. Whatever happens on
// the way, the kiosk says one line and exits with 1, nothing is lost, nothing is counted twice, and
// the next upload over a good network brings ledger and table together.
// KEQIAN_CUT_STEP: connections are cut at every byte so far apart (37; 1 in the long tests).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  a_byte_a_second, answer, cut_answer_at, cut_request_at, double, half_open, hang_up,
  instead_of_the_answer, keep, misbehaving_proxy, pass_on, send_kept,
} from './misbehaving_proxy.mjs';
import {
  assert_table_agrees, make_bureau, make_kiosk, make_workspace, note_survived, output_of, run,
  serve,
} from './programs.mjs';

const kCutStep = Number(process.env.KEQIAN_CUT_STEP ?? 37);

async function make_stage(context) {
  const workspace = make_workspace(context);
  const bureau = await make_bureau(workspace);
  const server = await serve(workspace, bureau);
  const proxy = await misbehaving_proxy(workspace, server.port);
  const kiosk = await make_kiosk(workspace, bureau, proxy.url);
  await kiosk.upload();
  return { workspace, bureau, server, proxy, kiosk };
}

async function count_and_upload({ kiosk }) {
  await kiosk.scan(['+3 public', '+1 youth', '+2 volunteer']);
  return run('keqian-kiosk', ['upload', '--data', kiosk.data, '--once']);
}

function assert_stated_failure(outcome, why) {
  assert.equal(outcome.status, 1, `${outcome.stdout}${outcome.stderr}`);
  assert.equal(outcome.stderr.trim().split('\n').length, 1, `one line: ${outcome.stderr}`);
  if (why) assert.match(outcome.stderr, why);
}

async function assert_agreement({ bureau, kiosk, proxy }) {
  proxy.behave = pass_on;
  await kiosk.upload();
  await kiosk.check();
  assert_table_agrees(await bureau.table(), await kiosk.counts());
}

/** The last word of a test: both sides agree on everything that was counted. */
async function assert_survived(stage, fault, runs = 1) {
  await assert_agreement(stage);
  note_survived(fault, 'a kiosk uploads', { runs, counted: (await stage.kiosk.counts()).check_ins });
}

const kPortal = '<html><body>Please sign in to the network</body></html>';

const kNetworks = [
  ['that hangs up', hang_up, /connection|cut/i],
  ['that takes the request and says nothing', half_open, /time|answer/i],
  ['that passes a byte a second', a_byte_a_second, /time|answer/i],
  ['that answers 500', answer('500 Internal Server Error', [], 'oops'), /bureau|trouble|later/i],
  ['that answers 502', answer('502 Bad Gateway', [], '<html>nginx</html>'), /bureau|trouble|later/i],
  ['that answers 429', answer('429 Too Many Requests', ['Retry-After: 30'], ''), /busy|later/i],
  ['that is a captive portal', answer('200 OK', ['Content-Type: text/html'], kPortal), /sign/i],
  ['that sends to a portal', answer('302 Found', ['Location: http://10.0.0.1/login'], ''), /sign/i],
  ['that answers no HTTP', (client) => client.once('data', () => client.end('SSH-2.0-x\r\n'))],
];
// Together, because some take the kiosk's whole patience.
test('a network', { concurrency: true }, async (context) => {
  const answered = kNetworks.map(([name, behave, why]) => context.test(name, async (each) => {
    const stage = await make_stage(each);
    stage.proxy.behave = behave;
    assert_stated_failure(await count_and_upload(stage), why);
    await assert_survived(stage, `a network ${name}`);
  }));
  await Promise.all([...answered, context.test('that cuts connections at any byte', cut_at_any_byte)]);
});

test('a network that doubles every request', async (context) => {
  const stage = await make_stage(context);
  stage.proxy.behave = double;
  await count_and_upload(stage);
  await assert_survived(stage, 'a network that doubles every request');
});

test('a network that delivers an old request after a newer one', async (context) => {
  const stage = await make_stage(context);
  const kept = [];
  stage.proxy.behave = keep(kept);
  assert_stated_failure(await count_and_upload(stage));
  await assert_agreement(stage);
  assert.equal((await count_and_upload(stage)).status, 0);
  assert.match(await send_kept(kept, stage.proxy), /^HTTP\/1\.1 \d/);
  assert_table_agrees(await stage.bureau.table(), await stage.kiosk.counts());
  await assert_survived(stage, 'a network that delivers an old request after a newer one');
});

test('a bureau that is killed between commit and answer', async (context) => {
  const stage = await make_stage(context);
  stage.proxy.behave = instead_of_the_answer(() => stage.server.kill('SIGKILL'));
  assert_stated_failure(await count_and_upload(stage));
  const { port } = stage.server;
  await serve(stage.workspace, stage.bureau, { port });
  assert_table_agrees(await stage.bureau.table(), await stage.kiosk.counts());
  await assert_survived(stage, 'the bureau is killed between commit and answer');
});

test('another bureau in its place', async (context) => {
  const stage = await make_stage(context);
  const other = await make_bureau(stage.workspace, 'other');
  const { port } = await serve(stage.workspace, other);
  stage.proxy.bureau_port = port;
  assert_stated_failure(await count_and_upload(stage), /sign/i);
  assert.equal((await other.json('kiosk', 'list', '--json')).length, 0);
  stage.proxy.bureau_port = stage.server.port;
  await assert_survived(stage, 'another bureau answers in its place');
});

test('a name that nobody knows', async (context) => {
  const stage = await make_stage(context);
  const ledger = `${stage.kiosk.data}/ledger.db`;
  const move = (url) => output_of('sqlite3', [ledger, `UPDATE identity SET bureau_url = '${url}'`]);
  await move('https://bureau.invalid');
  assert_stated_failure(await count_and_upload(stage), /bureau\.invalid|name|network/i);
  await move(stage.proxy.url);
  await assert_survived(stage, 'a name that nobody knows');
});

async function cut_at_any_byte(context) {
  const stage = await make_stage(context);
  // How long a request and its answer are.
  const bytes = { request: 0, answer: 0 };
  stage.proxy.behave = (client, proxy) => {
    const bureau = proxy.reach_bureau();
    client.on('data', (part) => { bytes.request += part.length; bureau.write(part); });
    bureau.on('data', (part) => { bytes.answer += part.length; client.write(part); });
  };
  assert.equal((await count_and_upload(stage)).status, 0);
  assert.ok(bytes.request > 500 && bytes.answer > 200, JSON.stringify(bytes));
  for (const [cut, length] of [[cut_request_at, bytes.request], [cut_answer_at, bytes.answer]]) {
    let failures = 0;
    let cuts = 0;
    for (let at = 0; at < length; at += kCutStep) {
      stage.proxy.behave = cut(at);
      cuts += 1;
      const outcome = await count_and_upload(stage);
      // Near the end the cut may come behind the last byte that matters.
      if (outcome.status === 0) continue;
      assert_stated_failure(outcome);
      failures += 1;
    }
    assert.ok(failures > length / kCutStep / 2, `only ${failures} cuts were felt`);
    await assert_survived(stage, `a connection cut at every ${kCutStep === 1 ? '' : `${kCutStep}th `}byte`,
      cuts);
  }
}
