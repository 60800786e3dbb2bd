// The filters of the list: beside it on a laptop, a screen of their own on a phone. A value is a box to tick; beside it
// stands how many pledges there would be with it.
import { expect } from "@playwright/test";
import { List } from "./list.mjs";

export class Facets extends List {
  get aside() {
    return this.main.getByRole("complementary", { name: this.words.filters ?? "Filters" });
  }

  get all() {
    return this.main.locator("details.facet");
  }

  facet(name) {
    return this.all.filter({ has: this.page.locator("summary > span:first-child", { hasText: new RegExp(`^${name}$`) }) });
  }

  heading(name) {
    return this.facet(name).locator("summary");
  }

  async openFacet(name) {
    if (!(await this.facet(name).evaluate((details) => details.open))) await this.heading(name).click();
    await expect(this.facet(name).getByRole("group").first()).toBeVisible();
  }

  boxes(name) {
    return this.facet(name).getByRole("checkbox");
  }

  // The box of a value: its name is the value's, then the number.
  box(name, value) {
    const words = value.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    return this.facet(name).getByRole("checkbox", { name: new RegExp(`^${words}( \\d{4})? ?[\\d.,]+$`) });
  }

  async numberOf(name, value) {
    return Number(await this.box(name, value).locator("xpath=..").locator(".c").innerText());
  }

  way(name, said) {
    return this.facet(name).getByRole("radio", { name: said });
  }

  find(name) {
    return this.facet(name).getByRole("textbox", { name: "Find in this list" });
  }

  showAll(name) {
    return this.facet(name).getByRole("button", { name: /^Show all \d+$/ });
  }

  // The phone's button that leads to the filters, and what is on their screen.
  get button() {
    return this.main.getByRole("link", { name: /^Filters/ });
  }

  get close() {
    return this.main.getByRole("link", { name: "Close" });
  }

  get show() {
    return this.main.getByRole("link", { name: /^Show \d+ pledges?$/ });
  }

  // Opens every facet and shows all its values; returns of each value its key, itself and its number.
  async everyNumber() {
    for (const facet of await this.all.all()) {
      if (!(await facet.evaluate((details) => details.open))) await facet.locator("summary").click();
      await expect(facet.getByRole("checkbox").first()).toBeVisible();
      const more = facet.getByRole("button", { name: /^Show all/ });
      if (await more.isVisible()) await more.click();
      await expect(more).toHaveCount(0);
    }
    return this.main.locator("label.opt").evaluateAll((lines) =>
      lines.map((line) => {
        const [, key, value] = line.querySelector("input").id.match(/^f-([a-z]+)-(.*)$/);
        return { key, value, number: Number(line.querySelector(".c").textContent.replace(/\D/g, "")) };
      }),
    );
  }

  // The rows of each address, over all its pages, each counted once. Links are followed within the page, so that
  // hundreds of addresses take seconds.
  async rowsOver(addresses) {
    return this.page.evaluate(async (addresses) => {
      const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      const follow = async (href) => {
        const link = Object.assign(document.createElement("a"), { href });
        document.body.append(link);
        link.click();
        link.remove();
        await drawn();
      };
      const counts = [];
      for (const address of addresses) {
        const rows = new Set();
        for (let next = address; next; next = document.querySelector("main a[rel=next]")?.getAttribute("href")) {
          await follow(next);
          for (const row of document.querySelectorAll(".entries > li h3 a")) rows.add(row.id);
        }
        counts.push(rows.size);
      }
      return counts;
    }, addresses);
  }
}
