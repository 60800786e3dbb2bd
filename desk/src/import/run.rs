//! An import from end to end: read the source into a spool, put together what belongs together, give ids and write them down, make the
//! records one after the other, carry out the corrections, and put the whole file in its place at once. Memory holds ids and places, never
//! the texts of more than one pledge.

use std::{
    collections::BTreeMap,
    fmt,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use pledgebook_core::feed::{Reason, parse_pledge, pledge_json};
use serde_json::Value;

use super::{
    build::Builder,
    edits::{Became, Edits},
    error::{ImportError, io_error},
    group::{Group, Item, group},
    ids::{Ids, folder},
    mapping::Settings,
    names::Tables,
    raw::Raw,
    review::{Note, Review},
    spool::{Spool, Spooled},
};
use crate::{progress::Progress, publish::temporary, records::Duplicates};

/// Where things are.
#[derive(Clone, Debug)]
pub struct Options {
    /// The file of records that is written.
    pub out: PathBuf,
    /// The ids.
    pub ids: PathBuf,
    /// The corrections.
    pub edits: PathBuf,
    /// The folder of parties, terms, confirmed names and removals.
    pub tables: PathBuf,
    /// The list of what a person has to look at.
    pub review: PathBuf,
    /// The day that new lines of the ids say: YYYY-MM-DD.
    pub today: String,
}

impl Options {
    /// Everything beside the file that is written.
    pub fn beside(out: &Path, today: &str) -> Self {
        let dir = folder(out);
        let mut review = out.as_os_str().to_owned();
        review.push(".review.csv");
        Self {
            out: out.into(),
            ids: dir.join("ids.csv"),
            edits: dir.join("edits.ndjson"),
            tables: dir.into(),
            review: review.into(),
            today: today.to_owned(),
        }
    }
}

/// A source of records.
pub trait Source {
    /// Gives all records, in the source's order.
    fn read(&mut self, emit: &mut Emit<'_>, review: &mut Review) -> Result<(), ImportError>;

    /// What was refused as a whole, each with the reason.
    fn refused(&self) -> &[String] {
        &[]
    }

    /// What was dropped, for people: fields without a place, posts of other types.
    fn dropped(&self) -> Vec<String> {
        Vec::new()
    }
}

/// Takes the records of a source.
pub struct Emit<'a> {
    spool: Spool,
    items: Vec<Item>,
    folder: PathBuf,
    progress: &'a Progress,
}

impl Emit<'_> {
    /// Takes a record.
    pub fn raw(&mut self, raw: &Raw) -> Result<(), ImportError> {
        let place = self.spool.add(raw).map_err(io_error(&self.folder, "written"))?;
        self.items.push(Item::of(raw, place));
        Ok(())
    }

    /// How much there is to do.
    pub fn expect(&self, steps: u64) {
        self.progress.expect(steps);
    }

    /// So much is done.
    pub fn step(&self, steps: u64) {
        self.progress.step(steps);
    }

    /// So much is done in all.
    pub fn at(&self, steps: u64) {
        self.progress.at(steps);
    }
}

/// What was done.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Summary {
    /// Records written.
    pub records: usize,
    /// Reports in them.
    pub reports: usize,
    /// Ids that are new.
    pub new_ids: usize,
    /// Corrections carried out.
    pub edits: usize,
    /// Notes, by kind.
    pub notes: BTreeMap<&'static str, usize>,
    /// What was refused as a whole.
    pub refused: Vec<String>,
    /// What was dropped.
    pub dropped: Vec<String>,
    /// The list of notes.
    pub review: PathBuf,
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} pledges with {} reports, {} new ids, {} corrections carried out",
            self.records, self.reports, self.new_ids, self.edits
        )?;
        for what in &self.dropped {
            write!(f, "\ndropped    {}", crate::records::printable(what))?;
        }
        for (kind, count) in &self.notes {
            write!(f, "\nto review  {count} {kind}")?;
        }
        if !self.notes.is_empty() {
            write!(f, "\nall of it  {}", self.review.display())?;
        }
        Ok(())
    }
}

/// Imports.
pub fn import(
    source: &mut dyn Source,
    settings: &Settings,
    options: &Options,
    progress: &Progress,
) -> Result<Summary, ImportError> {
    let dir = folder(&options.out);
    std::fs::create_dir_all(dir).map_err(io_error(dir, "made"))?;
    let mut ids = Ids::open(&options.ids, &settings.source, &options.today)?;
    ids.avoid(&options.tables.join("removals.ndjson"))?;
    let edits = Edits::open(&options.edits)?;
    let mut tables = Tables::load(&options.tables)?;
    let mut review = Review::default();

    let spool = Spool::new(dir).map_err(io_error(dir, "written"))?;
    let mut emit = Emit { spool, items: Vec::new(), folder: dir.into(), progress };
    source.read(&mut emit, &mut review)?;
    let (items, spool) = (emit.items, emit.spool.done().map_err(io_error(dir, "written"))?);
    let pledges = group(&items, &mut ids, &mut review);
    if pledges.is_empty() {
        let mut why: Vec<String> = source.refused().to_vec();
        why.extend(review.notes().iter().map(|n| format!("{}: {}: {}", n.place, n.kind, n.found)));
        why.extend(source.dropped());
        return Err(ImportError::Nothing(why));
    }
    let mut summary = Summary { new_ids: ids.count_new(), review: options.review.clone(), ..Summary::default() };
    ids.save()?;

    let builder = Builder { settings, tables: &mut tables, ids: &ids, review: &mut review };
    Writing { items: &items, spool, edits: &edits, summary: &mut summary, progress, dir }.write(
        builder,
        &pledges,
        &options.out,
    )?;
    for id in edits.ids().filter(|id| !pledges.contains_key(*id) && ids.iter().any(|(_, own)| own == *id)) {
        let proposal = "the correction waits: its pledge is not in the source any more".to_owned();
        review.add(Note { kind: "edit-without-pledge", id: id.to_owned(), proposal, ..Note::default() });
    }
    review.write(&options.review).map_err(io_error(&options.review, "written"))?;
    summary.notes = review.counts().clone();
    summary.refused = source.refused().to_vec();
    summary.dropped = source.dropped();
    Ok(summary)
}

