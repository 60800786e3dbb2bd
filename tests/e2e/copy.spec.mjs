// The page of the copy: how it is, what changed, what it holds, when it is renewed; and the app made anew.
import { expect, test } from "./support/test.mjs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Copy } from "./pages/copy.mjs";
import { Flags } from "./pages/flags.mjs";
import { Gate } from "./support/gate.mjs";
import { List } from "./pages/list.mjs";
import { MANIFEST, PARTS, part, PLEDGES } from "./support/feed.mjs";
import { NETWORK } from "./support/browser.mjs";
import { Pledge } from "./pages/pledge.mjs";
import { stored } from "./support/bundle.mjs";
import { visitOnce } from "./support/visits.mjs";
import { refuse } from "./support/faulty.mjs";
import { waitOut } from "./support/clock.mjs";

const CHANGED = "33IC-australia-pacific-localisation";
const REMOVED = "31IC-P2403";
const OLD = "30IC"; // a Conference that is not the newest
const DAY = 86_400_000;
const of = (edition) => PLEDGES.filter((pledge) => pledge.edition === edition);
const newest = "34IC";

const open = async (reader) => {
  const copy = new Copy(reader.page);
  await copy.open(reader);
  return copy;
};

test.describe("what changed since the reader last looked", () => {
  test("new, changed and removed pledges are told until they say that they have seen it", async ({ reader, desk }) => {
    await visitOnce(reader);
    const before = PLEDGES.find(({ id }) => id === CHANGED).title;
    await desk.edit("pledges.ndjson", (pledges) => [
      ...pledges.map((record) => (record.id === CHANGED ? { ...record, title: `${before} and beyond` } : record)),
      { id: "34IC-brand-new", edition: "34IC", title: "A pledge that came later", lang: "en" },
    ]);
    await desk.edit("removals.ndjson", (list) => [...list, { id: REMOVED, at: "2026-11-20T12:00:00Z", ground: "personal-data", statement: { en: "Removed." } }]);
    await desk.publish();

    const copy = await open(reader);
    const changes = copy.section("What changed since you last looked");
    await expect(changes.getByRole("heading", { level: 3 })).toHaveText(["New pledges: 1", "Changed pledges: 1", "No longer here: 1"]);
    await expect(changes.getByRole("link", { name: "A pledge that came later" })).toBeVisible();
    await changes.getByText("Word by word").click();
    await expect(changes.locator("ins")).toHaveText("and beyond");
    await expect(changes.locator(".diff")).toHaveText(`${before} and beyond`);
    await expect(changes.getByRole("link", { name: REMOVED })).toHaveAttribute("href", `?pledge=${REMOVED}`);
    await expect(changes).toContainText("removed: see the notice");

    // It stays through a restart, and another change adds to it.
    await desk.edit("pledges.ndjson", (pledges) => pledges.map((record) => (record.id === CHANGED ? { ...record, title: "Quite another title" } : record)));
    await desk.publish();
    await reader.reopen();
    const again = await open(reader);
    const told = again.section("What changed since you last looked");
    await told.getByText("Word by word").click();
    await expect(told.locator("ins")).toHaveText("Quite another title");
    await expect(told.locator("del"), "against what was there before both").toHaveText(before);

    await told.getByRole("button", { name: "I have seen this" }).click();
    await expect(told).toContainText("Nothing has changed since you last looked.");
    await again.open(reader);
    await expect(again.section("What changed since you last looked")).toContainText("Nothing has changed");
  });

  test("what was changed and is then removed is told without its earlier words, on the device either", async ({ reader, desk }) => {
    await visitOnce(reader);
    const words = "words that were there for a day";
    const retitle = (title) => desk.edit("pledges.ndjson", (pledges) => pledges.map((record) => (record.id === CHANGED ? { ...record, title } : record)));
    await retitle(words);
    await desk.publish();
    await (await open(reader)).hasChanged(1);
    await retitle("A third title");
    await desk.publish();
    const copy = await open(reader);
    await copy.hasChanged(1);
    await desk.edit("removals.ndjson", (list) => [...list, { id: CHANGED, at: "2026-11-20T12:00:00Z", ground: "safety", statement: {} }]);
    await desk.publish();
    await copy.lookAgain.click();
    await expect(copy.section("What changed since you last looked")).toContainText("No longer here: 1");
    const held = () => reader.page.evaluate(async () => {
      const asked = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
      const database = await asked(indexedDB.open("pledgebook/copy"));
      const changes = await asked(database.transaction("meta").objectStore("meta").get("changes"));
      database.close();
      return changes ? new TextDecoder().decode(changes) : "";
    });
    const title = PLEDGES.find(({ id }) => id === CHANGED).title;
    await expect.poll(held).toContain(CHANGED);
    expect(await held()).not.toContain(title);
  });
});

