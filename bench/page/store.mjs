// The copy as the app keeps it, in IndexedDB: parts by their hash, and beside them what an engine made of them.
// Contents are {parts, segments}, each a list of [key, value].
const STORES = ["parts", "segments"];

const done = (target, event = "success") =>
  new Promise((resolve, reject) => {
    target[`on${event}`] = () => resolve(target.result);
    target.onerror = target.onabort = () => reject(target.error);
  });

function open() {
  const request = indexedDB.open("bench", 1);
  request.onupgradeneeded = () => STORES.forEach((name) => request.result.createObjectStore(name));
  return done(request);
}

export async function keep(contents) {
  const transaction = (await open()).transaction(STORES, "readwrite");
  for (const name of STORES) {
    const store = transaction.objectStore(name);
    store.clear();
    for (const [key, value] of contents[name]) store.put(value, key);
  }
  await done(transaction, "complete");
}

async function all(transaction, name) {
  const store = transaction.objectStore(name);
  const [keys, values] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
  return keys.map((key, at) => [key, values[at]]);
}

export async function kept(withParts) {
  const transaction = (await open()).transaction(STORES);
  const [segments, parts] = await Promise.all([
    all(transaction, "segments"),
    withParts ? all(transaction, "parts") : [],
  ]);
  return { segments, parts };
}

// Parts as the store holds them, and back. The key says what the app knows from the manifest: hash, kind and order.
export const partsToKeep = (parts) => parts.map(({ kind, sha, bytes }, at) => [`${sha} ${kind} ${at}`, bytes]);

export function partsKept(kept) {
  const parts = kept.map(([key, bytes]) => {
    const [sha, kind, at] = key.split(" ");
    return { key, sha, kind, at: Number(at), bytes };
  });
  return parts.sort((a, b) => a.at - b.at);
}
