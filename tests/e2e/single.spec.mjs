// The whole book in one file, opened from the disk in a browser that asks nobody: it reads, finds, speaks four languages, says how
// old it is, keeps flags to be passed on, and says in words what is wrong with it.
import { FILE_WORDS, IN_FILE, expect, repacked, test } from "./support/single.mjs";
import { execFile } from "node:child_process";
import { createServer } from "node:http";
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { Copy } from "./pages/copy.mjs";
import { Facets } from "./pages/facets.mjs";
import { Flags, onDevice, WHY } from "./pages/flags.mjs";
import { PARTIES, PLEDGES, TERMS, TEXTS } from "./support/hostile.mjs";
import { Pledge } from "./pages/pledge.mjs";
import { Timeline } from "./pages/timeline.mjs";
import { Reader } from "./support/browser.mjs";
import { hasNoViolations } from "./support/axe.mjs";
import { Firefox, hasFirefox } from "./support/firefox.mjs";

const PLEDGE = "32IC-regional-protection";
const TITLE = "Pacific localisation, told anew";
const CHANGED = "33IC-australia-pacific-localisation";

const openCopy = async (reader) => {
  const copy = new Copy(reader.page, IN_FILE, FILE_WORDS.en);
  await copy.open(reader);
  return copy;
};

test("the list, its search and its facets work from a file, and nobody is asked for anything", async ({ reader }) => {
  const list = new Facets(reader.page, IN_FILE);
  await list.open(reader);
  await list.shows(75);
  await expect(list.copySign).toBeVisible();
  await list.searchBox.fill("regional protection");
  await expect(list.row("Regional Protection")).toBeVisible();
  await list.searchBox.fill("");
  await list.shows(75);
  const number = await list.numberOf("Conference", "33rd Conference");
  await list.box("Conference", "33rd Conference").check();
  await list.shows(number);
  await reader.page.goBack();
  await list.shows(75);
});

test("a pledge's address opens from a file, stands a reload, and leads back and forward", async ({ reader }) => {
  const page = new Pledge(reader.page, IN_FILE);
  await page.open(reader, PLEDGE);
  await page.isTitled("Regional Protection");
  await reader.page.reload();
  await page.isTitled("Regional Protection");
  await page.main.getByRole("link", { name: "Australian Red Cross" }).first().click();
  await expect(page.title).toContainText("Australian Red Cross");
  await reader.page.goBack();
  await page.isTitled("Regional Protection");
});

test("a party's timeline is drawn from a file", async ({ reader }) => {
  const timeline = new Timeline(reader.page, IN_FILE);
  await timeline.open(reader, "?party=ns-au");
  await expect(timeline.rows).toHaveCount(3);
  expect((await timeline.marks()).length).toBeGreaterThan(0);
});

test("all four languages are in the file, and chosen without a reload", async ({ reader }) => {
  const list = new Facets(reader.page, IN_FILE);
  await list.open(reader);
  await list.shows(75);
  for (const [name, lang, dir] of [["العربية", "ar", "rtl"], ["Français", "fr", "ltr"], ["Español", "es", "ltr"]]) {
    await reader.page.getByRole("banner").getByRole("combobox").selectOption(name);
    await expect(reader.page.locator("html")).toHaveAttribute("lang", lang);
    await expect(reader.page.locator("html")).toHaveAttribute("dir", dir);
    await expect(list.title).toHaveText(FILE_WORDS[lang]["list.title"]);
  }
  await reader.visit("?copy&lang=ar");
  await expect(list.main.getByText(FILE_WORDS.ar["file.removed"])).toBeVisible();
});

test("the file says how old it is, that removals do not reach it, and where the book is; it offers no sync", async ({ reader, file }) => {
  await file.make("--home", "https://pledges.example.org/book/");
  await reader.page.clock.install({ time: new Date(Date.now() + 40 * 86_400_000) });
  const copy = await openCopy(reader);
  const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" }).format(new Date());
  await expect(copy.copySign).toHaveText(new RegExp(`^File of ${day}`));
  await expect(copy.main.locator(".lead")).toHaveText(/^This book is one file\. It holds what was published on .* That was (last month|1 month ago|40 days ago|5 weeks ago|6 weeks ago)/);
  await copy.says(FILE_WORDS.en["file.removed"]);
  await expect(copy.main.getByRole("link", { name: "https://pledges.example.org/book/" })).toBeVisible();
  await expect(copy.lookAgain).toHaveCount(0);
  await hasNoViolations(reader.page, "the page of the file");
});