test.describe("what it holds", () => {
  test("only the newest Conference: the rest goes from the device, and pages say what they leave out", async ({ reader, faulty }) => {
    await visitOnce(reader);
    const copy = await open(reader);
    const form = copy.section("Which Conferences it holds");
    await form.getByRole("radio", { name: /^The newest only/ }).check();
    await form.getByRole("button", { name: "Use this choice" }).click();
    await expect(form).toContainText("The copy follows this choice.");
    await expect(copy.fact("Left out by choice")).toContainText("parts");
    await expect(copy.fact("Holds")).toContainText(`${of(newest).length} pledges`);
    await expect.poll(async () => Object.keys((await stored(reader.page)).parts).length).toBe(3);

    const list = new List(reader.page);
    await list.open(reader);
    await list.shows(of(newest).length);
    const page = new Pledge(reader.page);
    faulty.forget();
    // Who follows a link to a pledge that is left out gets that one.
    const other = PLEDGES.find(({ edition, title }) => edition !== newest && title);
    await page.open(reader, other.id);
    await page.isTitled(other.title);
    expect(faulty.count(PARTS)).toBe(1);

    await reader.reopen();
    const later = await open(reader);
    await later.section("Which Conferences it holds").getByRole("radio", { name: /^All, and those to come/ }).check();
    await later.section("Which Conferences it holds").getByRole("button", { name: "Use this choice" }).click();
    await expect(later.fact("Holds")).toContainText("75 pledges");
    const whole = new List(reader.page);
    await whole.open(reader);
    await whole.shows(75);
  });

  test("some Conferences by name; none at all is no choice", async ({ reader }) => {
    await visitOnce(reader);
    const copy = await open(reader);
    const form = copy.section("Which Conferences it holds");
    const boxes = form.getByRole("checkbox");
    await expect(boxes).not.toHaveCount(0); // the page's second half comes after its first
    for (const box of await boxes.all()) await box.uncheck();
    await form.getByRole("button", { name: "Use this choice" }).click();
    await expect(form).toContainText("Choose at least one Conference.");
    await form.getByRole("checkbox", { name: /^30th/ }).check();
    await form.getByRole("button", { name: "Use this choice" }).click();
    await expect(copy.fact("Holds")).toContainText(`${of(OLD).length} pledge`);
    await reader.visit(`?pledge=34IC-nowhere`);
    await expect(new Pledge(reader.page).main).toContainText("Some Conferences were left out of this copy");
  });

  test("with the data saver on, the newest comes, and the reader is asked about the rest with its size", async ({ reader, faulty }) => {
    const devtools = await reader.context.newCDPSession(reader.page);
    await devtools.send("Emulation.setDataSaverOverride", { dataSaverEnabled: true });
    const list = new List(reader.page);
    await list.open(reader);
    await list.shows(of(newest).length);
    await list.says(/^Your browser saves data: .* The others are [\d.,]+ kB more\./);
    expect(faulty.count(part(newest))).toBe(1);
    expect(faulty.count(PARTS)).toBe(3);

    // Coming again, also without the data saver, is no answer.
    await reader.untilKept();
    await reader.reopen();
    const again = new List(reader.page);
    await again.open(reader);
    await again.says(/^Your browser saves data: /);
    await again.shows(of(newest).length);
    expect(faulty.count(PARTS)).toBe(3);
    await reader.page.getByRole("link", { name: "Choose what it holds" }).click();
    const copy = new Copy(reader.page);
    await copy.section("Which Conferences it holds").getByRole("radio", { name: /^All/ }).check();
    await copy.section("Which Conferences it holds").getByRole("button", { name: "Use this choice" }).click();
    await expect(copy.fact("Holds")).toContainText("75 pledges");
    await expect(reader.page.getByText("Your browser saves data")).toHaveCount(0);
    expect(faulty.count(part(newest)), "nothing is fetched twice").toBe(1);
  });
});

