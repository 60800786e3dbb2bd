// A reader's browser: its profile outlives it, so it can be closed (or killed) and opened again with what it kept.
import { chromium, expect } from "@playwright/test";
import { readdir, readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { CHROMIUM_FLAGS } from "../../../tools/chromium-flags.mjs";

// tools/test.sh says which Chromium; undefined is Playwright's own.
const executablePath = process.env.CHROMIUM || undefined;

// What Chromium says in the console of every request that fails, whoever handles it.
export const NETWORK = /^Failed to load resource: /;

export const PHONE = { width: 390, height: 844 };
export const LAPTOP = { width: 1280, height: 800 };

export class Reader {
  #expected = null;

  // `options` are Playwright's for a context: locale, colorScheme, viewport, timezoneId, javaScriptEnabled, …
  // `args` are further flags for Chromium.
  constructor(profile, url, { args = [], ...options } = {}) {
    this.profile = profile;
    this.url = url;
    this.args = args;
    this.options = options;
    this.errors = [];
  }

  async open() {
    this.context = await chromium.launchPersistentContext(this.profile, {
      executablePath,
      args: [...CHROMIUM_FLAGS, ...this.args],
      viewport: LAPTOP,
      locale: "en",
      ...this.options,
    });
    this.context.on("page", (page) => this.#listen(page));
    this.page = this.context.pages()[0] ?? (await this.context.newPage());
    this.#listen(this.page);
  }

  // A second tab in the same browser.
  async newTab() {
    return this.context.newPage();
  }

  // An address of the app: visit("?pledge=33IC-0042").
  async visit(query = "", page = this.page) {
    return page.goto(new URL(query, this.url).href, { waitUntil: "commit" });
  }

  async close() {
    await this.context?.close();
    this.context = undefined;
  }

  async reopen() {
    await this.close();
    await this.open();
  }

  // As when the power goes: no page hears of it, nothing is written down.
  async kill() {
    const ended = new Promise((resolve) => this.context.on("close", resolve));
    process.kill(await this.#mainProcess(), "SIGKILL");
    await ended;
    this.context = undefined;
  }

  // From here on an error in the console is what the test is about; with a pattern, only one that fits it is.
  expectErrors(pattern = /(?:)/) {
    this.#expected = pattern;
    this.errors = this.errors.filter((text) => !pattern.test(text));
  }

  // Resolves when the app will open without a network.
  async untilKept(page = this.page) {
    const state = () => page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.active?.state);
    await expect.poll(state, { message: "the service worker", timeout: 30_000 }).toBe("activated");
  }

  #listen(page) {
    if (page.listened) return;
    page.listened = true;
    const keep = (text) => this.#expected?.test(text) || this.errors.push(text);
    // A feed need not have it, and Chromium says so of every file that is not there.
    const optional = (message) => message.location().url.endsWith("/feed/transparency.json");
    page.on("console", (message) => message.type() === "error" && !optional(message) && keep(message.text()));
    page.on("pageerror", (error) => keep(String(error)));
  }

  async #mainProcess() {
    const mine = `--user-data-dir=${this.profile}`;
    for (let tries = 0; tries < 20; tries++) {
      for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
        const args = (await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")).split("\0");
        if (args.includes(mine) && !args.some((arg) => arg.startsWith("--type="))) return Number(pid);
      }
      await sleep(100);
    }
    throw new Error("no browser has this profile");
  }
}
