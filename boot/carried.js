// The single file has no files beside it, and no line: what the app would fetch stands in the page, each file packed in an
// element of its own (tools/site/single.mjs, `desk single-file`). So the answer to every request is given here, as a
// service worker would give it: what is not in the page is not there, and nothing ever leaves it. The policy of the page
// refuses all else.

const TYPES = { wasm: "application/wasm", json: "application/json" };

function packed(text) {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

// What is damaged comes out as nothing: whoever asked finds that it is not what it should be, and says so.
async function unpacked(element) {
  try {
    const stream = new Blob([packed(element.textContent.trim())]).stream().pipeThrough(new DecompressionStream("gzip"));
    return await new Response(stream).arrayBuffer();
  } catch (error) {
    console.warn("Pledgebook: a part of the file is damaged:", element.dataset.file, String(error));
    return new ArrayBuffer(0);
  }
}

export function carry() {
  const files = new Map();
  for (const element of document.querySelectorAll("script[data-file]")) files.set(element.dataset.file, element);
  const folder = new URL("./", location.href).href;
  globalThis.fetch = async (asked) => {
    const url = new URL(asked.url ?? asked, document.baseURI);
    url.search = "";
    const name = url.href.startsWith(folder) ? url.href.slice(folder.length) : "";
    const element = files.get(name);
    if (!element) return new Response(null, { status: 404 });
    return new Response(await unpacked(element), { headers: { "content-type": TYPES[name.split(".").pop()] ?? "text/plain" } });
  };
}
