// The single file has no files beside it, and no line: what the app would fetch stands in the page, the app's files packed as
// one (boot/file/open.js), each of the feed's in an element of its own (`desk single-file`). So the answer to every request
// is given here, as a service worker would give it: what is not in the page is not there, and nothing ever leaves it. The
// policy of the page refuses all else.
import { held } from "./dense.js";

/* global pledgebookFile */
const TYPES = { wasm: "application/wasm", json: "application/json" };

// Manifest and signature stand in base64, for those who want to check them with other tools.
function packed(element) {
  return element.dataset.run ? held(element) : Uint8Array.from(atob(element.textContent), (sign) => sign.charCodeAt(0));
}

// What is damaged comes out as nothing: whoever asked finds that it is not what it should be, and says so.
async function unpacked(element) {
  try {
    const stream = new Blob([packed(element)]).stream().pipeThrough(new DecompressionStream("gzip"));
    return await new Response(stream).arrayBuffer();
  } catch (error) {
    console.warn("Pledgebook: a part of the file is damaged:", element.dataset.file, String(error));
    return new ArrayBuffer(0);
  }
}

export function carry() {
  const files = new Map();
  for (const name of pledgebookFile.names) files.set(name, () => pledgebookFile.bytes(name));
  for (const element of document.querySelectorAll('[data-file^="feed/"]')) files.set(element.dataset.file, () => unpacked(element));
  const folder = new URL("./", location.href).href;
  globalThis.fetch = async (asked) => {
    const url = new URL(asked.url ?? asked, document.baseURI);
    url.search = "";
    const name = url.href.startsWith(folder) ? url.href.slice(folder.length) : "";
    const bytes = files.get(name);
    if (!bytes) return new Response(null, { status: 404 });
    return new Response(await bytes(), { headers: { "content-type": TYPES[name.split(".").pop()] ?? "text/plain" } });
  };
}
