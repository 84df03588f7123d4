// The pack: pages, files, styles and scripts that a judge keeps to work without a network. It is one cache of the
// browser, bound to the person it was made for; the worker (offline-worker.js) answers from it when nobody else does.
export const PREFIX = "judging-pack:";
export const META = "/judging/offline/kept";
export const HOME = "/judging/";
export const PAGE = "/judging/offline";
export const ABSENT = "/judging/offline/absent";
export const CONTENTS = "/judging/offline/contents";
export const WORKER = "/judging/worker.js";
export const OWNER = "Pack-Owner";

// Without HTTPS, and in some private windows, browsers keep no pages.
export const isPossible = () => "caches" in window && "serviceWorker" in navigator;

const names = async () => (await caches.keys()).filter((name) => name.startsWith(PREFIX));

// The whole pack that is here; a half-made one has no list of what is in it and is none.
export async function current() {
  if (!("caches" in window)) return null;
  for (const name of (await names()).sort().reverse()) {
    const cache = await caches.open(name);
    const meta = await (await cache.match(META))?.json();
    if (meta) return { name, cache, meta };
  }
  return null;
}

export async function write(cache, meta) {
  await cache.put(META, new Response(JSON.stringify(meta), { headers: { "Content-Type": "application/json" } }));
}

// Throws every pack away, and the worker with it. `but`: the one that has just been made.
export async function empty(but = "") {
  if (!("caches" in window)) return;
  for (const name of await names()) if (name !== but) await caches.delete(name);
  if (but) return;
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith("known:")) localStorage.removeItem(key);
  } catch { /* nothing is kept where the browser keeps nothing */ }
  await (await navigator.serviceWorker?.getRegistration(HOME))?.unregister();
}

// One page or file, fresh and this person's own. Anything else (signed out, somebody else signed in) is an error.
export async function take(address, person) {
  const answer = await fetch(address, { cache: "no-store", redirect: "error" });
  const owner = answer.headers.get(OWNER);
  if (!answer.ok || (address.startsWith(HOME) && owner !== String(person))) throw new Error(`${address}: ${answer.status}`);
  return answer;
}

// What may be kept now; null when nobody answered; { gone: true } when this browser's person may keep nothing.
export async function contents() {
  try {
    const answer = await fetch(CONTENTS, { cache: "no-store", redirect: "manual", headers: { Accept: "application/json" } });
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 404) return { gone: true };
    return answer.ok ? await answer.json() : null;
  } catch { return null; }
}

// Brings a pack in line with what may be read now: what is closed goes, what changed is fetched again.
export async function settle(pack, now) {
  if (now.gone || now.person !== pack.meta.person || !now.entries.length) return empty();
  const { cache, meta } = pack;
  const open = new Map(now.entries.map((each) => [each.reference, each]));
  const kept = [];
  let changed = false;
  for (const entry of meta.entries) {
    const fresh = open.get(entry.reference);
    if (fresh && fresh.mark === entry.mark) { kept.push(entry); continue; }
    changed = true;
    if (!fresh) { for (const address of entry.addresses) await cache.delete(address); continue; }
    await cache.put(entry.addresses[0], await take(entry.addresses[0], meta.person));
    kept.push({ ...entry, mark: fresh.mark });
  }
  if (!kept.length) return empty();
  if (!changed) return undefined;
  for (const address of [HOME, PAGE]) await cache.put(address, await take(address, meta.person));
  return write(cache, { ...meta, entries: kept, refreshed: Date.now() });
}
