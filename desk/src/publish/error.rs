//! Why nothing was published, in words that say what to do.

use std::fmt;

use pledgebook_core::{feed::MANIFEST_LIMIT, model::PledgeId};

use super::{last::LastError, lock::LockError, parts::TooLarge, store::StoreError};
use crate::records::LoadError;

/// Why nothing was published. The feed is as it was.
#[derive(Debug)]
pub enum PublishError {
    /// The records cannot be used.
    Load(LoadError),
    /// There are problems, this many, and `strict` was asked for.
    Strict(usize),
    /// There is no lock to be had.
    Lock(LockError),
    /// The last publication cannot be built upon.
    Last(LastError),
    /// Removals that were published are no longer in `removals.ndjson`; the ids of their pledges or reports.
    RemovalsLost(Vec<String>),
    /// Published pledges are gone without a removal.
    Gone(Vec<PledgeId>),
    /// More than 5 % of the published pledges are gone without a removal.
    ManyGone {
        /// How many are gone.
        number: usize,
        /// How many were published.
        of: usize,
        /// Those that are known.
        some: Vec<PledgeId>,
    },
    /// Parties or terms do not fit.
    TooLarge(TooLarge),
    /// The manifest has this many bytes, more than a reader takes.
    ManifestTooLarge(usize),
    /// A file of the feed cannot be written.
    Store(StoreError),
    /// The key cannot be used; why.
    Key(String),
    /// The last manifest was signed, and there is no key.
    KeyMissing,
}

impl fmt::Display for PublishError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Load(error) => error.fmt(f),
            Self::Strict(problems) => {
                write!(
                    f,
                    "{problems} problems, listed above, and --strict: nothing is published until they are put right"
                )
            }
            Self::Lock(error) => error.fmt(f),
            Self::Last(error) => error.fmt(f),
            Self::RemovalsLost(ids) => write!(
                f,
                "removals.ndjson lacks {} removals that were published ({}): restore its lines, it is only ever appended to",
                ids.len(),
                some_of(ids)
            ),
            Self::Gone(ids) => write!(
                f,
                "{} published pledges are gone without a removal ({}): bring their records back, append removals, or publish \
                 with --allow-missing",
                ids.len(),
                some_of(ids)
            ),
            Self::ManyGone { number, of, some } => write!(
                f,
                "{number} published pledges are gone without a removal, of {of}, which is more than 5 % ({}): see whether the source is \
                 whole (`desk diff` lists them); if they all shall go, publish with --allow-missing=all",
                some_of(some)
            ),
            Self::TooLarge(error) => error.fmt(f),
            Self::ManifestTooLarge(bytes) => {
                write!(f, "the manifest would have {bytes} bytes; readers take at most {MANIFEST_LIMIT}")
            }
            Self::Store(error) => error.fmt(f),
            Self::Key(said) => write!(f, "the key cannot be used: {said}"),
            Self::KeyMissing => f.write_str(
                "the last manifest was signed, and readers who hold its key refuse an unsigned one: give --key, or --unsigned if you \
                 sign it by hand",
            ),
        }
    }
}

impl std::error::Error for PublishError {}

fn some_of(ids: &[impl fmt::Display]) -> String {
    let mut list: Vec<_> = ids.iter().take(20).map(ToString::to_string).collect();
    if ids.len() > list.len() {
        list.push("…".to_owned());
    }
    list.join(", ")
}

macro_rules! from {
    ($($error:ty => $variant:ident),*) => {
        $(impl From<$error> for PublishError {
            fn from(error: $error) -> Self {
                Self::$variant(error)
            }
        })*
    };
}

from!(LoadError => Load, LockError => Lock, LastError => Last, TooLarge => TooLarge, StoreError => Store);
