//! What a page that stays open does for its copy: looks for a newer one now and then, and walks slowly through what is stored,
//! one part a minute. A part that is damaged, or a store that was cleared or closed under it, is written again from
//! memory.

use std::{cell::Cell, rc::Rc, sync::Arc};

use pledgebook_core::{
    feed::{Hashes, Manifest, Sha256Hex},
    sync::{Ended, next_try},
};

use super::{super::slices::segment_of, Driver, Message, Sync, bundle::ask, database};
use crate::{
    browser::{
        clock,
        store::{CopyStore, Lost, StoreError},
        task,
    },
    signals::effect,
    state::State,
};

/// Milliseconds between two looks.
const LOOK: u32 = 60_000;
/// The longest wait for a try: a clock that was set back must not make it years.
const LONGEST: f64 = 2.0 * 3_600_000.0;
/// The most looks that are let pass between two attempts to write everything again.
const PATIENCE: u32 = 60;

/// Looks as long as the page lives.
pub(super) fn begin(state: State, sync: &Sync) {
    plan(state);
    let mut walk = Walk { state, sync: sync.clone(), at: 0, rest: 0, patience: 0 };
    task::spawn(async move {
        loop {
            clock::sleep(LOOK).await;
            walk.look().await;
        }
    });
}

/// Plans the next try whenever a sync has ended; while one runs, or copying is paused, there is none.
fn plan(state: State) {
    let misses = Cell::new(0);
    effect(move || {
        let ended = state.copy.with(|c| c.status.ended.clone().filter(|_| !c.status.running && !c.paused));
        let Some(ended) = ended else { return state.next_try.set(None) };
        if state.next_try.get_untracked().is_none() {
            misses.set(if matches!(ended, Ended::Failed(_)) { misses.get() + 1 } else { 0 });
            state.next_try.set(next_try(&ended, misses.get(), clock::seed()).map(|ms| clock::now() + f64::from(ms)));
        }
    });
}

/// How far the walk is.
struct Walk {
    state: State,
    sync: Sync,
    /// The number of the part that is next.
    at: usize,
    /// Looks to let pass before everything is written again, and how many it will be after the next failure.
    rest: u32,
    patience: u32,
}

impl Walk {
    /// A minute has passed.
    async fn look(&mut self) {
        let is_busy = self.state.copy.with_untracked(|c| c.status.running || c.waits || c.reading || !c.opened);
        if is_busy {
            return;
        }
        let is_due = |at: f64| !(0.0..=LONGEST).contains(&(at - clock::now()));
        if self.state.next_try.get_untracked().is_some_and(is_due) {
            self.sync.send(Message::Begin(None, false));
            return;
        }
        let Some(store) = ask(&self.sync, |driver| driver.store.clone()).await else { return };
        let refused = self.state.copy.with_untracked(|c| c.status.not_kept.is_some());
        let is_sound = match store.lost() {
            // What another tab removes, or has a newer app for, is not written again.
            Lost::GivenUp => {
                ask(&self.sync, |driver| driver.give_up_store()).await;
                return;
            }
            Lost::Closed => false,
            Lost::No => !refused && self.is_next_sound(&store).await,
        };
        if is_sound {
            self.patience = 0;
        } else if self.rest > 0 {
            self.rest -= 1;
        } else {
            self.write_again().await;
        }
    }

    /// Holds the next stored part against its hash.
    async fn is_next_sound(&mut self, store: &CopyStore) -> bool {
        let at = self.at;
        self.at += 1;
        let next = ask(&self.sync, move |driver| {
            let manifest = driver.machine.shown()?;
            let held: Vec<Sha256Hex> =
                manifest.parts.iter().map(|p| p.sha256).filter(|s| driver.parts.get(s).is_some()).collect();
            held.get(at % held.len().max(1)).copied()
        });
        let Some(sha) = next.await else { return true };
        is_stored(store, sha).await.unwrap_or(false)
    }

    /// Writes what is in memory again, and says what came of it.
    async fn write_again(&mut self) {
        let done = write_again(&self.sync).await;
        if done.is_err() {
            self.patience = (self.patience * 2).clamp(1, PATIENCE);
            self.rest = self.patience;
        } else {
            self.patience = 0;
        }
        let tell = move |driver: &mut Driver| {
            match done {
                Ok(()) => {
                    driver.not_kept = None;
                    driver.machine.is_kept();
                }
                Err(error) => driver.not_kept = Some(error.0),
            }
            driver.tell();
        };
        ask(&self.sync, tell).await;
    }
}

impl Driver {
    fn give_up_store(&mut self) {
        self.store = None;
        self.tabs = None;
        self.not_kept = Some("the database was given to another tab".to_owned());
        self.tell();
    }
}

async fn is_stored(store: &CopyStore, sha: Sha256Hex) -> Result<bool, StoreError> {
    let [bytes, segment] = store.part(sha).await?;
    Ok(segment.is_some() && bytes.is_some_and(|bytes| Sha256Hex::of(&bytes) == sha))
}

/// Opens the database anew if it was closed, and writes whatever it lacks.
async fn write_again(sync: &Sync) -> Result<(), StoreError> {
    let store = match ask(sync, |driver| driver.store.clone()).await.filter(|s| s.lost() == Lost::No) {
        Some(store) => store,
        None => Rc::new(CopyStore::open(&database()).await?),
    };
    let opened = Rc::clone(&store);
    ask(sync, move |driver| driver.store = Some(opened)).await;
    let mut sound = Hashes::default();
    for sha in store.glance().await?.parts {
        if is_stored(&store, sha).await? {
            sound.insert(sha);
        }
    }
    let held = ask(sync, |driver| {
        let (current, pending) = driver.machine.published();
        (driver.machine.shown().cloned(), current.cloned(), pending.cloned(), driver.copied_at)
    });
    let (Some(manifest), current, pending, copied_at) = held.await else { return Ok(()) };
    write_parts(sync, &store, &manifest, &sound).await?;
    if let Some(current) = current {
        let named = ask(sync, move |driver| {
            let here = manifest.parts.iter().map(|p| p.sha256).filter(|sha| driver.parts.get(sha).is_some());
            here.collect::<Vec<_>>()
        });
        let named = named.await;
        store.swap(&current, &named, copied_at.unwrap_or_else(clock::now)).await?;
    }
    match pending {
        Some(pending) => store.keep_pending(&pending).await,
        None => Ok(()),
    }
}

async fn write_parts(
    sync: &Sync,
    store: &CopyStore,
    manifest: &Arc<Manifest>,
    sound: &Hashes,
) -> Result<(), StoreError> {
    for entry in manifest.parts.iter().filter(|p| !sound.contains(&p.sha256)) {
        let sha = entry.sha256;
        let Some(bytes) = ask(sync, move |driver| driver.parts.get(&sha)?.bytes.clone()).await else { continue };
        let segment = segment_of(entry.kind, &bytes).await;
        store.keep_part(sha, &bytes, &segment).await?;
    }
    Ok(())
}
