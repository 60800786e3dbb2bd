//! Flags at the desk: the store that keeps them, the cases that they make, the decisions. Whatever is answered to a reader
//! is on the disk first.

pub mod backup;
pub mod commands;
mod decide;
pub mod doctor;
mod key;
mod put;
mod store;
mod texts;

use std::{
    fmt,
    fs::{File, OpenOptions, TryLockError},
    io,
    path::{Path, PathBuf},
};

pub use decide::Decide;
pub use key::Key;
pub(crate) use store::{CASE, case};
pub use store::{Case, Kept, OfCase, Put, Store, Subject, read_kept};
pub use texts::{keep_texts, record_stands, text_now};

/// The name of the database in a desk's data folder.
pub const DATABASE: &str = "desk.sqlite";
/// The name of its key.
pub const KEY: &str = "key";

/// The right to a data folder, as long as a desk serves from it; the system gives it back however the desk ends.
#[derive(Debug)]
pub struct Hold {
    _file: File,
}

impl Hold {
    /// Takes it; refused while another desk has it.
    pub fn of(data: &Path) -> Result<Self, FlagError> {
        std::fs::create_dir_all(data).map_err(|e| FlagError::File(data.into(), e))?;
        let path = data.join(".serving");
        let failed = |error| FlagError::File(path.clone(), error);
        let file = OpenOptions::new().create(true).append(true).open(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => {
                Err(FlagError::Wrong(format!("a desk serves from {}: end it first", data.display())))
            }
            Err(TryLockError::Error(error)) => Err(failed(error)),
        }
    }
}

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
