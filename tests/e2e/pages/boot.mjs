// What boot/boot.js says in #boot while there is no app. It is no page of the app, so it is found by its id.
export class Boot {
  constructor(page) {
    this.box = page.locator("#boot");
    this.title = this.box.getByRole("heading", { level: 1 });
    this.alert = this.box.getByRole("alert");
    this.reload = this.box.getByRole("button").first();
    this.reset = this.box.getByRole("button").nth(1);
  }
}
