// axe finds nothing on any page, in any of the ways it is looked at.
import { test } from "./support/test.mjs";
import { alter, html } from "./support/faulty.mjs";
import { FEED, part } from "./support/feed.mjs";
import { Gate } from "./support/gate.mjs";
import { LAPTOP, NETWORK, PHONE } from "./support/browser.mjs";
import { Frame } from "./pages/frame.mjs";
import { List } from "./pages/list.mjs";
import { WORDS, names } from "./support/words.mjs";
import { hasNoViolations } from "./support/axe.mjs";

const PAGES = [
  ["the cover", "?"],
  ["the list", "?all"],
  ["the list with filters", "?q=health&edition=33IC&not.theme=ihl&edition=nope"],
  ["the empty list", "?all&q=zzzz&edition=33IC"],
  ["a pledge", "?pledge=32IC-regional-protection"],
  ["a pledge in two languages", "?pledge=34IC-nuclear-disarmament"],
  ["a party", "?party=ns-au"],
  ["this copy", "?copy"],
  ["about", "?about"],
  ["not found", "?pledge=nobody"],
];

for (const lang of ["en", "ar"]) {
  for (const colorScheme of ["light", "dark"]) {
    for (const viewport of [PHONE, LAPTOP]) {
      test.describe(`${lang}, ${colorScheme}, ${viewport.width} px`, () => {
        test.use({ browsing: { viewport, colorScheme } });

        test("no page has a fault that axe can find", async ({ reader }) => {
          test.setTimeout(120_000);
          const { page } = reader;
          for (const [name, address] of PAGES) {
            await reader.visit(address === "?" ? `?lang=${lang}` : `${address}&lang=${lang}`);
            // All is there once the day of the copy is.
            await page.getByRole("banner").getByText(/\d{4}/).waitFor();
            // A page of the second module comes a moment later.
            await page.getByRole("main").getByRole("heading", { level: 1 }).waitFor();
            await hasNoViolations(page, name);
          }
        });
      });
    }
  }
}

test.describe("what is seen only now and then", () => {
  test("the banner of a copy under way", async ({ reader, faulty }) => {
    const gate = new Gate();
    faulty.on(/^\/feed\/parts\//, gate.act);
    const list = new List(reader.page);
    await list.open(reader);
    gate.letGo(2);
    await list.says("The pledges are being copied to this device: 2 of 7 parts are here.");
    await hasNoViolations(reader.page, "copying");
  });

  test("the banner of a fault", async ({ reader, faulty }) => {
    faulty.on(FEED, html());
    const list = new List(reader.page);
    await list.open(reader);
    await list.says("Nothing is on this device yet.");
    await hasNoViolations(reader.page, "captive portal");
  });

  test("the sign of being offline", async ({ reader, faulty }) => {
    reader.expectErrors(NETWORK);
    const frame = new Frame(reader.page);
    await new List(reader.page).open(reader);
    await frame.isCopied();
    await reader.untilKept();
    await faulty.stop();
    await new List(reader.page).open(reader);
    await frame.offlineSign.waitFor();
    await hasNoViolations(reader.page, "offline");
  });

  for (const viewport of [PHONE, LAPTOP]) {
    test.describe(`${viewport.width} px`, () => {
      test.use({ browsing: { viewport } });

      test("the open list of parties, and the open menu", async ({ reader }) => {
        const { page } = reader;
        const frame = new Frame(page);
        await reader.visit();
        await frame.isCopied();
        const field = frame.main.getByRole("combobox", { name: "Find a country or organisation" });
        await field.fill("aust");
        await field.press("ArrowDown");
        await page.getByRole("listbox").getByRole("option", { selected: true }).waitFor();
        await hasNoViolations(page, "combobox");
        if (viewport === PHONE) {
          await frame.header.getByRole("button", { name: "Menu" }).click();
          await frame.header.getByRole("link", { name: "About" }).waitFor();
          await hasNoViolations(page, "menu");
        }
      });
    });
  }

  test("a part that is missing", async ({ reader, faulty }) => {
    faulty.on(part("parties"), alter(0));
    faulty.on(part("terms"), alter(0));
    const list = new List(reader.page);
    await list.open(reader, "?pledge=32IC-regional-protection");
    await list.says(/5 of 7 parts are here and can be read/);
    await hasNoViolations(reader.page, "ids in the place of names");
  });
});

for (const lang of ["en", "ar"]) {
  test(`no page scrolls sideways, from the smallest phone to a large screen: ${lang}`, async ({ reader }) => {
    const { page } = reader;
    const frame = new Frame(page, names(lang));
    for (const [name, address] of [
      ...PAGES,
      ["the last page", "?page=4"],
      ["a long title", "?pledge=34IC-digital-mhpss"],
      ["many parties", "?pledge=32IC-OP320050"],
    ]) {
      await reader.visit(address === "?" ? `?lang=${lang}` : `${address}&lang=${lang}`);
      await page.getByRole("banner").getByText(/\d{4}/).waitFor();
      for (const width of [320, 390, 768, 1280, 1600]) {
        await page.setViewportSize({ width, height: 800 });
        await frame.hasNoSidewaysScroll(`${name} at ${width} px`);
      }
    }
    await page.setViewportSize({ width: 320, height: 800 });
    await frame.header.getByRole("button", { name: WORDS[lang]["nav.menu"] }).click();
    await frame.hasNoSidewaysScroll("the open menu at 320 px");
  });
}
