//! What must be true of all that a reader may see, whatever has happened, told from what was published and not from what the
//! code under test makes of it.

use std::{collections::BTreeSet, sync::Arc};

use pledgebook_core::{
    browse::{Held, Orders, Query, page},
    feed::{Manifest, Sha256Hex},
    model::Pledge,
};

use super::{
    feed::{Published, Publisher, Version},
    tab::Tab,
};

/// What a manifest takes away: records, and texts by their hashes.
struct Gone {
    records: BTreeSet<String>,
    texts: BTreeSet<(String, Sha256Hex)>,
}

impl Gone {
    fn of(manifest: &Manifest) -> Self {
        let mut gone = Self { records: BTreeSet::new(), texts: BTreeSet::new() };
        for entry in manifest.removed.entries().iter().filter(|e| e.restored.is_none()) {
            match &entry.texts {
                None => drop(gone.records.insert(entry.id.to_string())),
                Some(hashes) => gone.texts.extend(hashes.iter().map(|h| (entry.id.to_string(), *h))),
            }
        }
        gone
    }

    /// What of a published pledge may be shown; None: nothing of it.
    fn rest(&self, published: &Published) -> Option<Pledge> {
        let stands = |text: &&(String, Sha256Hex)| !self.records.contains(&text.0);
        let is_gone = self.records.contains(published.pledge.id.as_str())
            || published.texts.iter().filter(stands).any(|text| self.texts.contains(text));
        let mut rest = published.pledge.clone();
        rest.reports.retain(|r| !self.records.contains(r.id.as_str()));
        (!is_gone).then_some(rest)
    }
}

fn version<'a>(feeds: &'a [Publisher], manifest: &Manifest) -> Result<&'a Arc<Version>, String> {
    let mut all = feeds.iter().flat_map(|f| &f.versions);
    let found = all.find(|v| v.manifest == *manifest);
    found.ok_or_else(|| format!("a manifest that nobody published: {} {}", manifest.feed, manifest.seq))
}

/// What a tab shows.
pub fn tab(tab: &Tab, feeds: &[Publisher]) -> Result<(), String> {
    let (Some(shown), Some(newest)) = tab.manifests() else {
        return if tab.catalogue.is_empty() { Ok(()) } else { Err("pledges without a manifest".to_owned()) };
    };
    if shown.feed != newest.feed || shown.seq > newest.seq {
        return Err(format!("{} {} is shown, and {} {} known", shown.feed, shown.seq, newest.feed, newest.seq));
    }
    let (version, gone) = (version(feeds, shown)?, Gone::of(&self::version(feeds, newest)?.manifest));
    let mut seen = BTreeSet::new();
    for brief in tab.catalogue.briefs() {
        let id = brief.id.to_string();
        let published = version.pledges.get(&id).ok_or_else(|| format!("{id} is shown, and not in this copy"))?;
        let may = gone.rest(published).ok_or_else(|| format!("{id} is shown, and it is removed"))?;
        if brief.title.as_deref() != may.title.as_deref() {
            return Err(format!("{id} is shown with the title {:?}, published is {:?}", brief.title, may.title));
        }
        match tab.catalogue.pledge(&brief.id) {
            Held::Here(entry) if entry.pledge != may => return Err(format!("{id} is not shown as it was published")),
            Held::Nowhere => return Err(format!("{id} is listed and cannot be opened")),
            _ => {}
        }
        seen.insert(id);
    }
    complete(tab, version, &gone, &seen)?;
    searches(tab, feeds, &gone)?;
    bundle(tab, feeds, &gone)
}

/// All that is here and may be shown is shown; what is missing is said to be.
fn complete(tab: &Tab, version: &Version, gone: &Gone, seen: &BTreeSet<String>) -> Result<(), String> {
    let mut lacks = false;
    for (id, published) in &version.pledges {
        let (here, is_coming) = match tab.part(&published.part) {
            None => (false, false),
            Some(bytes) => (true, bytes.is_none()),
        };
        lacks |= !here;
        // One that a removal names waits for its part's bytes.
        let waits = is_coming && matches!(tab.catalogue.pledge(&published.pledge.id), Held::Coming);
        if here && !seen.contains(id) && gone.rest(published).is_some() && !waits {
            return Err(format!("{id} is here and not shown"));
        }
    }
    let says_whole = tab.bundle().is_some();
    if lacks && says_whole { Err("the copy is called whole, and lacks parts".to_owned()) } else { Ok(()) }
}

/// No pledge is found by a removed word.
fn searches(tab: &Tab, feeds: &[Publisher], gone: &Gone) -> Result<(), String> {
    if !tab.catalogue.has_texts() {
        return Ok(());
    }
    // The latest removals are those that a part may still hold.
    for (_, hash) in gone.texts.iter().rev().take(3) {
        let Some(text) = feeds.iter().find_map(|f| f.texts.get(hash)) else { continue };
        let word = text.rsplit(' ').next().unwrap_or_default();
        let found = page(&tab.catalogue, &Query::search(word), &Orders::plain("en"));
        if found.total > 0 {
            return Err(format!("{word} is removed and found"));
        }
    }
    Ok(())
}

/// What may be saved as a file is the newest copy, all of it, and holds nothing that was removed.
fn bundle(tab: &Tab, feeds: &[Publisher], gone: &Gone) -> Result<(), String> {
    let Some(whole) = tab.bundle() else { return Ok(()) };
    if tab.manifests().1 != Some(whole) {
        return Err("an old copy may be saved as a file".to_owned());
    }
    for entry in &whole.parts {
        let bytes = tab.part(&entry.sha256).flatten().ok_or("a copy with gaps may be saved as a file")?;
        let text = String::from_utf8_lossy(bytes);
        for (owner, hash) in &gone.texts {
            let removed = feeds.iter().find_map(|f| f.texts.get(hash)).map_or("", String::as_str);
            if !removed.is_empty() && text.contains(removed) {
                return Err(format!("a file may be saved that holds a removed text of {owner}"));
            }
        }
        if let Some(id) = gone.records.iter().find(|id| text.contains(&format!("\"id\":\"{id}\""))) {
            return Err(format!("a file may be saved that holds {id}, which is removed"));
        }
    }
    Ok(())
}
