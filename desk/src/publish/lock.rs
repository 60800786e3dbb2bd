//! One publication at a time: an exclusive lock on a file in the feed's folder, which the system gives back whenever
//! and however its holder ends.

use std::{
    fmt,
    fs::{File, OpenOptions, TryLockError},
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use crate::clock;

/// The name of the file that is locked. It stays, empty, and is never served.
const NAME: &str = ".lock";

/// The lock; dropped, it is given back.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

/// Why there is no lock.
#[derive(Debug)]
pub enum LockError {
    /// Another publication holds it.
    Busy(PathBuf),
    /// The file cannot be made or locked.
    Io(PathBuf, io::Error),
}

impl fmt::Display for LockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Busy(path) => write!(
                f,
                "another publication to this feed is under way ({} is locked): try again when it has ended, or wait longer with --wait",
                path.display()
            ),
            Self::Io(path, error) => write!(f, "{} cannot be locked: {error}", path.display()),
        }
    }
}

impl std::error::Error for LockError {}

impl Lock {
    /// Locks a feed's folder, waiting at most `wait` for another to end.
    pub fn acquire(dir: &Path, wait: Duration) -> Result<Self, LockError> {
        let path = dir.join(NAME);
        let failed = |error| LockError::Io(path.clone(), error);
        let file = OpenOptions::new().create(true).append(true).open(&path).map_err(failed)?;
        let since = clock::tick();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self { _file: file }),
                Err(TryLockError::WouldBlock) if since.elapsed() < wait => clock::pause(Duration::from_millis(25)),
                Err(TryLockError::WouldBlock) => return Err(LockError::Busy(path)),
                Err(TryLockError::Error(error)) => return Err(failed(error)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_waits_and_then_says_who_is_in_the_way() {
        let dir = tempfile::tempdir().expect("a folder");
        let first = Lock::acquire(dir.path(), Duration::ZERO).expect("free");
        let refused = Lock::acquire(dir.path(), Duration::from_millis(60)).expect_err("held");
        assert!(refused.to_string().contains("another publication"), "{refused}");
        std::thread::scope(|scope| {
            let waits = scope.spawn(|| Lock::acquire(dir.path(), Duration::from_secs(20)).is_ok());
            clock::pause(Duration::from_millis(60));
            drop(first);
            assert!(waits.join().expect("no panic"), "who waits gets the lock when it is given back");
        });
    }
}
