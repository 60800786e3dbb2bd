//! Parts of records: which of them stand, and why the others do not. A record without an id, of the wrong shape or too
//! large is left out and named; the others stand.

use std::{fmt, ops::Range};

use super::{
    FIELD_LIMIT, Manifest, PartKind, RECORD_LIMIT,
    record::{parse_party, parse_pledge, parse_term},
    split::{elements, member_text},
};
use crate::{
    intern::Interner,
    model::{Party, Pledge, Term},
};

/// Why a record, or a value of it, was left out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reason {
    /// Not JSON, or not of the record's shape.
    Shape(String),
    /// No id.
    NoId,
    /// An id that is not of the format's form.
    BadId(String),
    /// The id stands twice; the first one stands.
    Twice(String),
    /// More than 1 MiB.
    TooLarge(usize),
    /// A text of more than 64 KiB.
    FieldTooLong(&'static str),
    /// A date that is none; only the value is left out.
    BadDate(&'static str, String),
    /// An address that is not plain http or https; only the value is left out.
    BadUrl(&'static str, String),
    /// A reference or language that cannot be one; only the value is left out.
    BadReference(&'static str, String),
}

impl Reason {
    /// Whether the whole record was left out, not just a value of it.
    pub fn leaves_out(&self) -> bool {
        !matches!(self, Self::BadDate(..) | Self::BadUrl(..) | Self::BadReference(..))
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shape(what) => write!(f, "not a record of this kind: {what}"),
            Self::NoId => f.write_str("no id"),
            Self::BadId(id) => write!(f, "id {id:?} is not of the form [A-Za-z0-9][A-Za-z0-9._-]{{0,99}}"),
            Self::Twice(id) => write!(f, "id {id:?} stands twice; the first one stands"),
            Self::TooLarge(bytes) => write!(f, "{bytes} bytes; a record has at most {RECORD_LIMIT}"),
            Self::FieldTooLong(field) => write!(f, "{field} has more than {FIELD_LIMIT} bytes"),
            Self::BadDate(field, value) => {
                write!(f, "{field}: {value:?} is no date (YYYY, YYYY-MM or YYYY-MM-DD); left out")
            }
            Self::BadUrl(field, value) => write!(f, "{field}: {value:?} is no plain http(s) address; left out"),
            Self::BadReference(field, value) => write!(f, "{field}: {value:?} cannot be used; left out"),
        }
    }
}

/// A reason, with the record that it is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// The record's place, from 0.
    pub at: usize,
    /// The record's id, where it has one.
    pub id: Option<String>,
    /// Why.
    pub reason: Reason,
}

/// Good records, and what was left out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Parsed<T> {
    /// The records that stand, in their order.
    pub good: Vec<T>,
    /// What was left out, in order.
    pub problems: Vec<Problem>,
}

impl<T> Parsed<T> {
    /// How many records were left out.
    pub fn left_out(&self) -> usize {
        self.problems.iter().filter(|p| p.reason.leaves_out()).count()
    }
}

/// A record with the values of it that were left out; or the reason why all of it is, with its id where it has one.
pub type ReadResult<T> = Result<(T, Vec<Reason>), (Option<String>, Reason)>;

/// Reads a part: a JSON array of records of one kind. An unreadable part has no records and one problem.
pub fn parse_records<T>(
    bytes: &[u8],
    read: impl Fn(&[u8]) -> ReadResult<T>,
    ids: impl Fn(&T) -> Vec<String>,
) -> Parsed<T> {
    let mut parsed = Parsed { good: Vec::new(), problems: Vec::new() };
    let records = raw_records(bytes).unwrap_or_else(|problem| {
        parsed.problems.push(problem);
        Vec::new()
    });
    let mut seen = Interner::default();
    for (at, place) in records.into_iter().enumerate() {
        parsed.add(at, read(bytes.get(place).unwrap_or_default()), &ids, &mut seen);
    }
    parsed
}

/// Where each record of a part stands in its bytes; the problem of a part that is not an array.
pub fn raw_records(bytes: &[u8]) -> Result<Vec<Range<usize>>, Problem> {
    let reason = || Reason::Shape("not an array of records".to_owned());
    elements(bytes).ok_or_else(|| Problem { at: 0, id: None, reason: reason() })
}

/// The id of a record, without reading it; None where it has none, or one with escapes.
pub fn record_id(record: &[u8]) -> Option<&str> {
    member_text(record, "id")
}

impl<T> Parsed<T> {
    /// Adds one record that was read at place `at`; `seen` holds the ids so far.
    pub fn add(&mut self, at: usize, read: ReadResult<T>, ids: impl Fn(&T) -> Vec<String>, seen: &mut Interner) {
        match read {
            Err((id, reason)) => self.problems.push(Problem { at, id, reason }),
            Ok((record, notes)) => {
                let own = ids(&record);
                let id = own.first().cloned();
                let problem = |reason| Problem { at, id: id.clone(), reason };
                if let Some(twice) = own.iter().find(|id| seen.get(id).is_some()) {
                    self.problems.push(problem(Reason::Twice(twice.clone())));
                    return;
                }
                self.problems.extend(notes.into_iter().map(problem));
                own.iter().for_each(|id| _ = seen.add(id));
                self.good.push(record);
            }
        }
    }
}

/// The ids that a pledge takes: its own and its reports'.
pub fn pledges_of(pledge: &Pledge) -> Vec<String> {
    let reports = pledge.reports.iter().map(|r| r.id.to_string());
    std::iter::once(pledge.id.to_string()).chain(reports).collect()
}

/// The records of one part, by its kind.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Records {
    /// Pledges.
    Pledges(Parsed<Pledge>),
    /// Parties.
    Parties(Parsed<Party>),
    /// Terms.
    Terms(Parsed<Term>),
}

impl Records {
    /// Reads a part of a known kind.
    pub fn read(kind: PartKind, bytes: &[u8]) -> Self {
        match kind {
            PartKind::Pledges => Self::Pledges(parse_records(bytes, parse_pledge, pledges_of)),
            PartKind::Parties => Self::Parties(parse_records(bytes, parse_party, |p| vec![p.id.to_string()])),
            PartKind::Terms => Self::Terms(parse_records(bytes, parse_term, term_key)),
        }
    }
}

/// A term's identity: its list and id.
pub(super) fn term_key(term: &Term) -> Vec<String> {
    vec![format!("{}/{}", term.list.wire(), term.id)]
}

/// The parts that a manifest names and `bytes_of` has, each read.
pub fn read_parts<'a>(
    manifest: &'a Manifest,
    bytes_of: impl Fn(&super::PartEntry) -> Option<&'a [u8]>,
) -> Vec<Records> {
    manifest.parts.iter().filter_map(|part| Some(Records::read(part.kind, bytes_of(part)?))).collect()
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