test("nothing of the copy is stored, and a reader's paper names no folder of theirs", async ({ reader, folder }) => {
  const copy = await openCopy(reader);
  await expect(copy.fact("Complete")).toHaveText("7 of 7 parts");
  const databases = await reader.page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  expect(databases.filter((name) => name.endsWith("copy"))).toEqual([]);
  await reader.visit("?brief&party=ns-au");
  await expect(copy.title).toBeVisible();
  await expect(reader.page.locator(".address").first()).toHaveText(/^pledgebook\.html\?all/);
  expect(await reader.page.locator("main").innerText()).not.toContain(folder);
});

test("a flag is made in a file, kept, and saved as a file that the desk takes in", async ({ reader, desk, folder }) => {
  const flags = new Flags(reader.page, IN_FILE);
  await flags.openPledge(reader, PLEDGE);
  await flags.begin();
  await flags.main.getByRole("radio", { name: "No", exact: true }).check();
  await flags.goOn("What is wrong with this text?");
  await flags.main.getByRole("radio", { name: /^Advertising/ }).check();
  await flags.goOn("Why do you flag this text?");
  await flags.main.getByLabel("In your own words").fill(WHY);
  await expect.poll(() => onDevice(reader.page)).toContain(WHY); // each letter is written at once, which takes some milliseconds
  await reader.page.reload();
  await expect(flags.main.getByLabel("In your own words")).toHaveValue(WHY);
  await flags.goOn("May we reach you?");
  await flags.goOn("Check and save");
  await flags.main.getByRole("checkbox", { name: /good faith/ }).check();
  await flags.main.getByRole("button", { name: "Save the flag" }).click();
  await expect(flags.state).toHaveText("Saved on this device, not sent");
  await flags.openOutbox(reader);
  await expect(flags.state).toHaveText("Saved on this device, not sent");
  await expect(flags.main.getByText(/^Nothing is sent from this file\. Save your flags as a file and send that to /)).toBeVisible();
  await expect(flags.main.getByRole("button", { name: "Try now" })).toHaveCount(0);
  const download = reader.page.waitForEvent("download");
  await flags.main.getByRole("button", { name: "Save all as a file" }).click();
  const path = join(folder, "flags.json");
  await (await download).saveAs(path);
  expect(JSON.parse(await readFile(path, "utf8")).flags[0].explanation).toBe(WHY);
  expect(await desk.act("flags", "import", path)).toMatch(/ receipt /);
});

test("what another file left under the same names is not believed", async ({ reader }) => {
  const flags = new Flags(reader.page, IN_FILE);
  await flags.openOutbox(reader);
  await expect(flags.main.getByText("You have flagged nothing on this device.")).toBeVisible();
  await reader.page.evaluate(async () => {
    const folder = location.pathname.replace(/[^/]*$/, "");
    const db = await new Promise((resolve, reject) => {
      const open = indexedDB.open(`pledgebook${folder}mine`);
      open.onsuccess = () => resolve(open.result);
      open.onerror = () => reject(open.error);
    });
    const change = db.transaction(["flags", "drafts"], "readwrite");
    change.objectStore("flags").put("<img src=x onerror=harmed=1>", "a");
    change.objectStore("flags").put('{"flag":{"id":"b"},"stage":{"is":"sent"}}', "b");
    change.objectStore("drafts").put('{"title":7}', "c");
    await new Promise((resolve) => (change.oncomplete = resolve));
    localStorage.setItem("pledgebook.waiting", "7");
    localStorage.setItem("pledgebook.language", "<b>");
  });
  await reader.page.reload();
  await expect(flags.main.getByText("You have flagged nothing on this device.")).toBeVisible();
  await expect(flags.waits).toHaveCount(0);
});

test("everything is removed from the device, and the page says that the file stays", async ({ reader }) => {
  const flags = new Flags(reader.page, IN_FILE);
  await flags.openPledge(reader, PLEDGE);
  await flags.begin();
  await flags.main.getByRole("radio", { name: "No", exact: true }).check();
  await flags.goOn("What is wrong with this text?");
  const copy = await openCopy(reader);
  await copy.main.getByRole("button", { name: "Remove everything from this device" }).click();
  await copy.main.getByRole("button", { name: "Yes, remove everything" }).click();
  await expect(reader.page.getByRole("heading", { name: "Everything was removed" })).toBeVisible();
  await copy.says(/The file itself is where it was/);
  expect(await onDevice(reader.page)).not.toContain(PLEDGE);
});

