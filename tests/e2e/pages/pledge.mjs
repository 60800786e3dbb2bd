// ?pledge=…: one pledge. Its h1 is the pledge's title.
import { expect } from "@playwright/test";
import { Frame } from "./frame.mjs";

export class Pledge extends Frame {
  async open(reader, id) {
    await reader.visit(`?pledge=${encodeURIComponent(id)}`, this.page);
    await this.isOpen();
  }

  async isTitled(title) {
    await expect(this.title).toHaveText(title);
  }

  heading(name) {
    return this.main.getByRole("heading", { level: 2, name });
  }

  // A part of the pledge, from its heading to the next.
  section(name) {
    return this.main.locator("section").filter({ has: this.heading(name) });
  }
}
