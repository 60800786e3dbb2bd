//! Folders for the tests, and what is in a feed once it is unpacked.

use std::{
    fs,
    io::{Read, Write},
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use pledgebook_core::{
    feed::{Manifest, PartKind, Sha256Hex, parse_manifest},
    model::PledgeId,
};
use pledgebook_desk::{
    publish::{Missing, Options, Outcome, PublishError, publish},
    records::Remark,
};
use serde_json::{Value, json};
use tempfile::TempDir;

/// Seconds since 1970 at which the tests publish: 2026-11-20T08:00:00Z.
pub const NOW: u64 = 1_795_161_600;
/// A day in seconds.
pub const DAY: u64 = 24 * 60 * 60;

/// A folder of records and a feed, which vanish with the test.
pub struct Desk {
    dir: TempDir,
}

impl Desk {
    /// Without any records.
    pub fn empty() -> Self {
        let dir = tempfile::tempdir().expect("a folder");
        fs::create_dir(dir.path().join("records")).expect("made");
        Self { dir }
    }

    /// With these pledges.
    pub fn with(pledges: &[Value]) -> Self {
        let desk = Self::empty();
        desk.records("pledges.ndjson", pledges);
        desk
    }

    pub fn records_dir(&self) -> PathBuf {
        self.dir.path().join("records")
    }

    pub fn feed(&self) -> PathBuf {
        self.dir.path().join("feed")
    }

    /// Writes a file of records, a line each.
    pub fn records(&self, name: &str, records: &[Value]) {
        self.raw(name, records.iter().map(|r| format!("{r}\n")).collect::<String>().as_bytes());
    }

    /// Writes a file beside the records.
    pub fn raw(&self, name: &str, bytes: &[u8]) {
        fs::write(self.records_dir().join(name), bytes).expect("written");
    }

    /// Appends a line to `removals.ndjson`.
    pub fn remove(&self, removal: &Value) {
        let path = self.records_dir().join("removals.ndjson");
        let mut log = fs::OpenOptions::new().create(true).append(true).open(path).expect("opened");
        writeln!(log, "{removal}").expect("written");
    }

    pub fn options(&self) -> Options {
        Options {
            records: self.records_dir(),
            feed: self.feed(),
            allow_missing: Missing::Refused,
            strict: false,
            wait: Duration::from_secs(20),
            key: None,
            unsigned: false,
        }
    }

    /// Publishes at [`NOW`].
    #[track_caller]
    pub fn publish(&self) -> Outcome {
        self.publish_at(NOW)
    }

    #[track_caller]
    pub fn publish_at(&self, now: u64) -> Outcome {
        self.try_publish(&self.options(), now).0.expect("published")
    }

    /// Publishes, and says what was remarked of the records.
    pub fn try_publish(&self, options: &Options, now: u64) -> (Result<Outcome, PublishError>, Vec<Remark>) {
        let mut remarks = Vec::new();
        let done = publish(options, now, |loaded| {
            remarks = loaded.problems.iter().chain(&loaded.cut_out).cloned().collect();
        });
        (done, remarks)
    }

    /// The error with which a publication fails.
    #[track_caller]
    pub fn refused(&self) -> String {
        self.try_publish(&self.options(), NOW + 100).0.expect_err("refused").to_string()
    }

    pub fn manifest(&self) -> Manifest {
        parse_manifest(&fs::read(self.feed().join("manifest.json")).expect("a manifest")).expect("a good manifest")
    }

    /// The published pledges as JSON, in the manifest's order. All that a reader checks is checked.
    pub fn pledges(&self) -> Vec<Value> {
        assert_whole(&self.feed());
        let manifest = self.manifest();
        let parts = manifest.parts.iter().filter(|p| p.kind == PartKind::Pledges);
        parts.flat_map(|p| array(&fs::read(self.feed().join(&*p.path)).expect("a part"))).collect()
    }

    /// The ids of the published pledges.
    pub fn ids(&self) -> Vec<String> {
        self.pledges().iter().map(|p| p["id"].as_str().expect("an id").to_owned()).collect()
    }

    /// The files under `parts/`, by name.
    pub fn part_files(&self) -> Vec<String> {
        let entries = fs::read_dir(self.feed().join("parts")).expect("a folder");
        let mut names: Vec<_> =
            entries.map(|e| e.expect("an entry").file_name().into_string().expect("a name")).collect();
        names.sort();
        names
    }

    /// The names of all files of the feed that hold some words, in whatever encoding.
    pub fn files_with(&self, words: &str) -> Vec<String> {
        let mut found = Vec::new();
        for folder in [self.feed(), self.feed().join("parts")] {
            for entry in fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_file() && String::from_utf8_lossy(&unpacked(&path)).contains(words) {
                    found.push(path.file_name().expect("a name").to_string_lossy().into_owned());
                }
            }
        }
        found
    }
}

