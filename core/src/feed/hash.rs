//! SHA-256, which names parts and texts.

use std::fmt;

use sha2::{Digest, Sha256};

/// A SHA-256 as 64 small hex digits on the wire.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sha256Hex([u8; 32]);

impl Sha256Hex {
    /// The hash of some bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Reads 64 hex digits, small or capital.
    pub fn parse(s: &str) -> Option<Self> {
        let mut out = [0u8; 32];
        if s.len() != 64 || !s.is_ascii() {
            return None;
        }
        for (byte, pair) in out.iter_mut().zip(s.as_bytes().chunks_exact(2)) {
            let digit = |b: u8| char::from(b).to_digit(16).and_then(|d| u8::try_from(d).ok());
            *byte = digit(pair[0])? * 16 + digit(pair[1])?;
        }
        Some(Self(out))
    }

    /// The first 4 bytes as a big-endian number, by which parts are cut.
    pub fn head(self) -> u32 {
        u32::from_be_bytes([self.0[0], self.0[1], self.0[2], self.0[3]])
    }

    /// The first 16 digits, as they stand in a part's file name.
    pub fn short(self) -> String {
        self.to_string()[..16].to_owned()
    }
}

impl fmt::Display for Sha256Hex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|b| write!(f, "{b:02x}"))
    }
}

impl fmt::Debug for Sha256Hex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_written_and_read_as_hex() {
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(Sha256Hex::of(b"abc").to_string(), abc);
        assert_eq!(Sha256Hex::parse(&abc.to_uppercase()), Some(Sha256Hex::of(b"abc")));
        assert_eq!(Sha256Hex::of(b"abc").short(), "ba7816bf8f01cfea");
        assert_eq!(Sha256Hex::of(b"abc").head(), 0xba78_16bf);
        for bad in ["", "xyz", &abc[1..], &"g".repeat(64), &"é".repeat(32)] {
            assert_eq!(Sha256Hex::parse(bad), None);
        }
    }
}
