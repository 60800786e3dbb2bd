// What stands around every page: the header with its links, the sign of the copy, the language. Pages extend it.
// Everything is found by its role and its name, as a reader finds it; `words` are the names in the interface's language.
import { expect } from "@playwright/test";

export const ENGLISH = {
  language: "Language",
  copy: /^(Offline, copy|Copy) of /,
  offline: /^Offline, copy of /,
  search: "Search the pledges",
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

  async chooseLanguage(name) {
    await this.language.selectOption(name);
  }

  // The app is there once it has removed the boot box.
  async isOpen() {
    await expect(this.page.locator("#boot")).toHaveCount(0);
    await expect(this.main).toBeVisible();
  }

  async hasNoSidewaysScroll() {
    const beyond = await this.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(beyond, "the page scrolls sideways").toBeLessThanOrEqual(0);
  }
}
