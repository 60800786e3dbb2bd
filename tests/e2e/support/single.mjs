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
      change: async (change) => writeFile(path, await change(await readFile(path, "utf8"))),
      // Puts other bytes into the element of a name.
      replace: (name, change) =>
        file.change((html) =>
          html.replace(new RegExp(`(data-file="${name}">)([^<]*)`), (_, start, packed) => start + change(packed)),
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

// What an element holds, changed.
export const repacked = (packed, change) => gzipSync(change(gunzipSync(Buffer.from(packed, "base64")))).toString("base64");

export { expect };
