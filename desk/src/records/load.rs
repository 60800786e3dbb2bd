//! Reads a folder of records. A bad record is a remark and never stops the others; a removal that cannot be read stops
//! everything, for to publish without it could show what must not be shown.

use std::{
    fmt,
    fs::File,
    io::{self, BufReader},
    path::{Path, PathBuf},
};

use pledgebook_core::{
    feed::{
        Parsed, ReadResult, Reason, Removal, Removals, parse_party, parse_pledge, parse_removal, parse_term,
        party_json, pledge_json, pledges_of, term_json,
    },
    intern::Interner,
    model::{Party, Pledge, Term},
};

use super::{
    config::{Config, ConfigError},
    lines::{Line, Lines},
    listing::{Place, Remark},
    texts::Tidy,
};

/// Everything in a folder of records, ready to have its removals applied.
#[derive(Debug)]
pub struct Loaded {
    /// The pledges that stand, tidied, in the order of the files.
    pub pledges: Vec<Pledge>,
    /// The parties, likewise.
    pub parties: Vec<Party>,
    /// The terms, likewise.
    pub terms: Vec<Term>,
    /// All removals, which are not applied yet.
    pub removals: Removals,
    /// What `feed.json` says, or the plain defaults.
    pub config: Config,
    /// Records, and values of records, that were left out.
    pub problems: Vec<Remark>,
    /// Personal data that was cut out.
    pub cut_out: Vec<Remark>,
    /// How many whole records were left out.
    pub left_out: usize,
}

/// Why a folder of records cannot be used at all.
#[derive(Debug)]
pub enum LoadError {
    /// A file or the folder cannot be read.
    Io(PathBuf, io::Error),
    /// There is no file of pledges.
    NoPledges(PathBuf),
    /// A line of `removals.ndjson` is no removal.
    Removal(Place, String),
    /// `feed.json` cannot be used.
    Config(ConfigError),
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(path, error) => write!(f, "{} cannot be read: {error}", path.display()),
            Self::NoPledges(dir) => write!(
                f,
                "{} has no pledges*.ndjson: give --records the folder of the records (`desk generate` makes some)",
                dir.display()
            ),
            Self::Removal(place, why) => write!(
                f,
                "{}:{}: not a removal: {}. Nothing is published, for it could show what must not be shown: correct the line",
                place.file,
                place.line,
                super::printable(why)
            ),
            Self::Config(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for LoadError {}

/// Reads `pledges*.ndjson`, `parties*.ndjson`, `terms*.ndjson`, `removals.ndjson` and `feed.json`. Only pledges are
/// required.
pub fn load(dir: &Path) -> Result<Loaded, LoadError> {
    let pledge_files = files(dir, "pledges")?;
    if pledge_files.is_empty() {
        return Err(LoadError::NoPledges(dir.into()));
    }
    let mut wrong = Wrong::default();
    let pledges = wrong.read(&pledge_files, &Shape { read: parse_pledge, write: pledge_json, ids: pledges_of })?;
    let mut loaded = load_tables(dir)?;
    wrong.problems.append(&mut loaded.problems);
    wrong.cut_out.append(&mut loaded.cut_out);
    let left_out = wrong.left_out + loaded.left_out;
    Ok(Loaded { pledges, problems: wrong.problems, cut_out: wrong.cut_out, left_out, ..loaded })
}

/// What is wrong with records that were read one by one.
#[derive(Debug, Default)]
pub struct Wrong {
    /// Records, and values of records, that were left out.
    pub problems: Vec<Remark>,
    /// Personal data that was cut out.
    pub cut_out: Vec<Remark>,
    /// How many whole records were left out.
    pub left_out: usize,
}

/// Reads the pledges of a folder one by one, tidied, so that a book of any size takes little memory.
pub fn each_pledge(dir: &Path, each: impl FnMut(Pledge, &Place)) -> Result<Wrong, LoadError> {
    let pledge_files = files(dir, "pledges")?;
    if pledge_files.is_empty() {
        return Err(LoadError::NoPledges(dir.into()));
    }
    let mut wrong = Wrong::default();
    wrong.each(&pledge_files, &Shape { read: parse_pledge, write: pledge_json, ids: pledges_of }, each)?;
    Ok(wrong)
}

/// Parties, terms and removals of a folder, and what is wrong with them; its `pledges` are empty.
pub fn load_tables(dir: &Path) -> Result<Loaded, LoadError> {
    let mut wrong = Wrong::default();
    let party = Shape { read: parse_party, write: party_json, ids: |p: &Party| vec![p.id.to_string()] };
    let parties = wrong.read(&files(dir, "parties")?, &party)?;
    let ids = |t: &Term| vec![format!("{}/{}", t.list.wire(), t.id)];
    let terms = wrong.read(&files(dir, "terms")?, &Shape { read: parse_term, write: term_json, ids })?;
    Ok(Loaded {
        pledges: Vec::new(),
        parties,
        terms,
        removals: removals(dir)?,
        config: Config::load(dir).map_err(LoadError::Config)?,
        problems: wrong.problems,
        cut_out: wrong.cut_out,
        left_out: wrong.left_out,
    })
}

/// The files `<kind>*.ndjson`, by name.
fn files(dir: &Path, kind: &str) -> Result<Vec<PathBuf>, LoadError> {
    files_of(dir, kind).map_err(|error| LoadError::Io(dir.into(), error))
}

/// The files `<kind>*.ndjson` of a folder, by name.
pub fn files_of(dir: &Path, kind: &str) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in dir.read_dir()? {
        let entry = entry?;
        let name = entry.file_name();
        if name.to_str().is_some_and(|n| n.starts_with(kind) && n.ends_with(".ndjson")) {
            files.push(entry.path());
        }
    }
    files.sort();
    Ok(files)
}

fn lines_of(path: &Path) -> Result<impl Iterator<Item = Result<(Place, Line), LoadError>>, LoadError> {
    let file = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let reader = File::open(path).map_err(|e| LoadError::Io(path.into(), e))?;
    let path = path.to_path_buf();
    Ok(Lines::new(BufReader::with_capacity(1 << 16, reader)).map(move |line| match line {
        Ok((line, bytes)) => Ok((Place { file: file.clone(), line }, bytes)),
        Err(error) => Err(LoadError::Io(path.clone(), error)),
    }))
}

fn removals(dir: &Path) -> Result<Removals, LoadError> {
    let path = dir.join("removals.ndjson");
    if !path.exists() {
        return Ok(Removals::default());
    }
    let mut log = Vec::new();
    for line in lines_of(&path)? {
        let (place, line) = line?;
        log.push(removal(line).map_err(|why| LoadError::Removal(place, why))?);
    }
    Ok(Removals::from_log(log))
}

fn removal(line: Line) -> Result<Removal, String> {
    let Line::Bytes(bytes) = line else { return Err("the line is too long".to_owned()) };
    let json = String::from_utf8(bytes).map_err(|e| format!("no UTF-8: {e}"))?;
    let removal = parse_removal(&json)?;
    match &removal.texts {
        Some(texts) if texts.is_empty() => Err("`texts` names none; null means the whole record".to_owned()),
        _ => Ok(removal),
    }
}

/// How one kind of record is read, written and told from others.
struct Shape<T> {
    read: fn(&[u8]) -> ReadResult<T>,
    write: fn(&T) -> String,
    ids: fn(&T) -> Vec<String>,
}

impl Wrong {
    /// Reads all records of one kind.
    fn read<T: Tidy + PartialEq>(&mut self, files: &[PathBuf], shape: &Shape<T>) -> Result<Vec<T>, LoadError> {
        let mut all = Vec::new();
        self.each(files, shape, |record, _| all.push(record))?;
        Ok(all)
    }

