// What was removed: a notice in its place, an objection to it, and no trace of it in a copy that is cut off right after.
import { expect, test } from "./support/test.mjs";
import { createHash } from "node:crypto";
import { CASE, Removed, remove } from "./pages/removed.mjs";
import { Flags, WHY, onDevice } from "./pages/flags.mjs";
import { LAPTOP, NETWORK, PHONE } from "./support/browser.mjs";
import { List } from "./pages/list.mjs";
import { MANIFEST, PARTS, pledge } from "./support/feed.mjs";
import { Pledge } from "./pages/pledge.mjs";
import { hasNoViolations } from "./support/axe.mjs";
import { json, notFound, refuse } from "./support/faulty.mjs";
import { focused, tabTo } from "./support/keyboard.mjs";
import { visitOnce } from "./support/visits.mjs";

const WHOLE = "31IC-P2403";
const WORDS = "the Australian Government and Australian Red Cross go on working"; // of WHOLE and of no other
const PART = "32IC-regional-protection";
const OBJECTION = "The person has agreed to be named, in writing.";
const sha256 = (text) => createHash("sha256").update(text).digest("hex");
const TEXT = pledge(PART).sections[0].text;
const FILE = "/feed/transparency.json";
const posts = (faulty) => faulty.requests.filter(({ method, path }) => method === "POST" && path === "/flags");

async function finish(flags) {
  await flags.main.getByLabel("In your own words").fill(OBJECTION);
  await flags.goOn("May we reach you?");
  await flags.goOn("Check and send");
  await flags.main.getByRole("checkbox", { name: /good faith/ }).check();
  await flags.main.getByRole("button", { name: "Send the objection" }).click();
}

test("at the address of what was removed stands when, by whom, why, and how to object", async ({ desk, reader }) => {
  const page = new Removed(reader.page);
  await remove(desk, { id: WHOLE });
  await desk.publish();
  await page.open(reader, WHOLE);
  await page.isAbout("Removed by the organisers", {
    What: `the whole record ${WHOLE}`,
    When: "20 November 2026",
    "By whom": "the organisers; a person decided",
    "On what ground": "Exposes a person",
    Statement: "It named a person who may come to harm.",
    "Other ways to object": "https://example.org/objections",
  });
  await expect(reader.page).toHaveTitle("Removed by the organisers · Pledgebook");
  await expect(page.main).not.toContainText(WORDS);
  await page.object.click();
  await expect(new Flags(reader.page).title).toHaveText("Why do you object to this decision?");
  await reader.page.goBack();
  await expect(page.title).toHaveText("Removed by the organisers");

  for (const [change, title, by] of [
    [{ state: "held" }, "Taken away for now, to protect a person", "a person decided"],
    [{ by: "automatic" }, "Removed by the organisers", "automatically, by a rule"],
    [{ by: "party" }, "Withdrawn by the party", "the party itself"],
  ]) {
    await remove(desk, { id: WHOLE, ...change });
    await desk.publish();
    await reader.page.reload();
    await page.isAbout(title, { "By whom": by });
  }
  await remove(desk, { id: WHOLE, restored: "2026-11-21T08:00:00Z" });
  await desk.publish();
  await reader.page.reload();
  await expect(page.main).toContainText(WORDS);
  await expect(page.main).not.toContainText("Withdrawn by the party");
});

test("in the place of a text that is gone a sentence opens the notice; a title's notice stands above", async ({ desk, reader }) => {
  const title = pledge(PART).title;
  await remove(desk, { id: PART, texts: [sha256(TEXT)] }, { id: PART, case: "7f1c1b7e-6c0b-4d0e-9d8a-0d2f6c7b1a11", texts: [sha256(title)], state: "held" });
  await desk.publish();
  const page = new Removed(reader.page);
  await page.open(reader, PART);
  const text = page.folded("This text was removed by the organisers.");
  await expect(text).toHaveCount(1);
  await text.getByText("This text was removed by the organisers.").click();
  await expect(text).toContainText("Objectives");
  await expect(text).toContainText("It named a person who may come to harm.");
  await expect(text.getByRole("link", { name: "Object to this decision" })).toHaveAttribute("href", `?flag=${PART}&about=${CASE}`);
  await expect(page.folded("Taken away for now, to protect a person")).toHaveCount(1);
  await expect(page.main).not.toContainText(title);
  await hasNoViolations(reader.page, "a pledge with removed texts");
});

