// All parties by Conference: each number is the list behind it, the list's filters apply, and no rate hides what it is of.
import { expect, test } from "./support/test.mjs";
import { LAPTOP, PHONE } from "./support/browser.mjs";
import { PLEDGES } from "./support/feed.mjs";
import { Parties } from "./pages/parties.mjs";
import { hasNoViolations } from "./support/axe.mjs";

test.describe("the numbers", () => {
  test("every cell of the sample and every sum is the number of rows behind it", async ({ reader }) => {
    test.setTimeout(180_000);
    const parties = new Parties(reader.page);
    await parties.open(reader);
    await parties.isCopied();
    const all = [...(await parties.numbers(parties.table)), ...(await parties.numbers(parties.sums))];
    expect(all.length).toBeGreaterThan(120);
    const rows = await parties.rowsOver(all.map(({ address }) => address));
    expect(rows.map((number, n) => ({ address: all[n].address, number }))).toEqual(all);
  });

  test("of filtered pledges, too, and the filters stand in the address and can be taken away", async ({ reader }) => {
    test.setTimeout(120_000);
    const parties = new Parties(reader.page);
    await parties.open(reader, "&q=humanitarian&not.edition=31IC&category=national-society&progress=no-report");
    await parties.isCopied();
    const all = [...(await parties.numbers(parties.table)), ...(await parties.numbers(parties.sums))];
    expect(all.length).toBeGreaterThan(10);
    const rows = await parties.rowsOver(all.map(({ address }) => address));
    expect(rows.map((number, n) => ({ address: all[n].address, number }))).toEqual(all);
    await parties.open(reader, "&category=national-society&edition=33IC");
    for (const kind of await parties.table.locator("tbody th .note").allInnerTexts()) expect(kind).toContain("National Society");
    await expect(parties.table.locator("thead th")).toHaveCount(3);
    await reader.page.getByRole("link", { name: "Remove filter: 33rd Conference" }).click();
    await expect(reader.page).toHaveURL(/\?timeline&category=national-society$/);
    await expect(parties.table.locator("thead th")).toHaveCount(6);
  });

  test("are told in words with their signs, and a rate only from five pledges upwards", async ({ reader }) => {
    const parties = new Parties(reader.page);
    await parties.open(reader);
    await parties.isCopied();
    const eu = parties.row("European Union Member States");
    await expect(eu.getByRole("link", { name: /^2 ?, 32nd Conference: 1 × Reported, completion not said; 1 × No report in this copy$/ })).toBeVisible();
    await expect(eu.locator("td.sum")).toHaveText("6 1 of 6 reported on, 2011 to 2024");
    await expect(parties.row("British Red Cross").locator("td.sum")).toHaveText("4 2 reported on");
    await expect(parties.row("Commonwealth Member States").locator("td.sum")).toHaveText("3 No report in this copy");
    const nameless = PLEDGES.filter(({ parties }) => !parties?.length).length;
    await expect(parties.row("Parties not given in the source").locator("td.sum a")).toHaveText(String(nameless));
  });
});

test("the order and the kind of party are chosen in place, and back takes them away again", async ({ reader }) => {
  const parties = new Parties(reader.page);
  await parties.open(reader);
  await parties.isCopied();
  const before = await parties.names();
  await reader.page.getByLabel("Sort by").focus();
  await reader.page.getByLabel("Sort by").selectOption("Name");
  await expect(reader.page).toHaveURL(/\?timeline&sort=name$/);
  const sorted = [...before].sort(new Intl.Collator("en-GB").compare);
  await expect.poll(() => parties.names()).toEqual(sorted);
  await expect(reader.page.getByLabel("Sort by")).toBeFocused();
  await reader.page.getByLabel("Sort by").selectOption("Latest report");
  await expect.poll(async () => (await parties.names())[0]).not.toBe(sorted[0]);
  const first = parties.table.locator("tbody tr").first();
  await expect(first.locator("td.sum")).not.toContainText("No report");
  await reader.page.getByLabel("Kind of party").selectOption("Group");
  await expect(reader.page).toHaveURL(/\?timeline&category=group&sort=reported$/);
  for (const note of await parties.table.locator("tbody th .note").allInnerTexts()) expect(note).toMatch(/^Group/);
  await reader.page.goBack();
  await reader.page.goBack();
  await expect(reader.page).toHaveURL(/\?timeline&sort=name$/);
  await expect.poll(() => parties.names()).toEqual(sorted);
});

test("several kinds that are filtered by are named by the menu as what they are", async ({ reader }) => {
  const parties = new Parties(reader.page);
  await parties.open(reader, "&category=group&category=state");
  const menu = reader.page.getByLabel("Kind of party");
  await expect(menu.locator("option:checked")).toHaveText("As filtered");
  await menu.selectOption("All kinds");
  await expect(reader.page).toHaveURL(/\?timeline$/);
  await expect(menu.locator("option:checked")).toHaveText("All kinds");
  await expect(menu.getByRole("option", { name: "As filtered" })).toHaveCount(0);
});

