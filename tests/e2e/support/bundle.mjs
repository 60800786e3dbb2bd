// Bundles: the desk's own, and where something is to be wrong with one, made by the real tar, as anybody could.
import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

// `change` is given the manifest and the parts as {path: bytes}, and may change both; `order` the names in the tar.
export async function bundle(desk, folder, name, { change, order = (names) => names } = {}) {
  const path = join(folder, `${name}.pledges.tgz`);
  if (!change && arguments.length < 4) {
    await desk.bundle(path);
    return path;
  }
  const manifest = await desk.manifest();
  const parts = {};
  for (const { path } of manifest.parts) parts[path] = await readFile(join(desk.feed, path));
  const published = await readFile(join(desk.feed, "manifest.json"));
  const before = JSON.stringify(manifest);
  await change?.(manifest, parts);
  const after = JSON.stringify(manifest);
  const from = join(folder, `${name}.files`);
  const files = { "manifest.json": after === before ? published : Buffer.from(after), ...parts };
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(from, path)), { recursive: true });
    await writeFile(join(from, path), bytes);
  }
  await run("tar", ["czf", path, "-C", from, ...order(Object.keys(files))]);
  return path;
}

// The names in a bundle in their order, and its files, as the real tar unpacks them.
export async function unbundle(path, folder) {
  const { stdout } = await run("tar", ["tzf", path]);
  const into = join(folder, "unpacked");
  await mkdir(into, { recursive: true });
  await run("tar", ["xzf", path, "-C", into]);
  const names = stdout.trim().split("\n");
  return { names, read: (name) => readFile(join(into, name)) };
}

// What the device holds of the copy: both manifests, when it was made, and which bytes stand under which hash.
export const stored = (page) =>
  page.evaluate(async () => {
    const asked = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await asked(indexedDB.open("pledgebook/copy"));
    const text = (value) => (value instanceof Uint8Array ? new TextDecoder().decode(value) : value);
    const held = {};
    for (const name of ["meta", "parts"]) {
      const store = database.transaction(name).objectStore(name);
      const [keys, values] = await Promise.all([asked(store.getAllKeys()), asked(store.getAll())]);
      held[name] = Object.fromEntries(keys.map((key, n) => [key, text(values[n])]));
    }
    database.close();
    return held;
  });
