// The box in which the page speaks before there is an app, and after. Old-browser JavaScript.
import { direction } from "./language.js";

export function add(parent, tag, text) {
  var element = document.createElement(tag);
  if (text) element.appendChild(document.createTextNode(text));
  parent.appendChild(element);
  return element;
}

// Empties the box for what is said in a language.
export function begin(box, lang) {
  while (box.firstChild) box.removeChild(box.firstChild);
  box.lang = lang;
  box.dir = direction(lang);
  add(box, "p", "Pledgebook").className = "boot-name";
}
