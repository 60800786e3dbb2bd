//! Why nothing was imported, in words that say what to do.

use std::{
    fmt, io,
    path::{Path, PathBuf},
};

/// Why nothing was imported. What was there is as it was.
#[derive(Debug)]
pub enum ImportError {
    /// A file cannot be read or written; what was to be done with it.
    Io(PathBuf, &'static str, io::Error),
    /// A file that people keep (ids, edits, names, mapping) says something that cannot be used; its line.
    Kept(PathBuf, Option<u64>, String),
    /// The source cannot be read as what it should be; where.
    Source(String, String),
    /// There is no mapping yet; one was proposed in this file.
    Proposed(PathBuf),
    /// Another import to the same ids is under way.
    Busy(PathBuf),
    /// Nothing in the source is a pledge; why, for each.
    Nothing(Vec<String>),
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(path, doing, error) => write!(f, "{} cannot be {doing}: {error}", path.display()),
            Self::Kept(path, Some(line), what) => write!(f, "{}:{line}: {what}", path.display()),
            Self::Kept(path, None, what) => write!(f, "{}: {what}", path.display()),
            Self::Source(place, what) => write!(f, "{place}: {what}"),
            Self::Proposed(path) => write!(
                f,
                "there is no mapping yet, so one is proposed in {}: look at each line of it, correct it, and give it with --mapping",
                path.display()
            ),
            Self::Busy(path) => {
                write!(f, "another import is under way ({} is locked): try again when it has ended", path.display())
            }
            Self::Nothing(why) => {
                f.write_str("nothing was imported, and nothing is written")?;
                why.iter().take(20).try_for_each(|one| write!(f, "\n  {one}"))
            }
        }
    }
}

impl std::error::Error for ImportError {}

/// An error about a file.
pub fn io_error(path: &Path, doing: &'static str) -> impl FnOnce(io::Error) -> ImportError {
    let path = path.to_path_buf();
    move |error| ImportError::Io(path, doing, error)
}
