// The texts of locales/later.txt come with the second module: no file of the first one may use them, as it would show nothing.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { readLater, readLocales, SOURCE } from "../site/languages.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
// What only pages of the second module use: src/pages/more.rs, and pieces that they alone have.
const SECOND =
  /^src\/(pages\/(about|brief|compare|copy|flag|flags|not_found|parties|party|pledge|receipt|removed)(\.rs|\/)|components\/(timeline\/|tally|text|copy_line|flag_|publisher_link|record_link))/;

const files = (await readdir(join(root, "src"), { recursive: true })).filter((name) => name.endsWith(".rs")).map((name) => `src/${name}`);
const later = await readLater(join(root, "locales"));
const keys = Object.keys((await readLocales(join(root, "locales")))[SOURCE]).filter((key) => later.some((start) => key.startsWith(start)));
const names = new Set(keys.map((key) => key.replaceAll(/[.-]/g, "_")));

async function uses(file) {
  const text = await readFile(join(root, file), "utf8");
  return [...text.matchAll(/\b(?:words|w|self\.words|Words::|Words)(?:\.|::)?([a-z][a-z0-9_]+)/g)].map(([, name]) => name).filter((name) => names.has(name));
}

test("the first module uses no text of the second", async () => {
  const found = [];
  for (const file of files.filter((file) => !SECOND.test(file))) {
    for (const name of await uses(file)) found.push(`${file}: ${name}`);
  }
  assert.deepEqual(found, []);
});

test("the second module uses them, so that this test sees what it looks for", async () => {
  const used = (await Promise.all(files.filter((file) => SECOND.test(file)).map(uses))).flat();
  assert.ok(new Set(used).size > keys.length * 0.9, `${new Set(used).size} of ${keys.length}`);
});
