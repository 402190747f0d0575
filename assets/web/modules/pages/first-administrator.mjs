// Makes the first administrator, once, by the one-time link that the bureau's program printed.
import { post, wordsOf } from '../api.mjs';
import { element } from '../dom.mjs';
import { passwordField, textField, working } from '../fields.mjs';
import { text } from '../language.mjs';
import { start } from '../shell.mjs';

function administratorForm(token) {
  const name = textField({
    name: 'name', label: text('first.name'), hint: text('first.name_hint'), required: true,
    autocomplete: 'username', autocapitalize: 'none', spellcheck: 'false', maxlength: 32,
  });
  const displayName = textField({
    name: 'display_name', label: text('first.display_name'), hint: text('first.display_name_hint'),
    required: true, autocomplete: 'off', maxlength: 64,
  });
  const password = passwordField({
    name: 'password', label: text('first.password'), hint: text('first.password_hint'),
    required: true, autocomplete: 'new-password',
  });
  const again = passwordField({
    name: 'again', label: text('first.again'), required: true, autocomplete: 'new-password',
  });
  const problem = element('p', { class: 'problem', role: 'alert', hidden: true });
  const button = element('button', { class: 'button primary wide', type: 'submit' },
    text('first.submit'));
  const fields = { name, display_name: displayName, password };
  const say = (words, field) => {
    problem.textContent = words;
    problem.hidden = false;
    field?.focus();
  };
  const form = element('form', { class: 'form', 'aria-labelledby': 'title' },
    name.node, displayName.node, password.node, again.node, problem, button);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    problem.hidden = true;
    if (password.value() !== again.value()) return say(text('first.differs'), again);
    await working(button, async () => {
      try {
        await post('/api/first-administrator', {
          token, name: name.value(), display_name: displayName.value(), password: password.value(),
        });
        location.replace('/sign-in');  // which goes on to the overview when already signed in
      } catch (error) {
        say(wordsOf(error), fields[error.field]);
      }
    });
  });
  return form;
}

function draw(main, session) {
  const token = new URLSearchParams(location.search).get('token') ?? '';
  const usable = session.needs_first_administrator && token !== '';
  main.replaceChildren(
    element('div', { class: 'gate' },
      element('section', { class: 'gate-words' },
        element('p', { class: 'gate-brand' }, text('brand_line')),
        element('h1', { id: 'title' }, text('first.heading')),
        element('p', {}, text('first.about'))),
      element('div', { class: 'gate-card card' },
        usable ? administratorForm(token) : element('div', { class: 'form' },
          element('p', { class: 'notice' },
            text(session.needs_first_administrator ? 'first.no_token' : 'first.already')),
          element('a', { class: 'button primary wide', href: '/sign-in' },
            text('sign_in.submit'))))));
  main.querySelector('input, a.button').focus();
}

start({ name: 'first-administrator', needs: 'session', home: '/sign-in', draw });
