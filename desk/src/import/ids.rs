//! `ids.csv`: which pledge a source's own id is, for ever. It is written before the records are, and only ever grows, so that an id is
//! never given twice, not even one of a pledge that was removed. New ids are drawn by chance: they say nothing of a title, which may change
//! or may be what has to go.

use std::{
    collections::{HashMap, HashSet},
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, BufReader},
    path::{Path, PathBuf},
    time::Duration,
};

use pledgebook_core::{feed::parse_removal, model::is_record_id};

use super::error::{ImportError, io_error};
use crate::{
    clock,
    publish::write_whole,
    records::lines::{Line, Lines},
};

const HEADS: [&str; 4] = ["source", "source_id", "pledge_id", "first_seen"];
/// How long to wait for another import to end.
const WAIT: Duration = Duration::from_secs(2);
/// Letters and digits of new ids: none that looks like another.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// The ids of one source, and all ids that are taken.
pub struct Ids {
    path: PathBuf,
    source: String,
    today: String,
    bound: HashMap<Box<str>, Box<str>>,
    taken: HashSet<Box<str>>,
    new: Vec<(Box<str>, Box<str>)>,
    _lock: File,
}

impl Ids {
    /// Opens the file, which may be missing, for a source; `today` is the day that new lines say. While this lives, no other import has it.
    pub fn open(path: &Path, source: &str, today: &str) -> Result<Self, ImportError> {
        let mut lock_name = path.as_os_str().to_owned();
        lock_name.push(".lock");
        let lock_path = PathBuf::from(lock_name);
        let lock =
            OpenOptions::new().create(true).append(true).open(&lock_path).map_err(io_error(&lock_path, "locked"))?;
        let since = clock::tick();
        loop {
            match lock.try_lock() {
                Ok(()) => break,
                // A process that was just started still holds what its parent had open; that is over in a moment.
                Err(TryLockError::WouldBlock) if since.elapsed() < WAIT => clock::pause(Duration::from_millis(25)),
                Err(TryLockError::WouldBlock) => return Err(ImportError::Busy(lock_path)),
                Err(TryLockError::Error(error)) => return Err(ImportError::Io(lock_path, "locked", error)),
            }
        }
        let (bound, taken) = (HashMap::new(), HashSet::new());
        let mut ids = Self {
            path: path.into(),
            source: source.into(),
            today: today.into(),
            bound,
            taken,
            new: Vec::new(),
            _lock: lock,
        };
        ids.read()?;
        Ok(ids)
    }

    fn read(&mut self) -> Result<(), ImportError> {
        let file = match File::open(&self.path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(ImportError::Io(self.path.clone(), "read", error)),
        };
        let wrong = |line, what: String| ImportError::Kept(self.path.clone(), line, what);
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(BufReader::new(file));
        let heads = reader.headers().map_err(|e| wrong(Some(1), e.to_string()))?.clone();
        if heads.iter().map(|h| h.trim_start_matches('\u{feff}')).ne(HEADS) {
            return Err(wrong(Some(1), format!("its first line has to be {}", HEADS.join(","))));
        }
        for row in reader.records() {
            let row = row.map_err(|e| wrong(None, e.to_string()))?;
            let line = row.position().map(csv::Position::line);
            let (Some(source), Some(source_id), Some(id)) = (row.get(0), row.get(1), row.get(2)) else {
                return Err(wrong(line, "it has less than three cells".to_owned()));
            };
            if !is_record_id(id) {
                return Err(wrong(
                    line,
                    format!("{id:?} is no id of a pledge: letters, digits, dots, dashes, at most 100"),
                ));
            }
            self.taken.insert(id.into());
            if source == self.source
                && let Some(before) = self.bound.insert(source_id.into(), id.into())
                && *before != *id
            {
                return Err(wrong(
                    line,
                    format!("{source_id:?} is bound to {before} and to {id}: one of the lines has to go"),
                ));
            }
        }
        Ok(())
    }

