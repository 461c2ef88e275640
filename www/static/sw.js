// Keeps the page's files so that it opens without a network. www/finish.mjs fills in the version and the list.
// A new version waits until the page asks for it: nothing changes under somebody's hands.
const VERSION = "{{version}}";
const FILES = {{files}};
// Kept when they are first asked for, and over versions from then on.
const LOCALES = {{locales}};
const CACHE = `understudy-${VERSION}`;

addEventListener("install", (event) => {
  const keep = async () => {
    const read = await Promise.all(LOCALES.map((file) => caches.match(file)));
    const all = [...FILES, ...LOCALES.filter((_, i) => read[i])].map((file) => new Request(file, { cache: "no-cache" }));
    await (await caches.open(CACHE)).addAll(all);
  };
  event.waitUntil(keep());
});

addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("understudy-") && name !== CACHE;
  const clean = async () => {
    for (const name of (await caches.keys()).filter(old)) await caches.delete(name);
    await clients.claim();
  };
  event.waitUntil(clean());
});

addEventListener("message", (event) => {
  if (event.data === "take over") skipWaiting();
});

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const scope = new URL(registration.scope);
  const url = new URL(request.url);
  if (url.origin !== scope.origin || !url.pathname.startsWith(scope.pathname)) return;
  // Only the page's own files; the companion and the provider API are never answered from here.
  const file = url.pathname.slice(scope.pathname.length) || "index.html";
  if (!FILES.includes(file) && !LOCALES.includes(file)) return;
  const kept = async () => {
    const cache = await caches.open(CACHE);
    const found = await cache.match(file);
    if (found) return found;
    const answer = await fetch(request);
    if (answer.ok && LOCALES.includes(file)) await cache.put(file, answer.clone());
    return answer;
  };
  event.respondWith(kept());
});
