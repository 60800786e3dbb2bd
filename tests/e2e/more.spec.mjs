// The second module of the app: the pages that a reader of the list does not need come when they are wanted, or when
// there is nothing else to do; and when they do not come, the page says so.
import { expect, test } from "./support/test.mjs";
import { MANIFEST, part } from "./support/feed.mjs";
import { alter, cut, html, notFound, refuse } from "./support/faulty.mjs";
import { Cover } from "./pages/cover.mjs";
import { Frame } from "./pages/frame.mjs";
import { Gate } from "./support/gate.mjs";
import { List } from "./pages/list.mjs";
import { NETWORK } from "./support/browser.mjs";
import { Party } from "./pages/party.mjs";

const MORE = /\/more-[0-9a-f]+\.wasm$/;
const FAILED = "This page did not come";
// What Chromium says in the console of a module that does not come whole.
const BROKEN = /^(Failed to load resource: |Failed to find a valid digest in the 'integrity' attribute|Fetch API cannot load )/;
const COMING = "This page is on its way.";

// The service worker fetches the whole app for itself; here only what the page asks for is counted and harmed.
test.use({ browsing: { serviceWorkers: "block" } });

const rests = (page) => page.evaluate(() => new Promise((done) => requestIdleCallback(() => requestIdleCallback(done))));

test("the list does not need it: it is asked for when the copy is whole", async ({ reader, faulty }) => {
  const gate = new Gate();
  faulty.on(part("33IC"), gate.act);
  const list = new List(reader.page);
  await list.open(reader);
  await gate.holds(1);
  await expect(list.rows.first()).toBeVisible();
  await rests(reader.page);
  expect(faulty.count(MORE)).toBe(0);
  gate.open();
  await list.shows(75);
  await expect.poll(() => faulty.count(MORE)).toBe(1);

  await list.header.getByRole("link", { name: "About" }).click();
  await expect(list.title).toHaveText("About this book");
  await expect(list.title).toBeFocused();
  expect(faulty.count(MORE), "it is here already").toBe(1);
});

test("a list of a party's pledges does not need it either", async ({ reader, faulty }) => {
  const gate = new Gate();
  faulty.on(part("33IC"), gate.act);
  await reader.visit("?party=ns-au&edition=32IC");
  await gate.holds(1);
  await expect(new List(reader.page).rows.first()).toBeVisible();
  expect(faulty.count(MORE)).toBe(0);
  gate.open();
});

test("a reader who saves data gets it when a page of it is opened", async ({ reader, faulty }) => {
  await reader.page.addInitScript(() => Object.defineProperty(navigator, "connection", { value: { saveData: true } }));
  const cover = new Cover(reader.page);
  await cover.open(reader);
  await cover.isCopied();
  await rests(reader.page);
  expect(faulty.count(MORE)).toBe(0);
  await cover.copySign.click();
  await expect(cover.title).toHaveText("This copy");
  await expect(reader.page).toHaveTitle("This copy · Pledgebook");
  expect(faulty.count(MORE)).toBe(1);
});

test("a party opened by its address is on its way, and then there", async ({ reader, faulty }) => {
  const gate = new Gate();
  faulty.on(MORE, gate.act);
  const party = new Party(reader.page);
  await party.open(reader, "ns-au");
  await gate.holds(1);
  await party.says(COMING);
  gate.open();
  await expect(party.title).toHaveText("Australian Red Cross");
  await expect(party.pledges).toHaveCount(3);
  await expect(reader.page).toHaveTitle("Australian Red Cross · Pledgebook");
  await expect(reader.page.getByText(COMING)).toHaveCount(0);
});

