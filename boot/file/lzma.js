// Unpacks the app of the single file, which desk/src/single.rs packs: LZMA with its header of 13 bytes, of which the size
// must be known. By hand, as the library for it is five times as long (docs/architecture.md). What is damaged is told by a
// sum before this; here it only cannot run on for ever. Old-browser JavaScript.

var STATES = 12;
var POSITIONS = 16;
// Where each kind of model begins. A length has its two choices, then trees for each position, then one for the long ones.
var IS_MATCH = 0;
var IS_REP = IS_MATCH + STATES * POSITIONS;
var IS_REP0_LONG = IS_REP + STATES * 4; // after the four that choose which distance is taken again
var SLOTS = IS_REP0_LONG + STATES * POSITIONS;
var FAR = SLOTS + 4 * 64;
var ALIGN = FAR + 128;
var LENGTH = ALIGN + 16;
var LENGTH_SIZE = 2 + 2 * POSITIONS * 8 + 256;
var LITERAL = LENGTH + 2 * LENGTH_SIZE;

export function unlzma(packed) {
  var lc = packed[0] % 9;
  var lp = Math.floor(packed[0] / 9) % 5;
  var pb = Math.floor(packed[0] / 45);
  var size = packed[5] + packed[6] * 0x100 + packed[7] * 0x10000 + packed[8] * 0x1000000;
  var out = new Uint8Array(size);
  var models = new Uint16Array(LITERAL + (0x300 << (lc + lp)));
  for (var i = 0; i < models.length; i++) models[i] = 1024;
  var range = -1 >>> 0;
  var code = 0;
  var from = 14; // the first byte of what is packed is nothing
  while (from < 18) code = ((code << 8) | packed[from++]) >>> 0;

  function narrow() {
    if (range >= 0x1000000) return;
    range = (range << 8) >>> 0;
    code = ((code << 8) | packed[from++]) >>> 0;
  }

  function bit(model) {
    var chance = models[model];
    var bound = (range >>> 11) * chance;
    if (code < bound) {
      range = bound;
      models[model] = chance + ((2048 - chance) >> 5);
      narrow();
      return 0;
    }
    range -= bound;
    code -= bound;
    models[model] = chance - (chance >> 5);
    narrow();
    return 1;
  }

  function evenBits(count) {
    var value = 0;
    while (count-- > 0) {
      range >>>= 1;
      var one = code >= range ? 1 : 0;
      if (one) code -= range;
      value = value * 2 + one;
      narrow();
    }
    return value;
  }

  function tree(model, bits) {
    var node = 1;
    for (var n = 0; n < bits; n++) node = node * 2 + bit(model + node);
    return node - (1 << bits);
  }

  function reversed(model, bits) {
    var node = 1;
    var value = 0;
    for (var n = 0; n < bits; n++) {
      var one = bit(model + node);
      node = node * 2 + one;
      value |= one << n;
    }
    return value;
  }

  function length(model, position) {
    if (!bit(model)) return 2 + tree(model + 2 + position * 8, 3);
    if (!bit(model + 1)) return 10 + tree(model + 2 + (POSITIONS + position) * 8, 3);
    return 18 + tree(model + 2 + 2 * POSITIONS * 8, 8);
  }

  // How far back what is copied begins; 0 is the byte before.
  function distance(copied) {
    var slot = tree(SLOTS + Math.min(copied - 2, 3) * 64, 6);
    if (slot < 4) return slot;
    var bits = (slot >> 1) - 1;
    var base = (2 | (slot & 1)) * Math.pow(2, bits);
    if (slot < 14) return base + reversed(FAR + base - slot, bits);
    return base + evenBits(bits - 4) * 16 + reversed(ALIGN, 4);
  }

  function literal(at, before, matched) {
    var model = LITERAL + 0x300 * (((at & ((1 << lp) - 1)) << lc) + (before >> (8 - lc)));
    var node = 1;
    // After a copy the byte that would have followed is a hint, as long as it is right.
    for (var hint = matched; hint >= 0 && node < 0x100; hint <<= 1) {
      var expected = (hint >> 7) & 1;
      var one = bit(model + 0x100 + expected * 0x100 + node);
      node = node * 2 + one;
      if (one !== expected) break;
    }
    while (node < 0x100) node = node * 2 + bit(model + node);
    return node;
  }

  var state = 0;
  var near = [0, 0, 0, 0];

  // Which of the last four distances is taken again; it becomes the first of them.
  function takesNearest() {
    if (!bit(IS_REP + STATES + state)) return true;
    var which = !bit(IS_REP + 2 * STATES + state) ? 1 : !bit(IS_REP + 3 * STATES + state) ? 2 : 3;
    near.unshift(near.splice(which, 1)[0]);
    return false;
  }

  for (var at = 0; at < size; ) {
    var position = at & ((1 << pb) - 1);
    if (!bit(IS_MATCH + state * POSITIONS + position)) {
      out[at] = literal(at, at > 0 ? out[at - 1] : 0, state < 7 ? -1 : out[at - near[0] - 1]);
      at++;
      state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
      continue;
    }
    var copied = 1;
    if (!bit(IS_REP + state)) {
      copied = length(LENGTH, position);
      near = [distance(copied), near[0], near[1], near[2]];
      state = state < 7 ? 7 : 10;
    } else if (takesNearest() && !bit(IS_REP0_LONG + state * POSITIONS + position)) {
      state = state < 7 ? 9 : 11;
    } else {
      copied = length(LENGTH + LENGTH_SIZE, position);
      state = state < 7 ? 8 : 11;
    }
    for (var end = Math.min(at + copied, size); at < end; at++) out[at] = out[at - near[0] - 1];
  }
  return out;
}
