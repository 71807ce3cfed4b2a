import { send } from './client';
import { emptyOutbox } from './outbox';
import { Problem } from './problem';
import { queryClient } from './query_client';
import { forgetAnswers } from './saved_answers';
import { keepSession } from './session';
import type { Tokens } from './types';

export interface Credentials {
  email: string;
  password: string;
  /** Whether the session outlives this tab. */
  lasts: boolean;
}

async function open(path: string, { email, password, lasts }: Credentials, key?: string) {
  const { body } = await send<Tokens>('POST', path, { body: { email, password }, isOpen: true, key });
  keepSession(body, lasts);
}

export const signIn = (given: Credentials) => open('/api/v1/auth/login', given);
export async function signInToDemo() {
  keepSession((await send<Tokens>('POST', '/api/v1/auth/demo', { isOpen: true })).body, false);
}
export const signUp = (given: Credentials, key: string) => open('/api/v1/auth/register', given, key);

/** Forgets everything of this user on this device. */
export async function leave() {
  keepSession(null);
  emptyOutbox();
  queryClient.clear();
  await forgetAnswers();
}

/** `everywhere` ends the sessions on other devices too. */
export async function signOut(everywhere = false) {
  try {
    await send('POST', `/api/v1/auth/${everywhere ? 'logout-all' : 'logout'}`);
  } catch (reason) {
    if (!(reason instanceof Problem)) throw reason;
  }
  await leave();
}
