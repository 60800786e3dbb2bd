//! A feed in one file, to be carried: manifest, signature and parts as a gzip-compressed tar. The same feed makes the same bytes.

use std::{
    fmt, fs, io,
    io::Write,
    path::{Path, PathBuf},
};

use crate::publish;
use flate2::{Compression, write::GzEncoder};
use pledgebook_core::feed::{MANIFEST_NAME, SIGNATURE_NAME, Sha256Hex, bundled, parse_manifest, tar_end, tar_file};

/// Why there is no bundle.
#[derive(Debug)]
pub enum BundleError {
    /// A file cannot be read or written.
    File(PathBuf, io::Error),
    /// The feed is not whole: a part is missing or damaged, or the manifest is none.
    Feed(String),
}

impl fmt::Display for BundleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path, error) => write!(f, "{}: {error}", path.display()),
            Self::Feed(said) => write!(f, "{said}: publish again with `desk publish`"),
        }
    }
}

impl std::error::Error for BundleError {}

/// What was bundled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bundled {
    /// The manifest's number and time.
    pub seq: u64,
    /// When it was published.
    pub generated: String,
    /// How many parts.
    pub parts: usize,
    /// Bytes of the bundle.
    pub bytes: u64,
}

/// Writes the bundle of a feed; the file appears whole, in the place of one that is there.
pub fn bundle(feed: &Path, out: &Path) -> Result<Bundled, BundleError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |error| BundleError::File(path, error)
    };
    let path = feed.join(MANIFEST_NAME);
    let json = fs::read(&path).map_err(failed(&path))?;
    let manifest = parse_manifest(&json).map_err(|e| BundleError::Feed(format!("{}: {e}", path.display())))?;
    let folder = out.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = publish::temporary(folder).map_err(failed(folder))?;
    let mut tar = GzEncoder::new(&mut file, Compression::best());
    let mut add = |name: &str, bytes: &[u8]| {
        let entry =
            tar_file(name, bytes).ok_or_else(|| BundleError::Feed(format!("{name} does not fit into a tar")))?;
        tar.write_all(&entry).map_err(failed(out))
    };
    add(MANIFEST_NAME, &json)?;
    let signature = feed.join(SIGNATURE_NAME);
    match fs::read(&signature) {
        Ok(bytes) => add(SIGNATURE_NAME, &bytes)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(BundleError::File(signature, error)),
    }
    for (name, sha256) in bundled(&manifest) {
        let path = feed.join(name);
        let bytes = fs::read(&path).map_err(failed(&path))?;
        if Sha256Hex::of(&bytes) != sha256 {
            return Err(BundleError::Feed(format!("{} is not what the manifest says", path.display())));
        }
        add(name, &bytes)?;
    }
    tar.write_all(&tar_end()).and_then(|()| tar.finish().map(|_| ())).map_err(failed(out))?;
    file.as_file().sync_all().map_err(failed(out))?;
    let bytes = file.as_file().metadata().map_err(failed(out))?.len();
    file.persist(out).map_err(|e| BundleError::File(out.to_owned(), e.error))?;
    Ok(Bundled { seq: manifest.seq, generated: manifest.generated.to_string(), parts: manifest.parts.len(), bytes })
}
