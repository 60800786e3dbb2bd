// Parties side by side, and briefs: of the same Conferences, shared pledges once, everything on paper.
import { expect, test } from "./support/test.mjs";
import { Parties } from "./pages/parties.mjs";
import { Timeline } from "./pages/timeline.mjs";
import { PLEDGES, part } from "./support/feed.mjs";
import { alter } from "./support/faulty.mjs";
import { textOfPdf } from "./support/pdf.mjs";

test.describe("a comparison", () => {
  test("counts each party's pledges, a shared one once in the sum, and each number is the list behind it", async ({ reader }) => {
    test.setTimeout(60_000);
    const page = new Parties(reader.page);
    await reader.visit("?compare=ns-au,state-au,ns-gb");
    await page.isCopied();
    const table = page.main.locator("table.cmp");
    await expect(table).toBeVisible();
    const of = (id) => PLEDGES.filter(({ parties }) => parties?.some((p) => p.id === id));
    const different = new Set(["ns-au", "state-au", "ns-gb"].flatMap(of).map(({ id }) => id)).size;
    await expect(page.main.getByText(`${different} different pledges.`)).toBeVisible();
    await expect(table.locator("tbody").last().locator("td")).toHaveText([of("ns-au"), of("state-au"), of("ns-gb")].map((all) => `${all.length}`));
    const numbers = await page.numbers(table);
    const rows = await page.rowsOver(numbers.map(({ address }) => address));
    expect(rows.map((number, n) => ({ address: numbers[n].address, number }))).toEqual(numbers);
    await reader.visit("?compare=ns-au,state-au,ns-gb");
    await expect(page.main.getByRole("heading", { name: "3 pledges together" })).toBeVisible();
    await expect(page.main.getByRole("list").getByText("32nd Conference · Australian Red Cross and Australia")).toBeVisible();
  });

  test("leaves out the Conferences before one of them is known, and says so", async ({ reader }) => {
    const page = new Parties(reader.page);
    await reader.visit("?compare=group-national-societies,ns-se");
    await page.isCopied();
    await page.says("Left out, because not all of these parties are known to this copy by then: 30th Conference and 31st Conference.");
    await expect(page.main.locator("table.cmp tbody").first().getByRole("rowheader")).toHaveText(["Conference", "32nd Conference", "33rd Conference", "34th Conference"]);
  });

  test("is chosen by name, by keyboard; four is the most; each can be taken out", async ({ reader }) => {
    const page = new Timeline(reader.page);
    await reader.visit("?compare=ns-au");
    await page.isCopied();
    await page.says("Choose two to four countries or organisations to set side by side.");
    const field = page.main.getByRole("combobox", { name: "Add a country or organisation" });
    for (const [typed, ids] of [
      ["swedish", "ns-au,ns-se"],
      ["british", "ns-au,ns-se,ns-gb"],
      ["danish", "ns-au,ns-se,ns-gb,ns-dk"],
    ]) {
      await field.fill(typed);
      await expect(reader.page.getByRole("listbox").getByRole("option", { name: new RegExp(`^${typed} red cross`, "i") })).toBeVisible();
      await field.press("ArrowDown");
      await field.press("Enter");
      await expect(reader.page).toHaveURL(new RegExp(`\\?compare=${ids}$`));
    }
    await expect(field).toHaveCount(0);
    await reader.page.getByRole("link", { name: "Take out: Swedish Red Cross" }).click();
    await expect(reader.page).toHaveURL(/\?compare=ns-au,ns-gb,ns-dk$/);
    await expect(field).toBeVisible();
    await expect(page.grid).toBeVisible();
  });

  test("of unknown and unpledging parties says that there is nothing to compare", async ({ reader }) => {
    const page = new Timeline(reader.page);
    await reader.visit("?compare=nobody,ns-au");
    await page.isCopied();
    await page.says(/There is no Conference at which all of these parties are known/);
  });

  test("of a meeting whose date nobody knows does not say that a party came later", async ({ desk, reader }) => {
    const by = (id) => ({ id, role: "pledging" });
    await desk.edit("pledges.ndjson", (pledges) => [
      ...pledges,
      { id: "x-1", title: "At a meeting", edition: "a-special-meeting", parties: [by("ns-au")] },
    ]);
    await desk.publish();
    const page = new Parties(reader.page);
    await reader.visit("?compare=ns-au,ns-se");
    await page.isCopied();
    await page.says("Left out, as it is not known when it was: a-special-meeting.");
    await expect(page.main.getByText("not all of these parties are known")).not.toContainText("a-special-meeting");
  });

  test("stands on paper with the copy's date and its address, as a party and all parties do", async ({ reader, faulty }) => {
    const page = new Parties(reader.page);
    for (const address of ["?compare=ns-au,ns-gb", "?party=ns-au", "?timeline&edition=33IC"]) {
      await reader.visit(address);
      await page.isCopied();
      await expect(page.main.locator("table").first()).toBeVisible();
      const text = (await textOfPdf(await reader.page.pdf({ format: "A4" }))).replaceAll(" ", "");
      expect(text, address).toContain("Copyof");
      expect(text, address).toContain(faulty.url + address);
    }
  });
});

