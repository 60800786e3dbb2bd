//! NDJSON as bytes, line by line: whatever a file holds, one line is never more than the format's limit in memory,
//! and the lines after a bad one are still read. LF, CRLF and CR end a line; a byte order mark may begin a file.

use std::io::{self, BufRead};

use pledgebook_core::feed::RECORD_LIMIT;

/// A line without its end.
#[derive(Debug, PartialEq, Eq)]
pub enum Line {
    /// Its bytes, which may be no UTF-8.
    Bytes(Vec<u8>),
    /// It has this many bytes, more than a record may have, and was passed over.
    TooLong(usize),
}

/// The lines of a reader that are not blank, with their numbers from 1.
pub struct Lines<R> {
    reader: R,
    number: u64,
    after_cr: bool,
}

impl<R: BufRead> Lines<R> {
    /// The lines of `reader`.
    pub fn new(reader: R) -> Self {
        Self { reader, number: 0, after_cr: false }
    }

    /// The next line, also a blank one; None at the end.
    fn line(&mut self) -> io::Result<Option<Line>> {
        let (mut bytes, mut length, mut ended) = (Vec::new(), 0, false);
        while !ended {
            let mut chunk = match self.reader.fill_buf() {
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                other => other?,
            };
            if chunk.is_empty() {
                break;
            }
            let lf_of_crlf = usize::from(self.after_cr && chunk[0] == b'\n');
            self.after_cr = false;
            chunk = &chunk[lf_of_crlf..];
            let end = chunk.iter().position(|b| matches!(b, b'\n' | b'\r'));
            let piece = &chunk[..end.unwrap_or(chunk.len())];
            length += piece.len();
            if length <= RECORD_LIMIT {
                bytes.extend_from_slice(piece);
            }
            self.after_cr = end.is_some_and(|at| chunk[at] == b'\r');
            ended = end.is_some();
            let used = lf_of_crlf + piece.len() + usize::from(ended);
            self.reader.consume(used);
        }
        if !ended && length == 0 {
            return Ok(None);
        }
        self.number += 1;
        if self.number == 1 && bytes.starts_with(b"\xef\xbb\xbf") {
            bytes.drain(..3);
        }
        Ok(Some(if length <= RECORD_LIMIT { Line::Bytes(bytes) } else { Line::TooLong(length) }))
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = io::Result<(u64, Line)>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.line() {
                Ok(Some(Line::Bytes(bytes))) if bytes.trim_ascii().is_empty() => {}
                Ok(line) => return line.map(|line| Ok((self.number, line))),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(file: &[u8], expect: &[(u64, &str)]) {
        // Whatever the size of the reader's buffer, the lines are the same.
        for size in [1, 2, 3, 8192] {
            let lines = Lines::new(io::BufReader::with_capacity(size, file));
            let got: Vec<_> = lines
                .map(|line| match line.expect("reads") {
                    (n, Line::Bytes(bytes)) => (n, String::from_utf8_lossy(&bytes).into_owned()),
                    (n, Line::TooLong(length)) => (n, format!("too long: {length}")),
                })
                .collect();
            let got: Vec<_> = got.iter().map(|(n, s)| (*n, s.as_str())).collect();
            assert_eq!(got, expect, "{:?} by {size}", String::from_utf8_lossy(file));
        }
    }

    #[test]
    fn every_kind_of_line_end_ends_one_line() {
        check(b"", &[]);
        check(b"a", &[(1, "a")]);
        check(b"a\nb\n", &[(1, "a"), (2, "b")]);
        check(b"a\r\nb\r\n", &[(1, "a"), (2, "b")]);
        check(b"a\rb\r", &[(1, "a"), (2, "b")]);
        check(b"a\n\n \t\r\n\r\nb", &[(1, "a"), (5, "b")]);
    }

    #[test]
    fn a_byte_order_mark_begins_a_file_and_no_line() {
        check(b"\xef\xbb\xbfa\n\xef\xbb\xbfb", &[(1, "a"), (2, "\u{feff}b")]);
        check(b"\xef\xbb\xbf\na", &[(2, "a")]);
    }

    #[test]
    fn bytes_that_are_no_utf_8_are_a_line_like_any_other() {
        check(b"a\n\xff\xfe\nb", &[(1, "a"), (2, "\u{fffd}\u{fffd}"), (3, "b")]);
    }

    #[test]
    fn a_line_above_the_limit_is_counted_and_passed_over() {
        let mut file = vec![b'x'; RECORD_LIMIT + 7];
        file.extend_from_slice(b"\nb");
        let lines: Vec<_> = Lines::new(file.as_slice()).map(|l| l.expect("reads")).collect();
        assert_eq!(lines, [(1, Line::TooLong(RECORD_LIMIT + 7)), (2, Line::Bytes(b"b".to_vec()))]);
    }
}
