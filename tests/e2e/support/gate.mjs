// A rule that holds requests back until the test lets them go: how far a sync is, is then what the test says.
//
//   const gate = new Gate();
//   faulty.on(PARTS, gate.act);
//   await gate.holds(3);     three requests are waiting
//   gate.letGo();            the first of them goes on; letGo(n) for more, open() for all, now and later
//
// new Gate(notFound()) does harm to those that go on.
import { expect } from "@playwright/test";
import { pass } from "./faulty.mjs";

export class Gate {
  #waiting = [];
  #allowed = 0;

  constructor(then = pass()) {
    this.then = then;
  }

  act = async (exchange) => {
    if (this.#allowed > 0) this.#allowed -= 1;
    else await new Promise((go) => this.#waiting.push(go));
    await this.then(exchange);
  };

  // Lets the next n requests pass, those that wait first.
  letGo(n = 1) {
    for (; n > 0; n--) {
      const go = this.#waiting.shift();
      if (go) go();
      else this.#allowed += 1;
    }
  }

  open() {
    this.letGo(this.#waiting.length);
    this.#allowed = Infinity;
  }

  async holds(n) {
    await expect.poll(() => this.#waiting.length, { message: "requests at the gate" }).toBe(n);
  }
}
