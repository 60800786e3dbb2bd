//! Bytes of unknown encoding as text: what a byte order mark says, else UTF-8 where it is, else Windows-1252, which old tools on Windows
//! write; never letters that are lost without a word.

use std::io::{self, Read};

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use encoding_rs_io::{DecodeReaderBytes, DecodeReaderBytesBuilder};

/// The text of some bytes; refused where they are no text at all.
pub fn decoded(bytes: &[u8]) -> Result<String, String> {
    let (encoding, skip) =
        Encoding::for_bom(bytes).unwrap_or((if std::str::from_utf8(bytes).is_ok() { UTF_8 } else { WINDOWS_1252 }, 0));
    let (text, wrong) = encoding.decode_without_bom_handling(&bytes[skip..]);
    if wrong || text.contains('\0') {
        return Err(format!("it is no text in {}", encoding.name()));
    }
    Ok(text.into_owned())
}

/// The encoding of a file without a mark: UTF-8 where all of it is, else Windows-1252. Reads all of it, and holds none.
pub fn guess(mut reader: impl Read) -> io::Result<&'static Encoding> {
    let (mut buffer, mut kept) = (vec![0u8; 1 << 16], 0);
    loop {
        let read = reader.read(&mut buffer[kept..])?;
        let filled = &buffer[..kept + read];
        match std::str::from_utf8(filled) {
            Ok(_) => kept = 0,
            // A letter that is cut at the buffer's end goes on in the next.
            Err(e) if e.error_len().is_none() && read > 0 => {
                let start = e.valid_up_to();
                kept = filled.len() - start;
                buffer.copy_within(start..start + kept, 0);
            }
            Err(_) => return Ok(WINDOWS_1252),
        }
        if read == 0 {
            return Ok(if kept == 0 { UTF_8 } else { WINDOWS_1252 });
        }
    }
}

/// A reader of a file in some encoding that gives UTF-8; a byte order mark is believed before `encoding`.
pub fn utf8_reader<R: Read>(reader: R, encoding: &'static Encoding) -> DecodeReaderBytes<R, Vec<u8>> {
    DecodeReaderBytesBuilder::new().encoding(Some(encoding)).bom_override(true).strip_bom(true).build(reader)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_utf_8_and_windows_are_told_apart() {
        for (bytes, expect) in [
            (&b"\xef\xbb\xbf\xc3\xa9"[..], "é"),
            (b"\xff\xfe\xe9\x00", "é"),
            (b"\xc3\xa9", "é"),
            (b"Soci\xe9t\xe9 \x96 l\x92\x9cuvre", "Société – l’œuvre"),
        ] {
            assert_eq!(decoded(bytes).as_deref(), Ok(expect));
            let mut out = String::new();
            utf8_reader(bytes, guess(bytes).expect("reads")).read_to_string(&mut out).expect("reads");
            assert_eq!(out, expect);
        }
        assert!(decoded(b"a\0b").is_err());
    }

    #[test]
    fn a_letter_cut_at_the_buffers_end_is_still_utf_8() {
        let text = format!("{}é", "x".repeat((1 << 16) - 1));
        assert_eq!(guess(text.as_bytes()).expect("reads"), UTF_8);
        assert_eq!(guess(&text.as_bytes()[..1 << 16]).expect("reads"), WINDOWS_1252);
    }
}
