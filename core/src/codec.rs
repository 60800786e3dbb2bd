//! Bytes of our own: numbers of varying length, texts, and a seal by which damage is noticed. What is read may be
//! anything: a reader never panics and never makes room for more than there are bytes; it says at the end whether all
//! was well.

/// Writes bytes.
#[derive(Clone, Default, Debug)]
pub struct Writer(pub Vec<u8>);

impl Writer {
    /// A number: seven bits a byte, the lowest first.
    pub fn number(&mut self, mut n: u64) {
        while n >= 0x80 {
            self.0.push(n.to_le_bytes()[0] | 0x80);
            n >>= 7;
        }
        self.0.push(n.to_le_bytes()[0]);
    }

    /// A length or a place.
    pub fn size(&mut self, n: usize) {
        self.number(n as u64);
    }

    /// Bytes, with their number before them.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.size(bytes.len());
        self.0.extend_from_slice(bytes);
    }

    /// A text.
    pub fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    /// A text that may be absent; an absent one is told from an empty one.
    pub fn maybe(&mut self, text: Option<&str>) {
        match text {
            None => self.number(0),
            Some(text) => {
                self.size(text.len() + 1);
                self.0.extend_from_slice(text.as_bytes());
            }
        }
    }

    /// What was written, behind a version and a checksum.
    pub fn sealed(self, version: u8) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.0.len() + SEAL);
        out.push(version);
        out.extend_from_slice(&checksum(&self.0).to_le_bytes());
        out.extend_from_slice(&self.0);
        out
    }
}

/// The bytes of version and checksum.
const SEAL: usize = 9;

/// What a seal of a version holds; None where the version is another or a byte has changed.
pub fn unsealed(bytes: &[u8], version: u8) -> Option<&[u8]> {
    let (own, rest) = bytes.split_first()?;
    let (sum, payload) = rest.split_at_checked(SEAL - 1)?;
    (*own == version && sum == checksum(payload).to_le_bytes()).then_some(payload)
}

/// A checksum against accidents: eight bytes at a time, each mixed into all of the sum.
fn checksum(bytes: &[u8]) -> u64 {
    const PRIME: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut sum = PRIME ^ bytes.len() as u64;
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let word = chunk.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte));
        sum = (sum ^ word).wrapping_mul(PRIME).rotate_left(29);
    }
    chunks.remainder().iter().fold(sum, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(PRIME).rotate_left(29))
}

/// Reads bytes. After something that cannot be, it gives zeros and empty texts, and [`Reader::is_good`] is false.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    bad: bool,
}

impl<'a> Reader<'a> {
    /// A reader from a place on.
    pub fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at, bad: at > bytes.len() }
    }

    /// A number.
    #[inline]
    pub fn number(&mut self) -> u64 {
        let mut n = 0u64;
        let mut shift = 0u32;
        while let Some(byte) = self.bytes.get(self.at) {
            self.at += 1;
            if shift > 63 {
                break;
            }
            n |= u64::from(*byte & 0x7f) << shift;
            if *byte < 0x80 {
                return n;
            }
            shift += 7;
        }
        self.fail();
        0
    }

    /// A length, a place or an index.
    #[inline]
    pub fn size(&mut self) -> usize {
        let n = self.number();
        usize::try_from(n).unwrap_or_else(|_| {
            self.fail();
            0
        })
    }

    /// A small number.
    #[inline]
    pub fn small(&mut self) -> u32 {
        let n = self.number();
        u32::try_from(n).unwrap_or_else(|_| {
            self.fail();
            0
        })
    }

    /// How many things follow, each of at least one byte: never more than there are bytes.
    pub fn count(&mut self) -> usize {
        let n = self.size();
        if n > self.bytes.len() - self.at.min(self.bytes.len()) {
            self.fail();
            return 0;
        }
        n
    }

    /// Bytes with their number before them.
    pub fn bytes(&mut self) -> &'a [u8] {
        let length = self.count();
        self.take(length)
    }

    /// So many bytes.
    pub fn take(&mut self, length: usize) -> &'a [u8] {
        match self.bytes.get(self.at..self.at.saturating_add(length)) {
            Some(taken) => {
                self.at += length;
                taken
            }
            None => {
                self.fail();
                &[]
            }
        }
    }

    /// A text.
    pub fn text(&mut self) -> &'a str {
        let bytes = self.bytes();
        self.checked(bytes)
    }

    /// A text that may be absent.
    pub fn maybe(&mut self) -> Option<&'a str> {
        let length = self.size().checked_sub(1)?;
        let bytes = self.take(length);
        Some(self.checked(bytes))
    }

    fn checked(&mut self, bytes: &'a [u8]) -> &'a str {
        std::str::from_utf8(bytes).unwrap_or_else(|_| {
            self.fail();
            ""
        })
    }

    fn fail(&mut self) {
        self.bad = true;
        self.at = self.bytes.len();
    }

    /// Where it stands.
    pub fn at(&self) -> usize {
        self.at
    }

    /// Whether all that was read was there.
    pub fn is_good(&self) -> bool {
        !self.bad
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(numbers in prop::collection::vec(any::<u64>(), 0..20), text in ".{0,20}") {
            let mut writer = Writer::default();
            numbers.iter().for_each(|n| writer.number(*n));
            writer.text(&text);
            writer.maybe(None);
            writer.maybe(Some(""));
            writer.maybe(Some(&text));
            let sealed = writer.sealed(7);
            prop_assert_eq!(unsealed(&sealed, 8), None);
            let mut reader = Reader::new(unsealed(&sealed, 7).expect("sealed"), 0);
            for n in numbers {
                prop_assert_eq!(reader.number(), n);
            }
            prop_assert_eq!(reader.text(), &text);
            prop_assert_eq!((reader.maybe(), reader.maybe(), reader.maybe()), (None, Some(""), Some(&*text)));
            prop_assert!(reader.is_good());
            reader.number();
            prop_assert!(!reader.is_good());
        }

        #[test]
        fn one_changed_byte_breaks_the_seal(bytes in prop::collection::vec(any::<u8>(), 0..60), at in any::<usize>()) {
            let mut sealed = Writer(bytes).sealed(1);
            let at = at % sealed.len();
            sealed[at] ^= 1 << (at % 8);
            prop_assert_eq!(unsealed(&sealed, 1), None);
        }

        #[test]
        fn anything_may_be_read(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let mut reader = Reader::new(&bytes, 0);
            for _ in 0..8 {
                let _ = (reader.count(), reader.text().len(), reader.maybe().map(str::len), reader.size());
            }
            prop_assert!(reader.at() <= bytes.len());
        }
    }
}
