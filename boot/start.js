// Starts the wasm, and once it runs sees to the service worker. "pledgebook-glue" is what wasm-bindgen made; WASM and
// WITH_WORKER are set by tools/site/scripts.mjs.
import init from "pledgebook-glue";
import { keepWorker, removeWorker } from "./worker.js";

/* global WASM, WITH_WORKER */
try {
  await init({ module_or_path: new URL(WASM, import.meta.url) });
  if (WITH_WORKER) keepWorker();
  else removeWorker();
} catch (error) {
  dispatchEvent(new CustomEvent("pledgebook:boot-failed", { detail: error }));
}
