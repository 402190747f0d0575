// TLS: a bureau with a certificate of its own making is trusted by the pin in the enrolment text,
// and by nothing else.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  assert_table_agrees, kiosk_at, kVenue, make_bureau, make_workspace, output_of, run, serve,
} from './programs.mjs';

async function make_certificate(workspace, name) {
  const key = workspace.path(`${name}.key`);
  const certificate = workspace.path(`${name}.pem`);
  await output_of('openssl', [
    'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2',
    '-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1',
    '-keyout', key, '-out', certificate,
  ]);
  return { certificate, key };
}

/** The SHA-256 of the server's public key, as the enrolment text carries it. */
async function pin_of(workspace, { certificate }) {
  const script = 'openssl x509 -in "$1" -pubkey -noout | openssl pkey -pubin -outform DER | ' +
                 'openssl dgst -sha256 -binary | base64 | tr "+/" "-_" | tr -d "="';
  return (await output_of('sh', ['-c', script, 'sh', certificate])).trim();
}

async function enrolment_text(bureau, url, pin) {
  const lines = (await bureau.command('kiosk', 'enrolment-code', '--venue', kVenue, '--url', url))
    .trim().split('\n');
  const text = new URLSearchParams(lines[1].slice(lines[1].indexOf('?') + 1));
  text.delete('certificate');
  if (pin) text.set('certificate', pin);
  return `keqian://enrol?${text}`;
}

test('a pinned certificate of one\'s own making is trusted, another one is not', async (context) => {
  const workspace = make_workspace(context);
  const bureau = await make_bureau(workspace);
  const own = await make_certificate(workspace, 'own');
  const other = await make_certificate(workspace, 'other');
  const { url } = await serve(workspace, bureau, {
    extra: ['--tls-certificate', own.certificate, '--tls-key', own.key],
  });
  assert.match(url, /^https:/);

  const enrol = async (name, pin) => run('keqian-kiosk', [
    'enrol', '--data', workspace.path(name), '--enrolment', await enrolment_text(bureau, url, pin)]);

  for (const [name, pin] of [['unpinned', undefined], ['mispinned', await pin_of(workspace, other)]]) {
    const refused = await enrol(name, pin);
    assert.equal(refused.status, 1, `${name}: ${refused.stdout}`);
    assert.match(refused.stderr, /certificate/, `${name} says why`);
    assert.equal(refused.stderr.trim().split('\n').length, 1, 'one line');
  }

  const trusted = await enrol('kiosk', await pin_of(workspace, own));
  assert.equal(trusted.status, 0, trusted.stderr);
  const kiosk = kiosk_at(workspace.path('kiosk'));
  await kiosk.scan(await bureau.passes('youth', 3, 4));
  await kiosk.upload();
  assert_table_agrees(await bureau.table(), await kiosk.counts());
});

test('plain HTTP is spoken to this very machine only', async (context) => {
  const workspace = make_workspace(context);
  const refused = await run('keqian-kiosk', ['enrol', '--data', workspace.path('kiosk'),
                                             '--bureau', 'http://bureau.example.org', '--code', '7K3M-Q9TD-2XHB']);
  assert.notEqual(refused.status, 0);
  assert.match(refused.stderr, /https/);
});
