// The seam between wasm-bindgen's glue and the wasm. Leptos brings wasm-streams, whose classes are exported whether
// anyone uses them or not; and each import has a long name with a hash, which both sides say. Here the classes go, and
// with them what only they use; the names become short.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { sharedNames } from "./modules.mjs";

const CUSTOM = 0;
const IMPORTS = 2;
const EXPORTS = 7;
// What remains once classes and names are gone; the first great round was before (modules.mjs).
const OPTIONS = [
  ...["-Oz", "--strip-debug", "--strip-producers", "--enable-bulk-memory", "--enable-nontrapping-float-to-int"],
  ...["--enable-sign-ext", "--enable-mutable-globals", "--enable-reference-types", "--enable-multivalue"],
];

export async function shrink(source, { glue, wasm, more }) {
  const plain = withoutClasses(glue);
  const used = new Set([...plain.matchAll(/\bwasm\.(\w+)/g)].map((match) => match[1]));
  for (const name of more ? await sharedNames(more) : []) used.add(name);
  const names = new Map();
  const sections = sectionsOf(wasm).map(({ id, body }) => {
    if (id === IMPORTS) return { id, body: renameImports(body, names) };
    if (id === EXPORTS) return { id, body: keepExports(body, used) };
    return { id, body };
  });
  const renamed = plain.replace(/(?<!\.)\b__w(?:b|asm_split)\w+/g, (name) => names.get(name) ?? name);
  return { glue: renamed, wasm: await optimised(source, joined(sections)), more };
}

// Every class that the glue exports is a library's: the app has none of its own.
export function withoutClasses(glue) {
  const names = [...glue.matchAll(/^export class (\w+)/gm)].map((match) => match[1]);
  return names.reduce(
    (text, name) =>
      text
        .replace(new RegExp(`^export class ${name} {\\n[^]*?^}\\n`, "m"), "")
        .replace(new RegExp(`^if \\(Symbol.dispose\\) ${name}\\..*\\n`, "m"), "")
        .replace(new RegExp(`^const ${name}Finalization = [^;]*;\\n`, "m"), ""),
    glue,
  );
}

export function sectionsOf(wasm) {
  const sections = [];
  const at = { bytes: wasm, place: 8 };
  while (at.place < wasm.length) {
    const id = wasm[at.place++];
    const length = number(at);
    sections.push({ id, body: wasm.subarray(at.place, (at.place += length)) });
  }
  return sections;
}

// Without what the linker noted for the tool that cuts, which wasm-opt takes for something else.
export function withoutNotes(wasm) {
  const isNote = ({ id, body }) => id === CUSTOM && /^(linking|reloc\.)/.test(text({ bytes: body, place: 0 }));
  return joined(sectionsOf(wasm).filter((section) => !isNote(section)));
}

function joined(sections) {
  const head = Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
  return Buffer.concat([head, ...sections.flatMap(({ id, body }) => [Buffer.from([id, ...leb(body.length)]), body])]);
}

// An import is a module, a name and what it is: only functions come from the glue, each with its type.
function renameImports(body, names) {
  const at = { bytes: body, place: 0 };
  const count = number(at);
  const out = [Buffer.from(leb(count))];
  for (let n = 0; n < count; n += 1) {
    const [module, name] = [text(at), text(at)];
    if (body[at.place] !== 0) throw new Error(`the import ${name} is no function`);
    at.place += 1;
    const short = `_${n.toString(36)}`;
    names.set(name, short);
    out.push(string(module), string(short), Buffer.from([0, ...leb(number(at))]));
  }
  return Buffer.concat(out);
}

function keepExports(body, used) {
  const at = { bytes: body, place: 0 };
  const kept = [];
  for (let left = number(at); left > 0; left -= 1) {
    const name = text(at);
    const kind = body[at.place++];
    const index = number(at);
    if (used.has(name)) kept.push(Buffer.concat([string(name), Buffer.from([kind, ...leb(index)])]));
  }
  return Buffer.concat([Buffer.from(leb(kept.length)), ...kept]);
}

function number(at) {
  let [result, shift, byte] = [0, 1, 0];
  do {
    byte = at.bytes[at.place++];
    result += (byte & 127) * shift;
    shift *= 128;
  } while (byte & 128);
  return result;
}

function leb(value) {
  const bytes = [];
  for (let rest = value; ; ) {
    const byte = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest ? byte | 128 : byte);
    if (!rest) return bytes;
  }
}

function text(at) {
  const length = number(at);
  return at.bytes.toString("utf8", at.place, (at.place += length));
}

const string = (value) => Buffer.concat([Buffer.from(leb(Buffer.byteLength(value))), Buffer.from(value)]);

async function optimised(source, wasm) {
  const folder = await mkdtemp(join(tmpdir(), "pledgebook-"));
  const [before, after] = [join(folder, "before.wasm"), join(folder, "after.wasm")];
  try {
    await writeFile(before, wasm);
    await promisify(execFile)(join(source, "node_modules/.bin/wasm-opt"), [...OPTIONS, before, "-o", after]);
    return await readFile(after);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
