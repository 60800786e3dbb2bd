// Fetches the second module of the wasm, the pages that a reader of the list does not need, when the app asks for it, and
// tells the app how that ended. It runs in the first one's memory and puts its functions into the first one's table. Its
// name and hash are those that it was built with: modules of two versions never meet. MORE is set by tools/site/scripts.mjs.
// The style of those pages comes with it.

/* global MORE */
const PATIENCE_MS = 60_000;
// A party alone is a page; beside other words it is a filter of the list.
const NAMED = /[?&](pledge|timeline|compare|brief|copy|about|flags?|receipt)\b|^\?party=[^&]*(&(group|lang)=[^&]*)*$/;

// `first` is a promise of what the first module exports.
export function offerMore(first) {
  let asked = false;
  let isHere = false;
  // The address names such a page: it comes beside the first module, not after it.
  let early = NAMED.test(location.search) ? bytes() : undefined;
  early?.catch(() => {}); // told when a page waits for it
  async function load() {
    if (isHere) dispatchEvent(new CustomEvent("pledgebook:more-here")); // its words did not come, and are wanted again
    if (asked) return;
    asked = true;
    try {
      const shared = await first;
      const coming = early ?? bytes();
      early = undefined;
      const styled = dress();
      await bring(shared, coming).catch((error) => {
        if (error.name === "AbortError") throw error; // the line is silent: the reader has waited long enough
        return bring(shared, bytes({ anew: true }));
      });
      await styled;
      isHere = true;
      dispatchEvent(new CustomEvent("pledgebook:more-here"));
    } catch (error) {
      console.warn("Pledgebook: a part of the app did not come:", String(error));
      asked = false;
      dispatchEvent(new CustomEvent("pledgebook:more-failed"));
    }
  }
  const whenIdle = window.requestIdleCallback ?? ((act) => setTimeout(act, 2000));
  addEventListener("pledgebook:more", load);
  addEventListener("pledgebook:more-when-idle", () => {
    if (!navigator.connection?.saveData) whenIdle(load);
  });
}

// In the single file both modules are one: it is here as soon as it is wanted, but never while the app is still asking.
export function haveMore() {
  for (const asked of ["pledgebook:more", "pledgebook:more-when-idle"]) {
    addEventListener(asked, () => setTimeout(() => dispatchEvent(new CustomEvent("pledgebook:more-here"))));
  }
}

// What came damaged once would come so again: its name promises that it never changes, so the browser and the service
// worker keep it. Anew is past both, as the worker does not know the address.
async function bytes({ anew } = {}) {
  const url = new URL(anew ? `${MORE.name}?anew` : MORE.name, import.meta.url);
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    const cache = anew ? "reload" : "default";
    const answer = await fetch(url, { integrity: MORE.integrity, cache, signal: patience.signal, priority: "high" });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    return await answer.arrayBuffer();
  } finally {
    clearTimeout(timer);
  }
}

// A page that is readable is worth more than one that is beautiful: without its style it is shown all the same, and the style is
// asked for again with the next page that waits.
function dress() {
  if (document.querySelector("link[data-more]")) return Promise.resolve();
  const { name, integrity } = MORE.style;
  return new Promise((resolve) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: new URL(name, import.meta.url).href, integrity });
    const ended = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(ended, PATIENCE_MS);
    link.dataset.more = "";
    link.onload = ended;
    link.onerror = () => {
      link.remove();
      ended();
    };
    document.head.append(link);
  });
}

async function bring(shared, coming) {
  await WebAssembly.instantiate(await coming, { __wasm_split: shared });
}
