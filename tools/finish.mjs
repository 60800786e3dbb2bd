// Trunk's post_build hook: makes the site out of what Trunk built. In TRUNK_STAGING_DIR stand index.html, the glue that
// wasm-bindgen made and the wasm; when this ends, there stands what a web server is to serve, and nothing else. Glue and
// wasm are Trunk's only in a debug build: for readers the app is split first (site/modules.mjs).
//
// Every file that may be kept for ever is named <name>-<16 hex of its SHA-256>.<ext>; all others must be revalidated.
// TRUNK_PROFILE=debug (make dev) leaves out what only readers need: the second module, the short seam, compression, the
// service worker, and what the desk makes the single file of.
import { readFile, rm, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bundleBoot, bundleStart, bundleWorker } from "./site/scripts.mjs";
import { writeSingle } from "./site/single.mjs";
import { bundleStyles } from "./site/styles.mjs";
import { compress } from "./site/compress.mjs";
import { copyIcons, writeWebManifest } from "./site/icons.mjs";
import { finishPage, readTrunkNote } from "./site/page.mjs";
import { readLater, readLocales, writeLanguages } from "./site/languages.mjs";
import { shrink } from "./site/seam.mjs";
import { splitApp, wholeApp } from "./site/modules.mjs";
import { Site } from "./site/files.mjs";
import { writeWorker } from "./site/worker.mjs";

const staging = process.env.TRUNK_STAGING_DIR;
if (!staging) throw new Error("tools/finish.mjs is run by Trunk: use `make build`");
const source = process.env.TRUNK_SOURCE_DIR ?? process.cwd();
const forReaders = process.env.TRUNK_PROFILE === "release";

const site = new Site(source, staging);
const page = await readFile(site.at("index.html"), "utf8");
const trunk = readTrunkNote(page);

const app = forReaders
  ? await shrink(source, await splitApp(source))
  : { glue: await readFile(site.at(trunk.js), "utf8"), wasm: await readFile(site.at(trunk.wasm)) };
await writeFile(site.at(trunk.js), app.glue);

const wasm = await site.add("app.wasm", app.wasm);
const [first, second] = await Promise.all(["index.css", "more.css"].map((name) => bundleStyles(source, name)));
const more = app.more && { ...(await site.add("more.wasm", app.more)), style: await site.add("more.css", second) };
const styles = Buffer.concat([first, second]);
const style = await site.add("app.css", more ? first : styles);
const languages = await writeLanguages(site, await readLocales(join(source, "locales")), await readLater(join(source, "locales")));
const worker = forReaders && (await site.add("worker.js", await bundleWorker(site)));
const start = await site.add("start.js", await bundleStart(site, { glue: site.at(trunk.js), wasm, more, worker }));
const files = [start, wasm, style, worker, more, more?.style].filter(Boolean).map((file) => file.name);
const boot = await site.add("boot.js", await bundleBoot(site, { start, files }));
await copyIcons(site);
await writeWebManifest(site);
await writeFile(site.at("index.html"), finishPage(page, { boot, start, style, wasm, languages }));

if (forReaders) {
  const whole = await shrink(source, await wholeApp(source));
  await writeFile(site.at(trunk.js), whole.glue);
  await writeSingle(site, page, { glue: site.at(trunk.js), wasm: whole.wasm, styles });
}

await unlink(site.at(trunk.js));
await unlink(site.at(trunk.wasm));
await rm(site.at("snippets"), { recursive: true, force: true });

if (forReaders) {
  const must = ["index.html", "app.webmanifest", wasm, style, worker, more, more.style, start, boot].map((file) => file.name ?? file);
  await writeWorker(site, [...must, ...Object.values(languages)]);
  await compress(staging);
}
