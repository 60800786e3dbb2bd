// A party's timeline: honest about every date, in marks and in words; by keyboard, in Arabic, on paper, as a picture.
import { expect, test } from "./support/test.mjs";
import { DATED, publishDates, publishMany } from "./support/dates.mjs";
import { LAPTOP, NETWORK, PHONE } from "./support/browser.mjs";
import { Gate } from "./support/gate.mjs";
import { PARTS } from "./support/feed.mjs";
import { Timeline } from "./pages/timeline.mjs";
import { hasNoViolations } from "./support/axe.mjs";
import { textOfPdf } from "./support/pdf.mjs";

test.describe("dates of every kind", () => {
  test.beforeEach(async ({ desk }) => publishDates(desk));

  test("every mark speaks its sentence, and nothing is drawn that the source does not say", async ({ reader }) => {
    const timeline = new Timeline(reader.page);
    await timeline.open(reader, "?party=ns-tl");
    await timeline.isCopied();
    const marks = async (title) => (await timeline.marks(timeline.row(title))).slice(1);
    expect((await timeline.marks(timeline.row("Pledge d-days")))[0]).toBe("Pledged at the 30th Conference, November 2007");
    expect(await marks("Pledge d-days")).toEqual([
      "Submitted: 28 November 2007",
      "Period: 1 March 2008 to 30 June 2010; No report in this copy",
    ]);
    expect(await marks("Pledge d-years")).toEqual([
      "Period: 2012 to 2015; Completed",
      "Report: Not completed when reported, 2 May 2013",
      "Report: Completed, 2015",
    ]);
    expect(await marks("Pledge d-end")).toEqual(["Period: by 2018; No report in this copy"]);
    expect(await marks("Pledge d-open")).toEqual(["Period: from January 2020; No report in this copy"]);
    expect(await marks("Pledge d-never"), "dates that cannot be are told, not drawn").toEqual([]);
    expect(await marks("Pledge d-nothing")).toEqual([]);
    expect(await marks("Pledge d-joined"), "whose report it is, where it is another's").toEqual([
      "Timeline Red Cross joined: 3 February 2025",
      "Report: Completed, May 2025 (Australian Red Cross)",
    ]);
    await expect(timeline.row("Pledge d-joined").locator("td.w")).toHaveText("since 3 February 2025");
    await expect(timeline.row("Pledge d-never").locator("td.w")).toHaveText(
      "2024 as the beginning and 2021 as the end, as the source has it",
    );
    await expect(timeline.row("Pledge d-nothing").locator("td.w")).toHaveText("no dates given");
    await expect(timeline.row("Pledge d-words").locator("td.w")).toHaveText("in the source: “as long as it takes”");
    await expect(timeline.row("Pledge d-joined")).toContainText("joined as a signatory");
    await expect(timeline.row("Pledge d-reported").locator("td.w")).toHaveText("no dates but those of reports");
    expect(await marks("Pledge d-reported")).toEqual(["Report: Reported, completion not said, June 2018"]);
    const reports = timeline.row("Pledge d-years").locator("td.rp p");
    await expect(reports).toHaveText([
      "Not completed when reported, 2 May 2013",
      "Completed, 2015",
      "Reported, completion not said, date not given",
    ]);
  });

  test("solid is a day, dashed a month or a year, and an end alone has no beginning", async ({ reader }) => {
    const timeline = new Timeline(reader.page);
    await timeline.open(reader, "?party=ns-tl");
    const strokes = (title) =>
      timeline
        .row(title)
        .getByRole("img", { name: /^Period/ })
        .locator("line")
        .evaluateAll((all) => all.map((line) => `${line.getAttribute("class")}${line.x1.baseVal.value === line.x2.baseVal.value ? "|" : "-"}`));
    await expect.poll(() => strokes("Pledge d-days")).toEqual(["known-", "known-", "known|", "known|"]);
    expect(await strokes("Pledge d-years")).toEqual(["known-", "known-", "edge|", "edge|"]);
    expect(await strokes("Pledge d-end")).toEqual(["edge|", "edge|"]);
    expect(await strokes("Pledge d-open")).toEqual(["edge-", "edge-", "edge|"]);
  });

  test("it is one stop of the tab key, and arrows go along and between its rows", async ({ reader }) => {
    const timeline = new Timeline(reader.page);
    const { page } = reader;
    await timeline.open(reader, "?party=ns-tl");
    await timeline.isCopied();
    await page.getByLabel("Grouped by").focus();
    await page.keyboard.press("Tab");
    expect(await timeline.focused()).toBe("Pledge d-days");
    await page.keyboard.press("ArrowRight");
    expect(await timeline.focused()).toContain("Pledged at the 30th Conference");
    await page.keyboard.press("End");
    expect(await timeline.focused()).toContain("Period: 1 March 2008");
    await page.keyboard.press("ArrowDown");
    expect(await timeline.focused(), "the last of the four in the row below, or the same place").toContain("2 May 2013");
    await page.keyboard.press("Home");
    expect(await timeline.focused()).toBe("Pledge d-years");
    await page.keyboard.press("ArrowLeft");
    expect(await timeline.focused(), "there is nothing before the first").toBe("Pledge d-years");
    await page.keyboard.press("PageDown");
    expect(await timeline.focused()).toMatch(/^Pledge d-/);
    await page.keyboard.press("PageUp");
    expect(await timeline.focused()).toBe("Pledge d-days");
    await page.keyboard.press("ArrowUp");
    expect(await timeline.focused()).toBe("Pledge d-days");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Tab");
    expect(await timeline.focused(), "the table is left").not.toMatch(/Pledge|Pledged/);
    await page.keyboard.press("Shift+Tab");
    expect(await timeline.focused(), "and entered where it was left").toContain("Pledged at the 31st Conference");
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    expect(outline).toBe("solid");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\?pledge=d-years$/);
    await expect(timeline.title).toHaveText("Pledge d-years");
    await page.goBack();
    await expect(timeline.row("Pledge d-years").getByRole("link"), "back is where the reader was").toBeFocused();
  });

  test("in Arabic it mirrors: time runs to the left, and so does the left arrow", async ({ reader }) => {
    const timeline = new Timeline(reader.page);
    // Read when all three are drawn.
    const places = async () => {
      const marks = timeline.row("Pledge d-days").getByRole("img");
      await expect(marks).toHaveCount(3);
      return marks.evaluateAll((all) => all.map((mark) => mark.getBoundingClientRect().x));
    };
    await timeline.open(reader, "?party=ns-tl&lang=en");
    const [made, , period] = await places();
    expect(made).toBeLessThan(period);
    await timeline.open(reader, "?party=ns-tl&lang=ar");
    const [made2, , period2] = await places();
    expect(made2).toBeGreaterThan(period2);
    await timeline.row("Pledge d-days").getByRole("link").focus();
    await reader.page.keyboard.press("ArrowLeft");
    expect(await timeline.focused()).toContain("قُطع التعهد");
    await reader.page.keyboard.press("ArrowRight");
    expect(await timeline.focused()).toBe("Pledge d-days");
  });

  test("the saved picture opens and holds the same marks with the same names", async ({ reader }) => {
    for (const lang of ["en", "ar"]) {
      const timeline = new Timeline(reader.page);
      await timeline.open(reader, `?party=ns-tl&lang=${lang}`);
      await reader.page.waitForFunction(() => document.querySelectorAll("main a.it").length === 9);
      const marks = await timeline.marks();
      const { name, text } = await timeline.saved();
      expect(name).toBe("ns-tl.svg");
      const picture = await reader.newTab();
      const errors = [];
      picture.on("pageerror", (error) => errors.push(error));
      await picture.goto(`data:image/svg+xml;base64,${Buffer.from(text).toString("base64")}`);
      const names = await picture.locator("g.mark > title").allTextContents();
      expect(names).toEqual(marks);
      const drawn = await picture.locator("g.mark").evaluateAll((all) => all.every((mark) => mark.getBBox().height > 0));
      expect(drawn, "each mark is drawn").toBe(true);
      await expect(picture.locator("svg > text").filter({ hasText: "Pledge d-end" })).toHaveCount(1);
      expect(text).toContain("2026");
      expect(errors).toEqual([]);
      await picture.close();
    }
  });

  test("grouped by theme it stands in the address, and the reader stays where they were", async ({ reader }) => {
    const timeline = new Timeline(reader.page);
    await timeline.open(reader, "?party=ns-au");
    await timeline.isCopied();
    const menu = reader.page.getByLabel("Grouped by");
    await menu.focus();
    await menu.selectOption("Theme");
    await expect(reader.page).toHaveURL(/\?party=ns-au&group=theme$/);
    await expect(timeline.grid.getByRole("rowheader", { name: "Migration" })).toBeVisible();
    await expect(menu).toBeFocused();
    await expect(menu).toHaveValue("theme");
    await reader.page.goBack();
    await expect(timeline.grid.getByRole("rowheader", { name: "Migration" })).toHaveCount(0);
    await expect(menu).toHaveValue("edition");
  });

  test("by theme the same marks are no more than they are, and too few make no axis", async ({ desk, reader }) => {
    const parties = [{ id: "ns-lone", role: "pledging" }];
    const themes = ["migration", "ihl", "health"];
    await desk.edit("pledges.ndjson", (pledges) => [...pledges, { id: "x-1", title: "Alone", edition: "33IC", parties, themes }]);
    await desk.publish();
    const timeline = new Timeline(reader.page);
    await timeline.open(reader, "?party=ns-lone&group=theme");
    await expect(timeline.rows).toHaveCount(3);
    await expect(timeline.grid.locator("svg.axis")).toHaveCount(0);
    await timeline.says(/^Fewer than three dates/);
  });

  test("a pledge shows its own dates on an axis, its later signatory, and what stands around it", async ({ reader }) => {
    const page = new Timeline(reader.page);
    await reader.visit("?pledge=d-years");
    await expect(page.title).toHaveText("Pledge d-years");
    await expect(page.main.getByRole("img", { name: "Report: Completed, 2015" })).toBeVisible();
    await expect(page.main.getByText("Reported, completion not said, date not given")).toBeVisible();
    await reader.visit("?pledge=d-joined");
    await expect(page.main.getByText("Timeline Red Cross National Society, since 3 February 2025")).toBeVisible();
  });

  test("a pledge names later and earlier ones that are linked to it, with the reason, and others of its parties", async ({ reader }) => {
    const page = new Timeline(reader.page);
    const section = (name) => page.main.locator("section").filter({ has: reader.page.getByRole("heading", { name, exact: true }) });
    await reader.visit("?pledge=33IC-education-related-needs");
    await page.isCopied();
    const later = section("Later pledges linked to it");
    await expect(later.getByRole("listitem").filter({ hasText: "34th Conference · same resolution" }).first()).toBeVisible();
    await later.getByRole("link").first().click();
    await expect(section("Earlier pledges linked to it").locator('a[href="?pledge=33IC-education-related-needs"]')).toBeVisible();
    await reader.visit("?pledge=31IC-eu-arms-trade-treaty");
    await expect(section("The same parties on the same themes").getByRole("link")).not.toHaveCount(0);
  });

  test("printed, the timeline is whole, with its axis and its words", async ({ reader }) => {
    const timeline = new Timeline(reader.page);
    await timeline.open(reader, "?party=ns-tl");
    await timeline.isCopied();
    const text = await textOfPdf(await reader.page.pdf({ format: "A4" }));
    for (const { title } of DATED) expect(text).toContain(title);
    expect(text).toContain("2012 to 2015");
    expect(text).toContain("today");
    expect(text).not.toContain("Save the timeline");
  });
});

