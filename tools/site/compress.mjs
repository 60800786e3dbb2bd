// .br and .gz beside every file that gains by it, made once here so that no server has to.
import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const COMPRESSIBLE = /\.(css|html|js|json|svg|txt|wasm|webmanifest)$/;
const SMALLEST = 1000;

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

const brotliOptions = (size) => ({
  params: {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_LGWIN]: 24,
    [constants.BROTLI_PARAM_SIZE_HINT]: size,
  },
});

async function compressFile(path) {
  const bytes = await readFile(path);
  if (bytes.length <= SMALLEST) return;
  const packed = { br: await brotli(bytes, brotliOptions(bytes.length)), gz: await zip(bytes, { level: 9 }) };
  for (const [ending, smaller] of Object.entries(packed)) {
    if (smaller.length < bytes.length) await writeFile(`${path}.${ending}`, smaller);
  }
}

export async function compress(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && COMPRESSIBLE.test(entry.name));
  await Promise.all(files.map((entry) => compressFile(join(entry.parentPath ?? entry.path, entry.name))));
}
