// What a first visit loads before the list can be shown: page, scripts, style, wasm and the largest language, in brotli.
// The second module comes later and is told apart.
//   node tools/sizes.mjs dist [--limit BYTES]
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

const [folder, flag, limit] = process.argv.slice(2);
const isLater = (name) => /^more-[0-9a-f]+\.(wasm|css)$/.test(name);
const isFirstLoad = (name) => /^(index\.html|(app|boot|start)-[0-9a-f]+\.(css|js|wasm))$/.test(name);

async function size(name) {
  const packed = await stat(join(folder, `${name}.br`)).catch(() => stat(join(folder, name)));
  return { name, bytes: packed.size };
}

const names = await readdir(folder);
const app = await Promise.all(names.filter(isFirstLoad).map(size));
const later = await Promise.all(names.filter(isLater).map(size));
const texts = (await readdir(join(folder, "i18n"))).filter((name) => name.endsWith(".json") && !name.startsWith("later-"));
const languages = await Promise.all(texts.map((name) => size(join("i18n", name))));
const largest = languages.reduce((most, one) => (one.bytes > most.bytes ? one : most));

const parts = [...app, largest];
const total = parts.reduce((sum, part) => sum + part.bytes, 0);
for (const { name, bytes } of [...parts, { name: "first visit, brotli", bytes: total }, ...later]) {
  console.log(`   ${String(bytes).padStart(8)}  ${name}`);
}
if (flag === "--limit" && total > Number(limit)) {
  console.error(`${total} bytes are over the limit of ${limit}`);
  process.exit(1);
}
