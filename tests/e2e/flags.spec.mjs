// Flagging content: from a section to the desk's disk, also without a network, once however often it is tried (F1 to F10).
import { expect, test } from "./support/test.mjs";
import { createServer } from "node:http";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Flags, WHY, onDevice } from "./pages/flags.mjs";
import { Gate } from "./support/gate.mjs";
import { LAPTOP, NETWORK, PHONE } from "./support/browser.mjs";
import { flagOffline } from "./support/visits.mjs";
import { hasNoViolations } from "./support/axe.mjs";
import { busy, json, loseAnswer, reply } from "./support/faulty.mjs";

const POST = "/flags";
// What Chromium says of answers that are no success, which is what these tests are about.
const REFUSED = NETWORK;
const posts = (faulty) => faulty.requests.filter(({ method, path }) => method === "POST" && path === POST);
const cases = async (desk) => (await desk.act("cases")).split("\n").filter((line) => / flags since /.test(line));

test("a section is flagged in a minute, and the receipt tells what happens next and what was decided", async ({ desk, reader, faulty }) => {
  const flags = new Flags(reader.page);
  await flags.openPledge(reader);
  await flags.flag();
  const receipt = await flags.hasArrived();
  await flags.says(/A moderator of Pledgebook sample desk reads it by \d+ \w+ \d{4}\./);
  expect(posts(faulty)).toHaveLength(1);
  const [{ headers, body }] = posts(faulty);
  const sent = JSON.parse(body);
  expect(headers["idempotency-key"]).toBe(sent.id);
  expect(sent).toMatchObject({ format: "pledge-flag/1", kind: "flag", ground: "spam", danger: false, explanation: WHY, contact: null, good_faith: true });
  expect(sent.subject).toMatchObject({ pledge: "32IC-regional-protection", part: "objectives", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  await expect(flags.waits).toHaveCount(0);

  const shown = await desk.act("case", receipt);
  expect(shown).toContain(WHY);
  expect(shown, "the text as the reader saw it").toContain("From 2016 to 2019 the Australian Government");
  await flags.main.getByRole("button", { name: "Ask the desk again" }).click();
  await expect(flags.title).toHaveText("Being read");
  await desk.act("decide", receipt, "--outcome", "kept", "--ground", "spam", "--statement", "en:It sells nothing.", "--statement", "fr:Rien à vendre.");
  await reader.page.reload();
  await expect(flags.title).toHaveText("Decided: the text stays");
  await flags.says("It sells nothing.");
});

test("a selected passage goes along; danger warns that nobody reads around the clock", async ({ reader, faulty }) => {
  const flags = new Flags(reader.page);
  await flags.openPledge(reader);
  await reader.page.evaluate(() => {
    const text = document.querySelector("section .text p").firstChild;
    getSelection().setBaseAndExtent(text, 5, text, 17);
  });
  const passage = await reader.page.evaluate(() => String(getSelection()));
  await flags.begin();
  await flags.main.getByRole("radio", { name: "Yes, or I am not sure" }).check();
  await flags.says(/Nobody reads this around the clock/);
  await flags.fillToCheck({ danger: "Yes, or I am not sure", ground: /^Exposes a person, speaks/ });
  await flags.send();
  await flags.hasArrived();
  const sent = JSON.parse(posts(faulty)[0].body);
  expect(sent).toMatchObject({ quote: passage, danger: true, ground: "personal-data" });
});

test("errors stand at the field and in a summary that takes the focus; back and forward go through the steps", async ({ reader }) => {
  const flags = new Flags(reader.page);
  const errors = flags.main.getByRole("alert");
  await flags.openPledge(reader);
  await flags.begin();
  await flags.goOn();
  await expect(errors).toBeFocused();
  await expect(errors).toContainText("Say whether somebody is in danger");
  await flags.main.getByRole("radio", { name: "No", exact: true }).check();
  await flags.goOn("What is wrong with this text?");
  await expect(flags.title).toBeFocused();
  await flags.main.getByRole("radio", { name: /^Against the law/ }).check();
  await flags.goOn("Why do you flag this text?");
  await flags.main.getByLabel("In your own words").fill("Short.");
  await flags.goOn();
  await expect(errors).toContainText("2 things are missing");
  await errors.getByRole("link", { name: "Name the law" }).click();
  await expect(flags.main.getByLabel("Which law does it break?")).toBeFocused();
  await flags.main.getByLabel("Which law does it break?").fill("Art. 1");
  await expect(flags.main.getByLabel("In your own words")).toHaveAttribute("aria-invalid", "true");
  await flags.main.getByLabel("In your own words").fill(WHY);
  await flags.goOn("May we reach you?");
  await flags.goOn();
  await expect(errors).toContainText("Give your name");
  await flags.main.getByLabel("E-mail address").fill("nonsense");
  await flags.main.getByLabel("Name").fill("A reader");
  await flags.goOn();
  await expect(errors).toContainText("This is no e-mail address");
  await flags.main.getByLabel("E-mail address").fill("reader@example.org");
  await flags.goOn("Check and send");
  await flags.main.getByRole("button", { name: "Send the flag" }).click();
  await expect(errors).toContainText("Confirm that you say it in good faith");
  await reader.page.goBack();
  await expect(flags.title).toHaveText("May we reach you?");
  await reader.page.goBack();
  await expect(flags.main.getByLabel("In your own words")).toHaveValue(WHY);
  await reader.page.goForward();
  await expect(flags.main.getByLabel("E-mail address")).toHaveValue("reader@example.org");
});

test("F1: flagged offline, closed, opened online later: sent once; until then nothing looks like a receipt", async ({ desk, reader, faulty }) => {
  const flags = new Flags(reader.page);
  await flags.openPledge(reader);
  await reader.untilKept();
  await faulty.stop();
  reader.expectErrors(NETWORK);
  await flags.flag();
  await expect(flags.state).toHaveText(/Saved on this device, not sent|Waiting, not sent/);
  await expect(flags.main.locator(".code")).toHaveCount(0);
  await expect(flags.waits).toHaveText("1 flag not sent");
  await reader.close();
  await reader.open();
  reader.expectErrors(NETWORK);
  const again = new Flags(reader.page);
  await again.openOutbox(reader);
  await expect(again.state).toHaveText(/not sent$/);
  await reader.close();
  await faulty.start();
  await reader.open();
  const online = new Flags(reader.page);
  await reader.visit("", reader.page);
  await expect.poll(() => posts(faulty).length, { timeout: 20_000 }).toBe(1);
  await expect(online.waits).toHaveCount(0);
  await online.openOutbox(reader);
  await expect(online.state).toHaveText(/^Sent, receipt [2-9A-Z]{4}-[2-9A-Z]{4}$/);
  expect(await cases(desk)).toHaveLength(1);
});

test("a copy of an older app's shape is made over, and the flags that wait stay and are sent", async ({ reader, faulty }) => {
  await flagOffline(reader, faulty);
  await reader.open();
  reader.expectErrors(NETWORK);
  await faulty.start();
  // The copy as the first version of the app had it: no segments. From beside the app, which would send at once.
  await reader.page.goto(new URL("feed/manifest.json", reader.url).href);
  await reader.page.evaluate(async () => {
    const done = (request) => new Promise((resolve, reject) => ((request.onsuccess = () => resolve(request.result)), (request.onerror = () => reject(request.error))));
    await done(indexedDB.deleteDatabase("pledgebook/copy"));
    const request = indexedDB.open("pledgebook/copy", 1);
    request.onupgradeneeded = () => ["meta", "parts"].forEach((store) => request.result.createObjectStore(store));
    (await done(request)).close();
  });
  await reader.visit("?flags");
  await expect.poll(() => posts(faulty).length, { timeout: 20_000 }).toBe(1);
  const flags = new Flags(reader.page);
  await expect(flags.entries).toHaveCount(1);
  await expect(flags.waits).toHaveCount(0);
  const stores = await reader.page.evaluate(
    () => new Promise((resolve) => (indexedDB.open("pledgebook/copy").onsuccess = ({ target }) => (resolve([...target.result.objectStoreNames]), target.result.close()))),
  );
  expect(stores).toContain("segments");
});

test("F2: the answer is lost and the flag sent again: one flag on the desk, one receipt", async ({ desk, reader, faulty }) => {
  reader.expectErrors(REFUSED);
  const rule = faulty.on(POST, loseAnswer(), { times: 2 });
  const flags = new Flags(reader.page);
  await flags.openPledge(reader);
  await flags.flag();
  await flags.hasArrived();
  expect(rule.hits).toBe(2);
  const all = posts(faulty).map(({ body }) => String(body));
  expect(new Set(all).size, "always the same bytes").toBe(1);
  expect(await cases(desk)).toEqual([expect.stringContaining(" 1 flags since ")]);
});

test("F3: what the desk refuses is kept with all that was typed, the field named", async ({ reader, faulty }) => {
  reader.expectErrors(REFUSED);
  faulty.on(POST, json(422, { problems: [{ field: "/explanation", message: "must be true" }] }), { times: 1 });
  const flags = new Flags(reader.page);
  await flags.openPledge(reader);
  await flags.flag();
  await expect(flags.state).toHaveText("Needs you, not sent");
  await flags.says(/In your own words: must be true/);
  await flags.main.getByRole("button", { name: "Edit as a new flag" }).click();
  await expect(flags.main.getByLabel("In your own words")).toHaveValue(WHY);
  const first = JSON.parse(posts(faulty)[0].body);
  await flags.main.getByLabel("In your own words").fill(`${WHY} Truly.`);
  await flags.goOn("May we reach you?");
  await flags.goOn("Check and send");
  await flags.send();
  await flags.hasArrived();
  const second = JSON.parse(posts(faulty)[1].body);
  expect(second).toMatchObject({ replaces: first.id, explanation: `${WHY} Truly.` });
  expect(second.id).not.toBe(first.id);
  // What the desk refused for good has given way.
  await flags.openOutbox(reader);
  await expect(flags.entries).toHaveCount(1);
  await expect(flags.waits).toHaveCount(0);
});

for (const [status, act] of [
  [503, busy(3)],
  [429, reply(429, "too many", { "retry-after": "3" })],
]) {
test(`F4: after ${status} the desk is asked again when it says, and not before`, async ({ reader, faulty }) => {
  reader.expectErrors(REFUSED);
  faulty.on(POST, act, { times: 1 });
  const flags = new Flags(reader.page);
  await flags.openPledge(reader);
  await flags.flag();
  await expect(flags.state).toHaveText("Waiting, not sent");
  await flags.says(/Tried once: the desk could not take it now \(HTTP \d+\)\. Next try: /);
  expect(posts(faulty)).toHaveLength(1);
  await flags.hasArrived();
  expect(posts(faulty)).toHaveLength(2);
});
}

for (const [status, said] of [
  [409, /another flag with this number/],
  [413, /larger than the desk takes/],
  [403, /refused it \(HTTP 403\)/],
]) {
  test(`F5: ${status} is said in words, and the flag can be saved or deleted`, async ({ desk, reader, faulty, folder }) => {
    reader.expectErrors(REFUSED);
    faulty.on(POST, reply(status), { times: 1 });
    const flags = new Flags(reader.page);
    await flags.openPledge(reader);
    await flags.flag();
    await flags.says(said);
    await flags.openOutbox(reader);
    const download = reader.page.waitForEvent("download");
    await flags.main.getByRole("button", { name: "Save all as a file" }).click();
    const file = join(folder, "flags.json");
    await (await download).saveAs(file);
    expect(await readFile(file, "utf8"), "a local id is no receipt").not.toMatch(/receipt|secret/);
    expect(await desk.act("flags", "import", file)).toMatch(/ receipt [2-9A-Z]{4}-[2-9A-Z]{4} /);
    expect(await desk.act("flags", "import", file), "twice is once").toMatch(/ receipt /);
    expect(await cases(desk)).toEqual([expect.stringContaining(" 1 flags since ")]);
    await flags.main.getByRole("button", { name: "Delete" }).click();
    await flags.main.getByRole("button", { name: "Delete for good" }).click();
    await flags.says("You have flagged nothing on this device.");
    await expect(flags.waits).toHaveCount(0);
  });
}

test("F5: what refused a flag may not have been the desk: it can be tried again as it is", async ({ reader, faulty }) => {
  reader.expectErrors(REFUSED);
  faulty.on(POST, reply(403, "<h1>Please sign in</h1>"), { times: 1 });
  const flags = new Flags(reader.page);
  await flags.openPledge(reader);
  await flags.flag();
  await flags.says(/refused it \(HTTP 403\)/);
  await flags.main.getByRole("button", { name: "Try now" }).click();
  await flags.hasArrived();
  const [first, second] = posts(faulty).map(({ body }) => String(body));
  expect(second).toBe(first);
});

test("an edit of what may have left is a flag of its own, and the old words are not sent any more", async ({ reader, faulty }) => {
  reader.expectErrors(REFUSED);
  faulty.on(POST, busy(60), { times: 1 });
  const flags = new Flags(reader.page);
  await flags.openPledge(reader);
  await flags.flag();
  await expect(flags.state).toHaveText("Waiting, not sent");
  await flags.main.getByRole("button", { name: "Edit as a new flag" }).click();
  await flags.main.getByLabel("In your own words").fill("Without the name that stood here.");
  await flags.goOn("May we reach you?");
  await flags.goOn("Check and send");
  await flags.send();
  await flags.hasArrived();
  await flags.openOutbox(reader);
  await expect(flags.entries.filter({ hasText: "Replaced by a newer flag of yours" })).toHaveCount(1);
  await expect(flags.entries.filter({ hasText: "Sent, receipt" })).toHaveCount(1);
  await expect(flags.waits).toHaveCount(0);
  await reader.page.reload();
  await expect(flags.entries).toHaveCount(2);
  expect(posts(faulty).map(({ body }) => JSON.parse(body).explanation)).toEqual([WHY, "Without the name that stood here."]);
});

test("F6: of a text that changed meanwhile the reader is asked first", async ({ desk, reader, faulty }) => {
  await flagOffline(reader, faulty);
  await desk.edit("pledges.ndjson", (pledges) =>
    pledges.map((pledge) =>
      pledge.id === "32IC-regional-protection"
        ? { ...pledge, sections: pledge.sections.map((s) => (s.part === "objectives" ? { ...s, text: "Something else." } : s)) }
        : pledge,
    ),
  );
  await desk.publish();
  await faulty.start();
  faulty.forget();
  await reader.open();
  const later = new Flags(reader.page);
  await later.openOutbox(reader);
  await expect(later.state).toHaveText("Needs you, not sent");
  await later.says("The text has changed since you flagged it. Does your flag still hold?");
  expect(posts(faulty)).toHaveLength(0);
  await later.main.getByRole("button", { name: "Send all the same" }).click();
  await expect(later.state).toHaveText(/^Sent, receipt/);
  expect(await desk.act("case", (await later.state.innerText()).slice(-9)), "the old text is kept by the desk").toContain("From 2016 to 2019");
});

test("F7: two tabs and a double click make one flag", async ({ desk, reader, faulty }) => {
  const gate = new Gate();
  faulty.on(POST, gate.act);
  const flags = new Flags(reader.page);
  await flags.openPledge(reader);
  await flags.begin();
  await flags.fillToCheck();
  await flags.main.getByRole("checkbox", { name: /good faith/ }).check();
  await flags.main.getByRole("button", { name: "Send the flag" }).dblclick();
  await gate.holds(1);
  const other = new Flags(await reader.newTab());
  await other.openOutbox(reader);
  await expect(other.state).toHaveText("Being sent");
  await other.page.reload();
  await expect(other.state).toHaveText("Being sent");
  gate.open();
  await flags.hasArrived();
  await expect(other.state).toHaveText(/^Sent, receipt/);
  expect(posts(faulty)).toHaveLength(1);
  expect(await cases(desk)).toEqual([expect.stringContaining(" 1 flags since ")]);
});

test("F6: of a text that was removed meanwhile, too; whoever deletes the flag then has sent nothing", async ({ desk, reader, faulty }) => {
  await flagOffline(reader, faulty);
  await desk.edit("removals.ndjson", (removals) => [
    ...removals,
    {
      case: "00000000-0000-4000-8000-000000000077", id: "32IC-regional-protection", texts: null, state: "removed", by: "moderator",
      at: "2026-11-01T12:00:00Z", restored: null, ground: "fundamental-principles", statement: { en: "Removed." }, redress: null,
    },
  ]);
  await desk.publish();
  await faulty.start();
  faulty.forget();
  await reader.open();
  const later = new Flags(reader.page);
  await later.openOutbox(reader);
  await later.says("The text that you flagged is not there any more.");
  await later.main.getByRole("button", { name: "Delete" }).click();
  await later.main.getByRole("button", { name: "Delete for good" }).click();
  await later.says("You have flagged nothing on this device.");
  expect(posts(faulty)).toHaveLength(0);
});

test("F7: the same draft sent from two tabs is one flag; other words are one that stands for it", async ({ desk, reader, faulty }) => {
  const one = new Flags(reader.page);
  await one.openPledge(reader);
  await one.begin();
  await one.fillToCheck();
  const two = new Flags(await reader.newTab());
  await two.page.goto(reader.page.url());
  await expect(two.title).toHaveText("Check and send");
  const three = new Flags(await reader.newTab());
  await three.page.goto(reader.page.url());
  await expect(three.title).toHaveText("Check and send");
  await one.send();
  const receipt = await one.hasArrived();
  await two.send();
  expect(await two.hasArrived(), "it is there already").toBe(receipt);
  expect(posts(faulty)).toHaveLength(1);
  await three.main.getByRole("link", { name: "Change Why" }).click();
  await three.main.getByLabel("In your own words").fill(`${WHY} Truly.`);
  await three.goOn("May we reach you?");
  await three.goOn("Check and send");
  await three.send();
  expect(await three.hasArrived()).not.toBe(receipt);
  const [first, second] = posts(faulty).map(({ body }) => JSON.parse(body));
  expect(second.replaces).toBe(first.id);
  await one.openOutbox(reader);
  await expect(one.entries.filter({ hasText: "Sent, receipt" })).toHaveCount(2);
  expect(await cases(desk)).toEqual([expect.stringContaining(" 2 flags since ")]);
});

test.describe("in a browser without locks", () => {
  test("F7: a lease in the database makes one of two tabs the sender", async ({ desk, reader, faulty }) => {
    await reader.context.addInitScript(() => Object.defineProperty(navigator, "locks", { value: undefined }));
    const gate = new Gate();
    faulty.on(POST, gate.act);
    const flags = new Flags(reader.page);
    await flags.openPledge(reader);
    const other = new Flags(await reader.newTab());
    await other.openOutbox(reader);
    await flags.flag();
    await gate.holds(1);
    await expect(other.state).toHaveText("Being sent");
    await other.page.waitForTimeout(6_000); // the other tab looks again after five seconds
    gate.open();
    await flags.hasArrived();
    await expect(other.state).toHaveText(/^Sent, receipt/);
    expect(posts(faulty)).toHaveLength(1);
    expect(await cases(desk)).toEqual([expect.stringContaining(" 1 flags since ")]);
  });
});

test("F8: a half-typed flag is there after a crash; name and address never stand on the device and are asked for again", async ({ reader, faulty }) => {
  const contact = { name: "Quentin Unique", email: "quentin@unique.example" };
  const flags = new Flags(reader.page);
  await flags.openPledge(reader);
  await reader.untilKept();
  await flags.begin();
  await flags.fillToCheck({ contact });
  const address = reader.page.url();
  await expect.poll(() => onDevice(reader.page)).toContain(WHY);
  expect(await onDevice(reader.page)).not.toMatch(/Quentin|unique\.example/);
  await reader.kill();
  await reader.open();
  const again = new Flags(reader.page);
  await reader.page.goto(address);
  await expect(again.title).toHaveText("May we reach you?");
  await expect(again.main.getByLabel("E-mail address")).toHaveValue("");
  await again.main.getByLabel("Name").fill(contact.name);
  await again.main.getByLabel("E-mail address").fill(contact.email);
  await again.goOn("Check and send");
  await faulty.stop();
  reader.expectErrors(NETWORK);
  await again.send();
  await expect(again.state).toHaveText(/not sent$/);
  await reader.close();
  await faulty.start();
  await reader.open();
  const online = new Flags(reader.page);
  await online.openOutbox(reader);
  await expect(online.state).toHaveText("Needs you, not sent");
  await online.says(/Give them once more/);
  expect(await onDevice(reader.page)).not.toMatch(/Quentin|unique\.example/);
  await online.main.getByLabel("Name").fill(contact.name);
  await online.main.getByLabel("E-mail address").fill(contact.email);
  await online.main.getByRole("button", { name: "Send with these" }).click();
  await expect(online.state).toHaveText(/^Sent, receipt/);
  expect(JSON.parse(posts(faulty).at(-1).body).contact).toEqual(contact);
  expect(await onDevice(reader.page)).not.toMatch(/Quentin|unique\.example/);
});

test("F8: whoever leaves the form by a link and comes back finds what they typed", async ({ reader }) => {
  const flags = new Flags(reader.page);
  await flags.openPledge(reader);
  await flags.begin();
  await flags.main.getByRole("radio", { name: "No", exact: true }).check();
  await flags.goOn("What is wrong with this text?");
  await flags.main.getByRole("radio", { name: /^Advertising/ }).check();
  await flags.goOn("Why do you flag this text?");
  await flags.main.getByLabel("In your own words").fill("Half of a");
  await flags.header.getByRole("link", { name: "About" }).click();
  await expect(flags.title).toHaveText("About this book");
  await reader.page.goBack();
  await expect(flags.main.getByLabel("In your own words")).toHaveValue("Half of a");
  await flags.main.getByLabel("In your own words").press("End");
  await reader.page.keyboard.type(" sentence");
  await flags.main.getByRole("link", { name: "Regional Protection" }).click();
  await flags.begin();
  await expect(flags.main.getByRole("radio", { name: "No", exact: true })).toBeChecked();
  await reader.visit("?flags");
  await expect(flags.state).toHaveText("Draft, not finished");
  await flags.main.getByRole("link", { name: "Go on" }).click();
  await flags.goOn("What is wrong with this text?");
  await flags.goOn("Why do you flag this text?");
  await expect(flags.main.getByLabel("In your own words")).toHaveValue("Half of a sentence");
});

test("F8: name and address that are typed again stay while the outbox is drawn anew; the name is the reader's choice", async ({ reader, faulty }) => {
  const flags = new Flags(reader.page);
  await flags.openPledge(reader);
  await reader.untilKept();
  await flags.begin();
  await flags.fillToCheck({ contact: { name: "", email: "a@example.org" } });
  await faulty.stop();
  reader.expectErrors(NETWORK);
  await flags.send();
  await expect(flags.state).toHaveText(/not sent$/);
  await reader.close();
  await faulty.start();
  await reader.open();
  const later = new Flags(reader.page);
  await later.openOutbox(reader);
  await expect(later.state).toHaveText("Needs you, not sent");
  await later.main.getByRole("button", { name: "Send with these" }).click();
  await expect(later.main.getByRole("alert")).toHaveText("Give your e-mail address");
  await later.main.getByLabel("E-mail address").fill("a@example.org");
  // Another tab speaks: the list is drawn anew.
  const other = new Flags(await reader.newTab());
  await other.openPledge(reader);
  await other.begin("Report");
  await other.main.getByRole("radio", { name: "No", exact: true }).check();
  await other.main.getByRole("button", { name: "Delete this draft" }).click();
  await later.main.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(later.main.getByLabel("E-mail address")).toHaveValue("a@example.org");
  await expect(later.main.getByRole("button", { name: "Delete for good" })).toBeVisible();
  await later.main.getByRole("button", { name: "Send with these" }).click();
  await expect(later.state).toHaveText(/^Sent, receipt/);
  expect(JSON.parse(posts(faulty).at(-1).body).contact).toEqual({ name: null, email: "a@example.org" });
});

test("a contact that was typed and then not wanted is neither shown nor sent", async ({ reader, faulty }) => {
  const flags = new Flags(reader.page);
  await flags.openPledge(reader);
  await flags.begin();
  await flags.fillToCheck({ contact: { name: "Nobody", email: "no@example.org" } });
  await flags.main.getByRole("link", { name: "Change Contact" }).click();
  await flags.main.getByRole("radio", { name: "No contact" }).check();
  await flags.goOn("Check and send");
  await expect(flags.main).not.toContainText("no@example.org");
  await flags.send();
  await flags.hasArrived();
  expect(JSON.parse(posts(faulty)[0].body).contact).toBe(null);
});

test("a device that is full only after a flag was queued loses neither flag nor receipt", async ({ desk, reader, faulty }) => {
  await reader.page.addInitScript(() => {
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (...args) {
      if (globalThis.full) throw new DOMException("full", "QuotaExceededError");
      return put.apply(this, args);
    };
  });
  reader.expectErrors(REFUSED);
  faulty.on(POST, busy(2), { times: 1 });
  const flags = new Flags(reader.page);
  await flags.openPledge(reader);
  await flags.flag();
  await expect(flags.state).toHaveText("Waiting, not sent");
  await reader.page.evaluate(() => (globalThis.full = true));
  const receipt = await flags.hasArrived();
  await flags.says("This device keeps nothing: save it as a file now.");
  await flags.main.getByRole("button", { name: "Take the flag back" }).click();
  await expect(flags.title).toHaveText("You took it back");
  expect(receipt).toBeTruthy();
  expect(await desk.act("cases")).toBe("no cases\n");
  expect(posts(faulty)).toHaveLength(2);
});

const removeAll = async (reader, flags) => {
  await reader.visit("?copy");
  await flags.main.getByRole("button", { name: "Remove everything from this device" }).click();
  await flags.main.getByRole("button", { name: "Yes, remove everything" }).click();
};

test("F9: with another page of the book open everything goes, and that page is read on and keeps nothing", async ({ reader }) => {
  const flags = new Flags(reader.page);
  await flags.openPledge(reader);
  await flags.flag();
  await flags.hasArrived();
  const other = await reader.newTab();
  await reader.visit("?all", other);
  await new Flags(other).isCopied();
  await removeAll(reader, flags);
  await expect(reader.page.getByRole("heading", { name: "Everything was removed" })).toBeVisible();
  await other.getByRole("link", { name: "About" }).first().click();
  await expect(other.getByRole("heading", { level: 1, name: "About" })).toBeVisible();
  expect(await other.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
});

test("F9: where a page holds on to what it has open it is said what to do, and the second time everything goes", async ({ reader }) => {
  const flags = new Flags(reader.page);
  await flags.openPledge(reader);
  await flags.flag();
  await flags.hasArrived();
  // As an earlier version of this app does, which does not hear that another page needs its database.
  const other = await reader.newTab();
  await other.goto(new URL("feed/manifest.json", reader.url).href);
  await other.evaluate(() => new Promise((done) => (indexedDB.open("pledgebook/mine").onsuccess = ({ target }) => done((window.held = target.result) && null))));
  reader.expectErrors(REFUSED);
  await removeAll(reader, flags);
  await expect(reader.page.getByRole("heading", { name: "Not everything could be removed" })).toBeVisible();
  await expect(reader.page.getByText("Please close all other pages of this book and try again.")).toBeVisible();
  await other.close();
  await removeAll(reader, flags);
  await expect(reader.page.getByRole("heading", { name: "Everything was removed" })).toBeVisible();
});

test("F9: everything can be removed from the device, and a tab can leave nothing", async ({ reader }) => {
  const flags = new Flags(reader.page);
  await flags.openPledge(reader);
  await flags.flag();
  await flags.hasArrived();
  await reader.untilKept();
  const left = () =>
    reader.page.evaluate(async () => ({
      databases: (await indexedDB.databases()).length,
      caches: (await caches.keys()).length,
      workers: (await navigator.serviceWorker.getRegistrations()).length,
      local: localStorage.length,
    }));
  const nothing = { databases: 0, caches: 0, workers: 0, local: 0 };
  await reader.visit("?copy");
  await flags.main.getByRole("button", { name: "Remove everything from this device" }).click();
  await flags.main.getByRole("button", { name: "Yes, remove everything" }).click();
  await expect(reader.page.getByRole("heading", { name: "Everything was removed" })).toBeVisible();
  await expect.poll(left).toEqual(nothing);
  expect(await reader.page.evaluate(() => sessionStorage.length)).toBe(0);

  await reader.visit("?copy");
  await flags.isOpen();
  await flags.main.getByRole("button", { name: "Leave no trace when I close this" }).click();
  await flags.main.getByRole("button", { name: "Yes, remove everything" }).click();
  await expect(flags.main.locator(".panel")).toContainText("This tab leaves nothing on this device.");
  await flags.openPledge(reader);
  await flags.flag();
  await flags.hasArrived();
  await expect.poll(left).toEqual(nothing);
});

test("F10: inside somebody else's page there is no form", async ({ desk, faulty, reader }) => {
  // The desk forbids frames by its headers; another server may not.
  const strip = (answer) => {
    delete answer.headers["content-security-policy"];
    return answer;
  };
  const { change } = await import("./support/faulty.mjs");
  faulty.on("/", change(strip));
  const outer = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/html" });
    response.end(`<!doctype html><title>Outer</title><iframe width="900" height="700" src="${faulty.url}?flag=32IC-regional-protection"></iframe>`);
  });
  outer.listen(0, "127.0.0.1");
  await once(outer, "listening");
  reader.expectErrors();
  await reader.page.goto(`http://127.0.0.1:${outer.address().port}/`);
  const frame = reader.page.frameLocator("iframe");
  await expect(frame.getByText("For your safety the form opens only by itself.")).toBeVisible();
  await expect(frame.getByRole("radio")).toHaveCount(0);
  await expect(frame.getByRole("link", { name: "Open it in a window of its own" })).toHaveAttribute("target", "_blank");
  outer.close();
  expect(desk.url).toBeTruthy();
});

test("a passage of one text is not another's", async ({ reader }) => {
  const flags = new Flags(reader.page);
  await flags.openPledge(reader);
  await reader.page.evaluate(() => getSelection().selectAllChildren(document.querySelector("section .text p")));
  await flags.begin();
  await reader.page.goBack();
  await flags.begin("Report");
  await flags.main.getByRole("radio", { name: "No", exact: true }).check();
  await flags.goOn("What is wrong with this text?");
  await flags.main.getByRole("radio", { name: /^Advertising/ }).check();
  await flags.goOn("Why do you flag this text?");
  await expect(flags.main.getByLabel("The passage (optional)")).toHaveValue("");
});

test("a device that keeps nothing says so, and the flag is sent from memory", async ({ reader, faulty }) => {
  await reader.page.addInitScript(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
  });
  faulty.on(POST, busy(2), { times: 1 });
  reader.expectErrors(REFUSED);
  const flags = new Flags(reader.page);
  await flags.openPledge(reader);
  await flags.flag();
  await flags.says(/^This device keeps nothing: leave this page open/);
  await flags.hasArrived();
});

