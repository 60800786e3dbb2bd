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

/// Some hashes, each once, in their order. A list: a copy has some hundreds of them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Hashes(Vec<Sha256Hex>);

impl Hashes {
    /// Whether a hash is among them.
    pub fn contains(&self, hash: &Sha256Hex) -> bool {
        self.0.binary_search(hash).is_ok()
    }

    /// Adds a hash.
    pub fn insert(&mut self, hash: Sha256Hex) {
        if let Err(at) = self.0.binary_search(&hash) {
            self.0.insert(at, hash);
        }
    }

    /// Takes a hash away.
    pub fn remove(&mut self, hash: &Sha256Hex) {
        self.retain(|h| h != hash);
    }

    /// Keeps those that `f` says.
    pub fn retain(&mut self, f: impl FnMut(&Sha256Hex) -> bool) {
        self.0.retain(f);
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Sha256Hex> {
        self.0.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes all away.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}

impl Extend<Sha256Hex> for Hashes {
    fn extend<T: IntoIterator<Item = Sha256Hex>>(&mut self, hashes: T) {
        hashes.into_iter().for_each(|hash| self.insert(hash));
    }
}

/// Things by hash, each once, in the order of the hashes.
#[derive(Clone, Debug)]
pub struct ByHash<T>(Vec<(Sha256Hex, T)>);

impl<T> Default for ByHash<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> ByHash<T> {
    fn place(&self, hash: &Sha256Hex) -> Result<usize, usize> {
        self.0.binary_search_by(|(own, _)| own.cmp(hash))
    }

    /// The thing of a hash.
    pub fn get(&self, hash: &Sha256Hex) -> Option<&T> {
        self.0.get(self.place(hash).ok()?).map(|(_, thing)| thing)
    }

    /// The thing of a hash, to change it.
    pub fn get_mut(&mut self, hash: &Sha256Hex) -> Option<&mut T> {
        let at = self.place(hash).ok()?;
        self.0.get_mut(at).map(|(_, thing)| thing)
    }

    /// Adds a thing, in the place of one of the same hash.
    pub fn insert(&mut self, hash: Sha256Hex, thing: T) {
        match self.place(&hash) {
            Ok(at) => self.0[at].1 = thing,
            Err(at) => self.0.insert(at, (hash, thing)),
        }
    }

    /// Keeps the things of the hashes that `f` says.
    pub fn retain(&mut self, mut f: impl FnMut(&Sha256Hex) -> bool) {
        self.0.retain(|(hash, _)| f(hash));
    }

    /// All things.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.0.iter().map(|(_, thing)| thing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_of_hashes_holds_each_once() {
        let [a, b, c] = [b"a", b"b", b"c"].map(|t| Sha256Hex::of(t));
        let mut set = Hashes::default();
        set.extend([b, a, b]);
        assert!(set.len() == 2 && set.contains(&a) && !set.contains(&c) && set.iter().is_sorted());
        set.remove(&a);
        assert_eq!(set.iter().collect::<Vec<_>>(), [&b]);
        set.clear();
        assert!(set.is_empty());
    }

    #[test]
    fn things_are_found_by_their_hash() {
        let [a, b, c] = [b"a", b"b", b"c"].map(|t| Sha256Hex::of(t));
        let mut things = ByHash::default();
        [(b, 2), (a, 1), (b, 3)].into_iter().for_each(|(hash, n)| things.insert(hash, n));
        assert_eq!((things.get(&a), things.get(&b), things.get(&c)), (Some(&1), Some(&3), None));
        *things.get_mut(&a).expect("a") = 5;
        things.retain(|hash| *hash == a);
        assert_eq!(things.values().collect::<Vec<_>>(), [&5]);
    }

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
