// Keeps the client itself on the device, so that it opens without a connection. Data is not its business.

const kept = 'smartfin-client';

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

/** Files with a hash in their name never change. */
async function keptFirst(request) {
  const cache = await caches.open(kept);
  const found = await cache.match(request);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

/** The page itself is asked for each time, and the last one stands in while nothing answers. */
async function freshFirst(request) {
  const cache = await caches.open(kept);
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put('/', answer.clone());
    return answer;
  } catch (reason) {
    const found = await cache.match('/');
    if (found) return found;
    throw reason;
  }
}

const isOurs = (url) => url.origin === self.location.origin && url.pathname.startsWith('/assets/');
const isPage = (request, url) =>
  request.mode === 'navigate' && url.origin === self.location.origin && !/^\/(api|docs)(\/|$)|\./.test(url.pathname);

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET') return;
  if (isOurs(url)) event.respondWith(keptFirst(event.request));
  else if (isPage(event.request, url)) event.respondWith(freshFirst(event.request));
});
