// Finding by words: what a reader types is found as it is meant, seen at every letter, said at rest, and left as it was
// when they come back.
import { expect, test } from "./support/test.mjs";
import { Cover } from "./pages/cover.mjs";
import { Facets } from "./pages/facets.mjs";
import { List } from "./pages/list.mjs";
import { NETWORK } from "./support/browser.mjs";
import { Party } from "./pages/party.mjs";
import { Pledge } from "./pages/pledge.mjs";
import { part } from "./support/feed.mjs";
import { Gate } from "./support/gate.mjs";
import { focused, tabTo } from "./support/keyboard.mjs";
import { visitOnce } from "./support/visits.mjs";

const scroll = (page) => page.evaluate(() => scrollY);
const link = (list, n) => list.rows.nth(n).getByRole("heading", { level: 3 }).getByRole("link");

test("the search box is the first field of the page, and of the kind that searches", async ({ reader }) => {
  const list = new List(reader.page);
  await list.open(reader);
  await list.shows(75);
  const first = reader.page.locator("input, textarea").first();
  await expect(first).toHaveAttribute("type", "search");
  await expect(first).toHaveAccessibleName("Search the pledges");
});

test("typing makes no entry of the history, choosing does", async ({ reader }) => {
  const { page } = reader;
  const cover = new Cover(page);
  await cover.open(reader);
  await cover.isCopied();
  await cover.row("Themes", "Migration").getByRole("link").click();
  const list = new Facets(page);
  await list.shows(8);
  const before = await page.evaluate(() => history.length);
  await list.searchBox.pressSequentially("regional");
  await expect(page).toHaveURL(/\?q=regional&theme=migration$/);
  await expect(list.searchBox).toBeFocused();
  expect(await page.evaluate(() => history.length)).toBe(before);
  await list.main.getByRole("combobox", { name: "Sort by" }).selectOption("Title");
  await expect(page).toHaveURL(/&sort=title$/);
  await list.box("Progress", "No report in this copy").click();
  expect(await page.evaluate(() => history.length)).toBe(before + 2);
  await page.goBack();
  await page.goBack();
  await expect(page).toHaveURL(/\?q=regional&theme=migration$/);
  await expect(list.searchBox).toHaveValue("regional");
  await page.goBack();
  await expect(cover.title).toHaveText("What was pledged, by whom, and what was reported");
});

test("the number is seen at every letter, and said once the reader rests", async ({ reader }) => {
  const { page } = reader;
  await page.clock.install();
  const list = new Facets(page);
  await list.open(reader);
  await list.shows(75);
  await expect(list.main.locator("[role=status], [role=alert], [aria-live]"), "one live region").toHaveCount(1);
  await expect(list.said).toHaveText("75 pledges");
  await page.clock.pauseAt(new Date(Date.now() + 60_000));
  await list.said.evaluate((region) => {
    window.heard = [];
    new MutationObserver(() => window.heard.push(region.textContent)).observe(region, {
      childList: true,
      characterData: true,
      subtree: true,
    });
  });
  for (const letter of "migration") {
    await list.searchBox.press(letter);
    await expect(list.countLine).toContainText(await list.searchBox.inputValue());
    await page.clock.runFor(600);
  }
  expect(await page.evaluate(() => window.heard), "nothing while typing").toEqual([]);
  await page.clock.runFor(200);
  const sentence = (await list.countLine.innerText()).trim();
  await expect(list.said).toHaveText(sentence);
  expect(await page.evaluate(() => window.heard), "once at rest").toEqual([sentence]);
  await list.box("Conference", "33rd Conference").check();
  await expect(list.said, "what is chosen is said at once").toHaveText((await list.countLine.innerText()).trim());
});

test("a slash leads to the search box from anywhere but a field", async ({ reader }) => {
  const { page } = reader;
  const list = new Facets(page);
  await list.open(reader);
  await list.shows(75);
  await page.keyboard.press("/");
  await expect(list.searchBox).toBeFocused();
  await expect(list.searchBox).toHaveValue("");
  await page.keyboard.type("and/or");
  await expect(list.searchBox).toHaveValue("and/or");
  await list.find("Theme").focus();
  await page.keyboard.type("a/b");
  await expect(list.find("Theme")).toHaveValue("a/b");
  await list.find("Theme").fill("");
  await list.box("Conference", "33rd Conference").focus();
  await page.keyboard.press("/");
  await expect(list.searchBox).toBeFocused();

  await reader.visit("?pledge=32IC-regional-protection");
  await new Pledge(page).isTitled("Regional Protection");
  await page.keyboard.press("Control+/");
  await expect(page).toHaveURL(/\?pledge=/);
  await page.keyboard.press("/");
  await expect(page).toHaveURL(/\?all$/);
  await expect(list.searchBox).toBeFocused();
  await expect(list.searchBox).toHaveValue("");
  await page.goBack();
  await new Pledge(page).isTitled("Regional Protection");

  const cover = new Cover(page);
  await cover.open(reader);
  await cover.isCopied();
  await page.keyboard.press("/");
  await expect(cover.searchBox).toBeFocused();
});

