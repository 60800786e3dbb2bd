// ?copy: how old the copy is, how whole, what the last attempt to renew it met.
import { Frame } from "./frame.mjs";

export class Copy extends Frame {
  get lookAgain() {
    return this.main.getByRole("button", { name: "Look for a newer copy now" });
  }

  get lastAttempt() {
    return this.fact("Last attempt");
  }

  async open(reader) {
    await reader.visit("?copy", this.page);
    await this.isOpen();
  }
}
