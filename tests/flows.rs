//! The main path on the host: records in, a reader's page out. The desk really publishes into a folder, the machine of
//! copying really reads from it; only the browser is left out.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used)]

use std::{
    collections::{BTreeMap, VecDeque},
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use pledgebook_core::{
    browse::{About, Catalogue, Held, Orders, Overview, Part, Query, page},
    feed::Sha256Hex,
    model::{Block, PledgeId, Progress, blocks},
    route::Route,
    sync::{Action, Ended, Event, Failure, Machine, Published, Stored},
};
use pledgebook_desk::publish::{Missing, Options, publish};

/// Seconds since 1970 at which the first publication is made.
const NOW: u64 = 1_795_161_600;

/// A desk: the sample's records in a folder of their own, and a feed.
struct Desk {
    folder: tempfile::TempDir,
    published: u64,
}

impl Desk {
    fn with_the_sample() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let records = folder.path().join("records");
        fs::create_dir(&records).expect("made");
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("desk/sample");
        for entry in fs::read_dir(sample).expect("the sample") {
            let from = entry.expect("an entry").path();
            fs::copy(&from, records.join(from.file_name().expect("a name"))).expect("copied");
        }
        let mut desk = Self { folder, published: 0 };
        desk.publish();
        desk
    }

    fn records(&self, name: &str) -> PathBuf {
        self.folder.path().join("records").join(name)
    }

    fn feed(&self) -> PathBuf {
        self.folder.path().join("feed")
    }

    fn publish(&mut self) {
        let options = Options {
            records: self.folder.path().join("records"),
            feed: self.feed(),
            allow_missing: Missing::Refused,
            strict: true,
            wait: Duration::from_secs(5),
            key: None,
            unsigned: false,
        };
        publish(&options, NOW + self.published, |_| ()).expect("published");
        self.published += 60;
    }

    /// Changes the records of a file as text.
    fn edit(&self, name: &str, change: impl Fn(String) -> String) {
        let text = fs::read_to_string(self.records(name)).unwrap_or_default();
        fs::write(self.records(name), change(text)).expect("written");
    }
}

/// A reader: what the device holds, and what was asked of the server since it was last looked at.
#[derive(Default)]
struct Reader {
    stored: Stored,
    bytes: BTreeMap<Sha256Hex, Arc<[u8]>>,
    asked: Vec<String>,
}

impl Reader {
    /// Opens the app and lets it sync with a feed until it ends. Parts whose path `is_lost` do not come.
    fn open(&mut self, feed: &Path, is_lost: impl Fn(&str) -> bool) -> Machine {
        let mut machine = Machine::new(self.stored.clone(), 7);
        let mut actions: VecDeque<_> = machine.on(Event::Start { wanted: None }).into();
        while let Some(action) = actions.pop_front() {
            let event = self.carry_out(action, feed, &is_lost);
            actions.extend(machine.on(event));
        }
        machine
    }

    fn carry_out(&mut self, action: Action, feed: &Path, is_lost: &impl Fn(&str) -> bool) -> Event {
        let get = |path: &str| match fs::read(feed.join(path)) {
            Ok(bytes) if !is_lost(path) => Ok(Arc::from(bytes)),
            Ok(_) => Err(Failure::Offline),
            Err(_) => Err(Failure::Http(404)),
        };
        match action {
            Action::FetchManifest => Event::Manifest(get("manifest.json").map(Published::unsigned)),
            Action::FetchPart(entry) => {
                self.asked.push(entry.path.to_string());
                Event::Part(entry.sha256, get(&entry.path))
            }
            Action::KeepPending(manifest) => {
                self.stored.pending = Some(manifest);
                Event::PendingKept(Ok(()))
            }
            Action::KeepPart(sha, bytes) => {
                self.stored.parts.insert(sha);
                self.bytes.insert(sha, bytes);
                Event::PartKept(sha, Ok(()))
            }
            Action::Swap(manifest, named) => {
                (self.stored.current, self.stored.pending) = (Some(manifest), None);
                self.stored.parts.retain(|p| named.contains(p));
                Event::Swapped(Ok(()))
            }
            Action::Wait(_, timer) => Event::Woke(timer),
        }
    }

    /// What the app shows.
    fn catalogue(&self, machine: &Machine) -> Catalogue {
        let shown = machine.shown().expect("something to show");
        let parts = shown.parts.iter().filter_map(|part| Part::read(part.kind, self.bytes.get(&part.sha256)?));
        let removed = machine.newest().map(|m| Arc::new(m.removed.clone())).unwrap_or_default();
        Catalogue::merge(&parts.collect::<Vec<_>>(), removed, &About::default())
    }
}

fn list(catalogue: &Catalogue, address: &str) -> usize {
    match Route::parse(address).route {
        Route::List(query) => page(catalogue, &query, &Orders::plain("en")).total,
        other => panic!("{address}: {other:?}"),
    }
}

fn id(id: &str) -> PledgeId {
    PledgeId::new(id).expect("an id")
}

const NOBODY: fn(&str) -> bool = |_| false;

