//! What belongs together, and which id it has: records of one source id, translations of each other, and what a person bound to one id are
//! one pledge. Ids are given here, before any record is made.

use std::collections::{BTreeMap, HashMap};

use pledgebook_core::model::is_record_id;

use super::{
    build::reports_of,
    ids::Ids,
    raw::{Raw, Target},
    review::{Note, Review},
    spool::Place,
};

/// What is kept in memory of a record.
pub struct Item {
    /// Where it waits.
    pub place: Place,
    pub source_id: Box<str>,
    groups: Vec<Box<str>>,
    pub of: Option<Box<str>>,
    keep: Option<Box<str>>,
    pub reports: Vec<Box<str>>,
    adds: bool,
    rank: u8,
}

impl Item {
    /// What has to be known of a record that waits at a place.
    pub fn of(raw: &Raw, place: Place) -> Self {
        Self {
            place,
            source_id: raw.source_id.as_str().into(),
            groups: raw.groups.iter().map(|g| g.as_str().into()).collect(),
            of: raw.of.as_deref().map(Into::into),
            keep: raw.first(Target::PledgeId).map(|id| id.trim().into()),
            reports: reports_of(raw).into_iter().map(|(key, _)| key.into()).collect(),
            adds: raw.adds,
            rank: if raw.adds { 10 } else { rank(raw.first(Target::Lang).or(raw.lang.as_deref())) },
        }
    }
}

/// Which language a pledge's own texts are in when there are several: not the one that happened to come first.
fn rank(lang: Option<&str>) -> u8 {
    let lang = lang.and_then(super::values::lang);
    let order = ["en", "fr", "es", "ar"];
    let place = lang.and_then(|l| order.iter().position(|o| l.starts_with(o)));
    place.and_then(|p| u8::try_from(p).ok()).unwrap_or(9)
}

/// A pledge's records: its own, and reports from elsewhere, by their places in the list of items.
#[derive(Default)]
pub struct Group {
    /// Its own records.
    pub own: Vec<u32>,
    /// Reports from elsewhere.
    pub reports: Vec<u32>,
}

/// Which items make which pledge: those of one source id, translations of each other, and those that `ids.csv` binds to one id.
pub fn group(items: &[Item], ids: &mut Ids, review: &mut Review) -> BTreeMap<String, Group> {
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
    for mut cluster in clusters.into_iter().filter(|c| c.iter().any(|n| !items[*n as usize].adds)) {
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
            let proposal = "left out: the source gives it no id".to_owned();
            review.add(Note { kind: "no-id", proposal, ..Note::default() });
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
