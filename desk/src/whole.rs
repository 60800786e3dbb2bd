//! The files of a feed, each only if it is what the manifest says: for whatever is made to be carried.

use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
};

use pledgebook_core::feed::{MANIFEST_NAME, Manifest, SIGNATURE_NAME, Sha256Hex, bundled, parse_manifest};

/// Why a feed cannot be carried.
#[derive(Debug)]
pub enum CarryError {
    /// A file cannot be read or written.
    File(PathBuf, io::Error),
    /// The feed is not whole: a part is missing or damaged, or the manifest is none.
    Feed(String),
    /// What should be a built site is none, or not one that can be made into a file.
    Site(String),
}

impl CarryError {
    /// What is made of an error with a file.
    pub fn of(path: &Path) -> impl Fn(io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |error| Self::File(path.clone(), error)
    }
}

impl fmt::Display for CarryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path, error) => write!(f, "{}: {error}", path.display()),
            Self::Feed(said) => write!(f, "{said}: publish again with `desk publish`"),
            Self::Site(said) => write!(f, "{said}: build the site with `make build`, and give its folder with --site"),
        }
    }
}

impl std::error::Error for CarryError {}

/// Gives the manifest, its signature where there is one, and the parts in the manifest's order, each with its name below the
/// feed's folder. Returns what the manifest says.
pub fn each_file(
    feed: &Path,
    mut give: impl FnMut(&str, &[u8]) -> Result<(), CarryError>,
) -> Result<Manifest, CarryError> {
    let path = feed.join(MANIFEST_NAME);
    let json = fs::read(&path).map_err(CarryError::of(&path))?;
    let manifest = parse_manifest(&json).map_err(|e| CarryError::Feed(format!("{}: {e}", path.display())))?;
    give(MANIFEST_NAME, &json)?;
    let signature = feed.join(SIGNATURE_NAME);
    match fs::read(&signature) {
        Ok(bytes) => give(SIGNATURE_NAME, &bytes)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(CarryError::File(signature, error)),
    }
    for (name, sha256) in bundled(&manifest) {
        let path = feed.join(name);
        let bytes = fs::read(&path).map_err(CarryError::of(&path))?;
        if Sha256Hex::of(&bytes) != sha256 {
            return Err(CarryError::Feed(format!("{} is not what the manifest says", path.display())));
        }
        give(name, &bytes)?;
    }
    Ok(manifest)
}
