//! The one place of the bench that knows how the domain is searched: what is done when a part comes, at a start, after
//! it, and at a keystroke. The rest of the bench sees these only.

use std::{hint::black_box, sync::Arc};

use pledgebook_core::{
    browse::{About, Catalogue, Orders, Part, Query, Segment, page},
    feed::{PartKind, Sha256Hex},
};

/// A part as the copy keeps it.
pub struct Stored {
    /// The hash under which it is kept.
    pub sha: Sha256Hex,
    /// What its records are.
    pub kind: PartKind,
    /// What was worked out of it when it came.
    pub segment: Vec<u8>,
    /// The part itself; empty until it is loaded.
    pub part: Vec<u8>,
}

impl Stored {
    /// What is done once, when a part comes.
    pub fn build(kind: PartKind, part: Vec<u8>) -> Self {
        Self { sha: Sha256Hex::of(&part), kind, segment: Segment::build(kind, &part), part }
    }
}

/// What is done at every start, from what is kept: the segments are opened and merged.
pub fn open(stored: &[Stored]) -> (Vec<Part>, Catalogue) {
    let part = |s: &Stored| {
        let segment = Arc::new(Segment::open(s.segment.as_slice().into())?);
        Some(Part { segment, bytes: (!s.part.is_empty()).then(|| s.part.as_slice().into()) })
    };
    let parts: Vec<Part> = stored.iter().filter_map(part).collect();
    let catalogue = Catalogue::merge(&parts, Arc::default(), &About::default());
    (parts, catalogue)
}

/// What is done after the first list: the parts' bytes are checked and kept in memory, for snippets and phrases.
pub fn load(stored: &[Stored], parts: &mut [Part], catalogue: &Catalogue) -> Catalogue {
    for (part, stored) in parts.iter_mut().zip(stored) {
        part.bytes = (Sha256Hex::of(&stored.part) == stored.sha).then(|| stored.part.as_slice().into());
    }
    catalogue.with_bytes(parts)
}

/// Whether something typed is looked for in its nearest spelling.
pub fn is_near(catalogue: &Catalogue, typed: &str) -> bool {
    !page(catalogue, &Query::of([]).with_words(typed), &Orders::plain("en")).near.is_empty()
}

/// What is done at a keystroke; gives how many pledges match. All of the page is made, though only its total is used.
pub fn key(catalogue: &Catalogue, typed: &str) -> usize {
    black_box(page(catalogue, &Query::of([]).with_words(typed), &Orders::plain("en"))).total
}
