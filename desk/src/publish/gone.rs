//! Pledges that were published and are no longer in the records. One that goes without a removal is a slip until somebody says
//! otherwise; many that go at once are a source that broke, and for that the same word is not enough.

use std::collections::BTreeSet;

use pledgebook_core::{
    feed::Removals,
    model::{Pledge, PledgeId},
};

use super::{
    error::PublishError,
    last::{LastError, Published},
};

/// So many of a hundred published pledges may be gone with a word for a few.
const FEW: usize = 5;

/// Whether pledges may be gone without a removal.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Missing {
    /// None.
    #[default]
    Refused,
    /// Up to five of a hundred.
    Few,
    /// Any number.
    All,
}

/// Refuses what is not allowed to be gone.
pub fn check(
    allowed: Missing,
    pledges: &[Pledge],
    removals: &Removals,
    before: &Published,
) -> Result<(), PublishError> {
    if allowed == Missing::All {
        return Ok(());
    }
    if let (Missing::Refused, Some(part)) = (allowed, &before.damaged) {
        return Err(LastError::Part(part.clone()).into());
    }
    let now: BTreeSet<&PledgeId> = pledges.iter().map(|p| &p.id).collect();
    let gone = before.ids.iter().filter(|id| !now.contains(id) && removals.whole(id.as_str()).is_none());
    let gone: Vec<_> = gone.cloned().collect();
    // Pledges that seem new may be those of the parts that cannot be read.
    let new = now.iter().filter(|id| !before.ids.contains(**id)).count();
    let number = gone.len() + before.unknown.saturating_sub(new);
    let of = before.ids.len() + before.unknown;
    if number * 100 > of * FEW {
        return Err(PublishError::ManyGone { number, of, some: gone });
    }
    if allowed == Missing::Refused && !gone.is_empty() { Err(PublishError::Gone(gone)) } else { Ok(()) }
}
