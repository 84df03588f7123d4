// Answers for the judges' pages when there is no network, from the pack its judge made (pack.js), and only then.
// With a network every page comes from the portal, so what was closed is closed.
const PREFIX = "judging-pack:";
const META = "/judging/offline/kept";
const ABSENT = "/judging/offline/absent";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function pack() {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  for (const name of names.sort().reverse()) {
    const cache = await caches.open(name);
    const meta = await (await cache.match(META))?.json();
    if (meta) return { name, cache, meta };
  }
  return null;
}

// Somebody else is signed in at this browser now: what the first one kept is not for her.
async function bind(answer) {
  const owner = answer.headers.get("Pack-Owner");
  if (!owner) return;
  const kept = await pack();
  if (!kept || String(kept.meta.person) === owner) return;
  await caches.delete(kept.name);
  await self.registration.unregister();
}

async function answer(request) {
  const isPage = request.mode === "navigate";
  try {
    const found = await fetch(request);
    if (isPage) await bind(found);
    return found;
  } catch (fault) {
    const kept = await pack();
    const { pathname } = new URL(request.url);
    // What was kept carries "Vary: Cookie"; whose it is has been looked at.
    const how = { ignoreVary: true };
    const found = await kept?.cache.match(isPage ? pathname : request, how)
      ?? (isPage ? await kept?.cache.match(ABSENT, how) : undefined);
    if (!found) throw fault;
    return found;
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && new URL(request.url).origin === self.location.origin) event.respondWith(answer(request));
});
