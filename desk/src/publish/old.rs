//! Parts of earlier publications. Readers in the middle of a sync may still want them, so they are kept for a while;
//! but not one that holds what must not be shown.

use std::{collections::HashSet, fs, io, path::Path, time::Duration};

use pledgebook_core::{
    feed::{Manifest, PartKind, Records, Removals, publish_pledge},
    model::Pledge,
};

use super::{
    pack::SIBLINGS,
    store::{Store, StoreError, failed, remove},
};
use crate::{clock, records::Tidy};

/// How long a part is kept after the last manifest that named it.
const KEPT: Duration = Duration::from_secs(90 * 24 * 60 * 60);

/// What was deleted.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Swept {
    /// Parts that held something that was removed since, or personal data.
    pub removed: usize,
    /// Parts that nobody needs any more.
    pub aged: usize,
    /// Parts that are old and kept.
    pub kept: usize,
    /// The files that held something that was removed, by their paths in the feed: caches in front of it must forget them.
    pub purge: Vec<String>,
}

/// The list of files that a publication deletes because of what they hold, in the feed's folder, never served. It is there before
/// the first of them goes, and until somebody has told the caches.
pub const PURGE: &str = ".purge";

/// The files of the list; none where there is no list.
pub fn purge_list(feed: &Path) -> io::Result<Vec<String>> {
    match fs::read_to_string(feed.join(PURGE)) {
        Ok(text) => Ok(text.lines().map(str::to_owned).collect()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

/// Whether a publication broke off before it had deleted what it must: a file of the list is still there.
pub fn is_unfinished(feed: &Path) -> io::Result<bool> {
    Ok(purge_list(feed)?.iter().any(|name| feed.join(name).exists()))
}

/// Takes the list away: caches were told.
pub fn purged(feed: &Path) -> io::Result<()> {
    match fs::remove_file(feed.join(PURGE)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// The files that a publication will delete because of what they hold, by their names in the feed.
pub fn doomed(store: &Store, manifest: &Manifest, now: u64) -> Result<Vec<String>, StoreError> {
    let named: HashSet<&str> = manifest.parts.iter().map(|p| &*p.path).collect();
    let mut names = Vec::new();
    for path in store.files_of_parts()? {
        let Some(name) = part_name(&path).filter(|name| path.ends_with(name)) else { continue };
        let is_old = !named.contains(format!("parts/{name}").as_str());
        if is_old && matches!(fate(&path, &manifest.removed, now)?, Fate::Removed) {
            names.extend([".br", ".gz", ""].map(|ending| format!("parts/{name}{ending}")));
        }
    }
    Ok(names)
}

/// Deletes parts that a manifest does not name: those that hold a text or record that is gone at once, all others after
/// 90 days; with their compressed siblings. Siblings without a part go too.
pub fn sweep(store: &Store, manifest: &Manifest, now: u64) -> Result<Swept, StoreError> {
    let named: HashSet<&str> = manifest.parts.iter().map(|p| &*p.path).collect();
    let files = store.files_of_parts()?;
    let mut swept = Swept::default();
    for path in &files {
        let Some(name) = part_name(path).filter(|name| !named.contains(format!("parts/{name}").as_str())) else {
            continue;
        };
        let whole = path.with_file_name(name);
        if !path.ends_with(name) {
            if !whole.exists() {
                remove(path)?;
            }
            continue;
        }
        match fate(path, &manifest.removed, now)? {
            Fate::Kept => {
                swept.kept += 1;
                continue;
            }
            Fate::Removed => {
                swept.removed += 1;
            }
            Fate::Aged => swept.aged += 1,
        }
        // The part itself last: as long as it is there, the next publication sees what is still to be deleted.
        for ending in SIBLINGS.into_iter().rev() {
            remove(&path.with_file_name(format!("{name}{ending}")))?;
        }
    }
    Ok(swept)
}

/// The name of the part that a file is, or is a sibling of: `<name>.<16 hex>.json`. Other files are not ours.
fn part_name(path: &Path) -> Option<&str> {
    let name = path.file_name()?.to_str()?;
    let name = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".br")).unwrap_or(name);
    let (_, hash) = name.strip_suffix(".json")?.rsplit_once('.')?;
    (hash.len() == 16 && hash.bytes().all(|b| b.is_ascii_hexdigit())).then_some(name)
}

enum Fate {
    Kept,
    Removed,
    Aged,
}

fn fate(path: &Path, removals: &Removals, now: u64) -> Result<Fate, StoreError> {
    let modified = fs::metadata(path).and_then(|m| m.modified()).map_err(|e| failed(path, "read", e))?;
    // A part from the future is young.
    if clock::system_time(now).duration_since(modified).is_ok_and(|age| age > KEPT) {
        return Ok(Fate::Aged);
    }
    let bytes = fs::read(path).map_err(|e| failed(path, "read", e))?;
    Ok(if must_go(path, &bytes, removals) { Fate::Removed } else { Fate::Kept })
}

/// Whether a part holds something that would not be published today, or cannot be read, so that nobody knows.
fn must_go(path: &Path, bytes: &[u8], removals: &Removals) -> bool {
    let is = |kind: PartKind| part_name(path).is_some_and(|name| name.starts_with(&format!("{}.", kind.wire())));
    let kind = [PartKind::Parties, PartKind::Terms].into_iter().find(|kind| is(*kind)).unwrap_or(PartKind::Pledges);
    match Records::read(kind, bytes) {
        Records::Pledges(parsed) => {
            !parsed.problems.is_empty() || parsed.good.into_iter().any(|p| changes(p, removals))
        }
        Records::Parties(parsed) => {
            !parsed.problems.is_empty() || parsed.good.into_iter().any(|mut p| !p.tidy().is_empty())
        }
        Records::Terms(parsed) => {
            !parsed.problems.is_empty() || parsed.good.into_iter().any(|mut t| !t.tidy().is_empty())
        }
    }
}

fn changes(mut pledge: Pledge, removals: &Removals) -> bool {
    publish_pledge(pledge.clone(), removals).as_ref() != Some(&pledge) || !pledge.tidy().is_empty()
}
