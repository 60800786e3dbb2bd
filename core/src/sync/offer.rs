//! A copy that comes as a file: whether it may be taken, and whether the file is what its manifest says, told before
//! anything of it is kept.

use std::sync::Arc;

use super::events::{Check, Published};
use crate::feed::{
    BundleError, BundleFile, BundleReader, Hashes, MANIFEST_LIMIT, MANIFEST_NAME, Manifest, ManifestError, PART_LIMIT,
    SIGNATURE_LIMIT, SIGNATURE_NAME, Sha256Hex, parse_manifest,
};

/// What is to be done with a manifest that came in a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Offer {
    /// It is newer; or it is what is known already, and parts of that are missing.
    Take,
    /// The copy is as new, and whole.
    Same,
    /// The copy is newer: a reader never goes back.
    Older,
    /// It is another feed's.
    OtherFeed,
    /// It lacks something that the copy knows to be removed: the list of removals only grows.
    Undoes,
}

/// Judges a manifest against the newest that is known, of which all parts are here or not.
pub(super) fn judge(offered: &Manifest, known: Option<&Manifest>, whole: bool) -> Offer {
    let Some(known) = known else { return Offer::Take };
    if known.feed != offered.feed {
        Offer::OtherFeed
    } else if offered.seq < known.seq {
        Offer::Older
    } else if !offered.removed.missing_of(&known.removed).is_empty() {
        Offer::Undoes
    } else if offered.seq == known.seq && whole {
        Offer::Same
    } else {
        Offer::Take
    }
}

/// What is wrong with a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wrong {
    /// It is no bundle.
    NotABundle,
    /// It ends too early, or cannot be unpacked to its end.
    Broken,
    /// Something in it is larger than it may be.
    TooLarge,
    /// It is of a later format than this app knows.
    TooNew,
    /// Its manifest is not signed by a key that this app was built with.
    Unsigned,
    /// A part in it is not what the manifest says.
    Damaged,
    /// So many parts that the manifest names are not in it.
    Lacks(usize),
}

impl From<BundleError> for Wrong {
    fn from(error: BundleError) -> Self {
        match error {
            BundleError::NotABundle => Self::NotABundle,
            BundleError::CutShort => Self::Broken,
            BundleError::TooLarge => Self::TooLarge,
        }
    }
}

impl From<ManifestError> for Wrong {
    fn from(error: ManifestError) -> Self {
        match error {
            ManifestError::TooNew(_) => Self::TooNew,
            ManifestError::NotAManifest | ManifestError::Invalid(_) => Self::NotABundle,
        }
    }
}

/// Something that a bundle gave.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Unpacked {
    /// Its manifest, before all else, signed if the app demands it.
    Manifest(Published, Arc<Manifest>),
    /// A part that the manifest names, checked.
    Part(Sha256Hex, Arc<[u8]>),
}

/// Reads a bundle as it comes and believes nothing in it: what the manifest does not name is passed over, what is not as
/// it says is refused.
#[derive(Debug)]
pub struct Unpacking {
    reader: BundleReader,
    check: Option<Check>,
    /// The manifest, until it is known whether a signature follows.
    begun: Option<Published>,
    manifest: Option<Arc<Manifest>>,
    /// The parts that have come.
    parts: Hashes,
}

impl Unpacking {
    /// Begins; `check` tells whether a manifest is signed, in an app that was built with keys.
    pub fn new(check: Option<Check>) -> Self {
        let reader = BundleReader::new(PART_LIMIT.max(MANIFEST_LIMIT));
        Self { reader, check, begun: None, manifest: None, parts: Hashes::default() }
    }

    /// Takes the next bytes of the tar; returns what is whole now.
    pub fn push(&mut self, bytes: &[u8]) -> Result<Vec<Unpacked>, Wrong> {
        let mut unpacked = Vec::new();
        for file in self.reader.push(bytes)? {
            self.file(file, &mut unpacked)?;
        }
        Ok(unpacked)
    }

    fn file(&mut self, file: BundleFile, unpacked: &mut Vec<Unpacked>) -> Result<(), Wrong> {
        let Some(mut published) = self.begun.take() else {
            match self.manifest.clone() {
                Some(manifest) => unpacked.extend(self.part(&manifest, file)?),
                None => self.begun = Some(begin(file)?),
            }
            return Ok(());
        };
        // Whatever comes after the manifest tells whether it is signed.
        let is_signature = file.name == SIGNATURE_NAME && file.bytes.len() as u64 <= SIGNATURE_LIMIT;
        if is_signature {
            published.signature = Some(Arc::from(&*file.bytes));
        }
        if !published.is_signed(self.check) {
            return Err(Wrong::Unsigned);
        }
        let manifest = Arc::new(parse_manifest(&published.manifest)?);
        self.manifest = Some(Arc::clone(&manifest));
        unpacked.push(Unpacked::Manifest(published, Arc::clone(&manifest)));
        if !is_signature {
            unpacked.extend(self.part(&manifest, file)?);
        }
        Ok(())
    }

    fn part(&mut self, manifest: &Manifest, file: BundleFile) -> Result<Option<Unpacked>, Wrong> {
        let Some(entry) = manifest.parts.iter().find(|p| *p.path == *file.name) else { return Ok(None) };
        if file.bytes.len() as u64 != entry.bytes || Sha256Hex::of(&file.bytes) != entry.sha256 {
            return Err(Wrong::Damaged);
        }
        self.parts.insert(entry.sha256);
        Ok(Some(Unpacked::Part(entry.sha256, file.bytes.into())))
    }

    /// How many parts have come.
    pub fn have(&self) -> usize {
        self.parts.len()
    }

    /// That nothing more comes: whether all was there.
    pub fn end(self) -> Result<(), Wrong> {
        self.reader.end()?;
        let manifest = self.manifest.ok_or(Wrong::NotABundle)?;
        let lacks = manifest.parts.iter().filter(|p| !self.parts.contains(&p.sha256)).count();
        if lacks > 0 { Err(Wrong::Lacks(lacks)) } else { Ok(()) }
    }
}

/// The manifest, which has to be the first file.
fn begin(file: BundleFile) -> Result<Published, Wrong> {
    if file.name != MANIFEST_NAME {
        return Err(Wrong::NotABundle);
    }
    if file.bytes.len() as u64 > MANIFEST_LIMIT {
        return Err(Wrong::TooLarge);
    }
    // What cannot be read is told before anything else of the file is looked at.
    parse_manifest(&file.bytes)?;
    Ok(Published::unsigned(file.bytes))
}

#[cfg(test)]
#[path = "offer_tests.rs"]
mod tests;
