// All that a mouse can do a keyboard can do, and where the focus is can be seen.
import { expect, test } from "./support/test.mjs";
import { Copy } from "./pages/copy.mjs";
import { Cover } from "./pages/cover.mjs";
import { LAPTOP, PHONE } from "./support/browser.mjs";
import { List } from "./pages/list.mjs";
import { Party } from "./pages/party.mjs";
import { Pledge } from "./pages/pledge.mjs";
import { stops, tabTo } from "./support/keyboard.mjs";

const press = (page, ...keys) =>
  keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());

test("the first stop is a link that skips to the content", async ({ reader }) => {
  const { page } = reader;
  const list = new List(page);
  await list.open(reader);
  await list.shows(75);
  const skip = page.getByRole("link", { name: "Skip to the content" });
  await expect(skip).not.toBeInViewport();
  await press(page, "Tab");
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await press(page, "Enter");
  await expect(list.main).toBeFocused();
  await press(page, "Tab");
  await expect(list.searchBox).toBeFocused();
  await list.shows(75);
});

test.describe("on a phone", () => {
  test.use({ browsing: { viewport: PHONE } });

  test("the menu opens, leads on and closes by keyboard", async ({ reader }) => {
    const { page } = reader;
    const cover = new Cover(page);
    await cover.open(reader);
    const menu = cover.header.getByRole("button", { name: "Menu" });
    const about = cover.header.getByRole("link", { name: "About" });
    await expect(about).toBeHidden();
    await expect(menu).toHaveAttribute("aria-expanded", "false");
    await tabTo(page, "Menu");
    await press(page, "Enter");
    await expect(menu).toHaveAttribute("aria-expanded", "true");
    await expect(about).toBeVisible();
    await tabTo(page, "About", 3);
    await press(page, "Enter");
    await expect(cover.title).toHaveText("About this book");
    await expect(cover.title).toBeFocused();
    await expect(menu).toHaveAttribute("aria-expanded", "false");
    await expect(about).toBeHidden();
  });

  test("the menu closes when it is pressed again", async ({ reader }) => {
    const cover = new Cover(reader.page);
    await cover.open(reader);
    await tabTo(reader.page, "Menu");
    await press(reader.page, "Space");
    await expect(cover.header.getByRole("link", { name: "Pledges", exact: true })).toBeVisible();
    await press(reader.page, "Space");
    await expect(cover.header.getByRole("link", { name: "Pledges", exact: true })).toBeHidden();
  });
});

test("a search from the cover by Enter leads to the list with what was typed", async ({ reader }) => {
  const { page } = reader;
  const cover = new Cover(page);
  await cover.open(reader);
  await cover.isCopied();
  await tabTo(page, "Search the pledges");
  await page.keyboard.type("migration");
  await press(page, "Enter");
  const list = new List(page);
  await expect(list.countLine).toHaveText(/^\d+ pledges with “migration”$/);
  await expect(list.searchBox).toHaveValue("migration");
  await expect(list.title).toBeFocused();
});

test.describe("finding a country or organisation", () => {
  for (const [where, viewport, box] of [
    ["on the cover", PHONE, (page) => new Cover(page).partyBox],
    [
      "in the header",
      LAPTOP,
      (page) => new Cover(page).header.getByRole("combobox", { name: "Find a country or organisation" }),
    ],
  ]) {
    test.describe(where, () => {
      test.use({ browsing: { viewport } });

      test("types, moves by arrows, opens by Enter, closes by Escape", async ({ reader }) => {
        const { page } = reader;
        const cover = new Cover(page);
        await cover.open(reader);
        await cover.isCopied();
        const field = box(page);
        const list = page.getByRole("listbox", { name: "Find a country or organisation" });
        const options = list.getByRole("option");
        await tabTo(page, "Find a country or organisation");
        await expect(field).toBeFocused();
        await expect(field).toHaveAttribute("aria-expanded", "false");

        await page.keyboard.type("aust");
        await expect(list).toBeVisible();
        await expect(field).toHaveAttribute("aria-expanded", "true");
        const found = await options.count();
        expect(found).toBeGreaterThan(2);
        await expect(page.getByRole("status").filter({ hasText: `${found} found` })).toHaveCount(1);
        await expect(field).not.toHaveAttribute("aria-activedescendant", /./);

        const isActive = async (n) => {
          await expect(options.nth(n)).toHaveAttribute("aria-selected", "true");
          await expect(list.getByRole("option", { selected: true })).toHaveCount(1);
          await expect(field).toHaveAttribute("aria-activedescendant", await options.nth(n).getAttribute("id"));
          await expect(field, "the focus stays in the field").toBeFocused();
        };
        await press(page, "ArrowDown");
        await isActive(0);
        await press(page, "ArrowDown", "ArrowDown", "ArrowUp");
        await isActive(1);
        await press(page, "ArrowUp", "ArrowUp");
        await isActive(found - 1);
        await press(page, "ArrowDown");
        await isActive(0);

        await press(page, "Escape");
        await expect(list).toBeHidden();
        await expect(field).toHaveAttribute("aria-expanded", "false");
        await expect(field).toHaveValue("aust");
        await press(page, "ArrowDown");
        await expect(list, "an arrow opens it again").toBeVisible();
        await press(page, "Escape", "Escape");
        await expect(field, "a second Escape empties the field").toHaveValue("");

        await page.keyboard.type("croix-rouge australienne");
        await expect(options).toHaveText([/Australian Red Cross/]);
        await press(page, "ArrowDown", "Enter");
        const party = new Party(page);
        await expect(party.title).toHaveText("Australian Red Cross");
        await expect(party.title).toBeFocused();
        await expect(page).toHaveURL(/\?party=ns-au$/);
        await expect(list).toBeHidden();
      });

      test("says so when nothing is found, and Enter then does nothing", async ({ reader }) => {
        const { page } = reader;
        const cover = new Cover(page);
        await cover.open(reader);
        await cover.isCopied();
        await tabTo(page, "Find a country or organisation");
        await page.keyboard.type("zzzz");
        await expect(page.getByRole("status").filter({ hasText: "Nothing found" })).toHaveCount(1);
        await expect(page.getByRole("listbox")).toBeHidden();
        await press(page, "ArrowDown", "Enter");
        await expect(cover.title).toHaveText("What was pledged, by whom, and what was reported");
        await expect(box(page)).toHaveValue("zzzz");
      });
    });
  }
});