test("under three dated marks there is no axis, only the list by Conference", async ({ reader }) => {
  const timeline = new Timeline(reader.page);
  await timeline.open(reader, "?party=ns-gb");
  await timeline.isCopied();
  await expect(timeline.main.getByText("Fewer than three dates are known, so no axis is drawn.").first()).toBeVisible();
  await expect(timeline.grid.getByRole("img")).toHaveCount(0);
  await expect(timeline.rows).toHaveCount(4);
});

for (const viewport of [PHONE, { width: 320, height: 700 }]) {
  test.describe(`${viewport.width} px`, () => {
    test.use({ browsing: { viewport } });

    test("it is a vertical timeline with the same words, and no shrunken axis", async ({ desk, reader }) => {
      await publishDates(desk);
      const timeline = new Timeline(reader.page);
      await timeline.open(reader, "?party=ns-tl");
      await timeline.isCopied();
      await expect(timeline.grid.locator("svg.axis").first()).toBeHidden();
      await expect(timeline.row("Pledge d-years").locator("td.w")).toHaveText("2012 to 2015");
      const [title, words] = await timeline
        .row("Pledge d-years")
        .locator("a.it, td.w")
        .evaluateAll((all) => all.map((one) => one.getBoundingClientRect()));
      expect(words.y).toBeGreaterThan(title.y);
      await timeline.hasNoSidewaysScroll();
      await timeline.row("Pledge d-days").getByRole("link").focus();
      await reader.page.keyboard.press("ArrowDown");
      expect(await timeline.focused()).toBe("Pledge d-years");
      await reader.page.keyboard.press("ArrowRight");
      expect(await timeline.focused(), "what is not seen is not reached").toBe("Pledge d-years");
    });
  });
}

