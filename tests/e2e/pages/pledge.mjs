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

  // A part of the pledge, from its heading to the next.
  section(name) {
    return this.main.locator("section").filter({ has: this.page.getByRole("heading", { level: 2, name }) });
  }

  // The text of a part, as it is set: without the line that says whose words it is.
  text(name) {
    return this.section(name).locator(".text");
  }

  get record() {
    return this.main.getByRole("complementary", { name: "The record" });
  }
}
