// A first visit: what the cover and the list show, and how the copy grows.
import { expect, test } from "./support/test.mjs";
import { Cover } from "./pages/cover.mjs";
import { Gate } from "./support/gate.mjs";
import { List } from "./pages/list.mjs";
import { PARTS, PLEDGES, part, pledge, pledgesIn } from "./support/feed.mjs";
import { Pledge } from "./pages/pledge.mjs";

const count = (has) => PLEDGES.filter(has).length;

test("the cover shows Conferences, themes, reports and open pledges, with the numbers of the records", async ({
  reader,
}) => {
  const cover = new Cover(reader.page);
  await cover.open(reader);
  await expect(cover.main).toContainText("This book holds 75 of these pledges, made from 2007 to 2024");
  await expect(cover.main.getByRole("link", { name: "All 75 pledges" })).toHaveAttribute("href", "?all");

  await expect(cover.part("5 Conferences").getByRole("link", { name: / Conference$/ })).toHaveText([
    "34th Conference",
    "33rd Conference",
    "32nd Conference",
    "31st Conference",
    "30th Conference",
  ]);
  for (const [name, edition] of [
    ["34th", "34IC"],
    ["33rd", "33IC"],
    ["32nd", "32IC"],
    ["31st", "31IC"],
    ["30th", "30IC"],
  ]) {
    const all = count((p) => p.edition === edition);
    const reported = count((p) => p.edition === edition && p.reports.length > 0) || "none";
    const row = cover.row("5 Conferences", `${name} Conference`);
    await expect(row).toContainText(`${all} pledges, ${reported} reported on in this copy`);
    await expect(row.getByRole("link")).toHaveAttribute("href", `?edition=${edition}`);
    await expect(row.getByRole("img"), "the signs speak").toHaveAccessibleName(/\d+ × /);
  }

  const themes = new Set(PLEDGES.flatMap((p) => p.themes));
  await expect(cover.part("Themes").getByRole("link")).toHaveCount(themes.size);
  await expect(cover.row("Themes", "Migration")).toContainText(String(count((p) => p.themes.includes("migration"))));
  await expect(cover.row("Themes", "International humanitarian law")).toContainText(
    String(count((p) => p.themes.includes("ihl"))),
  );

  await expect(cover.part("Reports").getByRole("link", { name: "All 7 pledges with reports" })).toBeVisible();
  await expect(cover.part("Reports").getByRole("heading", { level: 3 })).toHaveCount(5);
  await expect(cover.part("Open pledges").getByRole("heading", { level: 3 })).toHaveCount(
    count((p) => p.kind === "open"),
  );
});

test("every number on the cover leads to a list of that many", async ({ reader }) => {
  const cover = new Cover(reader.page);
  const list = new List(reader.page);
  await cover.open(reader);
  for (const [heading, link, found] of [
    ["5 Conferences", "33rd Conference", count((p) => p.edition === "33IC")],
    ["Themes", "Volunteering", count((p) => p.themes.includes("volunteering"))],
    ["Reports", "All 7 pledges with reports", 7],
    ["Open pledges", "All 4", 4],
    ["5 Conferences", "All 75 pledges", 75],
  ]) {
    await cover.part(heading).getByRole("link", { name: link, exact: true }).click();
    await list.shows(found);
    await reader.page.goBack();
    await expect(cover.part("Themes")).toBeVisible();
  }
});

test("the list has one live line that begins with the number found, 0 too, and twenty rows a page", async ({
  reader,
}) => {
  const list = new List(reader.page);
  await list.open(reader);
  await list.shows(75);
  await expect(list.countLine).toHaveCount(1);
  await expect(list.countLine).toHaveText("75 pledges");
  await expect(list.rows).toHaveCount(20);
  await list.isPage(1, 4);
  await expect(list.back).toHaveCount(0);

  const seen = new Set(await list.titles());
  for (const [number, rows] of [
    [2, 20],
    [3, 20],
    [4, 15],
  ]) {
    await list.next.click();
    await list.isPage(number, 4);
    await expect(list.rows).toHaveCount(rows);
    for (const title of await list.titles()) seen.add(title);
  }
  await expect(list.next).toHaveCount(0);
  await expect(reader.page).toHaveURL(/\?page=4$/);
  const titles = new Set(PLEDGES.map((p) => p.title ?? p.id));
  expect(seen.size, "no row stands twice").toBeGreaterThanOrEqual(titles.size);
  await list.back.click();
  await list.isPage(3, 4);

  await list.open(reader, "?all&q=thereisnosuchword");
  await list.shows(0);
  await expect(list.countLine).toHaveText("0 pledges with “thereisnosuchword”");
  await expect(list.rows).toHaveCount(0);
  await list.main.getByRole("link", { name: "the words “thereisnosuchword”" }).click();
  await list.shows(75);
});

