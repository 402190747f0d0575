// A search field over a list of venues. Returns { node, matches(venue) }; `onchange` runs as the
// words change.
import { element, icon } from './dom.mjs';
import { text } from './language.mjs';

export function venueFinder(onchange) {
  const input = element('input', {
    type: 'search', placeholder: text('venues.find'), 'aria-label': text('venues.find'),
    autocomplete: 'off', oninput: onchange,
  });
  const has = (words, part) => (words ?? '').toLowerCase().includes(part);
  return {
    node: element('label', { class: 'finder' }, icon('search'), input),
    matches(venue) {
      const part = input.value.trim().toLowerCase();
      return part === '' || has(venue.name, part) || has(venue.unit_name, part);
    },
  };
}
