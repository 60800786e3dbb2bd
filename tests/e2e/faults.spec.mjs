// Whatever the network or the server does to the feed: the copy stays readable, the page says in words what happened, and
// it does not storm the server (N3 to N9).
import { expect, test } from "./support/test.mjs";
import { alter, busy, change, cut, hang, html, json, notFound, reply } from "./support/faulty.mjs";
import { Copy } from "./pages/copy.mjs";
import { FEED, MANIFEST, PARTS, part, pledge } from "./support/feed.mjs";
import { Gate } from "./support/gate.mjs";
import { Frame } from "./pages/frame.mjs";
import { List } from "./pages/list.mjs";
import { NETWORK } from "./support/browser.mjs";
import { Pledge } from "./pages/pledge.mjs";
import { visitOnce } from "./support/visits.mjs";
import { waitOut } from "./support/clock.mjs";

const CHANGED = "33IC-australia-pacific-localisation";
const NEW_TITLE = "A title of a second printing";
const THE_PART = part("33IC");

const republish = async (desk) => {
  await desk.edit("pledges.ndjson", (pledges) =>
    pledges.map((record) => (record.id === CHANGED ? { ...record, title: NEW_TITLE } : record)),
  );
  await desk.publish();
};

// The desk's answer with another body, as another server would give it: whole, and under no ETag of the desk's.
const other = (body) => (exchange) => {
  delete exchange.request.headers["if-none-match"];
  return change(({ headers: { etag: _, ...headers }, ...answer }) => ({
    ...answer,
    headers,
    body: Buffer.from(body(answer.body)),
  }))(exchange);
};
const manifestWith = (changes) => other((body) => JSON.stringify({ ...JSON.parse(body), ...changes }));
const shorter = other((body) => body.subarray(0, 1000));

const OFFLINE = "There is no network, or the server does not answer.";
const NOT_A_FEED =
  "What came from the server is not the pledges: a sign-in page of the network, perhaps. It was refused.";
const DAMAGED = "A part arrived damaged and was refused.";
const TOO_LARGE = "The server sent more than there can be; it was refused.";

