//! Tables: CSV and XLSX. A row is a pledge, or one of several rows that say the same id (a language each, a report each, a party each).

mod csv;
mod propose;
mod xlsx;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

pub use propose::{by_name, propose};

use super::{
    cells::{self, Form},
    error::ImportError,
    mapping::{Mapping, To},
    raw::{Raw, Target, Value},
    review::{Note, Review},
    run::{Emit, Source},
};

/// What a row may have in cells: more is no table of pledges.
const COLUMNS: usize = 1_000;

/// Gets a row: its number from 1, and its cells.
type OnRow<'a> = dyn FnMut(u64, Vec<String>) -> Result<(), ImportError> + 'a;

/// A table with its mapping.
pub struct Table {
    /// The file.
    pub file: PathBuf,
    /// What is what.
    pub mapping: Mapping,
    dropped: BTreeMap<String, usize>,
    /// Columns that the mapping has and the table has not.
    absent: BTreeSet<String>,
}

impl Table {
    /// A table that is not read yet.
    pub fn new(file: PathBuf, mapping: Mapping) -> Self {
        Self { file, mapping, dropped: BTreeMap::new(), absent: BTreeSet::new() }
    }
}

/// Reads all rows of a file, the heads of columns first.
fn rows(
    file: &Path,
    mapping: &Mapping,
    at: &mut dyn FnMut(u64, u64),
    on_row: &mut OnRow<'_>,
) -> Result<(), ImportError> {
    if is_workbook(file) { xlsx::rows(file, mapping, at, on_row) } else { csv::rows(file, mapping, at, on_row) }
}

fn is_workbook(file: &Path) -> bool {
    file.extension()
        .and_then(|e| e.to_str())
        .is_some_and(|e| e.eq_ignore_ascii_case("xlsx") || e.eq_ignore_ascii_case("xlsm"))
}

/// The heads of columns, each once: a name that stands again has its number.
pub fn heads(file: &Path, mapping: &Mapping) -> Result<Vec<String>, ImportError> {
    let mut heads = None;
    // The first row is enough; the reading ends there.
    let done = rows(file, mapping, &mut |_, _| {}, &mut |_, cells| {
        heads = Some(named(&cells));
        Err(ImportError::Nothing(Vec::new()))
    });
    match (heads, done) {
        (Some(heads), _) => Ok(heads),
        (None, Err(error)) => Err(error),
        (None, Ok(())) => Err(empty(file)),
    }
}

fn empty(file: &Path) -> ImportError {
    ImportError::Source(file.display().to_string(), "the table has no rows".to_owned())
}

fn named(cells: &[String]) -> Vec<String> {
    let mut heads: Vec<String> = Vec::new();
    for cell in cells {
        let name = cell.split_whitespace().collect::<Vec<_>>().join(" ");
        let again = heads.iter().filter(|h| **h == name || h.starts_with(&format!("{name} ("))).count();
        heads.push(if again > 0 && !name.is_empty() { format!("{name} ({})", again + 1) } else { name });
    }
    heads
}

impl Source for Table {
    fn read(&mut self, emit: &mut Emit<'_>, review: &mut Review) -> Result<(), ImportError> {
        let name = self.file.file_name().unwrap_or(self.file.as_os_str()).to_string_lossy().into_owned();
        let (mapping, dropped, absent) = (&self.mapping, &mut self.dropped, &mut self.absent);
        let mut columns: Option<Vec<(String, Option<To>)>> = None;
        let mut length = 0;
        let emit = std::cell::RefCell::new(emit);
        let mut at = |done: u64, all: u64| {
            if all != length {
                length = all;
                emit.borrow().expect(all);
            }
            emit.borrow().at(done);
        };
        rows(&self.file, mapping, &mut at, &mut |number, row| {
            let Some(columns) = &columns else {
                let heads = named(&row);
                *absent = mapping.fields.keys().filter(|k| !heads.contains(k)).cloned().collect();
                let known = columns_of(&heads, mapping);
                check(&known, &name)?;
                columns = Some(known);
                return Ok(());
            };
            let place = format!("{name}:{number}");
            for ((head, to), cell) in columns.iter().zip(&row) {
                if to.is_none() && !cell.trim().is_empty() && mapping.fields.get(head) != Some(&None) {
                    *dropped.entry(head.clone()).or_default() += 1;
                }
            }
            match raw_of(columns, &row, place, review) {
                Some(raw) => emit.borrow_mut().raw(&raw),
                None => Ok(()),
            }
        })?;
        if columns.is_none() { Err(empty(&self.file)) } else { Ok(()) }
    }

