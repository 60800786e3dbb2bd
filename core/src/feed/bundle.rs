//! A bundle: manifest, signature and parts as a tar, which travels gzip-compressed as `*.pledges.tgz`. Written so that the same feed
//! makes the same bytes and any `tar` opens it; read piece by piece as it comes, so that a large one needs no more memory than
//! its largest file.

use std::fmt;

use super::{Manifest, Sha256Hex};

/// A block of a tar.
const BLOCK: usize = 512;
/// The name of the manifest, which stands first.
pub const MANIFEST_NAME: &str = "manifest.json";
/// The name of its signature, which stands second where there is one.
pub const SIGNATURE_NAME: &str = "manifest.json.minisig";

/// What is wrong with a bundle.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BundleError {
    /// It is no bundle at all: not a tar, or its first file is not the manifest.
    NotABundle,
    /// It ends too early: it was not copied whole.
    CutShort,
    /// A file in it is larger than it may be.
    TooLarge,
}

impl fmt::Display for BundleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotABundle => "this is no bundle of pledges",
            Self::CutShort => "the bundle ends too early: it was not copied whole",
            Self::TooLarge => "a file in the bundle is larger than it may be",
        })
    }
}

impl std::error::Error for BundleError {}

/// The names of the files of a bundle after manifest and signature, in order.
pub fn bundled(manifest: &Manifest) -> impl Iterator<Item = (&str, Sha256Hex)> {
    manifest.parts.iter().map(|part| (&*part.path, part.sha256))
}

/// A file as a tar holds it: header, bytes, padding. None where the name is too long for one, or the file too large.
pub fn tar_file(name: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    if name.is_empty() || name.len() > 100 || bytes.len() as u64 >= 1 << 33 {
        return None;
    }
    let mut header = [0u8; BLOCK];
    let mut put = |at: usize, text: &str| {
        for (to, from) in header.iter_mut().skip(at).zip(text.bytes()) {
            *to = from;
        }
    };
    put(0, name);
    put(100, "0000644\0");
    put(108, "0000000\0");
    put(116, "0000000\0");
    put(124, &format!("{:011o}\0", bytes.len()));
    // No time: the same feed makes the same bundle.
    put(136, "00000000000\0");
    put(148, "        ");
    put(156, "0");
    put(257, "ustar\x0000");
    let sum: u32 = header.iter().map(|b| u32::from(*b)).sum();
    for (to, from) in header.iter_mut().skip(148).zip(format!("{sum:06o}\0 ").bytes()) {
        *to = from;
    }
    let mut file = header.to_vec();
    file.extend_from_slice(bytes);
    file.resize(file.len().next_multiple_of(BLOCK), 0);
    Some(file)
}

/// What stands at the end of a tar.
pub fn tar_end() -> [u8; 2 * BLOCK] {
    [0; 2 * BLOCK]
}

/// A file of a bundle.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BundleFile {
    /// Its name in the feed.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Reads a bundle's tar as it comes.
#[derive(Debug)]
pub struct BundleReader {
    /// What has come and is not read yet: less than a header, or a file that is not whole.
    rest: Vec<u8>,
    file: Option<Coming>,
    /// Bytes at most of one file.
    limit: u64,
    any: bool,
    ended: bool,
}

#[derive(Debug)]
struct Coming {
    name: String,
    size: usize,
    /// With what fills its last block.
    padded: usize,
    is_file: bool,
}

impl BundleReader {
    /// A reader that takes files of at most so many bytes.
    pub fn new(limit: u64) -> Self {
        Self { rest: Vec::new(), file: None, limit, any: false, ended: false }
    }

    /// Takes the next bytes; returns the files that are whole now. The first file of all is the manifest.
    pub fn push(&mut self, bytes: &[u8]) -> Result<Vec<BundleFile>, BundleError> {
        let mut files = Vec::new();
        self.rest.extend_from_slice(bytes);
        let mut at = 0;
        while !self.ended {
            let Some(coming) = &self.file else {
                let Some(header) = self.rest.get(at..at + BLOCK) else { break };
                at += BLOCK;
                match read_header(header)? {
                    Some(coming) => self.file = Some(self.checked(coming)?),
                    None => self.ended = true,
                }
                continue;
            };
            let Some(padded) = self.rest.get(at..at + coming.padded) else { break };
            if coming.is_file {
                let bytes = padded.get(..coming.size).unwrap_or_default().to_vec();
                files.push(BundleFile { name: coming.name.clone(), bytes });
            }
            at += coming.padded;
            self.file = None;
        }
        self.rest.drain(..at);
        if self.ended {
            self.rest.clear();
        }
        Ok(files)
    }

    fn checked(&mut self, coming: Coming) -> Result<Coming, BundleError> {
        if coming.size as u64 > self.limit {
            return Err(BundleError::TooLarge);
        }
        if coming.is_file && !std::mem::replace(&mut self.any, true) && coming.name != MANIFEST_NAME {
            return Err(BundleError::NotABundle);
        }
        Ok(coming)
    }

