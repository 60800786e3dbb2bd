// The code in which bytes stand in the single file: one sign of windows-1252 for a byte, where base64 takes one and a
// third. In each run of bytes the first sign tells what the others have been moved by, so that none of them is one that a
// page cannot hold or changes: NUL, carriage return, "<". desk/src/dense.rs writes it. Old-browser JavaScript.

// What windows-1252 has in the place of the controls 0x80 to 0x9F; every other sign is its own number.
var ODD = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

function numbersOf(signs) {
  var numbers = {};
  for (var i = 0; i < signs.length; i++) numbers[signs.charCodeAt(i)] = 128 + i;
  return numbers;
}

// The bytes that `text` stands for, in runs of `run` bytes.
export function bytesOf(text, run) {
  var numbers = numbersOf(ODD);
  function next() {
    var sign = text.charCodeAt(at++);
    return sign < 128 ? sign : numbers[sign] || sign;
  }
  var bytes = new Uint8Array(text.length - Math.ceil(text.length / (run + 1)));
  for (var at = 0, to = 0; at < text.length; ) {
    var moved = next();
    for (var end = Math.min(at + run, text.length); at < end; ) bytes[to++] = next() - moved;
  }
  return bytes;
}

// What an element holds.
export function held(element) {
  return bytesOf(element.textContent, Number(element.getAttribute("data-run")));
}

// Bytes as the text that they are in UTF-8.
export function utf8(bytes) {
  var binary = "";
  for (var at = 0; at < bytes.length; at += 4096) binary += String.fromCharCode.apply(null, bytes.subarray(at, at + 4096));
  return decodeURIComponent(escape(binary));
}

// The sum that tells damage: CRC-32, as gzip has it.
export function crc32(bytes) {
  var crc = -1;
  for (var at = 0; at < bytes.length; at++) {
    crc ^= bytes[at];
    for (var bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}
