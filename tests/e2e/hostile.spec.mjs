// Bad content, published by a real desk: it is shown as the characters that it is, and the page stays a page.
import { expect, test as base } from "./support/test.mjs";
import { appendFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { BROKEN_LINES, PARTIES, PLEDGES, TERMS, TEXTS } from "./support/hostile.mjs";
import { Copy } from "./pages/copy.mjs";
import { Cover } from "./pages/cover.mjs";
import { Frame } from "./pages/frame.mjs";
import { List } from "./pages/list.mjs";
import { MANIFEST, part } from "./support/feed.mjs";
import { Party } from "./pages/party.mjs";
import { Pledge } from "./pages/pledge.mjs";
import { change, reply } from "./support/faulty.mjs";
import { hasNoViolations } from "./support/axe.mjs";

const test = base.extend({
  desk: async ({ desk }, use) => {
    await desk.edit("pledges.ndjson", () => PLEDGES);
    await desk.edit("parties.ndjson", () => PARTIES);
    await desk.edit("terms.ndjson", () => TERMS);
    await desk.publish("--allow-missing=all");
    await use(desk);
  },
});

const ADDRESSES = [
  "?",
  "?all",
  "?theme=markup&theme=long&edition=odd-edition",
  ...PLEDGES.map(({ id }) => `?pledge=${id}`),
  ...PARTIES.map(({ id }) => `?party=${id}`),
  "?timeline",
  "?compare=group-self,obs-markup",
  ...PARTIES.slice(0, 3).map(({ id }) => `?brief&party=${id}`),
];

// Every page of this book, one after the other.
async function onEveryPage(reader, look, addresses = ADDRESSES) {
  const frame = new Frame(reader.page);
  for (const address of addresses) {
    await base.step(address, async () => {
      await reader.visit(address);
      await frame.isCopied();
      await look(frame, address);
    });
  }
}

test("no script of a record runs, and no address becomes a link but a plain http one", async ({ reader }) => {
  const asked = [];
  reader.page.on("request", (request) => asked.push(request.url()));
  reader.page.on("dialog", (dialog) => asked.push(dialog.message()));
  await onEveryPage(reader, async ({ page, main }, address) => {
    // What the desk cut out of an address (a user's name looks like an e-mail address) leaves no address.
    const links = await main.getByRole("link").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
    expect(
      links.filter((link) => !/^(\?|#|https:\/\/good\.example\/)/.test(link)),
      address,
    ).toEqual([]);
    expect(await main.locator("script, img, b[onclick], iframe, object, style, form[action]").count(), address).toBe(0);
    expect(await page.evaluate(() => window.harmed), address).toBeUndefined();
  });
  expect(asked.filter((url) => !url.startsWith(reader.url) || /\/x$/.test(url))).toEqual([]);
});

test("markup is shown as the characters that it is, wherever it stands", async ({ reader }) => {
  const page = new Pledge(reader.page);
  await page.open(reader, "x-markup");
  await page.isTitled(TEXTS.MARKUP);
  await expect(reader.page).toHaveTitle(`${TEXTS.MARKUP} · Pledgebook`);
  await page.isCopied();
  await expect(page.text("Objectives")).toHaveText(TEXTS.MARKUP);
  await expect(page.text("Report")).toHaveText(TEXTS.MARKUP);
  await expect(page.fact("Number")).toHaveText(TEXTS.MARKUP);
  await expect(page.fact("Period")).toContainText(TEXTS.MARKUP);
  await expect(page.fact("Themes")).toHaveText(TEXTS.MARKUP);
  await expect(page.main.getByRole("link", { name: TEXTS.MARKUP, exact: true }).first()).toHaveAttribute(
    "href",
    "?party=obs-markup",
  );
  await expect(
    page.main.getByRole("listitem").filter({ has: reader.page.locator('a[href="https://good.example/f"]') }),
  ).toContainText(TEXTS.MARKUP);

  const list = new List(reader.page);
  await list.open(reader, `?q=${encodeURIComponent(`"onerror window harmed"`)}`);
  await list.shows(1);
  await expect(list.row(TEXTS.MARKUP)).toBeVisible();
  const party = new Party(reader.page);
  await party.open(reader, "obs-markup");
  await expect(party.title).toHaveText(TEXTS.MARKUP);
  await expect(party.pledges).toHaveCount(1);
});

test("the words of a record cannot turn the page around, nor hide in it", async ({ reader }) => {
  await onEveryPage(reader, async ({ page }, address) => {
    const text = await page.evaluate(() => document.title + document.body.textContent);
    expect(
      text.match(/[\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}\u0000\u0080-\u009f\ufeff]/gu),
      address,
    ).toBeNull();
  });
  const pledge = new Pledge(reader.page);
  await pledge.open(reader, "x-turned");
  await pledge.isTitled("abc gfed zyx");
  await expect(pledge.text("Objectives")).toContainText("before turned around after");
  await expect(pledge.main.getByRole("link", { name: "turned around" }).locator("bdi")).toHaveCSS(
    "unicode-bidi",
    "isolate",
  );
});

test("no page scrolls sideways on the smallest phone, nor on a laptop", async ({ reader }) => {
  await onEveryPage(reader, async (frame, address) => {
    for (const width of [1280, 320]) {
      await reader.page.setViewportSize({ width, height: 700 });
      await frame.hasNoSidewaysScroll(`${address} at ${width} px`);
    }
  });
});

test("axe finds nothing in the list and the pledges", async ({ reader }) => {
  const some = ["x-markup", "x-urls", "x-turned", "x-word", "x-nested", "x-unknown", "x-groups", "x-empty"].map(
    (id) => `?pledge=${id}`,
  );
  await onEveryPage(reader, ({ page }, address) => hasNoViolations(page, address), [
    "?all",
    "?theme=markup&theme=long",
    "?party=obs-markup",
    ...some,
  ]);
});

test("what is far too long is cut, until the reader asks for all of it", async ({ reader }) => {
  const { page } = reader;
  const height = async (locator) => (await locator.boundingBox()).height;
  const pledge = new Pledge(page);
  await pledge.open(reader, "x-text");
  await pledge.isTitled("A text of 64 KiB");
  const text = pledge.text("Objectives");
  expect(await height(text)).toBeLessThan(1_000);
  await pledge.main.getByRole("button", { name: "Show all of this text" }).click();
  expect(await height(text)).toBeGreaterThan(5_000);
  const bare = (words) => words.replace(/^ *- /gm, "").replace(/\s+/g, "");
  expect(bare(await text.innerText())).toBe(bare(PLEDGES.find(({ id }) => id === "x-text").sections[0].text));

  await pledge.open(reader, "x-title");
  await expect(pledge.title).toContainText("The parties undertake to do what they have undertaken to do");
  expect((await page.title()).length, "the title of the tab").toBeLessThan(1_000);
  expect(await height(pledge.title), "the title of the page").toBeLessThan(2_000);

  const list = new List(page);
  await list.open(reader);
  await list.shows(PLEDGES.length);
  for (const row of await list.rows.all())
    expect(await height(row), await row.innerText().then((t) => t.slice(0, 40))).toBeLessThan(700);
});

test("two hundred marks on one letter do not pile up over the page", async ({ reader }) => {
  const pledge = new Pledge(reader.page);
  await pledge.open(reader, "x-piled");
  await expect(pledge.title).toContainText(/^Zalg.*end$/);
  const marks = (await pledge.title.innerText()).match(/\p{M}/gu) ?? [];
  expect(marks.length).toBeLessThanOrEqual(20);
});

test("what is unknown is shown as it is, and dates that are none are said to be not given", async ({ reader }) => {
  const page = new Pledge(reader.page);
  await page.open(reader, "x-unknown");
  await page.isCopied();
  await expect(page.main.getByText(/^Pledged by/)).toHaveText("Pledged by nobody-2");
  await expect(page.main.getByText(/^Joined by/)).toHaveText("Joined by obs-nameless");
  await expect(page.main.getByText(/^Parties:/)).toHaveText("Parties: nobody-1");
  for (const [term, value] of [
    ["Kind", "half-open"],
    ["Conference", "99th Conference"],
    ["Themes", "no-such-theme"],
    ["Resolutions", "no-such-resolution"],
    ["Languages", "tlh"],
  ]) {
    await expect(page.fact(term), term).toHaveText(value);
  }
  await expect(page.text("dreams")).toHaveText("Text of an unknown part.");
  await expect(page.section("Report")).toContainText("Reported, completion not said");
  await expect(page.section("Report")).toContainText("date not given");
  await page.main.getByRole("link", { name: "nobody-2" }).click();
  const party = new Party(reader.page);
  await expect(party.title).toHaveText("nobody-2");
  await expect(party.pledges).toHaveCount(1);

  await page.open(reader, "x-dates");
  await page.isTitled("Dates that are none");
  for (const term of ["Period", "Submitted", "Last changed in the source"])
    await expect(page.fact(term), term).toHaveCount(0);
  await expect(page.section("Report")).toContainText("date not given");
});

test("a group that is its own member, parties that look alike and three hundred parties are read to the end", async ({
  reader,
}) => {
  const page = new Pledge(reader.page);
  await page.open(reader, "x-groups");
  await page.isCopied();
  await expect(page.main.getByText(/^Pledged by/)).toHaveText("Pledged by A group of itself Group");
  const alike = page.main.getByText(/^Parties:/);
  await expect(alike, "the kind tells them apart").toContainText("National Society");
  await expect(alike).toContainText("State");
  await alike.getByRole("link").last().click();
  await expect(reader.page).toHaveURL(/\?party=state-xa$/);
  await expect(new Party(reader.page).title).toHaveText("Red Cross of X\u0430");
  await reader.visit("?party=group-self");
  await expect(new Party(reader.page).pledges).toHaveCount(1);

  await page.open(reader, "x-many");
  await page.isCopied();
  await expect(page.main.getByText(/^Pledged by/).getByRole("link")).toHaveCount(150);
  await expect(page.main.getByText(/^Joined by/).getByRole("link")).toHaveCount(150);
  await expect(page.main.getByRole("heading", { level: 2, name: /^Report \d+$/ })).toHaveCount(60);
});

test("a pledge of which there is nothing but an identifier has a row and a page", async ({ reader }) => {
  const list = new List(reader.page);
  await list.open(reader, "?edition=none");
  await list.shows(2);
  for (const id of ["x-empty", "x-blank"]) {
    await expect(list.row(id)).toContainText("No title and no text; identifier:");
    await expect(list.row(id)).toContainText("Parties not given in the source");
  }
  await list.row("x-empty").getByRole("link", { name: "x-empty" }).click();
  const page = new Pledge(reader.page);
  await page.isTitled("x-empty");
  await page.says("There is no report in this copy. That does not mean that nothing was done: nobody has to report.");
  await page.open(reader, "x-blank");
  await page.isTitled("x-blank");
  await expect(page.section("Objectives")).toContainText("The source leaves this blank.");
});

test("the cover of such a book has its numbers, and what is typed into it is words, whatever it is", async ({
  reader,
}) => {
  const cover = new Cover(reader.page);
  await cover.open(reader);
  await cover.isCopied();
  await expect(cover.main).toContainText(`This book holds ${PLEDGES.length} of these pledges`);
  const list = new List(reader.page);
  await list.open(reader);
  await list.shows(PLEDGES.length);
  for (const [words, found] of [
    [".*(", null],
    ['"', null],
    ["undertake AND", null],
    ["levels", 1],
    ["LEVELS", 1],
    ["four five", null],
    ["fourfive", 1],
    ["-undertake", null],
    ["\u202eLevels", 1],
  ]) {
    await list.searchBox.fill(words);
    await expect.poll(() => new URL(reader.page.url()).searchParams.get("q")).toBe(words);
    const count = await list.count();
    expect(count, words).toBeGreaterThanOrEqual(0);
    if (found !== null) expect(count, words).toBe(found);
  }
});

test("lines that are no records are left out by the desk, which says so, and the others stand", async ({
  desk,
  reader,
}) => {
  await appendFile(join(desk.records, "pledges.ndjson"), BROKEN_LINES.map((line) => `${line}\n`).join(""));
  expect(await desk.publish()).toContain(`(${BROKEN_LINES.length + 1} records left out)`); // and a term of no list
  const list = new List(reader.page);
  await list.open(reader);
  await list.shows(PLEDGES.length);
});

test("a feed that a careless publisher made has its bad records left out and counted, and the others stand", async ({
  desk,
  reader,
  faulty,
}) => {
  // As desk would never write it: the broken lines stand in a part, and the manifest has the part's hash.
  const { parts } = await desk.manifest();
  const old = parts.find(({ edition }) => edition === "33IC");
  const before = await (await fetch(new URL(`feed/${old.path}`, desk.url))).text();
  const body = before.replace(/\]\s*$/, `,${BROKEN_LINES.filter((line) => line !== "{not json").join(",")}]`);
  const named = { ...old, sha256: createHash("sha256").update(body).digest("hex"), bytes: Buffer.byteLength(body) };
  faulty.on(
    MANIFEST,
    change((answer) => ({
      ...answer,
      body: Buffer.from(
        JSON.stringify({ ...JSON.parse(answer.body), parts: parts.map((part) => (part === old ? named : part)) }),
      ),
    })),
  );
  faulty.on(part("33IC"), reply(200, body, { "content-type": "application/json" }));
  const list = new List(reader.page);
  await list.open(reader);
  await list.isCopied();
  await list.shows(PLEDGES.length);
  const copy = new Copy(reader.page);
  await list.copySign.click();
  await expect(copy.fact("Left out")).toHaveText(/^\d+ records could not be read and were left out$/);
  await expect(copy.fact("Holds")).toContainText(`${PLEDGES.length} pledges`);
});
