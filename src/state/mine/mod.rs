//! The reader's own flags: kept on the device, sent by one tab at a time, and what the desk said of them. Everything is in
//! `pledgebook_core::flags`; this carries it out with store, network and timers, and keeps the signals true.

mod send;

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    sync::Arc,
};

use leptos::prelude::WithValue;
use pledgebook_core::{
    feed::FlagService,
    flags::{Draft, Saved, Stage, Typed},
    model::{Contact, FlagId, Lang, PledgeId},
    sync::Backoff,
};

use self::send::is_settled;
use super::State;
use crate::{
    browser::{
        clock, dom, history,
        mine::{DRAFTS, FLAGS, Mine as Shelf},
        store::StoreError,
        tabs::Tabs,
        task, traces,
    },
    signals::effect,
};

/// Where the manifest is, which names the desk.
const MANIFEST: &str = "feed/manifest.json";

/// The reader's own things, as pages see them.
#[derive(Clone, Default)]
pub struct Mine {
    /// Whether the device has been asked.
    pub opened: bool,
    /// Why nothing is kept, if so.
    pub not_kept: Option<String>,
    /// The flags, the newest first.
    pub flags: Arc<Vec<Saved>>,
    /// The drafts, by what they are about.
    pub drafts: Arc<Vec<(String, Draft)>>,
    /// How to reach the reader, as long as this page lives: it is never kept.
    contacts: Vec<(FlagId, Contact)>,
    /// The passage that was selected when a flag was begun, with the id of its pledge.
    picked: Option<(PledgeId, String)>,
}

impl Mine {
    /// A flag by its id.
    pub fn flag(&self, id: &FlagId) -> Option<&Saved> {
        self.flags.iter().find(|f| f.flag.id == *id)
    }

    /// How many flags are on this device alone.
    pub fn waiting(&self) -> usize {
        self.flags.iter().filter(|f| f.waits()).count()
    }

    fn contact(&self, id: &FlagId) -> Option<&Contact> {
        self.contacts.iter().find(|(of, _)| of == id).map(|(_, contact)| contact)
    }
}

