// Starts the wasm, and once it runs sees to the service worker. "pledgebook-glue" is what wasm-bindgen made; WASM, MORE,
// WORKER and SINGLE, whether all stands in one file, are set by tools/site/scripts.mjs.
import init from "pledgebook-glue";
import { carry } from "./file/answer.js";
import { haveMore, offerMore } from "./more.js";

/* global WASM, MORE, WORKER, SINGLE */
try {
  if (SINGLE) {
    carry();
    haveMore();
  }
  const running = init({ module_or_path: new URL(WASM, import.meta.url) });
  if (MORE) offerMore(running);
  await running;
  // A file of its own, as nothing of it is needed before the list.
  if (WORKER) import(new URL(WORKER, import.meta.url).href).then(({ keepWorker }) => keepWorker(), console.warn);
  else if (!SINGLE) navigator.serviceWorker?.getRegistration().then((registration) => registration?.unregister(), console.warn);
} catch (error) {
  dispatchEvent(new CustomEvent("pledgebook:boot-failed", { detail: error }));
}
