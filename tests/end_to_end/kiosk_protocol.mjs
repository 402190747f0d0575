// server-sync/wire/openapi.json against the running bureau, the examples and PROTOCOL.md: every
// route, method, status, content type, header and required member. What the document says and the
// server does not do fails here, and so does what the server says and the document does not.
import assert from 'node:assert/strict';
import { createHash, verify } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  exchange, kJson, make_keys, public_key, raw_key, signed_headers,
} from './kiosk_requests.mjs';
import { kVenue, make_bureau, make_workspace, output_of, serve } from './programs.mjs';
import { faults_of, resolved, undocumented_in, with_one_missing } from './schema.mjs';

const kWire = join(process.env.KEQIAN_SOURCES, 'server-sync/wire');
const read_wire = (...names) => readFileSync(join(kWire, ...names), 'utf8');
const kDocument = JSON.parse(read_wire('openapi.json'));
const kProtocol = read_wire('PROTOCOL.md');
const kMethods = ['get', 'post', 'put', 'patch', 'delete'];
// Answers of a bureau whose disk or program has failed: tests/unit/bureau_handlers makes those.
const kOfAFailingBureau = ['500', '503'];
const kWrongCodesFree = 20;
const kUploadBytesMax = 1024 * 1024;
const kEnrolmentBytesMax = 4 * 1024;

const part = (reference) => resolved(kDocument, reference);
const schema_of = (message) => part(message).content?.[kJson].schema;

/** Every operation: {path, method, operation, parameters}. */
function operations() {
  return Object.entries(kDocument.paths).flatMap(([path, { parameters: of_path = [], ...methods }]) =>
    Object.entries(methods).map(([method, operation]) => ({
      path, method, operation, parameters: [...of_path, ...operation.parameters].map(part),
    })));
}

/** Every message with a body: [where, message]. */
function messages() {
  return operations().flatMap(({ method, path, operation: { requestBody, responses } }) => [
    ...(requestBody ? [[`${method} ${path}`, requestBody]] : []),
    ...Object.entries(responses).map(([status, answer]) => [`${method} ${path} ${status}`, part(answer)]),
  ]).filter(([, message]) => message.content);
}

// ---- The document and the files beside it --------------------------------------------------------

test('the examples of the document fit it, and do not without any one required member', () => {
  const shown = new Set();
  for (const [where, message] of messages()) {
    for (const [name, { externalValue }] of Object.entries(message.content[kJson].examples ?? {})) {
      const value = JSON.parse(read_wire(externalValue));
      const schema = schema_of(message);
      shown.add(externalValue);
      assert.deepEqual(faults_of(kDocument, schema, value), [], `${where}: ${name}`);
      assert.deepEqual(undocumented_in(kDocument, schema, value), [], `${where}: ${name}`);
      for (const { place, is_required, copy } of with_one_missing(kDocument, schema, value)) {
        const fits = faults_of(kDocument, schema, copy).length === 0;
        assert.equal(fits, !is_required, `${name} without ${place}`);
      }
    }
  }
  const kNotMessages = ['passes.json', 'signatures.json'];
  const files = readdirSync(join(kWire, 'examples')).filter((name) => name.endsWith('.json'));
  assert.deepEqual([...shown].sort(),
                   files.filter((name) => !kNotMessages.includes(name)).map((name) => `examples/${name}`).sort());
});

test('values that break a rule of the document are found', () => {
  const broken = [
    ['Tally', { hour: 24 }, '.hour is above 23'], ['Tally', { hour: -1 }, '.hour is below 0'],
    ['Tally', { hour: 9.5 }, '.hour is no integer'], ['Tally', { category: 'child' }, '.category is none of'],
    ['Tally', { business_date: 'today' }, '.business_date is not'], ['SessionState', { title: '' }, '.title is shorter'],
    ['SessionState', { title: 'x'.repeat(401) }, '.title is longer'], ['Upload', { complete: 1 }, '.complete is no boolean'],
    ['Upload', { tallies: Array(501).fill({}) }, '.tallies has more than 500'], ['Upload', { device: [] }, '.device is no object'],
  ];
  for (const [name, change, fault] of broken) {
    const faults = faults_of(kDocument, kDocument.components.schemas[name], change);
    assert.ok(faults.some((each) => each.startsWith(fault)), `${fault} is not among: ${faults}`);
  }
  assert.throws(() => faults_of(kDocument, { type: 'string', format: 'date' }, ''), /format is not checked/);
});

