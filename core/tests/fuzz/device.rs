//! What a device keeps: the copy, changed by transactions that are done whole or not at all, one after the other in the order
//! in which any tab asked for them (as IndexedDB does with transactions over the same stores); and the reader's own flags.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::Arc,
};

use pledgebook_core::{
    feed::{Manifest, PartKind, Sha256Hex, parse_manifest},
    sync::may_follow,
};

/// A tab's life: a tab that is opened again is another.
pub type Life = u64;

/// What is stored of the copy.
#[derive(Clone, Default, Debug)]
pub struct Copy {
    pub current: Option<Arc<[u8]>>,
    pub pending: Option<Arc<[u8]>>,
    pub parts: BTreeMap<Sha256Hex, Arc<[u8]>>,
}

/// What a tab asks of the store.
#[derive(Clone, Debug)]
pub enum Deal {
    Load,
    ReadParts,
    Pending(Arc<[u8]>),
    Part(PartKind, Sha256Hex, Arc<[u8]>),
    Swap(Arc<[u8]>, Vec<Sha256Hex>),
}

/// What became of it.
#[derive(Debug)]
pub struct Done {
    pub life: Life,
    pub deal: Deal,
    pub kept: Result<(), String>,
}

#[derive(Default, Debug)]
pub struct Device {
    pub copy: Copy,
    /// By whom it was asked, and in which database: one that was cleared is another.
    pub queue: VecDeque<(Life, u32, Deal)>,
    pub database: u32,
    pub full: bool,
    /// The reader's flags, by their ids.
    pub mine: BTreeMap<String, String>,
    /// Milliseconds since 1970, by this device's clock.
    pub clock: u64,
    /// Parts that were damaged in the store since they were written.
    pub damaged: BTreeSet<Sha256Hex>,
}

impl Device {
    pub fn ask(&mut self, life: Life, database: u32, deal: Deal) {
        self.queue.push_back((life, database, deal));
    }

    /// Does what was asked first, or refuses it.
    pub fn commit(&mut self, well: bool) -> Option<Done> {
        let (life, database, deal) = self.queue.pop_front()?;
        // A full device still deletes, and a manifest takes the place of another.
        let refused = match deal {
            Deal::Load | Deal::ReadParts => database != self.database,
            Deal::Pending(_) | Deal::Part(..) => !well || self.full || database != self.database,
            Deal::Swap(..) => !well || database != self.database,
        };
        let kept = if refused { Err("QuotaExceededError".to_owned()) } else { self.write(&deal) };
        Some(Done { life, deal, kept })
    }

    fn write(&mut self, deal: &Deal) -> Result<(), String> {
        match deal {
            Deal::Load | Deal::ReadParts => {}
            // As in src/browser/store.rs, which asks the same of the domain.
            Deal::Pending(manifest) | Deal::Swap(manifest, _) if !self.may_follow(manifest) => {}
            Deal::Pending(manifest) => self.copy.pending = Some(Arc::clone(manifest)),
            Deal::Part(_, sha, bytes) => {
                self.copy.parts.insert(*sha, Arc::clone(bytes));
                self.damaged.remove(sha);
            }
            Deal::Swap(manifest, named) => {
                if named.iter().any(|sha| !self.copy.parts.contains_key(sha)) {
                    return Err("parts of the copy are not stored".to_owned());
                }
                self.copy.current = Some(Arc::clone(manifest));
                self.copy.pending = None;
                self.copy.parts.retain(|sha, _| named.contains(sha));
                self.damaged.retain(|sha| named.contains(sha));
            }
        }
        Ok(())
    }

    fn may_follow(&self, manifest: &[u8]) -> bool {
        let stored: Vec<_> = [&self.copy.current, &self.copy.pending].into_iter().flatten().cloned().collect();
        may_follow(&stored, manifest)
    }

    /// Nobody hears any more of what these tabs asked.
    pub fn forget(&mut self, is_gone: impl Fn(Life) -> bool) {
        self.queue.retain(|(life, ..)| !is_gone(*life));
    }

    /// A byte of a stored part is another.
    pub fn damage(&mut self, n: usize) {
        let count = self.copy.parts.len().max(1);
        if let Some((sha, bytes)) = self.copy.parts.iter_mut().nth(n % count) {
            let mut other = bytes.to_vec();
            let at = n % other.len();
            other[at] ^= 1;
            *bytes = other.into();
            self.damaged.insert(*sha);
        }
    }

    /// The copy goes, and with it the connections of the tabs that have it open.
    pub fn clear(&mut self) {
        self.copy = Copy::default();
        self.damaged.clear();
        self.database += 1;
    }

    /// The manifests that are stored.
    pub fn manifests(&self) -> (Option<Manifest>, Option<Manifest>) {
        let read = |bytes: &Option<Arc<[u8]>>| bytes.as_ref().and_then(|b| parse_manifest(b).ok());
        (read(&self.copy.current), read(&self.copy.pending))
    }
}