test("Escape empties the search box, and leaves it when it is empty", async ({ reader }) => {
  const { page } = reader;
  const list = new List(page);
  await list.open(reader, "?q=migration&edition=32IC");
  await list.isCopied();
  await list.searchBox.focus();
  await page.keyboard.press("Escape");
  await expect(list.searchBox).toHaveValue("");
  await expect(list.searchBox).toBeFocused();
  await list.shows(16);
  await expect(page).toHaveURL(/\?edition=32IC$/);
  await page.keyboard.press("Escape");
  await expect(list.searchBox).not.toBeFocused();
});

test("an empty list says what to drop, and the number that gives", async ({ reader }) => {
  const { page } = reader;
  const list = new List(page);
  for (const [query, drops] of [
    ["?q=regional+protection&edition=30IC&kind=specific", 2],
    ["?q=zzzz&edition=33IC", 1],
    ["?edition=33IC&party=nobody&theme=migration", 1],
    ["?edition=nope", 0],
    ["?q=zzzz", 1],
  ]) {
    await test.step(query, async () => {
      await list.open(reader, query);
      await list.isCopied();
      await list.shows(0);
      await list.says(/^No pledge in this copy fits\./);
      const links = list.main.locator(".drops").getByRole("listitem").getByRole("link");
      const said = await links.allInnerTexts();
      expect(said.length, said.join(" | ")).toBeGreaterThanOrEqual(drops);
      for (const words of said) {
        const number = Number(words.match(/: ([\d,]+) pledges?$/)[1].replace(",", ""));
        expect(number).toBeGreaterThan(0);
        await links.filter({ hasText: words }).first().click();
        await list.shows(number);
        await page.goBack();
        await list.shows(0);
      }
      await expect(list.main.getByRole("link", { name: "All pledges" })).toHaveAttribute("href", "?all");
    });
  }
});

test("the words that were looked for are marked, in the letters of the original", async ({ reader, desk }) => {
  await desk.edit("pledges.ndjson", (all) => [
    ...all,
    {
      id: "x-cafe",
      title: "Cafe\u0301 and naïve Health",
      lang: "en",
      edition: "34IC",
      sections: [{ part: "text", lang: "ar", text: "نص فيه تَعَهُّدٌ واحد" }],
    },
  ]);
  await desk.publish();
  const list = new List(reader.page);
  for (const [typed, marks] of [
    ["cafe", ["Cafe\u0301"]],
    ["naive", ["naïve"]],
  ]) {
    await list.open(reader, `?q=${encodeURIComponent(typed)}&edition=34IC`);
    const row = list.row("naïve Health");
    await expect(row).toBeVisible();
    expect(await row.getByRole("heading").locator("mark").allInnerTexts()).toEqual(marks);
  }
  await list.open(reader, `?q=${encodeURIComponent("تعهد")}&edition=34IC`);
  const snippet = list.row("naïve Health").locator(".entry-s");
  await expect(snippet.locator("mark")).toHaveText(/^تَعَهُّدٌ?$/);
  await expect(snippet).toHaveAttribute("lang", "ar");
});

test("a party that the words name comes first, and leads to its page", async ({ reader }) => {
  const list = new List(reader.page);
  await list.open(reader);
  await list.shows(75);
  for (const words of ["australian red", "Croix-Rouge australienne", "الصليب الأحمر الأسترالي"]) {
    await list.searchBox.fill(words);
    const offered = list.main.getByRole("list", { name: "Parties found" });
    await expect(offered.getByRole("link", { name: "Australian Red Cross" })).toBeVisible();
    await expect(offered).toContainText("National Society");
    await expect(offered).toContainText("3 pledges");
    await list.shows(3);
  }
  await list.main.getByRole("list", { name: "Parties found" }).getByRole("link", { name: "Australian Red Cross" }).click();
  await expect(reader.page).toHaveURL(/\?party=ns-au$/);
  await expect(new Party(reader.page).title).toHaveText("Australian Red Cross");
  await list.open(reader, "?q=migration");
  await list.isCopied();
  await expect(list.main.getByRole("list", { name: "Parties found" })).toHaveCount(0);
});

