// The dumbest server that there is: files of two folders below an address of its own, no compression, no caching rules, no
// headers but the type. It knows nothing of the app; the feed stands beside it in feed/.
import { createServer } from "node:http";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { freePort } from "./ports.mjs";

const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".webmanifest": "application/manifest+json",
};

export class PlainServer {
  // `folder` is the address's, as people write it: "/a b/é/".
  constructor(folder, { site, feed }) {
    this.folder = folder;
    this.roots = { site, feed };
    this.requests = [];
  }

  get url() {
    return `http://127.0.0.1:${this.port}${encodeURI(this.folder)}`;
  }

  async start() {
    this.port ??= await freePort();
    this.server = createServer((request, response) => this.#answer(request, response)).listen(this.port, "127.0.0.1");
    await once(this.server, "listening");
  }

  async stop() {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, "close");
  }

  async #answer(request, response) {
    const path = decodeURI(new URL(request.url, this.url).pathname);
    this.requests.push(path);
    const name = path.startsWith(this.folder) ? path.slice(this.folder.length) || "index.html" : undefined;
    const file = name?.startsWith("feed/")
      ? join(this.roots.feed, name.slice(5))
      : join(this.roots.site, name ?? "none");
    const body = await readFile(file).catch(() => null);
    if (!name || name.includes("..") || body === null)
      return response.writeHead(404, { "content-type": "text/html" }).end("<h1>Not Found</h1>");
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" }).end(body);
  }
}
