// The filters: their numbers are exact, what is chosen stands in the address, and nothing moves under the finger.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "./support/test.mjs";
import { Facets } from "./pages/facets.mjs";
import { LAPTOP, NETWORK, PHONE, Reader } from "./support/browser.mjs";
import { WORDS, names } from "./support/words.mjs";
import { hasNoViolations } from "./support/axe.mjs";
import { visitOnce } from "./support/visits.mjs";

const address = (query, key, value) => `${query}&${key}=${encodeURIComponent(value)}`;

test.describe("the numbers", () => {
  test("beside every value of the sample stands how many rows it gives over all pages", async ({ reader }) => {
    test.setTimeout(180_000);
    const list = new Facets(reader.page);
    await list.open(reader);
    await list.shows(75);
    const all = await list.everyNumber();
    expect(all.length).toBeGreaterThan(100);
    expect(new Set(all.map(({ key }) => key)).size, "facets of the sample").toBeGreaterThanOrEqual(13);
    const rows = await list.rowsOver(all.map(({ key, value }) => address("?all", key, value)));
    expect(rows.map((number, at) => ({ ...all[at], number }))).toEqual(all);
  });

  test("with words and values chosen a facet counts what all the others leave", async ({ reader }) => {
    test.setTimeout(180_000);
    const list = new Facets(reader.page);
    await list.open(reader, "?q=health&edition=33IC&edition=32IC&not.theme=climate&category=national-society&category=none");
    await list.isCopied();
    const all = await list.everyNumber();
    const others = {
      edition: "?q=health&not.theme=climate&category=national-society&category=none",
      theme: "?q=health&edition=33IC&edition=32IC&category=national-society&category=none",
      category: "?q=health&edition=33IC&edition=32IC&not.theme=climate",
      progress: "?q=health&edition=33IC&edition=32IC&not.theme=climate&category=national-society&category=none",
      party: "?q=health&edition=33IC&edition=32IC&not.theme=climate&category=national-society&category=none",
    };
    const some = all.filter(({ key }) => others[key]);
    expect(some.some(({ number }) => number === 0), "a zero stays").toBe(true);
    const rows = await list.rowsOver(some.map(({ key, value }) => address(others[key], key, value)));
    expect(rows.map((number, at) => ({ ...some[at], number }))).toEqual(some);
  });

  test("follow every letter, and nothing else of the facets is drawn anew", async ({ reader }) => {
    const list = new Facets(reader.page);
    await list.open(reader, "?theme=migration");
    await list.shows(8);
    const marked = await list.main.locator("label.opt").evaluateAll((all) => all.map((line) => (line.marked = true)).length);
    const before = await list.numberOf("Conference", "33rd Conference");
    await list.searchBox.pressSequentially("protection");
    await expect(list.countLine).toHaveText(/with “protection”$/);
    expect(await list.numberOf("Conference", "33rd Conference")).toBeLessThanOrEqual(before);
    const [number] = await list.rowsOver(["?q=protection&theme=migration&edition=32IC"]);
    await list.open(reader, "?q=protection&theme=migration");
    await expect.poll(() => list.numberOf("Conference", "32nd Conference")).toBe(number);
    await list.searchBox.fill("p");
    expect(marked).toBeGreaterThan(10);
    const still = () => list.main.locator("label.opt").evaluateAll((all) => all.filter((line) => line.marked).length);
    await list.main.locator("label.opt").evaluateAll((all) => all.forEach((line) => (line.marked = true)));
    const lines = await still();
    await list.searchBox.pressSequentially("eople");
    await expect(list.countLine).toHaveText(/with “people”$/);
    expect(await still()).toBe(lines);
  });
});

