// Before there is an app, and when it does not come (S8, S11).
import { expect, test } from "./support/test.mjs";
import { alter, cut, hang, notFound } from "./support/faulty.mjs";
import { Boot } from "./pages/boot.mjs";
import { Cover } from "./pages/cover.mjs";

const WASM = /\.wasm$/;
const START = /\/start-[0-9a-f]+\.js$/;

for (const [what, path, harm] of [
  ["a wasm that is not there", WASM, notFound()],
  ["a wasm that is cut short", WASM, cut(5000)],
  ["a wasm with another byte in its header", WASM, alter(0)],
  ["a script that is not there", START, notFound()],
  ["a script with another byte", START, alter(-1)],
]) {
  test(`${what} is said in words, and Reload mends it`, async ({ reader, faulty }) => {
    reader.expectErrors();
    faulty.on(path, harm);
    await reader.visit();
    const boot = new Boot(reader.page);
    await expect(boot.title).toHaveText("The app did not start");
    faulty.heal();
    await boot.reload.click();
    await new Cover(reader.page).isOpen();
  });
}

test("an app that is slow to come is not called broken, and is not stopped", async ({ reader, faulty }) => {
  faulty.on(WASM, hang(100));
  await reader.page.clock.install();
  await reader.visit();
  const boot = new Boot(reader.page);
  await expect(boot.box).toContainText("Opening the book");
  await reader.page.clock.fastForward(21_000);
  await expect(boot.title).toHaveText("This takes longer than usual");
  await expect(boot.reload).toBeVisible();
});

test("a broken app is not called slow when the time has passed", async ({ reader, faulty }) => {
  reader.expectErrors();
  faulty.on(WASM, notFound());
  await reader.page.clock.install();
  await reader.visit();
  const boot = new Boot(reader.page);
  await expect(boot.title).toHaveText("The app did not start");
  await reader.page.clock.fastForward(60_000);
  await expect(boot.title).toHaveText("The app did not start");
});

test("a browser without WebAssembly is told what is needed, and by whom the book is published", async ({ reader, desk }) => {
  await reader.page.addInitScript(() => delete globalThis.WebAssembly);
  await reader.visit();
  const boot = new Boot(reader.page);
  await expect(boot.title).toHaveText("This browser cannot open the book");
  await expect(boot.box.getByRole("link", { name: "feed/manifest.json" })).toHaveAttribute("href", "feed/manifest.json");
  const { publisher } = await desk.manifest();
  await expect(boot.box).toContainText(publisher.name);
});

test.describe("without JavaScript", () => {
  test.use({ browsing: { javaScriptEnabled: false } });
  test("the page says so and leads to the feed", async ({ reader }) => {
    await reader.visit();
    await expect(reader.page.getByRole("heading", { level: 1 })).toHaveText("This book opens with JavaScript");
    await expect(reader.page.getByRole("link", { name: "feed/manifest.json" })).toBeVisible();
  });
});

for (const [lang, dir, words] of [
  ["fr", "ltr", "L’application n’a pas démarré"],
  ["es", "ltr", "La aplicación no se ha iniciado"],
  ["ar", "rtl", "لم يبدأ التطبيق"],
]) {
  test(`the boot box speaks the reader's language: ${lang}`, async ({ reader, faulty }) => {
    reader.expectErrors();
    faulty.on(WASM, notFound());
    await reader.visit(`?all&lang=${lang}`);
    const boot = new Boot(reader.page);
    await expect(boot.title).toHaveText(words);
    await expect(boot.box).toHaveAttribute("dir", dir);
  });
}

