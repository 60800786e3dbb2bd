//! What is said about records: where something stands, and what is wrong with it, a line each.

use std::fmt;

/// A line of a file of records.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// The file's name.
    pub file: String,
    /// The line, from 1.
    pub line: u64,
}

/// Something to be told about a record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Remark {
    /// Where it stands.
    pub place: Place,
    /// The record's id, where it has one.
    pub id: Option<String>,
    /// What is to be told.
    pub what: String,
}

/// The longest remark that is printed whole, in characters.
const LONGEST: usize = 400;

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: ", self.place.file, self.place.line)?;
        if let Some(id) = &self.id {
            write!(f, "{}: ", printable(id))?;
        }
        f.write_str(&printable(&self.what))
    }
}

/// A string from outside on one line of a terminal: nothing in it controls the terminal, and it is not endless.
pub fn printable(s: &str) -> String {
    let mut out = String::new();
    for (n, c) in s.chars().enumerate() {
        if n == LONGEST {
            out.push('…');
            break;
        }
        // Direction marks and the like are format characters, which `is_control` does not cover.
        if c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}') {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remark_names_file_line_record_and_reason_on_one_line() {
        let place = Place { file: "pledges.ndjson".into(), line: 7 };
        let remark = Remark { place, id: Some("a\u{1b}[2J\u{202e}".into()), what: "x\ny".into() };
        assert_eq!(remark.to_string(), r"pledges.ndjson:7: a\u{1b}[2J\u{202e}: x\u{a}y");
        assert_eq!(printable(&"é".repeat(1_000)).chars().count(), LONGEST + 1);
    }
}
