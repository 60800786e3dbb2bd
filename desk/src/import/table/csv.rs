//! CSV: what parts its cells and how it is encoded are found out, quotes and line ends of all kinds are understood, and a quote that is
//! never closed does not fill the memory.

use std::{fs::File, io::BufReader, path::Path};

use encoding_rs::Encoding;

use super::{OnRow, check_width};
use crate::import::{
    bytes::{guess, utf8_reader},
    error::{ImportError, io_error},
    limited::{Allowance, Limited},
    mapping::Mapping,
};

/// The most bytes of a row: more than a record may have, and little for a memory.
const ROW: u64 = 4 * 1024 * 1024;

/// Reads all rows.
pub fn rows(
    file: &Path,
    mapping: &Mapping,
    at: &mut dyn FnMut(u64, u64),
    on_row: &mut OnRow<'_>,
) -> Result<(), ImportError> {
    let open = || File::open(file).map_err(io_error(file, "read"));
    let wrong = |line: Option<u64>, what: String| {
        let place = line.map_or(file.display().to_string(), |l| format!("{}:{l}", file.display()));
        ImportError::Source(place, what)
    };
    let length = open()?.metadata().map_err(io_error(file, "read"))?.len();
    let encoding = match &mapping.encoding {
        Some(name) => Encoding::for_label(name.as_bytes())
            .ok_or_else(|| wrong(None, format!("the mapping's encoding {name:?} is none that is known")))?,
        None => guess(open()?).map_err(io_error(file, "read"))?,
    };
    let (found, ends) = first_line(utf8_reader(open()?, encoding)).map_err(io_error(file, "read"))?;
    let delimiter = mapping.delimiter.as_ref().and_then(|given| given.as_bytes().first().copied()).unwrap_or(found);
    let allowance = Allowance::new(ROW);
    let limited = Limited::new(BufReader::new(open()?), &allowance);
    let count = limited.count();
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(utf8_reader(limited, encoding));
    let mut record = ::csv::StringRecord::new();
    let skip = u64::from(mapping.header_row.unwrap_or(1).saturating_sub(1));
    let mut number = 0;
    loop {
        allowance.renew();
        let line = reader.position().line();
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            Err(_) if allowance.is_spent() => {
                let what =
                    format!("the row that begins here has more than {ROW} bytes: is a quote opened and never closed?");
                return Err(wrong(Some(line), what));
            }
            Err(error) => return Err(wrong(Some(line), error.to_string())),
        }
        number += 1;
        check_width(file, line, record.len())?;
        at(count.get(), length);
        if number > skip {
            // For people: the line on which the row begins, as an editor shows it. The reader counts line feeds, and of two characters that
            // end a line it leaves the second to the next row.
            let line = match (ends, record.position().map_or(line, ::csv::Position::line)) {
                (Ends::Lf, line) => line,
                (Ends::CrLf, line) => line + u64::from(number > 1),
                (Ends::Cr, _) => number,
            };
            on_row(line, record.iter().map(str::to_owned).collect())?;
        }
    }
}

/// How lines end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ends {
    Lf,
    CrLf,
    Cr,
}

/// What parts the cells, of the usual four the one that stands most often outside quotes in the first line; and how that line ends.
fn first_line(reader: impl std::io::Read) -> std::io::Result<(u8, Ends)> {
    use std::io::Read as _;
    let mut start = Vec::new();
    reader.take(1 << 16).read_to_end(&mut start)?;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0), (b'|', 0)];
    let (mut quoted, mut ends) = (false, Ends::Lf);
    for (n, byte) in start.iter().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'\r' if !quoted => {
                ends = if start.get(n + 1) == Some(&b'\n') { Ends::CrLf } else { Ends::Cr };
                break;
            }
            b'\n' if !quoted => break,
            byte if !quoted => counts.iter_mut().filter(|(d, _)| d == byte).for_each(|(_, n)| *n += 1),
            _ => {}
        }
    }
    // Of equal counts the first.
    Ok((counts.into_iter().rev().max_by_key(|(_, n)| *n).map_or(b',', |(d, _)| d), ends))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<Vec<(u64, Vec<String>)>, String> {
        let dir = tempfile::tempdir().expect("a folder");
        let file = dir.path().join("t.csv");
        std::fs::write(&file, bytes).expect("written");
        let mut all = Vec::new();
        let done = rows(&file, &Mapping::default(), &mut |_, _| {}, &mut |n, row| {
            all.push((n, row));
            Ok(())
        });
        done.map(|()| all).map_err(|e| e.to_string())
    }

    #[track_caller]
    fn check(bytes: &[u8], expect: &[&[&str]]) {
        let got = read(bytes).expect("reads");
        let got: Vec<Vec<&str>> = got.iter().map(|(_, row)| row.iter().map(String::as_str).collect()).collect();
        assert_eq!(got, expect);
    }

    #[test]
    fn quotes_line_ends_marks_and_encodings_are_understood() {
        check(b"a,b\n\"x, \"\"y\"\"\nz\",2\n", &[&["a", "b"], &["x, \"y\"\nz", "2"]]);
        check(b"a;b\r1;2\r", &[&["a", "b"], &["1", "2"]]);
        check(b"\xef\xbb\xbfa\tb\r\n1\t2\r\n", &[&["a", "b"], &["1", "2"]]);
        check(b"\xff\xfea\0,\0b\0\n\0\xe9\0,\0x\0", &[&["a", "b"], &["é", "x"]]);
        check(b"titre;soci\xe9t\xe9\n\x93x\x94;1", &[&["titre", "société"], &["“x”", "1"]]);
        check(b"a,b,c\n1\n1,2,3,4\n", &[&["a", "b", "c"], &["1"], &["1", "2", "3", "4"]]);
        check(b"", &[]);
    }

    #[test]
    fn rows_are_told_by_the_line_on_which_they_begin() {
        for (bytes, expect) in
            [(&b"a\n\"1\n2\"\n3\n"[..], [1, 2, 4]), (b"a\r\n\"1\n2\"\r\n3\r\n", [1, 2, 4]), (b"a\r1\r2\r", [1, 2, 3])]
        {
            let rows = read(bytes).expect("reads");
            assert_eq!(
                rows.iter().map(|(n, _)| *n).collect::<Vec<_>>(),
                expect,
                "{:?}",
                String::from_utf8_lossy(bytes)
            );
        }
    }

    #[test]
    fn a_quote_that_is_never_closed_is_told_and_not_held() {
        let mut bytes = b"a,b\n1,2\n3,\"".to_vec();
        bytes.resize(30 * 1024 * 1024, b'x');
        let error = read(&bytes).expect_err("refused");
        assert!(error.contains("t.csv:3") && error.contains("never closed"), "{error}");
        let error = read(&vec![b','; 5_000]).expect_err("refused");
        assert!(error.contains("cells are too many"), "{error}");
    }
}