test("a flag is taken back, and the desk knows", async ({ desk, reader }) => {
  const flags = new Flags(reader.page);
  await flags.openPledge(reader);
  await flags.flag();
  await flags.hasArrived();
  await flags.main.getByRole("button", { name: "Take the flag back" }).click();
  await expect(flags.title).toHaveText("You took it back");
  expect(await desk.act("cases")).toBe("no cases\n");
});

test("the same ground on the same text within a day offers to add to the first", async ({ reader, faulty }) => {
  const flags = new Flags(reader.page);
  await flags.openPledge(reader);
  await flags.flag();
  await flags.hasArrived();
  await flags.openPledge(reader);
  await flags.begin();
  await flags.main.getByRole("radio", { name: "No", exact: true }).check();
  await flags.goOn("What is wrong with this text?");
  await flags.main.getByRole("radio", { name: /^Something else/ }).check();
  await expect(flags.main.getByText("You flagged this text on this ground")).toHaveCount(0);
  await flags.main.getByRole("radio", { name: /^Advertising/ }).check();
  await flags.says("You flagged this text on this ground within the last day.");
  await flags.main.getByRole("button", { name: "Add to that flag" }).click();
  await expect(flags.main.getByLabel("In your own words")).toHaveValue(WHY);
  await flags.main.getByLabel("In your own words").fill(`${WHY} And more.`);
  await flags.goOn("May we reach you?");
  await flags.goOn("Check and send");
  await flags.send();
  await flags.hasArrived();
  const [first, second] = posts(faulty).map(({ body }) => JSON.parse(body));
  expect(second.replaces).toBe(first.id);
});

