// The first script of the page, in the language of old browsers (esbuild refuses anything newer): it starts the app, and
// speaks in #boot when the app does not come. The app says that it is there by removing #boot. When it breaks later, this
// still stands, as wasm that has panicked can say nothing any more.
import { add, begin } from "./box.js";
import { readersLanguage } from "./language.js";
import { inFile } from "./file/said.js";
import { wordsIn } from "./words.js";
import { fetchAgain, finishReset, removeOnReload, reset, serverAnswers } from "./reset.js";

/* global START, FILES, pledgebookFile, SINGLE: whether this is the script of the single file */
var PATIENCE_MS = 20000;

var lang = readersLanguage();
var words = said();
var box = document.getElementById("boot");
var hasSpoken = false; // that the app did not start
var hasStopped = false; // after it had started

function said() {
  return SINGLE ? inFile(wordsIn(lang), lang) : wordsIn(lang);
}

function isWaiting() {
  return document.getElementById("boot") !== null;
}

function clear() {
  begin(box, lang);
}

function button(parent, text, act) {
  var element = add(parent, "button", text);
  element.type = "button";
  element.className = "btn";
  element.onclick = act;
  return element;
}

function sayOpening() {
  clear();
  add(box, "p", words.opening).setAttribute("role", "status");
}

function setBusy(buttons, busy) {
  for (var i = 0; i < buttons.children.length; i++) buttons.children[i].disabled = busy;
}

function reloadPage(status, buttons) {
  setBusy(buttons, true);
  status.textContent = words.reloading;
  fetchAgain(FILES).then(function () {
    location.reload();
  });
}

function resetApp(status, buttons) {
  setBusy(buttons, true);
  status.textContent = words.resetting;
  serverAnswers().then(function (answers) {
    if (answers) return reset(FILES);
    status.textContent = words.offline;
    setBusy(buttons, false);
  });
}

// `said` is words.slow or words.failed.
function sayTrouble(said, detail) {
  if (!isWaiting() || hasStopped) return;
  hasSpoken = true;
  clear();
  add(box, "h1", said.title);
  add(box, "p", said.text).setAttribute("role", "alert");
  var buttons = add(box, "p");
  var status = add(box, "p");
  status.setAttribute("role", "status");
  button(buttons, words.reload, function () {
    reloadPage(status, buttons);
  }).className = "btn main";
  if (!SINGLE) {
    button(buttons, words.reset, function () {
      resetApp(status, buttons);
    });
    add(box, "p", words.resetMeans);
  }
  if (detail) addDetails(detail);
}

function addDetails(detail) {
  var details = add(box, "details");
  add(details, "summary", words.details);
  var text = [detail, (detail && detail.stack) || "", location.href, navigator.userAgent, START.name];
  var shown = add(details, "pre", text.filter(Boolean).join("\n"));
  shown.dir = "ltr";
  return shown;
}

function link(parent, href, text) {
  add(parent, "a", text).href = href;
}

// Who publishes this feed and how to reach them, if a server tells.
function addPublisher(parent) {
  var request = new XMLHttpRequest();
  request.onload = function () {
    var publisher;
    try {
      publisher = JSON.parse(request.responseText).publisher;
    } catch (notJson) {
      return;
    }
    if (!publisher || !publisher.name) return;
    var line = add(parent, "p", words.publisher + " ");
    if (/^(mailto:|https:\/\/)/.test(publisher.contact)) link(line, publisher.contact, publisher.name);
    else add(line, "span", publisher.name);
  };
  request.open("GET", "feed/manifest.json");
  request.send();
}

function sayUnsupported() {
  clear();
  add(box, "h1", words.unsupported.title);
  add(box, "p", words.unsupported.text).setAttribute("role", "alert");
  if (SINGLE) return;
  link(add(box, "p", words.feed + " "), "feed/manifest.json", "feed/manifest.json");
  addPublisher(box);
}

// The reader has had everything removed: this page does not start again by itself.
function sayRemoved(all) {
  hasSpoken = true;
  clear();
  add(box, "h1", all ? words.removed.title : words.removed.partly);
  add(box, "p", all ? words.removed.text : words.removed.again).setAttribute("role", "status");
}

function isSupported() {
  if (SINGLE && typeof DecompressionStream !== "function") return false;
  return typeof WebAssembly === "object" && typeof WebAssembly.instantiate === "function" && "noModule" in HTMLScriptElement.prototype;
}

// The app was there and has panicked. What it showed stays behind, as it may be read on.
function sayStopped(detail) {
  hasStopped = true;
  lang = document.documentElement.lang; // the reader may have chosen another language since
  words = said();
  box = document.createElement("div");
  box.id = "boot";
  box.className = "boot stopped";
  clear();
  add(box, "h1", words.stopped.title);
  add(box, "p", words.stopped.text).setAttribute("role", "alert");
  var buttons = add(box, "p");
  var status = add(box, "p");
  status.setAttribute("role", "status");
  var reload = button(buttons, words.reload, function () {
    location.reload();
  });
  reload.className = "btn main";
  var shown = addDetails(detail);
  button(buttons, words.copyDetails, function () {
    copyDetails(shown, status);
  });
  document.body.insertBefore(box, document.body.firstChild);
  reload.focus();
}

// Over plain http there is no clipboard: then the text is shown and chosen, and the reader copies it.
function copyDetails(shown, status) {
  function choose() {
    shown.parentNode.open = true;
    getSelection().selectAllChildren(shown);
  }
  if (!navigator.clipboard) return choose();
  navigator.clipboard.writeText(shown.textContent).then(function () {
    status.textContent = words.copied;
  }, choose);
}

// A panic in wasm comes to light in one of the two events that browsers have for errors, wherever it happens; the app's
// panic hook sends its words ahead in a third.
function onPanic(detail) {
  if (hasStopped) return;
  if (isWaiting()) sayTrouble(words.failed, detail);
  else sayStopped(detail);
}

function watch() {
  setTimeout(function () {
    if (!hasSpoken) sayTrouble(words.slow);
  }, PATIENCE_MS);
  addEventListener("pledgebook:boot-failed", function (event) {
    sayTrouble(words.failed, event.detail);
  });
  addEventListener("pledgebook:panic", function (event) {
    onPanic(event.detail);
  });
  addEventListener("pledgebook:reset", function () {
    serverAnswers().then(function (answers) {
      if (answers) reset(FILES);
      else dispatchEvent(new CustomEvent("pledgebook:reset-refused"));
    });
  });
  addEventListener("pledgebook:remove", function (event) {
    removeOnReload(event.detail);
  });
  addEventListener("error", function (event) {
    if (event.error instanceof WebAssembly.RuntimeError) onPanic(event.error);
  });
  addEventListener("unhandledrejection", function (event) {
    if (event.reason instanceof WebAssembly.RuntimeError) onPanic(event.reason);
  });
}

function start() {
  var script = document.createElement("script");
  script.type = "module";
  if (SINGLE) {
    // It stands in the page; the policy knows it by its hash.
    script.textContent = pledgebookFile.text(START.name);
    return document.head.appendChild(script);
  }
  script.src = START.name;
  script.integrity = START.integrity;
  script.onerror = function () {
    sayTrouble(words.failed, START.name);
  };
  document.head.appendChild(script);
}

if (SINGLE) pledgebookFile.speaks = true;
if (isSupported()) {
  sayOpening();
  watch();
  finishReset(start, sayRemoved);
} else {
  sayUnsupported();
}
