// What the bench counts with; `make bench` itself is no test.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { documentsOf } from "../../bench/page/documents.mjs";
import { lettersOf, typing } from "../../bench/page/typing.mjs";
import { median, percentile } from "../../bench/run/numbers.mjs";
import { eachOnce, spread } from "../../bench/run/records.mjs";
import { table } from "../../bench/run/report.mjs";

const words = JSON.parse(await readFile(new URL("../../bench/keystrokes.json", import.meta.url), "utf8"));

test("eight queries of two or three words are 150 keystrokes", () => {
  assert.equal(words.queries.length, 8);
  assert.equal(words.queries.flatMap(lettersOf).length, 150);
  assert.ok(words.queries.every((query) => [2, 3].includes(query.split(" ").length)));
});

test("a word is typed letter by letter, a letter beyond the first plane as one", () => {
  assert.deepEqual(lettersOf("a 𝒷é"), ["a", "a ", "a 𝒷", "a 𝒷é"]);
});

test("a keystroke's time is told for each, after one run to warm up", async () => {
  const asked = [];
  const typed = await typing({ key: (text) => asked.push(text) }, ["ab"]);
  assert.deepEqual(asked, ["a", "ab", "a", "ab", "a", "ab", "a", "ab"]);
  assert.deepEqual(typed.map(({ text, total }) => [text, total]), [["a", 3], ["ab", 4]]);
  assert.ok(typed.every(({ milliseconds }) => milliseconds >= 0));
});

test("percentiles are numbers that were measured", () => {
  const hundred = Array.from({ length: 100 }, (_, n) => 100 - n);
  assert.deepEqual([0.5, 0.95, 1].map((share) => percentile(hundred, share)), [50, 95, 100]);
  assert.equal(median([9, 1, 5]), 5);
  assert.equal(percentile([7], 0.95), 7);
});

test("a sample is spread over all, and what two sets name stands once", () => {
  assert.deepEqual(spread([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 4), [0, 2, 5, 7]);
  const [a, b] = ['{"list":"themes","id":"other","n":1}', '{"list":"regions","id":"other"}'];
  assert.deepEqual(eachOnce([a, b, '{"list":"themes","id":"other","n":2}']), [a, b]);
});

test("a document has the texts that the app searches", () => {
  const part = (kind, records) => ({ kind, bytes: new TextEncoder().encode(JSON.stringify(records)) });
  const pledge = {
    id: "33IC-1",
    number: "P1",
    title: "Title",
    titles: { fr: "Titre" },
    parties: [{ id: "ns-au" }, { id: "nobody" }],
    sections: [{ text: "Text" }, { text: null }],
    reports: [{ title: null, actions_taken: "Done" }],
  };
  const party = { id: "ns-au", names: { en: "Australian Red Cross" }, also: ["ARC"] };
  const parts = [part("pledges", [pledge, { id: "bare" }]), part("parties", [party]), part("terms", [])];
  assert.deepEqual(documentsOf(parts)[0], {
    id: 0,
    title: "P1\nTitle\nTitre\n33IC-1",
    text: "Text\nDone",
    parties: "Australian Red Cross\nARC",
  });
});

test("a table's numbers stand below each other", () => {
  assert.equal(table([["a", "ms"], ["long", "1"]]), "| a    | ms |\n|------|---:|\n| long |  1 |");
});
