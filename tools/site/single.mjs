// single.template: the app as one page that needs nothing beside it, but for the feed, which `desk single-file` puts into it.
// Everything that the site has as files stands in it, packed and in base64: no byte of it can end its element. The desk knows
// four things of it, which desk/src/single.rs checks: FEED, where the feed's elements go; HOME; the names of both modules; END.
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { bundleBoot, bundleStart } from "./scripts.mjs";
import { forFile, languageFiles, readLater, readLocales } from "./languages.mjs";
import { escape, MARKS, NOTE, replaceOnce, withoutComments } from "./page.mjs";

export const FEED = "<!--feed-->";
export const HOME = '<meta name="pledgebook-file" content="">';
export const END = '<span id="whole" hidden></span>';

const WASM = "app.wasm";
const MORE = "more.wasm";

const text = (bytes) => Buffer.from(bytes).toString("utf8");
const hash = (script) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`;

// Nothing may be fetched at all, and no script or style may stand there but these.
export const policy = (scripts, styles) =>
  [
    "default-src 'none'",
    `script-src ${scripts.map(hash).join(" ")} 'wasm-unsafe-eval'`,
    `style-src ${hash(styles)}`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");

// What a script or style must not hold, as it would end its element, or begin what ends elsewhere.
function harmless(content, ...ends) {
  const found = ends.find((end) => content.toLowerCase().includes(end));
  if (found) throw new Error(`what is to stand in the page holds ${found}`);
  return content;
}

export const element = (name, bytes) =>
  `<script type="application/gzip" data-file="${escape(name)}">${gzipSync(bytes, { level: 9 }).toString("base64")}</script>`;

// `page` is index.html as it stands in the sources.
export function singlePage(page, { boot, start, styles, icon, files, languages }) {
  const head = [
    `<meta http-equiv="Content-Security-Policy" content="${escape(policy([boot, start], styles))}">`,
    `<meta name="pledgebook-i18n" content="${escape(JSON.stringify(languages))}">`,
    HOME,
  ];
  const body = [
    `<script type="text/plain" id="start">${start}</script>`,
    `<script>${boot}</script>`,
    ...Object.entries(files).map(([name, bytes]) => element(name, bytes)),
    FEED,
    END,
  ];
  const own = `<link rel="icon" type="image/svg+xml" href="data:image/svg+xml;base64,${icon.toString("base64")}">`;
  const html = withoutComments(replaceOnce(page, MARKS.boot, "@@body@@"))
    .replace(page.match(NOTE)[0], "")
    .replace(/^.*<link rel="(icon|apple-touch-icon|manifest)".*\n/gm, "")
    .replace(/^.*<p>Without them, the pledges can be read as data:.*\n/m, "");
  const marks = [
    [`<meta charset="utf-8">`, [`<meta charset="utf-8">`, ...head].join("\n    ")],
    [MARKS.style, `<style>${styles}</style>\n    ${own}`],
    ["@@body@@", body.join("\n")],
  ];
  return marks.reduce((all, [mark, by]) => replaceOnce(all, mark, by), html);
}

export async function writeSingle(site, page, { glue, wasm, more, styles }) {
  const locales = await readLocales(join(site.source, "locales"));
  const own = forFile(locales, await readLocales(join(site.source, "locales/file")));
  if (own.problems.length > 0) throw new Error(own.problems.join("\n"));
  const texts = languageFiles(own.locales, await readLater(join(site.source, "locales")));
  const named = Object.fromEntries(Object.keys(texts).map((name) => [name, `i18n/${name}.json`]));
  const inPlace = { single: true, worker: false, wasm: { name: WASM }, more: { name: MORE, integrity: "" } };
  const start = harmless(text(await bundleStart(site, { glue, ...inPlace })).trim(), "</script", "<!--");
  const boot = harmless(text(await bundleBoot(site, { start: { name: "start" }, files: [], single: true })).trim(), "</script", "<!--");
  const files = { [WASM]: wasm, [MORE]: more };
  for (const [name, path] of Object.entries(named)) files[path] = texts[name];
  const icon = await readFile(join(site.source, "icons/favicon.svg"));
  const css = harmless(text(styles).trim(), "</style");
  await site.write("single.template", singlePage(page, { boot, start, styles: css, icon, files, languages: named }));
}
