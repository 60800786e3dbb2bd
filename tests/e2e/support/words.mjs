// The words of the interface, as they stand in the sources.
import { readFileSync } from "node:fs";

export const LANGUAGES = ["en", "fr", "es", "ar"];

const read = (lang) => JSON.parse(readFileSync(new URL(`../../../locales/${lang}.json`, import.meta.url), "utf8"));

export const WORDS = Object.fromEntries(LANGUAGES.map((lang) => [lang, read(lang)]));

// The names by which pages/*.mjs find things, in a language.
export function names(lang) {
  const words = WORDS[lang];
  return { search: words["search.label"], language: words["nav.language"], find: words["find.label"] };
}
