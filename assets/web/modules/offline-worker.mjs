// Service worker of one page that must open without a network: a visitor's pass once shown, the
// page that carries a kiosk's codes. It keeps what its page is made of; everything else, and above
// all /api/, goes past it. OFFLINE_PAGE and OFFLINE_FILES are put in by bundle.mjs.
const kOurs = `keqian-${OFFLINE_PAGE}-`;
const kCache = kOurs + OFFLINE_FILES.join();

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches.open(kCache).then((cache) => cache.addAll(OFFLINE_FILES)).then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => {
  const isOld = (name) => name.startsWith(kOurs) && name !== kCache;
  event.waitUntil(
    caches.keys().then((names) =>
      Promise.all(names.filter(isOld).map((name) => caches.delete(name)))),
  );
});

// The newest page where there is a network, the kept one where there is none.
async function answer(request, path) {
  const kept = await (await caches.open(kCache)).match(path);
  if (path !== OFFLINE_PAGE && kept) return kept;  // its name holds its hash
  try {
    const fresh = await fetch(request);
    return fresh.ok || !kept ? fresh : kept;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (url.origin !== self.location.origin || event.request.method !== 'GET') return;
  if (OFFLINE_FILES.includes(url.pathname)) event.respondWith(answer(event.request, url.pathname));
});
