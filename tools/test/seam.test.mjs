import assert from "node:assert/strict";
import { test } from "node:test";
import { shrink, withoutClasses, withoutNotes } from "../site/seam.mjs";

const GLUE = `export class Sink {
    free() {
        wasm.__wbg_sink_free(1);
    }
}
if (Symbol.dispose) Sink.prototype[Symbol.dispose] = Sink.prototype.free;
function __wbg_get_imports() {
    const import0 = {
        __wbg_tell_0123456789abcdef: function(arg0) { tell(arg0); },
    };
    return { "./app_bg.js": import0 };
}
const SinkFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_sink_free(ptr, 1));
let run = () => wasm.main();
`;

// (module (import "./app_bg.js" "__wbg_tell_0123456789abcdef" (func (param i32)))
//   (func (export "main") (call 0 (i32.const 7))) (func (export "__wbg_sink_free") (call 0 (i32.const 8))))
function wasm() {
  const name = (text) => [text.length, ...Buffer.from(text)];
  const section = (id, bytes) => [id, bytes.length, ...bytes];
  return Buffer.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [2, 0x60, 1, 0x7f, 0, 0x60, 0, 0]),
    ...section(2, [1, ...name("./app_bg.js"), ...name("__wbg_tell_0123456789abcdef"), 0, 0]),
    ...section(3, [2, 1, 1]),
    ...section(7, [2, ...name("main"), 0, 1, ...name("__wbg_sink_free"), 0, 2]),
    ...section(10, [2, 6, 0, 0x41, 7, 0x10, 0, 0x0b, 6, 0, 0x41, 8, 0x10, 0, 0x0b]),
  ]);
}

test("what the glue exports for nobody goes, and with it what only that uses", async () => {
  const { glue, wasm: small } = await shrink(process.cwd(), { glue: GLUE, wasm: wasm() });
  assert.doesNotMatch(glue, /Sink|sink/);
  const module = await WebAssembly.compile(small);
  assert.deepEqual(WebAssembly.Module.exports(module).map((e) => e.name), ["main"]);
});

test("both sides say the same short names, and the wasm runs with them", async () => {
  const { glue, wasm: small } = await shrink(process.cwd(), { glue: GLUE, wasm: wasm() });
  const told = [];
  const imports = new Function("tell", `let wasm; ${glue}; return __wbg_get_imports();`)((n) => told.push(n));
  const { instance } = await WebAssembly.instantiate(small, imports);
  instance.exports.main();
  assert.deepEqual(told, [7]);
  assert.ok(!glue.includes("0123456789abcdef"));
});

test("a glue without classes stays as it is", () => {
  assert.equal(withoutClasses("let wasm;\n"), "let wasm;\n");
});

test("what the linker noted for the cut goes, and nothing else", async () => {
  const custom = (name) => [0, name.length + 2, name.length, ...Buffer.from(name), 7];
  const noted = Buffer.concat([wasm(), Buffer.from([...custom("linking"), ...custom("reloc.CODE"), ...custom("relocated")])]);
  const plain = await WebAssembly.compile(withoutNotes(noted));
  const sections = (name) => WebAssembly.Module.customSections(plain, name).length;
  assert.deepEqual(["linking", "reloc.CODE", "relocated"].map(sections), [0, 0, 1]);
  assert.equal(WebAssembly.Module.exports(plain).length, 2);
});
