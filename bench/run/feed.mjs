// A feed as readers get it, and how large it is.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { desk } from "./desk.mjs";
import { documentsOf } from "../page/documents.mjs";

// Publishes a folder of records; gives {pledges, parts, bytes, texts, summary}: `bytes` are those of all parts, `texts`
// those of what is searched in them, both as UTF-8.
export async function publish(records, feed) {
  const summary = await desk("publish", "--records", records, "--feed", feed);
  const manifest = JSON.parse(await readFile(join(feed, "manifest.json"), "utf8"));
  const parts = await Promise.all(
    manifest.parts.map(async ({ kind, path }) => ({ kind, bytes: await readFile(join(feed, path)) })),
  );
  const documents = documentsOf(parts);
  return {
    pledges: documents.length,
    parts: parts.length,
    bytes: parts.reduce((sum, part) => sum + part.bytes.length, 0),
    texts: documents.reduce((sum, { title, text }) => sum + Buffer.byteLength(title) + Buffer.byteLength(text), 0),
    summary,
  };
}
