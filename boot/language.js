// Which language speaks before there is an app. Old-browser JavaScript.

var LANGUAGES = ["en", "fr", "es", "ar"];

// The language in the address, else the one chosen on this device, else the first of the reader's that we have, else
// English: as src/state/language.rs chooses.
export function choose(query, chosen, languages) {
  var named = /[?&]lang=([A-Za-z]+)/.exec(query);
  var wanted = [named ? named[1] : "", chosen || ""].concat([].slice.call(languages));
  for (var i = 0; i < wanted.length; i++) {
    var lang = wanted[i].split(/[-_]/)[0].toLowerCase();
    if (LANGUAGES.indexOf(lang) >= 0) return lang;
  }
  return "en";
}

// The app keeps this one setting where it is at hand at once: src/browser/settings.rs.
function chosenLanguage() {
  try {
    return localStorage.getItem("pledgebook.language");
  } catch (noStorage) {
    return null;
  }
}

export function readersLanguage() {
  return choose(location.search, chosenLanguage(), navigator.languages || [navigator.language || ""]);
}

export function direction(lang) {
  return lang === "ar" ? "rtl" : "ltr";
}