test("a panic in wasm is said in words over what was shown, and Reload goes on", async ({ reader }) => {
  const cover = new Cover(reader.page);
  await cover.open(reader);
  reader.expectErrors();
  await reader.page.evaluate(() => {
    // (module (func (export "f") unreachable)), called where nobody catches it
    const bytes = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11];
    dispatchEvent(new CustomEvent("pledgebook:panic", { detail: "panicked at src/e2e.rs:1:1" }));
    setTimeout(new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes))).exports.f);
  });
  const boot = new Boot(reader.page);
  await expect(boot.title).toHaveText("The app has stopped");
  await expect(boot.reload).toBeFocused();
  await expect(cover.main, "what was shown stays").toBeVisible();
  await reader.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await boot.box.getByRole("button", { name: "Copy details" }).click();
  await expect(boot.box.getByRole("status")).toHaveText("Copied");
  expect(await reader.page.evaluate(() => navigator.clipboard.readText())).toContain("panicked at src/e2e.rs:1:1");
  await boot.reload.click();
  await cover.isOpen();
});

test.describe("Reset the app, keep my flags", () => {
  // What may stand on a device: this app's copy (in a version that only a test would make), what readers wrote, another
  // folder's copy, another site's things.
  const TEST_VERSION = 1000;
  const leave = (page) =>
    page.evaluate(async (version) => {
      for (const name of ["pledgebook/copy", "pledgebook/e2e/copy", "pledgebook/e2e/mine", "other/copy"]) {
        await new Promise((resolve) => (indexedDB.open(name, version).onsuccess = (event) => resolve(event.target.result.close())));
      }
      await caches.open("other-cache");
    }, TEST_VERSION);
  const left = (page) =>
    page.evaluate(async (version) => {
      const databases = (await indexedDB.databases()).filter((database) => database.version === version).map(({ name }) => name);
      return [...databases, ...(await caches.keys())].filter((name) => !name.startsWith("pledgebook-")).sort();
    }, TEST_VERSION);
  const ALL_BUT_THE_COPY = ["other-cache", "other/copy", "pledgebook/e2e/copy", "pledgebook/e2e/mine"];

  test("takes a damaged app away and brings a whole one; what was written stays", async ({ reader }) => {
    const cover = new Cover(reader.page);
    await cover.open(reader);
    await reader.untilKept();
    await reader.page.evaluate(async () => {
      const name = (await caches.keys()).find((name) => name.startsWith("pledgebook-"));
      const cache = await caches.open(name);
      const wasm = (await cache.keys()).find(({ url }) => /\/app-[^/]*\.wasm$/.test(url));
      await cache.put(wasm, new Response("no wasm", { headers: { "content-type": "application/wasm" } }));
    });

    reader.expectErrors();
    await reader.visit();
    const boot = new Boot(reader.page);
    await expect(boot.title).toHaveText("The app did not start");
    await leave(reader.page);
    await boot.reset.click();
    await cover.isOpen();
    expect(await left(reader.page)).toEqual(ALL_BUT_THE_COPY);
  });

  test("does nothing while the server does not answer", async ({ reader, faulty }) => {
    reader.expectErrors();
    faulty.on(WASM, notFound());
    await reader.visit();
    const boot = new Boot(reader.page);
    await expect(boot.title).toHaveText("The app did not start");
    await leave(reader.page);
    await faulty.stop();
    await boot.reset.click();
    await expect(boot.box).toContainText("nothing was reset");
    await expect(boot.reset).toBeEnabled();
    expect(await left(reader.page)).toContain("pledgebook/copy");
  });

  test("a database that is held open is removed by the next page", async ({ reader, faulty }) => {
    reader.expectErrors();
    faulty.on(WASM, notFound());
    await reader.visit();
    const boot = new Boot(reader.page);
    await expect(boot.title).toHaveText("The app did not start");
    await leave(reader.page);
    await reader.page.evaluate(async () => {
      window.held = await new Promise((resolve) => (indexedDB.open("pledgebook/copy").onsuccess = (event) => resolve(event.target.result)));
    });
    faulty.heal();
    await boot.reset.click();
    await new Cover(reader.page).isOpen();
    expect(await left(reader.page)).toEqual(ALL_BUT_THE_COPY);
  });
});