/// The second half: from the spool to the file.
struct Writing<'a> {
    items: &'a [Item],
    spool: Spooled,
    edits: &'a Edits,
    summary: &'a mut Summary,
    progress: &'a Progress,
    dir: &'a Path,
}

impl Writing<'_> {
    fn write(
        mut self,
        mut builder: Builder<'_>,
        pledges: &BTreeMap<String, Group>,
        out: &Path,
    ) -> Result<(), ImportError> {
        let mut file = BufWriter::new(temporary(self.dir).map_err(io_error(self.dir, "written"))?);
        let mut seen = Duplicates::default();
        self.progress.expect(pledges.len() as u64);
        for (id, group) in pledges {
            if let Some(line) = self.record(&mut builder, id, group, &mut seen)? {
                file.write_all(line.as_bytes())
                    .and_then(|()| file.write_all(b"\n"))
                    .map_err(io_error(out, "written"))?;
                self.summary.records += 1;
            }
            self.progress.step(1);
        }
        let file = file.into_inner().map_err(|e| ImportError::Io(out.into(), "written", e.into_error()))?;
        file.as_file().sync_all().map_err(io_error(out, "written"))?;
        file.persist(out).map_err(|e| ImportError::Io(out.into(), "written", e.error))?;
        Ok(())
    }

    /// A pledge's line; None where a reader would not read it.
    fn record(
        &mut self,
        builder: &mut Builder<'_>,
        id: &str,
        group: &Group,
        seen: &mut Duplicates,
    ) -> Result<Option<String>, ImportError> {
        let mut get = |list: &[u32]| -> Result<Vec<Raw>, ImportError> {
            let one = |n: &u32| self.spool.get(self.items[*n as usize].place).map_err(io_error(self.dir, "read"));
            list.iter().map(one).collect()
        };
        let (own, reports) = (get(&group.own)?, get(&group.reports)?);
        let place = own.first().map(|r| r.place.clone()).unwrap_or_default();
        let (mut record, reasons) = canonical(builder.record(id, &own, &reports));
        for (edit, became) in self.edits.apply(id, &mut record) {
            self.summary.edits += usize::from(matches!(became, Became::Done | Became::Changed(_)));
            let (kind, found, proposal) = match became {
                Became::Done => continue,
                Became::Agreed => ("edit-no-longer-needed", String::new(), "the source says the same now"),
                Became::Changed(now) => (
                    "edit-over-changed-source",
                    now,
                    "the correction stays in force; compare it with what the source says now (`desk edit` writes a new line)",
                ),
                Became::Gone => {
                    ("edit-without-text", String::new(), "the source no longer has this value: nothing was corrected")
                }
            };
            let (field, proposal) = (edit.field.clone(), proposal.to_owned());
            builder.review.add(Note { kind, id: id.to_owned(), place: place.clone(), field, found, proposal });
        }
        let note = |review: &mut Review, kind, found: String, proposal: &str| {
            let (id, place, proposal) = (id.to_owned(), place.clone(), proposal.to_owned());
            review.add(Note { kind, id, place, field: String::new(), found, proposal });
        };
        match parse_pledge(record.to_string().as_bytes()) {
            Ok((pledge, more)) => {
                for reason in reasons.into_iter().chain(more) {
                    note(builder.review, "not-understood", reason.to_string(), "this value is left out");
                }
                for (what, other) in seen.look(&pledge) {
                    let how = "if the two are one pledge, give both the same pledge_id in ids.csv";
                    note(builder.review, "duplicate", format!("the same {what} as {other}"), how);
                }
                self.summary.reports += pledge.reports.len();
                Ok(Some(pledge_json(&pledge)))
            }
            Err((_, reason)) => {
                note(builder.review, "left-out", reason.to_string(), "the whole pledge is left out");
                Ok(None)
            }
        }
    }
}

/// The record as a reader reads it, so that corrections are held against what stands in the file; and why values were left out. One that no
/// reader would read stays as it is: a correction may still put it right.
fn canonical(record: Value) -> (Value, Vec<Reason>) {
    match parse_pledge(record.to_string().as_bytes()) {
        Ok((pledge, reasons)) => (serde_json::from_str(&pledge_json(&pledge)).unwrap_or(record), reasons),
        Err(_) => (record, Vec::new()),
    }
}
