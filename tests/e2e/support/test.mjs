// What a browser test starts from. A test names what it needs, and gets it made and cleaned up:
//   desk     a desk that serves the site and the sample feed            (support/desk.mjs)
//   faulty   a server of ours in front of it that can do harm           (support/faulty.mjs)
//   reader   a browser with a profile of its own, at `faulty`'s address (support/browser.mjs)
// At the end every test is failed by an error in the page's console, unless it said reader.expectErrors().
import { expect, test as base } from "@playwright/test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Desk } from "./desk.mjs";
import { Faulty } from "./faulty.mjs";
import { Reader } from "./browser.mjs";

export const test = base.extend({
  // How the reader's browser is set: test.use({ browsing: { locale: "ar", colorScheme: "dark" } })
  browsing: [{}, { option: true }],

  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), "pledgebook-e2e-"));
    await use(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  },

  desk: async ({ folder }, use) => {
    const desk = new Desk(folder);
    await desk.publish();
    await desk.start();
    await use(desk);
    await desk.stop("SIGKILL");
  },

  faulty: async ({ desk }, use) => {
    const faulty = new Faulty(desk.url);
    await faulty.start();
    await use(faulty);
    await faulty.stop();
  },

  reader: async ({ folder, faulty, browsing }, use) => {
    const reader = new Reader(join(folder, "profile"), faulty.url, browsing);
    await reader.open();
    await use(reader);
    await reader.close();
    expect(reader.errors, "errors in the page's console").toEqual([]);
  },
});

export { expect };
