// Service worker of the visitor's page alone: keeps what it is made of, so that a pass once shown
// opens without a network. Everything else, and above all /api/, goes past it. PASS_FILES is put
// in by bundle.mjs.
const kCache = `keqian-pass-${PASS_FILES.join()}`;

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches.open(kCache).then((cache) => cache.addAll(PASS_FILES)).then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches.keys().then((names) =>
      Promise.all(names.filter((name) => name !== kCache).map((name) => caches.delete(name)))),
  );
});

// The newest page where there is a network, the kept one where there is none.
async function answer(request, path) {
  const kept = await (await caches.open(kCache)).match(path);
  if (path !== '/pass' && kept) return kept;  // its name holds its hash
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
  if (PASS_FILES.includes(url.pathname)) event.respondWith(answer(event.request, url.pathname));
});
