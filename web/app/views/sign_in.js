// Signing in, making an account, and the dialog that asks for the password again.

import { intention, Problem, send } from '../api.js';
import { element } from '../dom.js';
import { field, form } from '../form.js';
import { session } from '../session.js';

let typedEmail = '';

const emailField = (attributes = {}) =>
  field({
    label: 'E-mail',
    name: 'email',
    kind: 'email',
    autocomplete: 'username',
    autocapitalize: 'none',
    spellcheck: 'false',
    required: 'Enter your e-mail address.',
    check: (text) =>
      /^\S+@\S+\.\S+$/.test(text) ? '' : 'Enter an address such as name@example.org.',
    ...attributes,
  });

function passwordField({ fresh, autofocus = false }) {
  return field({
    label: 'Password',
    name: 'password',
    kind: 'password',
    required: 'Enter your password.',
    autocomplete: fresh ? 'new-password' : 'current-password',
    autofocus,
    hint: fresh ? '8 characters or more.' : null,
    check: (text) => (fresh && [...text].length < 8 ? 'Use 8 characters or more.' : ''),
  });
}

async function logIn(email, password) {
  const { body } = await send('POST', '/auth/login', { body: { email, password }, open: true });
  session.keep(body);
}

/** The two screens for guests: the address says which. */
export function signIn({ main, heading, name: screen, signedIn }) {
  const fresh = screen === 'create-account';
  const name = field({ label: 'Name (optional)', name: 'name', autocomplete: 'name' });
  const email = emailField({ value: typedEmail });
  const password = passwordField({ fresh });
  const register = intention();
  email.input.addEventListener('input', () => {
    typedEmail = email.text;
  });
  const act = async () => {
    if (fresh) {
      const body = {
        email: email.text,
        password: password.text,
        ...(name.text && { name: name.text }),
      };
      await register(JSON.stringify(body), async (key) => {
        session.keep((await send('POST', '/auth/register', { body, key, open: true })).body);
      });
    } else await logIn(email.text, password.text);
    signedIn();
  };
  const other = fresh
    ? element('p', {}, 'Have an account? ', element('a', { href: '#/sign-in' }, 'Sign in'))
    : element(
        'p',
        {},
        'New here? ',
        element('a', { href: '#/create-account' }, 'Create an account'),
      );
  const fields = fresh ? [name, email, password] : [email, password];
  main.append(
    element(
      'div',
      { class: 'door' },
      element(
        'p',
        { class: 'lead' },
        'Your accounts, your spending, and a score that shows its working.',
      ),
      element(
        'div',
        { class: 'panel' },
        heading,
        form({ fields, submit: fresh ? 'Create account' : 'Sign in', act }),
        other,
      ),
      element(
        'p',
        { class: 'soft' },
        'Nothing on this page is loaded from anywhere but this server.',
      ),
    ),
  );
}

/**
 * Asks the same person for the password again. Resolves when signed in, rejects when they choose
 * to leave.
 */
export function signInDialog(knownEmail) {
  const email = emailField({ value: knownEmail, readonly: true });
  const password = passwordField({ fresh: false, autofocus: true });
  return new Promise((resolve, reject) => {
    let left = false;
    const leave = element(
      'button',
      {
        type: 'button',
        class: 'quiet',
        onclick: () => {
          left = true;
          dialog.close();
        },
      },
      'Sign out instead',
    );
    const act = async () => {
      await logIn(email.text, password.text);
      left = true;
      resolve();
      dialog.close();
    };
    const dialog = element(
      'dialog',
      { class: 'dialog', 'aria-labelledby': 'again-title' },
      element('h2', { id: 'again-title' }, 'Please sign in again'),
      element('p', {}, 'Your session has ended. What you typed is still there.'),
      form({ fields: [email, password], submit: 'Sign in', act }),
      leave,
    );
    dialog.addEventListener('cancel', (event) => event.preventDefault());
    dialog.addEventListener('close', () => {
      if (!left) return dialog.showModal(); // Escape must not cost what was typed
      dialog.remove();
      reject(new Problem(401, { title: 'Signed out' }));
    });
    document.body.append(dialog);
    dialog.showModal();
    password.input.focus();
  });
}