test.describe("when it is renewed", () => {
  test("paused while the line was silent, and going on, it is renewed once there is a line", async ({ reader, desk, faulty }) => {
    await visitOnce(reader);
    const gate = new Gate();
    faulty.on(MANIFEST, gate.act);
    const copy = await open(reader);
    await gate.holds(1);
    await copy.main.getByRole("button", { name: "Pause" }).click();
    await copy.says("Paused: nothing is looked for by itself until you say so.");
    await desk.edit("pledges.ndjson", (pledges) => pledges.map((record, n) => (n === 3 ? { ...record, title: "Told anew" } : record)));
    await desk.publish();
    await copy.main.getByRole("button", { name: "Go on by itself" }).click();
    await expect(copy.lastAttempt).toHaveText("Looking for a newer copy");
    gate.open();
    await copy.hasChanged(1);
  });

  test("paused, nothing is asked for by itself, also after a restart; the reader may still look", async ({ reader, faulty }) => {
    await visitOnce(reader);
    const copy = await open(reader);
    await copy.main.getByRole("button", { name: "Pause" }).click();
    await copy.says("Paused: nothing is looked for by itself until you say so.");
    await expect(copy.fact("Next try")).toHaveText("none, as it is paused");
    await reader.reopen();
    faulty.forget();
    const again = await open(reader);
    await expect(again.fact("Holds")).toContainText("75 pledges");
    await again.says("Paused: nothing is looked for by itself until you say so.");
    expect(faulty.count(MANIFEST)).toBe(0);
    await again.lookAgain.click();
    await expect(again.lastAttempt).toHaveText("Nothing newer was published.");
    expect(faulty.count(MANIFEST)).toBe(1);
    await again.main.getByRole("button", { name: "Go on by itself" }).click();
    await expect(again.fact("Next try")).not.toHaveText("none, as it is paused");
  });

  test("a first download that is paused keeps what came, and goes on from there", async ({ reader, faulty }) => {
    const gate = new Gate();
    faulty.on(PARTS, gate.act);
    const copy = await open(reader);
    await gate.holds(3);
    await copy.main.getByRole("button", { name: "Pause" }).click();
    gate.open();
    await expect(copy.lastAttempt).toHaveText("Stopped by you; what had come is kept.");
    await expect(copy.fact("Complete")).toHaveText("3 of 7 parts");
    await copy.main.getByRole("button", { name: "Go on by itself" }).click();
    await expect(copy.fact("Complete")).toHaveText("7 of 7 parts");
    expect(faulty.count(PARTS), "nothing is fetched twice").toBe(7);
  });

  test("a page that stays open looks again after an hour, and a minute after a line that broke", async ({ reader, faulty }) => {
    await reader.page.clock.install();
    await visitOnce(reader);
    const copy = await open(reader);
    await expect(copy.lastAttempt).toHaveText("Nothing newer was published.");
    await expect(copy.fact("Next try")).toBeVisible();
    faulty.forget();
    await reader.page.clock.fastForward(50 * 60_000);
    expect(faulty.count(MANIFEST)).toBe(0);
    await reader.page.clock.fastForward(30 * 60_000);
    await waitOut(reader.page, () => expect(faulty.count(MANIFEST)).toBe(1), 61_000);

    reader.expectErrors(NETWORK);
    faulty.on(MANIFEST, refuse());
    await copy.lookAgain.click();
    await waitOut(reader.page, () => expect(copy.lastAttempt).toHaveText("There is no network, or the server does not answer.", { timeout: 500 }));
    await expect(copy.lookAgain).toBeVisible();
    faulty.heal();
    faulty.forget();
    await reader.page.clock.fastForward(3 * 60_000);
    await waitOut(reader.page, () => expect(faulty.count(MANIFEST)).toBe(1), 61_000);
    await expect(copy.lastAttempt).toHaveText("Nothing newer was published.");
  });

  test("it names its Conferences, and says how old source, publication and copy are", async ({ reader, desk }) => {
    await desk.prepareRecords();
    const path = join(desk.records, "feed.json");
    const as_of = new Date(Date.now() - 9 * DAY).toISOString().slice(0, 10);
    await writeFile(path, JSON.stringify({ ...JSON.parse(await readFile(path, "utf8")), as_of }));
    await desk.publish();
    await visitOnce(reader);
    const copy = await open(reader);
    await expect(copy.fact("Conferences")).toHaveText("34th Conference, 33rd Conference, 32nd Conference, 31st Conference and 30th Conference");
    await expect(copy.fact("The source as of")).toHaveText(/ \(9 days ago\)$/);
    await expect(copy.fact("Published")).toHaveText(/ \((this minute|\d minutes? ago)\)$/);
    await expect(copy.fact("Copied")).toHaveText(/ \((this minute|\d minutes? ago)\)$/);
  });

  for (const [days, said] of [[0, "Fresh"], [8, "Older than a week"], [31, "Older than 30 days"]]) {
    test(`a copy of ${days} days is called "${said}"`, async ({ reader, faulty }) => {
      await visitOnce(reader);
      reader.expectErrors(NETWORK);
      await faulty.stop();
      await reader.page.clock.setSystemTime(Date.now() + days * DAY);
      const copy = await open(reader);
      await expect(copy.health).toHaveText(said);
    });
  }
});

