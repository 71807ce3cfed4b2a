// Talks to the server. A 401 is answered by one refresh, then by asking for the password again;
// the request that met it waits and is sent once more, so that nothing typed is lost.

import { session } from './session.js';

const root = '/api/v1';
const patienceMs = 20_000;

/** A refusal (application/problem+json) or, with status 0, no answer at all. */
export class Problem extends Error {
  constructor(status, body = {}, retryAfterS = null) {
    super(body.title ?? `HTTP ${status}`);
    this.status = status;
    this.type = body.type ?? '';
    this.detail = body.detail ?? '';
    this.traceId = body.trace_id ?? '';
    this.errors = body.errors ?? [];
    this.retryAfterS = retryAfterS;
  }

  /** Whether the same request may succeed a little later. */
  get passes() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  /** One plain sentence. */
  get sentence() {
    const text = this.detail ? `${this.message}: ${this.detail}` : this.message;
    return /[.!?]$/.test(text) ? text : `${text}.`;
  }
}

let askToSignIn = async () => {
  throw new Problem(401, { title: 'Sign in first' });
};
/** `ask` resolves once somebody has signed in again and rejects when they give up. */
export function onSessionEnd(ask) {
  askToSignIn = ask;
}

/** Both the view's end and a deadline stop a request; only the deadline is a Problem. */
async function exchange(path, init, signal, patience) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), patience);
  const leave = () => stop.abort();
  signal?.addEventListener('abort', leave);
  try {
    if (signal?.aborted) stop.abort();
    const answer = await fetch(root + path, { ...init, signal: stop.signal, cache: 'no-store' });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  } catch (error) {
    if (signal?.aborted) throw error;
    const title = stop.signal.aborted
      ? 'SmartFin did not answer in time'
      : 'SmartFin can’t be reached at the moment';
    throw new Problem(0, { title });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', leave);
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function finished({ status, headers, text }) {
  const body = parsed(text);
  if (status < 400) return { status, body, etag: headers.get('ETag') };
  const title =
    status >= 500 ? 'Something went wrong on the server’s side' : `The server refused (${status})`;
  const seconds = Number.parseInt(headers.get('Retry-After') ?? '', 10);
  throw new Problem(status, body ?? { title }, Number.isNaN(seconds) ? null : seconds);
}

let renewing = null;

async function tradeOrAsk() {
  if (session.refreshToken) {
    try {
      const { body } = await send('POST', '/auth/refresh', {
        body: { refresh_token: session.refreshToken },
        open: true,
      });
      session.keep(body);
      return;
    } catch (problem) {
      if (!(problem instanceof Problem) || problem.passes) throw problem;
    }
  }
  await askToSignIn();
}

function renew() {
  renewing ??= tradeOrAsk().finally(() => {
    renewing = null;
  });
  return renewing;
}

/**
 * Sends one request to a path below /api/v1 and returns {status, body, etag}; throws a Problem.
 * body: becomes JSON · raw and type: a body as it is · key: Idempotency-Key · version: If-Match ·
 * open: needs no session · once: a 401 is final · signal: stops it.
 */
export async function send(
  method,
  path,
  { body, raw, type, key, version, open, once, signal, patience = patienceMs } = {},
) {
  const attempt = () => {
    const headers = { Accept: 'application/json, application/problem+json' };
    if (!open && session.accessToken) headers.Authorization = `Bearer ${session.accessToken}`;
    if (key) headers['Idempotency-Key'] = key;
    if (version) headers['If-Match'] = version;
    if (raw) headers['Content-Type'] = type;
    else if (body)
      headers['Content-Type'] =
        method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    return exchange(
      path,
      { method, headers, body: raw ?? (body && JSON.stringify(body)) },
      signal,
      patience,
    );
  };
  const used = session.accessToken;
  const answer = await attempt();
  if (answer.status !== 401 || open || once) return finished(answer);
  if (session.accessToken === used) await renew();
  return finished(await attempt());
}

export const read = async (path, signal) => (await send('GET', path, { signal })).body;

/** "?a=1&b=2" of the members that have a value. */
export function query(members) {
  const given = Object.entries(members).filter(
    ([, value]) => value !== null && value !== undefined && value !== '',
  );
  return given.length ? `?${new URLSearchParams(given)}` : '';
}

/** Every item of a collection, page by page; for small ones, such as accounts. */
export async function readAll(path, signal) {
  const items = [];
  let cursor = null;
  do {
    const page = await read(path + query({ limit: 200, cursor }), signal);
    items.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor);
  return items;
}

/** 128 random bits; unlike randomUUID() also there when the page came over plain HTTP. */
function randomKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

/**
 * One Idempotency-Key per thing a person means to do: `run(what, act)` calls act(key), and a try
 * of the same `what` after a failure that left the outcome open gets the same key again.
 */
export function intention() {
  let open = null;
  return async (what, act) => {
    if (open?.what !== what) open = { what, key: randomKey() };
    try {
      const result = await act(open.key);
      open = null;
      return result;
    } catch (problem) {
      if (problem instanceof Problem && !problem.passes) open = null;
      throw problem;
    }
  };
}
