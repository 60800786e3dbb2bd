//! A manifest as the machine knows it: read, as it was published, and whether it is signed as the app demands.

use std::sync::Arc;

use crate::{
    feed::{Manifest, parse_manifest},
    sync::{Check, Failure, Published},
};

/// A manifest that was read.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) published: Published,
    pub(super) manifest: Arc<Manifest>,
    /// Whether it is signed as this app demands; always, where it demands nothing.
    pub(super) signed: bool,
}

impl Known {
    /// A stored manifest; one that cannot be read is as good as none, and is fetched again. One that entered before the app
    /// had keys stays readable until a signed one comes.
    pub(super) fn stored(published: Published, check: Option<Check>) -> Option<Self> {
        Self::read(published, check).ok()
    }

    pub(super) fn read(published: Published, check: Option<Check>) -> Result<Self, Failure> {
        let manifest = parse_manifest(&published.manifest)?;
        let signed = published.is_signed(check);
        Ok(Self { published, manifest: Arc::new(manifest), signed })
    }

    /// Whether `offered` comes after this in the same feed; or is the same, and signed where this is not.
    pub(super) fn is_followed_by(&self, offered: &Self) -> bool {
        let (own, is) = (&self.manifest, &offered.manifest);
        let is_signed_now = is.seq == own.seq && !self.signed && offered.signed;
        own.feed == is.feed && (is.seq > own.seq || is_signed_now)
    }
}
