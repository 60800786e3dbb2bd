//! What the machine of copying is told, and what it has its driver do.

use std::sync::Arc;

use super::status::Failure;
use crate::{
    feed::{Hashes, PartEntry, Sha256Hex},
    model::PledgeId,
};

/// A manifest as it was published, with its signature where there is one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Published {
    /// The manifest's bytes.
    pub manifest: Arc<[u8]>,
    /// The bytes of its signature.
    pub signature: Option<Arc<[u8]>>,
}

impl Published {
    /// A manifest that nobody signed.
    pub fn unsigned(manifest: impl Into<Arc<[u8]>>) -> Self {
        Self { manifest: manifest.into(), signature: None }
    }

    /// Whether it is signed as an app demands that has `check`; one without demands nothing.
    pub(super) fn is_signed(&self, check: Option<Check>) -> bool {
        check.is_none_or(|check| self.signature.as_ref().is_some_and(|signature| check(&self.manifest, signature)))
    }
}

/// Whether a manifest is signed by a key that the app was built with: its bytes, those of the signature.
pub type Check = fn(&[u8], &[u8]) -> bool;

/// What a store held when it was opened. Parts whose hash was wrong are not named.
#[derive(Clone, Default, Debug)]
pub struct Stored {
    /// The manifest of the copy that is whole.
    pub current: Option<Published>,
    /// The verified manifest of a copy under way.
    pub pending: Option<Published>,
    /// The parts that are here.
    pub parts: Hashes,
}

/// What happens to the machine.
#[derive(Clone, Debug)]
pub enum Event {
    /// Begin; the part of `wanted` comes first.
    Start {
        /// The pledge that is on the screen.
        wanted: Option<PledgeId>,
    },
    /// The answer to [`Action::FetchManifest`].
    Manifest(Result<Published, Failure>),
    /// What became of [`Action::KeepPending`].
    PendingKept(Result<(), String>),
    /// The answer to [`Action::FetchPart`].
    Part(Sha256Hex, Result<Arc<[u8]>, Failure>),
    /// What became of [`Action::KeepPart`].
    PartKept(Sha256Hex, Result<(), String>),
    /// What became of [`Action::Swap`].
    Swapped(Result<(), String>),
    /// A wait is over.
    Woke(Timer),
}

/// What a wait is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Timer {
    /// Asking for the manifest again.
    Manifest,
    /// Asking for a part again.
    Part(Sha256Hex),
}

/// What the driver has to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Action {
    /// Fetch `manifest.json`, and its signature if the app has keys: no cache may answer for the server.
    FetchManifest,
    /// Store a verified manifest, in a transaction of its own, and apply its removals to all that is shown.
    KeepPending(Published),
    /// Fetch a part; no cache but the copy.
    FetchPart(Box<PartEntry>),
    /// Store a verified part, and show it if the copy is a first one.
    KeepPart(Sha256Hex, Arc<[u8]>),
    /// In one transaction: make this manifest the copy's, and keep these parts alone, whatever else is there: those that it names
    /// and that the reader wants, all of which are here.
    Swap(Published, Vec<Sha256Hex>),
    /// Wait some milliseconds.
    Wait(u32, Timer),
}
