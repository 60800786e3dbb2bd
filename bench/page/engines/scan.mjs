// No index: all texts in small letters, and every word looked for in each. It keeps nothing but the parts.
import { documentsOf } from "../documents.mjs";
import { partsKept, partsToKeep } from "../store.mjs";

const ROWS = 20;

export async function load() {
  let documents;
  const build = (parts) => {
    documents = documentsOf(parts).map(({ title, text, parties }) => ({
      title,
      text: `${title}\n${text}\n${parties}`.toLowerCase(),
    }));
  };
  return {
    needsParts: true,
    build,
    keep: (parts) => ({ parts: partsToKeep(parts), segments: [] }),
    open: ({ parts }) => build(partsKept(parts)),
    key(typed) {
      const words = typed.toLowerCase().split(" ").filter(Boolean);
      const found = documents.filter(({ text }) => words.every((word) => text.includes(word)));
      found.slice(0, ROWS).map(({ title }) => title);
      return found.length;
    },
    memory: () => null,
  };
}
