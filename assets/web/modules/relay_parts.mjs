// The parts in which a kiosk shows what is pending (PROTOCOL.md section 11). Pure.
const kStart = 'kqp1.';
const kPartsMax = 240;
const kTextMax = 2048;

function crc32(text) {
  let sum = 0xffffffff;
  for (const byte of new TextEncoder().encode(text)) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? 0xedb88320 ^ (sum >>> 1) : sum >>> 1;
  }
  return ((sum ^ 0xffffffff) >>> 0).toString(16).padStart(8, '0');
}

function wholeNumber(words, most) {
  const number = Number(words);
  return /^[1-9]\d{0,2}$/.test(words) && number <= most ? number : null;
}

// { parcel, index, count, piece }, with or without an address before it; null for anything else.
export function parsePart(words) {
  const text = words.startsWith(kStart) ? words : words.slice(words.indexOf('#') + 1);
  if (words.length > kTextMax || !text.startsWith(kStart)) return null;
  const [, parcel, ofIndex, ofCount, piece, check, ...more] = text.split('.');
  if (check === undefined || more.length > 0) return null;
  const count = wholeNumber(ofCount, kPartsMax);
  const index = count === null ? null : wholeNumber(ofIndex, count);
  if (index === null || !/^[\w-]{8}$/.test(parcel) || !/^[\w-]+$/.test(piece)) return null;
  if (crc32(text.slice(0, text.length - check.length - 1)) !== check) return null;
  return { parcel, index, count, piece };
}

export function emptyParcel() {
  return { parcel: '', count: 0, pieces: {} };
}

// The parcel with this part; the first part of another one begins it anew.
export function withPart(gathered, { parcel, index, count, piece }) {
  const same = gathered.parcel === parcel && gathered.count === count;
  return { parcel, count, pieces: { ...(same ? gathered.pieces : {}), [index]: piece } };
}

export function missingOf(gathered) {
  return Array.from({ length: gathered.count }, (_, place) => place + 1)
    .filter((index) => !(index in gathered.pieces));
}

export function isWhole(gathered) {
  return gathered.count > 0 && missingOf(gathered).length === 0;
}

function bytesOf(piece) {
  const base64 = piece.replaceAll('-', '+').replaceAll('_', '/');
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

// The bytes of a whole parcel; null where its parts do not make up what its mark says.
export async function wholeOf(gathered) {
  const pieces = Array.from({ length: gathered.count }, (_, place) =>
    bytesOf(gathered.pieces[place + 1]));
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  pieces.reduce((at, piece) => {
    whole.set(piece, at);
    return at + piece.length;
  }, 0);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', whole)).slice(0, 6);
  const mark = btoa(String.fromCharCode(...digest)).replaceAll('+', '-').replaceAll('/', '_');
  return mark === gathered.parcel ? whole : null;
}
