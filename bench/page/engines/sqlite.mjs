// SQLite's FTS5 in memory: an index of beginnings up to four letters, bm25 with the app's weights; kept as a database.
import sqlite3InitModule from "@sqlite.org/sqlite-wasm";
import { documentsOf } from "../documents.mjs";

const SCHEMA = `
  create virtual table pledges using fts5(
    title, text, parties, prefix = '1 2 3 4', tokenize = 'unicode61 remove_diacritics 2'
  );
  insert into pledges(pledges, rank) values ('rank', 'bm25(4.0, 1.0, 3.0)');
`;
const ROWS = "select title from pledges where pledges match ? order by rank limit 20";
const COUNT = "select count(*) from pledges where pledges match ?";
const FIRST_ROWS = "select title from pledges limit 20";
const FIRST_COUNT = "select count(*) from pledges";

// Every word as the beginning of a word, all wanted.
const expression = (typed) => (typed.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []).map((word) => `"${word}"*`).join(" ");

function insert(db, documents) {
  db.exec(SCHEMA);
  db.transaction(() => {
    const statement = db.prepare("insert into pledges(rowid, title, text, parties) values (?, ?, ?, ?)");
    for (const { id, title, text, parties } of documents) {
      statement.bind([id + 1, title, text, parties]).stepReset();
    }
    statement.finalize();
  });
  db.exec("insert into pledges(pledges) values ('optimize')");
}

function deserialize(sqlite3, db, bytes) {
  const { capi, wasm } = sqlite3;
  const flags = capi.SQLITE_DESERIALIZE_FREEONCLOSE | capi.SQLITE_DESERIALIZE_RESIZEABLE;
  const at = wasm.allocFromTypedArray(bytes);
  db.checkRc(capi.sqlite3_deserialize(db.pointer, "main", at, bytes.length, bytes.length, flags));
}

export async function load() {
  const sqlite3 = await sqlite3InitModule();
  const db = new sqlite3.oo1.DB(":memory:");
  const statements = new Map();

  // Each statement is prepared once.
  const all = (sql, values) => {
    if (!statements.has(sql)) statements.set(sql, db.prepare(sql));
    const statement = statements.get(sql);
    if (values.length > 0) statement.bind(values);
    const rows = [];
    while (statement.step()) rows.push(statement.get(0));
    statement.reset();
    return rows;
  };

  return {
    build: (parts) => insert(db, documentsOf(parts)),
    keep: () => ({ parts: [], segments: [["database", sqlite3.capi.sqlite3_js_db_export(db)]] }),
    open: ({ segments: [[, bytes]] }) => deserialize(sqlite3, db, bytes),
    key(typed) {
      const match = expression(typed);
      const values = match ? [match] : [];
      all(match ? ROWS : FIRST_ROWS, values);
      return all(match ? COUNT : FIRST_COUNT, values)[0];
    },
    memory: () => sqlite3.wasm.memory,
  };
}
