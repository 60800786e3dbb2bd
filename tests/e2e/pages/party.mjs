// ?party=…: a party, what it is, and its pledges.
import { Frame } from "./frame.mjs";

export class Party extends Frame {
  get pledges() {
    return this.main.getByRole("grid").first().locator("tbody tr").filter({ has: this.page.locator("a.it") });
  }

  async open(reader, id) {
    await reader.visit(`?party=${id}`, this.page);
    await this.isOpen();
  }
}
