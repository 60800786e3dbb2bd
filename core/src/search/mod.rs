//! Finding pledges by words: folding, which makes writings of one word alike; queries; and matching. For now a plain
//! scan over folded texts, exact but linear; the index takes its place without changing what is found.

mod fold;
mod query;

pub use fold::fold;
pub use query::{Haystack, Terms};
