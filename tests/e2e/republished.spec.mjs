// A newer feed: only what changed is fetched, and what was removed is gone from every copy at once (N14).
import { expect, test } from "./support/test.mjs";
import { createHash } from "node:crypto";
import { FEED, MANIFEST, PARTS, part, pledge } from "./support/feed.mjs";
import { List } from "./pages/list.mjs";
import { NETWORK } from "./support/browser.mjs";
import { Pledge } from "./pages/pledge.mjs";
import { refuse } from "./support/faulty.mjs";
import { visitOnce } from "./support/visits.mjs";

const CHANGED = "33IC-australia-pacific-localisation";
const REMOVED = "31IC-P2403";
const WORDS = "the Australian Government and Australian Red Cross go on working"; // of REMOVED and of no other

const remove = (desk, entry) =>
  desk.edit("removals.ndjson", (list) => [
    ...list,
    { at: "2026-11-20T12:00:00Z", ground: "personal-data", statement: { en: "Removed." }, ...entry },
  ]);
const sha256 = (text) => createHash("sha256").update(text).digest("hex");

const retitle = (desk, id, title) =>
  desk.edit("pledges.ndjson", (pledges) => pledges.map((record) => (record.id === id ? { ...record, title } : record)));

// Whether anything in the databases of the page's folder holds these words.
const isOnDevice = (page, words) =>
  page.evaluate(async (words) => {
    const asked = (request) =>
      new Promise(
        (resolve, reject) => (
          (request.onsuccess = () => resolve(request.result)),
          (request.onerror = () => reject(request.error))
        ),
      );
    for (const { name } of await indexedDB.databases()) {
      const database = await asked(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        for (const value of await asked(database.transaction(store).objectStore(store).getAll())) {
          if (value instanceof Uint8Array && new TextDecoder().decode(value).includes(words)) return true;
        }
      }
      database.close();
    }
    return false;
  }, words);

const isGone = async (reader, id) => {
  const page = new Pledge(reader.page);
  await page.open(reader, id);
  await page.isTitled("Removed by the organisers");
  await expect(page.fact("What")).toContainText(id);
};

test("a changed pledge and a removed one cost the manifest and their two parts, and nothing else", async ({
  reader,
  desk,
  faulty,
}) => {
  await visitOnce(reader);
  expect(await isOnDevice(reader.page, WORDS)).toBe(true);
  await retitle(desk, CHANGED, "A title of a second printing");
  await remove(desk, { id: REMOVED });
  await desk.publish();

  faulty.forget();
  const page = new Pledge(reader.page);
  await page.open(reader, CHANGED);
  await page.isTitled("A title of a second printing");
  await page.isCopied();
  const asked = faulty.requests.map(({ path }) => path).filter((path) => FEED.test(path));
  expect(asked).toHaveLength(3);
  expect(faulty.count(MANIFEST)).toBe(1);
  expect(faulty.count(part("33IC"))).toBe(1);
  expect(faulty.count(part("31IC"))).toBe(1);

  await isGone(reader, REMOVED);
  const list = new List(reader.page);
  await list.open(reader);
  await list.shows(74);
  await list.open(reader, `?q=${encodeURIComponent(`"${WORDS}"`)}`);
  await list.shows(0);
  await list.open(reader, "?all&party=ns-au");
  await list.shows(2);
  await expect.poll(() => isOnDevice(reader.page, WORDS), { message: "the text is still on the device" }).toBe(false);
});

test("a page that is open takes a newer feed when it is asked to, and shows it without a reload", async ({
  reader,
  desk,
}) => {
  await visitOnce(reader);
  const list = new List(reader.page);
  await list.open(reader);
  await list.shows(75);
  await reader.page.evaluate(() => (window.stayed = true));
  await remove(desk, { id: REMOVED });
  await desk.publish();
  await list.copySign.click();
  await reader.page.getByRole("button", { name: "Look for a newer copy now" }).click();
  await expect(list.fact("Holds")).toContainText("74 pledges");
  await reader.page.goBack();
  await list.shows(74);
  expect(await reader.page.evaluate(() => window.stayed)).toBe(true);
});

test("what was removed is gone at once, though no part comes, and stays gone without a network", async ({
  reader,
  desk,
  faulty,
}) => {
  await visitOnce(reader);
  await retitle(desk, CHANGED, "A title of a second printing");
  await remove(desk, { id: REMOVED });
  await desk.publish();
  faulty.on(PARTS, refuse());
  reader.expectErrors(NETWORK);

  const list = new List(reader.page);
  await list.open(reader);
  await list.shows(74);
  await isGone(reader, REMOVED);
  const page = new Pledge(reader.page);
  await page.open(reader, CHANGED);
  await page.isTitled(pledge(CHANGED).title);
  await page.says(/There is no network, or the server does not answer\. The copy of .* stands\./);

  await faulty.stop();
  await reader.reopen();
  const offline = new List(reader.page);
  await offline.open(reader);
  await offline.shows(74);
  await isGone(reader, REMOVED);

  faulty.heal();
  await faulty.start();
  const after = new Pledge(reader.page);
  await after.open(reader, CHANGED);
  await after.isTitled("A title of a second printing");
  await after.isCopied();
});

test("a pledge of which one text was removed is not shown until its new part is there; then it says what is missing", async ({
  reader,
  desk,
  faulty,
}) => {
  const id = "32IC-regional-protection";
  const text = pledge(id).sections[0].text;
  await visitOnce(reader);
  await remove(desk, { id, texts: [sha256(text)] });
  await desk.publish();
  const rule = faulty.on(PARTS, refuse());
  reader.expectErrors(NETWORK);
  await isGone(reader, id);

  rule.end();
  const page = new Pledge(reader.page);
  await page.open(reader, id);
  await page.isTitled("Regional Protection");
  await expect(page.section("Objectives")).toContainText("This text was removed by the organisers.");
  await expect(page.text("Objectives")).toHaveCount(0);
  await expect(page.text("Report")).toContainText("Global Compact on Refugees");
  await page.isCopied();
  await expect
    .poll(() => isOnDevice(reader.page, text.slice(0, 60)), { message: "the text is still on the device" })
    .toBe(false);
});

test("a removal that was taken back shows the pledge again", async ({ reader, desk }) => {
  await remove(desk, { id: REMOVED, case: "6f1c1b7e-6c0b-4d0e-9d8a-0d2f6c7b1a11" });
  await desk.publish();
  await visitOnce(reader);
  await isGone(reader, REMOVED);
  await remove(desk, { id: REMOVED, case: "6f1c1b7e-6c0b-4d0e-9d8a-0d2f6c7b1a11", restored: "2026-11-21T08:00:00Z" });
  await desk.publish();
  const page = new Pledge(reader.page);
  await page.open(reader, REMOVED);
  await expect(page.main).toContainText(WORDS);
});
