// One visit of the bench's page, in a browser started for it alone: no engine finds another's leftovers, every start is
// cold, and the heap is one engine's. The profile stays from visit to visit, and with it what was kept.
import { Reader } from "../../tests/e2e/support/browser.mjs";

export class Visits {
  #version;

  constructor(profile, url) {
    this.reader = new Reader(profile, url);
  }

  get version() {
    return this.#version;
  }

  // Calls what visit.mjs exports; gives what it gives, and the bytes of the JavaScript heap after it.
  async visit(name, ...args) {
    const { reader } = this;
    await reader.open();
    try {
      this.#version = reader.context.browser()?.version() ?? this.#version;
      await reader.page.goto(reader.url);
      const call = async ([name, args]) => (await import("/visit.mjs"))[name](...args);
      const result = await reader.page.evaluate(call, [name, args]);
      const heap = await this.#heap();
      if (reader.errors.length > 0) throw new Error(reader.errors.join("\n"));
      return { ...result, heap };
    } finally {
      await reader.close();
    }
  }

  async #heap() {
    const cdp = await this.reader.page.context().newCDPSession(this.reader.page);
    await cdp.send("HeapProfiler.enable");
    await cdp.send("HeapProfiler.collectGarbage");
    return (await cdp.send("Runtime.getHeapUsage")).usedSize;
  }
}
