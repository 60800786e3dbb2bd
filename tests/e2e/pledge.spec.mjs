// A pledge's page says all that its record says, in the record's order, and whose words it is.
import { expect, test } from "./support/test.mjs";
import { List } from "./pages/list.mjs";
import { Pledge } from "./pages/pledge.mjs";
import { PLEDGES, pledge } from "./support/feed.mjs";

const WORDS = "Summary by Pledgebook sample desk, not the pledge’s own words.";

// The items of a text, in order, and how deep each stands: what a page's nested lists must say.
function items(text) {
  return text
    .split("\n")
    .map((line) => line.match(/^( *)- (.*)$/))
    .filter(Boolean)
    .map(([, indent, words]) => ({ depth: indent.length / 2, words }));
}

// The list items that a page shows below an element, in order, each without the items inside it.
function itemsShown(text) {
  return text.evaluate((root) =>
    [...root.querySelectorAll("li")].map((li) => {
      let depth = -1;
      for (let at = li; at !== root; at = at.parentElement) depth += at.tagName === "LI" ? 1 : 0;
      const own = [...li.childNodes].filter((node) => node.nodeName !== "UL" && node.nodeName !== "OL");
      return {
        depth,
        words: own
          .map((node) => node.textContent)
          .join("")
          .trim(),
      };
    }),
  );
}