test("a newer copy is read from another file until the page is closed", async ({ reader, desk, folder }) => {
  const copy = await openCopy(reader);
  await expect(copy.fact("Complete")).toHaveText("7 of 7 parts");
  await desk.edit("pledges.ndjson", (pledges) => pledges.map((p) => (p.id === CHANGED ? { ...p, title: TITLE } : p)));
  await desk.publish();
  const path = join(folder, "newer.pledges.tgz");
  await desk.bundle(path);
  await copy.bring(path);
  await copy.tells(/^The copy in it can be read now, until this page is closed/);
  const page = new Pledge(reader.page, IN_FILE);
  await reader.page.getByRole("banner").getByRole("link", { name: "Pledges", exact: true }).click();
  const list = new Facets(reader.page, IN_FILE);
  await list.searchBox.fill("told anew");
  await expect(list.row(TITLE)).toBeVisible();
  await reader.visit(`?pledge=${CHANGED}`);
  await expect(page.title).not.toHaveText(TITLE);
});

test("a damaged part is named as that, and the rest can be read", async ({ reader, file, desk }) => {
  const { parts } = await desk.manifest();
  const harmed = parts.find(({ path }) => path.includes("33IC")).path;
  await file.replace(`feed/${harmed}`, (packed) => repacked(packed, (bytes) => Buffer.from(String(bytes).replace("the", "teh"))));
  const list = new Facets(reader.page, IN_FILE);
  await list.open(reader);
  await list.says(/^A part of this file is damaged and was refused\. Have the file copied to you once more\. 6 of 7 parts of it can be read\./);
  expect(await list.count()).toBeGreaterThan(40);
});

test("a part that cannot even be unpacked is as good as none, and a damaged manifest says so", async ({ reader, file, desk }) => {
  const { parts } = await desk.manifest();
  const harmed = parts.find(({ path }) => path.includes("33IC")).path;
  await file.replace(`feed/${harmed}`, (packed) => packed.fill(65, 40, 44));
  const list = new Facets(reader.page, IN_FILE);
  await list.open(reader);
  await list.says(/^A part of this file is damaged and was refused/);
  await file.replace("feed/manifest.json", () => Buffer.from("AAAA"));
  await list.open(reader);
  await list.says(/^The pledges in this file are damaged\./);
});

test("a file that was cut short says so, wherever it was cut", async ({ reader, file }) => {
  const whole = await readFile(file.path);
  for (const share of [0.3, 0.9, 0.9999]) {
    await file.change((html) => html.slice(0, whole.length * share));
    await reader.visit("?all&lang=fr");
    await expect(reader.page.getByRole("heading", { name: "Ce fichier n’est pas entier" })).toBeVisible();
    await writeFile(file.path, whole);
  }
  await reader.visit("?all");
  await new Facets(reader.page, IN_FILE).shows(75);
});

test("a file whose app is damaged says so, and so does one that a server sends as UTF-8", async ({ reader, file, folder }) => {
  const whole = await readFile(file.path);
  await file.replace("app", (packed) => packed.fill(65, 4000, 4004));
  await reader.visit("?all");
  await expect(reader.page.getByRole("heading", { name: "This file is damaged" })).toBeVisible();
  await expect(reader.page.getByRole("alert")).toHaveText(/Have it copied to you once more\./);
  await writeFile(file.path, whole);
  for (const [charset, heading] of [["utf-8", "This file is damaged"], [null, "Pledges"]]) {
    const server = createServer((_, answer) => answer.setHeader("content-type", charset ? `text/html; charset=${charset}` : "text/html").end(whole));
    const port = await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server.address().port)));
    const served = new Reader(join(folder, `served-${charset}`), `http://127.0.0.1:${port}/book.html`);
    try {
      await served.open();
      await served.visit("?all&lang=en");
      await expect(served.page.getByRole("heading", { level: 1 })).toHaveText(heading);
    } finally {
      await served.close();
      server.close();
    }
  }
});

test("it looks as the site does, also on paper", async ({ reader }) => {
  const list = new Facets(reader.page, IN_FILE);
  const font = () => reader.page.evaluate(() => [getComputedStyle(document.body).fontFamily, getComputedStyle(document.body).fontSize]);
  await list.open(reader);
  await list.shows(75);
  expect((await font())[0]).toMatch(/^-apple-system, /);
  await reader.page.emulateMedia({ media: "print" });
  expect((await font())[1]).toBe("13.3333px");
});

