// Sends a file with its progress, which fetch() does not tell.

import { addressOf, type Query, randomKey, renew, settled } from './client';
import { Problem } from './problem';
import { session } from './session';

interface Upload {
  query: Query;
  file: Blob;
  type: string;
  key?: string;
  /** Told the share sent, from 0 to 1. */
  progress: (share: number) => void;
  signal?: AbortSignal;
}

function attempt(path: string, { query, file, type, key, progress, signal }: Upload) {
  return new Promise<XMLHttpRequest>((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', addressOf(path, query));
    request.setRequestHeader('Accept', 'application/json, application/problem+json');
    request.setRequestHeader('Content-Type', type);
    request.setRequestHeader('Idempotency-Key', key ?? '');
    request.setRequestHeader('Authorization', `Bearer ${session.get()?.access_token}`);
    request.upload.onprogress = (event) => progress(event.total ? event.loaded / event.total : 0);
    request.onload = () => resolve(request);
    request.onerror = () => reject(new Problem(0, { title: 'unreachable' }));
    signal?.addEventListener('abort', () => request.abort());
    request.onabort = () => reject(new DOMException('stopped', 'AbortError'));
    request.send(file);
  });
}

export async function upload<Body>(path: string, options: Upload): Promise<Body> {
  const given = { ...options, key: options.key ?? randomKey() };
  let request = await attempt(path, given);
  if (request.status === 401) {
    await renew();
    request = await attempt(path, given);
  }
  const headers = new Headers({ 'Retry-After': request.getResponseHeader('Retry-After') ?? '0' });
  return settled<Body>(request.status, headers, request.responseText).body;
}
