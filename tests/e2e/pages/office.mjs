// The moderation pages of the desk, as a moderator in a browser of their own sees them.
import { expect } from "@playwright/test";
import { join } from "node:path";
import { Reader } from "../support/browser.mjs";

export const PASSWORD = "a long enough sentence";

export class Office {
  constructor(reader, name) {
    this.reader = reader;
    this.name = name;
  }

  // A moderator who has used the one-time link and signed in.
  static async of(desk, folder, name, { observer = false, ...browsing } = {}) {
    const reader = new Reader(join(folder, `office-${name}`), desk.url, browsing);
    await reader.open();
    const office = new Office(reader, name);
    const link = await desk.act("moderator", "add", name, "--url", desk.url, ...(observer ? ["--observer"] : []));
    await office.page.goto(link.trim());
    await office.page.locator("#password").fill(PASSWORD);
    await office.page.locator("#repeat").fill(PASSWORD);
    await office.page.locator("button.main").click();
    await office.signIn();
    return office;
  }

  get page() {
    return this.reader.page;
  }

  get main() {
    return this.page.getByRole("main");
  }

  async signIn() {
    await this.page.locator("#name").fill(this.name);
    await this.page.locator("#password").fill(PASSWORD);
    await this.page.locator("button.main").click();
    await expect(this.page).toHaveURL(/\/desk\/cases$/);
  }

  async open(path = "/desk/cases") {
    await this.page.goto(new URL(path, this.reader.url).href);
  }

  // The next case that waits, claimed.
  async next() {
    await this.open();
    await this.main.getByRole("button", { name: "Take the next case" }).click();
    await expect(this.page).toHaveURL(/\/desk\/cases\/[0-9a-f-]{36}$/);
    return this.page.url();
  }

  get path() {
    return new URL(this.page.url()).pathname;
  }

  async decide(outcome, { statements = { English: "Why it was decided so." }, ground } = {}) {
    await this.main.getByRole("radio", { name: outcome }).check();
    const form = this.page.locator('form[action$="/decide"]');
    if (ground) await form.getByLabel("Ground").selectOption({ label: ground });
    for (const [language, text] of Object.entries(statements)) await form.getByLabel(language, { exact: true }).fill(text);
    await form.getByRole("button", { name: "Decide", exact: true }).click();
  }

  async isAt(stage) {
    await expect(this.page.locator(".facts dd").first()).toHaveText(stage);
  }

  async close() {
    await this.reader.close();
  }
}
