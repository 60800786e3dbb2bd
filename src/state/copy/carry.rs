//! Carries out what the machine of copying says, with fetch, store and timers, and tells what became of it.

use std::sync::Arc;

use pledgebook_core::{
    browse::{Part, Segment},
    feed::{MANIFEST_LIMIT, PartKind, SIGNATURE_LIMIT},
    sync::{Action, Event, Failure, Published},
};

use super::{super::slices::segment_of, Driver, Message, Sync, keys::CHECK};
use crate::browser::{
    clock,
    fetch::{self, Cached},
    log,
    store::StoreError,
    task,
};

/// Where the feed is, beside the page.
const FEED: &str = "feed/";
const MANIFEST: &str = "feed/manifest.json";
const SIGNATURE: &str = "feed/manifest.json.minisig";

impl Driver {
    /// Carries out an action; `heard` is told what became of it.
    pub(super) fn carry_out(&self, action: Action, heard: Sync) {
        let (store, refused) = (self.store.clone(), self.not_kept.clone());
        let kind = match &action {
            Action::KeepPart(sha, _) => self.kind(*sha),
            _ => None,
        };
        // A manifest that was refused may be the cache's, whose tag the server would only confirm.
        let was_refused = self.machine.status().failure().is_some_and(|f| !f.is_the_line());
        let cached = if was_refused { Cached::Anew } else { Cached::Revalidate };
        task::spawn(async move {
            let kept = |kept: Option<Result<(), StoreError>>| match kept {
                Some(kept) => kept.map_err(|e| e.0),
                None => Err(refused.clone().unwrap_or_default()),
            };
            let event = match action {
                Action::FetchManifest => Event::Manifest(published(cached).await),
                Action::FetchPart(entry) => {
                    let url = FEED.to_owned() + &entry.path;
                    Event::Part(entry.sha256, fetch::bytes(&url, Cached::Never, entry.bytes).await)
                }
                Action::Wait(ms, timer) => {
                    clock::sleep(ms).await;
                    Event::Woke(timer)
                }
                Action::KeepPending(manifest) => Event::PendingKept(kept(match &store {
                    Some(store) => Some(store.keep_pending(&manifest).await),
                    None => None,
                })),
                Action::KeepPart(sha, bytes) => {
                    // Read before it counts as here, so that a new copy is never shown without it.
                    let segment = segment_of(kind.unwrap_or(PartKind::Pledges), &bytes).await;
                    let done = match &store {
                        Some(store) => Some(store.keep_part(sha, &bytes, &segment).await),
                        None => None,
                    };
                    if let Some(segment) = Segment::open(segment) {
                        let part = Part { segment: Arc::new(segment), bytes: Some(bytes) };
                        heard.send(Message::Read(sha, part));
                    }
                    Event::PartKept(sha, kept(done))
                }
                Action::Swap(manifest, named) => Event::Swapped(kept(match &store {
                    Some(store) => Some(store.swap(&manifest, &named, clock::now()).await),
                    None => None,
                })),
            };
            heard.send(Message::Event(event));
        });
    }
}

/// Manifest and, in an app with keys, signature. That there is no signature is no failure of the line.
async fn published(cached: Cached) -> Result<Published, Failure> {
    let manifest = fetch::bytes(MANIFEST, cached, MANIFEST_LIMIT).await?;
    if CHECK.is_none() {
        return Ok(Published::unsigned(manifest));
    }
    let signature = match fetch::bytes(SIGNATURE, cached, SIGNATURE_LIMIT).await {
        Ok(signature) => Some(signature),
        Err(failure) if failure.is_the_line() => return Err(failure),
        Err(_) => {
            log(&"Pledgebook: the feed has no signature".into());
            None
        }
    };
    Ok(Published { manifest, signature })
}
