// The book in one file, as the real desk makes it, opened from the disk: no server runs. What is to be wrong with a file is
// made wrong in its bytes.
import { expect, test as base } from "./test.mjs";
import { gunzipSync, gzipSync } from "node:zlib";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { readFile, writeFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { Desk } from "./desk.mjs";
import { Reader } from "./browser.mjs";
import { names, WORDS } from "./words.mjs";

const own = (lang) => JSON.parse(readFileSync(new URL(`../../../locales/file/${lang}.json`, import.meta.url), "utf8"));

// The words of the interface in a file.
export const FILE_WORDS = Object.fromEntries(Object.keys(WORDS).map((lang) => [lang, { ...WORDS[lang], ...own(lang) }]));

// The names by which pages/*.mjs find things in a file.
export const IN_FILE = { ...names("en"), copy: /^File of / };

export const test = base.extend({
  // Published, and not running.
  desk: async ({ folder }, use) => {
    const desk = new Desk(folder);
    await desk.publish();
    await use(desk);
  },

  // The file, made anew with file.make("--home", …).
  file: async ({ desk, folder }, use) => {
    const path = join(folder, "pledgebook.html");
    const file = {
      path,
      url: pathToFileURL(path).href,
      make: (...args) => desk.singleFile(path, ...args),
      // Each byte is a sign here.
      change: async (change) => writeFile(path, await change(await readFile(path, "latin1")), "latin1"),
      // Puts other bytes into the element of a name; manifest and signature stand in base64.
      replace: (name, change) =>
        file.change((html) =>
          html
            .replace(new RegExp(`(data-file="${name}">)([^<]*)`), (_, start, text) => start + change(Buffer.from(text, "base64")).toString("base64"))
            .replace(new RegExp(`(data-file="${name}" data-run=")(\\d+)("[^>]*>)([^<]*)`), (_, start, run, end, signs) =>
              `${start}${RUN}${end}${signsOf(change(bytesOf(signs, Number(run))))}`,
            ),
        ),
    };
    await file.make();
    await use(file);
  },

  // A reader who opens the file. Whatever is asked for besides the file itself fails the test.
  reader: async ({ folder, file, browsing }, use) => {
    const reader = new Reader(join(folder, "profile"), file.url, browsing);
    await reader.open();
    const asked = [];
    reader.context.on("request", (request) => asked.push(request.url()));
    await use(reader);
    await reader.close();
    const others = asked.filter((url) => url.split(/[?#]/)[0] !== file.url && !/^(data|blob):/.test(url));
    expect(others, "asked of anybody").toEqual([]);
    expect(reader.errors, "errors in the page's console").toEqual([]);
  },
});

// What gzip packed, changed.
export const repacked = (packed, change) => gzipSync(change(gunzipSync(packed)));

// The code of desk/src/dense.rs, in the runs in which it is always possible.
const RUN = 84;
const BAD = [0, 13, 60];

function bytesOf(signs, run) {
  const bytes = Buffer.from(signs, "latin1");
  const runs = Array.from({ length: Math.ceil(bytes.length / (run + 1)) }, (_, n) => bytes.subarray(n * (run + 1), (n + 1) * (run + 1)));
  return Buffer.concat(runs.map((run) => Buffer.from(run.subarray(1)).map((sign) => sign - run[0])));
}

function signsOf(bytes) {
  const runs = Array.from({ length: Math.ceil(bytes.length / RUN) }, (_, n) => bytes.subarray(n * RUN, (n + 1) * RUN));
  const coded = runs.map((run) => {
    for (let by = 0; ; by++) {
      const signs = Buffer.from([by, ...run.map((byte) => byte + by)]);
      if (!BAD.some((bad) => signs.includes(bad))) return signs;
    }
  });
  return Buffer.concat(coded).toString("latin1");
}

export { expect };
