// One engine over one feed: three times built, three times opened from what is kept, once typed in.
import { median, percentile } from "./numbers.mjs";

const TIMES = 3;

async function times(visit) {
  const all = [];
  for (let n = 0; n < TIMES; n++) all.push(await visit());
  return all;
}

const medians = (all, keys) => Object.fromEntries(keys.map((key) => [key, median(all.map((one) => one[key]))]));

function spent(keystrokes) {
  const all = keystrokes.map((k) => k.milliseconds);
  return { count: all.length, p50: percentile(all, 0.5), p95: percentile(all, 0.95), max: percentile(all, 1) };
}

export async function measure(visits, engine, feed, words) {
  const builds = await times(() => visits.visit("build", engine, feed));
  const opens = await times(() => visits.visit("open", engine));
  const typed = await visits.visit("type", engine, words);
  return {
    engine,
    build: median(builds.map((b) => b.milliseconds)),
    kept: builds[0].bytes,
    opened: medians(opens, ["milliseconds", "read", "open", "list"]),
    keys: spent(typed.queries),
    misspelt: typed.misspelt.length > 0 ? spent(typed.misspelt) : null,
    // How many pledges each whole query finds.
    found: words.queries.map((query) => typed.queries.findLast((k) => k.text === query).total),
    load: typed.load,
    sizes: typed.sizes,
    wasm: typed.wasm,
    heap: typed.heap,
  };
}
