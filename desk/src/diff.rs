//! What a publication would change: pledges that are new, changed (by value) or gone. Of the feed only hashes are held, so that it may be
//! of any size.

use std::{
    collections::{BTreeMap, HashMap},
    fmt,
    hash::{DefaultHasher, Hash, Hasher},
    path::Path,
};

use pledgebook_core::{
    feed::{PartKind, Records, pledge_json, publish_pledge},
    model::Pledge,
};
use serde_json::Value;

use crate::{
    publish::{Last, LastError},
    records::{LoadError, each_pledge, load_tables, printable},
};

/// What would become of a pledge.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Change {
    /// It is not in the feed yet; its title.
    New(Option<String>),
    /// These values are others.
    Changed(Vec<String>),
    /// It is in the feed, not in the records, and was not removed.
    Gone,
    /// It is in the feed and is removed.
    Removed,
}

/// All changes, by the pledges' ids.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Diff {
    /// The changes.
    pub changes: BTreeMap<String, Change>,
    /// How many pledges the feed has.
    pub before: usize,
    /// How many it would have.
    pub after: usize,
}

/// Why nothing can be compared.
#[derive(Debug)]
pub enum DiffError {
    /// The records cannot be read.
    Records(LoadError),
    /// The feed cannot be read.
    Feed(LastError),
}

impl fmt::Display for DiffError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Records(error) => error.fmt(f),
            Self::Feed(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for DiffError {}

/// The values of a pledge by number of their name, hashed.
type Hashed = Box<[(u32, u64)]>;

/// Names of values, each once.
#[derive(Default)]
struct Names {
    numbers: HashMap<String, u32>,
    list: Vec<String>,
}

impl Names {
    fn number(&mut self, name: String) -> u32 {
        let next = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        let number = *self.numbers.entry(name.clone()).or_insert(next);
        if number == next {
            self.list.push(name);
        }
        number
    }

    fn hashed(&mut self, pledge: &Pledge) -> Hashed {
        values(pledge).into_iter().map(|(name, value)| (self.number(name), hash(&value))).collect()
    }
}

/// Compares records with a feed; a feed that is not there yet has nothing.
pub fn diff(records: &Path, feed: &Path) -> Result<Diff, DiffError> {
    let tables = load_tables(records).map_err(DiffError::Records)?;
    let mut names = Names::default();
    let mut old: HashMap<String, Hashed> = HashMap::new();
    if let Some(last) = Last::open(feed).map_err(DiffError::Feed)? {
        last.each(PartKind::Pledges, |part| {
            if let Records::Pledges(parsed) = part {
                old.extend(parsed.good.iter().map(|p| (p.id.to_string(), names.hashed(p))));
            }
        })
        .map_err(DiffError::Feed)?;
    }
    let mut diff = Diff { before: old.len(), ..Diff::default() };
    let wrong = each_pledge(records, |pledge, _| {
        let Some(pledge) = publish_pledge(pledge, &tables.removals) else { return };
        diff.after += 1;
        let now = names.hashed(&pledge);
        let change = match old.remove(pledge.id.as_str()) {
            None => Change::New(pledge.title.as_deref().map(str::to_owned)),
            Some(before) if before == now => return,
            Some(before) => Change::Changed(differing(&before, &now, &names.list)),
        };
        diff.changes.insert(pledge.id.to_string(), change);
    });
    wrong.map_err(DiffError::Records)?;
    for id in old.into_keys() {
        let change = if tables.removals.whole(&id).is_some() { Change::Removed } else { Change::Gone };
        diff.changes.insert(id, change);
    }
    Ok(diff)
}

fn differing(before: &Hashed, now: &Hashed, names: &[String]) -> Vec<String> {
    let is_in = |list: &Hashed, one: &(u32, u64)| list.contains(one);
    let of_before = before.iter().filter(|one| !is_in(now, one));
    let of_now = now.iter().filter(|one| !is_in(before, one));
    let mut numbers: Vec<u32> = of_before.chain(of_now).map(|(name, _)| *name).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let said: Vec<String> = numbers.into_iter().filter_map(|n| names.get(n as usize).cloned()).collect();
    // The same values in another order are a change, too.
    if said.is_empty() { vec!["order".to_owned()] } else { said }
}

/// The values of a pledge by the names that corrections have: `title`, `sections/objectives/en`, `reports/<id>/actions_taken`.
fn values(pledge: &Pledge) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let Ok(Value::Object(record)) = serde_json::from_str(&pledge_json(pledge)) else { return out };
    let own = record.get("lang").and_then(Value::as_str).unwrap_or("-").to_owned();
    for (key, value) in &record {
        match (key.as_str(), value) {
            ("titles", Value::Object(titles)) => {
                out.extend(titles.iter().map(|(lang, t)| (format!("titles/{lang}"), t.to_string())))
            }
            ("sections", Value::Array(sections)) => {
                let mut seen: HashMap<String, usize> = HashMap::new();
                for section in sections {
                    let (part, lang) =
                        (section["part"].as_str().unwrap_or("text"), section["lang"].as_str().unwrap_or(&own));
                    let name = format!("sections/{part}/{lang}");
                    let count = seen.entry(name.clone()).or_default();
                    *count += 1;
                    out.push((if *count > 1 { format!("{name}/{count}") } else { name }, section.to_string()));
                }
            }
            ("reports", Value::Array(reports)) => {
                for report in reports {
                    let id = report["id"].as_str().unwrap_or_default();
                    let fields = report.as_object().into_iter().flatten().filter(|(key, _)| *key != "id");
                    out.extend(fields.map(|(key, v)| (format!("reports/{id}/{key}"), v.to_string())));
                }
            }
            ("id", _) => {}
            (key, value) => out.push((key.to_owned(), value.to_string())),
        }
    }
    out
}

fn hash(value: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

impl Diff {
    /// How many changes are of a kind.
    pub fn count(&self, is: impl Fn(&Change) -> bool) -> usize {
        self.changes.values().filter(|c| is(c)).count()
    }
}

impl fmt::Display for Diff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (id, change) in &self.changes {
            match change {
                Change::New(title) => {
                    writeln!(f, "new      {id}  {}", printable(title.as_deref().unwrap_or("(no title)")))?
                }
                Change::Changed(values) => writeln!(f, "changed  {id}  {}", printable(&values.join(", ")))?,
                Change::Gone => writeln!(f, "gone     {id}  without a removal")?,
                Change::Removed => writeln!(f, "removed  {id}")?,
            }
        }
        write!(
            f,
            "{} new, {} changed, {} gone, {} removed; {} pledges in the feed, {} after a publication",
            self.count(|c| matches!(c, Change::New(_))),
            self.count(|c| matches!(c, Change::Changed(_))),
            self.count(|c| *c == Change::Gone),
            self.count(|c| *c == Change::Removed),
            self.before,
            self.after
        )
    }
}
