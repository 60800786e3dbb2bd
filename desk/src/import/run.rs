//! An import from end to end: read the source into a spool, put together what belongs together, give ids and write them down, make the
//! records one after the other, carry out the corrections, and put the whole file in its place at once. Memory holds ids and places, never
//! the texts of more than one pledge.

use std::{
    collections::{BTreeMap, HashMap},
    fmt,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use pledgebook_core::{
    feed::{parse_pledge, pledge_json},
    model::is_record_id,
};

use super::{
    build::{Builder, reports_of},
    edits::{Became, Edits},
    error::{ImportError, io_error},
    ids::{Ids, folder},
    mapping::Settings,
    names::Tables,
    raw::{Raw, Target},
    review::{Note, Review},
    spool::{Place, Spool, Spooled},
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
        self.items.push(Item {
            place,
            source_id: raw.source_id.as_str().into(),
            groups: raw.groups.iter().map(|g| g.as_str().into()).collect(),
            of: raw.of.as_deref().map(Into::into),
            keep: raw.first(Target::PledgeId).map(|id| id.trim().into()),
            reports: reports_of(raw).into_iter().map(|(key, _)| key.into()).collect(),
            rank: rank(raw.first(Target::Lang).or(raw.lang.as_deref())),
        });
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

/// What is kept in memory of a record.
struct Item {
    place: Place,
    source_id: Box<str>,
    groups: Vec<Box<str>>,
    of: Option<Box<str>>,
    keep: Option<Box<str>>,
    reports: Vec<Box<str>>,
    rank: u8,
}

/// Which language a pledge's own texts are in when there are several: not the one that happened to come first.
fn rank(lang: Option<&str>) -> u8 {
    let lang = lang.and_then(super::values::lang);
    let order = ["en", "fr", "es", "ar"];
    let place = lang.and_then(|l| order.iter().position(|o| l.starts_with(o)));
    place.and_then(|p| u8::try_from(p).ok()).unwrap_or(9)
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

/// A pledge's records: its own, and reports from elsewhere, by their places in the list of items.
#[derive(Default)]
struct Group {
    own: Vec<u32>,
    reports: Vec<u32>,
}

/// Which items make which pledge: those of one source id, translations of each other, and those that `ids.csv` binds to one id.
fn group(items: &[Item], ids: &mut Ids, review: &mut Review) -> BTreeMap<String, Group> {
    let mut clusters: Vec<Vec<u32>> = Vec::new();
    let mut places: HashMap<(bool, &str), usize> = HashMap::new();
    for (n, item) in (0u32..).zip(items).filter(|(_, i)| i.of.is_none()) {
        let keys = || item.groups.iter().map(|g| (true, &**g)).chain([(false, &*item.source_id)]);
        let mut known: Vec<usize> = keys().filter_map(|key| places.get(&key).copied()).collect();
        known.sort_unstable();
        known.dedup();
        let at = known.first().copied().unwrap_or_else(|| {
            clusters.push(Vec::new());
            clusters.len() - 1
        });
        clusters[at].push(n);
        // What one item joins was one all along.
        for other in known.into_iter().skip(1) {
            let members = std::mem::take(&mut clusters[other]);
            for member in &members {
                let member = &items[*member as usize];
                places.extend(
                    member.groups.iter().map(|g| ((true, &**g), at)).chain([((false, &*member.source_id), at)]),
                );
            }
            clusters[at].extend(members);
        }
        places.extend(keys().map(|key| (key, at)));
    }
    // By the source's ids, so that new ids do not depend on the source's order more than they must.
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    for mut cluster in clusters.into_iter().filter(|c| !c.is_empty()) {
        cluster.sort_by_key(|n| (items[*n as usize].rank, &*items[*n as usize].source_id));
        bind(&cluster, items, ids, review, &mut groups);
    }
    reports(items, ids, review, &mut groups);
    groups
}

/// Gives a cluster its id. Where its members are bound to several, each stays what it was, and a person is told.
fn bind(cluster: &[u32], items: &[Item], ids: &mut Ids, review: &mut Review, groups: &mut BTreeMap<String, Group>) {
    let item = |n: &u32| &items[*n as usize];
    let bound = cluster.iter().find_map(|n| ids.of(&item(n).source_id).map(str::to_owned));
    let kept = || cluster.iter().find_map(|n| item(n).keep.as_deref().filter(|k| is_record_id(k)).map(str::to_owned));
    let id = bound.or_else(kept).unwrap_or_else(|| ids.fresh());
    for n in cluster {
        let source_id = &item(n).source_id;
        if source_id.trim().is_empty() {
            continue;
        }
        let own = match ids.of(source_id) {
            Some(own) => own.to_owned(),
            None => {
                ids.bind(source_id, &id);
                id.clone()
            }
        };
        if own != id {
            let found = format!("{source_id} is {own}, and belongs to {id} by what the source says");
            let proposal =
                "kept apart: to make one of the two, give both the same pledge_id in ids.csv and remove the other"
                    .to_owned();
            review.add(Note { kind: "two-ids", id: own.clone(), found, proposal, ..Note::default() });
        }
        groups.entry(own).or_default().own.push(*n);
    }
}

/// Finds the pledges of reports, and gives reports their ids.
fn reports(items: &[Item], ids: &mut Ids, review: &mut Review, groups: &mut BTreeMap<String, Group>) {
    for (n, item) in (0u32..).zip(items) {
        let Some(of) = &item.of else { continue };
        let pledge = ids.of(of).filter(|id| groups.contains_key(*id)).map(str::to_owned);
        match pledge.or_else(|| groups.contains_key(&**of).then(|| of.to_string())) {
            Some(id) => groups.entry(id).or_default().reports.push(n),
            None => review.add(Note {
                kind: "report-of-nothing",
                place: item.source_id.to_string(),
                field: "report.of".to_owned(),
                found: of.to_string(),
                proposal: "left out: no pledge of this source has this id".to_owned(),
                ..Note::default()
            }),
        }
    }
    for (id, group) in groups.iter_mut() {
        // Several source ids may be one pledge; the source's order says nothing of which comes first.
        group.own.sort_by_key(|n| (items[*n as usize].rank, &*items[*n as usize].source_id));
        group.reports.sort_by(|a, b| items[*a as usize].source_id.cmp(&items[*b as usize].source_id));
        for key in group.own.iter().chain(&group.reports).flat_map(|n| &items[*n as usize].reports) {
            if ids.of(key).is_none() {
                let report = ids.fresh_report(id);
                ids.bind(key, &report);
            }
        }
    }
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
        let mut record = builder.record(id, &own, &reports);
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
            Ok((pledge, reasons)) => {
                for reason in reasons {
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