// Types, chooses, goes back and forward, loads anew; the same with and without a network.
async function typesAndChooses(reader) {
  const { page } = reader;
  const list = new Facets(page);
  await list.open(reader);
  await list.shows(75);
  await list.searchBox.fill("health");
  await expect(page).toHaveURL(/\?q=health$/);
  const words = await list.count();
  const number = await list.numberOf("Conference", "33rd Conference");
  const box = list.box("Conference", "33rd Conference");
  await box.check();
  await expect(page).toHaveURL(/\?q=health&edition=33IC$/);
  await list.shows(number);
  await expect(box, "the focus stays where the choice was made").toBeFocused();
  await expect(list.chip("33rd Conference")).toBeVisible();
  await expect(list.heading("Conference")).toContainText("1 chosen");
  await list.box("Conference", "32nd Conference").check();
  await expect(page).toHaveURL(/\?q=health&edition=32IC&edition=33IC$/);
  const both = await list.count();
  expect(both).toBeGreaterThan(number);

  await page.goBack();
  await list.shows(number);
  await expect(list.box("Conference", "32nd Conference")).not.toBeChecked();
  await expect(box).toBeChecked();
  await page.goBack();
  await list.shows(words);
  await expect(box).not.toBeChecked();
  await expect(list.searchBox).toHaveValue("health");
  await page.goForward();
  await page.goForward();
  await list.shows(both);

  await list.way("Conference", "none of these").check();
  await expect(page).toHaveURL(/\?q=health&not.edition=32IC&not.edition=33IC$/);
  await list.shows(words - both);
  await expect(list.chip("without 33rd Conference")).toBeVisible();
  await expect(box).toBeChecked();

  await page.reload();
  await list.shows(words - both);
  await expect(box).toBeChecked();
  await expect(list.way("Conference", "none of these")).toBeChecked();
  await box.uncheck();
  await list.box("Conference", "32nd Conference").uncheck();
  await list.shows(words);
  await expect(list.way("Conference", "none of these")).toHaveCount(0);
  return { words, both };
}

test.describe("what is chosen", () => {
  test("goes back, forward, through a reload and to somebody else by its address", async ({ reader, faulty, folder }) => {
    const { words, both } = await typesAndChooses(reader);
    const other = new Reader(join(folder, "other"), faulty.url);
    await other.open();
    try {
      const list = new Facets(other.page);
      await list.open(other, "?q=health&not.edition=32IC&not.edition=33IC");
      await list.shows(words - both);
      await expect(list.box("Conference", "33rd Conference")).toBeChecked();
      await expect(list.way("Conference", "none of these")).toBeChecked();
      expect(other.errors).toEqual([]);
    } finally {
      await other.close();
    }
  });

  test("does so with the server stopped too", async ({ reader, faulty }) => {
    await visitOnce(reader);
    await faulty.stop();
    reader.expectErrors(NETWORK);
    const { words, both } = await typesAndChooses(reader);
    const page = await reader.newTab();
    const list = new Facets(page);
    await reader.visit("?q=health&not.edition=32IC&not.edition=33IC", page);
    await list.shows(words - both);
    await expect(list.box("Conference", "33rd Conference")).toBeChecked();
  });

  test("stays ticked and can be taken away where the copy does not know it", async ({ reader }) => {
    const list = new Facets(reader.page);
    for (const [query, facet, value] of [
      ["?edition=nope", "Conference", "nope"],
      ["?theme=no-such-theme", "Theme", "no-such-theme"],
      ["?stale=tomorrow", "Time without a report", "tomorrow"],
      ["?lens=odd", "Peculiarities of the record", "odd"],
      ["?not.missing=chapters", "Section missing", "chapters"],
    ]) {
      await list.open(reader, query);
      await list.isCopied();
      await expect(list.box(facet, value), query).toBeChecked();
      await list.box(facet, value).uncheck();
      await list.shows(75);
      await expect(list.box(facet, value), "it can be chosen again at once").toBeVisible();
    }
  });

  test("has the words that the source and the reader use, and never a verdict", async ({ reader }) => {
    const list = new Facets(reader.page);
    for (const [query, chip] of [
      ["?stale=ended", "Period ended, no report"],
      ["?stale=since-33IC", "No report since the 33rd Conference"],
      ["?lens=no-title", "No title"],
      ["?lens=no-party", "No party named"],
      ["?lens=mixed-language", "Several languages in one text"],
      ["?lens=template", "Left-over template text"],
      ["?missing=objectives", "No objectives"],
      ["?missing=action-plan", "No action plan"],
      ["?missing=indicators", "No indicators"],
      ["?missing=resources", "No resources"],
      ["?theme=none", "Theme: not given in the source"],
    ]) {
      await list.open(reader, query);
      await list.isCopied();
      await expect(list.chip(chip), query).toHaveCSS("border-top-style", "solid");
    }
    await list.open(reader);
    await list.shows(75);
    await list.everyNumber();
    await expect(list.main).not.toContainText(/silent/i);
    await expect(list.box("Party", "Not given in the source")).toBeVisible();
  });
});

