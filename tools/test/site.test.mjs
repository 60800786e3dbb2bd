import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { compress } from "../site/compress.mjs";
import { hashedName, IMMUTABLE, Site } from "../site/files.mjs";
import { finishPage, readTrunkNote } from "../site/page.mjs";
import { precacheList } from "../site/worker.mjs";

const page = await readFile(new URL("../../index.html", import.meta.url), "utf8");
const note = '<script type="application/json" id="from-trunk">{"js":"a.js","wasm":"a.wasm"}</script>';
const built = page.replace(/<link\s+data-trunk[^>]*>/, note);
const file = (name) => ({ name, integrity: "sha384-x" });
const files = { boot: file("boot.js"), start: file("start.js"), style: file("app.css"), wasm: file("app.wasm"), languages: { en: "i18n/en.json" } };

let folder;
before(async () => (folder = await mkdtemp(join(tmpdir(), "pledgebook-site-"))));
after(() => rm(folder, { recursive: true }));

async function make(name, contents) {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, contents);
}

test("the page's marks are all there, once, and give way to what they stand for", () => {
  assert.deepEqual(readTrunkNote(built), { js: "a.js", wasm: "a.wasm" });
  const finished = finishPage(built, files);
  assert.doesNotMatch(finished, /finish\.mjs|from-trunk|style\/index\.css/);
  assert.match(finished, /<script src="boot\.js" integrity="sha384-x"><\/script>/);
  assert.ok(finished.indexOf("Content-Security-Policy") < finished.indexOf("stylesheet"), "the policy stands before what it is about");
});

test("a page that lost a mark is no page", () => {
  assert.throws(() => finishPage(built.replace("style/index.css", "style/other.css"), files), /expected once, found 0/);
  assert.throws(() => readTrunkNote(page), /Trunk left no note/);
});

test("a name tells the contents, so it never changes", () => {
  assert.match(hashedName("i18n/en.json", "x"), /^i18n\/en-[0-9a-f]{16}\.json$/);
  assert.notEqual(hashedName("a.js", "x"), hashedName("a.js", "y"));
  assert.match(hashedName("a.js", "x"), IMMUTABLE);
});

test("a service worker that would not hold the whole app is not made", async () => {
  const site = new Site(folder, folder);
  for (const name of ["index.html", "app.webmanifest", "i18n/en-0123456789abcdef.json", "icons/icon.svg"]) await make(name, "x");
  await assert.rejects(precacheList(site, ["index.html", "app-0123456789abcdef.wasm"]), /missing: app-0123456789abcdef\.wasm/);
  await make("app-0123456789abcdef.wasm", Buffer.alloc(3 << 20));
  const list = await precacheList(site, ["index.html", "app-0123456789abcdef.wasm"]);
  const unchanging = list.filter(({ revision }) => revision === null).map(({ url }) => url);
  assert.deepEqual(unchanging.sort(), ["app-0123456789abcdef.wasm", "i18n/en-0123456789abcdef.json"]);
  assert.equal(list.length, 5);
  await make("app-0123456789abcdef.wasm", Buffer.alloc(17 << 20));
  await assert.rejects(precacheList(site, []), /app-0123456789abcdef\.wasm/);
});

test("what gains by it is compressed, in folders too, and comes out the same", async () => {
  await make("sub/text.json", "abc".repeat(1000));
  await make("sub/short.json", "abc");
  await make("sub/picture.png", "abc".repeat(1000));
  await compress(folder);
  const text = "abc".repeat(1000);
  assert.equal(brotliDecompressSync(await readFile(join(folder, "sub/text.json.br"))).toString(), text);
  assert.equal(gunzipSync(await readFile(join(folder, "sub/text.json.gz"))).toString(), text);
  await assert.rejects(readFile(join(folder, "sub/short.json.br")));
  await assert.rejects(readFile(join(folder, "sub/picture.png.br")));
});
