// Words whose filled-in parts stay on one line each: a date must not end a line with its year.
import { element } from './dom.mjs';
import { text } from './language.mjs';

const kBegin = '\u0001';
const kEnd = '\u0002';

// As `text`, but as children for `element`; the values are texts.
export function phrase(key, values) {
  const marked = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, kBegin + value + kEnd]));
  return text(key, marked).split(kBegin).flatMap((part, index) => {
    if (index === 0) return [part];
    const [whole, after] = part.split(kEnd);
    return [element('span', { class: 'whole' }, whole), after];
  }).filter((part) => part !== '');
}
