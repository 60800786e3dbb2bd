// After one visit everything can be read without a network, whatever way the network is missing (N1, N2).
import { expect, test } from "./support/test.mjs";
import { Copy } from "./pages/copy.mjs";
import { Cover } from "./pages/cover.mjs";
import { FEED } from "./support/feed.mjs";
import { List } from "./pages/list.mjs";
import { NETWORK } from "./support/browser.mjs";
import { Party } from "./pages/party.mjs";
import { Pledge } from "./pages/pledge.mjs";
import { waitOut } from "./support/clock.mjs";
import { visitOnce } from "./support/visits.mjs";

// Takes every request and never answers.
const silence = () => () => new Promise(() => {});

// A new process of the browser, with the profile of the last one.
async function comeBack(reader) {
  await reader.close();
  await reader.open();
  reader.expectErrors(NETWORK);
}

// Every page, each opened by its address, as from a bookmark.
async function readsEverything(reader) {
  const { page } = reader;
  const cover = new Cover(page);
  await cover.open(reader);
  await expect(cover.main).toContainText("This book holds 75 of these pledges");
  await expect(cover.row("5 Conferences", "33rd Conference")).toContainText("18 pledges");

  const list = new List(page);
  await list.open(reader);
  await list.shows(75);
  await list.next.click();
  await list.isPage(2, 4);
  await list.open(reader, "?page=2");
  await list.isPage(2, 4);
  await expect(list.rows).toHaveCount(20);
  await list.searchBox.fill("regional protection");
  await expect(list.row("Regional Protection")).toBeVisible();

  const pledge = new Pledge(page);
  await pledge.open(reader, "32IC-regional-protection");
  await pledge.isTitled("Regional Protection");
  await expect(pledge.text("Report")).toContainText("Global Compact on Refugees");

  const party = new Party(page);
  await party.open(reader, "ns-au");
  await expect(party.title).toHaveText("Australian Red Cross");
  await expect(party.pledges).toHaveCount(3);

  for (const [language, dir, name] of [
    ["fr", "ltr", "Croix-Rouge australienne"],
    ["es", "ltr", "Cruz Roja Australiana"],
    ["ar", "rtl", "الصليب الأحمر الأسترالي"],
    ["en", "ltr", "Australian Red Cross"],
  ]) {
    await page.getByRole("banner").getByRole("combobox").last().selectOption(language);
    await expect(page.locator("html")).toHaveAttribute("lang", language);
    await expect(page.locator("html")).toHaveAttribute("dir", dir);
    await expect(party.title).toHaveText(name);
  }
}

test("with the server stopped and the browser started anew every page is there, and the header says so", async ({
  reader,
  faulty,
}) => {
  const day = await visitOnce(reader);
  await faulty.stop();
  await comeBack(reader);
  await readsEverything(reader);
  const copy = new Copy(reader.page);
  await copy.open(reader);
  await expect(copy.offlineSign).toHaveText(`Offline, copy of ${day}`);
  await expect(copy.main).toContainText("All the pledges that were published are on this device.");
  await expect(copy.lastAttempt).toHaveText("There is no network, or the server does not answer.");
});

test("with a server that takes requests and never answers, no page waits for it", async ({ reader, faulty }) => {
  const day = await visitOnce(reader);
  faulty.on(/./, silence());
  await comeBack(reader);
  await reader.page.clock.install();
  await readsEverything(reader);
  const cover = new Cover(reader.page);
  await cover.open(reader);
  await cover.isCopied();
  await expect.poll(() => faulty.count(FEED)).toBeGreaterThan(0);
  await waitOut(reader.page, () => expect(cover.offlineSign).toBeVisible({ timeout: 100 }));
  await expect(cover.offlineSign).toHaveText(`Offline, copy of ${day}`);
  await expect(cover.row("5 Conferences", "33rd Conference"), "the page is as it was").toBeVisible();
});

test("a page that is open when the line goes, and comes back, goes on and brings itself up to date", async ({
  reader,
  faulty,
}) => {
  await visitOnce(reader);
  await faulty.stop();
  await comeBack(reader);
  const copy = new Copy(reader.page);
  await copy.open(reader);
  await expect(copy.offlineSign).toBeVisible();
  await faulty.start();
  await copy.lookAgain.click();
  await expect(copy.lastAttempt).toHaveText("Nothing newer was published.");
  await copy.isCopied();
  await expect(copy.offlineSign).toHaveCount(0);
});

test("when the browser says that there is a network again, the page looks by itself", async ({ reader, faulty }) => {
  await visitOnce(reader);
  reader.expectErrors(NETWORK);
  await reader.context.setOffline(true);
  const cover = new Cover(reader.page);
  await cover.open(reader);
  await expect(cover.offlineSign).toBeVisible();
  faulty.forget();
  await reader.context.setOffline(false);
  await cover.isCopied();
  expect(faulty.count("/feed/manifest.json")).toBe(1);
});

test("a browser that says it is offline, and is not, is not believed", async ({ reader }) => {
  await reader.page.addInitScript(() => Object.defineProperty(Navigator.prototype, "onLine", { get: () => false }));
  const list = new List(reader.page);
  await list.open(reader);
  await list.isCopied();
  await list.shows(75);
  expect(await reader.page.evaluate(() => navigator.onLine)).toBe(false);
});

test("without a network and without a copy the page says what is missing, and what to do", async ({
  reader,
  faulty,
}) => {
  faulty.on(FEED, silence());
  const list = new List(reader.page);
  await list.open(reader);
  await reader.untilKept();
  await faulty.stop();
  await comeBack(reader);
  const again = new List(reader.page);
  await again.open(reader);
  await expect(again.header.getByRole("link", { name: "Offline, no copy yet" })).toBeVisible();
  await again.says("There is no network, or the server does not answer. Nothing is on this device yet.");
  const copy = new Copy(reader.page);
  await copy.open(reader);
  await expect(copy.main).toContainText("Copying needs a network once; after that everything can be read without.");
});
