//! Drives the machine of copying: carries out its actions with fetch, store and timers, feeds back what became of
//! them, and keeps catalogue and status true to what it knows.

use std::{cell::RefCell, collections::HashMap, rc::Rc, sync::Arc};

use futures_channel::mpsc::{UnboundedSender, unbounded};
use futures_util::StreamExt;
use leptos::task::spawn_local;
use pledgebook_core::{
    browse::{Catalogue, Content},
    feed::{MANIFEST_LIMIT, Manifest, Sha256Hex},
    model::PledgeId,
    route::Route,
    sync::{Action, Ended, Event, Failure, Machine, Status, Stored},
};

use super::State;
use crate::browser::{
    clock,
    fetch::{self, Cached},
    history,
    store::{Contents, CopyStore},
};

/// Where the feed is, beside the page.
const FEED: &str = "feed/";

/// Milliseconds between two drawings of a list that grows.
const PACE: u32 = 250;

/// How the copy stands.
#[derive(Clone, Debug, Default)]
pub struct CopyInfo {
    /// Whether the device has been asked what it holds.
    pub opened: bool,
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

    /// Whether what is missing may be here in a moment.
    pub fn is_coming(&self) -> bool {
        !self.opened || self.is_partial() && self.status.running
    }
}

/// The way to tell the driver something.
#[derive(Clone, Default)]
pub struct Sync(Rc<RefCell<Option<UnboundedSender<Message>>>>);

/// What the driver hears.
enum Message {
    /// Something happened to the machine.
    Event(Event),
    /// It is time to draw what came meanwhile.
    Draw,
}

impl Sync {
    /// Begins a sync, unless one is running.
    pub fn start_again(&self) {
        self.send(Message::Event(Event::Start { wanted: None }));
    }

    fn send(&self, message: Message) {
        // A closed channel means that the page is going away.
        if let Some(sender) = &*self.0.borrow()
            && sender.unbounded_send(message).is_err()
        {
            leptos::logging::warn!("the sync has ended");
        }
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
    spawn_local(async move { Driver::open(state, sync).await.run(wanted).await });
}

struct Driver {
    state: State,
    store: Option<Rc<CopyStore>>,
    machine: Machine,
    /// What the parts hold that are here, stored or not.
    parts: HashMap<Sha256Hex, Content>,
    /// Bytes that were stored and have not been read: parts of a copy that was under way when the page closed.
    unread: HashMap<Sha256Hex, Arc<[u8]>>,
    copied_at: Option<f64>,
    /// When the catalogue was last made, and whether there is more to show since.
    shown_at: f64,
    dirty: bool,
    /// Whether a drawing is on its way.
    draw_is_due: bool,
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
        // What is stored is believed only as far as its hash goes: a damaged part is as good as none.
        let good: HashMap<Sha256Hex, Arc<[u8]>> =
            contents.parts.into_iter().filter(|(sha, bytes)| Sha256Hex::of(bytes) == *sha).collect();
        let mut stored = Stored { current: contents.current, pending: contents.pending, ..Stored::default() };
        stored.parts.extend(good.keys());
        let machine = Machine::new(stored, clock::seed());
        let mut driver = Self {
            state,
            store,
            machine,
            parts: HashMap::new(),
            unread: good,
            copied_at: contents.copied_at,
            shown_at: 0.0,
            dirty: false,
            draw_is_due: false,
            sync,
            not_kept,
        };
        driver.show();
        driver
    }

    async fn run(mut self, wanted: Option<PledgeId>) {
        let (sender, mut messages) = unbounded();
        *self.sync.0.borrow_mut() = Some(sender);
        self.sync.send(Message::Event(Event::Start { wanted }));
        while let Some(message) = messages.next().await {
            match message {
                Message::Event(event) => self.hear(event),
                Message::Draw => self.draw(true),
            }
        }
    }

    fn hear(&mut self, event: Event) {
        let removes = matches!(event, Event::PendingKept(_));
        self.dirty |= removes || matches!(event, Event::PartKept(..) | Event::Swapped(_));
        for action in self.machine.on(event) {
            self.carry_out(action);
        }
        let running = self.machine.status().running;
        if !running {
            self.ended();
        }
        self.draw(removes || !running);
    }

