//! Publishing: from a folder of records to a feed that any web server can serve. In this order: lock, read, clean, cut
//! personal data, apply removals, cut into parts, write the parts, write the manifest, delete what must not stay.

mod error;
mod gone;
mod last;
mod lock;
mod old;
mod outcome;
mod pack;
mod parts;
mod store;

use std::{path::PathBuf, time::Duration};

use pledgebook_core::{
    feed::{MANIFEST_LIMIT, Manifest, Removals, publish_pledge},
    model::Pledge,
};

pub use self::{
    error::PublishError,
    gone::Missing,
    last::{Last, LastError},
    lock::LockError,
    old::{Swept, is_unfinished, purge_list, purged},
    outcome::Outcome,
    pack::gzip,
    parts::{Part, Parts, TooLarge, make_parts},
    store::{StoreError, folder_of, temporary, write_whole},
};
use self::{
    last::{last_manifest, published_ids},
    lock::Lock,
    store::{SIGNATURE, Store, failed},
};
use crate::{
    clock,
    keys::Signer,
    records::{Loaded, load},
};

/// What to publish, and how.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder of the records.
    pub records: PathBuf,
    /// The folder of the feed.
    pub feed: PathBuf,
    /// Whether pledges may be gone without a removal.
    pub allow_missing: Missing,
    /// Publish nothing if a record, or a value of one, would be left out.
    pub strict: bool,
    /// How long to wait for another publication to end.
    pub wait: Duration,
    /// The secret key that signs the manifest.
    pub key: Option<PathBuf>,
    /// Publish without a signature although the last manifest had one: somebody signs this one by hand.
    pub unsigned: bool,
}

/// Publishes. `tell` gets to know what was read, before anything is written; `now` is in seconds since 1970.
pub fn publish(options: &Options, now: u64, mut tell: impl FnMut(&Loaded)) -> Result<Outcome, PublishError> {
    let signer = options.key.as_deref().map(Signer::open).transpose().map_err(PublishError::Key)?;
    // What can be refused is refused before the first publication makes a folder.
    if options.strict || !options.feed.exists() {
        let loaded = load(&options.records)?;
        refuse(options, &loaded).inspect_err(|_| tell(&loaded))?;
    }
    let store = Store::open(&options.feed)?;
    let _lock = Lock::acquire(&options.feed, options.wait)?;
    // Only now: what another publication, just ended, has read must not be newer than what we publish.
    let loaded = load(&options.records)?;
    tell(&loaded);
    refuse(options, &loaded)?;
    store.clear_temporary()?;
    let last = last_manifest(&store)?;
    if signer.is_none() && !options.unsigned && store.at(SIGNATURE).exists() {
        return Err(PublishError::KeyMissing);
    }
    let pledges = published(&loaded);
    if let Some(last) = &last {
        check_removals(&loaded.removals, last)?;
        gone::check(options.allow_missing, &pledges, &loaded.removals, &published_ids(&store, last))?;
    }
    let parts = make_parts(&pledges, &loaded.parties, &loaded.terms, last.as_ref().and_then(|l| l.cut))?;
    drop(pledges);
    write(&store, last.as_ref(), parts, loaded, signer.as_ref(), now)
}

fn refuse(options: &Options, loaded: &Loaded) -> Result<(), PublishError> {
    match loaded.problems.len() {
        problems if options.strict && problems > 0 => Err(PublishError::Strict(problems)),
        _ => Ok(()),
    }
}

/// The pledges as they are published: without what was removed.
fn published(loaded: &Loaded) -> Vec<Pledge> {
    loaded.pledges.iter().filter_map(|pledge| publish_pledge(pledge.clone(), &loaded.removals)).collect()
}

fn check_removals(removals: &Removals, last: &Manifest) -> Result<(), PublishError> {
    let lost: Vec<_> = removals.missing_of(&last.removed).iter().map(|r| r.id.to_string()).collect();
    if lost.is_empty() { Ok(()) } else { Err(PublishError::RemovalsLost(lost)) }
}

fn write(
    store: &Store,
    last: Option<&Manifest>,
    parts: Parts,
    loaded: Loaded,
    signer: Option<&Signer>,
    now: u64,
) -> Result<Outcome, PublishError> {
    let (problems, left_out, cut_out) = (loaded.problems.len(), loaded.left_out, loaded.cut_out.len());
    let manifest = manifest(last, &parts, loaded, now);
    let json = manifest.to_json();
    if json.len() as u64 > MANIFEST_LIMIT {
        return Err(PublishError::ManifestTooLarge(json.len()));
    }
    let comment = format!("feed {} seq {} {}", manifest.feed, manifest.seq, manifest.generated);
    let signature = signer.map(|key| key.sign(json.as_bytes(), &comment)).transpose().map_err(PublishError::Key)?;
    let new_parts = store.write_parts(&parts.list)?;
    // Before the manifest: if all ends here, the time only counts again from the next publication.
    for old in last.iter().flat_map(|l| &l.parts).filter(|old| manifest.parts.iter().all(|p| p.path != old.path)) {
        store.retire(old, now)?;
    }
    // On the disk before anything is deleted, so that no cache is forgotten if all ends here.
    let mut purge = old::purge_list(store.dir()).map_err(|e| failed(&store.at(old::PURGE), "read", e))?;
    purge.extend(old::doomed(store, &manifest, now)?);
    purge.sort();
    purge.dedup();
    if !purge.is_empty() {
        store.replace(old::PURGE, format!("{}\n", purge.join("\n")).as_bytes())?;
    }
    let was_signed = store.write_manifest(json.as_bytes(), signature.as_deref())?;
    let swept = Swept { purge, ..old::sweep(store, &manifest, now)? };
    Ok(Outcome { manifest, new_parts, swept, problems, left_out, cut_out, was_signed, is_signed: signature.is_some() })
}

fn manifest(last: Option<&Manifest>, parts: &Parts, loaded: Loaded, now: u64) -> Manifest {
    let config = loaded.config;
    Manifest {
        feed: last.map_or_else(|| uuid::Uuid::new_v4().to_string().into(), |l| l.feed.clone()),
        seq: last.map_or(1, |l| l.seq.saturating_add(1)).max(now),
        generated: clock::rfc3339(now).into(),
        as_of: config.as_of,
        publisher: config.publisher,
        source: config.source,
        disclaimer: config.disclaimer,
        complete: config.complete,
        cut: Some(parts.cut),
        parts: parts.list.iter().map(|p| p.entry.clone()).collect(),
        removed: loaded.removals,
        flags: config.flags,
    }
}
