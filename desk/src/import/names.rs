//! Names of parties, themes and Conferences against the tables beside the records: by what a person confirmed, by id, exactly, by another
//! name, folded. A name that is only near is proposed, never taken.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fs::File,
    io::{self, BufReader},
    path::{Path, PathBuf},
};

use pledgebook_core::{
    feed::{parse_party, parse_term},
    model::TermList,
    search::fold,
};

use super::error::{ImportError, io_error};
use crate::records::{
    files_of,
    lines::{Line, Lines},
};

/// A word of more names than these says nothing of whose they are.
const COMMON: usize = 5;

/// What a name is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Match {
    /// This id.
    Id(String),
    /// Knowingly nobody: a person said so.
    Nobody,
    /// Nothing; these ids are near, the nearest first, or equally good.
    Unknown(Vec<String>),
}

/// Names and their ids, of one kind.
#[derive(Default)]
pub struct Names {
    confirmed: HashMap<String, Option<String>>,
    ids: HashSet<String>,
    exact: HashMap<String, BTreeMap<String, ()>>,
    folded: HashMap<String, BTreeMap<String, ()>>,
    /// In how many names a word stands: "Red Cross" tells nobody from another.
    words: HashMap<String, usize>,
    cache: HashMap<String, Match>,
}

/// The tables beside the records.
#[derive(Default)]
pub struct Tables {
    /// Parties.
    pub parties: Names,
    /// Themes.
    pub themes: Names,
    /// Conferences.
    pub editions: Names,
    /// Resolutions.
    pub resolutions: Names,
}

impl Tables {
    /// Reads `parties*.ndjson`, `terms*.ndjson` and the confirmed names (`party-names.csv`: name, party_id) of a folder; what is missing is
    /// empty.
    pub fn load(folder: &Path) -> Result<Self, ImportError> {
        let mut tables = Self::default();
        if !folder.is_dir() {
            return Ok(tables);
        }
        each_line(folder, "parties", |line| {
            if let Ok((party, _)) = parse_party(line) {
                tables
                    .parties
                    .add(party.id.as_str(), party.names.iter().map(|(_, n)| n).chain(party.also.iter().map(|a| &**a)));
            }
        })?;
        each_line(folder, "terms", |line| {
            let Ok((term, _)) = parse_term(line) else { return };
            let names = match term.list {
                TermList::Themes => &mut tables.themes,
                TermList::Editions => &mut tables.editions,
                TermList::Resolutions => &mut tables.resolutions,
                TermList::Regions => return,
            };
            names.add(term.id.as_str(), term.names.iter().map(|(_, n)| n));
        })?;
        tables.parties.confirm(&folder.join("party-names.csv"))?;
        Ok(tables)
    }
}

fn each_line(folder: &Path, kind: &str, mut each: impl FnMut(&[u8])) -> Result<(), ImportError> {
    let files: Vec<PathBuf> = files_of(folder, kind).map_err(io_error(folder, "read"))?;
    for path in files {
        let file = File::open(&path).map_err(io_error(&path, "read"))?;
        for line in Lines::new(BufReader::new(file)) {
            // Lines that are no records are listed by `desk check`; here they only have no names.
            if let (_, Line::Bytes(bytes)) = line.map_err(io_error(&path, "read"))? {
                each(&bytes);
            }
        }
    }
    Ok(())
}

