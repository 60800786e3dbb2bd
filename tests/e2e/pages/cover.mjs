// No query: the cover.
import { Frame } from "./frame.mjs";

export class Cover extends Frame {
  get searchBox() {
    return this.main.getByRole("searchbox", { name: this.words.search });
  }

  get partyBox() {
    return this.main.getByRole("combobox", { name: this.words.find });
  }

  // A part of the cover, by its heading: "5 Conferences", "Themes", "Reports", "Open pledges".
  part(heading) {
    return this.main.locator("section").filter({ has: this.page.getByRole("heading", { level: 2, name: heading }) });
  }

  // A row of a part, by the link in it.
  row(heading, link) {
    return this.part(heading)
      .getByRole("listitem")
      .filter({ has: this.page.getByRole("link", { name: link, exact: true }) });
  }

  async search(text) {
    await this.searchBox.fill(text);
    await this.searchBox.press("Enter");
  }

  async open(reader, query = "") {
    await reader.visit(query, this.page);
    await this.isOpen();
  }
}
