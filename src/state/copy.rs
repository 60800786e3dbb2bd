//! Drives the machine of copying: carries out its actions with fetch, store and timers, feeds back what became of
//! them, and keeps catalogue and status true to what it knows.

mod bundle;
mod carry;
mod changed;
mod follow;
mod info;
mod keys;
mod later;
mod messages;
mod tend;
mod turns;
mod wish;

pub use bundle::Bundle;
pub use info::CopyInfo;
pub use messages::Sync;

use std::{rc::Rc, sync::Arc};

use pledgebook_core::{
    browse::{About, Catalogue, Part, Segment},
    feed::{ByHash, Manifest, PartKind, Sha256Hex},
    model::PledgeId,
    route::Route,
    sync::{Action, Ended, Event, Machine, Stored},
};

pub use self::later::Later;
use self::{keys::CHECK, messages::Message};

use super::{
    State,
    slices::{Turn, segment_of},
};
use crate::browser::{
    carried, clock, history,
    queue::Queue,
    store::{Contents, CopyStore},
    tabs::{Held, Tabs},
    task, traces,
};

/// Milliseconds between two drawings of a list that grows; for a large copy, as many times what merging takes.
const PACE: f64 = 250.0;
const SHARE: f64 = 4.0;

/// Opens the copy, shows it, and begins to look for a newer one: now, and whenever there is a network again.
pub(super) fn start(state: State, sync: Sync, later: Queue<Later>) {
    let wanted = match state.route.get_untracked() {
        Route::Pledge(id) => Some(id),
        _ => None,
    };
    history::on_online({
        let sync = sync.clone();
        move || sync.start_again(false)
    });
    task::spawn(async move { Driver::open(state, sync, later).await.run(wanted).await });
}

struct Driver {
    state: State,
    store: Option<Rc<CopyStore>>,
    machine: Machine,
    /// The parts that are here, stored or not.
    parts: ByHash<Part>,
    copied_at: Option<f64>,
    /// When the catalogue was last made, how long that took, and whether there is more to show since.
    shown_at: f64,
    took: f64,
    dirty: bool,
    /// Whether a drawing is on its way.
    draw_is_due: bool,
    reading: bool,
    sync: Sync,
    /// Why nothing is kept on this device, if so.
    not_kept: Option<String>,
    /// The pledge on the screen.
    wanted: Option<PledgeId>,
    /// The way to other tabs, when they were last told something, and the lock of the one that copies.
    tabs: Option<Tabs>,
    told_at: f64,
    held: Option<Held>,
    /// Whether the lock was asked for, and another tab has it.
    asks: bool,
    waits: bool,
    paused: bool,
    /// Whether a file is being brought in: no sync begins by the line; and whether the machine hears of the file alone, so that
    /// what the line answers late does nothing.
    bringing: bool,
    from_file: bool,
    /// Whether the reader is to be asked what the copy should hold.
    asks_what: bool,
    /// What the second module sees to.
    later: Queue<Later>,
}

impl Driver {
    async fn open(state: State, sync: Sync, later: Queue<Later>) -> Self {
        let (store, contents, not_kept) = match load().await {
            Ok((store, contents)) => (Some(Rc::new(store)), contents, None),
            Err(why) => (None, Contents::default(), Some(why)),
        };
        let mut stored = Stored { current: contents.current, pending: contents.pending, ..Stored::default() };
        stored.parts.extend(contents.parts);
        // A damaged segment, or one of another version, is made anew once its part is loaded.
        let mut parts = ByHash::default();
        for (sha, bytes) in contents.segments {
            if let Some(segment) = Segment::open(bytes) {
                parts.insert(sha, Part { segment: Arc::new(segment), bytes: None });
            }
        }
        let (choice, asks_what) = wish::choice(stored.current.is_some());
        let mut driver = Self {
            state,
            store,
            machine: Machine::with(stored.clone(), clock::seed(), choice, CHECK),
            parts,
            copied_at: contents.copied_at,
            shown_at: 0.0,
            took: 0.0,
            dirty: false,
            draw_is_due: false,
            reading: true,
            sync,
            not_kept,
            wanted: None,
            tabs: None,
            told_at: 0.0,
            held: None,
            asks: false,
            waits: false,
            paused: wish::is_paused(),
            bringing: false,
            from_file: false,
            asks_what,
            later,
        };
        driver.listen_to_tabs();
        driver.show();
        driver.read_parts(&mut stored).await;
        driver
    }

