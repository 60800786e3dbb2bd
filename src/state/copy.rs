//! Drives the machine of copying: carries out its actions with fetch, store and timers, feeds back what became of
//! them, and keeps catalogue and status true to what it knows.

mod bundle;

pub use bundle::Bundle;

use std::{rc::Rc, sync::Arc};

use pledgebook_core::{
    browse::{About, Catalogue, Part, Segment},
    feed::{ByHash, MANIFEST_LIMIT, Manifest, PartKind, Sha256Hex},
    model::PledgeId,
    route::Route,
    sync::{Action, Ended, Event, Failure, Machine, Status, Stored},
};

use super::{
    State,
    slices::{Turn, segment_of},
};
use crate::browser::{
    clock,
    fetch::{self, Cached},
    history,
    queue::Queue,
    store::{Contents, CopyStore},
    task, traces,
};

/// Where the feed is, beside the page.
const FEED: &str = "feed/";
const MANIFEST: &str = "feed/manifest.json";

/// Milliseconds between two drawings of a list that grows; for a large copy, as many times what merging takes.
const PACE: f64 = 250.0;
const SHARE: f64 = 4.0;

/// How the copy stands.
#[derive(Clone, Debug, Default)]
pub struct CopyInfo {
    /// Whether the device has been asked what it holds.
    pub opened: bool,
    /// Whether parts that are here are still being read, or not shown yet.
    pub reading: bool,
    /// How far copying is, and how it last ended.
    pub status: Status,
    /// The manifest whose parts are shown.
    pub manifest: Option<Arc<Manifest>>,
    /// When the copy was last found true to the feed, in milliseconds since 1970.
    pub copied_at: Option<f64>,
}

impl CopyInfo {
    /// Whether the last attempt found no line.
    pub fn is_offline(&self) -> bool {
        matches!(self.status.failure(), Some(Failure::Offline | Failure::TimedOut))
    }

    /// Whether parts of the newest known copy are missing, coming or not.
    pub fn is_partial(&self) -> bool {
        self.opened && !self.status.is_whole()
    }

    /// Whether what is missing may be here in a moment: it is on the way, or has not been asked for yet.
    pub fn is_coming(&self) -> bool {
        !self.opened || self.reading || self.is_partial() && (self.status.running || self.status.ended.is_none())
    }
}

/// The way to tell the driver something.
#[derive(Clone, Default)]
pub struct Sync(Queue<Message>);

/// What the driver hears.
enum Message {
    /// Something happened to the machine.
    Event(Event),
    /// A part was read.
    Read(Sha256Hex, Part),
    /// It is time to draw what came meanwhile.
    Draw,
    /// The second module has something to do here.
    Do(Box<dyn FnOnce(&mut Driver)>),
}

impl Sync {
    /// Begins a sync, unless one is running.
    pub fn start_again(&self) {
        self.send(Message::Event(Event::Start { wanted: None }));
    }

    fn send(&self, message: Message) {
        self.0.send(message);
    }
}

/// Opens the copy, shows it, and begins to look for a newer one: now, and whenever there is a network again.
pub(super) fn start(state: State, sync: Sync) {
    let wanted = match state.route.get_untracked() {
        Route::Pledge(id) => Some(id),
        _ => None,
    };
    history::on_online({
        let sync = sync.clone();
        move || sync.start_again()
    });
    task::spawn(async move { Driver::open(state, sync).await.run(wanted).await });
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
}

