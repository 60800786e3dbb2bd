// How long a reader waits: `make measure`, on what `make build` left. Prints the median of five runs in milliseconds, from
// the navigation to the first row of the list on the screen. The phone is a throttled Chromium (1.6 Mbit/s, 150 ms, CPU / 4).
//   node tools/measure.mjs [RECORDS]    a folder of records instead of the sample
import { mkdtemp, rm, cp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Desk } from "../tests/e2e/support/desk.mjs";
import { Reader } from "../tests/e2e/support/browser.mjs";

const RUNS = 5;
const PHONE = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 94_000 };

async function throttle(page) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Network.enable");
  await cdp.send("Network.emulateNetworkConditions", PHONE);
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: 4 });
}

// Milliseconds from the navigation to the first row.
async function firstRow(reader, slow) {
  if (slow) await throttle(reader.page);
  await reader.visit("?all");
  await reader.page.locator("main ol > li").first().waitFor();
  return reader.page.evaluate(() => performance.now());
}

async function once(desk, folder, slow) {
  const reader = new Reader(join(folder, "profile"), desk.url);
  await reader.open();
  const first = await firstRow(reader, slow);
  await reader.untilKept();
  await reader.page.getByRole("link", { name: /^Copy of/ }).first().waitFor();
  await reader.close();
  await desk.stop();
  await reader.open();
  const offline = await firstRow(reader, slow);
  await reader.close();
  await desk.start();
  return { first, offline };
}

const median = (numbers) => Math.round(numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]);

const folder = await mkdtemp(join(tmpdir(), "pledgebook-measure-"));
try {
  const desk = new Desk(folder);
  if (process.argv[2]) await cp(process.argv[2], desk.records, { recursive: true });
  await desk.publish();
  await desk.start();
  for (const [name, slow] of [["laptop", false], ["phone", true]]) {
    const runs = [];
    for (let n = 0; n < RUNS; n++) {
      const own = await mkdtemp(join(folder, "run-"));
      runs.push(await once(desk, own, slow));
    }
    const first = median(runs.map((r) => r.first));
    const offline = median(runs.map((r) => r.offline));
    console.log(`${name.padEnd(8)} first list ${String(first).padStart(6)} ms   offline start ${String(offline).padStart(6)} ms`);
  }
  await desk.stop();
} finally {
  await rm(folder, { recursive: true, force: true });
}
