// What the fixtures in this folder hold, packed by xz (`xz --format=lzma --lzma1=preset=9e,lc=4,lp=0,pb=0`; the size was then
// written into the header, where xz leaves it out): a text that makes a packer do all that it can. Repeats near and far, the
// same distance again, single bytes taken again, and bytes that repeat nothing. The same each time.
export function lzmaText() {
  let state = 1;
  const chance = (below) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const pieces = [];
  for (let n = 0; n < 400; n++) {
    const kind = chance(8);
    const before = Buffer.concat(pieces);
    if (kind < 2 || before.length < 64) pieces.push(Buffer.from(Array.from({ length: 1 + chance(4) }, () => chance(256))));
    else if (kind === 2) pieces.push(Buffer.alloc(1 + chance(400), chance(256)));
    else {
      // One in four is a copy with a byte changed, so that its second half is the same distance again.
      const from = chance(before.length - 32);
      const copy = Buffer.from(before.subarray(from, from + 2 + chance(300)));
      if (kind > 5) copy[copy.length >> 1] ^= 1;
      pieces.push(copy);
    }
  }
  return Buffer.concat(pieces);
}
