// Text that has not reached the portal, kept in this browser until it has. A draft: {id, person, entry, question,
// address, value, revision, mark, over, at}. Where the browser keeps nothing (private windows, a full disk) the page's own
// memory is all there is, and `keep` says so.
const memory = new Map();
let opening = null;

function open() {
  opening ??= new Promise((resolve) => {
    try {
      const request = indexedDB.open("portal", 1);
      request.onupgradeneeded = () => request.result.createObjectStore("drafts", { keyPath: "id" });
      request.onsuccess = () => resolve(request.result);
      request.onerror = request.onblocked = () => resolve(null);
    } catch { resolve(null); }
  });
  return opening;
}

// What `work` asked for when the browser has really written or read it; otherwise undefined.
async function act(mode, work) {
  const database = await open();
  if (!database) return undefined;
  return new Promise((resolve) => {
    try {
      const transaction = database.transaction("drafts", mode, { durability: "strict" });
      const request = work(transaction.objectStore("drafts"));
      transaction.oncomplete = () => resolve(request.result ?? true);
      transaction.onabort = transaction.onerror = () => resolve(undefined);
    } catch { resolve(undefined); }
  });
}

// Whether it will still be there when the window was closed.
export async function keep(draft) {
  const done = await act("readwrite", (store) => store.put(draft));
  if (done === undefined) memory.set(draft.id, draft);
  return done !== undefined;
}

// Only while it still is what was sent: what was typed since stays.
export async function forget(id, mark) {
  if (memory.get(id)?.mark === mark) memory.delete(id);
  await act("readwrite", (store) => {
    const request = store.get(id);
    request.onsuccess = () => { if (request.result?.mark === mark) store.delete(id); };
    return request;
  });
}

// A person's drafts, newest first. Other people's at the same browser stay where they are.
export async function kept(person) {
  const found = await act("readonly", (store) => store.getAll());
  const all = [...(Array.isArray(found) ? found : []), ...memory.values()];
  return all.filter((draft) => draft.person === person).sort((a, b) => b.at - a.at);
}
