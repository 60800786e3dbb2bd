//! Sending flags, one tab at a time: what is due goes to the desk, what needs its reader waits, and the desk is asked what
//! became of those that it has.

use std::sync::Arc;

use pledgebook_core::{
    browse::Held,
    flags::{Answer, Next, Saved, Sent, Stage, TextNow, Told, Trouble, Why, read_answer, read_status},
    model::{Contact, FlagId},
};

use super::{Inner, MANIFEST};
use crate::{
    browser::{
        carried, clock, desk,
        tabs::{self, Lock},
        task,
    },
    state::{CopyInfo, State},
};

/// Milliseconds that a right to send lasts, where the browser has no locks; renewed with each flag.
const LEASE: u32 = 60_000;
/// Milliseconds after which to look again when another tab sends.
const OTHER_TAB: u32 = 5_000;
/// Milliseconds between two questions about a flag that is not decided, unless its reader looks at it.
const ASK_AGAIN: u64 = 600_000;

/// Why the desk does not say what became of a flag.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoWord {
    /// This copy names no desk.
    NoDesk,
    /// There is no line, or no answer in time.
    Silence,
    /// The desk, or something in its place, answered something else: HTTP status.
    Status(u16),
}

/// What a flag is sent with.
struct Due {
    /// What its text is now.
    text: TextNow,
    /// How to reach its reader.
    contact: Option<Contact>,
    /// Whether no other tab can be sending.
    alone: bool,
}

impl State {
    /// Takes a flag back at the desk; `failed` is told why that could not be.
    pub fn take_back(self, id: FlagId, failed: impl FnOnce(NoWord) + 'static) {
        self.ask(id, true, failed);
    }

    /// Asks the desk what became of a flag, now.
    pub fn ask_now(self, id: FlagId, failed: impl FnOnce(NoWord) + 'static) {
        self.ask(id, false, failed);
    }

    fn ask(self, id: FlagId, take_back: bool, failed: impl FnOnce(NoWord) + 'static) {
        let Some(inner) = self.inner() else { return };
        task::spawn(async move {
            let sent = self.mine.with_untracked(|mine| mine.flag(&id).and_then(|f| f.sent().cloned()));
            if let Some(sent) = sent
                && let Err(why) = self.ask_of(&inner, &id, &sent, take_back).await
            {
                failed(why);
            }
            self.changed(Ok(())).await;
        });
    }

    /// One question to the desk about a flag.
    async fn ask_of(self, inner: &Inner, id: &FlagId, sent: &Sent, take_back: bool) -> Result<(), NoWord> {
        let service = self.service().ok_or(NoWord::NoDesk)?;
        let url = desk::address(&service.status.replace("{id}", id.as_str()), MANIFEST);
        let reply =
            if take_back { desk::delete(&url, &sent.secret).await } else { desk::get(&url, &sent.secret).await };
        let reply = reply.map_err(|_| NoWord::Silence)?;
        let (told, decision) = match (reply.status, read_status(&reply.body, id.as_str())) {
            (200, Some(said)) => said,
            (200 | 204, None) if take_back => (Told::TakenBack, sent.decision.clone()),
            (status, _) => return Err(NoWord::Status(status)),
        };
        let hear = |saved: &mut Saved| {
            saved.told(told, decision, clock::now_ms());
            true
        };
        if let Err(error) = inner.edit(id, Box::new(hear)).await {
            self.mine.update(|mine| mine.not_kept = Some(error.0));
        }
        Ok(())
    }