/// What carries it out.
#[derive(Default)]
pub(super) struct Carrier {
    inner: RefCell<Option<Rc<Inner>>>,
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
            };
            self.carrier.with_value(|c| *c.inner.borrow_mut() = Some(Rc::new(inner)));
            self.mine.update(|mine| mine.not_kept = not_kept);
            self.reload_mine(false).await;
            self.hurry_all(false).await;
        });
        history::on_online(move || task::spawn(async move { self.hurry_all(false).await }));
        // Once the copy is as new as it can be: what was removed or changed is known then.
        effect(move || {
            if self.copy.with(is_settled) {
                self.wake();
            }
        });
    }

    fn inner(self) -> Option<Rc<Inner>> {
        self.carrier.with_value(|c| c.inner.borrow().clone())
    }

    /// Reads everything anew, as another tab may have changed it.
    async fn reload_mine(self, and_send: bool) {
        let Some(inner) = self.inner() else { return };
        let flags = inner.shelf.all(FLAGS).await;
        let drafts = inner.shelf.all(DRAFTS).await;
        let (flags, drafts) = match (flags, drafts) {
            (Ok(flags), Ok(drafts)) => (flags, drafts),
            (Err(error), _) | (_, Err(error)) => {
                self.mine.update(|mine| (mine.opened, mine.not_kept) = (true, Some(error.0)));
                return;
            }
        };
        let mut flags: Vec<Saved> = flags.iter().filter_map(|(_, json)| Saved::from_json(json)).collect();
        flags = pledgebook_core::order::sorted(flags, |a, b| b.flag.made.cmp(&a.flag.made));
        let drafts = drafts.into_iter().filter_map(|(key, json)| Some((key, Draft::from_json(&json)?))).collect();
        self.mine.update(|mine| {
            (mine.flags, mine.drafts, mine.opened) = (Arc::new(flags), Arc::new(drafts), true);
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

    /// Keeps a draft as it is typed.
    pub fn keep_draft(self, key: String, draft: Draft) {
        let Some(inner) = self.inner() else { return };
        task::spawn(async move {
            let kept = inner.shelf.put(DRAFTS, &key, &draft.to_json()).await;
            // Only a refusal is news: the page has what was typed.
            if let Err(error) = kept {
                self.mine.update(|mine| mine.not_kept = Some(error.0));
            }
        });
    }

    /// Deletes a draft.
    pub fn drop_draft(self, key: String) {
        let Some(inner) = self.inner() else { return };
        task::spawn(async move {
            let done = inner.shelf.delete(DRAFTS, &key).await;
            self.changed(done).await;
        });
    }

    /// Puts a finished flag into the outbox, in the place of its draft; then `kept` is called.
    pub fn finish(self, key: String, draft: &Draft, typed: &Typed, kept: impl FnOnce(FlagId) + 'static) {
        let lang = Lang::new(self.book.with_untracked(|b| b.language.tag()));
        let wants_contact = draft.wants_contact || draft.needs_contact();
        let flag = lang.and_then(|lang| draft.flag(lang, &clock::stamp()));
        let (Some(flag), Some(inner)) = (flag, self.inner()) else { return };
        let contact = typed.contact().filter(|_| wants_contact);
        let saved = Saved::new(flag, draft.title.clone(), wants_contact && contact.is_some());
        let id = saved.flag.id.clone();
        self.mine.update(|mine| mine.contacts.extend(contact.map(|c| (id.clone(), c))));
        task::spawn(async move {
            let mut done = inner.shelf.put(FLAGS, id.as_str(), &saved.to_json()).await;
            if done.is_ok() {
                done = inner.shelf.delete(DRAFTS, &key).await;
            }
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
            let done = inner.shelf.delete(FLAGS, id.as_str()).await;
            self.changed(done).await;
        });
    }

    /// Changes a flag of the outbox, and looks whether it can be sent.
    pub fn change_flag(self, id: FlagId, change: impl FnOnce(&mut Saved) + 'static) {
        let Some(inner) = self.inner() else { return };
        let Some(mut saved) = self.mine.with_untracked(|mine| mine.flag(&id).cloned()) else { return };
        change(&mut saved);
        task::spawn(async move {
            let done = inner.shelf.change(FLAGS, id.as_str(), &saved.to_json()).await;
            self.changed(done).await;
            self.wake();
        });
    }

    /// Gives name and address for a flag that waits for them.
    pub fn give_contact(self, id: FlagId, typed: &Typed) {
        let contact = typed.contact();
        self.mine.update(|mine| {
            mine.contacts.retain(|(of, _)| *of != id);
            mine.contacts.extend(contact.map(|c| (id.clone(), c)));
        });
        self.change_flag(id, |saved| saved.stage = Stage::Queued);
    }

    /// Tries at once what waits for a line; what waits for the desk only where the reader wants it.
    pub async fn hurry_all(self, by_reader: bool) {
        let Some(inner) = self.inner() else { return };
        let flags = self.mine.with_untracked(|mine| Arc::clone(&mine.flags));
        for saved in flags.iter().filter(|f| matches!(f.stage, Stage::Waiting(..))) {
            let mut saved = saved.clone();
            saved.hurry(by_reader);
            let done = inner.shelf.change(FLAGS, saved.flag.id.as_str(), &saved.to_json()).await;
            if let Err(error) = done {
                self.mine.update(|mine| mine.not_kept = Some(error.0));
            }
        }
        self.reload_mine(true).await;
    }

    /// The same for a button.
    pub fn send_now(self) {
        task::spawn(async move { self.hurry_all(true).await });
    }

    /// Where flags go, as far as this copy knows.
    pub fn service(self) -> Option<FlagService> {
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

    /// Makes a draft of what a flag says; takes that flag away where the draft is the same one; then goes on.
    pub fn begin_again(self, key: String, draft: Draft, same: Option<FlagId>, then: impl FnOnce() + 'static) {
        let Some(inner) = self.inner() else { return };
        task::spawn(async move {
            let mut done = inner.shelf.put(DRAFTS, &key, &draft.to_json()).await;
            if let Some(same) = same.filter(|_| done.is_ok()) {
                done = inner.shelf.delete(FLAGS, same.as_str()).await;
            }
            self.changed(done).await;
            then();
        });
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