test.describe("a reader with a copy, and a newer feed", () => {
  for (const [what, on, harm, said, manifests, parts] of [
    ["a captive portal answers for the manifest", MANIFEST, html(), NOT_A_FEED, 1, 0],
    ["an empty answer for the manifest", MANIFEST, reply(200), NOT_A_FEED, 1, 0],
    ["half a manifest", MANIFEST, shorter, NOT_A_FEED, 1, 0],
    ["a manifest that never ends", MANIFEST, reply(200, "[".repeat(20_000_000)), TOO_LARGE, 1, 0],
    [
      "a manifest with a part that cannot be",
      MANIFEST,
      manifestWith({ parts: [{ path: "../x", kind: "pledges" }] }),
      "What the server offers is damaged and was refused.",
      1,
      0,
    ],
    ["an error 503 for the manifest", MANIFEST, busy(), "The server answered with an error (503).", 3, 0],
    ["an error 404 for the manifest", MANIFEST, notFound(), "The server answered with an error (404).", 1, 0],
    [
      "a manifest of another feed",
      MANIFEST,
      manifestWith({ feed: "00000000-0000-4000-8000-000000000000" }),
      "The server offers the pledges of another publisher; they were refused.",
      1,
      0,
    ],
    [
      "a manifest of a later format",
      MANIFEST,
      manifestWith({ format: "pledge-feed/2" }),
      "This app is too old for the new data. Reload the page to update it.",
      1,
      0,
    ],
    [
      "an older manifest",
      MANIFEST,
      manifestWith({ seq: 1 }),
      "The server offered an older copy than this one; it was ignored.",
      1,
      0,
    ],
    ["a captive portal answers for a part", THE_PART, html(), DAMAGED, 1, 3],
    ["a fallback page longer than the part", THE_PART, html("<!doctype html>".padEnd(100_000, "-")), TOO_LARGE, 1, 1],
    ["a part whose connection breaks off", THE_PART, cut(1000), OFFLINE, 1, 3],
    ["a part that is too short", THE_PART, shorter, DAMAGED, 1, 3],
    ["a part with one byte changed", THE_PART, alter(500), DAMAGED, 1, 3],
    ["an error 404 for a part", THE_PART, notFound(), "The server answered with an error (404).", 2, 1],
    ["an error 503 for a part", THE_PART, busy(), "The server answered with an error (503).", 1, 3],
  ]) {
    test(`${what}: the copy stays, it is said in words, and nothing is asked for too often`, async ({
      reader,
      desk,
      faulty,
    }) => {
      await visitOnce(reader);
      await republish(desk);
      faulty.on(on, harm);
      faulty.forget();
      reader.expectErrors(NETWORK);

      const copy = new Copy(reader.page);
      await copy.open(reader);
      await expect(copy.lastAttempt).toHaveText(said);
      await expect(copy.lookAgain, "the attempt is over").toBeEnabled();
      const asked = () => ({ manifests: faulty.count(MANIFEST), parts: faulty.count(PARTS) });
      expect(asked()).toEqual({ manifests, parts });

      await copy.header.getByRole("link", { name: "Pledges", exact: true }).click();
      const list = new List(reader.page);
      await list.shows(75);
      await list.searchBox.fill(pledge(CHANGED).title);
      await list
        .row(pledge(CHANGED).title)
        .getByRole("link", { name: pledge(CHANGED).title })
        .click();
      const page = new Pledge(reader.page);
      await page.isTitled(pledge(CHANGED).title);
      expect(asked(), "reading asks the server for nothing").toEqual({ manifests, parts });

      faulty.heal();
      await page.copySign.click();
      await copy.lookAgain.click();
      await expect(copy.lastAttempt).toHaveText("Nothing newer was published.");
      await reader.page.goBack();
      await page.isTitled(NEW_TITLE);
    });
  }

  test("a fault of the feed is said under the header of every page, with the day of the copy that stands", async ({
    reader,
    desk,
    faulty,
  }) => {
    const day = await visitOnce(reader);
    await republish(desk);
    faulty.on(THE_PART, alter(0));
    const list = new List(reader.page);
    await list.open(reader);
    const said = reader.page.getByText(`${DAMAGED} The copy of ${day} stands.`);
    await expect(said).toBeVisible();
    await list.header.getByRole("link", { name: "About" }).click();
    await expect(said).toBeVisible();
    await said.getByRole("link", { name: "More about this copy" }).click();
    await expect(new Copy(reader.page).lastAttempt).toHaveText(DAMAGED);
  });

  test("a damaged manifest under the ETag of the whole one is not believed for ever", async ({
    reader,
    desk,
    faulty,
  }) => {
    await visitOnce(reader);
    await republish(desk);
    // As from a cache on the way that kept half of it; the browser keeps it, too, and asks whether it is still true.
    faulty.on(
      MANIFEST,
      change((answer) => ({ ...answer, body: answer.body.subarray(0, 1000) })),
      { times: 1 },
    );
    const copy = new Copy(reader.page);
    await copy.open(reader);
    await expect(copy.lastAttempt).toHaveText(NOT_A_FEED);
    await copy.lookAgain.click();
    await expect(copy.lastAttempt).toHaveText("Nothing newer was published.");
    expect(faulty.count(THE_PART)).toBe(2);
  });

  test("an older manifest is no trouble for a reader: nothing is said under the header", async ({ reader, faulty }) => {
    await visitOnce(reader);
    faulty.on(MANIFEST, manifestWith({ seq: 1, parts: [] }));
    const list = new List(reader.page);
    await list.open(reader);
    await list.shows(75);
    await expect(reader.page.getByRole("link", { name: "More about this copy" })).toHaveCount(0);
  });

  for (const [what, on, bytes] of [
    ["the manifest", MANIFEST, 100],
    ["a part", THE_PART, 1000],
    ["a part, before its first byte", THE_PART, 0],
  ]) {
    test(`a server that hangs in the middle of ${what} is given up after a while, three times, and the page never waits`, async ({
      reader,
      desk,
      faulty,
    }) => {
      const day = await visitOnce(reader);
      await republish(desk);
      const rule = faulty.on(on, hang(bytes));
      faulty.forget();
      await reader.page.clock.install();
      const list = new List(reader.page);
      await list.open(reader);
      await list.shows(75);
      await expect.poll(() => rule.hits).toBe(1);
      await waitOut(reader.page, () => expect(list.offlineSign).toBeVisible({ timeout: 100 }));
      await expect(list.offlineSign).toHaveText(`Offline, copy of ${day}`);
      await list.offlineSign.click();
      const copy = new Copy(reader.page);
      await waitOut(reader.page, () => expect(copy.lookAgain).toBeEnabled({ timeout: 100 }));
      await expect(copy.lastAttempt).toHaveText("The server did not answer in time.");
      expect(rule.hits).toBe(3);

      faulty.heal();
      await copy.lookAgain.click();
      await expect(copy.lastAttempt).toHaveText("Nothing newer was published.");
    });
  }
});

