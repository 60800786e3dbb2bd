//! Records as a publisher keeps them: NDJSON files and `feed.json` in one folder. Read, cleaned and freed of personal
//! data here, in that order; whatever cannot be used is left out and named.

pub mod clean;
pub mod config;
mod duplicates;
mod edited;
pub mod lines;
mod listing;
mod load;
pub mod personal;
mod references;
mod texts;

pub use duplicates::Duplicates;
pub use edited::{EditedSince, edited_in, edited_since};
pub use listing::{Place, Remark, printable};
pub use load::{LoadError, Loaded, Wrong, each_pledge, files_of, load, load_tables};
pub use references::{Unexplained, Unexplaining};
pub use texts::{CutOut, Tidy, tidy_text};
