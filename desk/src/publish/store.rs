//! The feed's folder: every file appears whole, by a temporary file and a rename, and lasts through a loss of power.
//! The manifest comes last, so that at every moment there is one feed, whole.

use std::{
    fmt,
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use pledgebook_core::feed::PartEntry;
use tempfile::NamedTempFile;

use super::{
    pack::{SIBLINGS, packed},
    parts::Part,
};
use crate::clock;

/// How temporary files begin; one that is left over from a crash is removed by the next publication.
const TEMPORARY: &str = ".new-";
/// The manifest's name.
pub const MANIFEST: &str = "manifest.json";
/// The name of its signature.
pub const SIGNATURE: &str = "manifest.json.minisig";

/// A file of the feed cannot be written or read.
#[derive(Debug)]
pub struct StoreError {
    /// Which.
    pub path: PathBuf,
    /// What was to be done with it.
    pub doing: &'static str,
    /// Why not.
    pub error: io::Error,
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} cannot be {}: {}", self.path.display(), self.doing, self.error)
    }
}

impl std::error::Error for StoreError {}

/// A feed's folder.
#[derive(Clone, Debug)]
pub struct Store {
    dir: PathBuf,
}

impl Store {
    /// The store in `dir`; folders that are missing are made.
    pub fn open(dir: &Path) -> Result<Self, StoreError> {
        let store = Self { dir: dir.into() };
        let parts = store.at("parts");
        fs::create_dir_all(&parts).map_err(|e| failed(&parts, "made", e))?;
        Ok(store)
    }

    /// The store in `dir`, which is only read.
    pub fn at_rest(dir: &Path) -> Self {
        Self { dir: dir.into() }
    }

    /// The feed's folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The path of a file by its name in the feed.
    pub fn at(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// Removes what a publication that broke off left behind. Only while the lock is held.
    pub fn clear_temporary(&self) -> Result<(), StoreError> {
        for folder in [self.dir.clone(), self.at("parts")] {
            for path in files_in(&folder)? {
                if path.file_name().is_some_and(|n| n.to_string_lossy().starts_with(TEMPORARY)) {
                    remove(&path)?;
                }
            }
        }
        Ok(())
    }

    /// Writes the parts that are not there yet, with their compressed siblings; returns how many.
    pub fn write_parts(&self, parts: &[Part]) -> Result<usize, StoreError> {
        let (next, new) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let work = || -> Result<(), StoreError> {
            while let Some(part) = parts.get(next.fetch_add(1, Ordering::Relaxed)) {
                new.fetch_add(usize::from(self.write_part(part)?), Ordering::Relaxed);
            }
            Ok(())
        };
        // Half of the time is compression, the other half waiting for the disk: more threads than cores.
        let threads = (4 * thread::available_parallelism().map_or(1, usize::from)).min(parts.len());
        thread::scope(|scope| {
            let helpers: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
            let own = work();
            helpers.into_iter().fold(own, |so_far, helper| match helper.join() {
                Ok(result) => so_far.and(result),
                Err(panic) => std::panic::resume_unwind(panic),
            })
        })?;
        sync_dir(&self.at("parts"))?;
        Ok(new.into_inner())
    }

    /// Writes a part and its siblings where they are missing or, by some accident, not what they should be. Returns
    /// whether the part itself is new.
    fn write_part(&self, part: &Part) -> Result<bool, StoreError> {
        let path = self.at(&part.entry.path);
        let is_there = fs::read(&path).is_ok_and(|bytes| bytes == part.json);
        for ending in SIBLINGS.into_iter().rev() {
            let name = format!("{}{ending}", part.entry.path);
            // A sibling of a part that was damaged is not trusted either.
            if !(is_there && self.at(&name).exists()) {
                let bytes = packed(ending, &part.json).map_err(|e| failed(&self.at(&name), "compressed", e))?;
                self.replace(&name, &bytes)?;
            }
        }
        Ok(!is_there)
    }

    /// Writes the manifest and its siblings. The old siblings go first: at no moment do a manifest and a sibling say
    /// different things, only a server has to send it uncompressed for that moment. A signature of the old one goes
    /// with it; returns whether there was one. For a moment there is none: readers who want one ask again.
    pub fn write_manifest(&self, json: &[u8], signature: Option<&str>) -> Result<bool, StoreError> {
        for ending in [".br", ".gz"] {
            remove(&self.at(&format!("{MANIFEST}{ending}")))?;
        }
        self.replace(MANIFEST, json)?;
        let signed = remove(&self.at(SIGNATURE))?;
        if let Some(signature) = signature {
            self.replace(SIGNATURE, signature.as_bytes())?;
        }
        for ending in [".gz", ".br"] {
            let name = format!("{MANIFEST}{ending}");
            let bytes = packed(ending, json).map_err(|e| failed(&self.at(&name), "compressed", e))?;
            self.replace(&name, &bytes)?;
        }
        sync_dir(&self.dir)?;
        Ok(signed)
    }

    /// Counts from now on how long a part is no longer in use.
    pub fn retire(&self, part: &PartEntry, now: u64) -> Result<(), StoreError> {
        let path = self.at(&part.path);
        match File::options().append(true).open(&path).and_then(|f| f.set_modified(clock::system_time(now))) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(&path, "marked as old", error)),
            _ => Ok(()),
        }
    }

    /// The paths of all files among the parts.
    pub fn files_of_parts(&self) -> Result<Vec<PathBuf>, StoreError> {
        files_in(&self.at("parts"))
    }

    /// Puts bytes under a name at once.
    pub fn replace(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let path = self.at(name);
        let folder = path.parent().unwrap_or(&self.dir);
        write_whole(folder, &path, bytes).map_err(|e| failed(&path, "written", e))
    }
}

/// A file that is not there under its name before it is whole; whoever is dropped without a name leaves nothing.
pub fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY);
    // The web server is another user: temporary files are private unless they are told otherwise.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// The folder that a path is in.
pub fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Puts bytes under a path at once, and on the disk.
pub fn write_whole(folder: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = temporary(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|e| e.error)?;
    Ok(())
}

/// Removes a file; returns whether there was one.
pub fn remove(path: &Path) -> Result<bool, StoreError> {
    match fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(failed(path, "removed", error)),
    }
}

fn files_in(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let list = || folder.read_dir()?.map(|e| e.map(|e| e.path())).collect::<io::Result<Vec<_>>>();
    let mut files = list().map_err(|e| failed(folder, "listed", e))?;
    files.sort();
    Ok(files)
}

/// Makes renames in a folder last.
fn sync_dir(folder: &Path) -> Result<(), StoreError> {
    if cfg!(unix) {
        File::open(folder).and_then(|f| f.sync_all()).map_err(|e| failed(folder, "written", e))?;
    }
    Ok(())
}

/// An error about a file.
pub fn failed(path: &Path, doing: &'static str, error: io::Error) -> StoreError {
    StoreError { path: path.into(), doing, error }
}