    /// Takes the ids of what was removed as given, whether a line of `ids.csv` says so or not.
    pub fn avoid(&mut self, removals: &Path) -> Result<(), ImportError> {
        let file = match File::open(removals) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(ImportError::Io(removals.into(), "read", error)),
        };
        for line in Lines::new(BufReader::new(file)) {
            let (number, line) = line.map_err(io_error(removals, "read"))?;
            let text = match line {
                Line::Bytes(bytes) => String::from_utf8(bytes).ok(),
                Line::TooLong(_) => None,
            };
            let removal = text.ok_or_else(|| "not a removal".to_owned()).and_then(|t| parse_removal(&t));
            let removal = removal.map_err(|what| ImportError::Kept(removals.into(), Some(number), what))?;
            self.taken.insert(removal.id.to_string().into());
        }
        Ok(())
    }

    /// The id that a source's id is bound to.
    pub fn of(&self, source_id: &str) -> Option<&str> {
        self.bound.get(source_id).map(|id| &**id)
    }

    /// Whether an id was ever given.
    #[cfg(test)]
    pub fn is_taken(&self, id: &str) -> bool {
        self.taken.contains(id)
    }

    /// All ids of this source with the source's own.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.bound.iter().map(|(source_id, id)| (&**source_id, &**id))
    }

    /// Binds a source's id.
    pub fn bind(&mut self, source_id: &str, id: &str) {
        self.bound.insert(source_id.into(), id.into());
        self.taken.insert(id.into());
        self.new.push((source_id.into(), id.into()));
    }

    /// An id for a pledge that nobody ever had.
    pub fn fresh(&mut self) -> String {
        loop {
            let random = uuid::Uuid::new_v4().as_u128();
            // The low 64 bits of such a number have two that are fixed, at their top; 50 of the others are plenty.
            let letter = |n: u32| char::from(ALPHABET[(random >> (5 * n) & 31) as usize]);
            let id = format!("p-{}", (0..10).map(letter).collect::<String>());
            if self.taken.insert(id.as_str().into()) {
                return id;
            }
        }
    }

    /// The next id for a report of a pledge: numbers that only grow.
    pub fn fresh_report(&mut self, pledge: &str) -> String {
        let mut ids = (1u32..).map(|n| format!("{pledge}-r{n}"));
        let id = ids.find(|id| !self.taken.contains(id.as_str())).unwrap_or_default();
        self.taken.insert(id.as_str().into());
        id
    }

    /// How many ids are new.
    pub fn count_new(&self) -> usize {
        self.new.len()
    }

    /// Writes the new lines after the old ones, which stay byte for byte as they are.
    pub fn save(&mut self) -> Result<(), ImportError> {
        if self.new.is_empty() {
            return Ok(());
        }
        let mut bytes = match fs::read(&self.path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => (HEADS.join(",") + "\n").into_bytes(),
            Err(error) => return Err(ImportError::Io(self.path.clone(), "read", error)),
        };
        if !bytes.ends_with(b"\n") {
            bytes.push(b'\n');
        }
        let failed = |e: csv::Error| ImportError::Io(self.path.clone(), "written", io::Error::other(e));
        let mut writer = csv::Writer::from_writer(&mut bytes);
        // By the source's id, so that the order of the source leaves no trace.
        self.new.sort();
        for (source_id, id) in &self.new {
            writer.write_record([&self.source, &**source_id, &**id, &self.today]).map_err(failed)?;
        }
        writer.flush().map_err(io_error(&self.path, "written"))?;
        drop(writer);
        write_whole(folder(&self.path), &self.path, &bytes).map_err(io_error(&self.path, "written"))?;
        self.new.clear();
        Ok(())
    }
}

/// The folder of a file.
pub fn folder(path: &Path) -> &Path {
    path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(path: &Path) -> Ids {
        Ids::open(path, "site", "2026-11-20").expect("opens")
    }

    #[test]
    fn an_id_once_given_stays_and_is_never_given_again() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("ids.csv");
        let mut ids = open(&path);
        let one = ids.fresh();
        ids.bind("17", &one);
        assert!(is_record_id(&one) && one.len() == 12);
        ids.save().expect("saved");
        let first = fs::read(&path).expect("there");
        drop(ids);
        let mut ids = open(&path);
        assert_eq!(ids.of("17"), Some(&*one));
        ids.save().expect("nothing new");
        assert_eq!(fs::read(&path).expect("there"), first);
        let (report, next) = (ids.fresh_report(&one), ids.fresh_report(&one));
        assert_eq!((report, next), (format!("{one}-r1"), format!("{one}-r2")));
        drop(ids);
        let other = Ids::open(&path, "another", "2026-11-21").expect("opens");
        assert!(
            other.of("17").is_none() && other.is_taken(&one),
            "sources have ids of their own, and share what is taken"
        );
    }

    #[test]
    fn ids_of_what_was_removed_are_taken() {
        let dir = tempfile::tempdir().expect("a folder");
        let removals = dir.path().join("removals.ndjson");
        let line = r#"{"case":null,"id":"gone","texts":null,"state":"removed","by":"moderator","at":"2026-10-01T12:00:00Z","restored":null,"ground":"safety","statement":{"en":"x"},"redress":null}"#;
        fs::write(&removals, format!("{line}\n")).expect("written");
        let mut ids = open(&dir.path().join("ids.csv"));
        ids.avoid(&removals).expect("reads");
        assert!(ids.is_taken("gone"));
        fs::write(&removals, "nonsense\n").expect("written");
        assert!(ids.avoid(&removals).expect_err("refused").to_string().contains("removals.ndjson:1"));
    }

    #[test]
    fn lines_that_contradict_each_other_are_refused_with_their_number() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("ids.csv");
        for (rows, says) in [
            ("a,b\n", ":1: its first line"),
            ("source,source_id,pledge_id,first_seen\nsite,1,../x,\n", ":2: \"../x\" is no id"),
            ("source,source_id,pledge_id,first_seen\nsite,1,a,\nsite,1,b,\n", ":3: \"1\" is bound to a and to b"),
        ] {
            fs::write(&path, rows).expect("written");
            let error = Ids::open(&path, "site", "2026-11-20").err().expect("refused").to_string();
            assert!(error.contains(says), "{error}");
        }
    }

    #[test]
    fn two_imports_do_not_give_ids_at_once() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("ids.csv");
        let _held = open(&path);
        assert!(Ids::open(&path, "site", "2026-11-20").err().is_some_and(|e| e.to_string().contains("another import")));
    }
}
