//! Records in: from what somebody keeps already to records, again and again. A source gives raw values with their language and place;
//! texts are mended; ids are given once and for ever; names are matched, never guessed; corrections are carried out; what is left for a
//! person to decide is a list.

mod build;
mod bytes;
pub mod edits;
mod error;
mod ids;
mod mapping;
mod names;
mod page;
mod raw;
mod review;
mod run;
mod spool;
pub mod text;
pub mod values;

pub use error::ImportError;
pub use mapping::{Mapping, Settings};
pub use page::Pages;
pub use review::{Note, Review};
pub use run::{Options, Source, Summary, import};
