// Writes made without a connection. Each keeps its idempotency key, so that sending it twice changes nothing, and is shown
// until the server has answered.

import { get, set } from 'idb-keyval';
import { type Method, randomKey, send } from './client';
import { Observed } from './observed';
import { Problem } from './problem';

export interface Write {
  method: Method;
  path: string;
  body?: object;
  /** The version that was looked at when it was written. */
  version?: number;
  /** What a person calls it. */
  title: string;
}

export interface WaitingWrite extends Write {
  key: string;
  user: number;
  at: string;
  /** Set when the server has refused it: somebody has to decide. */
  refusal?: { status: number; sentence: string };
}

const storeKey = 'smartfin.outbox';

export const outbox = new Observed<WaitingWrite[]>([]);

function keep(writes: WaitingWrite[]) {
  outbox.set(writes);
  void set(storeKey, writes).catch(() => undefined);
}

export async function restoreOutbox(user: number) {
  const saved = (await get<WaitingWrite[]>(storeKey).catch(() => undefined)) ?? [];
  outbox.set(saved.filter((write) => write.user === user));
}

export const emptyOutbox = () => keep([]);
export const discard = (key: string) => keep(outbox.get().filter((write) => write.key !== key));

export type Delivery<Body> = { sent: true; body: Body } | { sent: false };

/** Sends a write, or keeps it when nothing answers. Throws what the server refuses. */
export async function deliver<Body>(write: Write, user: number): Promise<Delivery<Body>> {
  const key = randomKey();
  try {
    const { method, path, body, version } = write;
    return { sent: true, body: (await send<Body>(method, path, { body, version, key })).body };
  } catch (reason) {
    if (!(reason instanceof Problem) || !reason.isUnreachable) throw reason;
    keep([...outbox.get(), { ...write, key, user, at: new Date().toISOString() }]);
    return { sent: false };
  }
}

const replaced = (write: WaitingWrite) =>
  outbox.get().map((each) => (each.key === write.key ? write : each));

/** False when the connection is gone again. */
async function sendOne(write: WaitingWrite): Promise<boolean> {
  const { method, path, body, version, key } = write;
  try {
    await send(method, path, { body, version, key });
    discard(key);
  } catch (reason) {
    if (!(reason instanceof Problem)) throw reason;
    if (reason.isPassing) return false;
    keep(replaced({ ...write, refusal: { status: reason.status, sentence: reason.message } }));
  }
  return true;
}

let sending = false;

/** Sends what waits, oldest first; what was refused stays until somebody decides. True when something was sent. */
export async function sendWaiting(): Promise<boolean> {
  if (sending) return false;
  sending = true;
  let some = false;
  try {
    for (const write of outbox.get().filter(({ refusal }) => !refusal)) {
      if (!(await sendOne(write))) break;
      some = true;
    }
  } finally {
    sending = false;
  }
  return some;
}

/** Lays a new version under a refused write and sends it again. */
export async function insist(write: WaitingWrite, version: number) {
  keep(replaced({ ...write, version, key: randomKey(), refusal: undefined }));
  return sendWaiting();
}