test.describe("a brief", () => {
  for (const [address, heading, some] of [
    ["?brief&party=ns-au", "Australian Red Cross", ["Regional Protection", "2016 to 2019", "3 pledges"]],
    ["?brief&theme=migration", "Migration", ["Regional Protection", "8 pledges"]],
    ["?brief&edition=30IC", "30th Conference", ["2 pledges"]],
  ]) {
    test(`is whole on paper, with the copy's date and the addresses written out: ${address}`, async ({ reader, faulty }) => {
      const page = new Timeline(reader.page);
      await reader.visit(address);
      await page.isCopied();
      await expect(page.title).toHaveText(heading);
      const text = await textOfPdf(await reader.page.pdf({ format: "A4" }));
      for (const said of [heading, ...some, "Copy of", "source as of 19 November 2026", "Latest reports", "Pledges and reports"]) {
        expect(text).toContain(said);
      }
      // On paper an address may be cut at a line's end.
      const packed = text.replaceAll(" ", "");
      const ids = await page.main.locator("ol.brief-list .address").allInnerTexts();
      expect(ids.length).toBeGreaterThan(1);
      for (const id of ids) expect(packed).toContain(id);
      expect(ids[0]).toContain(faulty.url);
      expect(text).not.toContain("Save the timeline");
    });
  }

  test("of an incomplete copy says so, on paper too", async ({ reader, faulty }) => {
    faulty.on(part("33IC"), alter(0));
    const page = new Timeline(reader.page);
    await reader.visit("?brief&edition=33IC");
    const missing = /A part of the copy is missing on this device/;
    await expect(page.main.getByText(missing)).toBeVisible();
    const text = await textOfPdf(await reader.page.pdf({ format: "A4" }));
    expect(text).toMatch(missing);
    expect(text).toContain("6 of 7 parts");
    await reader.visit("?compare=ns-au,ns-gb");
    await expect(page.main.getByText(missing)).toBeVisible();
    await reader.visit("?compare=nobody,ns-au");
    await expect(page.main.getByText(missing)).toBeVisible();
    await expect(page.main.getByText(/There is no Conference|Left out/), "nobody knows yet").toHaveCount(0);
    await reader.visit("?timeline&edition=33IC");
    await expect(page.main.getByText(missing)).toBeVisible();
    await expect(page.main.getByText("No pledge")).toHaveCount(0);
  });

  test("of what nobody knows is not found", async ({ reader }) => {
    const page = new Timeline(reader.page);
    for (const address of ["?brief&theme=nope", "?brief&party=nope", "?brief&party=none", "?brief&edition=99IC"]) {
      await reader.visit(address);
      await expect(page.title, address).toHaveText("Not in this copy");
    }
    await reader.visit("?compare=nope,ns-au");
    await page.says(/This copy holds no party “nope”/);
  });

  test("is reached from a party's page, in the interface's language", async ({ reader }) => {
    const page = new Timeline(reader.page);
    await page.open(reader, "?party=ns-au&lang=fr");
    await page.main.getByRole("link", { name: "Une fiche à imprimer" }).click();
    await expect(reader.page).toHaveURL(/\?brief&party=ns-au$/);
    await expect(page.title).toHaveText("Croix-Rouge australienne");
    await expect(page.main.getByRole("heading", { name: "3 engagements" })).toBeVisible();
  });

  test("of a party whose years are known in part says so beside its rate, as the party's page does", async ({ desk, reader }) => {
    const by = [{ id: "ns-au", role: "pledging" }];
    await desk.edit("pledges.ndjson", (pledges) => [...pledges, ...["x-1", "x-2"].map((id) => ({ id, title: id, parties: by }))]);
    await desk.publish();
    const page = new Timeline(reader.page);
    await reader.visit("?brief&party=ns-au");
    await page.isCopied();
    await page.says(/^1 of 5 reported on, 0 of 5 completed \(\d{4} to \d{4}; year not known of 2\)\.$/);
    await page.open(reader, "?party=ns-au");
    await page.says(/5 pledges, made from \d{4} to \d{4}; year not known of 2$/);
  });

  test("names with whom most was pledged by a number, and apart from it leads to the comparison", async ({ reader }) => {
    const page = new Timeline(reader.page);
    await page.open(reader, "?party=ns-au");
    const row = page.main.locator("section").filter({ hasText: "Pledged most often with" }).getByRole("listitem").first();
    await expect(row.locator(".c")).toHaveText(/^\d+$/);
    await expect(row.locator(".c a")).toHaveCount(0);
    await row.getByRole("link", { name: /^Compare / }).click();
    await expect(reader.page).toHaveURL(/\?compare=ns-au,/);
  });
});

