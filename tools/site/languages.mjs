// The interface's languages. Sources are locales/<lang>.json, flat objects; a reader gets one array of texts in the
// alphabetical order of the keys, which is the order in which build.rs numbers the messages of the same file.
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

export const SOURCE = "en";

// Of such keys all sorters of strings think alike.
const KEY = /^[a-z][a-z0-9.-]*$/;

export async function readLocales(folder) {
  const files = (await readdir(folder)).filter((name) => name.endsWith(".json")).sort();
  const locales = {};
  for (const file of files) {
    const text = await readFile(join(folder, file), "utf8");
    locales[file.slice(0, -".json".length)] = parseLocale(text, file);
  }
  return locales;
}

// As JSON.parse, but a key that stands twice is an error: the second would win here and the first in another reader.
export function parseLocale(text, file) {
  const keys = [...text.matchAll(/^\s*"((?:[^"\\]|\\.)*)"\s*:/gm)].map(([, key]) => key);
  const twice = keys.find((key, at) => keys.indexOf(key) !== at);
  if (twice !== undefined) throw new Error(`locales/${file}: "${twice}" stands twice`);
  return JSON.parse(text);
}

// All that is wrong with the locales. `forBuild` leaves out what a translation under way may still lack: plural forms.
export function localeProblems(locales, { forBuild = false } = {}) {
  const source = locales[SOURCE];
  if (!source) return [`locales/${SOURCE}.json is missing`];
  return Object.entries(locales).flatMap(([lang, locale]) => [
    ...keyProblems(lang, locale, source),
    ...textProblems(lang, locale, source, (text, english) => [
      ...placeholderProblems(text, english),
      ...(forBuild ? [] : readMessage(text).plurals.flatMap((forms) => pluralProblems(lang, forms))),
    ]),
  ]);
}

function keyProblems(lang, locale, source) {
  const say = (text) => `locales/${lang}.json: ${text}`;
  return [
    ...Object.keys(source).filter((key) => !(key in locale)).map((key) => say(`"${key}" is missing`)),
    ...Object.keys(locale).filter((key) => !(key in source)).map((key) => say(`"${key}" is not in ${SOURCE}.json`)),
    ...Object.keys(locale).filter((key) => !KEY.test(key)).map((key) => say(`"${key}" is no key: small letters, digits, "." and "-"`)),
  ];
}

function textProblems(lang, locale, source, check) {
  return Object.entries(locale).flatMap(([key, text]) => {
    const say = (what) => `locales/${lang}.json: "${key}" ${what}`;
    if (typeof text !== "string") return [say("is no string")];
    if (text.trim() === "") return [say("is empty")];
    if (text !== text.normalize("NFC")) return [say("is not in Unicode form C")];
    try {
      return check(text, source[key] ?? text).map(say);
    } catch (error) {
      return [say(error.message)];
    }
  });
}

function placeholderProblems(text, english) {
  const [own, expected] = [text, english].map((message) => [...readMessage(message).names].sort().join(" "));
  return own === expected ? [] : [`has the placeholders "${own}", ${SOURCE}.json "${expected}"`];
}

// A number without a form of its own takes "other"; where the language has another form for it, that would be wrong.
// Two may be left to "other": "zero", and the "many" of French and Spanish, which is for millions.
function pluralProblems(lang, forms) {
  const rules = new Intl.PluralRules(lang);
  const own = rules.resolvedOptions().pluralCategories;
  const unknown = forms.filter((form) => !own.includes(form) && !/^=\d+$/.test(form));
  const lacking = ["other", ...[1, 2, 3, 11].map((n) => rules.select(n))].filter((form) => !isCovered(form, forms, rules));
  return [
    ...unknown.map((form) => `has the plural form "${form}", which ${lang} has not`),
    ...[...new Set(lacking)].map((form) => `lacks the plural form "${form}"`),
  ];
}

// By itself, or by "=1" or "=2" where the form is for that number alone.
function isCovered(form, forms, rules) {
  const isForAlone = (n) => rules.select(n) === form && rules.select(n + 100) !== form;
  return forms.includes(form) || [1, 2].some((n) => isForAlone(n) && forms.includes(`=${n}`));
}