for (const [what, address, find, said, parts = 3] of [
  ["pledge", "?party=ns-tl", 'a[id$="-d-joined"]', /^Pledge d-joined$/],
  ["mark", "?party=ns-tl", 'g[aria-label^="Timeline Red Cross joined"]', /^Timeline Red Cross joined/, 4],
  ["number", "?timeline", 'td a[href*="edition=34IC"][href*="party=ns-tl"]', /^2, 34th Conference/],
  ["pledge of a list", "?all&party=ns-tl", '[id="p-d-joined"]', /^Pledge d-joined$/],
]) {
  test(`while the copy grows the reader stays on the ${what} that they are on`, async ({ desk, faulty, reader }) => {
    await publishDates(desk);
    const timeline = new Timeline(reader.page);
    const { page } = reader;
    const gate = new Gate();
    faulty.on(PARTS, gate.act);
    await reader.visit(address);
    await gate.holds(3);
    // The names and the newest Conference, or two; the older ones come while the reader is there.
    gate.letGo(parts);
    await page.locator(find).focus();
    expect(await timeline.focused()).toMatch(said);
    gate.open();
    await timeline.isCopied();
    await expect(page.locator('[href="?pledge=d-days"], td a[href*="edition=30IC"][href*="party=ns-tl"]').first()).toBeAttached();
    expect(await timeline.focused()).toMatch(said);
  });
}