    /// Reads records of one kind, one by one.
    fn each<T: Tidy + PartialEq>(
        &mut self,
        files: &[PathBuf],
        shape: &Shape<T>,
        mut each: impl FnMut(T, &Place),
    ) -> Result<(), LoadError> {
        let mut parsed = Parsed { good: Vec::new(), problems: Vec::new() };
        let mut seen = Interner::default();
        for path in files {
            for line in lines_of(path)? {
                let (place, line) = line?;
                let read = match line {
                    Line::Bytes(bytes) => (shape.read)(&bytes),
                    Line::TooLong(length) => Err((None, Reason::TooLarge(length))),
                };
                parsed.add(0, read, shape.ids, &mut seen);
                self.left_out += parsed.left_out();
                for problem in parsed.problems.drain(..) {
                    self.problems.push(Remark {
                        place: place.clone(),
                        id: problem.id,
                        what: problem.reason.to_string(),
                    });
                }
                if !parsed.good.is_empty() {
                    self.tidy(&mut parsed.good, shape, &place);
                }
                parsed.good.drain(..).for_each(|record| each(record, &place));
            }
        }
        Ok(())
    }

    /// Tidies the last record. What is cut can make a text longer, so a record may be above the format's limits only
    /// now: what a reader would not read is not published.
    fn tidy<T: Tidy + PartialEq>(&mut self, good: &mut Vec<T>, shape: &Shape<T>, place: &Place) {
        let Some(record) = good.last_mut() else { return };
        let id = (shape.ids)(record).into_iter().next();
        let remark = |what| Remark { place: place.clone(), id: id.clone(), what };
        self.cut_out.extend(record.tidy().into_iter().map(|c| remark(format!("{}: {}", c.field, c.found))));
        let why = match (shape.read)((shape.write)(record).as_bytes()) {
            Ok((again, notes)) if again == *record && notes.is_empty() => return,
            Ok(_) => "cannot be written as it was read".to_owned(),
            Err((_, reason)) => format!("after cleaning: {reason}"),
        };
        self.problems.push(remark(why));
        self.left_out += 1;
        good.pop();
    }
}