test("a copy whose publisher takes no flags says so, and names the source", async ({ desk, reader }) => {
  const config = JSON.parse(await readFile(join(desk.records, "feed.json"), "utf8"));
  await writeFile(join(desk.records, "feed.json"), JSON.stringify({ ...config, flags: null }));
  await desk.publish();
  await reader.visit("?flag=32IC-regional-protection");
  const flags = new Flags(reader.page);
  await expect(flags.main).toContainText("This copy takes no flags. Please tell Pledgebook sample desk.");
});

test("with the keyboard alone a text is flagged", async ({ reader }) => {
  const { page } = reader;
  const flags = new Flags(page);
  await flags.openPledge(reader);
  await flags.main.getByRole("link", { name: "Flag this text" }).first().focus();
  await page.keyboard.press("Enter");
  await expect(flags.title).toBeFocused();
  const keys = async (...all) => {
    for (const key of all) await page.keyboard.press(key);
  };
  await keys("Tab", "ArrowDown");
  await expect(flags.main.getByRole("radio", { name: "No", exact: true })).toBeChecked();
  await keys("Enter");
  await expect(flags.title).toHaveText("What is wrong with this text?");
  await expect(flags.title).toBeFocused();
  await keys("Tab", "ArrowDown");
  await expect(flags.main.getByRole("radio", { name: "Against the objectives of the Conference" })).toBeChecked();
  await keys("Enter");
  await expect(flags.title).toHaveText("Why do you flag this text?");
  await keys("Tab", "Tab", "Tab");
  await page.keyboard.type(WHY);
  await keys("Tab", "Tab", "Enter");
  await expect(flags.title).toHaveText("May we reach you?");
  await flags.main.getByRole("button", { name: "Continue" }).focus();
  await keys("Enter");
  await expect(flags.title).toHaveText("Check and send");
  await flags.main.getByRole("checkbox").focus();
  await keys("Space", "Tab", "Enter");
  await flags.hasArrived();
});