test.describe("a long facet", () => {
  test("shows ten values, finds others by their letters, and all when asked", async ({ reader }) => {
    const list = new Facets(reader.page);
    await list.open(reader, "?theme=road-safety");
    await list.shows(1);
    await expect(list.boxes("Theme"), "ten, and what is chosen").toHaveCount(11);
    await expect(list.box("Theme", "Road safety")).toBeChecked();
    const before = await reader.page.evaluate(() => history.length);
    await list.find("Theme").fill("MÉNTAL heal");
    await expect(list.boxes("Theme")).toHaveCount(2);
    await list.box("Theme", "Mental health and psychosocial support").check();
    await expect(list.chip("Mental health and psychosocial support")).toBeVisible();
    await expect(list.boxes("Theme")).toHaveCount(2);
    expect(await reader.page.evaluate(() => history.length), "choosing makes an entry, finding does not").toBe(before + 1);
    await list.find("Theme").fill("zzzz");
    await expect(list.boxes("Theme"), "what is chosen").toHaveCount(2);
    await expect(list.facet("Theme")).toContainText("Nothing found");
    await list.find("Theme").press("Escape");
    await expect(list.find("Theme")).toHaveValue("");
    const shown = await list.boxes("Theme").count();
    await list.showAll("Theme").press("Enter");
    await expect(list.showAll("Theme")).toHaveCount(0);
    expect(await list.boxes("Theme").count()).toBeGreaterThan(shown);
    await expect(list.facet("Theme").getByRole("checkbox").and(reader.page.locator(":focus"))).toHaveCount(1);
  });

  test("short ones have no such box", async ({ reader }) => {
    const list = new Facets(reader.page);
    await list.open(reader);
    await list.shows(75);
    await expect(list.find("Conference")).toHaveCount(0);
    await expect(list.showAll("Conference")).toHaveCount(0);
  });
});

test("a facet is built when it is opened, and stays open while the reader chooses and comes back", async ({ reader }) => {
  const { page } = reader;
  const list = new Facets(page);
  await list.open(reader);
  await list.shows(75);
  for (const open of ["Conference", "Progress", "Theme"]) await expect(list.boxes(open).first()).toBeVisible();
  for (const closed of ["Party", "Kind of party", "Language of the text"]) await expect(list.boxes(closed)).toHaveCount(0);
  await list.openFacet("Kind of party");
  await list.box("Kind of party", "State").check();
  await list.heading("Progress").click();
  await expect(list.boxes("Progress")).toHaveCount(0);
  await list.box("Kind of party", "Group").check();
  await expect(list.boxes("Kind of party").first()).toBeVisible();
  await list.rows.first().getByRole("heading").getByRole("link").click();
  await expect(page).toHaveURL(/\?pledge=/);
  await page.goBack();
  await expect(list.box("Kind of party", "Group")).toBeChecked();
  await expect(list.boxes("Progress")).toHaveCount(0);
});

test.describe("on a phone", () => {
  test.use({ browsing: { viewport: PHONE } });

  test("the filters are a screen of their own, which back closes", async ({ reader }) => {
    const { page } = reader;
    const list = new Facets(page);
    await list.open(reader, "?q=health");
    await list.isCopied();
    const words = await list.count();
    await expect(list.all).toHaveCount(0);
    await list.button.click();
    await expect(page).toHaveURL(/\?q=health&filters$/);
    await expect(page).toHaveTitle("Filters · Pledgebook");
    await expect(list.title).toHaveText("Filters");
    await expect(list.title).toBeFocused();
    await expect(list.header).toBeHidden();
    await expect(list.rows).toHaveCount(0);
    await page.goBack();
    await expect(page).toHaveURL(/\?q=health$/);
    await expect(list.button).toBeFocused();
    await list.shows(words);

    await list.button.click();
    const number = await list.numberOf("Conference", "33rd Conference");
    await list.box("Conference", "33rd Conference").check();
    await expect(page).toHaveURL(/\?q=health&edition=33IC&filters$/);
    await list.shows(number);
    await expect(list.box("Conference", "33rd Conference")).toBeFocused();
    await expect(list.said).toHaveText(new RegExp(`^${number} pledges`));
    await page.reload();
    await expect(list.box("Conference", "33rd Conference")).toBeChecked();
    await expect(list.show).toHaveText(`Show ${number} pledges`);
    await list.show.click();
    await expect(page).toHaveURL(/\?q=health&edition=33IC$/);
    await expect(list.rows).toHaveCount(number);
    await expect(list.button).toBeFocused();
    await expect(list.button).toContainText("1 chosen");
  });

  test("everything is cleared there, and the screen stays", async ({ reader }) => {
    const list = new Facets(reader.page);
    await list.open(reader, "?edition=33IC&theme=migration&filters");
    await list.main.getByRole("link", { name: "Clear all" }).last().click();
    await expect(reader.page).toHaveURL(/\?all&filters$/);
    await list.shows(75);
    await expect(list.title).toHaveText("Filters");
    await list.close.click();
    await expect(reader.page).toHaveURL(/\?all$/);
    await expect(list.rows).toHaveCount(20);
  });

  test("a slash leads from there to the list and into its search box", async ({ reader }) => {
    const list = new Facets(reader.page);
    await list.open(reader, "?edition=33IC&filters");
    await list.shows(18);
    await list.box("Conference", "33rd Conference").focus();
    await reader.page.keyboard.press("/");
    await expect(list.searchBox).toBeFocused();
    await expect(list.searchBox).toHaveValue("");
    await expect(reader.page).toHaveURL(/\?edition=33IC$/);
  });

  test("no width and no language makes it scroll sideways", async ({ reader }) => {
    const list = new Facets(reader.page);
    for (const lang of ["en", "fr", "es", "ar"]) {
      await list.open(reader, `?edition=33IC&not.theme=ihl&filters&lang=${lang}`);
      await expect(list.boxes(WORDS[lang]["key.edition"]).first()).toBeVisible();
      for (const width of [320, 390, 640, 980]) {
        await reader.page.setViewportSize({ width, height: 700 });
        await list.hasNoSidewaysScroll(`${lang}, ${width} px`);
      }
    }
  });
});

