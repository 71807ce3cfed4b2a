// Requests. A 401 is answered by one renewal for all that met it, then by asking for the password; the request waits
// meanwhile and is sent once more, so nothing typed is lost.

import { heard, heardNothing } from './connection';
import { spent } from './effort';
import { Problem } from './problem';
import { keepSession, readSession, session } from './session';
import type { ReadPath, Reply, Tokens } from './types';

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';
export type Query = Record<string, string | number | boolean | null | undefined>;

export interface Options {
  query?: Query;
  body?: unknown;
  /** Idempotency-Key. */
  key?: string;
  /** If-Match. */
  version?: number;
  /** Needs no session. */
  isOpen?: boolean;
  signal?: AbortSignal;
}

export interface Answer<Body> {
  status: number;
  body: Body;
  headers: Headers;
}

const patienceMs = 20_000;

export function addressOf(path: string, query: Query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
  if (given.length === 0) return path;
  return `${path}?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`;
}

/** 128 random bits; unlike randomUUID() also there when the page came over plain HTTP. */
export const randomKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

function headersOf(method: Method, { body, key, version, isOpen }: Options) {
  const headers = new Headers({ Accept: 'application/json, application/problem+json' });
  const token = isOpen ? undefined : session.get()?.access_token;
  if (token) headers.set('Authorization', `Bearer ${token}`);
  if (key) headers.set('Idempotency-Key', key);
  if (version !== undefined) headers.set('If-Match', `"${version}"`);
  if (body !== undefined)
    headers.set('Content-Type', method === 'PATCH' ? 'application/merge-patch+json' : 'application/json');
  return headers;
}

function deadline(signal: AbortSignal | undefined, ms: number) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), ms);
  const leave = () => stop.abort();
  signal?.addEventListener('abort', leave);
  if (signal?.aborted) leave();
  const end = () => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', leave);
  };
  return { signal: stop.signal, end };
}

/** One exchange; only no answer at all is a Problem. */
export async function exchange(method: Method, path: string, options: Options): Promise<Response> {
  const { query, body, signal } = options;
  const limit = deadline(signal, patienceMs);
  try {
    const answer = await fetch(addressOf(path, query), {
      method,
      headers: headersOf(method, options),
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: limit.signal,
      cache: 'no-store',
    });
    heard();
    return answer;
  } catch (reason) {
    if (signal?.aborted) throw reason;
    heardNothing();
    throw new Problem(0, { title: 'unreachable' });
  } finally {
    limit.end();
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The document of an answer, or the Problem it tells. */
export function settled<Body>(status: number, headers: Headers, text: string): Answer<Body> {
  const body = parsed(text);
  if (status >= 400) throw new Problem(status, body ?? {}, Number(headers.get('Retry-After') ?? 0));
  return { status, headers, body: (body ?? text) as Body };
}

let askToSignIn: () => Promise<void> = () => Promise.reject(new Problem(401));

/** `ask` resolves once somebody has signed in again and rejects when they give up. */
export function onSessionEnd(ask: () => Promise<void>) {
  askToSignIn = ask;
}

async function tradeTokens(used: Tokens | null) {
  const now = readSession();
  if (now && now.access_token !== used?.access_token) return;
  if (!now) return askToSignIn();
  try {
    const answer = await exchange('POST', '/api/v1/auth/refresh', {
      body: { refresh_token: now.refresh_token },
      isOpen: true,
    });
    keepSession(settled<Tokens>(answer.status, answer.headers, await answer.text()).body);
  } catch (reason) {
    if (!(reason instanceof Problem) || reason.isPassing) throw reason;
    await askToSignIn();
  }
}

let renewing: Promise<void> | null = null;

/** One renewal at a time, in all tabs where the browser can tell them apart. */
export function renew() {
  const used = session.get();
  const trade = () => tradeTokens(used);
  const once = async () => {
    if (navigator.locks) await navigator.locks.request('smartfin.session', trade);
    else await trade();
  };
  renewing ??= once().finally(() => {
    renewing = null;
  });
  return renewing;
}

export async function send<Body = unknown>(method: Method, path: string, options: Options = {}): Promise<Answer<Body>> {
  const used = session.get()?.access_token;
  let answer = await exchange(method, path, options);
  if (answer.status === 401 && !options.isOpen) {
    if (session.get()?.access_token === used) await renew();
    answer = await exchange(method, path, options);
  }
  const text = await answer.text();
  const result = settled<Body>(answer.status, answer.headers, text);
  spent(answer.headers.get('Server-Timing'), result.body);
  return result;
}

interface ReadOptions extends Pick<Options, 'query' | 'isOpen' | 'signal'> {
  /** Values of the path's parameters. */
  at?: Record<string, string | number>;
}

/** GET of a path as the OpenAPI document names it. */
export async function read<P extends ReadPath>(path: P, { at = {}, ...options }: ReadOptions = {}): Promise<Reply<P>> {
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(at[name] ?? ''));
  return (await send<Reply<P>>('GET', filled, options)).body;
}

/** Every item of a small collection, page by page. */
export async function readAll<Item>(path: string, signal?: AbortSignal): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const { body } = await send<{ items: Item[]; next_cursor?: string }>('GET', path, {
      query: { limit: 200, cursor },
      signal,
    });
    items.push(...body.items);
    cursor = body.next_cursor;
  } while (cursor);
  return items;
}
