// The app's own search: a segment for each part, all merged at a start; a keystroke makes a whole page of the list. As in
// the app, the parts' bytes follow after the first list.
import init, { Engine } from "/engine/engine.js";
import { partsKept, partsToKeep } from "../store.mjs";

export async function load() {
  const { memory } = await init();
  const engine = new Engine();
  return {
    build(parts) {
      for (const { kind, bytes } of parts) engine.addPart(kind, bytes);
      engine.open();
    },
    keep: (parts) => {
      const kept = partsToKeep(parts);
      return { parts: kept, segments: kept.map(([key], at) => [key, engine.segment(at)]) };
    },
    open({ segments }) {
      for (const { sha, kind, bytes } of partsKept(segments)) engine.addStored(sha, kind, bytes);
      engine.open();
    },
    load({ parts }) {
      for (const { sha, bytes } of partsKept(parts)) engine.addBytes(sha, bytes);
      engine.load();
    },
    key: (typed) => engine.key(typed),
    isNear: (typed) => engine.isNear(typed),
    sizes: () => [...engine.sizes()],
    memory: () => memory,
  };
}