test('PROTOCOL.md names the same routes and errors', () => {
  const routes = [...kProtocol.matchAll(/\| `(POST|PUT|GET) (\/v1\/\S+)` \|/g)].map(([, method, path]) => `${method} ${path}`);
  assert.deepEqual(routes.sort(), operations().map(({ method, path }) => `${method.toUpperCase()} ${path}`).sort());

  const written = [...kProtocol.matchAll(/^\| (\d{3}) \| `(\w+)` \|/gm)].map(([, status, code]) => `${status} ${code}`);
  const kOfNoOperation = { NotFound: '404', MethodNotAllowed: '405', UnsupportedVersion: '426' };
  const statuses = new Map(Object.entries(kOfNoOperation).map(([name, status]) => [`#/components/responses/${name}`, status]));
  for (const { operation } of operations()) {
    for (const [status, { $ref }] of Object.entries(operation.responses)) {
      if ($ref) statuses.set($ref, status);
    }
  }
  const documented = [...statuses].flatMap(([$ref, status]) =>
    schema_of({ $ref }).allOf[1].properties.code.enum.map((code) => `${status} ${code}`));
  assert.deepEqual(documented.sort(), written.sort());
});

test('the worked exchange of PROTOCOL.md is the one that the codec is tested with', () => {
  const { request, answers: [answer] } = JSON.parse(read_wire('examples/signatures.json'));
  const lines = [request.method, request.path, request.kiosk, request.time_utc_ms, request.nonce];
  const input = `keqian-request-v1\n${lines.join('\n')}\n${request.body}`;
  const wanted = [
    `${request.method} ${request.path} HTTP/1.1`, `Keqian-Kiosk: ${request.kiosk}`, `Keqian-Time: ${request.time_utc_ms}`,
    `Keqian-Nonce: ${request.nonce}`, `Keqian-Signature: ${request.signature}`, `Keqian-Signature: ${answer.signature}`,
    createHash('sha256').update(input).digest('hex'),
  ];
  for (const text of wanted) assert.ok(kProtocol.includes(text), `PROTOCOL.md lacks ${text}`);
});

// ---- The running bureau --------------------------------------------------------------------------

/** A bureau that serves, and everything that it answered to kiosks, checked against the document. */
class Conversation {
  static async begin(context) {
    const workspace = make_workspace(context);
    const bureau = await make_bureau(workspace);
    const { url } = await serve(workspace, bureau);
    return new Conversation(bureau, url);
  }

  constructor(bureau, url) {
    Object.assign(this, { bureau, url, seen: new Set() });
  }

  async code() {
    return (await this.bureau.command('kiosk', 'enrolment-code', '--venue', kVenue)).split('\n')[0];
  }

  /** Signs as the document's headers say and asks; `but` replaces headers, null leaves one out. */
  async ask(method, path, { kiosk, keys, body = '', but = {} }) {
    const signed = { ...signed_headers(method.toUpperCase(), path, { kiosk, keys, body }), ...but };
    const headers = Object.fromEntries(Object.entries(signed).filter(([, value]) => value !== null));
    const answer = await exchange(this.url, method.toUpperCase(), path, headers, body);
    return { ...answer, path, kiosk: headers['Keqian-Kiosk'], nonce: headers['Keqian-Nonce'] };
  }

  /** Asks an operation of the document; the answer must be one that the document has for it. */
  async operate(name, options) {
    const { path, method, operation } = operations().find((each) => each.operation.operationId === name);
    const answer = await this.ask(method, path.replace('{kiosk}', options.path_kiosk ?? options.kiosk), options);
    const documented = operation.responses[answer.status];
    assert.ok(documented, `${name} answers ${answer.status}, which is not in the document: ${answer.body}`);
    this.seen.add(`${name} ${answer.status}`);
    this.check(answer, documented, name);
    return answer;
  }

