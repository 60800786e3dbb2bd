// Moderation, the whole circle: flagged offline, received, removed by two, gone from every copy, objected to, restored; and the desk's
// own pages: with the keyboard alone, in Arabic, by axe.
import { expect, test } from "./support/test.mjs";
import { createHash, randomUUID } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { SMTPServer } from "smtp-server";
import { Copy } from "./pages/copy.mjs";
import { Flags } from "./pages/flags.mjs";
import { LAPTOP, NETWORK, PHONE, Reader } from "./support/browser.mjs";
import { List } from "./pages/list.mjs";
import { PARTS, pledge } from "./support/feed.mjs";
import { Office, PASSWORD } from "./pages/office.mjs";
import { Pledge } from "./pages/pledge.mjs";
import { hasNoViolations } from "./support/axe.mjs";
import { refuse } from "./support/faulty.mjs";
import { visitOnce } from "./support/visits.mjs";

const ID = "32IC-regional-protection";
const TEXT = pledge(ID).sections[0].text;
const WORDS = "work side by side for safeguards";
const STATEMENT = "It exposed a person who may come to harm.";

// A desk that publishes what it decides.
const serves = async (desk, ...args) => {
  await desk.stop();
  desk.args = ["--records", desk.records, ...args];
  await desk.start();
};

// A flag, sent as the app would.
const flagged = async (desk, changes = {}) => {
  const id = randomUUID();
  const { seq } = await desk.manifest();
  const sha256 = createHash("sha256").update(TEXT).digest("hex");
  const flag = { id, format: "pledge-flag/1", subject: { pledge: ID, part: "objectives", sha256, seq }, ground: "personal-data", explanation: "It names a person.", good_faith: true, lang: "en", made: new Date().toISOString(), ...changes };
  const answer = await fetch(new URL("flags", desk.url), { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(flag) });
  expect(answer.status).toBe(201);
  return { id, ...(await answer.json()) };
};

test("a text is flagged offline, removed by two, gone from a stale copy right after the manifest, and restored after an objection", async ({
  desk,
  reader,
  faulty,
  folder,
}) => {
  test.slow();
  await serves(desk);
  reader.expectErrors(NETWORK);
  // A second reader has a copy from before all of it.
  const other = new Reader(join(folder, "stale"), faulty.url);
  await other.open();
  await visitOnce(other);
  await other.close();

  const flags = new Flags(reader.page);
  await flags.openPledge(reader);
  await reader.untilKept();
  await faulty.stop();
  await flags.flag({ ground: /^Exposes a person/, why: "It names a person who is at risk." });
  await expect(flags.state).toHaveText(/not sent$/);
  await faulty.start();
  await reader.page.reload();
  const receipt = await flags.hasArrived();

  const amina = await Office.of(desk, folder, "Amina");
  const bruno = await Office.of(desk, folder, "Bruno");
  const address = await amina.next();
  await expect(amina.main).toContainText("It names a person who is at risk.");
  await expect(amina.main).toContainText(receipt);
  await expect(amina.main.locator(".beside .text").first()).toContainText(WORDS);
  await bruno.open(amina.path);
  await expect(bruno.main).toContainText("Amina has this case");
  await amina.decide("It is removed", { statements: { English: STATEMENT, Arabic: "كشف النص شخصًا." }, ground: "exposes a person" });
  await amina.isAt("removal, for a second");
  await expect(amina.main.getByRole("button", { name: "Confirm the removal" })).toHaveCount(0);
  expect((await desk.manifest()).removed, "nothing goes before a second confirms").toEqual([]);
  await bruno.page.reload();
  await bruno.main.getByRole("button", { name: "Confirm the removal" }).click();
  await bruno.isAt("decided");
  expect((await desk.manifest()).removed).toMatchObject([{ id: ID, state: "removed", by: "moderator", ground: "personal-data" }]);

  // The stale copy: the manifest comes, and then the line is cut.
  faulty.on(PARTS, refuse());
  await other.open();
  other.expectErrors(NETWORK);
  const list = new List(other.page);
  await other.visit(`?all&q=${encodeURIComponent(`"${WORDS}"`)}`);
  await expect(list.main).not.toContainText("Regional Protection", { timeout: 20_000 });
  await other.visit(`?pledge=${ID}`);
  await expect(other.page.getByRole("main")).toContainText(STATEMENT);
  await expect(other.page.getByRole("main")).not.toContainText(WORDS);
  faulty.heal();
  await other.visit(`?pledge=${ID}`);
  const page = new Pledge(other.page);
  await expect(page.main.getByRole("heading", { name: "Actions taken" })).toBeVisible();
  await expect(page.main).toContainText(STATEMENT);
  await expect(page.main).not.toContainText(WORDS);

  // Who flagged it learns of it, and so does somebody who objects.
  await reader.page.reload();
  await expect(flags.title).toHaveText("Decided: removed by the organisers", { timeout: 20_000 });
  await flags.says(STATEMENT);
  await flags.main.getByRole("link", { name: "Object to this decision" }).click();
  await flags.main.getByLabel("In your own words").fill("The person has agreed to be named, in writing.");
  await flags.goOn("May we reach you?");
  await flags.goOn("Check and send");
  await flags.main.getByRole("checkbox", { name: /good faith/ }).check();
  await flags.main.getByRole("button", { name: "Send the objection" }).click();
  await expect(flags.main.locator(".code")).toHaveText(receipt, { timeout: 20_000 });

  await amina.page.goto(address);
  await amina.isAt("objection");
  await amina.decide("It is removed, or stays removed");
  await expect(amina.main.getByRole("alert")).toContainText("somebody else decides now");
  await bruno.page.goto(address);
  await bruno.decide("It is shown again, or stays", { statements: { English: "The person has agreed." } });
  await bruno.isAt("decided");
  expect((await desk.manifest()).removed).toMatchObject([{ id: ID, restored: expect.any(String) }]);
  for (const one of [other, reader]) {
    await one.visit(`?pledge=${ID}`);
    await expect(one.page.getByRole("main")).toContainText(WORDS, { timeout: 20_000 });
  }
  for (const one of [amina, bruno, other]) await one.close();
});

