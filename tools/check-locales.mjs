#!/usr/bin/env node
// Every language has every text of en.json, with the same placeholders, and nothing else.
import { fileURLToPath } from "node:url";
import { forFile, localeProblems, readLocales, SOURCE } from "./site/languages.mjs";

const locales = await readLocales(fileURLToPath(new URL("../locales", import.meta.url)));
const own = await readLocales(fileURLToPath(new URL("../locales/file", import.meta.url)));
const problems = [...localeProblems(locales), ...forFile(locales, own).problems];
if (problems.length > 0) {
  console.error(problems.join("\n"));
  process.exit(1);
}
console.log(`   ${Object.keys(locales).join(", ")}: ${Object.keys(locales[SOURCE]).length} texts each`);
