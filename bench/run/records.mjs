// The records of the bench: large real ones where there is a folder of them, else made up by the desk, as many. A
// sample is spread evenly over them.
import { access, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { desk } from "./desk.mjs";

const SETS = ["upr", "sdg"];
const KINDS = ["pledges", "parties", "terms"];
// As many as the real ones are.
const MADE_UP = 41_485;

const lines = (text) => text.split("\n").filter(Boolean);
const isThere = (path) => access(path).then(() => true, () => false);

// Sets may name the same party or term: the first one stands.
export function eachOnce(records) {
  const seen = new Set();
  return records.filter((line) => {
    const { list, id } = JSON.parse(line);
    const key = `${list ?? ""}/${id}`;
    return !seen.has(key) && seen.add(key);
  });
}

export const spread = (all, size) => Array.from({ length: size }, (_, at) => all[Math.floor((at * all.length) / size)]);

async function real(folder) {
  const records = {};
  for (const kind of KINDS) {
    const files = await Promise.all(SETS.map((set) => readFile(join(folder, `${set}.${kind}.ndjson.gz`))));
    records[kind] = eachOnce(files.flatMap((file) => lines(gunzipSync(file).toString())));
  }
  return { source: `real records (${SETS.join(", ")})`, records };
}

async function madeUp(folder) {
  await desk("generate", "--pledges", String(MADE_UP), "--out", folder);
  const read = async (name) => lines(await readFile(join(folder, `${name}.ndjson`), "utf8"));
  const records = {};
  for (const kind of [...KINDS, "removals"]) records[kind] = await read(kind);
  return { source: "made-up records", records };
}

export async function readRecords(data, folder) {
  const files = SETS.flatMap((set) => KINDS.map((kind) => join(data, `${set}.${kind}.ndjson.gz`)));
  const all = await Promise.all(files.map(isThere));
  return all.every(Boolean) ? real(data) : madeUp(folder);
}

// Writes a folder of records with `size` of the pledges, or with all.
export async function writeRecords(records, size, folder) {
  await mkdir(folder, { recursive: true });
  for (const [kind, all] of Object.entries(records)) {
    const some = kind === "pledges" && size < all.length ? spread(all, size) : all;
    await writeFile(join(folder, `${kind}.ndjson`), some.map((line) => `${line}\n`).join(""));
  }
}
