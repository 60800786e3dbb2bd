// ?all, or any filter: the list. The number of pledges found is seen at every letter; the page's one live region says it
// once the reader rests.
import { expect } from "@playwright/test";
import { Frame } from "./frame.mjs";

export class List extends Frame {
  // The number as it is seen.
  get countLine() {
    return this.main.locator(".count");
  }

  // The number as it is said.
  get said() {
    return this.main.getByRole("status");
  }

  get searchBox() {
    return this.main.getByRole("searchbox", { name: this.words.search });
  }

  get rows() {
    return this.main.getByRole("listitem").filter({ has: this.page.getByRole("heading", { level: 3 }) });
  }

  get pager() {
    return this.main.getByRole("navigation", { name: "Pages" });
  }

  get next() {
    return this.pager.getByRole("link", { name: "Next" });
  }

  get back() {
    return this.pager.getByRole("link", { name: "Back" });
  }

  row(title) {
    return this.rows.filter({ has: this.page.getByRole("heading", { level: 3, name: title }) });
  }

  // What is chosen, as a link that takes it away.
  chip(name) {
    return this.main.getByRole("link", { name: `Remove filter: ${name}`, exact: true });
  }

  async open(reader, query = "?all") {
    await reader.visit(query, this.page);
    await this.isOpen();
  }

  // The number of pledges found, as the count line says it. Digits may be grouped: "3,000 pledges".
  async count() {
    const line = await this.countLine.innerText();
    const digits = line.match(/^[\d.,\s\u00a0\u202f’]+/)?.[0] ?? "";
    return Number(digits.replace(/\D/g, "") || NaN);
  }

  async shows(count) {
    await expect.poll(() => this.count(), { message: "pledges found" }).toBe(count);
  }

  async isPage(number, of) {
    await expect(this.pager).toContainText(`Page ${number} of ${of}`);
  }

  // The titles of this page, or the first words of what has none.
  async titles() {
    return this.rows
      .getByRole("link")
      .filter({ has: this.page.locator(".clamp") })
      .allInnerTexts();
  }
}
