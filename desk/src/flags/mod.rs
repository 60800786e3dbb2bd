//! Flags at the desk: the store that keeps them, the cases that they make, the decisions. Whatever is answered to a reader
//! is on the disk first.

pub mod backup;
pub mod commands;
mod decide;
pub mod doctor;
mod key;
mod store;
mod texts;

use std::{fmt, io, path::PathBuf};

pub use decide::{Decide, OUTCOMES};
pub use key::Key;
pub use store::{Case, Kept, OfCase, Put, Store, Subject};
pub use texts::{keep_texts, text_now};

/// The name of the database in a desk's data folder.
pub const DATABASE: &str = "desk.sqlite";
/// The name of its key.
pub const KEY: &str = "key";

/// What a store of flags cannot do.
#[derive(Debug)]
pub enum FlagError {
    /// The database refuses: full, locked, damaged.
    Database(sqlx::Error),
    /// The database cannot be brought to this version.
    Migration(sqlx::migrate::MigrateError),
    /// A file cannot be read or written.
    File(PathBuf, io::Error),
    /// Something else is asked for than there is.
    Wrong(String),
}

impl fmt::Display for FlagError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database(error) => write!(f, "the database of flags: {error}"),
            Self::Migration(error) => write!(f, "the database of flags is of another version of the desk: {error}"),
            Self::File(path, error) => write!(f, "{}: {error}", path.display()),
            Self::Wrong(said) => f.write_str(said),
        }
    }
}

impl std::error::Error for FlagError {}

impl From<sqlx::Error> for FlagError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}

impl From<sqlx::migrate::MigrateError> for FlagError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        Self::Migration(error)
    }
}
