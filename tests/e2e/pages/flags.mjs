// The form that flags a text, the outbox and the receipt.
import { expect } from "@playwright/test";
import { Frame } from "./frame.mjs";

export const WHY = "It speaks for a network that was not asked.";

export class Flags extends Frame {
  async openPledge(reader, id = "32IC-regional-protection") {
    await reader.visit(`?pledge=${id}`, this.page);
    await this.isOpen();
    await expect(this.main.getByRole("link", { name: "Flag this text" }).first()).toBeVisible();
  }

  // Two clicks from a section: the link, and the first answer.
  async begin(section = "Objectives") {
    const found = this.main.locator("section").filter({ has: this.page.getByRole("heading", { level: 2, name: section, exact: true }) });
    await found.getByRole("link", { name: "Flag this text" }).click();
    await expect(this.title).toHaveText("Is somebody in danger because of this text?");
  }

  async goOn(heading) {
    await this.main.getByRole("button", { name: "Continue" }).click();
    if (heading) await expect(this.title).toHaveText(heading);
  }

  async fillToCheck({ why = WHY, ground = /^Advertising/, danger = "No", contact } = {}) {
    await this.main.getByRole("radio", { name: danger, exact: true }).check();
    await this.goOn("What is wrong with this text?");
    await this.main.getByRole("radio", { name: ground }).check();
    await this.goOn("Why do you flag this text?");
    await this.main.getByLabel("In your own words").fill(why);
    await this.goOn("May we reach you?");
    if (contact) {
      await this.main.getByRole("radio", { name: "By e-mail" }).check();
      await this.main.getByLabel("Name").fill(contact.name);
      await this.main.getByLabel("E-mail address").fill(contact.email);
    }
    await this.goOn("Check and send");
  }

  async send() {
    await this.main.getByRole("checkbox", { name: /good faith/ }).check();
    await this.main.getByRole("button", { name: "Send the flag" }).click();
  }

  async flag(options) {
    await this.begin();
    await this.fillToCheck(options);
    await this.send();
  }

  async hasArrived() {
    await expect(this.title).toHaveText("Your flag has arrived");
    const receipt = await this.main.locator(".code").innerText();
    expect(receipt).toMatch(/^[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$/);
    return receipt;
  }

  // The state of the one flag on the page.
  get state() {
    return this.main.locator(".box > li .state");
  }

  get entries() {
    return this.main.locator(".box > li");
  }

  get waits() {
    return this.header.getByRole("link", { name: /not sent$/ });
  }

  async openOutbox(reader) {
    await reader.visit("?flags", this.page);
    await this.isOpen();
    await expect(this.title).toHaveText("My flags");
  }
}

// Everything that this origin has on the device, as text.
export const onDevice = (page) =>
  page.evaluate(async () => {
    const all = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
    for (const { name } of await indexedDB.databases()) {
      const db = await new Promise((resolve, reject) => {
        const open = indexedDB.open(name);
        open.onsuccess = () => resolve(open.result);
        open.onerror = () => reject(open.error);
      });
      for (const store of db.objectStoreNames) {
        const values = await new Promise((resolve, reject) => {
          const asked = db.transaction(store).objectStore(store).getAll();
          asked.onsuccess = () => resolve(asked.result);
          asked.onerror = () => reject(asked.error);
        });
        all.push(...values.filter((value) => typeof value === "string"));
      }
      db.close();
    }
    return all.join("\n");
  });