test("from the list to a pledge, its print button, and back", async ({ reader }) => {
  const { page } = reader;
  await page.addInitScript(() => (window.print = () => (window.printed = true)));
  const list = new List(page);
  await list.open(reader, "?q=regional+protection");
  await list.isCopied();
  await tabTo(page, "Regional Protection");
  await press(page, "Enter");
  const pledge = new Pledge(page);
  await pledge.isTitled("Regional Protection");
  await expect(pledge.title).toBeFocused();
  await tabTo(page, "Print");
  await press(page, "Enter");
  expect(await page.evaluate(() => window.printed)).toBe(true);
  await page.goBack();
  await expect(list.searchBox).toHaveValue("regional protection");
});

test("through the pages of the list, and its order", async ({ reader }) => {
  const { page } = reader;
  const list = new List(page);
  await list.open(reader);
  await list.shows(75);
  await tabTo(page, "Next");
  await press(page, "Enter");
  await list.isPage(2, 4);
  await tabTo(page, "Back");
  await press(page, "Enter");
  await list.isPage(1, 4);
  await tabTo(page, /^Sort by/);
  await page.keyboard.type("Title");
  await expect(page).toHaveURL(/\?sort=title$/);
});

test("a copy is asked for by keyboard", async ({ reader, faulty }) => {
  const copy = new Copy(reader.page);
  await copy.open(reader);
  await copy.isCopied();
  await expect(copy.lookAgain).toBeEnabled();
  faulty.forget();
  await tabTo(reader.page, "Look for a newer copy now");
  await press(reader.page, "Enter");
  await expect.poll(() => faulty.count("/feed/manifest.json")).toBe(1);
  await expect(copy.lastAttempt).toHaveText("Nothing newer was published.");
  await expect(copy.lookAgain).toBeEnabled();
  await expect(copy.lookAgain, "the focus is not lost while it looks").toBeFocused();
});

for (const [viewport, scheme] of [
  [LAPTOP, "light"],
  [PHONE, "dark"],
]) {
  test.describe(`${viewport.width} px wide, ${scheme}`, () => {
    test.use({ browsing: { viewport, colorScheme: scheme } });

    test("every stop of every page has an outline, can be seen, and the focus leaves the page again", async ({
      reader,
    }) => {
      for (const address of [
        "",
        "?all&edition=33IC&q=health",
        "?pledge=32IC-regional-protection",
        "?party=ns-au",
        "?timeline",
        "?compare=ns-au,ns-se",
        "?brief&party=ns-au",
        "?copy",
        "?about",
        "?pledge=nobody",
      ]) {
        await test.step(address || "the cover", async () => {
          const cover = new Cover(reader.page);
          await cover.open(reader, address);
          await cover.isCopied();
          const all = await stops(reader.page);
          expect(all.length).toBeGreaterThan(8);
          expect(all.filter((stop) => !stop.outlined)).toEqual([]);
          expect(all.filter((stop) => !stop.seen)).toEqual([]);
          expect(
            all.filter((stop) => !stop.name),
            "every stop has a name",
          ).toEqual([]);
        });
      }
    });
  });
}
