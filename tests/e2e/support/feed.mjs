// The sample as it stands in the sources, and the addresses of a feed.
import { readFileSync } from "node:fs";

const records = (file) =>
  readFileSync(new URL(`../../../desk/sample/${file}`, import.meta.url), "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));

export const PLEDGES = records("pledges.ndjson");

export function pledge(id) {
  return PLEDGES.find((pledge) => pledge.id === id);
}

export const FEED = /^\/feed\//;
export const MANIFEST = "/feed/manifest.json";
export const PARTS = /^\/feed\/parts\//;

// How many pledges there are in these parts of the sample, named by their addresses.
export function pledgesIn(paths) {
  return PLEDGES.filter(({ edition }) => paths.some((path) => part(edition).test(path))).length;
}

// The part of a Conference, of "parties" or "terms": its name begins with it.
export function part(name) {
  return new RegExp(`^/feed/parts/${name}\\.`);
}
