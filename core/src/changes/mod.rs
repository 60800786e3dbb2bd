//! What changed in a copy since the reader last looked. Of each pledge that a sync touched, what it was before the first of
//! them is kept; what it is now stands in the copy. So several syncs add up, and what was changed and changed back is no
//! change.

mod differ;

use std::sync::Arc;

pub use differ::{Change, Difference, Fact, Piece, Place, differences, of_words};

use crate::{
    codec::{Reader, Writer, unsealed},
    feed::{Removal, Removals, raw_records, record_id},
    intern::Interner,
    model::PledgeId,
};

/// The version of the kept form.
const VERSION: u8 = 1;
/// The most bytes of earlier records that are kept: of more pledges than that it is only said that they changed.
const MOST: usize = 2 * 1024 * 1024;

/// What a pledge was before.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Before {
    /// It was not there.
    Absent,
    /// Its record.
    Record(Arc<[u8]>),
    /// It was there; what it said is not kept, as something of it was removed, or as there is too much of it.
    Withheld,
}

/// The pledges that were touched, each once.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Changes(Vec<(PledgeId, Before)>);

impl Changes {
    /// Whether nothing was.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them, in the order in which they were noted.
    pub fn entries(&self) -> &[(PledgeId, Before)] {
        &self.0
    }

    /// Notes a swap: the parts of pledges that went, and those that came in their place.
    pub fn note(&mut self, went: &[Arc<[u8]>], came: &[Arc<[u8]>]) {
        let mut noted = Interner::default();
        for (id, _) in &self.0 {
            noted.add(id.as_str());
        }
        let (went, came) = (Records::of(went), Records::of(came));
        let mut kept: usize = self.0.iter().map(|(_, before)| before.size()).sum();
        for (id, record) in went.iter().filter(|(id, record)| came.get(id) != Some(*record)) {
            kept += record.len();
            let before = if kept > MOST { Before::Withheld } else { Before::Record(Arc::from(record)) };
            self.add(&mut noted, id, before);
        }
        for (id, _) in came.iter().filter(|(id, _)| went.get(id).is_none()) {
            self.add(&mut noted, id, Before::Absent);
        }
    }

    /// What a pledge was before the first change is what it is compared with.
    fn add(&mut self, noted: &mut Interner, id: &str, before: Before) {
        if noted.get(id).is_none() {
            noted.add(id);
            self.0.extend(PledgeId::new(id).map(|id| (id, before)));
        }
    }

    /// Forgets the earlier words of whatever a removal speaks of: the pledge, a report of it, or one of its texts.
    pub fn forget(&mut self, removed: &Removals) {
        for (id, before) in &mut self.0 {
            let Before::Record(record) = before else { continue };
            let record = String::from_utf8_lossy(record);
            let applies = |entry: &&Removal| entry.restored.is_none();
            // A report stands in its pledge's record, by its id.
            let quoted = |entry: &Removal| record.contains(&["\"", &entry.id, "\""].concat());
            let speaks = |entry: &Removal| *entry.id == *id.as_str() || quoted(entry);
            if removed.entries().iter().filter(applies).any(speaks) {
                *before = Before::Withheld;
            }
        }
    }

    /// As they are kept; None: there are none.
    pub fn to_bytes(&self) -> Option<Vec<u8>> {
        if self.is_empty() {
            return None;
        }
        let mut out = Writer::default();
        out.size(self.0.len());
        for (id, before) in &self.0 {
            out.text(id.as_str());
            match before {
                Before::Absent => out.number(0),
                Before::Withheld => out.number(1),
                Before::Record(record) => {
                    out.number(2);
                    out.bytes(record);
                }
            }
        }
        Some(out.sealed(VERSION))
    }

    /// Reads what was kept. What is damaged, or of another version, is as good as none: nothing depends on it.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        let mut changes = Self::default();
        let Some(body) = unsealed(bytes, VERSION) else { return changes };
        let mut from = Reader::new(body, 0);
        for _ in 0..from.count() {
            let id = PledgeId::new(from.text());
            let before = match from.number() {
                0 => Before::Absent,
                2 => Before::Record(from.bytes().into()),
                _ => Before::Withheld,
            };
            changes.0.extend(id.map(|id| (id, before)));
        }
        if from.is_good() { changes } else { Self::default() }
    }
}

impl Before {
    fn size(&self) -> usize {
        match self {
            Self::Record(record) => record.len(),
            _ => 0,
        }
    }
}

/// The records of parts by id; the first of an id stands, as everywhere.
#[derive(Default)]
struct Records<'a> {
    ids: Interner,
    records: Vec<(&'a str, &'a [u8])>,
}

impl<'a> Records<'a> {
    fn of(parts: &'a [Arc<[u8]>]) -> Self {
        let mut all = Self::default();
        for part in parts {
            for place in raw_records(part).unwrap_or_default() {
                let record = part.get(place).unwrap_or_default();
                if let Some(id) = record_id(record).filter(|id| all.ids.get(id).is_none()) {
                    all.ids.add(id);
                    all.records.push((id, record));
                }
            }
        }
        all
    }

    fn iter(&self) -> impl Iterator<Item = (&'a str, &'a [u8])> {
        self.records.iter().copied()
    }

    fn get(&self, id: &str) -> Option<&'a [u8]> {
        self.records.get(self.ids.get(id)?).map(|(_, record)| *record)
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
