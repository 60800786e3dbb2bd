// Everything that is shown has an address, and whatever stands in an address, something is shown.
import { expect, test } from "./support/test.mjs";
import { Cover } from "./pages/cover.mjs";
import { List } from "./pages/list.mjs";
import { NotFound } from "./pages/not-found.mjs";
import { Pledge } from "./pages/pledge.mjs";

const PAGES = [
  "",
  "?all",
  "?q=migration&edition=33IC&edition=nope&not.theme=ihl&page=2",
  "?pledge=32IC-regional-protection",
  "?party=ns-au",
  "?party=ns-au&group=theme",
  "?timeline&category=state",
  "?compare=ns-au,ns-se",
  "?copy",
  "?about",
  "?pledge=nobody",
  "?pledge=../../x",
];

test("every link is relative to the page, inside the page, or leads out of the book", async ({ reader }) => {
  const cover = new Cover(reader.page);
  for (const address of PAGES) {
    await cover.open(reader, address);
    await cover.isCopied();
    const links = await reader.page
      .locator("body :is([href], [action])")
      .evaluateAll((all) => all.map((element) => element.getAttribute("href") ?? element.getAttribute("action")));
    expect(links.length).toBeGreaterThan(8);
    expect(
      links.filter((link) => !/^(\?|#|https?:\/\/|mailto:)/.test(link)),
      address,
    ).toEqual([]);
    expect(
      links.filter((link) => link.includes("127.0.0.1")),
      address,
    ).toEqual([]);
  }
});

test("following links, back, forward and reload bring back page and title, and focus goes to the heading", async ({
  reader,
}) => {
  const { page } = reader;
  const cover = new Cover(page);
  const at = async (title, heading, focused) => {
    await expect(page).toHaveTitle(`${title} · Pledgebook`);
    await expect(cover.title).toHaveText(heading ?? title);
    if (focused) await expect(cover.title).toBeFocused();
  };
  const COVER = "What was pledged, by whom, and what was reported";
  await cover.open(reader);
  await cover.isCopied();
  await page.evaluate(() => (window.stayed = true));
  await at(COVER);

  await cover.row("Themes", "Migration").getByRole("link").click();
  await at("Pledges", "Pledges", true);
  await new List(page).row("Regional Protection").getByRole("link", { name: "Regional Protection" }).click();
  await at("Regional Protection", undefined, true);
  await cover.main.getByRole("link", { name: "Australian Red Cross" }).first().click();
  await at("Australian Red Cross", undefined, true);
  await cover.header.getByRole("link", { name: "About" }).click();
  await at("About this book", undefined, true);
  await cover.copySign.click();
  await at("This copy", undefined, true);
  expect(await page.evaluate(() => window.stayed), "no page was loaded anew").toBe(true);

  for (const title of ["About this book", "Australian Red Cross", "Regional Protection", "Pledges"]) {
    await page.goBack();
    await at(title);
  }
  await expect(page).toHaveURL(/\?theme=migration$/);
  await page.goBack();
  await at(COVER);
  await page.goForward();
  await page.goForward();
  await at("Regional Protection");
  expect(await page.evaluate(() => window.stayed)).toBe(true);
  await page.reload();
  await at("Regional Protection");
  await page.goBack();
  await at("Pledges");
  await expect(new List(page).chip("Migration")).toBeVisible();
});

test("a link begins at the top of its page; back comes to where the reader was", async ({ reader }) => {
  const { page } = reader;
  const list = new List(page);
  await list.open(reader);
  await list.shows(75);
  const row = list.rows.nth(17).getByRole("heading", { level: 3 }).getByRole("link");
  await row.scrollIntoViewIfNeeded();
  const place = await page.evaluate(() => scrollY);
  expect(place).toBeGreaterThan(300);
  await row.click();
  await expect(page).toHaveURL(/\?pledge=/);
  expect(await page.evaluate(() => scrollY)).toBe(0);
  await page.goBack();
  await expect(list.rows).toHaveCount(20);
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(place);
});

test("a link is followed in another tab when it is clicked with a key held, as any link", async ({ reader }) => {
  const list = new List(reader.page);
  await list.open(reader);
  await list.shows(75);
  const opened = reader.context.waitForEvent("page");
  await list.rows
    .first()
    .getByRole("heading", { level: 3 })
    .getByRole("link")
    .click({ modifiers: ["ControlOrMeta"] });
  const other = await opened;
  await expect(other).toHaveURL(/\?pledge=/);
  await expect(other.getByRole("heading", { level: 1 })).not.toBeEmpty();
  await expect(reader.page).toHaveURL(/\?all$/);
});

test.describe("what is chosen of the list", () => {
  test("is shown as chips, each of which takes itself away", async ({ reader }) => {
    const list = new List(reader.page);
    await list.open(
      reader,
      [
        "?q=cross&edition=33IC&edition=32IC&not.theme=ihl",
        "party=ns-au&progress=no-report&country=AU&language=en",
        "kind=specific&joint=yes&role=pledging&category=national-society",
        "region=asia-pacific",
      ].join("&"),
    );
    await list.isCopied();
    for (const name of [
      "32nd Conference",
      "33rd Conference",
      "without International humanitarian law",
      "Australian Red Cross",
      "No report in this copy",
      "Australia",
      "English",
      "Specific pledge",
      "Joint pledge",
      "Pledging party",
      "National Society",
      "Asia and the Pacific",
    ]) {
      await expect(list.chip(name), name).toBeVisible();
      await list.chip(name).click();
      await expect(list.chip(name), name).toHaveCount(0);
    }
    await expect(reader.page).toHaveURL(/\?q=cross$/);
    await expect(list.searchBox).toHaveValue("cross");
  });

  test("is cleared in one go, and what was typed stays", async ({ reader }) => {
    const list = new List(reader.page);
    await list.open(reader, "?q=migration&edition=32IC&theme=migration");
    await list.isCopied();
    const found = await list.count();
    await list.main.getByRole("link", { name: "Clear all" }).click();
    await expect(list.chip("Migration")).toHaveCount(0);
    expect(await list.count()).toBeGreaterThan(found);
    await expect(list.searchBox).toHaveValue("migration");
  });

  test("a value that nobody knows is a dashed chip that can be taken away", async ({ reader }) => {
    const list = new List(reader.page);
    for (const [address, name] of [
      ["?edition=nope", "nope"],
      ["?theme=no-such-theme", "no-such-theme"],
      ["?party=nobody&all", "nobody"],
      ["?kind=odd", "odd"],
      ["?progress=odd", "odd"],
      ["?category=odd", "odd"],
      ["?region=odd", "odd"],
      ["?role=odd", "odd"],
      ["?joint=perhaps", "perhaps"],
      ["?country=nowhere", "nowhere"],
      ["?language=x", "x"],
      ["?edition=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E", "<img src=x onerror=alert(1)>"],
    ]) {
      await list.open(reader, address);
      await list.isCopied();
      await list.shows(0);
      await expect(list.chip(name), address).toHaveCSS("border-top-style", "dashed");
      await list.chip(name).click();
      await list.shows(75);
    }
    await list.open(reader, "?edition=33IC");
    await expect(list.chip("33rd Conference")).toHaveCSS("border-top-style", "solid");
  });

  test("several values of one key are any of them, of different keys all of them, and not.… is without", async ({
    reader,
  }) => {
    const list = new List(reader.page);
    for (const [address, found] of [
      ["?edition=33IC&edition=30IC", 20],
      ["?edition=33IC&kind=open", 1],
      ["?not.edition=33IC&not.edition=34IC", 37],
      ["?edition=33IC&edition=33IC", 18],
      ["?edition=none", 0],
      ["?progress=not-completed", 1],
    ]) {
      await list.open(reader, address);
      await list.isCopied();
      await list.shows(found);
    }
  });
});

test.describe("hostile addresses", () => {
  test("whatever is typed after the question mark, the search box holds it as it is, and the list goes on", async ({
    reader,
  }) => {
    const list = new List(reader.page);
    for (const [address, typed] of [
      ["?q=100%25", "100%"],
      ["?q=%2541", "%41"],
      ["?q=%00", ""],
      ["?q=%ff%fe", "\u{fffd}\u{fffd}"],
      ["?q=%", "%"],
      ["?q=%E2%80%AEabc", "abc"],
      ["?q=.*(", ".*("],
      ["?q=%22", '"'],
      ["?q=a%20AND", "a AND"],
      ["?q=%3Cscript%3Ealert(1)%3C/script%3E", "<script>alert(1)</script>"],
      ["?all&sort=nonsense&page=-3&unknown=1", ""],
    ]) {
      await test.step(address, async () => {
        await list.open(reader, address);
        await list.isCopied();
        await expect(list.searchBox).toHaveValue(typed);
        await expect(list.countLine).toHaveText(typed.trim() ? new RegExp(`^\\d+ pledges? with “`) : "75 pledges");
        await list.searchBox.fill("migration");
        await expect(list.countLine).toHaveText(/^\d+ pledges with “migration”$/);
      });
    }
  });

  test("10 kB of query, a filter of one long word and five hundred filters do not break the page", async ({
    reader,
  }) => {
    const list = new List(reader.page);
    for (const address of [
      `?q=${"x".repeat(10_000)}`,
      `?edition=${"x".repeat(10_000)}`,
      `?all${Array.from({ length: 500 }, (_, n) => `&theme=t${n}`).join("")}`,
    ]) {
      await list.open(reader, address);
      await list.isCopied();
      await list.shows(0);
      for (const width of [1280, 320]) {
        await reader.page.setViewportSize({ width, height: 800 });
        await list.hasNoSidewaysScroll(`${address.slice(0, 20)} at ${width}`);
      }
      expect((await reader.page.locator("main").innerText()).length, "what is shown of it has a limit").toBeLessThan(
        5_000,
      );
    }
  });

  test("a page beyond the last is the last", async ({ reader }) => {
    const list = new List(reader.page);
    for (const address of ["?page=999999", "?page=99999999999999999999999"]) {
      await list.open(reader, address);
      await list.shows(75);
      await expect(list.rows).not.toHaveCount(0);
    }
    await list.open(reader, "?page=999999");
    await list.isPage(4, 4);
    await expect(list.rows).toHaveCount(15);
  });

  test("an id that is none, or nobody's, is told not to be here, with a search box", async ({ reader }) => {
    const page = new NotFound(reader.page);
    for (const address of [
      "?pledge=../../x",
      "?pledge=",
      "?pledge=%00",
      "?pledge=nobody",
      `?pledge=${"x".repeat(100)}`,
      `?pledge=${"x".repeat(10_000)}`,
      "?party=a%20b",
      "?party=ns-zz",
      "?party=%3Cb%3E",
    ]) {
      await test.step(address.slice(0, 40), async () => {
        await reader.visit(address);
        await page.isCopied();
        await page.isShown();
        await expect(reader.page).toHaveTitle("Not in this copy · Pledgebook");
        await page.hasNoSidewaysScroll();
        await page.searchBox.fill("regional protection");
        await page.searchBox.press("Enter");
        await expect(new List(reader.page).row("Regional Protection")).toBeVisible();
      });
    }
  });

  test("keys that a page does not know change nothing", async ({ reader }) => {
    const page = new Pledge(reader.page);
    await reader.visit("?fbclid=abc&utm_source=x");
    await expect(page.title).toHaveText("What was pledged, by whom, and what was reported");
    await reader.visit("?pledge=32IC-regional-protection&utm_source=x&q=y#nowhere");
    await page.isTitled("Regional Protection");
    await reader.visit("index.html?pledge=32IC-regional-protection");
    await page.isTitled("Regional Protection");
  });
});
