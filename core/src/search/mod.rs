//! Finding pledges by words: folding, which makes writings of one word alike; queries; an index of each part, made from
//! the part alone; the merge of these, which answers a keystroke; the nearest spellings; and marks in what was found.

mod fold;
mod index;
mod marks;
mod merged;
mod near;
mod query;
mod snippet;
mod tokens;
mod weights;

pub use fold::{Decompose, fold, use_decomposer};
pub use index::IndexBuilder;
pub use merged::TextIndex;
pub use query::{Phrase, Term, Terms};
pub use snippet::{Marker, Piece, beginning};
pub use tokens::is_one_letter;
pub use weights::{Field, idf, party_gains};
