// The folder that the site is made in, and how its files are named.
import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, parse } from "node:path";

// The name says what is inside, so such a file never changes: a page and a wasm of two versions cannot meet (S8).
export const IMMUTABLE = /-[0-9a-f]{16}\.[a-z]+$/;

export function hashedName(name, bytes) {
  const { dir, name: stem, ext } = parse(name);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 16);
  return join(dir, `${stem}-${hash}${ext}`);
}

export const integrity = (bytes) => `sha384-${createHash("sha384").update(bytes).digest("base64")}`;

export class Site {
  constructor(source, staging) {
    this.source = source;
    this.staging = staging;
  }

  at(name) {
    return join(this.staging, name);
  }

  async write(name, bytes) {
    await mkdir(dirname(this.at(name)), { recursive: true });
    await writeFile(this.at(name), bytes);
  }

  // Writes a file under its hashed name; what it returns is what the page says of it.
  async add(name, bytes) {
    const hashed = hashedName(name, bytes);
    await this.write(hashed, bytes);
    return { name: hashed, integrity: integrity(bytes) };
  }
}
