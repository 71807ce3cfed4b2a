// The last answers stay on the device, so that there is something to read without a connection. They belong to one user
// and go when that user signs out.

import { dehydrate, hydrate, type QueryClient } from '@tanstack/react-query';
import { del, get, set } from 'idb-keyval';

const key = 'smartfin.answers';
const saveAfterMs = 1_500;
const oldestMs = 30 * 86_400_000;

interface Saved {
  user: number;
  at: number;
  state: ReturnType<typeof dehydrate>;
}

export async function restoreAnswers(client: QueryClient, user: number) {
  const saved = await get<Saved>(key).catch(() => undefined);
  if (saved?.user !== user || Date.now() - saved.at >= oldestMs) return;
  hydrate(client, saved.state);
  // However young they are: what was written after they were saved is not in them.
  await client.invalidateQueries({ refetchType: 'none' });
}

export const forgetAnswers = () => del(key).catch(() => undefined);

/** Saves a while after something changed; returns what ends it. */
export function saveAnswers(client: QueryClient, user: number) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const save = () => {
    timer = undefined;
    const state = dehydrate(client, { shouldDehydrateQuery: ({ state: { data } }) => data !== undefined });
    void set(key, { user, at: Date.now(), state } satisfies Saved).catch(() => undefined);
  };
  const leave = client.getQueryCache().subscribe(({ type }) => {
    if (type === 'updated') timer ??= setTimeout(save, saveAfterMs);
  });
  return () => {
    clearTimeout(timer);
    leave();
  };
}
