// The promise that `make test` ends in failure whenever anything in it fails.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const env = fileURLToPath(new URL("../env.sh", import.meta.url));
const bash = (script) => spawnSync("bash", ["-c", `source "${env}"; ${script}`], { encoding: "utf8" });

test("a stage ends with the first of its commands that fails, and so does the run", () => {
  const run = bash("work() { echo one; (exit 3); echo two; }; stage Work work; echo after");
  assert.equal(run.status, 3);
  assert.match(run.stdout, /== Work\none\n$/);
  assert.match(run.stderr, /FAILED: Work/);
});

test("a stage that passes says how long it took", () => {
  const run = bash("work() { true; }; stage Work work; echo after");
  assert.equal(run.status, 0);
  assert.match(run.stdout, /Work: \d+ s\nafter/);
});

test("versions are read from Cargo.lock", () => {
  assert.match(bash("locked wasm-bindgen").stdout, /^\d+\.\d+\.\d+\n$/);
});
