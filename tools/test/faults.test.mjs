// docs/faults.md against the browser tests: each row names tests that there are.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const root = new URL("../../", import.meta.url);
const read = (path) => readFileSync(new URL(path, root), "utf8");

const ROWS = [...Array.from({ length: 15 }, (_, n) => `N${n + 1}`), ...Array.from({ length: 12 }, (_, n) => `S${n + 1}`)];
// Rows that wait for the app: each would say in its place why.
const NONE_YET = [];

const rows = new Map(
  read("docs/faults.md")
    .split("\n")
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .filter(([, name]) => /^[NS]\d+$/.test(name))
    .map(([, name, , , tests]) => [name, tests]),
);

const specs = new Map(
  readdirSync(new URL("tests/e2e", root))
    .filter((name) => name.endsWith(".spec.mjs"))
    .map((name) => [name.replace(".spec.mjs", ""), read(`tests/e2e/${name}`)]),
);

// The titles of a spec; what stands in `${}` may be any words that stand in the spec, or numbers.
const titles = (spec) => [...spec.matchAll(/\btest\(\s*(["`])((?:(?!\1)[^\\]|\\.)*)\1/g)].map(([, , title]) => title);
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

function isIn(spec, title) {
  return titles(spec).some((written) => {
    const fixed = written.split(/\$\{(?:[^{}]|\{[^{}]*\})*\}/).map(escaped);
    const filled = new RegExp(`^${fixed.join("(.+)")}$`).exec(title)?.slice(1);
    const known = (text) => text.split(" or ").every((words) => spec.includes(`"${words}"`));
    return filled?.every((text) => known(text) || known(text.replace(/^a /, ""))) ?? false;
  });
}

test("every fault has a row, and every row names its tests or says that there is none yet", () => {
  assert.deepEqual([...rows.keys()], ROWS);
  const without = ROWS.filter((name) => !/^[a-z-]+: "/.test(rows.get(name)));
  assert.deepEqual(without, NONE_YET);
  for (const name of without) assert.match(rows.get(name), /^none yet: ./, name);
});

test("every test that a row names is there", () => {
  for (const [name, tests] of rows) {
    if (NONE_YET.includes(name)) continue;
    const named = [...tests.matchAll(/([a-z-]+): "([^"]+)"/g)];
    assert.equal(named.map(([all]) => all).join("; "), tests, `${name} is a list of tests`);
    for (const [, spec, title] of named) {
      assert.ok(specs.has(spec), `${name}: there is no ${spec}.spec.mjs`);
      assert.ok(isIn(specs.get(spec), title), `${name}: ${spec}.spec.mjs has no test "${title}"`);
    }
  }
});

test("a test that is not there, or whose words are made up, is missed", () => {
  assert.ok(isIn(specs.get("cuts"), "after two parts: the next start has old copy, whole, and goes on from there"));
  assert.ok(!isIn(specs.get("cuts"), "after ten parts: the next start has old copy, whole, and goes on from there"));
  assert.ok(!isIn(specs.get("store"), "a store that was cleared"));
});
