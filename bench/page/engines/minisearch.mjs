// MiniSearch: beginnings of words, all wanted, the fields weighed as the app weighs them; its index is kept as JSON.
import MiniSearch from "minisearch";
import { documentsOf } from "../documents.mjs";

const OPTIONS = {
  fields: ["title", "text", "parties"],
  storeFields: ["title"],
  searchOptions: { prefix: true, combineWith: "AND", boost: { title: 4, parties: 3 } },
};
const ROWS = 20;

export async function load() {
  let index;
  return {
    build(parts) {
      index = new MiniSearch(OPTIONS);
      index.addAll(documentsOf(parts));
    },
    keep: () => ({ parts: [], segments: [["index", JSON.stringify(index)]] }),
    open({ segments: [[, json]] }) {
      index = MiniSearch.loadJSON(json, OPTIONS);
    },
    key(typed) {
      const found = index.search(typed === "" ? MiniSearch.wildcard : typed);
      found.slice(0, ROWS).map(({ title }) => title);
      return found.length;
    },
    memory: () => null,
  };
}
