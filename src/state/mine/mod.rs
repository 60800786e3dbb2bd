//! The reader's own flags: kept on the device, sent by one tab at a time, and what the desk said of them. Everything is in
//! `pledgebook_core::flags`; this carries it out with store, network and timers, and keeps the signals true.

mod forget;
mod own;
mod send;

use std::{
    any::Any,
    cell::{Cell, RefCell},
    rc::Rc,
    sync::Arc,
};

use leptos::prelude::WithValue;
use pledgebook_core::{
    feed::FlagService,
    flags::{Draft, Place, Saved, Stage, Typed},
    model::{FlagId, Lang, PledgeId},
    sync::Backoff,
};

use self::send::is_settled;
pub use self::{own::Mine, send::NoWord};
use super::State;
use crate::{
    browser::{
        carried, clock, dom, history,
        mine::{Change, DRAFTS, FLAGS, Mine as Shelf},
        store::StoreError,
        tabs::Tabs,
        task, traces,
    },
    signals::effect,
};

/// Where the manifest is, which names the desk.
const MANIFEST: &str = "feed/manifest.json";

/// What carries it out. Of any type, as the first module must not have to know how to be rid of it.
#[derive(Default)]
pub(super) struct Carrier {
    inner: RefCell<Option<Rc<dyn Any>>>,
}

struct Inner {
    shelf: Shelf,
    tabs: Tabs,
    name: String,
    owner: String,
    backoff: RefCell<Backoff>,
    /// Whether a sender runs, and whether it has to look once more.
    running: RefCell<(bool, bool)>,
    /// When it is looked again, in milliseconds since 1970.
    looks_at: Cell<u64>,
    /// Drafts that are being written: what was typed last; None: deleted.
    typed: RefCell<Vec<(String, Option<Draft>)>>,
}

/// Changes a flag; says whether it is kept.
type Edit<'a> = Box<dyn FnOnce(&mut Saved) -> bool + 'a>;

impl Inner {
    /// Changes a flag as it stands now, whoever changed it last; `change` says whether it is kept. One that was deleted
    /// meanwhile stays deleted.
    async fn edit(&self, id: &FlagId, change: Edit<'_>) -> Result<(), StoreError> {
        let changed = |here: Option<&str>| match here.and_then(Saved::from_json) {
            Some(mut saved) => {
                if change(&mut saved) {
                    Change::Put(saved.to_json())
                } else {
                    Change::Delete
                }
            }
            None => Change::Nothing,
        };
        self.shelf.update(FLAGS, id.as_str(), Box::new(changed)).await
    }

    /// Notes what is being written of a draft; None: nothing any more.
    fn set_typed(&self, key: &str, draft: Option<Option<Draft>>) {
        let mut typed = self.typed.borrow_mut();
        typed.retain(|(k, _)| k != key);
        typed.extend(draft.map(|draft| (key.to_owned(), draft)));
    }
}

/// The name of this folder's database, as `boot/reset.js` has it.
fn name() -> String {
    format!("pledgebook{}mine", history::folder())
}

impl State {
    /// Opens what the reader has on this device, and begins to send what waits.
    pub fn start_mine(self) {
        let started = self.carrier.with_value(|c| c.inner.borrow().is_some());
        if started {
            return;
        }
        task::spawn(async move {
            let (shelf, not_kept) = if traces::is_traceless() {
                (Shelf::in_memory(), Some(String::new()))
            } else {
                Shelf::open(&name()).await
            };
            let tabs = Tabs::listen(&name(), move || task::spawn(async move { self.reload_mine(true).await }));
            let inner = Inner {
                shelf,
                tabs,
                name: name(),
                owner: clock::uuid().unwrap_or_else(|| clock::seed().to_string()),
                backoff: RefCell::new(Backoff::new(clock::seed())),
                running: RefCell::default(),
                looks_at: Cell::new(0),
                typed: RefCell::default(),
            };
            self.carrier.with_value(|c| *c.inner.borrow_mut() = Some(Rc::new(inner)));
            self.mine.update(|mine| mine.not_kept = not_kept);
            self.reload_mine(false).await;
            self.hurry_all(false).await;
        });
        history::on_online(move || task::spawn(async move { self.hurry_all(false).await }));
        self.forget_what_is_removed();
        // Once the copy is as new as it can be: what was removed or changed is known then.
        effect(move || {
            if self.copy.with(is_settled) {
                self.wake();
            }
        });
    }

    fn inner(self) -> Option<Rc<Inner>> {
        self.carrier.with_value(|c| c.inner.borrow().clone()?.downcast().ok())
    }

