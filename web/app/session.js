// Who is signed in. Tokens live in memory and in sessionStorage, so they end with the tab.

const storeKey = 'smartfin.session';

function stored() {
  try {
    return JSON.parse(sessionStorage.getItem(storeKey));
  } catch {
    return null;
  }
}

let current = stored();

export const session = {
  get user() {
    return current?.user ?? null;
  },
  get accessToken() {
    return current?.access_token ?? null;
  },
  get refreshToken() {
    return current?.refresh_token ?? null;
  },

  /** Takes what register, login and refresh answer; null ends the session in this tab. */
  keep(tokens) {
    current = tokens;
    try {
      if (tokens) sessionStorage.setItem(storeKey, JSON.stringify(tokens));
      else sessionStorage.removeItem(storeKey);
    } catch {
      // Without storage the session lasts until the page is left.
    }
  },
};