test("titles are sorted as the language sorts its words", async ({ reader, desk }) => {
  const titles = { en: ["Ångström", "apple", "Éclair", "eclairs", "Zeta"] };
  await desk.edit("pledges.ndjson", () =>
    ["Zeta", "eclairs", "Ångström", "Éclair", "apple"].map((title, n) => ({ id: `x-${n}`, title, lang: "en", edition: "34IC" })),
  );
  await desk.publish("--allow-missing=all");
  const list = new List(reader.page);
  await list.open(reader, "?sort=title");
  await list.shows(5);
  expect(await list.titles()).toEqual(titles.en);
  const sort = list.main.getByRole("combobox", { name: "Sort by" });
  await expect(sort.getByRole("option", { name: "Best match" })).toHaveCount(0);
  await list.searchBox.fill("e");
  await expect(sort.getByRole("option", { name: "Best match" })).toHaveCount(1);
});

test.describe("whoever comes back", () => {
  test("comes to the same list, the same place and the same link, through a reload and forward too", async ({ reader }) => {
    const { page } = reader;
    const list = new Facets(page);
    await list.open(reader, "?edition=33IC");
    await list.shows(18);
    await link(list, 15).focus();
    await link(list, 15).scrollIntoViewIfNeeded();
    const place = await scroll(page);
    expect(place).toBeGreaterThan(300);
    await page.keyboard.press("Enter");
    const pledge = new Pledge(page);
    await expect(page).toHaveURL(/\?pledge=/);
    await expect(pledge.title).toBeFocused();
    expect(await scroll(page)).toBe(0);

    await page.goBack();
    await expect(link(list, 15)).toBeFocused();
    await expect.poll(() => scroll(page)).toBe(place);
    await page.reload();
    await expect(link(list, 15)).toBeFocused();
    await expect.poll(() => scroll(page)).toBe(place);
    await page.goForward();
    await expect(pledge.title).toBeVisible();
    await page.goBack();
    await expect(link(list, 15)).toBeFocused();
    await expect.poll(() => scroll(page)).toBe(place);
  });

  test("does so when the page was left for another site, with the server stopped too", async ({ reader, faulty }) => {
    await visitOnce(reader);
    await faulty.stop();
    reader.expectErrors(NETWORK);
    const { page } = reader;
    const list = new Facets(page);
    await list.open(reader, "?q=protection");
    await list.isPage(1, 2).catch(() => {});
    await link(list, 9).scrollIntoViewIfNeeded();
    await link(list, 9).focus();
    const place = await scroll(page);
    await link(list, 9).press("Enter");
    await expect(page).toHaveURL(/\?pledge=/);
    await page.goto("about:blank");
    await page.goBack();
    await expect(page).toHaveURL(/\?pledge=/);
    await page.goBack();
    await expect(link(list, 9)).toBeFocused();
    await expect.poll(() => scroll(page)).toBe(place);
    await expect(list.searchBox).toHaveValue("protection");
  });

  test("comes back to the box that was ticked", async ({ reader }) => {
    const { page } = reader;
    const list = new Facets(page);
    await list.open(reader);
    await list.shows(75);
    const box = list.box("Theme", "Migration");
    await box.check();
    await list.shows(8);
    await list.header.getByRole("link", { name: "About" }).click();
    await expect(page).toHaveTitle("About this book · Pledgebook");
    await page.goBack();
    await list.shows(8);
    await page.goBack();
    await list.shows(75);
    await expect(box).toBeFocused();
    await expect(box).not.toBeChecked();
    await page.reload();
    await expect(list.box("Theme", "Migration")).toBeFocused();
  });

  test("waits for the copy where it has to, and stays where they go meanwhile", async ({ reader, faulty }) => {
    const { page } = reader;
    const list = new List(page);
    await list.open(reader);
    await list.shows(75);
    await link(list, 17).focus();
    const place = await scroll(page);
    await link(list, 17).press("Enter");
    await expect(page).toHaveURL(/\?pledge=/);
    await page.goBack();
    await expect(link(list, 17)).toBeFocused();
    // The copy is gone from the device, and comes slowly.
    const gate = new Gate();
    faulty.on(part(""), gate.act);
    await page.evaluate(async () => {
      for (const { name } of await indexedDB.databases()) indexedDB.deleteDatabase(name);
    });
    await page.reload();
    await expect(list.header).toBeVisible();
    expect(await scroll(page)).toBeLessThan(place);
    gate.open();
    await expect(link(list, 17)).toBeFocused();
    await expect(link(list, 17), "the banner of the copying comes and goes above it").toBeInViewport();
    await list.isCopied();
    await expect(link(list, 17)).toBeInViewport();
  });
});

