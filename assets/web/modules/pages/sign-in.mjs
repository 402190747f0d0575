// Sign-in for staff. Afterwards back to where the person came from, on this site only.
import { post, wordsOf } from '../api.mjs';
import { element, icon } from '../dom.mjs';
import { passwordField, textField, working } from '../fields.mjs';
import { text } from '../language.mjs';
import { start } from '../shell.mjs';

function nextPage() {
  const next = new URLSearchParams(location.search).get('next') ?? '/';
  const url = new URL(next, location.origin);
  return url.origin === location.origin && url.pathname !== '/sign-in' ? next : '/';
}

function signInForm(session) {
  const name = textField({
    name: 'name', label: text('sign_in.name'), autocomplete: 'username', required: true,
    autocapitalize: 'none', spellcheck: 'false', maxlength: 64,
  });
  const password = passwordField({
    name: 'password', label: text('sign_in.password'), autocomplete: 'current-password',
    required: true,
  });
  const problem = element('p', { class: 'problem', role: 'alert', hidden: true });
  const button = element('button', { class: 'button primary wide', type: 'submit' },
    text('sign_in.submit'));
  const form = element('form', { class: 'form', 'aria-labelledby': 'title' },
    session.needs_first_administrator
      ? element('p', { class: 'notice' }, text('sign_in.no_users')) : null,
    name.node, password.node, problem, button);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    problem.hidden = true;
    await working(button, async () => {
      try {
        await post('/api/sign-in', { name: name.value(), password: password.value() });
        location.replace(nextPage());
      } catch (error) {
        // Here 401 means wrong, not ended.
        problem.textContent = error.status === 401 ? text('sign_in.wrong') : wordsOf(error);
        problem.hidden = false;
        password.focus();
      }
    });
  });
  return form;
}

function draw(main, session) {
  if (session.user !== null) return location.replace(nextPage());
  main.replaceChildren(
    element('div', { class: 'gate' },
      element('section', { class: 'gate-words' },
        element('p', { class: 'gate-brand' }, text('brand_line')),
        element('h1', { id: 'title' }, text('sign_in.heading')),
        element('p', {}, text('sign_in.about'))),
      element('div', { class: 'gate-card card' },
        signInForm(session),
        element('a', { class: 'visitor-link', href: '/pass' },
          icon('passes'), element('span', {}, text('sign_in.visitor'))))));
  main.querySelector('input').focus();
}

start({ name: 'sign-in', needs: 'session', home: '/sign-in', draw });
