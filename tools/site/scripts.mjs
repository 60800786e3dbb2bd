// The scripts of the page. boot.js comes first and must run in any browser with JavaScript: it starts start.js and
// speaks when the app does not come. start.js is a module with wasm-bindgen's glue inside.
import { build } from "esbuild";
import { join } from "node:path";

const COMMON = { bundle: true, minify: true, write: false, charset: "utf8", logLevel: "warning" };

async function bundle(options) {
  const result = await build({ ...COMMON, ...options });
  return result.outputFiles[0].contents;
}

// In ASCII in the single file, which is not in UTF-8: some browsers hash a script in the encoding of its page.
const signs = (single) => (single ? { charset: "ascii" } : {});

// `single`: for the file that holds all, which fetches nothing.
export const bundleBoot = (site, { start, files, single = false }) =>
  bundle({
    ...signs(single),
    entryPoints: [join(site.source, "boot/boot.js")],
    format: "iife",
    target: "es5", // a check, not a translation: esbuild refuses what old browsers cannot parse
    define: { START: JSON.stringify(start), FILES: JSON.stringify(files), SINGLE: String(single) },
  });

// What unpacks the single file.
export const bundleOpen = (site) =>
  bundle({ ...signs(true), entryPoints: [join(site.source, "boot/file/open.js")], format: "iife", target: "es5" });

// What keeps the service worker; asked for by start.js once the app runs.
export const bundleWorker = (site) =>
  bundle({ entryPoints: [join(site.source, "boot/worker.js")], format: "esm", target: "es2022" });

// Without `more`, as in `make dev`, the app is one module.
export const bundleStart = (site, { glue, wasm, more, worker, single = false }) =>
  bundle({
    ...signs(single),
    entryPoints: [join(site.source, "boot/start.js")],
    format: "esm",
    target: "es2022",
    alias: { "pledgebook-glue": glue },
    define: {
      WASM: JSON.stringify(wasm.name),
      MORE: JSON.stringify(more ?? null),
      WORKER: JSON.stringify(worker?.name ?? null),
      SINGLE: String(single),
    },
  });