for (const [lang, viewport] of [
  ["en", LAPTOP],
  ["ar", PHONE],
]) {
  test.describe(`${lang}, ${viewport.width} px`, () => {
    test.use({ browsing: { viewport } });

    test("axe finds nothing in form, outbox and receipt, and nothing scrolls sideways", async ({ reader, faulty }) => {
      test.setTimeout(90_000);
      const { page } = reader;
      const flags = new Flags(page);
      const words = JSON.parse(await readFile(new URL(`../../locales/${lang}.json`, import.meta.url), "utf8"));
      const looks = async (where) => {
        await hasNoViolations(page, where);
        await flags.hasNoSidewaysScroll(where);
      };
      await reader.visit(`?pledge=32IC-regional-protection&lang=${lang}`);
      await flags.main.getByRole("link", { name: words["flag.link"] }).first().click();
      const next = flags.main.getByRole("button", { name: words["flag.next"] });
      await expect(flags.title).toHaveText(words["flag.danger"]);
      await next.click();
      await expect(flags.main.getByRole("alert")).toBeVisible();
      await looks("danger, with an error");
      await flags.main.getByRole("radio").first().check();
      await next.click();
      await expect(flags.title).toHaveText(words["flag.ground"]);
      await flags.main.getByRole("radio", { name: words["flag.g-principles"] }).first().check();
      await looks("ground, with finer ones");
      await next.click();
      await flags.main.locator("#flag-why").fill(WHY);
      await looks("why");
      await next.click();
      await flags.main.getByRole("radio", { name: words["flag.contact-yes"] }).check();
      await flags.main.locator("#flag-name").fill("A");
      await flags.main.locator("#flag-email").fill("a@example.org");
      await looks("contact");
      await next.click();
      await flags.main.getByRole("checkbox").check();
      await looks("check");
      reader.expectErrors(REFUSED);
      faulty.on(POST, json(422, { problems: [{ field: "/law", message: "must be given" }] }), { times: 1 });
      await flags.main.getByRole("button", { name: words["flag.send"] }).click();
      await expect(flags.state).toHaveText(words["flags.attention"]);
      await reader.visit(`?flags&lang=${lang}`);
      await expect(flags.title).toHaveText(words["flags.title"]);
      await expect(flags.state).toBeVisible();
      await looks("the outbox");
      await flags.main.getByRole("button", { name: words["flags.edit-new"] }).click();
      for (const heading of ["flag.contact", "flag.check"]) {
        await next.click();
        if (heading === "flag.contact") {
          await expect(flags.title).toHaveText(words[heading]);
          await flags.main.locator("#flag-name").fill("A");
          await flags.main.locator("#flag-email").fill("a@example.org");
        }
      }
      await flags.main.getByRole("checkbox").check();
      await flags.main.getByRole("button", { name: words["flag.send"] }).click();
      await expect(flags.title).toHaveText(words["receipt.arrived"]);
      await looks("the receipt");
    });
  });
}
