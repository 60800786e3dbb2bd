// What the single file is unpacked with: its code for bytes, and LZMA, each against what others packed.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { bytesOf, crc32, utf8 } from "../../boot/file/dense.js";
import { unlzma } from "../../boot/file/lzma.js";
import { lzmaText } from "./lzma/text.mjs";

const folder = new URL("lzma/", import.meta.url);
const fixtures = readdirSync(folder).filter((name) => name.endsWith(".lzma"));
const expected = lzmaText();

assert.equal(fixtures.length, 4);
for (const name of fixtures) {
  test(`what xz packed with ${name.replace(".lzma", "")} comes out the same`, () => {
    assert.ok(expected.equals(Buffer.from(unlzma(readFileSync(new URL(name, folder))))));
  });
}

test("what is damaged or cut ends all the same", () => {
  const packed = readFileSync(new URL(fixtures[0], folder));
  for (let at = 13; at < packed.length; at += 97) {
    const harmed = Buffer.from(packed);
    harmed[at] ^= 0x55;
    assert.equal(unlzma(harmed).length, expected.length);
    assert.equal(unlzma(packed.subarray(0, at)).length, expected.length);
  }
});

// A sign for a byte, as a browser reads windows-1252.
const signs = (bytes) => new TextDecoder("windows-1252").decode(Uint8Array.from(bytes));

test("every sign of windows-1252 is one byte", () => {
  const all = Array.from({ length: 256 }, (_, byte) => byte);
  assert.deepEqual([...bytesOf(signs([0, ...all]), 256)], all);
  assert.deepEqual([...bytesOf(signs([200, ...all]), 256)], all.map((byte) => (byte + 56) % 256), "moved by 200");
});

test("each run has its own number, and the last may be short", () => {
  assert.deepEqual([...bytesOf(signs([1, 1, 2, 2, 2, 3, 5, 5]), 2)], [0, 1, 0, 1, 0]);
  assert.deepEqual([...bytesOf("", 2)], []);
  assert.deepEqual([...bytesOf(signs([1, 1, 2]), 2)], [0, 1]);
});

test("a text that is not what was written comes out as other bytes, not as an error", () => {
  assert.ok(bytesOf("\ufffd\u0416\ufffd", 2).length > 0);
});

test("the sum is gzip's", () => {
  for (const text of ["", "a", "Régionale"]) {
    const packed = gzipSync(text);
    assert.equal(crc32(Buffer.from(text)), packed.readUInt32LE(packed.length - 8), text);
  }
});

test("texts of any length come out of UTF-8", () => {
  const text = "é التعهد 𝄞 ".repeat(900);
  assert.equal(utf8(Buffer.from(text)), text);
});
