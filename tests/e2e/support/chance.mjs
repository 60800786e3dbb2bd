// Numbers that look like chance and are the same for the same seed (mulberry32).
export class Chance {
  constructor(seed) {
    this.state = (seed * 2_654_435_761) >>> 0;
  }

  // A whole number below n.
  below(n) {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % n;
  }

  pick(things) {
    return things[this.below(things.length)];
  }
}
