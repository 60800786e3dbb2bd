//! Made-up records: as many as wanted, the same for the same seed, with every state that the sample lacks. They are for
//! trying, testing and measuring; their ids begin with `made-`, and each says of itself that it is made up.

mod attachments;
mod oddities;
mod parties;
mod pledges;
mod random;
mod removals;
mod reports;
#[allow(missing_docs, reason = "the feed format says what each field is")]
mod shapes;
mod texts;
mod words;

use std::{
    fmt,
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use pledgebook_core::{
    feed::parse_term,
    model::{Term, TermList},
};
use serde::Serialize;

/// What to make up.
#[derive(Clone, Debug)]
pub struct Options {
    /// How many pledges.
    pub pledges: usize,
    /// The seed.
    pub seed: u64,
    /// The folder to write to.
    pub out: PathBuf,
}

/// What was made up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Made {
    /// Pledges.
    pub pledges: usize,
    /// Reports on them.
    pub reports: usize,
    /// Parties.
    pub parties: usize,
    /// Terms.
    pub terms: usize,
    /// Lines of removals.
    pub removals: usize,
}

impl fmt::Display for Made {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Made up {} pledges with {} reports, {} parties, {} terms and {} lines of removals",
            self.pledges, self.reports, self.parties, self.terms, self.removals
        )
    }
}

/// A file could not be written.
#[derive(Debug)]
pub struct GenerateError {
    path: PathBuf,
    error: io::Error,
}

impl fmt::Display for GenerateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} cannot be written: {}", self.path.display(), self.error)
    }
}

impl std::error::Error for GenerateError {}

/// The terms are the sample's: names of themes and Conferences are facts, and no word of a party.
const TERMS: &str = include_str!("../../sample/terms.ndjson");
/// Says of the feed, too, that it is made up.
const FEED: &str = include_str!("feed.json");

/// Writes `pledges.ndjson`, `parties.ndjson`, `terms.ndjson`, `removals.ndjson` and `feed.json`, one record after the
/// other, so that their number is bounded by the disk alone.
pub fn generate(options: &Options) -> Result<Made, GenerateError> {
    let out = |name: &str| options.out.join(name);
    let failed = |path: &Path, error| GenerateError { path: path.into(), error };
    fs::create_dir_all(&options.out).map_err(|e| failed(&options.out, e))?;
    let write = |name: &str, text: &str| fs::write(out(name), text).map_err(|e| failed(&out(name), e));
    write("terms.ndjson", TERMS)?;
    write("feed.json", FEED)?;
    let mut parties = NdJson::create(out("parties.ndjson"))?;
    for party in parties::parties() {
        parties.line(&party)?;
    }
    let terms = terms();
    let (mut pledges, mut removed) = (NdJson::create(out("pledges.ndjson"))?, NdJson::create(out("removals.ndjson"))?);
    let mut reports = 0;
    for index in 0..options.pledges {
        let pledge = pledges::pledge(options.seed, index, &terms);
        reports += pledge.reports.len();
        pledges.line(&pledge)?;
        for removal in removals::removals(options.seed, index, &pledge) {
            removed.line(&removal)?;
        }
    }
    let made = Made {
        pledges: pledges.finish()?,
        reports,
        parties: parties.finish()?,
        terms: TERMS.lines().count(),
        removals: removed.finish()?,
    };
    Ok(made)
}

fn terms() -> pledges::Terms {
    let all: Vec<Term> = TERMS.lines().filter_map(|line| Some(parse_term(line.as_bytes()).ok()?.0)).collect();
    let ids = |list| all.iter().filter(|t| t.list == list).map(|t| t.id.to_string()).collect();
    pledges::Terms { themes: ids(TermList::Themes), resolutions: ids(TermList::Resolutions) }
}

/// A file of records in the making.
struct NdJson {
    path: PathBuf,
    file: BufWriter<File>,
    lines: usize,
}

impl NdJson {
    fn create(path: PathBuf) -> Result<Self, GenerateError> {
        match File::create(&path) {
            Ok(file) => Ok(Self { path, file: BufWriter::with_capacity(1 << 18, file), lines: 0 }),
            Err(error) => Err(GenerateError { path, error }),
        }
    }

    fn line(&mut self, record: &impl Serialize) -> Result<(), GenerateError> {
        let written = serde_json::to_writer(&mut self.file, record).map_err(io::Error::from);
        self.lines += 1;
        written
            .and_then(|()| self.file.write_all(b"\n"))
            .map_err(|error| GenerateError { path: self.path.clone(), error })
    }

    fn finish(mut self) -> Result<usize, GenerateError> {
        self.file.flush().map_err(|error| GenerateError { path: self.path.clone(), error })?;
        Ok(self.lines)
    }
}