    /// Shows what is new. Parts come faster than a page can be drawn anew: within [`PACE`] of the last drawing they wait
    /// for the next, unless it has to be `now`, as for a removal or the end.
    fn draw(&mut self, now: bool) {
        let due = clock::now() - self.shown_at >= f64::from(PACE);
        if self.dirty && (now || due) {
            self.show();
            return;
        }
        self.tell();
        if self.dirty && !self.draw_is_due {
            self.draw_is_due = true;
            let sync = self.sync.clone();
            spawn_local(async move {
                clock::sleep(PACE).await;
                sync.send(Message::Draw);
            });
        }
    }

    /// A copy that was found true to the feed is as old as this moment.
    fn ended(&mut self) {
        if !matches!(self.machine.status().ended, Some(Ended::UpToDate | Ended::Updated)) {
            return;
        }
        let now = clock::now();
        self.copied_at = Some(now);
        let named: Vec<_> = self.machine.shown().iter().flat_map(|m| m.parts.iter().map(|p| p.sha256)).collect();
        self.parts.retain(|sha, _| named.contains(sha));
        self.unread.retain(|sha, _| named.contains(sha));
        if let Some(store) = self.store.clone() {
            spawn_local(async move {
                if let Err(error) = store.keep_time(now).await {
                    leptos::logging::warn!("the time of the copy is not kept: {}", error.0);
                }
            });
        }
    }

    fn carry_out(&mut self, action: Action) {
        let (store, sync, refused) = (self.store.clone(), self.sync.clone(), self.not_kept.clone());
        if let Action::KeepPart(sha, bytes) = &action {
            let kind = self.machine.newest().and_then(|m| m.parts.iter().find(|p| p.sha256 == *sha)).map(|p| p.kind);
            self.parts.extend(kind.map(|kind| (*sha, Content::read(kind, bytes))));
        }
        // A manifest that was refused may be the cache's, whose tag the server would only confirm.
        let was_refused = self.machine.status().failure().is_some_and(|f| !f.is_the_line());
        let cached = if was_refused { Cached::Anew } else { Cached::Revalidate };
        spawn_local(async move {
            let refused = || Err(refused.clone().unwrap_or_default());
            let event = match action {
                Action::FetchManifest => {
                    let url = format!("{FEED}manifest.json");
                    Event::Manifest(fetch::bytes(&url, cached, MANIFEST_LIMIT).await)
                }
                Action::FetchPart(entry) => {
                    let url = format!("{FEED}{}", entry.path);
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
                Action::KeepPart(sha, bytes) => Event::PartKept(
                    sha,
                    match &store {
                        Some(store) => store.keep_part(sha, &bytes).await.map_err(|e| e.0),
                        None => refused(),
                    },
                ),
                Action::Swap(bytes, dropped) => Event::Swapped(match &store {
                    Some(store) => store.swap(&bytes, &dropped, clock::now()).await.map_err(|e| e.0),
                    None => refused(),
                }),
            };
            sync.send(Message::Event(event));
        });
    }

    /// Makes the catalogue anew from what is here, and the status.
    fn show(&mut self) {
        self.shown_at = clock::now();
        self.dirty = false;
        self.draw_is_due = false;
        let removed = self.machine.newest().map(|m| Arc::new(m.removed.clone())).unwrap_or_default();
        let shown = self.machine.shown().cloned();
        for part in shown.iter().flat_map(|m| &m.parts) {
            if let Some(bytes) = self.unread.remove(&part.sha256) {
                self.parts.insert(part.sha256, Content::read(part.kind, &bytes));
            }
        }
        let parts = shown.iter().flat_map(|m| &m.parts).filter_map(|p| self.parts.get(&p.sha256));
        self.state.catalogue.set(Arc::new(Catalogue::merge(parts, removed)));
        self.tell();
    }

    fn tell(&self) {
        let mut status = self.machine.status().clone();
        status.not_kept = status.not_kept.or_else(|| self.not_kept.clone());
        self.state.copy.set(CopyInfo {
            opened: true,
            status,
            manifest: self.machine.shown().cloned(),
            copied_at: self.copied_at,
        });
    }
}

/// The store of this page's folder, and what is in it.
async fn load() -> Result<(CopyStore, Contents), String> {
    let name = format!("pledgebook{}copy", history::folder());
    let store = CopyStore::open(&name).await.map_err(|e| e.0)?;
    let contents = store.load().await.map_err(|e| e.0)?;
    Ok((store, contents))
}