test("what the pieces of a bar mean stands beside it in words, and in the key with their samples", async ({ reader }) => {
  const parties = new Parties(reader.page);
  await parties.open(reader);
  await parties.isCopied();
  const row = parties.sums.locator("tbody tr").first();
  await expect(row.locator("td.wide")).toHaveText(/^\d+ × .*No report in this copy/);
  const pieces = await row.locator(".bar rect").evaluateAll((all) => all.map((piece) => piece.getAttribute("class")));
  const key = parties.main.locator("ul.key").filter({ hasText: "No report in this copy" }).locator(".bar rect");
  const known = await key.evaluateAll((all) => all.map((piece) => piece.getAttribute("class")));
  expect(known).toEqual(expect.arrayContaining(pieces));
  for (const scheme of ["none", "active"]) {
    await reader.page.emulateMedia({ forcedColors: scheme });
    const looks = await key.evaluateAll((all) =>
      all.map((piece) => ((s) => `${s.fill} ${s.strokeDasharray} ${s.stroke}`)(getComputedStyle(piece))),
    );
    expect(new Set(looks).size, scheme).toBe(looks.length);
  }
});

test("a party's name leads to its page, from the table, from a pledge, and from what a letter finds", async ({ reader }) => {
  const parties = new Parties(reader.page);
  await parties.open(reader);
  await parties.isCopied();
  await parties.row("Swedish Red Cross").getByRole("link", { name: "Swedish Red Cross" }).click();
  await expect(reader.page).toHaveURL(/\?party=ns-se$/);
  await expect(parties.title).toHaveText("Swedish Red Cross");
  for (const [typed, name] of [
    ["croix-rouge suedoise", "Swedish Red Cross"],
    ["الصليب الاحمر السويدي", "Swedish Red Cross"],
    ["cruz roja espanola", "Spanish Red Cross"],
  ]) {
    const field = parties.header.getByRole("combobox", { name: "Find a country or organisation" });
    await field.fill(typed);
    await expect(reader.page.getByRole("option", { name })).toBeVisible();
    await field.press("ArrowDown");
    await field.press("Enter");
    await expect(parties.title).toHaveText(name);
  }
});

test("from the list the same choice leads to the parties, and a list of one theme to its brief", async ({ reader }) => {
  const parties = new Parties(reader.page);
  await reader.visit("?theme=migration&sort=title");
  await parties.isCopied();
  await parties.main.getByRole("link", { name: "A brief to print" }).click();
  await expect(reader.page).toHaveURL(/\?brief&theme=migration$/);
  await expect(parties.title).toHaveText("Migration");
  await reader.page.goBack();
  await parties.main.getByRole("link", { name: "These pledges by party and Conference" }).click();
  await expect(reader.page).toHaveURL(/\?timeline&theme=migration$/);
  await expect(parties.main.getByRole("link", { name: "Remove filter: Migration" })).toBeVisible();
  await reader.visit("?theme=migration&edition=33IC");
  await parties.isCopied();
  await expect(parties.main.getByRole("link", { name: "A brief to print" })).toHaveCount(0);
});

test("a list of one party leads to its page", async ({ reader }) => {
  const parties = new Parties(reader.page);
  await reader.visit("?all&party=ns-au");
  await parties.isCopied();
  await parties.main.getByRole("list", { name: "Parties found" }).getByRole("link", { name: "Australian Red Cross" }).click();
  await expect(reader.page).toHaveURL(/\?party=ns-au$/);
});

for (const lang of ["en", "ar"]) {
  for (const colorScheme of ["light", "dark"]) {
    for (const viewport of [PHONE, LAPTOP]) {
      test.describe(`${lang}, ${colorScheme}, ${viewport.width} px`, () => {
        test.use({ browsing: { viewport, colorScheme } });

        test("axe finds nothing in the parties, a comparison and a brief", async ({ reader }) => {
          test.setTimeout(60_000);
          for (const address of ["?timeline", "?compare=ns-au,ns-se,group-eu-member-states", "?compare=", "?brief&party=ns-au"]) {
            const parties = new Parties(reader.page);
            await reader.visit(`${address}&lang=${lang}`);
            await reader.page.getByRole("banner").getByText(/\d{4}/).waitFor();
            await hasNoViolations(reader.page, address);
            for (const width of [320, 390, 768, 1280]) {
              await reader.page.setViewportSize({ width, height: 800 });
              await parties.hasNoSidewaysScroll(`${address} at ${width} px`);
            }
            await reader.page.setViewportSize(viewport);
          }
        });
      });
    }
  }
}