  check(answer, documented, where) {
    const { headers = {}, content } = part(documented);
    for (const [name, reference] of Object.entries(headers)) {
      const { required, schema } = part(reference);
      const text = answer.headers[name.toLowerCase()];
      if (name === 'Keqian-Signature' && (!answer.kiosk || !answer.nonce)) continue;  // section 3
      assert.ok(!required || text !== undefined, `${where}: the answer lacks ${name}`);
      const value = part(schema).type === 'integer' ? Number(text) : text;
      assert.deepEqual(faults_of(kDocument, schema, value, name), [], where);
    }
    if (!content) {
      assert.equal(answer.body, '', where);
      return;
    }
    assert.deepEqual([answer.headers['content-type']], Object.keys(content), where);
    const body = JSON.parse(answer.body);
    assert.deepEqual(faults_of(kDocument, content[kJson].schema, body), [], `${where}: ${answer.body}`);
    assert.deepEqual(undocumented_in(kDocument, content[kJson].schema, body), [], where);
    if (this.bureau_key && answer.headers['keqian-signature']) this.check_signature(answer, where);
  }

  check_signature({ status, path, kiosk, nonce, body, headers }, where) {
    const input = ['keqian-answer-v1', status, path, kiosk, nonce, headers.etag ?? '', body].join('\n');
    const signature = Buffer.from(headers['keqian-signature'].replace('ed25519:', ''), 'base64');
    assert.ok(verify(null, Buffer.from(input), this.bureau_key, signature), `${where}: not the bureau's signature`);
  }

  async enrol(keys = make_keys()) {
    const body = JSON.stringify({ code: await this.code(), public_key: raw_key(keys.publicKey), version: 'test' });
    const answer = await this.operate('enrol', { kiosk: '-', keys, body });
    assert.equal(answer.status, 200, answer.body);
    const { kiosk, bureau_key } = JSON.parse(answer.body);
    this.bureau_key = public_key(bureau_key);
    this.check_signature(answer, 'enrol');
    return { kiosk, keys };
  }
}

/** The example's upload as a kiosk of this bureau would send it, for the first time and again. */
function upload_of(kiosk) {
  const upload = JSON.parse(read_wire('examples/upload.json'));
  const { ledger_sequence: sequence, chain_head } = upload;
  return { ...upload, kiosk, after: { sequence, chain_head } };
}

test('every answer of the document is given, with what it says', async (context) => {
  const conversation = await Conversation.begin(context);
  const { kiosk, keys } = await conversation.enrol();
  const statuses = async (name, options) => (await conversation.operate(name, options)).status;
  const stranger = make_keys();
  const enrolment = (code, public_keys) =>
    JSON.stringify({ code, public_key: raw_key(public_keys.publicKey), version: 'test' });

  for (const [name, body] of [['upload', JSON.stringify(upload_of(kiosk))], ['configuration', '']]) {
    assert.equal(await statuses(name, { kiosk, keys, body }), 200);
    assert.equal(await statuses(name, { kiosk, keys: stranger, body }), 401);
    assert.equal(await statuses(name, { kiosk: 'k-nobody', keys, body }), 404);
    assert.equal(await statuses(name, { kiosk, keys, body, but: { 'Keqian-Time': 'noon' } }), 400);
  }
  const stale = { ...upload_of(kiosk), after: { sequence: 1, chain_head: 'a'.repeat(64) } };
  assert.equal(await statuses('upload', { kiosk, keys, body: JSON.stringify(stale) }), 200,
               'it ends where the last one ended');
  const elsewhere = { ...stale, chain_head: 'b'.repeat(64) };
  assert.equal(await statuses('upload', { kiosk, keys, body: JSON.stringify(elsewhere) }), 409);
  const { headers } = await conversation.operate('configuration', { kiosk, keys });
  assert.equal(await statuses('configuration', { kiosk, keys, but: { 'If-None-Match': headers.etag } }), 304);
  const large = 'x'.repeat(kUploadBytesMax + 1);
  assert.equal(await statuses('upload', { kiosk, keys, body: large }), 413);
  assert.equal(await statuses('configuration', { kiosk, keys, body: large }), 413);

  await output_of('sqlite3', [join(conversation.bureau.data, 'bureau.db'), `UPDATE kiosk SET revoked = 1 WHERE id = '${kiosk}'`]);
  assert.equal(await statuses('upload', { kiosk, keys, body: JSON.stringify(upload_of(kiosk)) }), 403);
  assert.equal(await statuses('configuration', { kiosk, keys }), 403);

  const anew = { kiosk: '-', keys: stranger };
  assert.equal(await statuses('enrol', { ...anew, body: '{' }), 400);
  assert.equal(await statuses('enrol', { ...anew, body: enrolment(await conversation.code(), keys) }), 401);
  assert.equal(await statuses('enrol', { ...anew, body: 'x'.repeat(kEnrolmentBytesMax + 1) }), 413);
  const tried = [];
  while (tried.length <= kWrongCodesFree + 1 && tried.at(-1) !== 429) {
    tried.push(await statuses('enrol', { ...anew, body: enrolment('0000-0000-0000', stranger) }));
  }
  assert.deepEqual([...new Set(tried)], [403, 429]);

  // Nothing slows down single kiosks yet; the document reserves the answer.
  const kReserved = ['upload 429', 'configuration 429'];
  const documented = operations().flatMap(({ operation: { operationId, responses } }) =>
    Object.keys(responses).filter((status) => !kOfAFailingBureau.includes(status)).map((status) => `${operationId} ${status}`));
  assert.deepEqual([...conversation.seen].sort(), documented.filter((each) => !kReserved.includes(each)).sort());
});