    fn dropped(&self) -> Vec<String> {
        let dropped = self
            .dropped
            .iter()
            .map(|(head, count)| format!("column {head:?}, with words in {count} rows, is not in the mapping"));
        dropped
            .chain(self.absent.iter().map(|head| format!("column {head:?} of the mapping is not in the table")))
            .collect()
    }
}

fn columns_of(heads: &[String], mapping: &Mapping) -> Vec<(String, Option<To>)> {
    heads.iter().map(|head| (head.clone(), mapping.fields.get(head).cloned().flatten())).collect()
}

/// A row's number is no identity: rows move.
fn check(columns: &[(String, Option<To>)], name: &str) -> Result<(), ImportError> {
    let has = |target| columns.iter().any(|(_, to)| to.as_ref().is_some_and(|t| t.target == target));
    if [Target::Id, Target::PledgeId, Target::Url, Target::Number, Target::ReportOf].into_iter().any(has) {
        return Ok(());
    }
    let heads: Vec<_> = columns.iter().map(|(head, _)| head.as_str()).collect();
    let what = "no column is mapped to id, url or number, and a row without one of them is another pledge as soon as the rows move";
    Err(ImportError::Source(name.to_owned(), format!("{what}. The columns are: {}", heads.join(", "))))
}

/// A row as a record; None where it has nothing, or nothing to know it by.
fn raw_of(columns: &[(String, Option<To>)], row: &[String], place: String, review: &mut Review) -> Option<Raw> {
    let mut values: Vec<Value> = Vec::new();
    for ((head, to), text) in columns.iter().zip(row) {
        let Some(to) = to else { continue };
        match cells::cell(text) {
            Some(text) => values.extend(cells::values(to, text, Form::Guess, &place, review)),
            None => review.add(Note {
                kind: "formula",
                place: place.clone(),
                field: head.clone(),
                found: text.clone(),
                proposal: "left out: a spreadsheet would compute it; write the value itself".to_owned(),
                ..Note::default()
            }),
        }
    }
    if values.is_empty() {
        return None;
    }
    let first = |target| values.iter().find(|v| v.target == target).map(|v| v.text.clone());
    let of = first(Target::ReportOf);
    let number = || first(Target::Number).map(|n| format!("{n}/{}", first(Target::Edition).unwrap_or_default()));
    let report = || {
        first(Target::ReportId)
            .or_else(|| Some(format!("{}/{}", of.as_ref()?, first(Target::ReportDate).unwrap_or_default())))
    };
    let id = first(Target::Id).or_else(|| first(Target::PledgeId));
    let id = if of.is_some() { id.or_else(report) } else { id.or_else(|| first(Target::Url)).or_else(number) };
    let Some(source_id) = id else {
        let found = values.iter().map(|v| v.text.as_str()).collect::<Vec<_>>().join(" | ");
        let proposal = "the row is left out: it has no id, no url and no number".to_owned();
        review.add(Note { kind: "no-id", place, found, proposal, ..Note::default() });
        return None;
    };
    let groups = values.iter().filter(|v| v.target == Target::Translation).map(|v| v.text.clone()).collect();
    Some(Raw { place, source_id, groups, of, values, ..Raw::default() })
}

/// The columns of a row.
fn check_width(file: &Path, number: u64, width: usize) -> Result<(), ImportError> {
    if width <= COLUMNS {
        return Ok(());
    }
    Err(ImportError::Source(
        format!("{}:{number}", file.display()),
        format!("{width} cells are too many for a row; it may have {COLUMNS}"),
    ))
}
