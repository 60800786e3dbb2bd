import assert from "node:assert/strict";
import { test } from "node:test";
import { choose, direction } from "../../boot/language.js";
import { inFile } from "../../boot/file/said.js";
import { wordsIn } from "../../boot/words.js";
import { WORDS as FILE_WORDS } from "../../boot/file/words.js";

const shape = (value) => (typeof value === "object" ? Object.fromEntries(Object.keys(value).map((key) => [key, shape(value[key])])) : "text");

for (const [query, chosen, languages, expected] of [
  ["", null, [], "en"],
  ["", null, ["fr-CH", "en"], "fr"],
  ["", null, ["pt", "es-MX"], "es"],
  ["", "ar", ["fr"], "ar"],
  ["?all&lang=ar", "es", ["fr"], "ar"],
  ["?lang=xx", null, ["fr"], "fr"],
  ["?language=ar", null, ["en"], "en"],
  ["", null, ["arn", "frp"], "en"],
  ["?lang=constructor", "toString", ["__proto__"], "en"],
]) {
  test(`address "${query}", chosen ${chosen}, reader's languages [${languages}]: ${expected}`, () =>
    assert.equal(choose(query, chosen, languages), expected));
}

test("every language has every word of the boot box, on a site, in a file and before the file is unpacked", () => {
  const copy = (words) => structuredClone(words);
  for (const lang of ["fr", "es", "ar"]) {
    assert.deepEqual(shape(wordsIn(lang)), shape(wordsIn("en")), lang);
    assert.deepEqual(shape(inFile(copy(wordsIn(lang)), lang)), shape(inFile(copy(wordsIn("en")), "en")), lang);
    assert.notEqual(inFile(copy(wordsIn(lang)), lang).slow.text, wordsIn(lang).slow.text);
    assert.deepEqual(shape(FILE_WORDS[lang]), shape(FILE_WORDS.en), lang);
  }
  assert.equal(direction("ar"), "rtl");
  assert.deepEqual(wordsIn("xx"), wordsIn("en"), "another language is answered in English");
});
