import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { element, END, FEED, HOME, policy, singlePage } from "../site/single.mjs";
import { forFile } from "../site/languages.mjs";

const source = await readFile(new URL("../../index.html", import.meta.url), "utf8");
const note = '<script type="application/json" id="from-trunk">{"js":"a.js","wasm":"a.wasm"}</script>';
const made = singlePage(source.replace(/<link\s+data-trunk[^>]*>/, note), {
  boot: "boot()",
  start: "start('$&')",
  styles: "a{}",
  icon: Buffer.from("<svg/>"),
  files: { "app.wasm": Buffer.from("one"), "i18n/en.json": Buffer.from("</script><!--") },
  languages: { en: "i18n/en.json" },
});

test("the page of the single file names no file beside it, and has each of the desk's marks once", () => {
  assert.doesNotMatch(made, /\b(src|href)="(?!#|data:)/);
  assert.doesNotMatch(made, /finish\.mjs|from-trunk|rel="manifest"|feed\/manifest/);
  for (const mark of [FEED, HOME, END, "<style>", 'data-file="app.wasm"']) assert.equal(made.split(mark).length, 2, mark);
  assert.ok(made.indexOf(END) > made.indexOf(FEED), "what is cut short lacks its end");
});

test("its policy knows its scripts and its style by what they hold, and lets nothing be fetched", () => {
  const sum = (text) => createHash("sha256").update(text).digest("base64");
  for (const text of ["boot()", "start('$&')", "a{}"]) assert.ok(made.includes(`'sha256-${sum(text)}'`), text);
  assert.match(policy(["x"], "y"), /^default-src 'none'; /);
  assert.doesNotMatch(policy(["x"], "y"), /connect-src|'self'|unsafe-inline/);
  assert.ok(made.includes(`id="start">start('$&')</script>`), "nothing of a script is taken for a pattern");
});

test("what a file holds cannot end its element, and comes out the same", () => {
  const one = element("a", Buffer.from("</script><!--"));
  assert.equal(one.split("</script>").length, 2);
  assert.equal(String(gunzipSync(Buffer.from(one.match(/>([^<]*)</)[1], "base64"))), "</script><!--");
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