test("what exposes a person is held at once, confirmed by a second, and the reader sees that it is held", async ({ desk, reader, folder }) => {
  await serves(desk);
  await visitOnce(reader);
  await flagged(desk, { danger: true });
  const amina = await Office.of(desk, folder, "Amina");
  await amina.next();
  await expect(amina.main.locator("p.danger")).toContainText("in danger");
  await amina.main.getByText("Hold at once, to protect a person").click();
  await amina.main.getByRole("button", { name: "Hold it" }).click();
  await amina.isAt("held, for a second");
  await reader.visit(`?pledge=${ID}`);
  await expect(reader.page.getByRole("main")).toContainText("to protect a person");
  await expect(reader.page.getByRole("main")).not.toContainText(WORDS);
  const bruno = await Office.of(desk, folder, "Bruno");
  await bruno.open(amina.path);
  await bruno.main.getByRole("button", { name: "Confirm the hold" }).click();
  await bruno.isAt("under review");
  for (const one of [amina, bruno]) await one.close();
});

test("with the keyboard alone a moderator signs in, takes a case, decides, and takes the next", async ({ desk, folder }) => {
  await serves(desk, "--one-decides", "--hear-days", "0");
  await flagged(desk);
  await flagged(desk, { subject: { pledge: "31IC-P2107", seq: 1 }, ground: "other" });
  const amina = await Office.of(desk, folder, "Amina");
  const { keyboard } = amina.page;
  await amina.page.locator("form[action='/desk/sign-out'] button").press("Enter");
  await expect(amina.page).toHaveURL(/sign-in$/);
  const tabTo = async (locator) => {
    await amina.page.waitForLoadState("load");
    for (let n = 0; n < 80; n++) {
      if (await locator.evaluate((element) => element === document.activeElement)) return;
      await keyboard.press("Tab");
    }
    throw new Error("the keyboard does not get there");
  };
  await tabTo(amina.page.locator("#name"));
  await keyboard.type("Amina");
  await keyboard.press("Tab");
  await keyboard.type(PASSWORD);
  await keyboard.press("Enter");
  await expect(amina.page).toHaveURL(/\/desk\/cases$/);
  await tabTo(amina.main.getByRole("button", { name: "Take the next case" }));
  await keyboard.press("Enter");
  await expect(amina.page).toHaveURL(/cases\/[0-9a-f-]{36}$/);
  const first = amina.page.url();
  await tabTo(amina.main.getByRole("radio", { name: "It stays" }));
  await keyboard.press("Space");
  await tabTo(amina.main.getByLabel("English", { exact: true }));
  await keyboard.type("It is in order.");
  await tabTo(amina.main.getByRole("button", { name: "Decide, and take the next" }));
  await keyboard.press("Enter");
  await expect(amina.page).toHaveURL(/cases\/[0-9a-f-]{36}$/);
  expect(amina.page.url()).not.toBe(first);
  await amina.close();
});