    /// After the first list: the parts' bytes into memory. They are believed only as far as their hash goes: a damaged part
    /// is as good as none.
    async fn read_parts(&mut self, stored: &mut Stored) {
        let loaded = match &self.store {
            Some(store) => store.parts().await,
            None => Ok(Vec::new()),
        };
        let loaded = loaded.unwrap_or_else(|error| {
            self.not_kept.get_or_insert(error.0);
            Vec::new()
        });
        stored.parts.clear();
        let mut turn = Turn::new();
        for (sha, bytes) in loaded {
            turn.give().await;
            if Sha256Hex::of(&bytes) != sha {
                continue;
            }
            if let Some(part) = self.parts.get_mut(&sha) {
                part.bytes = Some(bytes);
            } else if let Some(kind) = self.kind(sha) {
                self.read_anew(sha, kind, bytes).await;
            }
            // One that another tab has just stored for a manifest that is not known here was not read: it is not here either.
            if self.parts.get(&sha).is_some() {
                stored.parts.insert(sha);
            }
        }
        self.machine.learn(stored.clone());
        self.reading = false;
        let catalogue = self.state.catalogue.get_untracked();
        if self.dirty || catalogue.waits_for_bytes() {
            self.show();
        } else {
            let parts: Vec<Part> = self.parts.values().cloned().collect();
            self.state.catalogue.set(Arc::new(catalogue.with_bytes(&parts)));
            self.tell();
        }
    }

    async fn read_anew(&mut self, sha: Sha256Hex, kind: PartKind, bytes: Arc<[u8]>) {
        let segment = segment_of(kind, &bytes).await;
        if let Some(store) = &self.store
            && let Err(error) = store.keep_segment(sha, &segment).await
        {
            leptos::logging::warn!("a part has to be read again at the next start: {}", error.0);
        }
        if let Some(segment) = Segment::open(segment) {
            self.parts.insert(sha, Part { segment: Arc::new(segment), bytes: Some(bytes) });
            self.dirty = true;
            if self.is_due() {
                self.show();
            }
        }
    }

    /// What a part holds, as the manifests say.
    fn kind(&self, sha: Sha256Hex) -> Option<PartKind> {
        let manifests = self.machine.newest().into_iter().chain(self.machine.shown());
        manifests.flat_map(|m| &m.parts).find(|p| p.sha256 == sha).map(|p| p.kind)
    }

    async fn run(mut self, wanted: Option<PledgeId>) {
        self.begin(wanted, false);
        let messages = self.sync.0.clone();
        loop {
            match messages.next().await {
                Message::Event(event) if !self.from_file => self.hear(event),
                Message::Event(_) => {}
                Message::Read(sha, part) => {
                    self.parts.insert(sha, part);
                }
                Message::Begin(wanted, by_reader) => self.begin(wanted, by_reader),
                Message::Waits => {
                    self.waits = true;
                    self.tell();
                }
                Message::Turn(lock, waited) => self.take_turn(lock, waited),
                Message::Draw => self.draw(true),
                Message::Do(deed) => deed(&mut self),
            }
        }
    }

    fn hear(&mut self, event: Event) {
        let actions = self.step(event);
        self.do_all(actions);
    }

    fn do_all(&self, actions: Vec<Action>) {
        for action in actions {
            self.carry_out(action, self.sync.clone());
        }
    }

    /// Takes an event and shows what became of it; gives what is to be done now.
    fn step(&mut self, event: Event) -> Vec<Action> {
        let removes = matches!(event, Event::PendingKept(_));
        let (tells, at_once) = match event {
            Event::PartKept(..) => (true, false),
            Event::PendingKept(_) | Event::Swapped(_) => (true, true),
            _ => (false, false),
        };
        // A part of a newer copy is shown with all of it, once it is whole.
        let is_shown = |sha| self.machine.shown().is_some_and(|m| m.parts.iter().any(|p| p.sha256 == sha));
        self.dirty |= match event {
            Event::PartKept(sha, _) => is_shown(sha),
            Event::Swapped(_) => true,
            _ => removes,
        };
        let was_running = self.machine.status().running;
        let actions = self.machine.on(event);
        self.note_swap(&actions);
        if tells {
            self.tell_tabs(at_once);
        }
        let running = self.machine.status().running;
        if was_running && !running {
            self.held = None;
            self.ended();
        }
        self.draw(removes || !running);
        actions
    }

