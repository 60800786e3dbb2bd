// No query: the cover.
import { Frame } from "./frame.mjs";

export class Cover extends Frame {
  get searchBox() {
    return this.main.getByRole("searchbox", { name: this.words.search });
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
