// Who is signed in. Tabs share one session; its refresh token is single-use, so one tab at a time renews it.

import { Observed } from './observed';
import type { Tokens } from './types';

const key = 'smartfin.session';

function stored(): Tokens | null {
  try {
    const text = localStorage.getItem(key) ?? sessionStorage.getItem(key);
    return text ? (JSON.parse(text) as Tokens) : null;
  } catch {
    return null;
  }
}

export const session = new Observed<Tokens | null>(stored());

const store = (storage: Storage, tokens: Tokens | null) =>
  tokens ? storage.setItem(key, JSON.stringify(tokens)) : storage.removeItem(key);

/** Whether the session outlives this tab; a renewal keeps what was chosen at sign-in. */
const lasts = () => {
  try {
    return sessionStorage.getItem(key) === null;
  } catch {
    return false;
  }
};

export function keepSession(tokens: Tokens | null, lasting = lasts()) {
  try {
    store(localStorage, lasting ? tokens : null);
    store(sessionStorage, lasting ? null : tokens);
  } catch {
    // Without storage the session lasts until the page is left.
  }
  session.set(tokens);
}

/** Takes over what another tab has renewed meanwhile. */
export function readSession() {
  const found = stored();
  if (found && found.access_token !== session.get()?.access_token) session.set(found);
  return session.get();
}

if (typeof addEventListener === 'function')
  addEventListener('storage', (event) => {
    if (event.key === key) session.set(stored());
  });
