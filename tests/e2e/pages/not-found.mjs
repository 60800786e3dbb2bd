// An address that leads to nothing in this copy.
import { expect } from "@playwright/test";
import { Frame } from "./frame.mjs";

export class NotFound extends Frame {
  get searchBox() {
    return this.main.getByRole("searchbox", { name: this.words.search });
  }

  async isShown() {
    await expect(this.title).toHaveText("Not in this copy");
    await expect(this.searchBox).toBeVisible();
    await expect(this.main.getByRole("link", { name: "All pledges" })).toHaveAttribute("href", "?all");
  }
}
