// A wasm from its text, for tests.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

export async function assemble(text) {
  const folder = await mkdtemp(join(tmpdir(), "pledgebook-"));
  const [from, to] = [join(folder, "a.wat"), join(folder, "a.wasm")];
  try {
    await writeFile(from, text);
    await promisify(execFile)(join(process.cwd(), "node_modules/.bin/wasm-as"), [from, "-o", to, "--enable-bulk-memory"]);
    return await readFile(to);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
