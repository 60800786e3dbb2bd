import assert from "node:assert/strict";
import { test } from "node:test";
import { choose } from "../../boot/words.js";

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
    assert.equal(choose(query, chosen, languages).lang, expected));
}

test("every language has every word of the boot box", () => {
  for (const lang of ["fr", "es", "ar"]) assert.deepEqual(shape(choose("", lang, [])), shape(choose("", "en", [])), lang);
  assert.equal(choose("", "ar", []).dir, "rtl");
});
