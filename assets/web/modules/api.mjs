// The bureau's JSON interface. Failures are thrown as ApiError, which words itself.
import { hasText, text } from './language.mjs';
import { noteServerTime } from './times.mjs';

export class ApiError extends Error {
  // status 0: the bureau could not be reached. `field` and `rule`, where a field of a form was
  // refused, say which and why.
  constructor(status, code, { message = '', field = '', rule = '' } = {}) {
    super(message || code);
    this.status = status;
    this.code = code;
    this.field = field;
    this.rule = rule;
  }

  get words() {
    const refused = `refused.${this.field}_${this.rule}`;
    if (this.field && hasText(refused)) return text(refused);
    if (hasText(`error.${this.code}`)) return text(`error.${this.code}`);
    if (hasText(`error.status_${this.status}`)) return text(`error.status_${this.status}`);
    return text('error.other', { code: this.code });
  }
}

export function wordsOf(error) {
  return error instanceof ApiError ? error.words : text('error.page', { message: error.message });
}

let csrfToken = '';

async function request(path, options) {
  let answer;
  try {
    answer = await fetch(path, { credentials: 'same-origin', cache: 'no-store', ...options });
  } catch {
    throw new ApiError(0, 'unreachable');
  }
  const body = await answer.json().catch(() => null);
  if (answer.ok && body !== null) return body;
  throw new ApiError(answer.status, body?.code ?? `status_${answer.status}`, body ?? {});
}

export function get(path, query = {}) {
  const given = Object.entries(query).filter(([, value]) => value);
  return request(given.length ? `${path}?${new URLSearchParams(given)}` : path, {});
}

export function post(path, body) {
  return request(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': csrfToken },
    body: JSON.stringify(body),
  });
}

export function postFile(path, file) {
  return request(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/octet-stream', 'X-CSRF-Token': csrfToken },
    body: file,
  });
}

export async function session() {
  const found = await get('/api/session');
  csrfToken = found.csrf;
  noteServerTime(found.server_utc_ms);
  return found;
}
