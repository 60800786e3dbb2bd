//! Records in: from what somebody keeps already to records, again and again. A source gives raw values with their language and place;
//! texts are mended; ids are given once and for ever; names are matched, never guessed; corrections are carried out; what is left for a
//! person to decide is a list.

mod build;
mod bytes;
mod cells;
mod correct;
pub mod edits;
mod error;
mod group;
mod ids;
mod limited;
mod mapping;
mod names;
mod page;
mod raw;
mod review;
mod run;
mod spool;
mod table;
pub mod text;
pub mod values;
mod wxr;

pub use correct::{By, correct};
pub use error::ImportError;
pub use mapping::{Mapping, Settings};
pub use page::Pages;
pub use raw::Target;
pub use review::{Note, Review};
pub use run::{Options, Source, Summary, import};
pub use table::{Table, heads, propose};
pub use wxr::{Wxr, propose as propose_posts, survey};
