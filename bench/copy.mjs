// What a copy costs, in the built site with a real desk: an update after one changed pledge, a start without a network, saving
// the copy as a file and bringing it into another browser, at the sample and at all records; and the memory that bringing
// in takes, beside that of a browser that copied the same over the line.
//   node bench/copy.mjs [--pledges 160000]     so many made-up pledges beside the sample, instead of all records
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { Copy } from "../tests/e2e/pages/copy.mjs";
import { Desk } from "../tests/e2e/support/desk.mjs";
import { desk as command } from "./run/desk.mjs";
import { Faulty } from "../tests/e2e/support/faulty.mjs";
import { Reader } from "../tests/e2e/support/browser.mjs";
import { readRecords, writeRecords } from "./run/records.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
const { values } = parseArgs({ options: { pledges: { type: "string" } } });
const data = process.env.PLEDGEBOOK_DATA ?? join(root, "../shared/data");
const TIMES = 5;
const COPIED = 15 * 60_000;
const run = promisify(execFile);

const median = (all) => all.sort((a, b) => a - b)[all.length >> 1];
const kb = (bytes) => `${(bytes / 1000).toFixed(0)} kB`;

async function timed(act) {
  const started = performance.now();
  await act();
  return performance.now() - started;
}

// The largest of the processes of pages, while one browser is open the app's: what it takes now, and the most that it took.
async function memory() {
  const { stdout } = await run("ps", ["-eo", "rss=,pid=,args="]);
  const own = stdout.split("\n").filter((line) => line.includes("--type=renderer"));
  const [now, pid] = own.map((line) => line.trim().split(/\s+/).map(Number)).sort((a, b) => b[0] - a[0])[0];
  const [, most] = (await readFile(`/proc/${pid}/status`, "utf8")).match(/^VmHWM:\s+(\d+) kB/m);
  return `the page's process ${kb(now * 1024)}, at most ${kb(most * 1024)}`;
}

const isCopied = (reader) => reader.page.getByRole("link", { name: /^(Offline, copy|Copy) of / }).waitFor({ timeout: COPIED });

async function measure(name, folder, fill) {
  const desk = new Desk(folder);
  await fill(desk);
  await desk.publish();
  await desk.start();
  const faulty = new Faulty(desk.url);
  await faulty.start();
  const reader = new Reader(join(folder, "profile"), faulty.url);
  await reader.open();
  const first = await timed(async () => {
    await reader.visit("?all");
    await isCopied(reader);
  });
  await reader.untilKept();
  const overTheLine = await memory();
  const { parts } = await desk.manifest();
  console.log(`${name}: ${parts.reduce((sum, p) => sum + (p.kind === "pledges" ? p.records : 0), 0)} pledges, ${parts.length} parts, ${kb(parts.reduce((sum, p) => sum + p.bytes, 0))}; first copy ${(first / 1000).toFixed(1)} s; ${overTheLine}`);

  // One that is published: of made-up records some are removed.
  const [{ id }] = JSON.parse(await readFile(join(desk.feed, parts.find(({ kind }) => kind === "pledges").path), "utf8"));
  await desk.edit("pledges.ndjson", (pledges) => pledges.map((record) => (record.id === id ? { ...record, title: "Changed once" } : record)));
  await desk.publish();
  faulty.forget();
  const copy = new Copy(reader.page);
  await copy.open(reader);
  const update = await timed(async () => {
    await copy.lookAgain.click();
    await copy.section("What changed since you last looked").getByText("Changed pledges: 1").waitFor({ timeout: COPIED });
  });
  const asked = faulty.requests.filter(({ path }) => path.startsWith("/feed/manifest") || path.startsWith("/feed/parts"));
  const manifest = await desk.manifest();
  const sizes = await Promise.all(asked.map(async ({ path }) => (await stat(join(desk.feed, path.slice("/feed/".length)))).size));
  console.log(`  an update after one changed pledge: ${asked.length} requests, ${kb(sizes.reduce((a, b) => a + b, 0))} (of ${kb(manifest.parts.reduce((sum, p) => sum + p.bytes, 0))}), ${update.toFixed(0)} ms`);

  let saved;
  const saving = await timed(async () => (saved = await copy.save(folder)));
  console.log(`  saved as a file: ${kb((await stat(saved)).size)} in ${saving.toFixed(0)} ms`);

  const other = new Reader(join(folder, "other"), faulty.url);
  faulty.on(/^\/feed\//, (exchange) => exchange.hangUp());
  await reader.close();
  await other.open();
  const there = new Copy(other.page);
  await there.open(other);
  const bringing = await timed(async () => {
    await there.bring(saved);
    await there.main.locator("[data-bundle]").getByText(/^The copy was brought in/).waitFor({ timeout: COPIED });
  });
  console.log(`  brought into another browser: ${bringing.toFixed(0)} ms; ${await memory()}`);
  await other.close();

  await faulty.stop();
  await reader.open();
  const starts = [];
  for (let n = 0; n < TIMES; n++) {
    starts.push(await timed(async () => {
      await reader.visit("?all");
      await reader.page.locator(".entries > li").first().waitFor({ timeout: COPIED });
    }));
    await reader.reopen();
  }
  console.log(`  a start without a network, browser anew, to the first row: ${median(starts).toFixed(0)} ms (median of ${TIMES})`);
  await reader.close();
  await desk.stop("SIGKILL");
}

const folder = await mkdtemp(join(tmpdir(), "pledgebook-copy-"));
try {
  console.log(`load ${loadavg()[0].toFixed(1)}`);
  await measure("the sample", join(folder, "sample"), () => {});
  await measure(values.pledges ? "made-up records" : "all records", join(folder, "all"), async (desk) => {
    if (values.pledges) return command("generate", "--pledges", values.pledges, "--out", desk.records);
    const { records } = await readRecords(data, join(folder, "made-up"));
    await writeRecords(records, Infinity, desk.records);
  });
} finally {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
