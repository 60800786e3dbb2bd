//! The reader's own flags: kept on the device, sent by one tab at a time, and what the desk said of them. Everything is in
//! `pledgebook_core::flags`; this carries it out with store, network and timers, and keeps the signals true.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    sync::Arc,
};

use leptos::prelude::WithValue;
use pledgebook_core::{
    browse::Held,
    feed::FlagService,
    flags::{Answer, Draft, Next, Saved, Sent, Stage, TextNow, Told, Trouble, Typed, Why, read_answer, read_status},
    model::{Contact, FlagId, Lang, PledgeId},
    sync::Backoff,
};

use super::{CopyInfo, State};
use crate::{
    browser::{
        clock, desk, dom, history,
        mine::{DRAFTS, FLAGS, Mine as Shelf},
        store::StoreError,
        tabs::{self, Lock, Tabs},
        task, traces,
    },
    signals::effect,
};

/// Where the manifest is, which names the desk.
const MANIFEST: &str = "feed/manifest.json";
/// Milliseconds that a right to send lasts, where the browser has no locks; renewed with each flag.
const LEASE: u32 = 60_000;
/// Milliseconds after which to look again when another tab sends.
const OTHER_TAB: u32 = 5_000;
/// Milliseconds between two questions about a flag that is not decided, unless its reader looks at it.
const ASK_AGAIN: u64 = 600_000;

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

    /// Takes a flag back at the desk; `failed` is told why that could not be.
    pub fn take_back(self, id: FlagId, failed: impl FnOnce(String) + 'static) {
        self.ask(id, true, failed);
    }

    /// Asks the desk what became of a flag, now.
    pub fn ask_now(self, id: FlagId, failed: impl FnOnce(String) + 'static) {
        self.ask(id, false, failed);
    }

    fn ask(self, id: FlagId, take_back: bool, failed: impl FnOnce(String) + 'static) {
        let Some(inner) = self.inner() else { return };
        task::spawn(async move {
            let saved = self.mine.with_untracked(|mine| mine.flag(&id).cloned());
            if let Some(saved) = saved
                && let Err(why) = self.ask_of(&inner, saved, take_back).await
            {
                failed(why);
            }
            self.changed(Ok(())).await;
        });
    }

    /// One question to the desk about a flag; an error says why there is no answer, in a word for the reader.
    async fn ask_of(self, inner: &Inner, mut saved: Saved, take_back: bool) -> Result<(), String> {
        let (Some(service), Stage::Sent(sent)) = (self.service(), &mut saved.stage) else { return Ok(()) };
        let id = saved.flag.id.as_str().to_owned();
        let url = desk::address(&service.status.replace("{id}", &id), MANIFEST);
        let reply =
            if take_back { desk::delete(&url, &sent.secret).await } else { desk::get(&url, &sent.secret).await };
        let reply = reply.map_err(|_| String::new())?;
        sent.asked = clock::now_ms();
        match (reply.status, read_status(&reply.body, &id)) {
            (200, Some((told, decision))) => {
                (sent.told, sent.decision) = (told, decision);
            }
            (200 | 204, None) if take_back => sent.told = Told::TakenBack,
            (status, _) => return Err(format!("HTTP {status}")),
        }
        inner.shelf.change(FLAGS, &id, &saved.to_json()).await.map_err(|e| e.0)
    }

    /// Where flags go, as far as this copy knows.
    pub fn service(self) -> Option<FlagService> {
        self.copy.with_untracked(|c| c.manifest.as_ref().and_then(|m| m.flags.clone()))
    }

    /// Looks whether something can be sent. However often it is called, one sender runs.
    pub fn wake(self) {
        let Some(inner) = self.inner() else { return };
        {
            let mut running = inner.running.borrow_mut();
            if running.0 {
                running.1 = true;
                return;
            }
            running.0 = true;
        }
        task::spawn(async move {
            loop {
                self.send_due(&inner).await;
                let mut running = inner.running.borrow_mut();
                if !std::mem::take(&mut running.1) {
                    running.0 = false;
                    break;
                }
            }
        });
    }

    /// Looks again after a while, unless it will be looked before.
    fn wake_after(self, ms: u32) {
        let Some(inner) = self.inner() else { return };
        let (now, at) = (clock::now_ms(), clock::now_ms() + u64::from(ms));
        if inner.looks_at.get() > now && inner.looks_at.get() <= at {
            return;
        }
        inner.looks_at.set(at);
        task::spawn(async move {
            clock::sleep(ms).await;
            self.wake();
        });
    }

    async fn send_due(self, inner: &Inner) {
        let nothing = self.mine.with_untracked(|mine| !mine.opened || mine.flags.is_empty());
        if nothing || !self.copy.with_untracked(is_settled) {
            return;
        }
        let held = match tabs::lock(&inner.name).await {
            Lock::Held(held) => Some(held),
            Lock::Taken => return self.wake_after(OTHER_TAB),
            Lock::None => match inner.shelf.lease(&inner.owner, LEASE).await {
                Ok(true) => None,
                Ok(false) | Err(_) => return self.wake_after(OTHER_TAB),
            },
        };
        // What another tab did meanwhile counts.
        self.reload_mine(false).await;
        let flags = self.mine.with_untracked(|mine| Arc::clone(&mine.flags));
        let mut order: Vec<&Saved> = flags.iter().rev().collect();
        order = pledgebook_core::order::sorted(order, |a, b| b.flag.danger.cmp(&a.flag.danger));
        let mut look_at: Option<u64> = None;
        let mut soonest = |at: u64| look_at = Some(look_at.map_or(at, |before| before.min(at)));
        for saved in order {
            let mut saved = saved.clone();
            if held.is_some() {
                saved.take_over();
            }
            let text = self.text_now(&saved);
            let contact = self.mine.with_untracked(|mine| mine.contact(&saved.flag.id).cloned());
            match saved.next(clock::now_ms(), &text, contact.is_some()) {
                Next::Rest => self.keep_asking(inner, &saved).await,
                Next::At(at) => soonest(at),
                Next::Ask(trouble) => {
                    saved.stage = Stage::Attention(trouble);
                    self.keep(inner, &saved).await;
                }
                Next::Send => {
                    if held.is_none() && !matches!(inner.shelf.lease(&inner.owner, LEASE).await, Ok(true)) {
                        return self.wake_after(OTHER_TAB);
                    }
                    self.send(inner, &mut saved, contact.as_ref()).await;
                    if let Stage::Waiting(at, _) = saved.stage {
                        soonest(at);
                    }
                }
            }
        }
        if held.is_none()
            && let Err(error) = inner.shelf.release().await
        {
            self.mine.update(|mine| mine.not_kept = Some(error.0));
        }
        drop(held);
        if let Some(at) = look_at {
            // A day at most: timers of browsers end there, and a copy that is open looks again at the next sync.
            self.wake_after(
                u32::try_from(at.saturating_sub(clock::now_ms())).unwrap_or(u32::MAX).clamp(200, 86_400_000),
            );
        }
    }

    /// What the text of a flag is now, as far as this copy can tell.
    fn text_now(self, saved: &Saved) -> TextNow {
        let subject = &saved.flag.subject;
        match self.catalogue.with_untracked(|c| c.pledge(&subject.pledge)) {
            Held::Here(entry) => TextNow::of(subject, Some(&entry.pledge)),
            Held::Coming => TextNow::Same,
            Held::Nowhere if self.copy.with_untracked(CopyInfo::is_partial) => TextNow::Same,
            Held::Nowhere => TextNow::Gone,
        }
    }

    async fn keep(self, inner: &Inner, saved: &Saved) {
        let done = inner.shelf.change(FLAGS, saved.flag.id.as_str(), &saved.to_json()).await;
        self.changed(done).await;
    }

    async fn send(self, inner: &Inner, saved: &mut Saved, contact: Option<&Contact>) {
        let Some(service) = self.service() else {
            if saved.stage != Stage::Attention(Trouble::NoDesk) {
                saved.stage = Stage::Attention(Trouble::NoDesk);
                self.keep(inner, saved).await;
            }
            return;
        };
        saved.begin(clock::now_ms());
        // Only what the device has noted as sent is sent: after a crash its bytes are the same.
        self.keep(inner, saved).await;
        let id = saved.flag.id.as_str().to_owned();
        let url = desk::address(&service.post, MANIFEST);
        let answer = match desk::post(&url, &id, &saved.bytes(contact)).await {
            Ok(reply) => read_answer(reply.status, reply.retry_after.as_deref(), &reply.body, &id, clock::now_ms()),
            Err(desk::Silence::Offline) => Answer::Later(Why::Offline, None),
            Err(desk::Silence::TimedOut) => Answer::Later(Why::TimedOut, None),
        };
        let is_there = matches!(answer, Answer::Accepted(_));
        let wait = inner.backoff.borrow_mut().after(saved.attempts);
        saved.answered(answer, clock::now_ms(), wait.into());
        if is_there {
            self.mine.update(|mine| mine.contacts.retain(|(of, _)| *of != saved.flag.id));
        }
        self.keep(inner, saved).await;
    }

    /// Asks from time to time what became of a flag that the desk has.
    async fn keep_asking(self, inner: &Inner, saved: &Saved) {
        let Some(Sent { told, asked, .. }) = saved.sent() else { return };
        let open = matches!(told, Told::Received | Told::UnderReview);
        if open && clock::now_ms().saturating_sub(*asked) >= ASK_AGAIN {
            // No answer is no news: the receipt's page tells when the desk was last asked.
            let _ = self.ask_of(inner, saved.clone(), false).await;
            self.reload_mine(false).await;
        }
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

/// Whether the copy is as new as it can be now: a sync has ended, well or not.
fn is_settled(copy: &CopyInfo) -> bool {
    !copy.is_coming() && !copy.status.running && copy.status.ended.is_some() && copy.manifest.is_some()
}
