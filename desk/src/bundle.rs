//! A feed in one file, to be carried: manifest, signature and parts as a gzip-compressed tar. The same feed makes the same bytes.

use std::{io::Write, path::Path};

use flate2::{Compression, write::GzEncoder};
use pledgebook_core::feed::{tar_end, tar_file};

use crate::{
    publish,
    whole::{CarryError, each_file},
};

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
pub fn bundle(feed: &Path, out: &Path) -> Result<Bundled, CarryError> {
    let folder = publish::folder_of(out);
    let mut file = publish::temporary(folder).map_err(CarryError::of(folder))?;
    let failed = CarryError::of(out);
    let mut tar = GzEncoder::new(&mut file, Compression::best());
    let manifest = each_file(feed, |name, bytes| {
        let entry = tar_file(name, bytes).ok_or_else(|| CarryError::Feed(format!("{name} does not fit into a tar")))?;
        tar.write_all(&entry).map_err(&failed)
    })?;
    tar.write_all(&tar_end()).and_then(|()| tar.finish().map(|_| ())).map_err(&failed)?;
    file.as_file().sync_all().map_err(&failed)?;
    let bytes = file.as_file().metadata().map_err(&failed)?.len();
    file.persist(out).map_err(|e| failed(e.error))?;
    Ok(Bundled { seq: manifest.seq, generated: manifest.generated.to_string(), parts: manifest.parts.len(), bytes })
}
