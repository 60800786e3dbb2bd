// ?timeline: all parties by Conference.
import { expect } from "@playwright/test";
import { Facets } from "./facets.mjs";

export class Parties extends Facets {
  async open(reader, query = "") {
    await reader.visit(`?timeline${query}`, this.page);
    await this.isOpen();
    await expect(this.table).toBeVisible();
  }

  get table() {
    return this.main.getByRole("table", { name: /by Conference|حسب المؤتمر/ });
  }

  get sums() {
    return this.main.getByRole("table", { name: "Conferences in sum" });
  }

  row(name) {
    return this.table.getByRole("row").filter({ has: this.page.getByRole("rowheader", { name }) });
  }

  // All numbers that are links, in the table or in the sums: where each leads, and what it says.
  numbers(table) {
    return table.locator("td a").evaluateAll((links) =>
      links.map((link) => ({ address: link.getAttribute("href"), number: parseInt(link.textContent, 10) })),
    );
  }

  names() {
    return this.table.locator("tbody th a").allInnerTexts();
  }
}
