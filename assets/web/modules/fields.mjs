// Form fields with a label, a hint and the right wiring for screen readers.
import { element } from './dom.mjs';
import { text } from './language.mjs';

let serial = 0;

function labelled(input, label, hint, extra = null) {
  const id = `field-${++serial}`;
  input.id = id;
  if (hint) input.setAttribute('aria-describedby', `${id}-hint`);
  return element('div', { class: 'field' },
    element('label', { for: id }, label),
    element('div', { class: 'field-input' }, input, extra),
    hint ? element('p', { class: 'hint', id: `${id}-hint` }, hint) : null);
}

export function textField({ label, hint, ...attributes }) {
  const input = element('input', { type: 'text', ...attributes });
  return {
    node: labelled(input, label, hint), input,
    value: () => input.value.trim(), focus: () => input.focus(),
  };
}

export function passwordField({ label, hint, ...attributes }) {
  const input = element('input', { type: 'password', ...attributes });
  const toggle = element('button', {
    class: 'show-password', type: 'button', 'aria-pressed': 'false',
    onclick: () => {
      const shown = input.type === 'text';
      input.type = shown ? 'password' : 'text';
      toggle.setAttribute('aria-pressed', String(!shown));
      toggle.textContent = text(shown ? 'password.show' : 'password.hide');
    },
  }, text('password.show'));
  return {
    node: labelled(input, label, hint, toggle), input,
    value: () => input.value, focus: () => input.focus(),
  };
}

export function areaField({ label, hint, ...attributes }) {
  const input = element('textarea', attributes);
  return {
    node: labelled(input, label, hint), input,
    value: () => input.value.trim(), focus: () => input.focus(),
  };
}

// One of a few, as large touchable tiles. options: [{ value, label, hint?, sign? }].
export function choiceField({ name, label, options, value, onchange, className = '' }) {
  const inputs = options.map((option) => element('input', {
    type: 'radio', name, value: option.value, checked: option.value === value,
    onchange: () => onchange?.(option.value),
  }));
  const node = element('fieldset', { class: `choices ${className}` },
    element('legend', {}, label),
    element('div', { class: 'choice-row' }, options.map((option, index) =>
      element('label', { class: 'choice' },
        inputs[index],
        element('span', { class: 'choice-face' }, option.sign ?? null,
          element('span', {},
            element('strong', {}, option.label),
            option.hint ? element('small', {}, option.hint) : null))))));
  return { node, value: () => inputs.find((input) => input.checked)?.value };
}

// Runs `work` with the button locked, so that one press is one request.
export async function working(button, work) {
  button.disabled = true;
  button.setAttribute('aria-busy', 'true');
  try {
    await work();
  } finally {
    button.disabled = false;
    button.removeAttribute('aria-busy');
  }
}