    /// Reads everything anew, as another tab may have changed it.
    async fn reload_mine(self, and_send: bool) {
        let Some(inner) = self.inner() else { return };
        let (flags, no_flags) = inner.shelf.all(FLAGS).await;
        let (drafts, no_drafts) = inner.shelf.all(DRAFTS).await;
        let mut flags: Vec<Saved> = flags.iter().filter_map(|(_, json)| Saved::from_json(json)).collect();
        flags = pledgebook_core::order::sorted(flags, |a, b| b.flag.made.cmp(&a.flag.made));
        let drafts = drafts.into_iter().filter_map(|(key, json)| Some((key, Draft::from_json(&json)?))).collect();
        self.mine.update(|mine| {
            (mine.flags, mine.drafts, mine.opened) = (Arc::new(flags), drafts, true);
            // What is typed here is newer than what was read.
            for (key, typed) in &*inner.typed.borrow() {
                mine.set_draft(key, typed.clone());
            }
            if let Some(error) = no_flags.or(no_drafts) {
                mine.not_kept = Some(error.0);
            }
        });
        let waiting = self.mine.with_untracked(Mine::waiting);
        self.waiting.set(waiting);
        traces::set_waiting(waiting);
        if and_send {
            self.wake();
        }
    }

    /// What a change of the shelf came to; tells the page and the other tabs.
    async fn changed(self, done: Result<(), StoreError>) {
        if let Err(error) = done {
            self.mine.update(|mine| mine.not_kept = Some(error.0));
        }
        self.reload_mine(false).await;
        if let Some(inner) = self.inner() {
            inner.tabs.tell();
        }
    }

    /// The passage that was selected of a pledge.
    pub fn pick(self, pledge: &PledgeId, passage: Option<String>) {
        self.mine.update(|mine| mine.picked = passage.map(|p| (pledge.clone(), p)));
    }

    /// The passage that was selected when a flag of this pledge was begun; it is taken once.
    pub fn picked(self, pledge: &PledgeId) -> String {
        let mut picked = None;
        self.mine.update(|mine| picked = mine.picked.take());
        match picked.filter(|(of, _)| of == pledge) {
            Some((_, passage)) => passage,
            None => String::new(),
        }
    }

    /// Keeps a draft as it is typed: whoever leaves the form and comes back finds it at once, whoever reloads, too.
    pub fn keep_draft(self, key: String, draft: Draft) {
        self.write_draft(key, Some(draft));
    }

    /// Deletes a draft.
    pub fn drop_draft(self, key: String) {
        self.write_draft(key, None);
    }

    fn write_draft(self, key: String, draft: Option<Draft>) {
        let Some(inner) = self.inner() else { return };
        let draft = draft.map(|draft| self.forgetting(&draft).unwrap_or(draft));
        self.mine.update(|mine| mine.set_draft(&key, draft.clone()));
        inner.set_typed(&key, Some(draft.clone()));
        task::spawn(async move {
            let change = match &draft {
                Some(draft) => Change::Put(draft.to_json()),
                None => Change::Delete,
            };
            let done = inner.shelf.update(DRAFTS, &key, Box::new(|_| change)).await;
            // What was typed since has its own writing.
            if inner.typed.borrow().iter().any(|(k, d)| *k == key && *d == draft) {
                inner.set_typed(&key, None);
            }
            if let Err(error) = done {
                self.mine.update(|mine| mine.not_kept = Some(error.0));
            }
            if draft.is_none() {
                inner.tabs.tell();
            }
        });
    }

    /// Puts a finished flag into the outbox, in the place of its draft; then `kept` is told under which id. What may have left
    /// the device keeps its place: the same again is the one that is there, and other words are a flag that stands for it.
    pub fn finish(self, key: String, draft: &Draft, typed: &Typed, kept: impl FnOnce(FlagId) + 'static) {
        let lang = Lang::new(self.book.with_untracked(|b| b.language.tag()));
        let wants_contact = draft.wants_contact || draft.needs_contact();
        let flag = lang.and_then(|lang| draft.flag(lang, &clock::stamp()));
        let (Some(flag), Some(inner), Some(other)) = (flag, self.inner(), self.new_flag_id()) else { return };
        let contact = typed.contact().filter(|_| wants_contact);
        let saved = Saved::new(flag, draft.title.clone(), wants_contact && contact.is_some());
        task::spawn(async move {
            let mut place = Place::Here;
            let find_place = |here: Option<&str>| {
                place = saved.place(here.and_then(Saved::from_json).as_ref());
                if place == Place::Here { Change::Put(saved.to_json()) } else { Change::Nothing }
            };
            let mut done = inner.shelf.update(FLAGS, saved.flag.id.as_str(), Box::new(find_place)).await;
            let saved = if place == Place::Another { saved.as_another(other) } else { saved };
            let id = saved.flag.id.clone();
            if place == Place::Another {
                done = inner.shelf.update(FLAGS, id.as_str(), Box::new(|_| Change::Put(saved.to_json()))).await;
            }
            if place != Place::Already {
                self.mine.update(|mine| mine.set_contact(&id, contact));
            }
            if let Some(earlier) = &saved.flag.replaces {
                let gives_way = inner.edit(earlier, Box::new(Saved::give_way)).await;
                done = done.and(gives_way);
            }
            self.write_draft(key, None);
            // Where the device keeps nothing it is sent from memory.
            self.changed(done).await;
            kept(id);
            self.wake();
        });
    }