test("300 pledges stand there at once; of more the rest comes on request", async ({ desk, reader }) => {
  await publishMany(desk, 310);
  const timeline = new Timeline(reader.page);
  await timeline.open(reader, "?party=ns-tl");
  await timeline.isCopied();
  await expect(timeline.rows).toHaveCount(300);
  await reader.page.getByRole("button", { name: "Show all 310 rows" }).click();
  await expect(timeline.rows).toHaveCount(310);
  await expect(timeline.rows.nth(300).getByRole("link"), "who asked for the rest goes on there").toBeFocused();
});

test.describe("with dates", () => {
  for (const lang of ["en", "ar"]) {
    for (const colorScheme of ["light", "dark"]) {
      for (const viewport of [PHONE, LAPTOP]) {
        test.describe(`${lang}, ${colorScheme}, ${viewport.width} px`, () => {
          test.use({ browsing: { viewport, colorScheme } });

          test("axe finds nothing in a timeline", async ({ desk, reader }) => {
            await publishDates(desk);
            const timeline = new Timeline(reader.page);
            await timeline.open(reader, `?party=ns-tl&lang=${lang}`);
            await reader.page.waitForFunction(() => document.querySelectorAll("main a.it").length === 9);
            await hasNoViolations(reader.page, "the timeline");
            await timeline.hasNoSidewaysScroll();
          });
        });
      }
    }
  }
});

test("without a network a party's page, its timeline and its picture are there", async ({ reader, faulty }) => {
  reader.expectErrors(NETWORK);
  const timeline = new Timeline(reader.page);
  await timeline.open(reader, "?party=ns-au");
  await timeline.isCopied();
  await reader.untilKept();
  await faulty.stop();
  for (const [address, title] of [
    ["?timeline", "All parties, by Conference"],
    ["?compare=ns-au,ns-se", "Compare parties"],
    ["?brief&edition=33IC", "33rd Conference"],
    ["?party=group-eu-member-states", "European Union Member States"],
  ]) {
    await reader.visit(address);
    await expect(timeline.title).toHaveText(title);
    await expect(timeline.main.getByRole("link").nth(3)).toBeVisible();
  }
  await timeline.open(reader, "?party=ns-au");
  await timeline.offlineSign.waitFor();
  expect(await timeline.marks()).toContain("Period: 2016 to 2019; Not completed when reported");
  expect((await timeline.saved()).text).toContain("2016 to 2019");
});
