//! How the copy stands, as pages see it.

use std::sync::Arc;

use pledgebook_core::{
    feed::Manifest,
    sync::{Choice, Failure, Status},
};

/// How the copy stands.
#[derive(Clone, Debug, Default)]
pub struct CopyInfo {
    /// Whether the device has been asked what it holds.
    pub opened: bool,
    /// Whether parts that are here are still being read, or not shown yet.
    pub reading: bool,
    /// How far copying is, and how it last ended.
    pub status: Status,
    /// The manifest whose parts are shown.
    pub manifest: Option<Arc<Manifest>>,
    /// When the copy was last found true to the feed, in milliseconds since 1970.
    pub copied_at: Option<f64>,
    /// Whether the reader has paused that.
    pub paused: bool,
    /// Whether another tab is copying, and this one follows.
    pub waits: bool,
    /// What the copy is to hold, and whether the reader should be asked.
    pub choice: Choice,
    /// See `choice`.
    pub asks: bool,
}

impl CopyInfo {
    /// Whether the last attempt found no line.
    pub fn is_offline(&self) -> bool {
        matches!(self.status.failure(), Some(Failure::Offline | Failure::TimedOut))
    }

    /// Whether parts of the newest known copy are missing: coming, or not, or not wanted.
    pub fn is_partial(&self) -> bool {
        self.lacks() || self.leaves_out()
    }

    /// Whether parts that the reader wants are missing.
    pub fn lacks(&self) -> bool {
        self.opened && !self.status.is_whole()
    }

    /// Whether Conferences are left out because the reader chose so.
    pub fn leaves_out(&self) -> bool {
        self.status.left_out > 0
    }

    /// Whether what is missing may be here in a moment: it is on the way, or has not been asked for yet.
    pub fn is_coming(&self) -> bool {
        !self.opened || self.reading || self.lacks() && (self.status.running || self.status.ended.is_none())
    }
}