test.describe("a first visit", () => {
  for (const [what, harm, again] of [
    ["cut short", cut(1000), 1],
    ["changed in one byte", alter(500), 1],
    ["refused with 503", busy(), 1],
  ]) {
    test(`a part that is ${what} once is fetched again, and only that one`, async ({ reader, faulty }) => {
      reader.expectErrors(NETWORK);
      faulty.on(THE_PART, harm, { times: again });
      const list = new List(reader.page);
      await list.open(reader);
      await list.isCopied();
      await list.shows(75);
      expect(faulty.count(THE_PART)).toBe(2);
      expect(faulty.count(PARTS)).toBe(7 + 1);
      expect(faulty.count(MANIFEST)).toBe(1);
    });
  }

  test("a part that is always damaged leaves the others readable, and the page says how many there are", async ({
    reader,
    faulty,
  }) => {
    faulty.on(THE_PART, alter(-1));
    const list = new List(reader.page);
    await list.open(reader);
    await list.says(`${DAMAGED} 6 of 7 parts are here and can be read.`);
    await list.shows(75 - 18);
    const copy = new Copy(reader.page);
    await reader.page.getByRole("link", { name: "More about this copy" }).click();
    await expect(copy.main).toContainText("6 of 7 parts are on this device.");
    await expect(copy.lookAgain).toBeEnabled();
    faulty.heal();
    faulty.forget();
    await copy.lookAgain.click();
    await copy.isCopied();
    expect(faulty.count(PARTS), "only what is missing").toBe(1);
  });

  test("a captive portal leaves an app that says what is wrong, and goes on once the reader has signed in", async ({
    reader,
    faulty,
  }) => {
    faulty.on(FEED, html());
    const frame = new Frame(reader.page);
    await reader.visit();
    await frame.says(`${NOT_A_FEED} Nothing is on this device yet.`);
    faulty.heal();
    await reader.page.getByRole("link", { name: "More about this copy" }).click();
    await new Copy(reader.page).lookAgain.click();
    await frame.isCopied();
    await expect(frame.fact("Holds")).toHaveText(/^75 pledges/);
  });

  test("what has not come is not said to be mistyped, nor not to fit", async ({ reader, faulty }) => {
    const [list, page] = [new List(reader.page), new Pledge(reader.page)];
    const isHonest = async () => {
      await page.open(reader, CHANGED);
      await page.says(/can be read\.|Nothing is on this device yet\./);
      await expect(page.main, "the pledge").not.toContainText("may be mistyped");
      await list.open(reader, "?edition=33IC");
      await list.says(/can be read\.|Nothing is on this device yet\./);
      await expect(list.main, "the list").not.toContainText("No pledge in this copy fits");
    };
    const portal = faulty.on(FEED, html());
    await test.step("of nothing at all", isHonest);
    portal.end();
    faulty.on(THE_PART, html("<!doctype html>".padEnd(100_000, "-")));
    await test.step("of all but one part", isHonest);
  });

  test.describe("while the feed is being published", () => {
    // The first answer still names a part of before, which the server no longer has.
    const underWay = async (desk, faulty, harm) => {
      const old = await desk.manifest();
      await republish(desk);
      faulty.on(MANIFEST, json(200, old), { times: 1 });
      faulty.on(`/feed/${old.parts.find(({ path }) => path.startsWith("parts/33IC.")).path}`, harm);
    };
    const takesTheNewFeed = async (reader, faulty) => {
      const page = new Pledge(reader.page);
      await page.isTitled(NEW_TITLE);
      await page.isCopied();
      await page.header.getByRole("link", { name: "Pledges", exact: true }).click();
      await new List(reader.page).shows(75);
      expect(faulty.count(MANIFEST)).toBe(2);
      expect(faulty.count(PARTS), "no other part twice").toBe(7 + 1);
    };

    test("a part is gone, the manifest is asked for once more, and the new feed is taken whole", async ({
      reader,
      desk,
      faulty,
    }) => {
      reader.expectErrors(NETWORK);
      await underWay(desk, faulty, notFound());
      await new Pledge(reader.page).open(reader, CHANGED);
      await takesTheNewFeed(reader, faulty);
    });

    test("also on a device that is slow to store what comes", async ({ reader, desk, faulty }) => {
      reader.expectErrors(NETWORK);
      await reader.page.addInitScript(() => {
        const { put } = IDBObjectStore.prototype;
        IDBObjectStore.prototype.put = function (...args) {
          const until = performance.now() + (this.name === "parts" ? 1500 : 0);
          const stay = () => performance.now() < until && (this.get(0).onsuccess = stay);
          stay();
          return put.apply(this, args);
        };
      });
      const gate = new Gate(notFound());
      await underWay(desk, faulty, gate.act);
      await new Pledge(reader.page).open(reader, CHANGED);
      await gate.holds(1);
      await expect.poll(() => faulty.count(PARTS), { message: "two other parts are being stored" }).toBe(3);
      gate.open();
      await takesTheNewFeed(reader, faulty);
    });
  });
});