    /// Deletes a flag from this device.
    pub fn drop_flag(self, id: FlagId) {
        let Some(inner) = self.inner() else { return };
        task::spawn(async move {
            let done = inner.shelf.update(FLAGS, id.as_str(), Box::new(|_| Change::Delete)).await;
            self.changed(done).await;
        });
    }

    /// Changes a flag of the outbox, and looks whether it can be sent.
    pub fn change_flag(self, id: FlagId, change: impl FnOnce(&mut Saved) + 'static) {
        let Some(inner) = self.inner() else { return };
        task::spawn(async move {
            let changed = |saved: &mut Saved| {
                // What the desk has is nobody's to change.
                if saved.sent().is_none() {
                    change(saved);
                }
                true
            };
            let done = inner.edit(&id, Box::new(changed)).await;
            self.changed(done).await;
            self.wake();
        });
    }

    /// Gives name and address for a flag that waits for them.
    pub fn give_contact(self, id: FlagId, typed: &Typed) {
        self.mine.update(|mine| mine.set_contact(&id, typed.contact()));
        self.change_flag(id, |saved| saved.stage = Stage::Queued);
    }

    /// Tries at once what waits for a line; what waits for the desk only where the reader wants it.
    pub async fn hurry_all(self, by_reader: bool) {
        let Some(inner) = self.inner() else { return };
        let flags = self.mine.with_untracked(|mine| Arc::clone(&mine.flags));
        for saved in flags.iter().filter(|f| matches!(f.stage, Stage::Waiting(..))) {
            let hurry = |saved: &mut Saved| {
                saved.hurry(by_reader);
                true
            };
            if let Err(error) = inner.edit(&saved.flag.id, Box::new(hurry)).await {
                self.mine.update(|mine| mine.not_kept = Some(error.0));
            }
        }
        self.reload_mine(true).await;
    }

    /// The same for a button.
    pub fn send_now(self) {
        task::spawn(async move { self.hurry_all(true).await });
    }

    /// Where flags go, as far as this copy knows; from a file nowhere.
    pub fn service(self) -> Option<FlagService> {
        if carried::is_file() {
            return None;
        }
        self.copy.with_untracked(|c| c.manifest.as_ref().and_then(|m| m.flags.clone()))
    }

    /// Now, in milliseconds since 1970.
    pub fn now(self) -> f64 {
        clock::now()
    }

    /// The same of a time in RFC 3339.
    pub fn time_of(self, stamp: &str) -> Option<f64> {
        clock::parse(stamp)
    }

    /// Makes a draft of what a flag says, unless its text has one already, which is not lost for it. The flag stays where it is
    /// until the draft is finished.
    pub fn begin_again(self, key: String, draft: Draft) {
        let is_free = self.mine.with_untracked(|mine| {
            mine.draft(&key).is_none_or(|d| d.is_empty() || d.id == draft.id || d.replaces == draft.replaces)
        });
        if is_free {
            self.write_draft(key, Some(draft));
        }
    }

    /// Whether this tab leaves nothing on the device.
    pub fn is_traceless(self) -> bool {
        traces::is_traceless()
    }

    /// Removes everything from this device and ends; or goes on as a tab that leaves nothing.
    pub fn remove_traces(self, and_go_on: bool) {
        traces::remove(and_go_on);
    }

    /// A new id for a flag.
    pub fn new_flag_id(self) -> Option<FlagId> {
        FlagId::new(&clock::uuid()?)
    }

    /// Whether this page stands inside another one.
    pub fn is_framed(self) -> bool {
        dom::is_framed()
    }
}
