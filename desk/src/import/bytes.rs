//! Bytes of unknown encoding as text: what a byte order mark says, else UTF-8 where it is, else Windows-1252, which old tools on Windows
//! write; never letters that are lost without a word.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

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
        }
        assert!(decoded(b"a\0b").is_err());
    }
}