impl Driver {
    async fn open(state: State, sync: Sync) -> Self {
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
        let mut driver = Self {
            state,
            store,
            machine: Machine::new(stored.clone(), clock::seed()),
            parts,
            copied_at: contents.copied_at,
            shown_at: 0.0,
            took: 0.0,
            dirty: false,
            draw_is_due: false,
            reading: true,
            sync,
            not_kept,
        };
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
            stored.parts.insert(sha);
            if let Some(part) = self.parts.get_mut(&sha) {
                part.bytes = Some(bytes);
            } else if let Some(kind) = self.kind(sha) {
                self.read_anew(sha, kind, bytes).await;
            }
        }
        self.machine = Machine::new(stored.clone(), clock::seed());
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
        self.sync.send(Message::Event(Event::Start { wanted }));
        let messages = self.sync.0.clone();
        loop {
            match messages.next().await {
                Message::Event(event) => self.hear(event),
                Message::Read(sha, part) => {
                    self.parts.insert(sha, part);
                }
                Message::Draw => self.draw(true),
                Message::Do(deed) => deed(&mut self),
            }
        }
    }

    fn hear(&mut self, event: Event) {
        for action in self.step(event) {
            self.carry_out(action, self.sync.clone());
        }
    }

    /// Takes an event and shows what became of it; gives what is to be done now.
    fn step(&mut self, event: Event) -> Vec<Action> {
        let removes = matches!(event, Event::PendingKept(_));
        // A part of a newer copy is shown with all of it, once it is whole.
        let is_shown = |sha| self.machine.shown().is_some_and(|m| m.parts.iter().any(|p| p.sha256 == sha));
        self.dirty |= match event {
            Event::PartKept(sha, _) => is_shown(sha),
            Event::Swapped(_) => true,
            _ => removes,
        };
        let actions = self.machine.on(event);
        let running = self.machine.status().running;
        if !running {
            self.ended();
        }
        self.draw(removes || !running);
        actions
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

    /// A copy that was found true to the feed is as old as this moment.
    fn ended(&mut self) {
        if !matches!(self.machine.status().ended, Some(Ended::UpToDate | Ended::Updated)) {
            return;
        }
        let named: Vec<_> = self.machine.shown().iter().flat_map(|m| m.parts.iter().map(|p| p.sha256)).collect();
        self.parts.retain(|sha| named.contains(sha));
        // A swap has kept its own time, if it was kept.
        self.is_true_at(clock::now(), self.machine.status().ended == Some(Ended::UpToDate));
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

    /// Carries out an action; `heard` is told what became of it.
    fn carry_out(&self, action: Action, heard: Sync) {
        let (store, refused) = (self.store.clone(), self.not_kept.clone());
        let kind = match &action {
            Action::KeepPart(sha, _) => self.kind(*sha),
            _ => None,
        };
        // A manifest that was refused may be the cache's, whose tag the server would only confirm.
        let was_refused = self.machine.status().failure().is_some_and(|f| !f.is_the_line());
        let cached = if was_refused { Cached::Anew } else { Cached::Revalidate };
        task::spawn(async move {
            let refused = || Err(refused.clone().unwrap_or_default());
            let event = match action {
                Action::FetchManifest => Event::Manifest(fetch::bytes(MANIFEST, cached, MANIFEST_LIMIT).await),
                Action::FetchPart(entry) => {
                    let url = FEED.to_owned() + &entry.path;
                    Event::Part(entry.sha256, fetch::bytes(&url, Cached::Never, entry.bytes).await)
                }
                Action::Wait(ms, timer) => {
                    clock::sleep(ms).await;
                    Event::Woke(timer)
                }
                Action::KeepPending(bytes) => Event::PendingKept(match &store {
                    Some(store) => store.keep_pending(&bytes).await.map_err(|e| e.0),
                    None => refused(),
                }),
                Action::KeepPart(sha, bytes) => {
                    // Read before it counts as here, so that a new copy is never shown without it.
                    let segment = segment_of(kind.unwrap_or(PartKind::Pledges), &bytes).await;
                    let kept = match &store {
                        Some(store) => store.keep_part(sha, &bytes, &segment).await.map_err(|e| e.0),
                        None => refused(),
                    };
                    if let Some(segment) = Segment::open(segment) {
                        let part = Part { segment: Arc::new(segment), bytes: Some(bytes) };
                        heard.send(Message::Read(sha, part));
                    }
                    Event::PartKept(sha, kept)
                }
                Action::Swap(bytes, named) => Event::Swapped(match &store {
                    Some(store) => store.swap(&bytes, &named, clock::now()).await.map_err(|e| e.0),
                    None => refused(),
                }),
            };
            heard.send(Message::Event(event));
        });
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
        });
    }
}

/// What a feed says of itself that ages are reckoned by.
fn about(manifest: &Manifest) -> About {
    About { as_of: manifest.as_of, complete: manifest.complete.iter().map(ToString::to_string).collect() }
}

/// The store of this page's folder, and what is in it.
async fn load() -> Result<(CopyStore, Contents), String> {
    if traces::is_traceless() {
        return Err(String::new());
    }
    let name = "pledgebook".to_owned() + &history::folder() + "copy";
    let store = CopyStore::open(&name).await.map_err(|e| e.0)?;
    let contents = store.load().await.map_err(|e| e.0)?;
    Ok((store, contents))
}