test.describe("the sample's Regional Protection", () => {
  const record = pledge("32IC-regional-protection");
  const [report] = record.reports;

  test.beforeEach(async ({ reader }) => {
    const page = new Pledge(reader.page);
    await page.open(reader, record.id);
    await page.isTitled("Regional Protection");
    await page.isCopied();
  });

  test("says its title, Conference, number, both parties by role, progress and period", async ({ reader }) => {
    const page = new Pledge(reader.page);
    await expect(page.main).toContainText("32nd Conference, Geneva, December 2015 · SP320113");
    const by = page.main.getByText(/^Pledged by/);
    await expect(by).toHaveText("Pledged by Australia State and Australian Red Cross National Society");
    await expect(by.getByRole("link")).toHaveText(["Australia", "Australian Red Cross"]);
    await expect(by.getByRole("link", { name: "Australian Red Cross" })).toHaveAttribute("href", "?party=ns-au");
    await expect(page.main).toContainText("Not completed when reported");
    await expect(page.main).toContainText("submitted 17 December 2015");
  });

  test("says the facts of the record, the period in the source's own words too, and its identifier", async ({
    reader,
  }) => {
    const page = new Pledge(reader.page);
    for (const [term, value] of [
      ["Number", record.number],
      ["Conference", "32nd Conference, Geneva, December 2015"],
      ["Kind", "Specific pledge, made jointly"],
      ["Period", /^2016 to 2019\s*in the source: “2016 – 2019”$/],
      ["Submitted", "17 December 2015"],
      ["To be carried out in", "Australia"],
      ["Languages", "English"],
      ["Identifier", record.id],
    ]) {
      await expect(page.fact(term), term).toHaveText(value);
    }
    await expect(page.fact("Themes").getByRole("link")).toHaveText(["Cooperation within the Movement", "Migration"]);
    await expect(page.fact("In the source").getByRole("link", { name: "Page of record" })).toHaveAttribute(
      "href",
      record.url,
    );
  });

  test("says the objectives, whose words they are, and what the source does not give", async ({ reader }) => {
    const page = new Pledge(reader.page);
    await expect(page.text("Objectives")).toHaveText(record.sections[0].text);
    const section = page.section("Objectives");
    await expect(section.getByText(WORDS)).toBeVisible();
    await expect(section.getByRole("link", { name: "Page of record" })).toHaveAttribute("href", record.url);
    await page.says("The source does not give: Action plan, Indicators and Resources.");
    const { disclaimer } = JSON.parse(
      await reader.page.evaluate(() => fetch("feed/manifest.json").then((answer) => answer.text())),
    );
    await expect(page.main.getByText(disclaimer.en, { exact: true })).toBeVisible();
  });

  test("says the report: by whom, that it is not completed, and every item of the actions taken in order", async ({
    reader,
  }) => {
    const page = new Pledge(reader.page);
    const section = page.section("Report");
    await expect(section).toContainText("Not completed when reported");
    await expect(section).toContainText("date not given");
    await expect(section.getByText(/^By /)).toHaveText("By Australian Red Cross and Australia");
    await expect(section.getByText("Summary by Pledgebook sample desk, not the report’s own words.")).toBeVisible();
    await expect(section.getByRole("link", { name: "Page of record" })).toHaveAttribute("href", report.url);
    await expect(section.getByRole("heading", { level: 3 })).toHaveText("Actions taken");

    const wanted = items(report.actions_taken);
    expect(wanted.length).toBeGreaterThan(25);
    expect(await itemsShown(page.text("Report"))).toEqual(wanted);
    await expect(page.text("Report").locator("p").first()).toHaveText(
      "What the two have done together for this pledge:",
    );
    // Nothing is lost on the way, and nothing added.
    const words = (text) => text.replace(/^ *- /gm, "").split(/\s+/).filter(Boolean);
    expect(words(await page.text("Report").innerText())).toEqual(words(report.actions_taken));
  });

  test("its contents lead to the parts of the page, without another entry for the server or a lost address", async ({
    reader,
    faulty,
  }) => {
    const page = new Pledge(reader.page);
    await reader.untilKept();
    faulty.forget();
    await page.main.getByRole("navigation", { name: "On this page" }).getByRole("link", { name: "Report" }).click();
    await expect(page.section("Report").getByRole("heading", { level: 2 })).toBeInViewport();
    await expect(reader.page).toHaveURL(/\?pledge=32IC-regional-protection#r0$/);
    await page.isTitled("Regional Protection");
    await reader.page.goBack();
    await page.isTitled("Regional Protection");
    expect(faulty.requests).toEqual([]);
  });
});

test("every pledge of the sample has a page that says its title or first words, its parties, texts and reports", async ({
  reader,
}) => {
  test.setTimeout(120_000);
  const page = new Pledge(reader.page);
  await new List(reader.page).open(reader);
  await page.isCopied();
  const bare = (text) => text.replace(/\s+/g, "");
  for (const record of PLEDGES) {
    // As a link would: the page stays, only the address moves.
    await reader.page.evaluate((id) => {
      const link = Object.assign(document.createElement("a"), { href: `?pledge=${id}` });
      document.body.append(link);
      link.click();
      link.remove();
    }, record.id);
    await expect(page.fact("Identifier"), record.id).toHaveText(record.id);
    if (record.title) await page.isTitled(record.title);
    const shown = bare(await page.main.innerText());
    const texts = [...record.sections, ...record.reports].map((part) => part.text ?? part.actions_taken ?? "");
    for (const line of texts.flatMap((text) => text.split("\n"))) {
      const words = bare(line.replace(/^ *(- |\d+\. )/, ""));
      if (!shown.includes(words)) expect(shown, record.id).toContain(words);
    }
    await expect(
      page.main.getByText(/^(Pledged by|Joined by|Parties:|Parties not given)/).getByRole("link"),
      record.id,
    ).toHaveCount(new Set(record.parties.map((party) => party.id)).size);
  }
});

test("a pledge without a title is known by its first words, and says that they are not a title", async ({ reader }) => {
  const record = pledge("31IC-P2403");
  const page = new Pledge(reader.page);
  await page.open(reader, record.id);
  await expect(page.title).toHaveText(/^Where it makes sense, the Australian Government .* …$/);
  await page.says("No title; first words:");
  await expect(reader.page).toHaveTitle(/^Where it makes sense, the Australian Government .* … · Pledgebook$/);
  expect(record.sections[0].text).toContain((await page.title.innerText()).replace(/ …$/, ""));
});

test("a section in Arabic says so and runs from right to left, the rest from left to right", async ({ reader }) => {
  const page = new Pledge(reader.page);
  await page.open(reader, "34IC-nuclear-disarmament");
  const texts = page.text("Objectives");
  await expect(texts).toHaveCount(2);
  for (const [n, lang, dir] of [
    [0, "en", "ltr"],
    [1, "ar", "rtl"],
  ]) {
    const text = texts.nth(n);
    await expect(text).toHaveAttribute("lang", lang);
    await expect(text).toHaveCSS("direction", dir);
    await expect(text.locator("p").first()).toHaveCSS("direction", dir);
  }
  const arabic = page.section("Objectives").nth(1);
  await expect(arabic).toContainText("Translation by Pledgebook sample desk, not the pledge’s own words.");
  await expect(arabic.getByText("Arabic", { exact: true })).toBeVisible();
  await expect(page.title.locator("bdi")).toHaveCSS("direction", "ltr");
  await expect(page.fact("Languages")).toHaveText("English and Arabic");
});

test("in an Arabic interface an English title stays from left to right, and the page runs from right to left", async ({
  reader,
}) => {
  const page = new Pledge(reader.page);
  await reader.visit("?pledge=32IC-regional-protection&lang=ar");
  await page.isTitled("Regional Protection");
  await expect(page.title).toHaveAttribute("lang", "en");
  await expect(page.title.locator("bdi")).toHaveCSS("direction", "ltr");
  await expect(reader.page.locator("html")).toHaveCSS("direction", "rtl");
  const objectives = reader.page.locator(".text").first();
  await expect(objectives).toHaveAttribute("lang", "en");
  await expect(objectives).toHaveCSS("direction", "ltr");
});

test("the language of a row's title and first lines is that of the record", async ({ reader }) => {
  const list = new List(reader.page);
  await list.open(reader, "?all&language=fr");
  const french = PLEDGES.filter((p) => p.lang === "fr" || p.sections.some((s) => s.lang === "fr"));
  await list.shows(french.length);
  const own = french.find((p) => p.lang === "fr" && p.title);
  await expect(list.row(own.title).getByRole("link", { name: own.title })).toHaveAttribute("lang", "fr");
});