#[test]
fn the_sample_comes_to_a_reader_whole() {
    let desk = Desk::with_the_sample();
    let mut reader = Reader::default();
    let machine = reader.open(&desk.feed(), NOBODY);
    assert_eq!(machine.status().ended, Some(Ended::Updated));
    let catalogue = reader.catalogue(&machine);
    let overview = Overview::of(&catalogue);
    assert_eq!((catalogue.len(), catalogue.left_out(), overview.reports, overview.parties), (75, 0, 8, 57));
    assert_eq!(overview.editions.iter().map(|e| e.tally.all()).sum::<usize>(), 75);
    assert_eq!(list(&catalogue, "?all"), 75);
    for edition in &overview.editions {
        assert_eq!(list(&catalogue, &format!("?edition={}", edition.edition)), edition.tally.all());
    }
    for (theme, count) in &overview.themes {
        assert_eq!(list(&catalogue, &format!("?theme={theme}")), *count, "{theme}");
    }
}

#[test]
fn a_printed_number_finds_its_pledge_first() {
    let desk = Desk::with_the_sample();
    let mut reader = Reader::default();
    let machine = reader.open(&desk.feed(), NOBODY);
    let found = page(&reader.catalogue(&machine), &Query::search("P2107"), &Orders::plain("en"));
    assert_eq!(found.rows.first().map(|r| r.brief.id.as_str()), Some("31IC-P2107"));
}

#[test]
fn regional_protection_has_all_its_actions() {
    let desk = Desk::with_the_sample();
    let mut reader = Reader::default();
    let machine = reader.open(&desk.feed(), NOBODY);
    let catalogue = reader.catalogue(&machine);
    let Held::Here(entry) = catalogue.pledge(&id("32IC-regional-protection")) else { panic!("in the sample") };
    assert_eq!(entry.progress, Progress::NotCompleted);
    let text = entry.pledge.reports[0].actions_taken.as_ref().expect("actions");
    let set = blocks(&text.published);
    let [Block::Paragraph(_), Block::List { start: None, items }] = set.as_slice() else { panic!("{set:?}") };
    let deeper = |blocks: &[Block]| -> usize {
        blocks.iter().map(|b| if let Block::List { items, .. } = b { items.len() } else { 0 }).sum()
    };
    assert_eq!(items.iter().map(|i| deeper(&i.children)).collect::<Vec<_>>(), [3, 4, 3]);
}

#[test]
fn a_changed_pledge_costs_the_manifest_and_one_part() {
    let mut desk = Desk::with_the_sample();
    let mut reader = Reader::default();
    let _ = reader.open(&desk.feed(), NOBODY);
    desk.edit("pledges.ndjson", |text| text.replace("\"Regional Protection\"", "\"Protection in the region\""));
    desk.publish();
    reader.asked.clear();
    let machine = reader.open(&desk.feed(), NOBODY);
    assert_eq!(reader.asked.len(), 1, "{:?}", reader.asked);
    let brief = reader.catalogue(&machine).brief(&id("32IC-regional-protection")).expect("still there");
    assert_eq!(brief.title.as_deref(), Some("Protection in the region"));
}

#[test]
fn what_is_removed_is_gone_though_no_part_comes_and_also_after_a_restart() {
    let mut desk = Desk::with_the_sample();
    let mut reader = Reader::default();
    let _ = reader.open(&desk.feed(), NOBODY);
    desk.edit("removals.ndjson", |log| {
        log + "{\"id\":\"32IC-regional-protection\",\"at\":\"2026-11-21T08:00:00Z\",\"ground\":\"personal-data\"}\n"
    });
    desk.publish();
    let is_part = |path: &str| path.starts_with("parts/");
    let machine = reader.open(&desk.feed(), is_part);
    assert_eq!(machine.status().failure(), Some(&Failure::Offline));
    let catalogue = reader.catalogue(&machine);
    assert_eq!((catalogue.len(), list(&catalogue, "?party=ns-au&all")), (74, 2));
    assert_eq!(catalogue.pledge(&id("32IC-regional-protection")), Held::Nowhere);
    // Without a line at all, the next day.
    let machine = reader.open(Path::new("nowhere"), NOBODY);
    assert_eq!(reader.catalogue(&machine).len(), 74);
}

#[test]
fn a_feed_is_read_the_same_whatever_order_its_parts_come_in() {
    let desk = Desk::with_the_sample();
    let mut reader = Reader::default();
    let machine = reader.open(&desk.feed(), NOBODY);
    let shown = machine.shown().expect("a manifest");
    let mut parts: Vec<_> = shown.parts.iter().filter_map(|p| Part::read(p.kind, &reader.bytes[&p.sha256])).collect();
    let merged = |parts: &[Part]| Catalogue::merge(parts, Arc::default(), &About::default());
    let forward = merged(&parts);
    parts.reverse();
    let backward = merged(&parts);
    assert_eq!(Overview::of(&backward), Overview::of(&forward));
    assert!(backward.briefs().eq(forward.briefs()));
}