test("words in any writing find what is written otherwise", async ({ reader, desk }) => {
  const titles = ["Straße und Haus", "İstanbul", "ﬁnance", "ＦＵＬＬ width", "中文 承诺", "أحمد وإحسان", "تَعَهُّدٌ مكتوب", "Łódź"];
  await desk.edit("pledges.ndjson", () => titles.map((title, n) => ({ id: `x-${n}`, title, edition: "34IC" })));
  await desk.publish("--allow-missing=all");
  const list = new List(reader.page);
  await list.open(reader);
  await list.shows(titles.length);
  for (const [typed, title] of [
    ["strasse", "Straße und Haus"],
    ["STRAẞE", "Straße und Haus"],
    ["istanbul", "İstanbul"],
    ["finance", "ﬁnance"],
    ["full", "ＦＵＬＬ width"],
    ["ｆｕｌｌ", "ＦＵＬＬ width"],
    ["中文", "中文 承诺"],
    ["احمد", "أحمد وإحسان"],
    ["إحمد", "أحمد وإحسان"],
    ["تعهد", "تَعَهُّدٌ مكتوب"],
    ["تَعَهُّد", "تَعَهُّدٌ مكتوب"],
    ["lodz", "Łódź"],
    ['"und haus"', "Straße und Haus"],
    ["-und strasse", null],
    [".*(", titles[0]],
    ['"', titles[0]],
    ["haus AND", null],
  ]) {
    await list.searchBox.fill(typed);
    await expect(list.countLine, typed).toContainText(`“${typed}”`);
    if (title === null) await list.shows(0);
    else await expect(list.row(title), typed).toBeVisible();
  }
});

test("with the keyboard alone a reader searches, filters, and opens what was found", async ({ reader }) => {
  const { page } = reader;
  const list = new Facets(page);
  await list.open(reader);
  await list.shows(75);
  await page.keyboard.press("/");
  await page.keyboard.type("protection");
  await expect(list.countLine).toHaveText(/with “protection”$/);
  expect((await tabTo(page, /^Conference/)).tag).toBe("summary");
  await page.keyboard.press("Enter");
  await expect(list.boxes("Conference")).toHaveCount(0);
  await page.keyboard.press("Enter");
  await tabTo(page, /^32nd Conference/);
  const number = await list.numberOf("Conference", "32nd Conference");
  await page.keyboard.press("Space");
  await list.shows(number);
  await expect(list.box("Conference", "32nd Conference")).toBeFocused();
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Shift+Tab");
  await expect(list.way("Conference", "any of these")).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(list.way("Conference", "none of these")).toBeFocused();
  await expect(page).toHaveURL(/not\.edition=32IC/);
  await page.keyboard.press("ArrowUp");
  await list.shows(number);
  await tabTo(page, "Regional Protection");
  expect((await focused(page)).outlined).toBe(true);
  await page.keyboard.press("Enter");
  await new Pledge(page).isTitled("Regional Protection");
  await page.goBack();
  await expect(list.rows.getByRole("link", { name: "Regional Protection" })).toBeFocused();
});

test("a misspelt word finds its nearest spelling, and the page says so", async ({ reader }) => {
  const list = new List(reader.page);
  await list.open(reader);
  await list.shows(75);
  await list.searchBox.fill("Regionl Protecton");
  await expect(list.row("Regional Protection")).toBeVisible();
  // The live region says it too, with the number.
  const says = (sentence) => expect(list.main.getByText(sentence, { exact: true })).toBeVisible();
  await says("Nothing for “Regionl”; showing “region” instead.");
  await says("Nothing for “Protecton”; showing “protection” instead.");
  await expect(list.row("Regional Protection").locator("h3 mark")).toHaveText(["Regional", "Protection"]);
  await list.searchBox.fill("xylophone");
  await list.shows(0);
  await says("Nothing for “xylophone”.");
});

test("words in quotation marks stand together, and a minus leaves out", async ({ reader }) => {
  const list = new List(reader.page);
  await list.open(reader);
  for (const [typed, is, found] of [
    ['"regional protection"', true, "Regional Protection"],
    ['"protection regional"', false, "Regional Protection"],
    ["regional -protection", false, "Regional Protection"],
    ["regional -football", true, "Regional Protection"],
  ]) {
    await list.searchBox.fill(typed);
    await expect(list.countLine, typed).toContainText(`“${typed}”`);
    await expect(list.row(found), typed).toBeVisible({ visible: is });
  }
});

test("a pledge is found first by the number that is printed on it", async ({ reader }) => {
  const list = new List(reader.page);
  await list.open(reader, "?q=P2065");
  await expect(list.rows.first()).toContainText("Joint Commonwealth Member States and National Societies pledge");
});
