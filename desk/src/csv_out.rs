//! Tables for people with a spreadsheet: every cell quoted, a byte order mark so that letters are read as UTF-8, and no cell that a
//! spreadsheet would take for a formula.

use std::borrow::Cow;

/// A table as it grows.
pub struct Table {
    out: Vec<u8>,
}

impl Table {
    /// With these heads of columns.
    pub fn new(heads: &[&str]) -> Self {
        let mut table = Self { out: b"\xef\xbb\xbf".to_vec() };
        table.row(heads);
        table
    }

    /// Adds a row.
    pub fn row(&mut self, cells: &[&str]) {
        for (n, cell) in cells.iter().enumerate() {
            if n > 0 {
                self.out.push(b',');
            }
            self.out.push(b'"');
            self.out.extend_from_slice(harmless(cell).replace('"', "\"\"").as_bytes());
            self.out.push(b'"');
        }
        self.out.extend_from_slice(b"\r\n");
    }

    /// The table's bytes.
    pub fn bytes(&self) -> Cow<'_, [u8]> {
        Cow::Borrowed(&self.out)
    }
}

/// A cell that begins with `=`, `+`, `-`, `@`, a tab or a return gets an apostrophe before it: it is shown as text and computes nothing.
pub fn harmless(cell: &str) -> Cow<'_, str> {
    // Full-width forms are formulas in some spreadsheets, too.
    let risky = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if risky { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_every_cell_is_read_back() {
        let cells = ["=1+1", "+41", "-x", "@a", "\tb", "\rc", "a \"quoted\", one", "two\nlines", "", "è"];
        let mut table = Table::new(&["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"]);
        table.row(&cells);
        let bytes = table.bytes().into_owned();
        let mut reader = csv::Reader::from_reader(&bytes[3..]);
        let row = reader.records().next().expect("a row").expect("reads");
        for (read, cell) in row.iter().zip(cells) {
            assert_eq!(read, harmless(cell));
            assert!(!read.starts_with(['=', '+', '-', '@', '\t', '\r']), "{read:?}");
        }
        assert!(String::from_utf8_lossy(&bytes).lines().next().is_some_and(|l| l.contains("\"a\",\"b\"")));
    }
}
