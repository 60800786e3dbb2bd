// The app's two modules. What the linker made is one wasm with notes on what in it refers to what (build.rs asks for
// them). wasm-split-cli takes from it whatever only the pages of src/pages/more.rs need; wasm-bindgen then makes the
// glue for what is left, and wasm-opt makes each small.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { flags } from "./wasm-opt.mjs";

const run = promisify(execFile);

// What the second module takes from the first is there under this name: memory, table, stack pointer.
export const SHARED = "__wasm_split";

const linked = (source) => join(process.env.CARGO_TARGET_DIR ?? join(source, "target"), "wasm32-unknown-unknown/wasm/pledgebook.wasm");

// Gives the glue, the first module and the second.
export async function splitApp(source) {
  const folder = await mkdtemp(join(tmpdir(), "pledgebook-"));
  const at = (name) => join(folder, name);
  try {
    await run("wasm-split-cli", [linked(source), folder]);
    // By itself wasm-bindgen would drop the table that the second module needs.
    await run("wasm-bindgen", [at("main.wasm"), "--target", "web", "--no-typescript", "--keep-lld-exports", "--out-dir", folder, "--out-name", "app"]);
    const small = await flags(source);
    await run("wasm-opt", [...small, at("app_bg.wasm"), "-o", at("app.wasm")]);
    await run("wasm-opt", [...small, at("split_more.wasm"), "-o", at("more.wasm")]);
    const [glue, wasm, more] = await Promise.all([readFile(at("app.js"), "utf8"), readFile(at("app.wasm")), readFile(at("more.wasm"))]);
    await check(wasm, more);
    return { glue, wasm, more };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

// A seam that the tool does not find any more would not fail by itself: then everything is in the first module.
export async function check(wasm, more) {
  const shared = await sharedNames(more);
  const [module, second] = await Promise.all([WebAssembly.compile(wasm), WebAssembly.compile(more)]);
  const offered = new Set(WebAssembly.Module.exports(module).map(({ name }) => name));
  const lacking = shared.filter((name) => !offered.has(name));
  if (lacking.length > 0) throw new Error(`the first module does not offer the second: ${lacking.join(", ")}`);
  if (WebAssembly.Module.exports(second).length > 0) throw new Error("the second module is to be reached by the table alone");
}

// The names of what the second module takes from the first, which is all that it takes.
export async function sharedNames(more) {
  const imports = WebAssembly.Module.imports(await WebAssembly.compile(more));
  const others = imports.filter(({ module }) => module !== SHARED);
  if (others.length > 0) throw new Error(`the second module wants what only the first can have: ${others.map(({ name }) => name).join(", ")}`);
  if (!imports.some(({ kind }) => kind === "memory")) throw new Error("the second module is empty: see src/pages/split.rs");
  return imports.map(({ name }) => name);
}