test("a data saver leaves nothing out of a file, in which everything is", async ({ reader }) => {
  const devtools = await reader.context.newCDPSession(reader.page);
  await devtools.send("Emulation.setDataSaverOverride", { dataSaverEnabled: true });
  const list = new Facets(reader.page, IN_FILE);
  await list.open(reader);
  await list.shows(75);
  await expect(reader.page.locator("section.banner")).toHaveCount(0);
});

test("a link out of the book asks for what it asks for on the site", async ({ reader, desk, file }) => {
  const url = "https://source.example/?q=santé";
  await desk.edit("pledges.ndjson", (pledges) => pledges.map((pledge) => (pledge.id === PLEDGE ? { ...pledge, url } : pledge)));
  await desk.publish();
  await file.make();
  const page = new Pledge(reader.page, IN_FILE);
  await page.open(reader, PLEDGE);
  const link = page.main.locator('a[href^="https://source.example/"]').first();
  expect(await link.evaluate((a) => a.href)).toBe("https://source.example/?q=sant%C3%A9");
});

test("manifest and signature come out with ordinary tools, as docs/carrying.md says", async ({ file, desk }) => {
  const commands = (await readFile(new URL("../../docs/carrying.md", import.meta.url), "utf8")).match(/^ {4}grep .*manifest\.json">.*$/m)[0];
  const { stdout } = await promisify(execFile)("sh", ["-c", commands.replace(/ > \S+$/, "")], { cwd: dirname(file.path) });
  expect(stdout).toBe(await readFile(join(desk.feed, "manifest.json"), "utf8"));
});

test("the app takes less than 450 kB of the file", async ({ file }) => {
  const [, app] = (await file.make()).match(/ app (\d+), feed /);
  expect(Number(app)).toBeLessThan(450_000);
});

test("what records say stays text in a file, too", async ({ reader, desk, file }) => {
  await desk.edit("pledges.ndjson", () => PLEDGES);
  await desk.edit("parties.ndjson", () => PARTIES);
  await desk.edit("terms.ndjson", () => TERMS);
  await desk.publish("--allow-missing=all");
  await file.make();
  const page = new Pledge(reader.page, IN_FILE);
  await page.open(reader, "x-markup");
  await page.isTitled(TEXTS.MARKUP);
  for (const address of ["?all", "?timeline", ...PLEDGES.slice(0, 6).map(({ id }) => `?pledge=${id}`)]) {
    await reader.visit(address);
    await expect(page.title).toBeVisible();
    await expect(page.copySign).toBeVisible();
    expect(await page.main.locator("script, img, b[onclick], iframe, object, style, form[action]").count(), address).toBe(0);
    expect(await reader.page.evaluate(() => window.harmed), address).toBeUndefined();
  }
});

test("Firefox opens it, too: list, search, a pledge by its address, Arabic, a flag's form", async ({ file, folder }) => {
  test.skip(!hasFirefox(), "there is no Firefox here (apt-get install firefox-esr), or no WebSocket in this Node (22 has it, 20 with NODE_OPTIONS=--experimental-websocket)");
  const firefox = new Firefox(join(folder, "firefox"));
  await firefox.open();
  try {
    await firefox.visit(`${file.url}?all`);
    await firefox.until(`document.querySelector(".count")?.textContent.startsWith("75")`);
    await firefox.visit(`${file.url}?q=regional+protection`);
    await firefox.until(`document.querySelector(".entries h3")?.textContent.includes("Regional Protection")`);
    await firefox.run(`document.querySelector(".entries h3 a").click()`);
    await firefox.until(`location.search.startsWith("?pledge=") && document.querySelector("main h1")?.textContent === "Regional Protection"`);
    await firefox.run("history.back()");
    await firefox.until(`document.querySelectorAll(".entries h3").length > 0`);
    await firefox.visit(`${file.url}?copy&lang=ar`);
    await firefox.until(`document.documentElement.dir === "rtl" && document.querySelector("main").textContent.includes(${JSON.stringify(FILE_WORDS.ar["file.removed"])})`);
    await firefox.visit(`${file.url}?flag=${PLEDGE}&lang=en`);
    await firefox.until(`document.querySelector("main h1, main legend")?.textContent.length > 0`);
    expect(firefox.asked.filter((url) => !url.startsWith(file.url) && !/^(data|blob):/.test(url))).toEqual([]);
  } finally {
    await firefox.close();
  }
});