test.describe("two tabs", () => {
  test("of two that open at once one copies, and the other shows what came: no part is fetched twice", async ({ reader, faulty }) => {
    const gate = new Gate();
    faulty.on(PARTS, gate.act);
    const list = new List(reader.page);
    await list.open(reader);
    await gate.holds(3);
    const second = new Copy(await reader.newTab());
    await second.open(reader);
    await second.says("Another tab of this app is copying; this one follows.");
    gate.open();
    await list.shows(75);
    await expect(second.fact("Holds")).toContainText("75 pledges");
    await expect(second.lastAttempt).toHaveText("Nothing newer was published.");
    expect(faulty.count(PARTS)).toBe(7);
  });

  test("what one tab takes, the other shows without a reload, a removal too", async ({ reader, desk }) => {
    await visitOnce(reader);
    const list = new List(reader.page);
    await list.open(reader);
    await list.shows(75);
    const copy = new Copy(await reader.newTab());
    await copy.open(reader);
    await desk.edit("removals.ndjson", (all) => [...all, { id: REMOVED, at: "2026-11-20T12:00:00Z", ground: "safety", statement: {} }]);
    await desk.publish();
    await copy.lookAgain.click();
    await expect(copy.fact("Holds")).toContainText("74 pledges");
    await list.shows(74);
  });

  test("a tab that ends in the middle leaves the rest to the other", async ({ reader, faulty }) => {
    const gate = new Gate();
    faulty.on(PARTS, gate.act);
    const list = new List(reader.page);
    const tab = await reader.newTab();
    await reader.visit("?all", tab);
    await gate.holds(3);
    await list.open(reader);
    gate.letGo(2);
    await tab.close();
    gate.open();
    await list.shows(75);
  });
});

