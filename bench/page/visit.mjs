// What the bench does in the browser; bench/run/browser.mjs calls it, each visit in a browser started for it.
//   build    parts in memory -> ready to search, and kept for later visits
//   open     kept -> the first list, as at every start
//   type     the keystrokes, in a page that was opened
import { fetchParts } from "./parts.mjs";
import { typing } from "./typing.mjs";
import { keep, kept } from "./store.mjs";

export async function load(name) {
  if (!crossOriginIsolated) throw new Error("the clock is coarse: the page is not isolated");
  const engine = await (await import(`./engines/${name}.mjs`)).load();
  // A name for it keeps it alive until the heap has been measured.
  globalThis.engine = engine;
  return engine;
}

export async function build(name, feed) {
  const engine = await load(name);
  const parts = await fetchParts(feed);
  const started = performance.now();
  engine.build(parts);
  const milliseconds = performance.now() - started;
  const kept = engine.keep(parts);
  await keep(kept);
  return { milliseconds, bytes: kept.segments.reduce((sum, [, value]) => sum + (value.byteLength ?? value.length), 0) };
}

export async function open(name) {
  const engine = await load(name);
  const started = performance.now();
  const contents = await kept(engine.needsParts);
  const read = performance.now();
  engine.open(contents);
  const opened = performance.now();
  const total = engine.key("");
  const listed = performance.now();
  return { total, read: read - started, open: opened - read, list: listed - opened, milliseconds: listed - started };
}

export async function type(name, words) {
  await open(name);
  const { engine } = globalThis;
  const loading = performance.now();
  if (engine.load) engine.load(await kept(true));
  const load = performance.now() - loading;
  const queries = await typing(engine, words.queries);
  const misspelt = engine.isNear ? (await typing(engine, words.misspelt)).filter(({ text }) => engine.isNear(text)) : [];
  return { queries, misspelt, load, sizes: engine.sizes?.(), wasm: engine.memory()?.buffer.byteLength ?? 0 };
}