impl Names {
    /// Adds an id with its names.
    pub fn add<'a>(&mut self, id: &str, names: impl Iterator<Item = &'a str>) {
        self.ids.insert(id.to_owned());
        for name in names {
            self.exact.entry(name.trim().to_owned()).or_default().insert(id.to_owned(), ());
            let folded = fold(name);
            for word in folded.split(' ') {
                *self.words.entry(word.to_owned()).or_default() += 1;
            }
            self.folded.entry(folded).or_default().insert(id.to_owned(), ());
        }
    }

    fn confirm(&mut self, path: &Path) -> Result<(), ImportError> {
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(ImportError::Io(path.into(), "read", error)),
        };
        for row in csv::ReaderBuilder::new().flexible(true).from_reader(BufReader::new(file)).records() {
            let row = row.map_err(|e| ImportError::Kept(path.into(), None, e.to_string()))?;
            let line = row.position().map(csv::Position::line);
            let wrong = |what: String| ImportError::Kept(path.into(), line, what);
            let (name, id) = (row.get(0).unwrap_or_default(), row.get(1).unwrap_or_default().trim());
            if !id.is_empty() && !self.ids.contains(id) {
                return Err(wrong(format!(
                    "{id:?} is no party of parties*.ndjson: add it there, or leave the cell empty for a name that is nobody"
                )));
            }
            let to = Some(id.to_owned()).filter(|id| !id.is_empty());
            if self.confirmed.insert(fold(name), to.clone()).is_some_and(|before| before != to) {
                return Err(wrong(format!("{name:?} stands twice, with two ids")));
            }
        }
        Ok(())
    }

    /// Whether there is nothing to match against.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// What a name is.
    pub fn find(&mut self, name: &str) -> Match {
        let name = name.trim();
        if let Some(found) = self.cache.get(name) {
            return found.clone();
        }
        let found = self.search(name);
        // Names come again and again; a source full of different ones must not fill the memory.
        if self.cache.len() < 20_000 {
            self.cache.insert(name.to_owned(), found.clone());
        }
        found
    }

    fn search(&self, name: &str) -> Match {
        let folded = fold(name);
        if let Some(confirmed) = self.confirmed.get(&folded) {
            return confirmed.clone().map_or(Match::Nobody, Match::Id);
        }
        if self.ids.contains(name) {
            return Match::Id(name.to_owned());
        }
        for (table, key) in [(&self.exact, name), (&self.folded, folded.as_str())] {
            match table.get(key) {
                Some(ids) if ids.len() == 1 => return Match::Id(ids.keys().next().cloned().unwrap_or_default()),
                // Two parties of one name: which of them, a person says.
                Some(ids) => return Match::Unknown(ids.keys().cloned().collect()),
                None => {}
            }
        }
        Match::Unknown(self.near(&folded))
    }

    /// At most three ids whose names share most of their words, or whose letters differ little.
    fn near(&self, folded: &str) -> Vec<String> {
        let words: HashSet<&str> = folded.split(' ').filter(|w| !w.is_empty()).collect();
        if words.is_empty() {
            return Vec::new();
        }
        let mut best: BTreeMap<&str, u32> = BTreeMap::new();
        for (name, ids) in &self.folded {
            let own: HashSet<&str> = name.split(' ').collect();
            let alike = |w: &&&str| own.iter().any(|o| is_alike(o, w));
            let shared = words.iter().filter(alike).count();
            let says_who = |w: &&str| self.words.get(*w).is_none_or(|n| *n <= COMMON);
            if !words.iter().filter(alike).any(says_who) {
                continue;
            }
            let likeness = u32::try_from(2000 * shared / (words.len() + own.len())).unwrap_or(0);
            for id in ids.keys().filter(|_| likeness >= 600) {
                let own = best.entry(id).or_default();
                *own = likeness.max(*own);
            }
        }
        let mut list: Vec<_> = best.into_iter().collect();
        list.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        list.into_iter().take(3).map(|(id, _)| id.to_owned()).collect()
    }
}

/// Whether two words are the same but for one letter, in words long enough for that to be a slip.
fn is_alike(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().min(b.len()) < 5 || a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let start = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    start + end + 1 >= a.len().max(b.len())
}

