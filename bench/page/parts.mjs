// The parts of a feed: [{kind, sha, bytes}], in the manifest's order.
export async function fetchParts(feed) {
  const manifest = await (await fetch(`${feed}manifest.json`)).json();
  const parts = [];
  for (const { kind, sha256, path } of manifest.parts) {
    const response = await fetch(`${feed}${path}`);
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    parts.push({ kind, sha: sha256, bytes: new Uint8Array(await response.arrayBuffer()) });
  }
  return parts;
}
