// How wasm-opt is told to make things small: tools/wasm-opt.flags, which the bench reads, too.
import { readFile } from "node:fs/promises";
import { join } from "node:path";

export async function flags(source) {
  const text = await readFile(join(source, "tools/wasm-opt.flags"), "utf8");
  return text.replace(/^#.*$/gm, "").split(/\s+/).filter(Boolean);
}