test("typing in the list narrows it at once, and the address says what was typed", async ({ reader }) => {
  const list = new List(reader.page);
  await list.open(reader);
  await list.shows(75);
  await list.searchBox.fill("migra");
  await expect(list.countLine).toHaveText(/^\d+ pledges with “migra”$/);
  const found = await list.count();
  expect(found).toBeGreaterThan(5);
  expect(found).toBeLessThan(75);
  await list.searchBox.pressSequentially("tion asia");
  await expect(list.countLine).toHaveText(/^\d+ pledges? with “migration asia”$/);
  await expect(list.row("Regional Protection")).toBeVisible();
  await expect(reader.page).toHaveURL(/\?q=migration\+asia$/);
  await expect(reader.page).toHaveTitle("Pledges with “migration asia” · Pledgebook");
  await expect(list.searchBox).toBeFocused();
});

test("a number that is printed on a pledge finds it, and so do words in Arabic, French and without accents", async ({
  reader,
}) => {
  const list = new List(reader.page);
  await list.open(reader);
  for (const [words, title] of [
    ["SP320113", "Regional Protection"],
    ["sp320113", "Regional Protection"],
    ["النووية", "Strengthening efforts towards nuclear disarmament"],
    ["croix-rouge francaise", /./],
    ["“nuclear disarmament”", "Strengthening efforts towards nuclear disarmament"],
  ]) {
    await list.searchBox.fill(words);
    await expect(list.countLine).toContainText(words);
    await expect(list.row(title).first(), words).toBeVisible();
  }
});

test("the list can be put in another order, and the address keeps it", async ({ reader }) => {
  const list = new List(reader.page);
  await list.open(reader);
  await list.shows(75);
  const newest = await list.titles();
  await list.main.getByRole("combobox", { name: "Sort by" }).selectOption("Title");
  await expect(reader.page).toHaveURL(/\?sort=title$/);
  await expect.poll(() => list.titles()).not.toEqual(newest);
  const titles = await list.titles();
  const bare = (title) =>
    title
      .normalize("NFKD")
      .replace(/[^\p{L}\p{N} ]/gu, "")
      .toLowerCase();
  expect(titles.map(bare)).toEqual(titles.map(bare).sort());
  await reader.page.reload();
  await expect(list.main.getByRole("combobox", { name: "Sort by" })).toHaveValue("title");
  await expect.poll(() => list.titles()).toEqual(titles);
});

test("the list grows as parts arrive, and says how far it is", async ({ reader, faulty }) => {
  const gate = new Gate();
  faulty.on(PARTS, gate.act);
  const list = new List(reader.page);
  await list.open(reader);
  await gate.holds(3);
  await expect(list.header.getByRole("link", { name: "0 of 7 parts" })).toBeVisible();
  await list.says("The pledges are being copied to this device: 0 of 7 parts are here.");
  await list.says("The pledges are still being copied to this device.");
  await list.shows(0);

  const asked = () => faulty.requests.map(({ path }) => path).filter((path) => PARTS.test(path));
  for (let here = 1; here <= 6; here++) {
    gate.letGo();
    await expect(list.header.getByRole("link", { name: `${here} of 7 parts` })).toBeVisible();
    await list.shows(pledgesIn(asked().slice(0, here)));
  }
  expect(await list.count()).toBeGreaterThan(0);
  expect(await list.count()).toBeLessThan(75);
  await expect(reader.page.getByRole("progressbar", { name: "Progress of copying" })).toBeVisible();

  gate.open();
  await list.isCopied();
  await list.shows(75);
  await expect(list.page.getByText("parts are here")).toHaveCount(0);
});

test("a link to one pledge shows it before any other part has come", async ({ reader, faulty }) => {
  const gate = new Gate();
  faulty.on(/^\/feed\/parts\/(?!32IC)/, gate.act);
  const shown = new Pledge(reader.page);
  await shown.open(reader, "32IC-regional-protection");
  await shown.isTitled("Regional Protection");
  await expect(shown.text("Objectives")).toContainText(
    pledge("32IC-regional-protection").sections[0].text.slice(0, 80),
  );
  await expect(shown.header.getByRole("link", { name: "1 of 7 parts" })).toBeVisible();
  expect(
    faulty.requests.map(({ path }) => path).find((path) => PARTS.test(path)),
    "its part is the first",
  ).toMatch(part("32IC"));

  // The names of the parties come later and take the place of their ids.
  await expect(shown.main.getByRole("link", { name: "state-au" }).first()).toBeVisible();
  gate.open();
  await shown.isCopied();
  await expect(shown.main.getByRole("link", { name: "Australia", exact: true }).first()).toBeVisible();
  await shown.isTitled("Regional Protection");
});

test("a pledge whose part is still on its way is not called missing", async ({ reader, faulty }) => {
  const gate = new Gate();
  faulty.on(part("32IC"), gate.act);
  const shown = new Pledge(reader.page);
  await shown.open(reader, "32IC-regional-protection");
  await expect(shown.header.getByRole("link", { name: "6 of 7 parts" })).toBeVisible();
  await shown.isTitled("This pledge is still being copied to this device");
  gate.open();
  await shown.isTitled("Regional Protection");
});
