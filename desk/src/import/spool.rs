//! Records on their way from a source, in a temporary file: what belongs together may stand far apart in the source, and a source may be
//! larger than the memory. Only places are held.

use std::{
    fs::File,
    io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write},
    path::Path,
};

use super::raw::Raw;

/// Where a record stands in the spool.
pub type Place = (u64, u32);

/// Records that are being written.
pub struct Spool {
    file: BufWriter<File>,
    end: u64,
}

impl Spool {
    /// An empty one, in a folder whose file system has room for the source; it is gone when the process is.
    pub fn new(folder: &Path) -> io::Result<Self> {
        Ok(Self { file: BufWriter::with_capacity(1 << 16, tempfile::tempfile_in(folder)?), end: 0 })
    }

    /// Adds a record.
    pub fn add(&mut self, raw: &Raw) -> io::Result<Place> {
        let json = serde_json::to_vec(raw)?;
        self.file.write_all(&json)?;
        let length = u32::try_from(json.len()).map_err(io::Error::other)?;
        let place = (self.end, length);
        self.end += u64::from(length);
        Ok(place)
    }

    /// All is written: now it is read.
    pub fn done(self) -> io::Result<Spooled> {
        let file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok(Spooled(BufReader::with_capacity(1 << 16, file)))
    }
}

/// Records that are read again.
pub struct Spooled(BufReader<File>);

impl Spooled {
    /// The record at a place.
    pub fn get(&mut self, (start, length): Place) -> io::Result<Raw> {
        let mut json = vec![0; length as usize];
        self.0.seek(SeekFrom::Start(start))?;
        self.0.read_exact(&mut json)?;
        Ok(serde_json::from_slice(&json)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_read_back_in_any_order() {
        let dir = tempfile::tempdir().expect("a folder");
        let mut spool = Spool::new(dir.path()).expect("made");
        let raw = |n: usize| Raw { source_id: n.to_string(), place: "x".repeat(n), ..Raw::default() };
        let places: Vec<_> = (0..50).map(|n| spool.add(&raw(n)).expect("added")).collect();
        let mut spooled = spool.done().expect("done");
        for n in (0..50).rev() {
            assert_eq!(spooled.get(places[n]).expect("read"), raw(n));
        }
    }
}