test("a removed report has a notice at its own address and on its pledge's page", async ({ desk, reader }) => {
  const [{ id }] = pledge(PART).reports;
  await remove(desk, { id });
  await desk.publish();
  const page = new Removed(reader.page);
  await page.open(reader, id);
  await page.isAbout("Removed by the organisers", { What: `the report ${id}` });
  await expect(page.object).toHaveAttribute("href", `?flag=${PART}&about=${CASE}`);
  await page.open(reader, PART);
  await expect(page.folded("Removed by the organisers")).toContainText(`the report ${id}`);
});

test("a statement in another language says which, and keeps its direction", async ({ desk, reader }) => {
  await remove(desk, { id: WHOLE, statement: { ar: "ذكر النص شخصًا." }, case: null, redress: null });
  await desk.publish();
  const page = new Removed(reader.page);
  await page.open(reader, WHOLE);
  await expect(page.fact("Statement")).toContainText("Arabic");
  await expect(page.fact("Statement").locator("[lang=ar]")).toHaveAttribute("dir", "rtl");
  // Without a case there is nothing that an objection could name.
  await expect(page.main).toContainText("To object, please write to");
  await expect(page.object).toHaveCount(0);
});

for (const lang of ["en", "ar"]) {
  for (const colorScheme of ["light", "dark"]) {
    for (const viewport of [PHONE, LAPTOP]) {
      test.describe(`${lang}, ${colorScheme}, ${viewport.width} px`, () => {
        test.use({ browsing: { viewport, colorScheme } });

        test("axe finds nothing on notice, objection and numbers", async ({ desk, reader, faulty }) => {
          const texts = [sha256(TEXT)];
          await remove(desk, { id: WHOLE }, { id: PART, texts, state: "held", case: "7f1c1b7e-6c0b-4d0e-9d8a-0d2f6c7b1a11", statement: { es: "Nombraba a una persona." } });
          await desk.publish();
          faulty.on(FILE, json(200, NUMBERS));
          const page = new Removed(reader.page);
          for (const [name, address] of [
            ["the notice", `?pledge=${WHOLE}`],
            ["the folded notice", `?pledge=${PART}`],
            ["the objection", `?flag=${WHOLE}&about=${CASE}`],
            ["the numbers", "?about"],
          ]) {
            await reader.visit(`${address}&lang=${lang}`);
            await page.isOpen();
            await page.title.waitFor();
            await page.main.locator("dl:visible, form").first().waitFor();
            for (const folded of await page.main.locator("details.notice > summary").all()) await folded.click();
            if (address === "?about") await page.main.locator("table").last().waitFor();
            await hasNoViolations(reader.page, name);
            await page.hasNoSidewaysScroll(name);
            const shot = process.env.SHOTS && `${process.env.SHOTS}/${name.replace(/\W/g, "-")}-${lang}-${colorScheme}-${viewport.width}.png`;
            if (shot) await reader.page.screenshot({ path: shot, fullPage: true });
          }
        });
      });
    }
  }
}

test("from the notice to an objection at the desk with the keyboard alone", async ({ desk, reader, faulty }) => {
  await remove(desk, { id: WHOLE });
  await desk.publish();
  const page = new Removed(reader.page);
  const { keyboard } = reader.page;
  await page.open(reader, WHOLE);
  await page.isCopied();
  await tabTo(reader.page, "Object to this decision");
  await keyboard.press("Enter");
  const flags = new Flags(reader.page);
  await expect(flags.title).toHaveText("Why do you object to this decision?");
  await expect(flags.main).toContainText("Step 1 of 3");
  await expect.poll(async () => (await focused(reader.page))?.tag).toBe("h1");
  await tabTo(reader.page, "In your own words");
  await keyboard.type(OBJECTION);
  await tabTo(reader.page, "Continue");
  await keyboard.press("Enter");
  await expect(flags.title).toHaveText("May we reach you?");
  await tabTo(reader.page, "Continue");
  await keyboard.press("Enter");
  await expect(flags.title).toHaveText("Check and send");
  await tabTo(reader.page, /good faith/);
  await keyboard.press("Space");
  await tabTo(reader.page, "Send the objection");
  await keyboard.press("Enter");
  await expect(flags.title).toHaveText("Your objection has arrived");
  const sent = JSON.parse(posts(faulty)[0].body);
  expect(sent).toMatchObject({ kind: "objection", about: CASE, ground: "personal-data", danger: false, explanation: OBJECTION, quote: null });
  expect(sent.subject).toMatchObject({ pledge: WHOLE, report: null, part: null, sha256: null });
  // What is removed is flagged no more, and who objected finds the way back to it.
  await page.open(reader, WHOLE);
  await page.main.getByRole("link", { name: "Your objection" }).click();
  await expect(flags.title).toHaveText("Your objection has arrived");
  await expect(flags.main.getByRole("button", { name: "Take the objection back" })).toBeVisible();
});

