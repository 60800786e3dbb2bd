// A real Firefox, driven by the standard protocol that it speaks itself (WebDriver BiDi), as far as the single file needs it:
// open, look, run, photograph. Which one: FIREFOX, or what is installed.
import { mkdir } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { spawn } from "node:child_process";
import { freePort } from "./ports.mjs";

const FIREFOX = process.env.FIREFOX ?? ["/usr/bin/firefox-esr", "/usr/bin/firefox"].find(existsSync);

export const hasFirefox = () => FIREFOX !== undefined && typeof WebSocket === "function";

export class Firefox {
  constructor(profile) {
    this.profile = profile;
    this.asked = [];
    this.waiting = new Map();
    this.last = 0;
  }

  async open() {
    await mkdir(this.profile, { recursive: true });
    const port = await freePort();
    this.process = spawn(FIREFOX, ["--headless", "--no-remote", "--profile", this.profile, "--remote-debugging-port", String(port)], { stdio: "ignore" });
    this.socket = await this.#connect(`ws://127.0.0.1:${port}/session`);
    this.socket.addEventListener("message", ({ data }) => this.#hear(JSON.parse(data)));
    await this.#ask("session.new", { capabilities: {} });
    await this.#ask("session.subscribe", { events: ["network.beforeRequestSent"] });
    const { contexts } = await this.#ask("browsingContext.getTree", {});
    this.context = contexts[0].context;
  }

  async visit(url) {
    await this.#ask("browsingContext.navigate", { context: this.context, url, wait: "complete" });
  }

  // The value of an expression in the page, if it is a plain one.
  async run(expression) {
    const said = await this.#ask("script.evaluate", { expression, target: { context: this.context }, awaitPromise: true });
    if (said.type === "exception") throw new Error(said.exceptionDetails.text);
    return said.result.value;
  }

  async until(expression, patience = 20_000) {
    for (const end = Date.now() + patience; Date.now() < end; await sleep(50)) {
      if (await this.run(`Boolean(${expression})`)) return;
    }
    throw new Error(`Firefox never came to: ${expression}\n${await this.run("document.body.innerText")}`);
  }

  async photograph() {
    const { data } = await this.#ask("browsingContext.captureScreenshot", { context: this.context });
    return Buffer.from(data, "base64");
  }

  async resize(viewport) {
    await this.#ask("browsingContext.setViewport", { context: this.context, viewport });
  }

  async close() {
    const ended = this.process.exitCode === null ? once(this.process, "exit") : undefined;
    this.socket?.close();
    this.process.kill();
    await ended;
  }

  async #connect(url) {
    for (const end = Date.now() + 30_000; Date.now() < end; await sleep(100)) {
      const socket = new WebSocket(url);
      const opened = await Promise.race([once(socket, "open").then(() => true), once(socket, "error").then(() => false)]);
      if (opened) return socket;
    }
    throw new Error("Firefox did not answer");
  }

  #hear(message) {
    if (message.method === "network.beforeRequestSent") this.asked.push(message.params.request.url);
    const waits = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.type === "error") waits?.reject(new Error(message.message));
    else waits?.resolve(message.result);
  }

  #ask(method, params) {
    const id = ++this.last;
    const answer = new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
    this.socket.send(JSON.stringify({ id, method, params }));
    return answer;
  }
}
