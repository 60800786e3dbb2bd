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
        clock, desk,
        mine::FLAGS,
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

impl State {
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
}

/// Whether the copy is as new as it can be now: a sync has ended, well or not.
pub(super) fn is_settled(copy: &CopyInfo) -> bool {
    !copy.is_coming() && !copy.status.running && copy.status.ended.is_some() && copy.manifest.is_some()
}
