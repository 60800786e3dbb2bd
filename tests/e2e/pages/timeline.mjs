// A timeline: a grid of pledges, each with its link and the marks of its dates.
import { expect } from "@playwright/test";
import { readFile } from "node:fs/promises";
import { Frame } from "./frame.mjs";

export class Timeline extends Frame {
  async open(reader, address) {
    await reader.visit(address, this.page);
    await this.isOpen();
    await expect(this.grid).toBeVisible();
  }

  get grid() {
    return this.main.getByRole("grid").first();
  }

  get rows() {
    return this.grid.locator("tbody tr").filter({ has: this.page.locator("a.it") });
  }

  row(title) {
    return this.rows.filter({ has: this.page.getByRole("link", { name: title }) });
  }

  // The marks of a row, or of all, by the names that they have for those who hear the page.
  async marks(within = this.grid) {
    return within.getByRole("img").evaluateAll((all) => all.map((mark) => mark.getAttribute("aria-label")));
  }

  // What has the focus: a mark's sentence, or a link's text.
  focused() {
    return this.page.evaluate(() => {
      const at = document.activeElement;
      return at?.getAttribute("aria-label") ?? at?.textContent ?? "";
    });
  }

  // The words of a column, row by row: "w" beside the axis, "rp" of the reports.
  words(column) {
    return this.rows.locator(`td.${column}`).allInnerTexts();
  }

  // The picture that the page saves, as text.
  async saved() {
    const download = this.page.waitForEvent("download");
    await this.main.getByRole("button", { name: /SVG/ }).click();
    const file = await download;
    return { name: file.suggestedFilename(), text: await readFile(await file.path(), "utf8") };
  }
}
