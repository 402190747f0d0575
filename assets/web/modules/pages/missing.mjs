// What stands at an address where there is nothing.
import { element, icon } from '../dom.mjs';
import { text } from '../language.mjs';
import { start } from '../shell.mjs';

function draw(main) {
  main.replaceChildren(element('div', { class: 'card empty' },
    icon('search'),
    element('h1', {}, text('missing.heading')),
    element('p', {}, text('missing.about')),
    element('a', { class: 'button primary', href: '/' }, text('missing.desk')),
    element('a', { class: 'button', href: '/pass' }, text('missing.visitor'))));
}

start({ name: 'missing', needs: 'nothing', draw });