test("who flagged objects to what was decided; nobody objects to what nobody knows", async ({ desk, reader, faulty }) => {
  const flags = new Flags(reader.page);
  await flags.openPledge(reader);
  await flags.flag();
  const receipt = await flags.hasArrived();
  await desk.act("decide", receipt, "--outcome", "kept", "--ground", "spam", "--statement", "en:It sells nothing.");
  await reader.page.reload();
  await expect(flags.title).toHaveText("Decided: the text stays");
  await flags.main.getByRole("link", { name: "Object to this decision" }).click();
  await expect(flags.title).toHaveText("Why do you object to this decision?");
  await expect(flags.main).toContainText("It sells nothing.");
  await finish(flags);
  await expect(flags.title).toHaveText("Your objection has arrived");
  const [first, second] = posts(faulty).map(({ body }) => JSON.parse(body));
  expect(second).toMatchObject({ kind: "objection", about: first.id, subject: first.subject, ground: "spam" });
  await flags.main.getByRole("link", { name: "Your flag, and what was decided" }).click();
  await expect(flags.title).toHaveText("Decided: the text stays");
  await flags.main.getByRole("link", { name: "Your objection" }).click();
  await expect(flags.title).toHaveText("Your objection has arrived");

  await reader.visit(`?flag=${PART}&about=9f1c1b7e-6c0b-4d0e-9d8a-0d2f6c7b1a11`);
  await expect(flags.main).toContainText("This copy knows no such decision.");
});

test("a decision that was made anew is shown on the flag's receipt", async ({ desk, reader, faulty }) => {
  const flags = new Flags(reader.page);
  await flags.openPledge(reader);
  await flags.flag();
  const receipt = await flags.hasArrived();
  await desk.act("decide", receipt, "--outcome", "kept", "--ground", "spam", "--statement", "en:It sells nothing.");
  await reader.page.reload();
  await expect(flags.title).toHaveText("Decided: the text stays");
  const { id } = JSON.parse(posts(faulty)[0].body);
  const decision = { outcome: "removed", at: "2026-11-28T08:00:00Z", statement: "It does sell something.", redress: null };
  faulty.on(/^\/flags\/./, json(200, { id, receipt, state: "decided", decision }));
  await reader.page.reload();
  await expect(flags.title).toHaveText("Decided: removed by the organisers");
  await flags.says("It does sell something.");
});

test("a stale copy that is cut off right after the manifest shows nothing of it, and forgets what quoted it", async ({ desk, reader, faulty }) => {
  const { page } = reader;
  const passage = TEXT.slice(0, 60);
  await visitOnce(reader);
  const flags = new Flags(page);
  // A draft that quotes the text, with words of the reader's own.
  await flags.openPledge(reader, PART);
  await page.evaluate(() => {
    const range = document.createRange();
    range.selectNodeContents(document.querySelector("section .text p"));
    getSelection().addRange(range);
  });
  await flags.begin();
  await flags.main.getByRole("radio", { name: "No", exact: true }).check();
  await flags.goOn("What is wrong with this text?");
  await flags.main.getByRole("radio", { name: /^Advertising/ }).check();
  await flags.goOn("Why do you flag this text?");
  await expect(flags.main.getByLabel(/^The passage/)).toHaveValue(new RegExp(`^${passage.slice(0, 30)}`));
  await flags.main.getByLabel("In your own words").fill(WHY);
  await expect.poll(() => onDevice(page)).toContain(WHY);
  expect(await onDevice(page)).toContain(passage);

  await remove(desk, { id: PART, texts: [sha256(TEXT)] }, { id: WHOLE, case: "7f1c1b7e-6c0b-4d0e-9d8a-0d2f6c7b1a11" });
  await desk.publish();
  faulty.on(PARTS, refuse());
  reader.expectErrors(NETWORK);
  await reader.reopen();
  const [list, notice] = [new List(reader.page), new Removed(reader.page)];
  await list.open(reader);
  await list.shows(73);
  expect(faulty.count(MANIFEST)).toBeGreaterThan(1);
  for (const words of [`"${WORDS}"`, `"${passage.slice(0, 40)}"`]) {
    await list.open(reader, `?q=${encodeURIComponent(words)}`);
    await list.shows(0);
  }
  for (const address of ["?party=ns-au", "?timeline", "?compare=ns-au,ns-fr", "?brief&party=ns-au", "?all&party=ns-au", "?all&edition=32IC"]) {
    await reader.visit(address);
    await list.isOpen();
    await list.title.waitFor();
    const said = await reader.page.locator("body").innerText();
    for (const gone of [WORDS, passage, pledge(PART).title]) expect(said, address).not.toContain(gone);
    expect(await reader.page.locator(`a[href*="${PART}"], a[href*="${WHOLE}"]`).count(), address).toBe(0);
  }
  await notice.open(reader, WHOLE);
  await expect(notice.title).toHaveText("Removed by the organisers");
  await notice.open(reader, PART);
  await notice.isAbout("Removed by the organisers", { What: "a text of it" });
  await expect(notice.main).toContainText("The rest of this pledge is shown as soon as its new part is on this device.");

  await new Flags(reader.page).openOutbox(reader);
  await expect.poll(() => onDevice(reader.page)).not.toContain(passage);
  const kept = await onDevice(reader.page);
  expect(kept, "what was typed stays").toContain(WHY);
  expect(kept).not.toContain(pledge(PART).title);
});

