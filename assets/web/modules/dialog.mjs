// A modal dialog over the browser's own: focus stays inside, Escape closes, focus returns.
import { element, icon } from './dom.mjs';
import { text } from './language.mjs';

let serial = 0;

// Opens at once; resolves nothing. `onclose` runs once after it has gone.
export function openDialog({ title, subtitle, content, className = '', onclose }) {
  const id = `dialog-${++serial}`;
  const dialog = element('dialog', { class: `dialog ${className}`, 'aria-labelledby': id },
    element('div', { class: 'dialog-head' },
      element('div', {},
        element('h2', { id }, title),
        subtitle ? element('p', {}, subtitle) : null),
      element('button', {
        class: 'icon-button', type: 'button', 'aria-label': text('dialog.close'),
        onclick: () => dialog.close(),
      }, icon('close'))),
    content);
  dialog.addEventListener('close', () => {
    dialog.remove();
    onclose?.();
  });
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();  // the backdrop
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
