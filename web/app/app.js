// The shell: which screen the address names, who is signed in, and signing in again when a
// session has ended.

import { onSessionEnd, Problem, send } from './api.js';
import { announce, element } from './dom.js';
import { session } from './session.js';
import { importing } from './views/import.js';
import { overview } from './views/overview.js';
import { profile } from './views/profile.js';
import { signIn, signInDialog } from './views/sign_in.js';
import { status } from './views/status.js';
import { transactions } from './views/transactions.js';

const screens = {
  overview: { title: 'Overview', show: overview },
  transactions: { title: 'Transactions', show: transactions },
  import: { title: 'Import a statement', show: importing },
  profile: { title: 'Profile', show: profile },
  status: { title: 'Services', show: status, open: true },
  'sign-in': { title: 'Sign in', show: signIn, open: true, guest: true },
  'create-account': { title: 'Create an account', show: signIn, open: true, guest: true },
};

const main = document.getElementById('main');
const navigation = document.getElementById('navigation');
const who = document.getElementById('who');
let leaving = new AbortController();
let wanted = '#/overview';

function address() {
  const [path, search = ''] = location.hash.replace(/^#\/?/, '').split('?');
  return { name: path, parameters: new URLSearchParams(search) };
}

function showWho(name) {
  navigation.hidden = !session.user;
  for (const link of navigation.children) {
    if (link.getAttribute('href') === `#/${name}`) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  who.replaceChildren(
    ...(session.user
      ? [
          element('span', { class: 'soft who-name' }, session.user.email),
          element('button', { type: 'button', class: 'quiet small', onclick: signOut }, 'Sign out'),
        ]
      : []),
  );
}

/** Shows the screen that the address names. */
function show({ first = false } = {}) {
  const { name, parameters } = address();
  if (!Object.hasOwn(screens, name))
    return location.replace(session.user ? '#/overview' : '#/sign-in');
  const screen = screens[name];
  if (screen.guest && session.user) return location.replace(wanted);
  if (!screen.open && !session.user) {
    wanted = location.hash;
    return location.replace('#/sign-in');
  }
  leaving.abort();
  leaving = new AbortController();
  document.title = `${screen.title} – SmartFin`;
  showWho(name);
  const heading = element('h1', { tabindex: '-1' }, screen.title);
  main.replaceChildren(heading);
  screen.show({
    main,
    heading,
    name,
    parameters,
    signal: leaving.signal,
    signedIn: () => location.replace(wanted),
  });
  if (first) return;
  scrollTo(0, 0);
  if (!main.contains(document.activeElement)) heading.focus();
}

async function signOut() {
  try {
    await send('POST', '/auth/logout', { once: true });
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
  }
  endSession();
  announce('Signed out.');
}

function endSession() {
  session.keep(null);
  wanted = '#/overview';
  if (location.hash === '#/sign-in') show();
  else location.hash = '#/sign-in';
}

onSessionEnd(async () => {
  if (!session.user) throw new Problem(401, { title: 'Sign in first' });
  try {
    await signInDialog(session.user.email);
  } catch (problem) {
    endSession();
    throw problem;
  }
});

document.getElementById('skip').addEventListener('click', (event) => {
  event.preventDefault();
  main.focus();
});
addEventListener('hashchange', () => show());
show({ first: true });
