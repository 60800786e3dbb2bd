//! What changed since the reader last looked, kept in the copy's database until they say that they have seen it. Of what is
//! removed no earlier words are kept.

use std::sync::Arc;

use leptos::prelude::WithValue;
use pledgebook_core::{
    browse::Part,
    changes::Changes,
    feed::{ByHash, Manifest, PartEntry, PartKind},
};

use super::{Sync, bundle::ask};
use crate::{browser::task, signals::effect, state::State};

/// Takes what was kept, and forgets from now on what is removed.
pub(super) async fn load(state: State, sync: &Sync) {
    read(state, sync).await;
    let sync = sync.clone();
    effect(move || {
        let removals = state.catalogue.with(|c| c.removals().clone());
        let mut changes = state.changes.with_untracked(|c| Changes::clone(c));
        changes.forget(&removals);
        let differs = state.changes.with_untracked(|c| **c != changes);
        if differs {
            state.changes.set(Arc::new(changes));
            let sync = sync.clone();
            task::spawn(async move { keep(state, &sync).await });
        }
    });
}

/// Takes what is kept, which another tab may have changed.
pub(super) async fn read(state: State, sync: &Sync) {
    let (store, removals) = ask(sync, |driver| {
        let removals = driver.machine.newest().map(|m| m.removed.clone());
        (driver.store.clone(), removals)
    })
    .await;
    let Some(store) = store else { return };
    match store.changes().await {
        Ok(kept) => {
            let mut changes = kept.map(|kept| Changes::of_bytes(&kept)).unwrap_or_default();
            removals.iter().for_each(|removals| changes.forget(removals));
            state.changes.set(Arc::new(changes));
        }
        Err(error) => leptos::logging::warn!("what changed cannot be read: {}", error.0),
    }
}

/// Notes a swap.
pub(super) async fn note(state: State, sync: &Sync, before: &Manifest, after: &Manifest, parts: &ByHash<Part>) {
    let only_in = |one: &Manifest, other: &Manifest| -> Vec<Arc<[u8]>> {
        let is_other = |p: &&PartEntry| !other.parts.iter().any(|o| o.sha256 == p.sha256);
        let own = one.parts.iter().filter(|p| p.kind == PartKind::Pledges).filter(is_other);
        own.filter_map(|p| parts.get(&p.sha256)?.bytes.clone()).collect()
    };
    let (went, came) = (only_in(before, after), only_in(after, before));
    let removals = ask(sync, |driver| driver.machine.newest().map(|m| m.removed.clone())).await;
    let mut changes = state.changes.with_untracked(|c| Changes::clone(c));
    changes.note(&went, &came);
    removals.iter().for_each(|removals| changes.forget(removals));
    if state.changes.with_untracked(|c| **c != changes) {
        state.changes.set(Arc::new(changes));
        keep(state, sync).await;
    }
}

async fn keep(state: State, sync: &Sync) {
    let changes = state.changes.with_untracked(|c| c.to_bytes());
    let store = ask(sync, |driver| driver.store.clone()).await;
    if let Some(store) = store
        && let Err(error) = store.keep_changes(changes.as_deref()).await
    {
        leptos::logging::warn!("what changed is not kept: {}", error.0);
    }
}

impl State {
    /// What changed has been looked at.
    pub fn changes_seen(self) {
        let sync = self.sync.with_value(Clone::clone);
        self.changes.set(Arc::default());
        task::spawn(async move { keep(self, &sync).await });
    }
}
