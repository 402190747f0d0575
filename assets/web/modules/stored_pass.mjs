// The pass a visitor was given, kept on the phone until it is over or another one takes its place.
// It is a number without a person.
import { choice, choose } from './choices.mjs';
import { businessToday } from './times.mjs';

const kName = 'pass';

export function storedPass() {
  try {
    const pass = JSON.parse(choice(kName));
    if (pass !== null && typeof pass.pass === 'string' && pass.valid_until >= businessToday()) {
      return pass;
    }
  } catch {
    // Not ours or cut short: as if there were none.
  }
  choose(kName, null);
  return null;
}

export function storePass(pass) {
  choose(kName, JSON.stringify(pass));
}
