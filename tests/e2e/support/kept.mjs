// What this app keeps on a device, read beside it by a page of its origin: the copy, each part held against its hash, and the
// reader's flags.
export const COPY = "pledgebook/copy";
export const MINE = "pledgebook/mine";

// {current, pending}: the manifests; lacks: how many parts of the current one are missing or damaged; flags: their texts by id.
export const kept = (page) =>
  page.evaluate(
    async ([copy, mine]) => {
      const asked = (request) => new Promise((resolve, reject) => ((request.onsuccess = () => resolve(request.result)), (request.onerror = () => reject(request.error))));
      // Opening what is not there would make it.
      const there = (await indexedDB.databases()).map(({ name }) => name);
      const open = async (name) => (there.includes(name) ? asked(indexedDB.open(name)) : undefined);
      const read = (bytes) => bytes && JSON.parse(new TextDecoder().decode(bytes));
      const state = { lacks: 0, flags: {} };
      const database = await open(copy);
      if (database?.objectStoreNames.contains("parts")) {
        const stores = database.transaction(["meta", "parts"]);
        const [meta, parts] = ["meta", "parts"].map((name) => stores.objectStore(name));
        const [current, pending, keys, values] = await Promise.all([meta.get("current"), meta.get("pending"), parts.getAllKeys(), parts.getAll()].map(asked));
        Object.assign(state, { current: read(current), pending: read(pending) });
        const hex = (hash) => [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
        for (const { sha256 } of state.current?.parts ?? []) {
          const bytes = values[keys.indexOf(sha256)];
          if (!bytes || hex(await crypto.subtle.digest("SHA-256", bytes)) !== sha256) state.lacks += 1;
        }
      }
      database?.close();
      const own = await open(mine);
      if (own?.objectStoreNames.contains("flags")) {
        const flags = own.transaction("flags").objectStore("flags");
        const [ids, texts] = await Promise.all([flags.getAllKeys(), flags.getAll()].map(asked));
        ids.forEach((id, n) => (state.flags[id] = texts[n]));
      }
      own?.close();
      return state;
    },
    [COPY, MINE],
  );
