// What stands around every page: the header with its links, the sign of the copy, the language, the line under the header.
// Pages extend it. Everything is found by its role and its name, as a reader finds it; `words` are the names in the
// interface's language.
import { expect } from "@playwright/test";

export const ENGLISH = {
  language: "Language",
  copy: /^(Offline, copy|Copy) of /,
  offline: /^Offline, copy of /,
  search: "Search the pledges",
  find: "Find a country or organisation",
};

export class Frame {
  constructor(page, words = {}) {
    words = { ...ENGLISH, ...words };
    this.page = page;
    this.words = words;
    this.header = page.getByRole("banner");
    this.main = page.getByRole("main");
    this.title = this.main.getByRole("heading", { level: 1 });
    this.copySign = this.header.getByRole("link", { name: words.copy });
    this.offlineSign = this.header.getByRole("link", { name: words.offline });
    this.language = this.header.getByRole("combobox", { name: words.language });
  }

  // The value of a row of facts, by its term.
  fact(term) {
    const named = this.page.getByRole("term").filter({ hasText: new RegExp(`^${term}$`) });
    return this.main.locator("dl > div").filter({ has: named }).getByRole("definition");
  }

  async chooseLanguage(name) {
    await this.language.selectOption(name);
  }

  // The app is there once it has removed the boot box.
  async isOpen() {
    await expect(this.page.locator("#boot")).toHaveCount(0);
    await expect(this.main).toBeVisible();
  }

  // The copy is whole, and the header says of which day it is.
  async isCopied() {
    await expect(this.header.getByRole("link", { name: /^Copy of / })).toBeVisible();
  }

  // Words that are somewhere on the page, once.
  async says(text) {
    await expect(this.page.getByText(text)).toBeVisible();
  }

  async hasNoSidewaysScroll(where = "the page") {
    const beyond = await this.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(beyond, `${where} scrolls sideways`).toBeLessThanOrEqual(0);
  }
}