    /// What a swap changes is seen to before the old parts go.
    fn note_swap(&self, actions: &[Action]) {
        if let (Some(Action::Swap(..)), Some(before), Some(after)) =
            (actions.first(), self.machine.current(), self.machine.newest())
        {
            self.later.send(Later::Swapped(Arc::clone(before), Arc::clone(after), self.parts.clone()));
        }
    }

    /// Whether it is time to draw a list that grows again.
    fn is_due(&self) -> bool {
        clock::now() - self.shown_at >= self.pace()
    }

    fn pace(&self) -> f64 {
        PACE.max(self.took * SHARE)
    }

    /// Shows what is new. Parts come faster than a page can be drawn anew: for a while after the last drawing they wait
    /// for the next, unless it has to be `now`, as for a removal or the end.
    fn draw(&mut self, now: bool) {
        if self.dirty && (now || self.is_due()) {
            self.show();
            return;
        }
        self.tell();
        if self.dirty && !self.draw_is_due {
            self.draw_is_due = true;
            let (sync, pace) = (self.sync.clone(), self.pace());
            task::spawn(async move {
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                clock::sleep(pace as u32).await;
                sync.send(Message::Draw);
            });
        }
    }

    /// A copy that was found true to the feed is as old as this moment; what a file carries, as its publication.
    fn ended(&mut self) {
        if !matches!(self.machine.status().ended, Some(Ended::UpToDate | Ended::Updated)) {
            return;
        }
        self.drop_unnamed();
        let now = match self.machine.shown() {
            Some(carried) if carried::is_file() => bundle::published(carried),
            _ => clock::now(),
        };
        // A swap has kept its own time, if it was kept.
        self.is_true_at(now, self.machine.status().ended == Some(Ended::UpToDate));
    }

    /// Forgets the parts that no manifest names any more.
    fn drop_unnamed(&mut self) {
        let mut parts = std::mem::take(&mut self.parts);
        parts.retain(|sha| self.kind(*sha).is_some());
        self.parts = parts;
    }

    /// Notes when the copy was true to the feed.
    fn is_true_at(&mut self, at: f64, and_keep: bool) {
        self.copied_at = Some(at);
        if let Some(store) = self.store.clone().filter(|_| and_keep) {
            task::spawn(async move {
                if let Err(error) = store.keep_time(at).await {
                    leptos::logging::warn!("the time of the copy is not kept: {}", error.0);
                }
            });
        }
    }

    /// Makes the catalogue anew from what is here, and the status.
    fn show(&mut self) {
        let begun = clock::now();
        self.dirty = false;
        self.draw_is_due = false;
        let removed = self.machine.newest().map(|m| Arc::new(m.removed.clone())).unwrap_or_default();
        let shown = self.machine.shown().cloned();
        let parts: Vec<Part> =
            shown.iter().flat_map(|m| &m.parts).filter_map(|p| self.parts.get(&p.sha256).cloned()).collect();
        let about = shown.as_deref().map(about).unwrap_or_default();
        self.state.catalogue.set(Arc::new(Catalogue::merge(&parts, removed, &about)));
        self.shown_at = clock::now();
        self.took = self.shown_at - begun;
        self.tell();
    }

    fn tell(&self) {
        let mut status = self.machine.status().clone();
        status.not_kept = status.not_kept.or_else(|| self.not_kept.clone());
        self.state.copy.set(CopyInfo {
            opened: true,
            reading: self.reading || self.dirty,
            status,
            manifest: self.machine.shown().cloned(),
            copied_at: self.copied_at,
            paused: self.paused,
            waits: self.waits,
            choice: self.machine.choice().clone(),
            asks: self.asks_what && self.machine.status().left_out > 0,
        });
    }
}

/// What a feed says of itself that ages are reckoned by.
fn about(manifest: &Manifest) -> About {
    About { as_of: manifest.as_of, complete: manifest.complete.iter().map(ToString::to_string).collect() }
}

/// The name of this folder's database, as `boot/reset.js` has it, of the tabs' channel, and of the lock of who copies.
fn database() -> String {
    "pledgebook".to_owned() + &history::folder() + "copy"
}

/// The store of this page's folder, and what is in it.
async fn load() -> Result<(CopyStore, Contents), String> {
    // What a file carries is in it already.
    if traces::is_traceless() || carried::is_file() {
        return Err(String::new());
    }
    let store = CopyStore::open(&database()).await.map_err(|e| e.0)?;
    let contents = store.load().await.map_err(|e| e.0)?;
    Ok((store, contents))
}
