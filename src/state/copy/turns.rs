//! One tab at a time copies; the others follow. Who wants to begin asks for a Web Lock, and waits if another tab has it; what
//! that tab has kept is read before it is this one's turn (`follow.rs`), so that nothing is fetched twice. Tabs tell each
//! other what they kept. A browser without locks, or a tab that keeps nothing, copies by itself.

use pledgebook_core::{model::PledgeId, sync::Event};

use super::{Driver, Later, Message, database};
use crate::browser::{
    clock,
    tabs::{self, Lock, Tabs},
    task,
};

/// Milliseconds between two tellings that parts came.
const TELL: f64 = 2_000.0;

impl Driver {
    /// Listens to what other tabs keep.
    pub(super) fn listen_to_tabs(&mut self) {
        let later = self.later.clone();
        self.tabs = self.store.is_some().then(|| Tabs::listen(&database(), move || later.send(Later::Follow(false))));
    }

    /// Begins a sync, as soon as it is this tab's turn. A reader who wants one gets it also while copying is paused.
    pub(super) fn begin(&mut self, wanted: Option<PledgeId>, by_reader: bool) {
        if self.bringing || (self.paused && !by_reader) {
            return;
        }
        self.wanted = wanted.or(self.wanted.take());
        if self.store.is_none() || self.machine.status().running {
            self.hear(Event::Start { wanted: self.wanted.clone() });
        } else if !std::mem::replace(&mut self.asks, true) {
            let sync = self.sync.clone();
            task::spawn(async move {
                let mut lock = tabs::lock(&database(), false).await;
                let waited = matches!(lock, Lock::Taken);
                if waited {
                    sync.send(Message::Waits);
                    lock = tabs::lock(&database(), true).await;
                }
                sync.send(Message::Turn(lock, waited));
            });
        }
    }

    /// It is this tab's turn. One that was waited for is given back at once, and asked for again when what the other tab kept has
    /// been taken: so nobody has to wait for a second module that does not come.
    pub(super) fn take_turn(&mut self, lock: Lock, waited: bool) {
        (self.asks, self.waits) = (false, false);
        if self.bringing {
            return;
        }
        if waited {
            self.later.send(Later::Follow(true));
            self.state.want_more();
            return;
        }
        if let Lock::Held(held) = lock {
            self.held = Some(held);
        }
        self.hear(Event::Start { wanted: self.wanted.clone() });
    }

    /// Tells other tabs that something was kept; of parts not too often.
    pub(super) fn tell_tabs(&mut self, at_once: bool) {
        let now = clock::now();
        if let Some(tabs) = self.tabs.as_ref().filter(|_| at_once || (now - self.told_at).abs() > TELL) {
            self.told_at = now;
            tabs.tell();
        }
    }
}