test("on a laptop the address of the filters' screen shows the list", async ({ reader }) => {
  const list = new Facets(reader.page);
  await list.open(reader, "?edition=33IC&filters");
  await list.shows(18);
  await expect(list.rows).toHaveCount(18);
  await expect(list.aside).toBeVisible();
  await expect(list.button).toHaveCount(0);
});

test("in an Arabic interface the filters are Arabic, and English titles keep their side and their marks", async ({
  reader,
}) => {
  const words = WORDS.ar;
  const list = new Facets(reader.page, { ...names("ar"), filters: words["filters.title"] });
  await list.open(reader, "?q=health&edition=33IC&lang=ar");
  await expect(list.aside).toBeVisible();
  await expect(list.heading(words["key.theme"])).toBeVisible();
  await expect(list.boxes(words["key.progress"]).first()).toBeVisible();
  const title = list.rows.first().getByRole("heading").getByRole("link");
  await expect(title).toHaveAttribute("lang", "en");
  await expect(title.locator(".clamp")).toHaveAttribute("dir", "ltr");
  await expect(list.rows.locator("mark").first()).toHaveText(/^health/i);
  const [aside, row] = await Promise.all([list.aside.boundingBox(), list.rows.first().boundingBox()]);
  expect(aside.x, "the facets stand at the start, which is at the right").toBeGreaterThan(row.x);
  await list.heading(words["key.language"]).click();
  await expect(list.facet(words["key.language"])).toContainText("الإنجليزية");
  await list.hasNoSidewaysScroll();
});

for (const viewport of [PHONE, LAPTOP]) {
  for (const colorScheme of ["light", "dark"]) {
    test.describe(`${viewport.width} px, ${colorScheme}`, () => {
      test.use({ browsing: { viewport, colorScheme } });

      test("axe finds nothing in the filters, open and closed, chosen and not", async ({ reader }) => {
        test.setTimeout(120_000);
        const list = new Facets(reader.page);
        for (const query of [
          "?all&filters",
          "?q=health&edition=33IC&not.theme=ihl&edition=nope&filters",
          "?q=health&edition=33IC&not.theme=ihl",
          "?q=australian",
          "?q=zebra&theme=migration",
        ]) {
          await list.open(reader, query);
          await expect(list.all, "the facets of the copy").toHaveCount(query.endsWith("filters") || viewport === LAPTOP ? 14 : 0);
          await hasNoViolations(reader.page, query);
          if (query.startsWith("?all")) {
            await list.everyNumber();
            await hasNoViolations(reader.page, "all facets open");
          }
        }
      });
    });
  }
}

test("reports are said to be due only where the feed has all of them", async ({ reader, desk }) => {
  const list = new Facets(reader.page);
  await list.open(reader);
  await list.shows(75);
  await expect(list.facet("Time without a report")).toHaveCount(0);

  const path = join(desk.records, "feed.json");
  const feed = JSON.parse(await readFile(path, "utf8"));
  await writeFile(path, JSON.stringify({ ...feed, as_of: "2026-11-19", reports: { "33IC": "complete" } }));
  await desk.publish();
  await list.open(reader, "?edition=33IC");
  await list.isCopied();
  await list.openFacet("Time without a report");
  expect(await list.numberOf("Time without a report", "Period ended, no report")).toBeGreaterThan(0);
  await list.box("Time without a report", "No report since the 33rd Conference").click();
  await expect(reader.page).toHaveURL(/edition=33IC&stale=since-33IC$/);
  await list.open(reader, "?stale=since-33IC&not.edition=33IC");
  await list.shows(0);
});
