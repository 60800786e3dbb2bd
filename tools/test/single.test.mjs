import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { APP, archive, END, FEED, HOME, policy, singlePage } from "../site/single.mjs";
import { forFile } from "../site/languages.mjs";

const source = await readFile(new URL("../../index.html", import.meta.url), "utf8");
const note = '<script type="application/json" id="from-trunk">{"js":"a.js","wasm":"a.wasm"}</script>';
const PARTS = {
  open: "open('$&')",
  first: "b{}",
  packed: { boot: "boot()", start: "start('é')", styles: "a{}" },
  icon: Buffer.from("<svg/>"),
  languages: { en: "i18n/en.json" },
};
const made = singlePage(source.replace(/<link\s+data-trunk[^>]*>/, note), PARTS);

test("the page of the single file names no file beside it, and has each of the desk's marks once", () => {
  assert.doesNotMatch(made, /\b(src|href)="(?!#|data:)/);
  assert.doesNotMatch(made, /finish\.mjs|from-trunk|rel="manifest"|feed\/manifest|<symbol/);
  for (const mark of [HOME, APP, FEED, END]) assert.equal(made.split(mark).length, 2, mark);
  assert.ok(made.indexOf(END) > made.indexOf(FEED), "what is cut short lacks its end");
});

test("it says early that it is in windows-1252, and is ASCII, so that nothing in it is read as anything else", () => {
  assert.ok(made.indexOf('<meta charset="windows-1252">') < 100);
  assert.doesNotMatch(made, /[^\0-\x7f]|utf-8/);
  assert.ok(made.includes('<p lang="ar" dir="rtl">&#1610;'), "what is said without JavaScript is still said");
  const once = source.replace(/<link\s+data-trunk[^>]*>/, note);
  assert.throws(() => singlePage(once, { ...PARTS, open: "open('é')" }), /must be ASCII/);
});

test("its policy knows its scripts and its styles by what they hold, also those that are still packed, and lets nothing be fetched", () => {
  const sum = (text) => createHash("sha256").update(text).digest("base64");
  const [scripts, styles] = [/script-src ([^;]*)/, /style-src ([^;]*)/].map((part) => made.match(part)[1]);
  for (const text of ["open('$&')", "boot()", "start('é')"]) assert.ok(scripts.includes(`'sha256-${sum(text)}'`), text);
  for (const text of ["a{}", "b{}"]) assert.ok(styles.includes(`'sha256-${sum(text)}'`), text);
  assert.match(policy(["x"], ["y"]), /^default-src 'none'; /);
  assert.doesNotMatch(policy(["x"], ["y"]), /connect-src|'self'|unsafe-inline/);
  assert.ok(made.includes("<script>open('$&')</script>"), "nothing of a script is taken for a pattern");
});

test("the app's files stand behind a line that tells their names and sizes in bytes", () => {
  const packed = archive({ "a.wasm": Buffer.from([0, 10, 255]), "b.js": "é" });
  const end = packed.indexOf(10);
  assert.deepEqual(JSON.parse(packed.subarray(0, end)), [["a.wasm", 3], ["b.js", 2]]);
  assert.deepEqual([...packed.subarray(end + 1)], [0, 10, 255, 0xc3, 0xa9]);
});

const locales = { en: { a: "{n} a", b: "b" }, fr: { a: "{n} à", b: "bé" } };

test("a file says some things otherwise, in every language", () => {
  const { locales: merged, problems } = forFile(locales, { en: { a: "{n} in a file" }, fr: { a: "{n} dans un fichier" } });
  assert.deepEqual(problems, []);
  assert.deepEqual(merged, { en: { a: "{n} in a file", b: "b" }, fr: { a: "{n} dans un fichier", b: "bé" } });
});

for (const [what, own, problem] of [
  ["of a key that is none", { en: { c: "c" }, fr: { c: "c" } }, /"c" is not in locales\/en\.json/],
  ["in one language only", { en: { a: "{n}" }, fr: {} }, /locales\/file\/fr\.json: "a" is missing/],
  ["in no language but English", { en: { a: "{n}" } }, /locales\/file\/fr\.json is missing/],
  ["without its placeholder", { en: { a: "a" }, fr: { a: "a" } }, /"a" has the placeholders ""/],
]) {
  test(`a text ${what} is refused`, () => assert.match(forFile(locales, own).problems.join("\n"), problem));
}