test.describe("what stands in the store is tended", () => {
  // What is stored of the parts, changed from another page's point of view: as by the browser, or a failing disk.
  const inStore = (page, act) =>
    page.evaluate(async (act) => {
      const asked = (request) => new Promise((resolve, reject) => ((request.onsuccess = () => resolve(request.result)), (request.onerror = () => reject(request.error))));
      const database = await asked(indexedDB.open("pledgebook/copy"));
      const transaction = database.transaction(["parts", "segments", "meta"], "readwrite");
      if (act === "cleared") for (const name of ["parts", "segments", "meta"]) transaction.objectStore(name).clear();
      else {
        const store = transaction.objectStore("parts");
        for (const key of await asked(store.getAllKeys())) store.put(new Uint8Array([91, 93]), key);
      }
      await new Promise((resolve) => (transaction.oncomplete = resolve));
      database.close();
    }, act);

  for (const act of ["cleared", "damaged"]) {
    test(`a store that is ${act} while the page is open is written again from memory`, async ({ reader, faulty }) => {
      await reader.page.clock.install();
      await visitOnce(reader);
      const list = new List(reader.page);
      await list.open(reader);
      await list.shows(75);
      const before = await stored(reader.page);
      await inStore(reader.page, act);
      faulty.forget();
      await waitOut(reader.page, async () => {
        const now = await stored(reader.page);
        expect(Object.keys(now.parts).length).toBe(7);
        expect(now.parts).toEqual(before.parts);
        expect(now.meta.current).toEqual(before.meta.current);
      });
      expect(faulty.count(PARTS)).toBe(0);
    });
  }

  test("a database that another tab deletes is given up at once, and not written again", async ({ reader }) => {
    await reader.page.clock.install();
    await visitOnce(reader);
    const copy = await open(reader);
    await expect(copy.fact("On this device")).toHaveText("Kept on this device.");
    const deleted = await reader.page.evaluate(() => new Promise((resolve) => {
      const request = indexedDB.deleteDatabase("pledgebook/copy");
      request.onsuccess = () => resolve("deleted");
      request.onblocked = () => resolve("blocked");
    }));
    expect(deleted).toBe("deleted");
    await waitOut(reader.page, () => expect(copy.fact("On this device")).toContainText("This browser does not keep it", { timeout: 500 }));
    await expect(copy.fact("Holds")).toContainText("75 pledges");
    expect(await reader.page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))).not.toContain("pledgebook/copy");
  });
});

test.describe("the app made anew", () => {
  test("app and copy are fetched again, and flags stay", async ({ reader, faulty }) => {
    reader.expectErrors(NETWORK);
    await visitOnce(reader);
    faulty.on("/flags", refuse());
    const flags = new Flags(reader.page);
    await flags.openPledge(reader);
    await flags.flag();
    const copy = await open(reader);
    faulty.forget();
    await copy.section("If something is broken").getByRole("button", { name: "Reset the app, keep my flags" }).click();
    await expect.poll(() => faulty.count(PARTS)).toBe(7);
    await copy.isCopied();
    await reader.visit("?flags");
    await expect(reader.page.getByRole("main")).toContainText("Regional Protection");
  });

  test("without a server nothing is changed, and it is said", async ({ reader, faulty }) => {
    await visitOnce(reader);
    const copy = await open(reader);
    reader.expectErrors(NETWORK);
    await faulty.stop();
    await copy.section("If something is broken").getByRole("button", { name: "Reset the app, keep my flags" }).click();
    await copy.says("The server does not answer. Nothing was changed.");
    await expect(copy.fact("Holds")).toContainText("75 pledges");
  });
});
