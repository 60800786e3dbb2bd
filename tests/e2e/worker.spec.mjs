// The service worker: the app without a network, a new version, and what it must leave alone (S8, S9, S10, N1).
import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "./support/test.mjs";
import { Cover } from "./pages/cover.mjs";
import { Flags } from "./pages/flags.mjs";
import { Faulty, notFound } from "./support/faulty.mjs";
import { List } from "./pages/list.mjs";
import { SITE } from "./support/desk.mjs";
import { Reader } from "./support/browser.mjs";

test("a return visit on a deep link opens while the server is stopped", async ({ reader, faulty }) => {
  await new Cover(reader.page).open(reader);
  await reader.untilKept();
  await reader.close();
  await faulty.stop();
  await reader.open();
  reader.expectErrors();
  await new List(reader.page).open(reader, "?all");
});

test("the feed, the desk and all else below the folder go to the server", async ({ reader, faulty }) => {
  await new Cover(reader.page).open(reader);
  await reader.untilKept();
  await reader.reopen();
  reader.expectErrors();
  await new Cover(reader.page).open(reader);
  faulty.forget();
  for (const path of ["desk", "flags", "transparency", "feed/manifest.json", "desk/index.html", "no/such/page"]) {
    await reader.page.goto(new URL(path, reader.url).href).catch(() => {});
    expect(faulty.count(`/${path}`), path).toBeGreaterThan(0);
  }
});

test("one file that does not come: no half of an app is kept, and the page runs", async ({ reader, faulty }) => {
  reader.expectErrors();
  const rule = faulty.on(/\/i18n\/ar-/, notFound());
  const informed = reader.page.waitForEvent("console", (message) => message.type() === "info" && /a file of the app did not come/.test(message.text()));
  await new Cover(reader.page).open(reader);
  await informed;
  expect(rule.hits).toBeGreaterThan(0);
  expect(await reader.page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.active ?? null)).toBeNull();
  faulty.heal();
  await new Cover(reader.page).open(reader);
  await reader.untilKept();
});

test("on plain http by another name there is no worker, and the page runs", async ({ reader }) => {
  const elsewhere = new URL(reader.url);
  elsewhere.hostname = "book.test";
  await reader.close();
  const plain = new Reader(reader.profile, elsewhere.href, { args: ["--host-resolver-rules=MAP book.test 127.0.0.1"] });
  await plain.open();
  await new Cover(plain.page).open(plain);
  expect(await plain.page.evaluate(() => isSecureContext)).toBe(false);
  await plain.close();
  // Chromium calls it an error that a header of the desk's only works over https.
  expect(plain.errors.filter((text) => !/Cross-Origin-Opener-Policy header has been ignored/.test(text))).toEqual([]);
});

test("in a folder with blanks and accents everything is the same", async ({ desk, folder }) => {
  const faulty = new Faulty(desk.url, { folder: "/été à Genève/livre/" });
  await faulty.start();
  const reader = new Reader(join(folder, "profile"), faulty.url);
  await reader.open();
  await new Cover(reader.page).open(reader);
  await reader.untilKept();
  await reader.close();
  await faulty.stop();
  await reader.open();
  reader.expectErrors();
  await new List(reader.page).open(reader, "?all");
  await reader.close();
});

test.describe("a new version", () => {
  // The built site again, told apart by a <meta name="e2e-version">; its worker has another list.
  async function makeVersion(from, to, version) {
    await cp(from, to, { recursive: true, filter: (path) => !/(index\.html|sw\.js)\.(br|gz)$/.test(path) });
    const page = await readFile(join(to, "index.html"), "utf8");
    await writeFile(join(to, "index.html"), page.replace("<title>", `<meta name="e2e-version" content="${version}"><title>`));
    const worker = await readFile(join(to, "sw.js"), "utf8");
    const changed = worker.replace(/("?url"?:"index\.html","?revision"?:"|"?revision"?:")([0-9a-f]{32})(",\s*"?url"?:"index\.html")?/g, (all, head, hash, tail = "") =>
      all.includes("index.html") ? `${head}${version.padEnd(32, "0")}${tail}` : all,
    );
    expect(changed).not.toBe(worker);
    await writeFile(join(to, "sw.js"), changed);
  }

  const version = (page) => page.locator('meta[name="e2e-version"]').getAttribute("content");
  const waits = (page) => expect(page.locator("html")).toHaveAttribute("data-update", "waiting", { timeout: 20_000 });

  test("waits until the reader agrees, in this tab and in the others", async ({ desk, reader, folder }) => {
    const site = join(folder, "site");
    await makeVersion(SITE, site, "1");
    await desk.stop();
    desk.site = site;
    await desk.start();

    await new Cover(reader.page).open(reader);
    await reader.untilKept();
    await reader.reopen();

    await rm(site, { recursive: true });
    await makeVersion(SITE, site, "2");
    const cover = new Cover(reader.page);
    await cover.open(reader);
    const other = await reader.newTab();
    await reader.visit("?all", other);
    await waits(reader.page);
    expect(await version(reader.page)).toBe("1");

    const left = reader.page.waitForEvent("load");
    await cover.says("A new version of this app is ready.");
    await reader.page.getByRole("button", { name: "Use it now" }).click();
    await left;
    await expect(reader.page.locator('meta[name="e2e-version"]')).toHaveAttribute("content", "2");
    await waits(other);
    expect(await version(other), "the other tab stays as it is").toBe("1");
  });

  test("comes while somebody types: the reader is asked, and what is half typed is there afterwards", async ({ desk, reader, folder }) => {
    const site = join(folder, "site");
    await makeVersion(SITE, site, "1");
    await desk.stop();
    desk.site = site;
    await desk.start();
    const flags = new Flags(reader.page);
    await flags.openPledge(reader);
    await reader.untilKept();
    await reader.reopen();

    await rm(site, { recursive: true });
    await makeVersion(SITE, site, "2");
    const form = new Flags(reader.page);
    await form.openPledge(reader);
    await form.begin();
    await form.main.getByRole("radio", { name: "No", exact: true }).check();
    await form.goOn("What is wrong with this text?");
    await form.main.getByRole("radio", { name: /^Advertising/ }).check();
    await form.goOn("Why do you flag this text?");
    await form.main.getByLabel("In your own words").fill("Half a sente");
    await waits(reader.page);
    const offer = reader.page.getByRole("button", { name: "Use it now" });
    await expect(offer, "nobody is asked in the middle of a sentence").toHaveCount(0);
    expect(await version(reader.page), "nothing is changed without the reader").toBe("1");
    await expect(form.main.getByLabel("In your own words")).toHaveValue("Half a sente");

    await form.header.getByRole("link", { name: "About" }).click();
    await expect(form.title).toHaveText("About this book");
    const left = reader.page.waitForEvent("load");
    await offer.click();
    await left;
    await expect(reader.page.locator('meta[name="e2e-version"]')).toHaveAttribute("content", "2");
    await form.openOutbox(reader);
    await form.main.getByRole("link", { name: "Go on" }).click();
    await form.goOn("What is wrong with this text?");
    await form.goOn("Why do you flag this text?");
    await expect(form.main.getByLabel("In your own words")).toHaveValue("Half a sente");
  });
});