    /// That nothing more comes.
    pub fn end(self) -> Result<(), BundleError> {
        match (self.any, self.ended || (self.file.is_none() && self.rest.is_empty())) {
            (true, true) => Ok(()),
            (false, _) if self.rest.is_empty() || self.ended => Err(BundleError::NotABundle),
            _ => Err(BundleError::CutShort),
        }
    }
}

/// A header; None: the end.
fn read_header(header: &[u8]) -> Result<Option<Coming>, BundleError> {
    if header.iter().all(|b| *b == 0) {
        return Ok(None);
    }
    let octal = |from: usize, to: usize| {
        let text = header.get(from..to).unwrap_or_default();
        let digits: String = text.iter().map(|b| char::from(*b)).filter(|c| !matches!(c, '\0' | ' ')).collect();
        u64::from_str_radix(&digits, 8).map_err(|_| BundleError::NotABundle)
    };
    // The sum counts its own field as blanks.
    let sum: u64 =
        header.iter().enumerate().map(|(n, b)| if (148..156).contains(&n) { 32 } else { u64::from(*b) }).sum();
    if octal(148, 156)? != sum {
        return Err(BundleError::NotABundle);
    }
    let size = usize::try_from(octal(124, 136)?).map_err(|_| BundleError::TooLarge)?;
    let padded = size.checked_next_multiple_of(BLOCK).ok_or(BundleError::TooLarge)?;
    let name = header.get(..100).unwrap_or_default().split(|b| *b == 0).next().unwrap_or_default();
    let name = String::from_utf8_lossy(name).trim_start_matches("./").to_owned();
    // Folders, and what some tools say about files (macOS in files of their own), are passed over.
    let is_remark = name.rsplit('/').next().is_some_and(|name| name.starts_with("._"));
    let is_file = matches!(header.get(156), Some(b'0' | 0)) && !is_remark;
    Ok(Some(Coming { name, size, padded, is_file }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut all: Vec<u8> = files.iter().flat_map(|(name, bytes)| tar_file(name, bytes).expect("a file")).collect();
        all.extend(tar_end());
        all
    }

    fn read(bytes: &[u8], piece: usize) -> Result<Vec<(String, usize)>, BundleError> {
        let mut reader = BundleReader::new(4_000);
        let mut files = Vec::new();
        for piece in bytes.chunks(piece) {
            files.extend(reader.push(piece)?.into_iter().map(|f| (f.name, f.bytes.len())));
        }
        reader.end().map(|()| files)
    }

    #[test]
    fn what_is_written_is_read_in_pieces_of_any_size() {
        let files: [(&str, &[u8]); 4] = [
            (MANIFEST_NAME, b"{}"),
            ("parts/a.json", &[b'x'; 512]),
            ("parts/b.json", b""),
            ("parts/c.json", &[b'y'; 1300]),
        ];
        let bytes = tar(&files);
        assert_eq!(bytes.len() % BLOCK, 0);
        let expect: Vec<_> = files.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.len())).collect();
        for piece in [1, 7, 511, 512, 513, 100_000] {
            assert_eq!(read(&bytes, piece), Ok(expect.clone()), "{piece}");
        }
    }

    #[test]
    fn what_is_no_bundle_and_what_is_cut_short_are_told_apart() {
        let good = tar(&[(MANIFEST_NAME, b"{}"), ("parts/a.json", &[b'x'; 1_000])]);
        let no_manifest = tar(&[("readme.txt", b"hello")]);
        let large = tar(&[(MANIFEST_NAME, &[b' '; 5_000])]);
        let (mut harmed, mut folder) = (good.clone(), tar(&[("./manifest.json", b"{}")]));
        harmed[3] ^= 1;
        folder.splice(0..0, tar_file("parts/", b"").expect("a folder"));
        // A folder's header says so.
        folder[156] = b'5';
        folder[148..156].copy_from_slice(b"        ");
        let sum: u32 = folder[..512].iter().map(|b| u32::from(*b)).sum();
        folder[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        for (what, bytes, expect) in [
            ("nothing", &[][..], Err(BundleError::NotABundle)),
            ("a picture", &[0x89; 2_000][..], Err(BundleError::NotABundle)),
            ("zeroes", &[0; 2_000], Err(BundleError::NotABundle)),
            ("another tar", &no_manifest, Err(BundleError::NotABundle)),
            ("a harmed header", &harmed, Err(BundleError::NotABundle)),
            ("a file that is too large", &large, Err(BundleError::TooLarge)),
            ("cut in a file", &good[..1_200], Err(BundleError::CutShort)),
            ("cut in a header", &good[..300], Err(BundleError::CutShort)),
            ("a folder before", &folder, Ok(1)),
            ("what macOS says of files", &tar(&[("._manifest.json", b"x"), (MANIFEST_NAME, b"{}")]), Ok(1)),
        ] {
            assert_eq!(read(bytes, 64).map(|files| files.len()), expect, "{what}");
        }
        assert!(tar_file(&"x".repeat(101), b"").is_none());
    }
}
