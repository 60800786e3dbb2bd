// A device that does not keep the copy, or not as it was: it is read all the same, and the page says so (S1 to S4, S6).
import { expect, test } from "./support/test.mjs";
import { Copy } from "./pages/copy.mjs";
import { List } from "./pages/list.mjs";
import { MANIFEST, PARTS } from "./support/feed.mjs";
import { NETWORK } from "./support/browser.mjs";
import { Pledge } from "./pages/pledge.mjs";
import { visitOnce } from "./support/visits.mjs";

// The database of the app at a domain's root: src/state/copy.rs.
const NAME = "pledgebook/copy";

// A page of the same origin that is not the app.
const beside = async (reader) => {
  reader.expectErrors(NETWORK); // it has no icon
  const page = await reader.newTab();
  await page.goto(new URL("feed/manifest.json", reader.url).href);
  return page;
};

// All can be read, and the page says that it is not kept, and why.
const readsInMemory = async (reader) => {
  const list = new List(reader.page);
  await list.open(reader);
  await list.shows(75);
  await list.says("This browser does not keep the copy: it can be read until this page is closed.");
  await list.isCopied();
  await list.searchBox.fill("regional protection");
  await list.row("Regional Protection").getByRole("link", { name: "Regional Protection" }).click();
  const pledge = new Pledge(reader.page);
  await pledge.isTitled("Regional Protection");
  await expect(pledge.text("Report")).toContainText("Global Compact on Refugees");
  await reader.page.getByRole("link", { name: "More about this copy" }).click();
  const copy = new Copy(reader.page);
  await expect(copy.fact("On this device")).toHaveText(
    /^This browser does not keep it: .+\. It can be read until this page is closed\./,
  );
  await expect(copy.fact("On this device"), "no library's word for something else").not.toContainText(
    "Version cannot be zero",
  );
  await expect(copy.fact("Holds")).toHaveText(/^75 pledges/);
};

test("a full device: reading goes on in memory, and the page says that nothing is kept", async ({ reader, faulty }) => {
  // The app's own files are not kept either, which Chromium writes to the console.
  reader.expectErrors();
  const devtools = await reader.context.newCDPSession(reader.page);
  await devtools.send("Storage.overrideQuotaForOrigin", { origin: new URL(reader.url).origin, quotaSize: 10_000 });
  await readsInMemory(reader);
  expect(faulty.count(PARTS), "nothing is fetched again for it").toBe(7);

  await devtools.send("Storage.overrideQuotaForOrigin", { origin: new URL(reader.url).origin });
  const list = new List(reader.page);
  await list.open(reader);
  await list.shows(75);
  await list.isCopied();
  await expect(reader.page.getByText("This browser does not keep")).toHaveCount(0);
});

test("a device that becomes full keeps the copy that it has, and shows the newer one", async ({
  reader,
  desk,
  faulty,
}) => {
  await visitOnce(reader);
  await desk.edit("pledges.ndjson", (pledges) =>
    pledges.map((record) =>
      record.id === "32IC-regional-protection" ? { ...record, title: "A second printing" } : record,
    ),
  );
  await desk.publish();
  await reader.reopen(); // Chromium remembers for a while how much space there was
  const devtools = await reader.context.newCDPSession(reader.page);
  await devtools.send("Storage.overrideQuotaForOrigin", { origin: new URL(reader.url).origin, quotaSize: 10_000 });
  const pledge = new Pledge(reader.page);
  await pledge.open(reader, "32IC-regional-protection");
  await pledge.isTitled("A second printing");
  await pledge.says("This browser does not keep the copy: it can be read until this page is closed.");

  await faulty.stop();
  await reader.reopen();
  reader.expectErrors(NETWORK);
  const offline = new Pledge(reader.page);
  await offline.open(reader, "32IC-regional-protection");
  await offline.isTitled("Regional Protection");
  await new List(reader.page).open(reader);
  await new List(reader.page).shows(75);
});

test("a browser without IndexedDB: read from memory", async ({ reader }) => {
  await reader.page.addInitScript(() => Object.defineProperty(window, "indexedDB", { value: undefined }));
  await readsInMemory(reader);
});

test("an IndexedDB that is refused: read from memory", async ({ reader }) => {
  await reader.page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException("The user denied permission to access the database.", "SecurityError");
    };
  });
  await readsInMemory(reader);
});

test("an IndexedDB that never answers, as behind another tab's endless upgrade: read from memory", async ({
  reader,
}) => {
  const other = await beside(reader);
  await other.evaluate((name) => {
    const request = indexedDB.open(name, 1);
    return new Promise((begun) => {
      request.onupgradeneeded = () => {
        const store = request.result.createObjectStore("meta");
        request.result.createObjectStore("parts");
        const goOn = () => (store.get(0).onsuccess = goOn);
        goOn();
        begun();
      };
    });
  }, NAME);
  await readsInMemory(reader);
});

test("a database of a later version of the app: read from memory, and the database is left as it is", async ({
  reader,
}) => {
  const other = await beside(reader);
  await other.evaluate(
    (name) =>
      new Promise((made) => (indexedDB.open(name, 1000).onsuccess = (event) => made(event.target.result.close()))),
    NAME,
  );
  await readsInMemory(reader);
  expect(await other.evaluate(() => indexedDB.databases())).toContainEqual({ name: NAME, version: 1000 });
});

// Changes what is stored, from a page beside the app: change(meta, parts, asked) gets the two stores of the copy;
// asked(request) is what a request gives. It goes over as its text, because that page may not evaluate any.
const tamper = async (reader, change) => {
  const page = await beside(reader);
  await page.evaluate(`(async () => {
    const asked = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    const database = await asked(indexedDB.open("${NAME}"));
    const transaction = database.transaction(["meta", "parts"], "readwrite");
    await (${change})(transaction.objectStore("meta"), transaction.objectStore("parts"), asked);
    database.close();
  })()`);
};

test("a stored part that is damaged is fetched again, and no other", async ({ reader, faulty }) => {
  await visitOnce(reader);
  await tamper(reader, async (meta, parts, asked) => {
    const [key] = await asked(parts.getAllKeys());
    const bytes = await asked(parts.get(key));
    bytes[20] ^= 1;
    await asked(parts.put(bytes, key));
  });
  faulty.forget();
  const list = new List(reader.page);
  await list.open(reader);
  await expect.poll(() => faulty.count(PARTS)).toBe(1);
  await list.shows(75);
  await list.isCopied();
  expect(faulty.count(MANIFEST)).toBe(1);
  expect(faulty.count(PARTS)).toBe(1);
});

for (const [what, change] of [
  ["lost", (meta, _, asked) => asked(meta.clear())],
  ["damaged", (meta, _, asked) => asked(meta.put(new Uint8Array(100), "current"))],
]) {
  test(`parts whose manifest is ${what} are shown once it is there again, and not fetched again`, async ({
    reader,
    faulty,
  }) => {
    await visitOnce(reader);
    await tamper(reader, change);
    faulty.forget();
    const list = new List(reader.page);
    await list.open(reader);
    await list.isCopied();
    await list.shows(75);
    expect(faulty.count(PARTS)).toBe(0);
  });
}

test("a store that was cleared is filled again", async ({ reader, faulty }) => {
  await visitOnce(reader);
  const devtools = await reader.context.newCDPSession(reader.page);
  await devtools.send("Storage.clearDataForOrigin", { origin: new URL(reader.url).origin, storageTypes: "indexeddb" });
  faulty.forget();
  const list = new List(reader.page);
  await list.open(reader);
  await list.shows(75);
  await list.isCopied();
  expect(faulty.count(PARTS)).toBe(7);
});
