//! Work that would keep the page from answering, in slices: reading the parts of a copy.

use std::sync::Arc;

use pledgebook_core::{
    browse::{Builder, Segment},
    feed::PartKind,
};

use crate::browser::clock;

/// Milliseconds of work after which the page has its turn.
const SLICE: f64 = 8.0;

/// Work in slices: after some milliseconds of it the page has its turn.
pub(super) struct Turn(f64);

impl Turn {
    /// Work that begins now.
    pub fn new() -> Self {
        Self(clock::now())
    }

    /// Gives the page its turn, if it is due.
    pub async fn give(&mut self) {
        if clock::now() - self.0 > SLICE {
            clock::sleep(0).await;
            self.0 = clock::now();
        }
    }
}

/// Makes a part's segment, in slices.
pub(super) async fn segment_of(kind: PartKind, bytes: &Arc<[u8]>) -> Arc<[u8]> {
    if kind != PartKind::Pledges {
        return Segment::build(kind, bytes).into();
    }
    let mut turn = Turn::new();
    let mut builder = Builder::new(Arc::clone(bytes));
    while builder.step() {
        turn.give().await;
    }
    builder.finish().into()
}
