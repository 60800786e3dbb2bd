// Starts the wasm, and once it runs sees to the service worker. "pledgebook-glue" is what wasm-bindgen made; WASM, MORE
// and WITH_WORKER are set by tools/site/scripts.mjs.
import init from "pledgebook-glue";
import { offerMore } from "./more.js";
import { keepWorker, removeWorker } from "./worker.js";

/* global WASM, MORE, WITH_WORKER */
try {
  const running = init({ module_or_path: new URL(WASM, import.meta.url) });
  if (MORE) offerMore(running);
  await running;
  if (WITH_WORKER) keepWorker();
  else removeWorker();
} catch (error) {
  dispatchEvent(new CustomEvent("pledgebook:boot-failed", { detail: error }));
}
