// The bench; tools/bench.sh builds what it needs and runs it.
//   node bench/run.mjs [--sizes 3000,all] [--engines ours,minisearch,sqlite,scan]
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { availableParallelism, cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { lettersOf } from "./page/typing.mjs";
import { Visits } from "./run/browser.mjs";
import { publish } from "./run/feed.mjs";
import { measure } from "./run/measure.mjs";
import { readRecords, writeRecords } from "./run/records.mjs";
import { report } from "./run/report.mjs";
import { serve } from "./run/server.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
const options = {
  sizes: { type: "string", default: "3000,all" },
  engines: { type: "string", default: "ours,minisearch,sqlite,scan" },
};
const { values } = parseArgs({ options });
const engines = values.engines.split(",");
const sizes = values.sizes.split(",").map((size) => (size === "all" ? Infinity : Number(size)));
if (sizes.some(Number.isNaN)) throw new Error(`--sizes ${values.sizes}: numbers, or all`);

const words = JSON.parse(await readFile(join(root, "bench/keystrokes.json"), "utf8"));
const keystrokes = words.queries.flatMap(lettersOf).length;
const data = process.env.PLEDGEBOOK_DATA ?? join(root, "../shared/data");

async function measureAll(folder) {
  const { source, records } = await readRecords(data, join(folder, "made-up"));
  const server = await serve({
    "/engine/": join(root, ".run/bench/engine"),
    "/minisearch/": join(root, "node_modules/minisearch/dist/es"),
    "/sqlite/": join(root, "node_modules/@sqlite.org/sqlite-wasm/dist"),
    "/feeds/": join(folder, "feeds"),
    "/": join(root, "bench/page"),
  });
  const results = [];
  let version;
  let load = 0;
  for (const size of sizes) {
    await writeRecords(records, size, join(folder, "records", String(size)));
    const feed = await publish(join(folder, "records", String(size)), join(folder, "feeds", String(size)));
    console.log(feed.summary);
    const ofSize = [];
    for (const engine of engines) {
      const visits = new Visits(join(folder, `profile-${size}-${engine}`), server.url);
      console.log(`   ${engine}, ${feed.pledges} pledges`);
      ofSize.push(await measure(visits, engine, `/feeds/${size}/`, words));
      version = visits.version;
      load = Math.max(load, loadavg()[0]);
    }
    results.push({ feed, results: ofSize });
  }
  server.close();
  const machine = { chromium: version, cores: availableParallelism(), model: cpus()[0].model, load };
  return { machine, source, keystrokes, sizes: results };
}

const folder = await mkdtemp(join(tmpdir(), "pledgebook-bench-"));
try {
  const all = await measureAll(folder);
  await mkdir(join(root, ".run/bench"), { recursive: true });
  await writeFile(join(root, ".run/bench/results.json"), JSON.stringify(all, null, 2));
  console.log(`\n${report(all)}`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
