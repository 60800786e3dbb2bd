// How long a page takes to open: from the click on a link to its being drawn, in the built site with a real desk, beside
// the list in the same run. One party is given 1,200 pledges, spread evenly over all records.
//   node bench/pages.mjs [--times 9]
import { mkdtemp, rm } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Desk } from "../tests/e2e/support/desk.mjs";
import { Reader } from "../tests/e2e/support/browser.mjs";
import { spread, readRecords, writeRecords } from "./run/records.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
const { values } = parseArgs({ options: { times: { type: "string", default: "9" } } });
const data = process.env.PLEDGEBOOK_DATA ?? join(root, "../shared/data");
const MANY = 1_200;
const PARTY = "bench-party";
const COPIED = 10 * 60_000;

// What a page shows when it is there.
const PAGES = [
  ["the list", "?all", ".entries > li"],
  [`a party with ${MANY} pledges`, `?party=${PARTY}`, ".tl tbody tr"],
  ["the same by theme", `?party=${PARTY}&group=theme`, ".tl tbody tr"],
  ["all parties by Conference", "?timeline", ".mx tbody tr"],
  ["its brief", `?brief&party=${PARTY}`, ".brief-list li"],
];

function withMany(records) {
  const chosen = new Set(spread(records.pledges, MANY));
  const pledges = records.pledges.map((line) => {
    if (!chosen.has(line)) return line;
    const pledge = JSON.parse(line);
    return JSON.stringify({ ...pledge, parties: [...(pledge.parties ?? []), { id: PARTY, role: "pledging" }] });
  });
  const party = JSON.stringify({ id: PARTY, kind: "state", names: { en: "Bench Party" } });
  return { ...records, pledges, parties: [...records.parties, party] };
}

// Runs in the page: follows a link and waits until what it leads to has been drawn.
async function opened([address, shows]) {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const link = Object.assign(document.createElement("a"), { href: address });
  document.body.append(link);
  const started = performance.now();
  link.click();
  link.remove();
  do await frame();
  while (!document.querySelector(shows));
  // The task after a frame comes when that frame has been painted.
  await new Promise((done) => setTimeout(done));
  return { milliseconds: performance.now() - started, shown: document.querySelectorAll(shows).length };
}

async function measure(page, address, shows) {
  const all = [];
  for (let n = 0; n < Number(values.times); n += 1) {
    await page.evaluate(opened, ["?about", "main h1"]);
    all.push(await page.evaluate(opened, [address, shows]));
  }
  const sorted = all.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  return { median: sorted[sorted.length >> 1], most: sorted.at(-1), shown: all[0].shown };
}

const folder = await mkdtemp(join(tmpdir(), "pledgebook-pages-"));
const desk = new Desk(folder);
try {
  const { source, records } = await readRecords(data, join(folder, "made-up"));
  await writeRecords(withMany(records), Infinity, desk.records);
  await desk.publish();
  await desk.start();
  const reader = new Reader(join(folder, "profile"), desk.url);
  await reader.open();
  await reader.visit("?about");
  await reader.page.getByRole("link", { name: /^Copy of / }).waitFor({ timeout: COPIED });
  await reader.visit("?about");
  await reader.page.getByRole("link", { name: /^Copy of / }).waitFor({ timeout: COPIED });
  console.log(`${records.pledges.length} pledges, ${source}; Chromium ${reader.context.browser()?.version() ?? ""}; load ${loadavg()[0].toFixed(1)}`);
  let list;
  for (const [name, address, shows] of PAGES) {
    const { median, most, shown } = await measure(reader.page, address, shows);
    list ??= median;
    const ratio = (median / list).toFixed(1);
    console.log(`${name}: ${median.toFixed(0)} ms, at most ${most.toFixed(0)}; ${ratio} of the list; ${shown} rows`);
  }
  await reader.close();
} finally {
  await desk.stop("SIGKILL");
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
