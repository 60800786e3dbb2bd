// ?copy: how old the copy is, how whole, what the last attempt to renew it met; and the copy as a file.
import { expect } from "@playwright/test";
import { join } from "node:path";
import { Frame } from "./frame.mjs";
import { WORDS } from "../support/words.mjs";

export class Copy extends Frame {
  // `texts` are the interface's, by their keys.
  constructor(page, words = {}, texts = WORDS.en) {
    super(page, words);
    this.texts = texts;
  }

  get lookAgain() {
    return this.main.getByRole("button", { name: "Look for a newer copy now" });
  }

  get lastAttempt() {
    return this.fact("Last attempt");
  }

  // How the copy is, in a word.
  get health() {
    return this.main.locator(".health");
  }

  section(name) {
    return this.main.locator("section").filter({ has: this.page.getByRole("heading", { level: 2, name, exact: true }) });
  }

  async hasChanged(n) {
    await expect(this.section("What changed since you last looked")).toContainText(`Changed pledges: ${n}`);
  }

  get saveFile() {
    return this.main.getByRole("button", { name: this.texts["bundle.save"] });
  }

  get bringFile() {
    return this.main.getByRole("button", { name: this.texts["bundle.bring"] });
  }

  // What is said of a file.
  async tells(text) {
    await expect(this.main.locator("[data-bundle]")).toHaveText(text instanceof RegExp ? text : new RegExp(escaped(text)));
  }

  async open(reader) {
    await reader.visit("?copy", this.page);
    await this.isOpen();
  }

  // Saves the copy into a folder, under the name that the page gives; returns where.
  async save(folder) {
    const download = this.page.waitForEvent("download");
    await this.saveFile.click();
    const saved = await download;
    const path = join(folder, saved.suggestedFilename());
    await saved.saveAs(path);
    await this.tells(this.texts["bundle.saved"]);
    return path;
  }

  // Chooses a file to bring in.
  async bring(path) {
    const chooser = this.page.waitForEvent("filechooser");
    await this.bringFile.click();
    await (await chooser).setFiles(path);
  }

  // Drops a file on the margin of the page.
  async drop(bytes) {
    const carried = await this.page.evaluateHandle((base64) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], "a.pledges.tgz"));
      return transfer;
    }, bytes.toString("base64"));
    for (const event of ["dragover", "drop"]) {
      await this.page.dispatchEvent("body", event, { dataTransfer: carried });
    }
  }
}

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