// The names of a message's placeholders, `{name}` and `{n, plural, one {…} other {…}}`, and the forms of its plurals.
// The grammar is that of src/words/message.rs.
export function readMessage(text) {
  const found = { names: new Set(), plurals: [] };
  let at = 0;
  function plainText(inside) {
    while (at < text.length) {
      if (text[at] === "}") {
        if (inside) return;
        throw new Error("closes a brace that was never opened");
      }
      if (text[at++] === "{") placeholder();
    }
    if (inside) throw new Error("leaves a brace open");
  }
  function placeholder() {
    const [head, name, plural] = /^\s*([\w-]+)\s*(?:,\s*(plural)\s*,)?/.exec(text.slice(at)) ?? [];
    if (head === undefined) throw new Error("has braces without a name");
    found.names.add(name);
    at += head.length;
    if (plural) found.plurals.push(choices());
    if (text[at++] !== "}") throw new Error(`does not close the braces of "${name}"`);
  }
  function choices() {
    const forms = [];
    for (let form; (form = /^\s*(=\d+|\w+)\s*\{/.exec(text.slice(at))); forms.push(form[1])) {
      at += form[0].length;
      plainText(true);
      at += 1;
    }
    at += /^\s*/.exec(text.slice(at))[0].length;
    return forms;
  }
  plainText(false);
  return found;
}

// How the keys begin of texts that come with the second module.
export async function readLater(folder) {
  const lines = (await readFile(join(folder, "later.txt"), "utf8")).split("\n");
  return lines.filter((line) => line.trim() !== "" && !line.startsWith("#"));
}

// What a book in a file says otherwise: locales/file/*.json have texts for some of the keys, and the same keys in every
// language. Gives the whole languages with those texts in their places, and all that is wrong with them.
export function forFile(locales, own) {
  const source = own[SOURCE] ?? {};
  const say = (problems) => problems.map((problem) => problem.replace(/^locales\//, "locales/file/"));
  const unknown = Object.keys(source).filter((key) => !(key in locales[SOURCE]));
  const lacking = Object.keys(locales).filter((lang) => !(lang in own));
  const merged = Object.fromEntries(Object.entries(locales).map(([lang, locale]) => [lang, { ...locale, ...own[lang] }]));
  const problems = [
    ...unknown.map((key) => `locales/file/${SOURCE}.json: "${key}" is not in locales/${SOURCE}.json`),
    ...lacking.map((lang) => `locales/file/${lang}.json is missing`),
    ...say(lacking.length > 0 ? [] : localeProblems(own)),
    // Placeholders are those of the text that gives way.
    ...say(unknown.length > 0 ? [] : textProblems(SOURCE, source, locales[SOURCE], placeholderProblems)),
  ];
  return { locales: merged, problems };
}

// The files of all languages: {"en": bytes, "later-en": bytes, …}.
export function languageFiles(locales, later) {
  const problems = localeProblems(locales, { forBuild: true });
  if (problems.length > 0) throw new Error(problems.join("\n"));
  const keys = Object.keys(locales[SOURCE]).sort();
  const isLater = (key) => later.some((start) => key.startsWith(start));
  const texts = (locale, own) => Buffer.from(JSON.stringify(keys.filter(own).map((key) => locale[key])));
  return Object.fromEntries(
    Object.entries(locales).flatMap(([lang, locale]) => [
      [lang, texts(locale, (key) => !isLater(key))],
      [`later-${lang}`, texts(locale, isLater)],
    ]),
  );
}

// Writes i18n/<lang>-<hash>.json and i18n/later-<lang>-<hash>.json for each language; returns {lang: path, later-lang: path}
// for the page's <meta name="pledgebook-i18n">.
export async function writeLanguages(site, locales, later) {
  const paths = {};
  for (const [name, bytes] of Object.entries(languageFiles(locales, later))) {
    paths[name] = (await site.add(`i18n/${name}.json`, bytes)).name;
  }
  return paths;
}
