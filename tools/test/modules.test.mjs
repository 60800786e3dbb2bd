import assert from "node:assert/strict";
import { test } from "node:test";
import { flags } from "../site/wasm-opt.mjs";
import { check, sharedNames } from "../site/modules.mjs";
import { shrink } from "../site/seam.mjs";
import { assemble } from "./wasm.mjs";

const SHARED = '(import "__wasm_split" "memory" (memory 1)) (import "__wasm_split" "table" (table 2 funcref))';
const FIRST = `(module (type $say (func (result i32)))
  (memory (export "memory") 1) (table (export "table") 2 funcref)
  (func (export "main") (result i32) (call_indirect (type $say) (i32.const 1)))
  (func (export "other")))`;
const MORE = `(module (type $say (func (result i32))) ${SHARED}
  (elem (i32.const 1) $page) (data (i32.const 8) "\\2a")
  (func $page (type $say) (i32.load (i32.const 8))))`;

test("the second module's functions and data come into the first one's table and memory", async () => {
  const [wasm, more] = await Promise.all([assemble(FIRST), assemble(MORE)]);
  await check(wasm, more);
  const small = await shrink(process.cwd(), { glue: "let go = () => wasm.main();\n", wasm, more });
  assert.equal(small.more, more);
  const { instance } = await WebAssembly.instantiate(small.wasm);
  assert.deepEqual(Object.keys(instance.exports).sort(), ["main", "memory", "table"], "what neither glue nor module needs is gone");
  assert.throws(() => instance.exports.main(), WebAssembly.RuntimeError);
  await WebAssembly.instantiate(small.more, { __wasm_split: instance.exports });
  assert.equal(instance.exports.main(), 42);
});

test("a second module that wants something of the browser is refused", async () => {
  const more = await assemble(`(module ${SHARED} (import "./app_bg.js" "__wbg_tell" (func)))`);
  await assert.rejects(sharedNames(more), /only the first can have: __wbg_tell/);
});

test("an empty second module, and one that wants what is not offered, are refused", async () => {
  await assert.rejects(sharedNames(await assemble("(module)")), /the second module is empty/);
  const more = await assemble(MORE);
  await assert.rejects(check(await assemble('(module (memory (export "memory") 1))'), more), /does not offer the second: table/);
});

test("wasm-opt's flags are read without their comment", async () => {
  const read = await flags(process.cwd());
  assert.ok(read.length > 10);
  assert.deepEqual(read.filter((flag) => !/^(-|\d+$)/.test(flag)), []);
});