test("a pledge that was open gives way to its notice", async ({ desk, reader }) => {
  await visitOnce(reader);
  const page = new Pledge(reader.page);
  await page.open(reader, WHOLE);
  await expect(page.main).toContainText(WORDS);
  await remove(desk, { id: WHOLE });
  await desk.publish();
  await reader.page.evaluate(() => dispatchEvent(new Event("online")));
  await expect(page.title).toHaveText("Removed by the organisers");
  await expect(page.main).not.toContainText(WORDS);
});

test("a copy of more than 30 days says that removed items may still be visible", async ({ reader, faulty }) => {
  await visitOnce(reader);
  const stale = "What was removed since then may still be visible in it.";
  const list = new List(reader.page);
  await list.open(reader, "?copy");
  await expect(list.main).toContainText("Kept on this device.");
  await expect(list.main).not.toContainText(stale);
  reader.expectErrors(NETWORK);
  await faulty.stop();
  await reader.page.clock.setFixedTime(Date.now() + 31 * 86_400_000);
  for (const address of ["?copy", `?pledge=${PART}`]) {
    await list.open(reader, address);
    await expect(list.main).toContainText(stale);
  }
});

const NUMBERS = {
  format: "pledge-transparency/1",
  generated: "2026-11-28T08:00:00Z",
  since: "2026-01-10",
  all: { received: 41, kept: 22, removed: 9, referred: "1-4", void: 0, held: "1-4", restored: "1-4", pending: 6, median_days: 5 },
  by_ground: {
    spam: { received: 12, kept: 5, removed: 6, held: 0, restored: 0, median_days: 2 },
    "personal-data": { received: 8, kept: "1-4", removed: "1-4", held: "1-4", restored: "1-4", median_days: "1-4" },
  },
  by_edition: {
    none: { received: "1-4", kept: 0, removed: 0, held: 0, restored: 0, median_days: null },
    "33IC": { received: 20, kept: 11, removed: 5, held: "1-4", restored: 0, median_days: 4 },
    "34IC": { received: 17, kept: 9, removed: "1-4", held: 0, restored: "1-4", median_days: 6 },
  },
};

test("about tells what became of flags; without a network that it cannot, without a file nothing", async ({ reader, faulty }) => {
  // What a desk of its own says is in deciding.spec.mjs; here it is a feed without one, and then one of another desk.
  faulty.on(FILE, notFound());
  await visitOnce(reader);
  const list = new List(reader.page);
  const section = list.main.locator("#numbers");
  await list.open(reader, "?about");
  await expect(list.fact("Published by")).toBeVisible();
  await expect(section).toHaveCount(0);

  faulty.on(FILE, json(200, NUMBERS));
  await reader.page.reload();
  await expect(section.getByRole("heading", { level: 2 })).toHaveText("Flags, and what became of them");
  await expect(list.fact("Received")).toHaveText("41");
  await expect(list.fact("To the editors")).toHaveText("1 to 4");
  await expect(section).toContainText("Counted from 10 January 2026 to 28 November 2026.");
  const grounds = section.getByRole("table", { name: "By ground" });
  await expect(grounds.getByRole("row")).toHaveText([/^On what ground/, /^Exposes a person/, /^Advertising/]);
  await expect(section.getByRole("table", { name: "By Conference" }).getByRole("row")).toHaveText([/^Conference/, /^34th/, /^33rd/, /^No Conference given/]);

  await faulty.stop();
  reader.expectErrors(NETWORK);
  await reader.page.reload();
  await expect(section).toContainText("cannot be shown offline");
});