/// The names in a cell: one a line, or parted by semicolons or strokes. A comma may be part of a name, so it parts only where all the
/// pieces are known and the whole is not.
pub fn split(names: &mut Names, cell: &str, separator: Option<&str>) -> Vec<String> {
    let pieces: Vec<&str> = match separator {
        Some(separator) => cell.split(separator).collect(),
        None => cell.split(['\n', ';', '|', '؛']).collect(),
    };
    let mut out: Vec<String> = Vec::new();
    for piece in pieces {
        let piece = piece.trim().trim_start_matches("- ").trim_end_matches([',', '.', '،']).trim();
        let commas: Vec<&str> = piece.split([',', '،']).map(str::trim).filter(|p| !p.is_empty()).collect();
        let known = |names: &mut Names, name: &str| !matches!(names.find(name), Match::Unknown(_));
        if commas.len() > 1 && !known(names, piece) && commas.iter().all(|p| known(names, p)) {
            out.extend(commas.into_iter().map(str::to_owned));
        } else if !piece.is_empty() {
            out.push(piece.to_owned());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let mut names = Names::default();
        names.add("ns-fr", ["Red Cross of Anyland", "Croix-Rouge d’Anyland", "RCA"].into_iter());
        names.add("state-kr", ["Anyland, Republic of"].into_iter());
        names.add("ns-a", ["Two of a name"].into_iter());
        names.add("ns-b", ["Two of a name"].into_iter());
        names
    }

    #[test]
    fn a_name_is_known_exactly_or_folded_and_otherwise_only_proposed() {
        let mut names = names();
        for (name, expect) in [
            ("Red Cross of Anyland", Match::Id("ns-fr".into())),
            ("ns-fr", Match::Id("ns-fr".into())),
            ("RCA", Match::Id("ns-fr".into())),
            ("CROIX ROUGE D'ANYLAND", Match::Id("ns-fr".into())),
            ("Red Cross of Anylund", Match::Unknown(vec!["ns-fr".into()])),
            ("Two of a name", Match::Unknown(vec!["ns-a".into(), "ns-b".into()])),
            ("Somebody else", Match::Unknown(vec![])),
            ("", Match::Unknown(vec![])),
        ] {
            assert_eq!(names.find(name), expect, "{name}");
        }
    }

    #[test]
    fn a_word_of_many_names_brings_nobody_near() {
        let mut names = Names::default();
        ["Ann", "Bob", "Cid", "Dan", "Eve", "Fay"]
            .iter()
            .for_each(|n| names.add(&format!("ns-{n}"), [format!("{n} Red Cross").as_str()].into_iter()));
        assert_eq!(names.find("Gus Red Cross"), Match::Unknown(vec![]));
        assert_eq!(names.find("Bob's Red Cross"), Match::Unknown(vec!["ns-Bob".into()]));
    }

    #[test]
    fn a_confirmed_name_is_taken_and_nobody_is_nobody() {
        let dir = tempfile::tempdir().expect("a folder");
        std::fs::write(dir.path().join("parties.ndjson"), "{\"id\":\"ns-fr\",\"names\":{\"en\":\"Red Cross\"}}\n")
            .expect("written");
        std::fs::write(dir.path().join("party-names.csv"), "name,party_id\nThe Reds,ns-fr\nN/A,\n").expect("written");
        let mut tables = Tables::load(dir.path()).expect("loads");
        assert_eq!(tables.parties.find("the reds"), Match::Id("ns-fr".into()));
        assert_eq!(tables.parties.find("N/A"), Match::Nobody);
        std::fs::write(dir.path().join("party-names.csv"), "name,party_id\nX,ns-xx\n").expect("written");
        assert!(Tables::load(dir.path()).err().is_some_and(|e| e.to_string().contains("party-names.csv:2")));
    }

    #[test]
    fn a_cell_is_parted_where_no_name_is_cut() {
        let mut names = names();
        assert_eq!(
            split(&mut names, "RCA; Anyland, Republic of\n- X, Y", None),
            ["RCA", "Anyland, Republic of", "X, Y"]
        );
        assert_eq!(split(&mut names, "RCA, ns-a", None), ["RCA", "ns-a"]);
        assert_eq!(split(&mut names, "a/b", Some("/")), ["a", "b"]);
    }
}
