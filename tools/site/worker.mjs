// sw.js: the service worker with the list of the app's files baked in. It must hold the whole app or not be made at all.
import { build } from "esbuild";
import { getManifest } from "workbox-build";
import { join } from "node:path";
import { IMMUTABLE } from "./files.mjs";

const MEGABYTE = 1024 * 1024;

export async function writeWorker(site, must) {
  const entries = await precacheList(site, must);
  const result = await build({
    entryPoints: [join(site.source, "sw/sw.js")],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: "es2022",
    logLevel: "warning",
    define: { "process.env.NODE_ENV": '"production"', "self.__WB_MANIFEST": JSON.stringify(entries) },
  });
  await site.write("sw.js", result.outputFiles[0].contents);
}

export async function precacheList(site, must) {
  const { manifestEntries, warnings } = await getManifest({
    globDirectory: site.staging,
    globPatterns: ["index.html", "app.webmanifest", "*.{js,css,wasm}", "i18n/*.json", "icons/*.{svg,png}"],
    dontCacheBustURLsMatching: IMMUTABLE,
    maximumFileSizeToCacheInBytes: 16 * MEGABYTE, // by default workbox leaves out what is over 2 MiB, and only warns
  });
  const listed = new Set(manifestEntries.map((entry) => entry.url));
  const missing = must.filter((name) => !listed.has(name));
  if (warnings.length > 0 || missing.length > 0) {
    throw new Error(["the service worker would not hold the whole app", ...warnings, ...missing.map((name) => `missing: ${name}`)].join("\n"));
  }
  return manifestEntries;
}