    /// Looks whether something can be sent. However often it is called, one sender runs.
    pub fn wake(self) {
        // From a file nothing is sent: its flags wait there for their reader.
        if carried::is_file() {
            return;
        }
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
        let held = match tabs::lock(&inner.name, false).await {
            Lock::Held(held) => Some(held),
            Lock::Taken => return self.wake_after(OTHER_TAB),
            Lock::None if self.has_lease(inner).await => None,
            Lock::None => return self.wake_after(OTHER_TAB),
        };
        // What another tab did meanwhile counts.
        self.reload_mine(false).await;
        let flags = self.mine.with_untracked(|mine| Arc::clone(&mine.flags));
        let mut order: Vec<&Saved> = flags.iter().rev().collect();
        order = pledgebook_core::order::sorted(order, |a, b| b.flag.danger.cmp(&a.flag.danger));
        let mut look_at: Option<u64> = None;
        let mut soonest = |at: u64| look_at = Some(look_at.map_or(at, |before| before.min(at)));
        for saved in &order {
            let mut saved = (*saved).clone();
            if held.is_some() {
                saved.take_over();
            }
            let text = self.text_now(&saved);
            let contact = self.mine.with_untracked(|mine| mine.contact(&saved.flag.id).cloned());
            match saved.next(clock::now_ms(), &text, contact.is_some()) {
                Next::Rest => {}
                Next::At(at) => soonest(at),
                Next::Ask(trouble) => self.stop(inner, &saved, trouble).await,
                Next::Send => {
                    if held.is_none() && !self.has_lease(inner).await {
                        return self.wake_after(OTHER_TAB);
                    }
                    let due = Due { text, contact, alone: held.is_some() };
                    if let Some(at) = self.send(inner, &saved.flag.id, due).await {
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
        // A desk that does not answer questions must not hold up what is to be sent.
        for saved in order {
            self.keep_asking(inner, saved).await;
        }
    }

    /// Whether this tab may send, where the browser has no locks. A device that cannot write it down tells nobody, so every
    /// tab may: the desk knows a repeat.
    async fn has_lease(self, inner: &Inner) -> bool {
        inner.shelf.lease(&inner.owner, LEASE).await.unwrap_or_else(|error| {
            self.mine.update(|mine| mine.not_kept = Some(error.0));
            true
        })
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

    /// Asks the reader before a flag is sent, unless it was changed meanwhile.
    async fn stop(self, inner: &Inner, seen: &Saved, trouble: Trouble) {
        let asked = |saved: &mut Saved| {
            if saved.waits() {
                saved.stage = Stage::Attention(trouble);
            }
            true
        };
        let done = inner.edit(&seen.flag.id, Box::new(asked)).await;
        self.changed(done).await;
    }

    /// Sends a flag, if it is still to be sent; says when to look at it again.
    async fn send(self, inner: &Inner, id: &FlagId, due: Due) -> Option<u64> {
        let Some(service) = self.service() else {
            let stops = |saved: &mut Saved| {
                saved.stage = Stage::Attention(Trouble::NoDesk);
                true
            };
            let is_known = self
                .mine
                .with_untracked(|mine| mine.flag(id).is_none_or(|f| f.stage == Stage::Attention(Trouble::NoDesk)));
            if !is_known {
                let done = inner.edit(id, Box::new(stops)).await;
                self.changed(done).await;
            }
            return None;
        };
        // Noted as being sent before it is sent, on the device or where that refuses in memory: from here on its bytes stay.
        let mut begun: Option<Saved> = None;
        let begin = |saved: &mut Saved| {
            if due.alone {
                saved.take_over();
            }
            if saved.next(clock::now_ms(), &due.text, due.contact.is_some()) == Next::Send {
                saved.begin(clock::now_ms());
                begun = Some(saved.clone());
            }
            true
        };
        let done = inner.edit(id, Box::new(begin)).await;
        self.changed(done).await;
        let saved = begun?;
        let url = desk::address(&service.post, MANIFEST);
        let answer = match desk::post(&url, id.as_str(), &saved.bytes(due.contact.as_ref())).await {
            Ok(reply) => {
                read_answer(reply.status, reply.retry_after.as_deref(), &reply.body, id.as_str(), clock::now_ms())
            }
            Err(desk::Silence::Offline) => Answer::Later(Why::Offline, None),
            Err(desk::Silence::TimedOut) => Answer::Later(Why::TimedOut, None),
        };
        if matches!(answer, Answer::Accepted(_)) {
            self.mine.update(|mine| mine.set_contact(id, None));
        }
        let wait = inner.backoff.borrow_mut().after(saved.attempts);
        let mut look_at = None;
        let hear = |saved: &mut Saved| {
            saved.answered(answer, clock::now_ms(), wait.into());
            if let Stage::Waiting(at, _) = saved.stage {
                look_at = Some(at);
            }
            true
        };
        let done = inner.edit(id, Box::new(hear)).await;
        self.changed(done).await;
        look_at
    }

    /// Asks from time to time what became of a flag that the desk has.
    async fn keep_asking(self, inner: &Inner, saved: &Saved) {
        let Some(sent) = saved.sent() else { return };
        let Sent { told, asked, .. } = sent;
        let open = matches!(told, Told::Received | Told::UnderReview);
        if open && clock::now_ms().saturating_sub(*asked) >= ASK_AGAIN {
            // No answer is no news: the receipt's page tells when the desk was last asked.
            if self.ask_of(inner, &saved.flag.id, sent, false).await.is_ok() {
                self.changed(Ok(())).await;
            }
        }
    }
}

/// Whether the copy is as new as it can be now: a sync has ended, well or not.
pub(super) fn is_settled(copy: &CopyInfo) -> bool {
    !copy.is_coming() && !copy.status.running && copy.status.ended.is_some() && copy.manifest.is_some()
}
