// The notice of a removal: a page at the address of what is gone, or folded in the place of a text that is gone.
import { expect } from "@playwright/test";
import { Frame } from "./frame.mjs";

export const CASE = "6f1c1b7e-6c0b-4d0e-9d8a-0d2f6c7b1a11";

// An entry of removals.ndjson, as a desk appends it.
export const removal = (entry) => ({
  case: CASE,
  at: "2026-11-20T12:00:00Z",
  ground: "personal-data",
  by: "moderator",
  state: "removed",
  statement: { en: "It named a person who may come to harm.", ar: "ذكر النص شخصًا قد يلحقه أذى." },
  redress: "https://example.org/objections",
  ...entry,
});

export const remove = (desk, ...entries) =>
  desk.edit("removals.ndjson", (list) => [...list, ...entries.map((entry) => removal(entry))]);

export class Removed extends Frame {
  async open(reader, id) {
    await reader.visit(`?pledge=${encodeURIComponent(id)}`, this.page);
    await this.isOpen();
  }

  // The notices that are folded in the place of texts.
  folded(sentence) {
    return this.main.locator("details.notice").filter({ hasText: sentence });
  }

  get object() {
    return this.main.getByRole("link", { name: "Object to this decision" });
  }

  async isAbout(title, facts) {
    await expect(this.title).toHaveText(title);
    for (const [term, said] of Object.entries(facts)) await expect(this.fact(term)).toContainText(said);
    await expect(this.main).toContainText("Copies that were printed or saved as files cannot be reached");
  }
}