fn array(bytes: &[u8]) -> Vec<Value> {
    serde_json::from_slice(bytes).expect("a JSON array")
}

/// A file's bytes without their compression.
pub fn unpacked(path: &Path) -> Vec<u8> {
    let bytes = fs::read(path).expect("readable");
    let mut out = Vec::new();
    match path.extension().and_then(|e| e.to_str()) {
        Some("gz") => {
            flate2::read::GzDecoder::new(&*bytes).read_to_end(&mut out).expect("gzip");
        }
        Some("br") => brotli::BrotliDecompress(&mut &*bytes, &mut out).expect("brotli"),
        _ => out = bytes,
    }
    out
}

/// Whether a feed is what a reader wants: every part is there, with its hash, length, records and siblings.
#[track_caller]
pub fn assert_whole(feed: &Path) -> Manifest {
    let json = fs::read(feed.join("manifest.json")).expect("a manifest");
    for ending in ["gz", "br"] {
        let sibling = feed.join(format!("manifest.json.{ending}"));
        if sibling.exists() {
            assert_eq!(unpacked(&sibling), json, "{} says something else", sibling.display());
        }
    }
    let manifest = parse_manifest(&json).expect("a good manifest");
    for part in &manifest.parts {
        let path = feed.join(&*part.path);
        let bytes = fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        assert_eq!((Sha256Hex::of(&bytes), bytes.len() as u64), (part.sha256, part.bytes), "{}", part.path);
        assert!(part.path.contains(&format!(".{}.", part.sha256.short())), "{}", part.path);
        let records = array(&bytes);
        assert_eq!(records.len() as u64, part.records);
        if part.kind == PartKind::Pledges {
            let ids: Vec<_> =
                records.iter().map(|r| PledgeId::new(r["id"].as_str().expect("an id")).expect("an id")).collect();
            assert!(ids.is_sorted(), "{}", part.path);
            assert_eq!(part.ids.as_ref(), ids.first().cloned().zip(ids.last().cloned()).as_ref());
        }
        for ending in ["gz", "br"] {
            assert_eq!(unpacked(&feed.join(format!("{}.{ending}", part.path))), bytes, "{}.{ending}", part.path);
        }
    }
    manifest
}

/// A pledge of an edition with one text.
pub fn pledge(id: &str, text: &str) -> Value {
    json!({"id": id, "edition": "33IC", "title": format!("Title of {id}"), "lang": "en",
        "sections": [{"part": "text", "text": text, "words": "as-filed"}]})
}

/// A removal of a whole record.
pub fn removal(case: u8, id: &str) -> Value {
    json!({"case": format!("00000000-0000-4000-8000-0000000000{case:02}"), "id": id, "texts": null, "state": "removed",
        "by": "moderator", "at": "2026-10-01T12:00:00Z", "restored": null, "ground": "fundamental-principles",
        "statement": {"en": "Removed."}, "redress": null})
}

/// A removal of single texts.
pub fn removal_of(case: u8, id: &str, texts: &[&str]) -> Value {
    let mut removal = removal(case, id);
    removal["texts"] = texts.iter().map(|t| Sha256Hex::of(t.as_bytes()).to_string()).collect();
    removal
}

/// The `desk` command.
pub fn desk_command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_desk"));
    command.args(args);
    command
}

/// The folder of the sample.
pub fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample")
}
