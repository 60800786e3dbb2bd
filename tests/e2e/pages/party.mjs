// ?party=…: a party, what it is, and its pledges.
import { Frame } from "./frame.mjs";

export class Party extends Frame {
  get pledges() {
    return this.main.getByRole("listitem").filter({ has: this.page.getByRole("heading", { level: 3 }) });
  }

  async open(reader, id) {
    await reader.visit(`?party=${id}`, this.page);
    await this.isOpen();
  }
}
