// Serves the page, the engines and the feeds. The page is isolated from all others (COOP, COEP), for only then does
// performance.now() tell steps of 5 µs; otherwise they are of 100.
import { createServer } from "node:http";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";

const TYPES = {
  ".html": "text/html",
  ".mjs": "text/javascript",
  ".js": "text/javascript",
  ".wasm": "application/wasm",
};
const OTHER = "application/octet-stream";
const HEADERS = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  "cache-control": "no-store",
};

// `folders` is {"/prefix/": folder, …}; of several that fit, the first.
export async function serve(folders) {
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURI(new URL(request.url, "http://localhost").pathname));
    const prefix = Object.keys(folders).find((prefix) => path.startsWith(prefix));
    const file = prefix && join(folders[prefix], path.slice(prefix.length) || "index.html");
    const body = file && (await readFile(file).catch(() => null));
    if (!body) return response.writeHead(404, HEADERS).end();
    response.writeHead(200, { ...HEADERS, "content-type": TYPES[extname(file)] ?? OTHER }).end(body);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}