test("who waits for a page is at its heading when it comes; back and forward as ever", async ({ reader, faulty }) => {
  const { page } = reader;
  await page.addInitScript(() => {
    Object.defineProperty(navigator, "connection", { value: { saveData: true } });
    localStorage.setItem("pledgebook.editions", ""); // they have chosen to have all of it
  });
  const gate = new Gate();
  faulty.on(MORE, gate.act);
  const list = new List(page);
  await list.open(reader);
  await list.shows(75);
  const link = list.row("Regional Protection").getByRole("link", { name: "Regional Protection" });
  await list.searchBox.fill("regional protection");
  await link.click();
  await gate.holds(1);
  await list.says(COMING);
  await expect(list.main, "the reader waits in the page").toBeFocused();
  await expect(page).toHaveTitle("Pledgebook");
  gate.open();
  await expect(list.title).toHaveText("Regional Protection");
  await expect(list.title).toBeFocused();
  await expect(page).toHaveTitle("Regional Protection · Pledgebook");
  await list.main.getByRole("link", { name: "Australian Red Cross" }).first().click();
  await expect(list.title).toHaveText("Australian Red Cross");
  await expect(list.title).toBeFocused();
  await expect(page).toHaveTitle("Australian Red Cross · Pledgebook");

  await page.goBack();
  await expect(list.title).toHaveText("Regional Protection");
  await page.goBack();
  await expect(link, "where the reader was").toBeFocused();
  await expect(page).toHaveTitle("Pledges with “regional protection” · Pledgebook");
  await page.goForward();
  await page.goForward();
  await expect(list.title).toHaveText("Australian Red Cross");
  await expect(page).toHaveTitle("Australian Red Cross · Pledgebook");
});

for (const [what, harm] of [
  ["is not there", notFound()],
  ["is a network's sign-in page", html()],
  ["has another byte", alter(-1)],
  ["is cut short", cut(1000)],
  ["gets no answer", refuse()],
]) {
  test(`a module that ${what}: the page says so, and comes after "Try again"`, async ({ reader, faulty }) => {
    reader.expectErrors(BROKEN);
    faulty.on(MORE, harm);
    const frame = new Frame(reader.page);
    await reader.visit("?about");
    await expect(frame.title).toHaveText(FAILED);
    await expect(reader.page).toHaveTitle(`${FAILED} · Pledgebook`);
    faulty.heal();
    await reader.page.getByRole("button", { name: "Try again" }).click();
    await expect(frame.title).toHaveText("About this book");
    await expect(frame.title).toBeFocused();
    await expect(reader.page).toHaveTitle("About this book · Pledgebook");
  });
}

test("without a network it says so in the reader's language, and comes by itself once there is one", async ({ reader, faulty }) => {
  reader.expectErrors(BROKEN);
  const rule = faulty.on(MORE, notFound());
  const frame = new Frame(reader.page);
  await reader.visit("?copy&lang=fr");
  await expect(frame.title).toHaveText("Cette page n’est pas arrivée");
  rule.end();
  await reader.context.setOffline(true);
  await reader.context.setOffline(false);
  await expect(frame.title).toHaveText("Cette copie");
});

test("on the very first visit without a module and without a feed the rest can be read", async ({ reader, faulty }) => {
  reader.expectErrors(BROKEN);
  faulty.on(MORE, refuse());
  faulty.on(MANIFEST, refuse());
  const cover = new Cover(reader.page);
  await cover.open(reader, "?about");
  await expect(cover.title).toHaveText(FAILED);
  await cover.header.getByRole("link", { name: "Pledgebook" }).click();
  await expect(cover.title).toHaveText("What was pledged, by whom, and what was reported");
  await expect(cover.title).toBeFocused();
});

test.describe("with the service worker", () => {
  test.use({ browsing: {} });
  test("after one visit that saw only the list, a party's page opens without a network", async ({ reader, faulty }) => {
    const list = new List(reader.page);
    await list.open(reader);
    await list.isCopied();
    await reader.untilKept();
    await reader.close();
    await faulty.stop();
    await reader.open();
    reader.expectErrors(NETWORK);
    const party = new Party(reader.page);
    await party.open(reader, "ns-au");
    await expect(party.title).toHaveText("Australian Red Cross");
    await expect(party.pledges).toHaveCount(3);
  });

  test("a kept module that is damaged is fetched anew, and nobody sees it", async ({ reader, faulty }) => {
    const frame = new Frame(reader.page);
    await reader.visit();
    await frame.isCopied();
    await reader.untilKept();
    await reader.page.evaluate(async () => {
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        const more = (await cache.keys()).find(({ url }) => /\/more-[^/]*\.wasm$/.test(url));
        if (more) await cache.put(more, new Response("no wasm", { headers: { "content-type": "application/wasm" } }));
      }
    });
    reader.expectErrors(BROKEN);
    faulty.forget();
    await reader.visit("?about");
    await expect(frame.title).toHaveText("About this book");
    expect(faulty.count(MORE)).toBe(1);
  });
});
