// single.template and single.app: what `desk single-file` makes one page of that needs nothing beside it. The template is
// the page without its contents: what unpacks them, and what the boot box looks like until then. It is plain ASCII, as the
// page is in windows-1252, in which the desk writes the app and the feed with one sign for a byte (boot/file/dense.js). The
// desk knows four marks in it, which desk/src/single.rs checks: HOME, APP, FEED, END. single.app is all of the app's files
// behind a line that names them (boot/file/open.js reads it), which the desk packs as one.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { bundleBoot, bundleOpen, bundleStart } from "./scripts.mjs";
import { bundleStyles } from "./styles.mjs";
import { forFile, languageFiles, readLater, readLocales } from "./languages.mjs";
import { escape, MARKS, NOTE, replaceOnce, withoutComments } from "./page.mjs";

export const HOME = '<meta name="pledgebook-file" content="">';
export const APP = "<!--app-->";
export const FEED = "<!--feed-->";
export const END = '<span id="whole" hidden></span>';

const WASM = "app.wasm";
const START = "start.js";

const text = (bytes) => Buffer.from(bytes).toString("utf8");
const hash = (content) => `'sha256-${createHash("sha256").update(content).digest("base64")}'`;

// Nothing may be fetched at all, and no script or style may stand there but these.
export const policy = (scripts, styles) =>
  [
    "default-src 'none'",
    `script-src ${scripts.map(hash).join(" ")} 'wasm-unsafe-eval'`,
    `style-src ${styles.map(hash).join(" ")}`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");

// A script or style may hold nothing that would end its element, or begin what ends elsewhere.
function harmless(content, ...ends) {
  const found = ends.find((end) => content.toLowerCase().includes(end));
  if (found) throw new Error(`what is to stand in the page holds ${found}`);
  return content;
}

// The symbols, which nobody sees before the app is unpacked.
const SYMBOLS = /<svg [^]*?<\/svg>\n/;

const inAscii = (html) => html.replace(/[^\0-\x7f]/gu, (sign) => `&#${sign.codePointAt(0)};`);

function asciiOnly(content) {
  if (/[^\0-\x7f]/.test(content)) throw new Error("what is to stand in the page as it is must be ASCII");
  return content;
}

export function archive(files) {
  const bytes = Object.values(files).map((file) => Buffer.from(file));
  const list = Object.keys(files).map((name, n) => [name, bytes[n].length]);
  return Buffer.concat([Buffer.from(`${JSON.stringify(list)}\n`), ...bytes]);
}

// `page` is index.html as it stands in the sources. `open` and `first` stand in the page as they are; `packed` are the
// scripts and the style that will be put there once they are unpacked.
export function singlePage(page, { open, first, packed, icon, languages }) {
  const allowed = policy([open, packed.boot, packed.start], [first, packed.styles]);
  const head = [
    `<meta http-equiv="Content-Security-Policy" content="${escape(allowed)}">`,
    `<meta name="pledgebook-i18n" content="${escape(JSON.stringify(languages))}">`,
    HOME,
  ];
  const own = `<link rel="icon" type="image/svg+xml" href="data:image/svg+xml;base64,${icon.toString("base64")}">`;
  const html = inAscii(withoutComments(replaceOnce(page, MARKS.boot, "@@body@@")))
    .replace(page.match(NOTE)[0], "")
    .replace(SYMBOLS, "")
    .replace(/^.*<link rel="(icon|apple-touch-icon|manifest)".*\n/gm, "")
    .replace(/^.*<p>Without them, the pledges can be read as data:.*\n/m, "")
    .replace(/^ +/gm, "");
  const marks = [
    [`<meta charset="utf-8">`, [`<meta charset="windows-1252">`, ...head].join("\n")],
    [MARKS.style, `<style>${asciiOnly(first)}</style>\n${own}`],
    ["@@body@@", [`<script>${asciiOnly(open)}</script>`, APP, FEED, END].join("\n")],
  ];
  return marks.reduce((all, [mark, by]) => replaceOnce(all, mark, by), html);
}

export async function writeSingle(site, page, { glue, wasm, styles }) {
  const locales = await readLocales(join(site.source, "locales"));
  const own = forFile(locales, await readLocales(join(site.source, "locales/file")));
  if (own.problems.length > 0) throw new Error(own.problems.join("\n"));
  const texts = languageFiles(own.locales, await readLater(join(site.source, "locales")));
  const languages = Object.fromEntries(Object.keys(texts).map((name) => [name, `i18n/${name}.json`]));
  const start = text(await bundleStart(site, { glue, single: true, wasm: { name: WASM } })).trim();
  const boot = text(await bundleBoot(site, { start: { name: START }, files: [], single: true })).trim();
  const css = text(styles).trim();
  const open = harmless(text(await bundleOpen(site)).trim(), "</script", "<!--");
  const first = harmless(text(await bundleStyles(site.source, "file.css")).trim(), "</style");
  const icon = await readFile(join(site.source, "icons/favicon.svg"));
  const symbols = page.match(SYMBOLS)[0].replace(/\n\s*/g, "");
  const files = { "app.css": css, "symbols.svg": symbols, "boot.js": boot, [START]: start, [WASM]: wasm };
  for (const [name, path] of Object.entries(languages)) files[path] = texts[name];
  await site.write("single.template", singlePage(page, { open, first, packed: { boot, start, styles: css }, icon, languages }));
  await site.write("single.app", archive(files));
}
