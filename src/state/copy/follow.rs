//! A tab takes what another has kept, so that it shows the same and fetches nothing twice.

use std::sync::Arc;

use pledgebook_core::{
    browse::{Part, Segment},
    feed::Sha256Hex,
    sync::Stored,
};

use super::{Driver, Sync, bundle::ask, changed};
use crate::{
    browser::store::{Contents, CopyStore},
    state::State,
};

/// Takes what is stored; then begins a sync, if this tab waited for its turn.
pub(super) async fn follow(state: State, sync: &Sync, and_begin: bool) {
    let (store, running) = ask(sync, |driver| (driver.store.clone(), driver.machine.status().running)).await;
    if let Some(store) = store.filter(|_| !running) {
        match store.glance().await {
            Ok(contents) => take(sync, &store, contents).await,
            Err(error) => leptos::logging::warn!("what another tab kept cannot be read: {}", error.0),
        }
        changed::read(state, sync).await;
    }
    if and_begin {
        sync.start_again(false);
    }
}

/// Parts that are not in memory are read before anything is shown, so that a new copy is never shown without one.
async fn take(sync: &Sync, store: &CopyStore, contents: Contents) {
    let mut stored = Stored { current: contents.current, pending: contents.pending, ..Stored::default() };
    for sha in contents.parts {
        let has = ask(sync, move |driver| driver.parts.get(&sha).is_some_and(|p| p.bytes.is_some())).await;
        if !has {
            let Some(part) = read(store, sha).await else { continue };
            ask(sync, move |driver| driver.parts.insert(sha, part)).await;
        }
        stored.parts.insert(sha);
    }
    let copied_at = contents.copied_at;
    let learn = move |driver: &mut Driver| {
        driver.machine.learn(stored);
        driver.copied_at = copied_at;
        driver.drop_unnamed();
        driver.show();
    };
    ask(sync, learn).await;
}

/// A part that is what it should be.
async fn read(store: &CopyStore, sha: Sha256Hex) -> Option<Part> {
    let [bytes, segment] = store.part(sha).await.unwrap_or_default();
    let bytes = bytes.filter(|bytes| Sha256Hex::of(bytes) == sha)?;
    Some(Part { segment: Arc::new(Segment::open(segment?)?), bytes: Some(bytes) })
}
