//! The last publication: its manifest, and the pledges that it published, which must not be lost in silence.

use std::{collections::BTreeSet, fmt, fs, io, path::Path};

use pledgebook_core::{
    feed::{MANIFEST_LIMIT, Manifest, ManifestError, PartEntry, PartKind, Records, Sha256Hex, parse_manifest},
    model::PledgeId,
};

use super::store::{MANIFEST, Store, StoreError, failed};

/// Why the last publication cannot be built upon.
#[derive(Debug)]
pub enum LastError {
    /// Its manifest cannot be read as one. A new one in its place would be another feed to every reader.
    Manifest(ManifestError),
    /// It cannot be read at all.
    Store(StoreError),
    /// A part that it names is not there, or is damaged, so nobody knows which pledges it had.
    Part(String),
}

impl fmt::Display for LastError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Manifest(error) => write!(
                f,
                "the feed's {MANIFEST} is {error}. Restore it from a copy: it holds the feed's identity and all removals, and a \
                 feed without it would be another one to every reader"
            ),
            Self::Store(error) => error.fmt(f),
            Self::Part(path) => write!(
                f,
                "{path}, which the last manifest names, is missing or damaged, so it cannot be told whether a published pledge \
                 is gone: restore it, or publish with --allow-missing"
            ),
        }
    }
}

impl std::error::Error for LastError {}

/// The manifest of the last publication; None where there was none.
pub fn last_manifest(store: &Store) -> Result<Option<Manifest>, LastError> {
    let path = store.at(MANIFEST);
    let failed = |e| LastError::Store(failed(&path, "read", e));
    match fs::metadata(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(error)),
        Ok(metadata) if metadata.len() > MANIFEST_LIMIT => {
            return Err(LastError::Manifest(ManifestError::Invalid(format!("{} bytes are too many", metadata.len()))));
        }
        Ok(_) => {}
    }
    parse_manifest(&fs::read(&path).map_err(failed)?).map(Some).map_err(LastError::Manifest)
}

/// The pledges that a manifest's parts hold.
#[derive(Debug, Default)]
pub struct Published {
    /// Their ids, as far as the parts can be read.
    pub ids: BTreeSet<PledgeId>,
    /// The first part that is missing or damaged.
    pub damaged: Option<String>,
    /// How many pledges such parts held.
    pub unknown: usize,
}

/// The ids of all pledges that a manifest's parts hold.
pub fn published_ids(store: &Store, manifest: &Manifest) -> Published {
    let mut published = Published::default();
    for part in manifest.parts.iter().filter(|p| p.kind == PartKind::Pledges) {
        let Some(bytes) = whole(store, part) else {
            published.unknown += usize::try_from(part.records).unwrap_or(usize::MAX);
            published.damaged.get_or_insert_with(|| part.path.to_string());
            continue;
        };
        if let Records::Pledges(parsed) = Records::read(PartKind::Pledges, &bytes) {
            published.ids.extend(parsed.good.into_iter().map(|p| p.id));
        }
    }
    published
}

/// The last publication of a feed, to be compared with.
pub struct Last {
    store: Store,
    manifest: Manifest,
}

impl Last {
    /// The last publication in a folder, which is only read; None where there was none.
    pub fn open(feed: &Path) -> Result<Option<Self>, LastError> {
        let store = Store::at_rest(feed);
        Ok(last_manifest(&store)?.map(|manifest| Self { store, manifest }))
    }

    /// Reads its parts of a kind one by one. One that is missing or damaged is an error: what it held cannot be told.
    pub fn each(&self, kind: PartKind, mut each: impl FnMut(Records)) -> Result<(), LastError> {
        for part in self.manifest.parts.iter().filter(|p| p.kind == kind) {
            let bytes = whole(&self.store, part).ok_or_else(|| LastError::Part(part.path.to_string()))?;
            each(Records::read(kind, &bytes));
        }
        Ok(())
    }
}

/// A part's bytes, if they are what its entry says.
fn whole(store: &Store, part: &PartEntry) -> Option<Vec<u8>> {
    let bytes = fs::read(store.at(&part.path)).ok()?;
    (Sha256Hex::of(&bytes) == part.sha256).then_some(bytes)
}