test.describe("through a group", () => {
  test("what a group pledged while the party was a member stands apart, with dates and cycles", async ({ desk, reader }) => {
    const group = (id, members) => ({ id, kind: "group", names: { en: id }, members });
    await desk.edit("parties.ndjson", (parties) => [
      ...parties,
      group("group-old", [{ id: "ns-au", from: "2000", to: "2012" }]),
      group("group-ring", [{ id: "group-ring-b" }]),
      group("group-ring-b", [{ id: "group-ring" }, { id: "ns-au" }]),
    ]);
    await desk.edit("pledges.ndjson", (pledges) => [
      ...pledges,
      { id: "g-2011", edition: "31IC", title: "While a member", parties: [{ id: "group-old" }] },
      { id: "g-2019", edition: "33IC", title: "No longer a member", parties: [{ id: "group-old" }] },
      { id: "g-ring", edition: "33IC", title: "In a ring", parties: [{ id: "group-ring" }] },
      { id: "g-own", edition: "33IC", title: "Named itself", parties: [{ id: "group-ring" }, { id: "ns-au" }] },
    ]);
    await desk.publish();
    const page = new Timeline(reader.page);
    await page.open(reader, "?party=ns-au");
    await page.isCopied();
    await expect(page.main.getByRole("link", { name: "4 pledges" })).toBeVisible();
    const apart = page.main.locator("section").filter({ has: reader.page.getByRole("heading", { name: "Through a group" }) });
    await expect(apart).toContainText("As one of group-old: 1 pledge, counted apart.");
    await expect(apart.getByRole("link", { name: "While a member" })).toBeVisible();
    await expect(apart.getByRole("link", { name: "In a ring" })).toBeVisible();
    await expect(apart.getByRole("link", { name: /No longer a member|Named itself/ })).toHaveCount(0);
  });
});

test("a party without pledges and one that only an id names have a page, too", async ({ desk, reader }) => {
  await desk.edit("parties.ndjson", (parties) => [...parties, { id: "ns-silent", names: { en: "Silent Society" } }]);
  await desk.edit("pledges.ndjson", (pledges) => [...pledges, { id: "x-1", title: "By a stranger", parties: [{ id: "ns-stranger" }] }]);
  await desk.publish();
  const page = new Timeline(reader.page);
  await reader.visit("?party=ns-silent");
  await page.isCopied();
  await expect(page.title).toHaveText("Silent Society");
  await page.says("No pledge in this copy");
  await expect(page.main.getByRole("link", { name: "A brief to print" })).toHaveCount(0);
  await page.open(reader, "?party=ns-stranger");
  await expect(page.title).toHaveText("ns-stranger");
  await expect(page.rows).toHaveCount(1);
});
