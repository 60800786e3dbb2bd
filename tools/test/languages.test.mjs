import assert from "node:assert/strict";
import { test } from "node:test";
import { localeProblems, parseLocale } from "../site/languages.mjs";

const en = { title: "Pledges", count: "{n} of {total}" };

for (const [what, fr, problem] of [
  ["has every text", { title: "Engagements", count: "{n} sur {total}" }, null],
  ["has its placeholders in another order", { title: "Engagements", count: "sur {total} : {n}" }, null],
  ["lacks a text", { title: "Engagements" }, /"count" is missing/],
  ["has a text too many", { ...en, more: "x" }, /"more" is not in en.json/],
  ["has an empty text", { ...en, title: " " }, /"title" is empty/],
  ["has a list for a text", { ...en, title: [] }, /"title" is no string/],
  ["lost a placeholder", { ...en, count: "{n}" }, /"count" has the placeholders "n"/],
  ["misspelt a placeholder", { ...en, count: "{n} sur {totel}" }, /"count" has/],
  ["has a key that sorters may disagree on", { ...en, Été: "x" }, /is no key/],
  ["is not in form C", { ...en, title: "e\u0301" }, /form C/],
]) {
  test(`a language that ${what} is ${problem ? "refused" : "taken"}`, () => {
    const problems = localeProblems({ en, fr });
    if (problem) assert.match(problems.join("\n"), problem);
    else assert.deepEqual(problems, []);
  });
}

const plural = { n: "{n, plural, one {# pledge of {party}} other {# pledges}}" };
for (const [lang, text, problem] of [
  ["fr", "{n, plural, one {# engagement de {party}} other {# engagements}}", null],
  ["fr", "{party} : {n, plural, =0 {rien} one {un} other {#}}", null],
  ["fr", "{n, plural, one {# engagement} other {# engagements}}", /placeholders "n"/],
  ["fr", "{n, plural, one {#} few {#} other {# {party}}}", /"few", which fr has not/],
  ["fr", "{n, plural, one {# {party}}}", /lacks the plural form "other"/],
  ["fr", "{n, plural, one {# {party} other {#}}", /"n"|brace/],
  ["fr", "{n} {party}}", /never opened/],
  ["ar", "{n, plural, one {تعهد} two {تعهدان} few {# تعهدات} many {# تعهدًا} other {# تعهد {party}}}", null],
  ["ar", "{n, plural, =1 {تعهد} =2 {تعهدان} few {# تعهدات} many {# تعهدًا} other {# تعهد {party}}}", null],
  ["ar", "{n, plural, one {تعهد} other {# تعهد {party}}}", /lacks the plural form "few"/],
]) {
  test(`${lang} plural ${text} is ${problem ? "refused" : "taken"}`, () => {
    const problems = localeProblems({ en: plural, [lang]: { n: text } });
    if (problem) assert.match(problems.join("\n"), problem);
    else assert.deepEqual(problems, []);
  });
}

test("a build takes a translation that lacks plural forms, and none that lacks a placeholder", () => {
  const build = (text) => localeProblems({ en: plural, ar: { n: text } }, { forBuild: true });
  assert.deepEqual(build("{n, plural, other {# {party}}}"), []);
  assert.match(build("{n, plural, other {#}}")[0], /placeholders/);
});

test("without English there is nothing to compare with", () => {
  assert.match(localeProblems({ fr: {} })[0], /en.json is missing/);
});

test("a key that stands twice is an error, in a value it is none", () => {
  assert.throws(() => parseLocale('{\n"a": "1",\n"a": "2"}', "en.json"), /"a" stands twice/);
  assert.deepEqual(parseLocale('{\n"a": "\\"b\\": 1",\n"b": "2"}', "en.json"), { a: '"b": 1', b: "2" });
});
