// Requests as a kiosk signs them (PROTOCOL.md section 3), for tests that are a kiosk themselves.
import { createPublicKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { request as http_request } from 'node:http';

export const kJson = 'application/json';

export const make_keys = () => generateKeyPairSync('ed25519');

/** A key as the wire has it. */
export const raw_key = (key) =>
  key.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');

export function public_key(base64) {
  const x = Buffer.from(base64, 'base64').toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}

/** Sends one request: {status, headers, body}. The bureau may answer before it has read all of it. */
export function exchange(url, method, path, headers, body) {
  return new Promise((resolve, reject) => {
    const outgoing = http_request(url + path, { method, headers, agent: false }, (answer) => {
      const parts = [];
      answer.on('data', (each) => parts.push(each));
      answer.on('end', () => resolve({
        status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts).toString(),
      }));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** The headers of a signed request. */
export function signed_headers(method, path, { kiosk, keys, body = '' }) {
  const [time, nonce] = [`${Date.now()}`, randomBytes(16).toString('hex')];
  const input = ['keqian-request-v1', method, path, kiosk, time, nonce, body].join('\n');
  const signature = sign(null, Buffer.from(input), keys.privateKey).toString('base64');
  return {
    'Keqian-Kiosk': kiosk, 'Keqian-Time': time, 'Keqian-Nonce': nonce,
    'Keqian-Signature': `ed25519:${signature}`,
    ...(body ? { 'Content-Type': kJson, 'Content-Length': Buffer.byteLength(body) } : {}),
  };
}
