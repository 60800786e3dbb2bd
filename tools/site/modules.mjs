// The app's two modules. What the linker made is one wasm with notes on what in it refers to what (build.rs asks for
// them). wasm-split-cli takes from it whatever only the pages of src/pages/more.rs need; wasm-bindgen then makes the
// glue for what is left, and wasm-opt makes each small.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { flags } from "./wasm-opt.mjs";
import { withoutNotes } from "./seam.mjs";

const run = promisify(execFile);

// What the second module takes from the first is there under this name: memory, table, stack pointer.
export const SHARED = "__wasm_split";

// What stands in the place of the second module before the app is cut: src/pages/split.rs.
const PLACEHOLDER = "__wasm_split_placeholder__";

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

// Gives the glue and the wasm of the same app as one module, which packs smaller than two: for the single file.
export async function wholeApp(source) {
  const folder = await mkdtemp(join(tmpdir(), "pledgebook-"));
  const at = (name) => join(folder, name);
  try {
    await run("wasm-bindgen", [linked(source), "--target", "web", "--no-typescript", "--out-dir", folder, "--out-name", "app"]);
    await writeFile(at("plain.wasm"), withoutNotes(await readFile(at("app_bg.wasm"))));
    await run("wasm-opt", [...(await flags(source)), at("plain.wasm"), "-o", at("app.wasm")]);
    const [glue, wasm] = await Promise.all([readFile(at("app.js"), "utf8"), readFile(at("app.wasm"))]);
    return { glue: closed(glue, wasm), wasm };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

// Where the modules would be cut, the one is called by the other through the glue: here it calls itself.
function closed(glue, wasm) {
  const calls = WebAssembly.Module.imports(new WebAssembly.Module(wasm)).filter(({ module }) => module === PLACEHOLDER);
  const itself = calls.map(({ name }) => `${name}: (...all) => wasm.${name.replace("_import_", "_export_")}(...all)`);
  const mark = new RegExp(`^import \\* as (\\w+) from "${PLACEHOLDER}"$`, "m");
  const named = glue.match(mark)?.[1];
  if (!named || calls.length === 0) throw new Error("the glue of the whole app has no seam: see src/pages/split.rs");
  return glue.replace(mark, `const ${named} = { ${itself.join(", ")} };`);
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