for (const [lang, viewport] of [
  ["en", LAPTOP],
  ["ar", PHONE],
]) {
  test(`axe finds nothing on the desk's pages (${lang}, ${viewport.width} px), and nothing is wider than the screen`, async ({ desk, folder }) => {
    await serves(desk);
    await flagged(desk, { danger: true, quote: "work side by side", contact: { name: "Rosa", email: "rosa@example.org" } });
    await flagged(desk, { ground: "spam", explanation: "هذا إعلان وليس تعهدًا." });
    const amina = await Office.of(desk, folder, "Amina", { viewport });
    const fits = async (where) => {
      await hasNoViolations(amina.page, where);
      expect(await amina.page.evaluate(() => document.documentElement.scrollWidth), where).toBeLessThanOrEqual(viewport.width);
    };
    for (const path of ["/desk/cases", "/desk/numbers", "/transparency", "/desk/sign-in"]) {
      await amina.open(`${path}?lang=${lang}`);
      await expect(amina.page.locator("html")).toHaveAttribute("lang", lang);
      await fits(path);
    }
    await amina.open("/desk/cases");
    await amina.main.locator("tbody a").first().click();
    await expect(amina.page.locator("html"), "the language is kept").toHaveAttribute("lang", lang);
    for (const summary of await amina.main.locator("summary").all()) await summary.click();
    await fits("a case");
    await amina.page.emulateMedia({ colorScheme: "dark" });
    await fits("a case, dark");
    await amina.page.locator("input[value=removed]").check();
    await amina.page.locator('[name="statement.en"]').fill("Why.");
    await amina.page.locator('form[action$="/decide"] button.main').click();
    await expect(amina.page.locator(".decision")).toHaveCount(1);
    await fits("a case that waits for a second");
    await amina.close();
  });
}

test("the desk's pages show no key and no slot in any language", async ({ desk, folder }) => {
  await serves(desk);
  await flagged(desk, { danger: true });
  const amina = await Office.of(desk, folder, "Amina");
  const path = new URL(await amina.next()).pathname;
  for (const lang of ["en", "fr", "es", "ar"])
    for (const where of ["/desk/cases", "/desk/numbers", "/transparency", path]) {
      await amina.open(`${where}?lang=${lang}`);
      const text = await amina.page.locator("body").innerText();
      expect(text, `${lang} ${where}`).not.toMatch(/[{}]|\b[a-z]+\.[a-z]+-?[a-z]*\b(?<!example\.org|removals\.ndjson)/);
    }
  await amina.close();
});

test("a new case, danger first, and what a party is asked go out through a real mail server", async ({ desk, folder }) => {
  test.slow();
  const mails = [];
  let tries = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["AUTH", "STARTTLS"],
    // The first time it has no time.
    onMailFrom(address, session, done) {
      done((tries += 1) === 1 ? Object.assign(new Error("try again later"), { responseCode: 451 }) : undefined);
    },
    onData(stream, session, done) {
      let text = "";
      stream.on("data", (chunk) => (text += chunk));
      stream.on("end", () => {
        mails.push({ to: session.envelope.rcptTo.map(({ address }) => address), text });
        done();
      });
    },
  });
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const { port } = server.server.address();
  await desk.act("contact", "ns-au", "office@example.org");
  await serves(desk, "--smtp", `smtp://127.0.0.1:${port}`, "--mail-from", "Desk <desk@example.org>", "--mail-to", "moderators@example.org", "--url", desk.url);
  await flagged(desk, { ground: "spam", danger: true, explanation: "A reader’s own words." });
  await expect.poll(() => mails.length, { timeout: 60_000 }).toBe(1);
  expect(tries, "it was refused, and tried again").toBe(2);
  expect(mails[0].to).toEqual(["moderators@example.org"]);
  expect(mails[0].text).toMatch(/Subject: DANGER: a case/);
  expect(mails[0].text, "what a reader wrote stays in the desk").not.toContain("own words");

  const amina = await Office.of(desk, folder, "Amina");
  await amina.page.goto(mails[0].text.match(/http:\S+\/desk\/cases\/[0-9a-f-]+/)[0]);
  await amina.main.getByRole("button", { name: "Claim this case" }).click();
  await amina.main.getByText("Hear the party", { exact: true }).click();
  await amina.main.getByLabel("What the party is told").fill("One of your texts was flagged as advertising.");
  await amina.main.getByRole("button", { name: "Told" }).click();
  await expect.poll(() => mails.length, { timeout: 20_000 }).toBe(2);
  expect(mails[1].to).toEqual(["office@example.org"]);
  expect(mails[1].text).toContain("flagged as advertising");
  await expect(amina.main).toContainText("The party may answer until");
  await amina.close();
  server.close();
});

test("the copy says what moderators decided, and everybody can read the numbers", async ({ desk, reader }) => {
  await serves(desk);
  for (let n = 0; n < 5; n++) await flagged(desk, { explanation: `It names a person, ${n}.` });
  await expect.poll(async () => (await fetch(new URL("feed/transparency.json", desk.url))).json().then((told) => told.all.received), { timeout: 20_000 }).toBe(5);
  await visitOnce(reader);
  await reader.visit("?about");
  const table = reader.page.getByRole("table").first();
  await expect(table).toBeVisible();
  await expect(reader.page.getByRole("main")).toContainText("1 to 4");
  await new Copy(reader.page).open(reader);
});
