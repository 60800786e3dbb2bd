// What is printed of the measurements.
const NAMES = { ours: "Pledgebook", minisearch: "MiniSearch", sqlite: "SQLite FTS5", scan: "plain scan" };
const LEGEND = `
build     parts in memory (their JSON) to ready to search; median of 3, each in a fresh browser
open      from IndexedDB to the first list; median of 3, each in a fresh browser. MiniSearch (loadJSON) and SQLite
          (deserialize) and ours read what they kept, as all of them need no parts for it; the scan reads the parts
kept      in IndexedDB, beside the parts: MiniSearch's index with the titles, SQLite's with all texts, ours without
key       milliseconds of a keystroke, each the median of 3 runs after one to warm up
memory    after typing: WebAssembly's (which never shrinks) and the JavaScript heap, MB of 1,000,000 bytes
found     pledges that the whole queries find, in all: who folds, or looks inside words, finds others
Ours ranks, makes 20 rows with snippets and counts all facets; the others rank (the scan does not), take 20 titles and
count the total, no more: they do less.`;

const number = (value, digits) =>
  value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
const milliseconds = (value) => number(value, value < 100 ? 2 : 0);
const megabytes = (bytes) => number(bytes / 1e6, 1);

// Rows of texts as a table: the first column to the left, numbers to the right.
export function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const cell = (text, column) => (column === 0 ? text.padEnd(widths[0]) : text.padStart(widths[column]));
  const rule = widths.map((width, column) => (column === 0 ? "-".repeat(width + 2) : `${"-".repeat(width + 1)}:`));
  const [head, ...body] = rows.map((row) => `| ${row.map(cell).join(" | ")} |`);
  return [head, `|${rule.join("|")}|`, ...body].join("\n");
}

const measured = (results) =>
  table([
    ["engine", "build ms", "open ms", "kept MB", "key p50", "p95", "max", "wasm MB", "JS heap MB", "found"],
    ...results.map(({ engine, build, opened, kept, keys, wasm, heap, found }) => [
      NAMES[engine],
      number(build, 0),
      milliseconds(opened.milliseconds),
      megabytes(kept),
      milliseconds(keys.p50),
      milliseconds(keys.p95),
      milliseconds(keys.max),
      wasm > 0 ? megabytes(wasm) : "—",
      megabytes(heap),
      number(found.reduce((sum, n) => sum + n), 0),
    ]),
  ]);

const spent = ({ count, p50, p95, max }) =>
  `${count} keystrokes, p50 ${milliseconds(p50)}, p95 ${milliseconds(p95)}, max ${milliseconds(max)} ms`;

function oursAlone({ opened: { read, open, list }, load, sizes: [all, indexes, merged], misspelt }, { texts }) {
  const of = (bytes) => `${megabytes(bytes)} MB, ${number((100 * bytes) / texts, 1)} % of the texts' ${megabytes(texts)} MB`;
  const [reading, opening, listing] = [read, open, list].map(milliseconds);
  const lines = [
    `open: ${reading} ms from IndexedDB, ${opening} to check and merge, ${listing} for the first list`,
    `after it: ${milliseconds(load)} ms to read and check the parts`,
    `index: kept ${of(indexes)}; merged in memory ${of(merged)}; with all columns, kept ${of(all)}`,
    `misspelt, nearest spellings looked for: ${misspelt ? spent(misspelt) : "no such keystroke"}`,
  ];
  return lines.map((line) => `   ours: ${line}`).join("\n");
}

function ratios(sizes) {
  const peers = sizes[0].results.map(({ engine }) => engine).filter((engine) => engine !== "ours");
  const ratio = ({ results }, peer) => {
    const p95 = (name) => results.find(({ engine }) => engine === name)?.keys.p95;
    return p95("ours") && p95(peer) ? number(p95("ours") / p95(peer), 3) : "—";
  };
  return table([
    ["ours / peer, p95", ...sizes.map(({ feed }) => number(feed.pledges, 0))],
    ...peers.map((peer) => [NAMES[peer], ...sizes.map((size) => ratio(size, peer))]),
  ]);
}

// The bench alone keeps about one core busy.
function on({ chromium, cores, model, load }) {
  const busy = load > cores ? ": too busy with other things to compare, run it again" : "";
  return `Chromium ${chromium}, ${cores} cores (${model}), load up to ${number(load, 1)}${busy}`;
}

export function report({ machine, source, keystrokes, sizes }) {
  const blocks = sizes.map(({ feed, results }) => {
    const ours = results.find(({ engine }) => engine === "ours");
    const head = `${number(feed.pledges, 0)} pledges in ${feed.parts} parts, ${keystrokes} keystrokes`;
    return [head, "", measured(results), ...(ours ? ["", oursAlone(ours, feed)] : [])].join("\n");
  });
  const hasRatios = sizes.some(({ results }) => results.length > 1 && results.some(({ engine }) => engine === "ours"));
  return [`${source}; ${on(machine)}`, LEGEND.trim(), ...blocks, ...(hasRatios ? [ratios(sizes)] : [])].join("\n\n");
}
