// A scriptable server in front of a desk, at an address of its own. Without rules it passes everything on; a rule does
// harm to the requests it names:
//
//   faulty.on("/feed/manifest.json", html());                a captive portal
//   faulty.on(/\/feed\/parts\//, cut(1000), { times: 1 });   the first part is cut short
//   const rule = faulty.on(/\.wasm$/, delay(30_000));  …  rule.end();
//
// The latest rule that fits decides. With `folder` ("/some folder/") the site stands in that folder only. Bodies are passed on uncompressed, so that a byte's place means something.
import { createServer, request as ask } from "node:http";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./ports.mjs";

// What a rule does: a function of (exchange) that answers, or passes on in some way. See Exchange below.
export const pass = () => (exchange) => exchange.pass();
export const delay = (ms) => async (exchange) => {
  await sleep(ms, undefined, { ref: false });
  await exchange.pass();
};
// The first n bytes of the body, then the connection is closed; the headers promised all of it.
export const cut = (n) => async (exchange) => {
  const answer = await exchange.fetch();
  await exchange.send(answer, answer.body.subarray(0, n));
  exchange.hangUp();
};
// One byte of the body is another one; place -1 is the last.
export const alter = (place = 0) => async (exchange) => {
  const answer = await exchange.fetch();
  const at = place < 0 ? answer.body.length + place : place;
  answer.body[at] ^= 0x01;
  await exchange.send(answer, answer.body, { end: true });
};
// The first n bytes of the body, then nothing more, for ever.
export const hang = (n = 0) => async (exchange) => {
  const answer = await exchange.fetch();
  await exchange.send(answer, answer.body.subarray(0, n));
};
// An answer of our own; the desk does not hear of the request.
export const reply = (status, body = "", headers = {}) => (exchange) =>
  exchange.send({ status, headers: { "content-type": "text/plain", ...headers } }, Buffer.from(body), { end: true });
export const json = (status, value, headers = {}) => reply(status, JSON.stringify(value), { "content-type": "application/json", ...headers });
export const html = (body = "<!doctype html><title>Welcome</title><h1>Please accept our terms</h1>") => reply(200, body, { "content-type": "text/html" });
export const notFound = () => reply(404, "not found");
export const busy = (seconds) => reply(503, "busy", seconds === undefined ? {} : { "retry-after": String(seconds) });
// No answer at all: the connection is closed.
export const refuse = () => (exchange) => exchange.hangUp();
// The desk hears the request and answers, and the answer is lost.
export const loseAnswer = () => async (exchange) => {
  await exchange.fetch();
  exchange.hangUp();
};
// The desk's answer, changed by a function of ({status, headers, body}).
export const change = (alterAnswer) => async (exchange) => {
  const answer = await exchange.fetch();
  const changed = (await alterAnswer(answer)) ?? answer;
  const body = Buffer.from(changed.body);
  await exchange.send({ ...changed, body }, body, { end: true });
};

const fits = (pattern, path) => (typeof pattern === "string" ? path === pattern : pattern.test(path));

export class Faulty {
  constructor(upstream, { folder = "/" } = {}) {
    this.upstream = upstream;
    this.folder = encodeURI(folder);
    this.rules = [];
    // Every request that came, in order: {method, path, query, headers, body}. It outlives stop() and start().
    this.requests = [];
  }

  get url() {
    return `http://127.0.0.1:${this.port}${this.folder}`;
  }

  on(pattern, act, { times = Infinity } = {}) {
    const rule = { pattern, act, left: times, hits: 0, end: () => (rule.left = 0) };
    this.rules.unshift(rule);
    return rule;
  }

  heal() {
    this.rules = [];
  }

  count(pattern) {
    return this.requests.filter(({ path }) => fits(pattern, path)).length;
  }

  forget() {
    this.requests = [];
  }

  async start() {
    this.port ??= await freePort();
    this.server = createServer((request, response) => this.#handle(request, response));
    this.server.listen(this.port, "127.0.0.1");
    await once(this.server, "listening");
  }

  // Nobody listens any more, and whatever was under way breaks off.
  async stop() {
    const server = this.server;
    this.server = undefined;
    if (!server) return;
    server.close();
    server.closeAllConnections();
    await once(server, "close");
  }

  async #handle(request, response) {
    if (!request.url.startsWith(this.folder)) return response.writeHead(404).end();
    request.url = request.url.slice(this.folder.length - 1);
    const { pathname, search } = new URL(request.url, this.upstream);
    const body = Buffer.concat(await request.toArray().catch(() => []));
    this.requests.push({ method: request.method, path: pathname, query: search, headers: request.headers, body });
    const rule = this.rules.find(({ pattern, left }) => left > 0 && fits(pattern, pathname));
    if (rule) {
      rule.left -= 1;
      rule.hits += 1;
    }
    const act = rule?.act ?? pass();
    const exchange = new Exchange(this.upstream, request, body, response);
    await Promise.resolve(act(exchange)).catch(() => exchange.hangUp());
  }
}

// One request and its answer, as a rule sees it.
class Exchange {
  constructor(upstream, request, body, response) {
    this.upstream = upstream;
    this.request = request;
    this.body = body;
    this.response = response;
  }

  // What the desk answers: {status, headers, body}.
  async fetch() {
    const { method, url } = this.request;
    const headers = { ...this.request.headers, "accept-encoding": "identity" };
    const asking = ask(new URL(url, this.upstream), { method, headers, agent: false }).end(this.body);
    const [answer] = await once(asking, "response");
    return { status: answer.statusCode, headers: answer.headers, body: Buffer.concat(await answer.toArray()) };
  }

  async send({ status, headers, body }, bytes, { end = false } = {}) {
    const length = (body ?? bytes).length;
    const promised = status === 304 || status === 204 ? {} : { "content-length": this.request.method === "HEAD" ? headers["content-length"] ?? length : length };
    const { "transfer-encoding": _, ...kept } = headers;
    this.response.writeHead(status, { ...kept, ...promised });
    this.response.flushHeaders();
    if (bytes.length > 0) await new Promise((resolve) => this.response.write(bytes, resolve));
    if (end) this.response.end();
  }

  async pass() {
    const answer = await this.fetch();
    await this.send(answer, answer.body, { end: true });
  }

  hangUp() {
    this.response.destroy();
  }
}
