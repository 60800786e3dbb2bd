// Two tabs of one book over one copy: what one does, the other must not undo (N12), nor must it hold the other up (S5).
import { expect, test } from "./support/test.mjs";
import { Gate } from "./support/gate.mjs";
import { List } from "./pages/list.mjs";
import { MANIFEST, PARTS } from "./support/feed.mjs";
import { NETWORK } from "./support/browser.mjs";
import { COPY as NAME, kept } from "./support/kept.mjs";
import { Pledge } from "./pages/pledge.mjs";
import { visitOnce } from "./support/visits.mjs";

const GONE = "32IC-regional-protection";
// Which manifests the device keeps, and how many parts the copy's lacks.
const seqs = async (page) => {
  const { current, pending, lacks } = await kept(page);
  return { current: current?.seq, pending: pending?.seq, lacks };
};

test("two tabs that are opened at once have the same copy in the end, and the device keeps all of it", async ({ reader, faulty }) => {
  const other = await reader.newTab();
  const lists = [new List(reader.page), new List(other)];
  await Promise.all([reader.visit("?all", reader.page), reader.visit("?all", other)]);
  for (const list of lists) {
    await list.isOpen();
    await list.isCopied();
    await list.shows(75);
  }
  const { current, pending, lacks } = await seqs(reader.page);
  expect({ current, lacks }).toEqual({ current: expect.any(Number), lacks: 0 });
  expect([undefined, current]).toContain(pending);
  expect(faulty.count(PARTS), "never more than once for each tab").toBeLessThanOrEqual(14);
});

// Where there are locks one tab copies and the other waits; a browser over plain http has none.
test.describe("in a browser without locks", () => {
  test("a tab that is behind does not undo what another knows to be removed", async ({ reader, desk, faulty }) => {
    await visitOnce(reader);
    const behind = await reader.newTab();
    for (const page of [reader.page, behind]) await page.addInitScript(() => Object.defineProperty(navigator, "locks", { value: undefined }));
    const publishChanged = async (title) => {
      await desk.edit("pledges.ndjson", (pledges) => pledges.map((record) => (record.edition === "34IC" ? { ...record, title: `${title} ${record.title}` } : record)));
      await desk.publish();
      return (await desk.manifest()).seq;
    };
    await publishChanged("Second");
    const gate = new Gate();
    const rule = faulty.on(PARTS, gate.act);
    await reader.visit("?all", behind);
    await gate.holds(1);
    rule.end();

    // Meanwhile a newer feed takes a pledge away, and the other tab hears of that and of no part.
    await desk.edit("removals.ndjson", (log) => [...log, { id: GONE, at: "2026-11-21T08:00:00Z", ground: "personal-data" }]);
    const newest = await publishChanged("Third");
    const silent = faulty.on(PARTS, () => new Promise(() => {}));
    const list = new List(reader.page);
    await list.open(reader);
    await list.shows(74);
    await expect.poll(async () => (await seqs(reader.page)).pending).toBe(newest);

    // The one that is behind comes to its end: the manifest that it copied is older than what is known.
    gate.open();
    const late = new List(behind);
    await late.isCopied();
    await expect(late.rows.filter({ hasText: "Second" }).first()).toBeVisible();
    expect((await seqs(reader.page)).pending).toBe(newest);

    silent.end();
    await reader.kill();
    await faulty.stop();
    await reader.open();
    reader.expectErrors(NETWORK);
    const offline = new List(reader.page);
    await offline.open(reader);
    await expect(offline.offlineSign).toBeVisible();
    await offline.shows(74);
    const pledge = new Pledge(reader.page);
    await reader.visit(`?pledge=${GONE}`);
    await expect(pledge.title).toHaveText("Removed by the organisers");
  });
});

test("a store that is cleared while a page is open: the page is read on, and the next start fills it again", async ({ reader, desk, faulty }) => {
  await visitOnce(reader);
  const list = new List(reader.page);
  await list.open(reader);
  await list.shows(75);
  const devtools = await reader.context.newCDPSession(reader.page);
  await devtools.send("Storage.clearDataForOrigin", { origin: new URL(reader.url).origin, storageTypes: "indexeddb" });
  await desk.edit("pledges.ndjson", (pledges) => pledges.map((record) => (record.id === GONE ? { ...record, title: "A second printing" } : record)));
  await desk.publish();
  await list.copySign.click();
  await list.main.getByRole("button", { name: "Look for a newer copy now" }).click();
  await list.says("This browser does not keep the copy: it can be read until this page is closed.");
  await list.header.getByRole("link", { name: "Pledges", exact: true }).click();
  await list.shows(75);
  await list.searchBox.fill("second printing");
  await expect(list.row("A second printing")).toBeVisible();

  faulty.forget();
  await list.open(reader);
  await list.isCopied();
  await list.shows(75);
  expect(faulty.count(MANIFEST)).toBe(1);
  expect(await seqs(reader.page)).toEqual({ current: (await desk.manifest()).seq, pending: undefined, lacks: 0 });
});

test("a database of an older version that another page holds open: the app does not wait for it, and says that nothing is kept", async ({ reader, faulty }) => {
  reader.expectErrors(NETWORK); // the page beside has no icon
  const old = await reader.newTab();
  await old.goto(new URL("feed/manifest.json", reader.url).href);
  // As an app of an older version that does not let go.
  await old.evaluate(
    (name) =>
      new Promise((open) => {
        const request = indexedDB.open(name, 1);
        request.onupgradeneeded = () => ["meta", "parts"].forEach((store) => request.result.createObjectStore(store));
        request.onsuccess = () => open((window.held = request.result));
      }),
    NAME,
  );
  const list = new List(reader.page);
  await list.open(reader);
  await list.shows(75);
  await list.says("This browser does not keep the copy: it can be read until this page is closed.");

  await old.close();
  faulty.forget();
  await list.open(reader);
  await list.isCopied();
  expect((await seqs(reader.page)).lacks).toBe(0);
});
