// The only script that stands readable in the single file: once the page is whole it unpacks the app, and hands over to
// the boot script, which is packed with it. What it cannot unpack it says in words. Old-browser JavaScript.
import { add, begin } from "../box.js";
import { crc32, held, utf8 } from "./dense.js";
import { readersLanguage } from "../language.js";
import { unlzma } from "./lzma.js";
import { WORDS } from "./words.js";

var lang = readersLanguage();
var words = WORDS[lang];
var box = document.getElementById("boot");

function say(said) {
  begin(box, lang);
  add(box, "h1", said.title);
  add(box, "p", said.text).setAttribute("role", "alert");
}

// The files of the app: a line that lists their names and sizes, then one after the other.
function filesIn(bytes) {
  var at = 0;
  while (bytes[at] !== 10) at++;
  var files = {};
  var from = at + 1;
  JSON.parse(utf8(bytes.subarray(0, at))).forEach(function (file) {
    files[file[0]] = bytes.subarray(from, (from += file[1]));
  });
  return files;
}

// Nothing where the element is not what was written, as when a server says that the page is UTF-8.
function unpacked() {
  try {
    var element = document.querySelector("[data-file=app]");
    var packed = held(element);
    return crc32(packed) === Number(element.getAttribute("data-crc")) ? filesIn(unlzma(packed)) : null;
  } catch (noElement) {
    return null;
  }
}

function put(tag, text) {
  var element = document.createElement(tag);
  element.textContent = text;
  document.head.appendChild(element);
}

// A file that was cut short has no last element.
function open() {
  if (!document.getElementById("whole")) return say(words.cut);
  var files = unpacked();
  if (!files) return say(words.damaged);
  window.pledgebookFile = {
    names: Object.keys(files),
    bytes: function (name) {
      return files[name];
    },
    text: function (name) {
      return utf8(files[name]);
    },
  };
  // The first style stands in no layer, and would beat the app's.
  var first = document.querySelector("style");
  put("style", utf8(files["app.css"]));
  first.parentNode.removeChild(first);
  box.insertAdjacentHTML("beforebegin", utf8(files["symbols.svg"]));
  put("script", utf8(files["boot.js"]));
  // A browser that takes it for something else than it is refuses it without a word.
  if (!window.pledgebookFile.speaks) say(words.damaged);
}

begin(box, lang);
add(box, "p", words.opening).setAttribute("role", "status");
addEventListener("DOMContentLoaded", open);
