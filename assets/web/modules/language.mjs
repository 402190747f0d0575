// The pages' words in the chosen language. One catalogue a language, both with the same keys.
import english from '../../text/web.en.json';
import formEnglish from '../../text/form.en.json';
import chinese from '../../text/web.zh.json';
import { choose, chosenLanguage } from './choices.mjs';

const kCatalogues = { zh: chinese, en: english };
let current = chosenLanguage();

export function language() {
  return current;
}

export function setLanguage(next) {
  current = next;
  choose('language', next);
  document.documentElement.lang = locale();
}

export function locale() {
  return current === 'en' ? 'en' : 'zh-CN';
}

export function hasText(key) {
  return key in kCatalogues[current];
}

// The words of `key` with {names} replaced. An English text may have a form for one: "key.one" is
// used when `values.count` is 1.
export function text(key, values = {}) {
  const catalogue = kCatalogues[current];
  const one = `${key}.one`;
  const words = catalogue[values.count === 1 && one in catalogue ? one : key];
  if (words === undefined) throw new Error(`no text "${key}"`);
  return words.replace(/\{(\w+)\}/g, (whole, name) =>
    name in values ? formatted(values[name]) : whole,
  );
}

function formatted(value) {
  return typeof value === 'number' ? number(value) : value;
}

export function number(value) {
  return new Intl.NumberFormat(locale(), { maximumFractionDigits: 2 }).format(value);
}

// An English gloss of wording that an official form prints in Chinese; empty where none is wanted
// or known.
export function gloss(officialWords) {
  return current === 'en' ? (formEnglish[officialWords] ?? '') : '';
}
