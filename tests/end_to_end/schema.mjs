// The part of JSON Schema that openapi.json uses. A keyword that is not known here is an error of
// the document, so that nothing in it is ever left unchecked.

const kTypes = {
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  integer: Number.isSafeInteger,
  boolean: (value) => typeof value === 'boolean',
};

// Each gives the faults of a value that has the schema's type.
const kRules = {
  description: () => [],
  enum: (words, value) => (words.includes(value) ? [] : [`is none of ${words.join(', ')}`]),
  pattern: (pattern, value) => (new RegExp(pattern, 'u').test(value) ? [] : [`is not ${pattern}`]),
  minimum: (least, value) => (value >= least ? [] : [`is below ${least}`]),
  maximum: (most, value) => (value <= most ? [] : [`is above ${most}`]),
  minLength: (least, value) => ([...value].length >= least ? [] : [`is shorter than ${least}`]),
  maxLength: (most, value) => ([...value].length <= most ? [] : [`is longer than ${most}`]),
  maxItems: (most, value) => (value.length <= most ? [] : [`has more than ${most} items`]),
  required: (names, value) =>
    names.filter((name) => !(name in value)).map((name) => `lacks ${name}`),
};

/** What `reference` ("#/components/…") names in the document; anything else is given back. */
export function resolved(document, part) {
  if (!part?.$ref) return part;
  const found = part.$ref.slice(2).split('/').reduce((place, name) => place?.[name], document);
  if (found === undefined) throw new Error(`${part.$ref} is not in the document`);
  return resolved(document, found);
}

/** What is wrong with `value`, each fault with its place; empty when it fits. */
export function faults_of(document, schema, value, place = '') {
  const { type, properties = {}, items, allOf = [], ...rules } = resolved(document, schema);
  const faults = allOf.flatMap((part) => faults_of(document, part, value, place));
  if (type !== undefined && !kTypes[type](value)) return [...faults, `${place} is no ${type}`];
  for (const [name, expected] of Object.entries(rules)) {
    if (!kRules[name]) throw new Error(`${place}: the keyword ${name} is not checked`);
    faults.push(...kRules[name](expected, value).map((fault) => `${place} ${fault}`));
  }
  for (const [name, part] of Object.entries(properties)) {
    if (name in value) faults.push(...faults_of(document, part, value[name], `${place}.${name}`));
  }
  if (items) {
    faults.push(...value.flatMap((item, i) => faults_of(document, items, item, `${place}[${i}]`)));
  }
  return faults;
}

/** An object's members and the required ones, those of every part of an `allOf` too. */
function members_of(document, schema) {
  const { properties = {}, required = [], items, allOf = [] } = resolved(document, schema);
  const parts = allOf.map((part) => members_of(document, part));
  return {
    items,
    required: [...required, ...parts.flatMap((part) => part.required)],
    properties: Object.assign({}, ...parts.map((part) => part.properties), properties),
  };
}

/** The members of `value` that the document does not name, each with its place. */
export function undocumented_in(document, schema, value, place = '') {
  const { properties, items } = members_of(document, schema);
  if (Array.isArray(value)) {
    return value.flatMap((item, i) => undocumented_in(document, items, item, `${place}[${i}]`));
  }
  if (!kTypes.object(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    const here = `${place}.${name}`;
    return properties[name] ? undocumented_in(document, properties[name], member, here) : [here];
  });
}

/** Copies of `value`, each without one member: [{place, is_required, copy}, …]. */
export function with_one_missing(document, schema, value, place = '') {
  const { required, properties, items } = members_of(document, schema);
  if (Array.isArray(value)) {
    return value.flatMap((item, i) => with_one_missing(document, items, item, `${place}[${i}]`)
      .map((found) => ({ ...found, copy: value.map((each, j) => (i === j ? found.copy : each)) })));
  }
  if (!kTypes.object(value)) return [];
  return Object.keys(value).flatMap((name) => {
    const { [name]: left_out, ...rest } = value;
    const here = { place: `${place}.${name}`, is_required: required.includes(name), copy: rest };
    const deeper = with_one_missing(document, properties[name], left_out, here.place)
      .map((found) => ({ ...found, copy: { ...value, [name]: found.copy } }));
    return [here, ...deeper];
  });
}