test('what the document requires of a request the bureau requires, and nothing else', async (context) => {
  const conversation = await Conversation.begin(context);
  const { kiosk, keys } = await conversation.enrol();
  const bodies = {
    enrol: { code: await conversation.code(), public_key: raw_key(keys.publicKey), version: 'test' },
    upload: upload_of(kiosk),
  };
  for (const { operation: { operationId, requestBody }, parameters } of operations()) {
    const sender = { path_kiosk: kiosk, kiosk: operationId === 'enrol' ? '-' : kiosk, keys };
    const body = bodies[operationId] ? JSON.stringify(bodies[operationId]) : '';
    const headers = parameters.filter(({ required, in: place }) => required && place === 'header');
    assert.equal(headers.length, 4);
    for (const { name } of headers) {
      const { status } = await conversation.operate(operationId, { ...sender, body, but: { [name]: null } });
      assert.equal(status, 400, `${operationId} without ${name}`);
    }
    if (!requestBody) continue;
    for (const { place, is_required, copy } of with_one_missing(kDocument, schema_of(requestBody), bodies[operationId])) {
      const answer = await conversation.operate(operationId, { ...sender, body: JSON.stringify(copy) });
      assert.equal(answer.status, is_required ? 400 : 200, `${operationId} without ${place}`);
      if (is_required) assert.ok(answer.body.includes(place.split('.').at(-1)), `${place} is not named: ${answer.body}`);
    }
    assert.equal((await conversation.operate(operationId, { ...sender, body })).status, 200, 'nothing missing');
  }
});

test('other methods and paths are answered as the document says', async (context) => {
  const conversation = await Conversation.begin(context);
  const sender = await conversation.enrol();
  const responses = kDocument.components.responses;
  for (const [path, methods] of Object.entries(kDocument.paths)) {
    for (const method of kMethods.filter((each) => !methods[each])) {
      const answer = await conversation.ask(method, path.replace('{kiosk}', sender.kiosk), sender);
      assert.equal(answer.status, 405, `${method} ${path}`);
      conversation.check(answer, responses.MethodNotAllowed, `${method} ${path}`);
      const allowed = kMethods.filter((each) => methods[each]).flatMap((each) => (each === 'get' ? ['GET', 'HEAD'] : [each.toUpperCase()]));
      assert.equal(answer.headers.allow, allowed.join(', '), path);
    }
  }
  for (const [path, status, documented] of [['/v1/nothing', 404, responses.NotFound], ['/v2/enrolments', 426, responses.UnsupportedVersion]]) {
    const answer = await conversation.ask('get', path, sender);
    assert.equal(answer.status, status, path);
    conversation.check(answer, documented, path);
  }
});
