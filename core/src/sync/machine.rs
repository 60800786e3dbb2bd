//! The machine of copying. It owns what is known (the copy's manifest, the newer one under way, the hashes that are
//! here) and nothing else; the driver owns fetch, store and timers and feeds back what became of each action.

mod known;
mod parts;
mod wishes;

use std::{collections::VecDeque, sync::Arc};

use self::known::Known;
use super::{
    Backoff,
    choice::Choice,
    events::{Action, Check, Event, Published, Stored, Timer},
    offer::{Offer, judge},
    status::{Ended, Failure, Status},
};
use crate::{
    feed::{Hashes, Manifest, PartEntry, PartKind, Sha256Hex},
    model::PledgeId,
    order::sorted_by_key,
};

/// How often one thing is asked for.
const ATTEMPTS: u32 = 3;
/// In the place of an attempt: the part has come and is being stored.
const BEING_KEPT: u32 = 0;
/// How many parts are asked for at once at most: enough to fill a bad line, few enough that each comes through. After a
/// failure it is one, and one more with each that comes.
const AT_ONCE: usize = 3;

/// The machine; see the module.
#[derive(Clone, Debug)]
pub struct Machine {
    current: Option<Known>,
    pending: Option<Known>,
    parts: Hashes,
    wanted: Option<PledgeId>,
    choice: Choice,
    /// What tells whether a manifest is signed, in an app that was built with keys.
    check: Option<Check>,
    queue: VecDeque<PartEntry>,
    /// How many parts are asked for at once now, and at most.
    at_once: usize,
    most_at_once: usize,
    /// Parts that are asked for, being stored or waited for, with the number of the attempt.
    busy: Vec<(Sha256Hex, u32)>,
    /// Set while a manifest is asked for: the number of the attempt.
    asking: Option<u32>,
    /// Whether a newer manifest is being stored: until it is, nothing is asked for and nothing is finished.
    keeping: bool,
    /// Whether the store is making the new copy the current one: until it has, nothing else is finished.
    swapping: bool,
    /// Whether the manifest was asked for a second time because a part was not there.
    asked_again: bool,
    /// Whether manifest and signature were asked for a second time because they did not belong together.
    checked_again: bool,
    /// Whether the reader wants nothing more to be asked for.
    stopping: bool,
    /// The first failure of a part in this sync.
    failed: Option<Failure>,
    backoff: Backoff,
    status: Status,
}

impl Machine {
    /// A machine over what a store held; `seed` spreads its waits.
    pub fn new(stored: Stored, seed: u64) -> Self {
        Self::with(stored, seed, Choice::All, None)
    }

    /// A machine of a copy that holds what was chosen, in an app that has `check` tell whether a manifest is signed.
    pub fn with(stored: Stored, seed: u64, choice: Choice, check: Option<Check>) -> Self {
        let mut machine = Self {
            current: None,
            pending: None,
            parts: Hashes::default(),
            wanted: None,
            choice,
            check,
            queue: VecDeque::new(),
            at_once: AT_ONCE,
            most_at_once: AT_ONCE,
            busy: Vec::new(),
            asking: None,
            keeping: false,
            swapping: false,
            asked_again: false,
            checked_again: false,
            stopping: false,
            failed: None,
            backoff: Backoff::new(seed),
            status: Status::default(),
        };
        machine.learn(stored);
        machine
    }

    /// Takes what a store holds, which another tab may have changed, for all that is known. While a sync runs it knows better.
    pub fn learn(&mut self, stored: Stored) {
        if self.status.running {
            return;
        }
        let read = |published: Option<Published>| Known::stored(published?, self.check);
        let (current, pending) = (read(stored.current), read(stored.pending));
        let newer = |p: &Known| current.as_ref().is_none_or(|c| c.is_followed_by(p));
        let pending = pending.filter(newer);
        (self.current, self.pending, self.parts) = (current, pending, stored.parts);
        self.count();
    }

    /// The manifest of the copy that is whole.
    pub fn current(&self) -> Option<&Arc<Manifest>> {
        self.current.as_ref().map(|k| &k.manifest)
    }

    /// The newest manifest that was verified: its removals apply, whatever is shown.
    pub fn newest(&self) -> Option<&Arc<Manifest>> {
        self.pending.as_ref().or(self.current.as_ref()).map(|k| &k.manifest)
    }

    /// The manifest whose parts are shown: the whole copy's; on a first visit the one under way.
    pub fn shown(&self) -> Option<&Arc<Manifest>> {
        self.current.as_ref().or(self.pending.as_ref()).map(|k| &k.manifest)
    }

    /// How far it is.
    pub fn status(&self) -> &Status {
        &self.status
    }

    /// The manifests of the whole copy and of the one under way, as published.
    pub fn published(&self) -> (Option<&Published>, Option<&Published>) {
        let [current, pending] = [&self.current, &self.pending].map(|known| known.as_ref().map(|k| &k.published));
        (current, pending)
    }

    /// That the device keeps now what it had refused.
    pub fn is_kept(&mut self) {
        self.status.not_kept = None;
    }

    /// What the reader chose that the copy holds.
    pub fn choice(&self) -> &Choice {
        &self.choice
    }

    /// The copy that is whole, if nothing newer is known of, no part is missing or left out, and it is signed as this app
    /// demands: its manifest, and that as published.
    pub fn whole(&self) -> Option<(&Arc<Manifest>, &Published)> {
        let is_all = self.pending.is_none() && self.status.is_whole() && self.status.left_out == 0;
        let current = self.current.as_ref().filter(|current| is_all && current.signed)?;
        Some((&current.manifest, &current.published))
    }

    /// What is to be done with a manifest that came by another way than the line.
    pub fn judge(&self, offered: &Manifest) -> Offer {
        judge(offered, self.newest().map(|m| &**m), self.pending.is_none() && self.status.is_whole())
    }

    /// Whether a file of an earlier publication has parts that are missing here of the newest that is known.
    pub fn is_helped_by(&self, offered: &Manifest) -> bool {
        let Some(newest) = self.newest().filter(|_| self.judge(offered) == Offer::Older) else { return false };
        let has = |sha| offered.parts.iter().any(|p| p.sha256 == sha);
        newest.parts.iter().any(|p| !self.parts.contains(&p.sha256) && self.takes(p, newest) && has(p.sha256))
    }

    /// For the sync that has just been started: asks for all parts at once, as their source gives them in an order of its
    /// own.
    pub fn ask_for_all(&mut self) {
        (self.at_once, self.most_at_once) = (usize::MAX, usize::MAX);
    }

    /// The parts that are asked for and are not here.
    pub fn awaited(&self) -> impl Iterator<Item = Sha256Hex> {
        self.busy.iter().filter(|(_, attempt)| *attempt != BEING_KEPT).map(|(sha, _)| *sha)
    }

    /// Takes an event and says what is to be done now. Events that no longer matter do nothing.
    #[must_use]
    pub fn on(&mut self, event: Event) -> Vec<Action> {
        let actions = match event {
            Event::Start { wanted } => self.start(wanted),
            Event::Manifest(answer) => self.manifest(answer),
            Event::PendingKept(kept) => self.pending_kept(kept),
            Event::Part(sha, answer) => self.part(sha, answer),
            Event::PartKept(sha, kept) => self.part_kept(sha, kept),
            Event::Swapped(kept) => self.swapped(kept),
            Event::Woke(Timer::Manifest) if self.asking.is_some() => vec![Action::FetchManifest],
            Event::Woke(Timer::Part(sha)) => self.ask_again(sha),
            Event::Woke(Timer::Manifest) => Vec::new(),
        };
        self.count();
        actions
    }

    fn start(&mut self, wanted: Option<PledgeId>) -> Vec<Action> {
        self.wanted = wanted.or(self.wanted.take());
        if self.status.running {
            return Vec::new();
        }
        self.status.running = true;
        // How the last one ended stands until this one knows better: a page that is offline does not flicker.
        self.status.trouble = self.status.failure().cloned();
        self.status.ended = None;
        self.asked_again = false;
        self.checked_again = false;
        self.stopping = false;
        self.failed = None;
        self.asking = Some(1);
        (self.at_once, self.most_at_once) = (AT_ONCE, AT_ONCE);
        vec![Action::FetchManifest]
    }

    /// Whether a part belongs to the copy, or to the page that is on the screen.
    fn takes(&self, part: &PartEntry, manifest: &Manifest) -> bool {
        self.choice.takes(part, manifest) || self.wanted.as_ref().is_some_and(|id| part.can_hold(id))
    }

    fn manifest(&mut self, answer: Result<Published, Failure>) -> Vec<Action> {
        let Some(attempt) = self.asking.take() else { return Vec::new() };
        let read = answer.and_then(|published| {
            let known = Known::read(published, self.check)?;
            if known.signed { Ok(known) } else { Err(Failure::Unsigned) }
        });
        self.status.trouble = read.as_ref().err().cloned();
        let offered = match read {
            Ok(offered) => offered,
            // A publication may have come between the two files.
            Err(Failure::Unsigned) if !self.checked_again => {
                self.checked_again = true;
                self.asking = Some(attempt);
                return vec![Action::FetchManifest];
            }
            Err(failure) if failure.may_pass() && attempt < ATTEMPTS => {
                self.asking = Some(attempt + 1);
                return vec![Action::Wait(self.backoff.after(attempt), Timer::Manifest)];
            }
            Err(failure) => return self.end(Ended::Failed(failure)),
        };
        let Some(newest) = self.pending.as_ref().or(self.current.as_ref()) else { return self.adopt(offered) };
        if newest.manifest.feed != offered.manifest.feed {
            return self.end(Ended::Failed(Failure::OtherFeed));
        }
        if offered.manifest.seq < newest.manifest.seq {
            return self.end(Ended::Older);
        }
        if newest.is_followed_by(&offered) {
            return self.adopt(offered);
        }
        // Nothing new; but parts of what is known may be missing: a first visit cut short, a damaged part.
        if self.asked_again && self.failed.is_some() {
            return self.finish();
        }
        self.fetch_missing()
    }

    /// Takes a newer manifest: its removals are stored and applied before any part is asked for.
    fn adopt(&mut self, offered: Known) -> Vec<Action> {
        let published = offered.published.clone();
        self.pending = Some(offered);
        self.queue.clear();
        self.failed = None;
        self.keeping = true;
        vec![Action::KeepPending(published)]
    }

    fn pending_kept(&mut self, kept: Result<(), String>) -> Vec<Action> {
        self.note(kept);
        self.keeping = false;
        self.fetch_missing()
    }

    fn fetch_missing(&mut self) -> Vec<Action> {
        let Some(manifest) = self.newest().cloned() else { return self.end(Ended::UpToDate) };
        if self.stopping {
            return self.finish();
        }
        let missing =
            |p: &&PartEntry| !self.parts.contains(&p.sha256) && !self.is_busy(p.sha256) && self.takes(p, &manifest);
        let class = |p: &PartEntry| match p.kind {
            _ if self.wanted.as_ref().is_some_and(|id| p.can_hold(id)) => 0,
            PartKind::Terms | PartKind::Parties => 1,
            PartKind::Pledges => 2,
        };
        let entries: Vec<PartEntry> = manifest.parts.iter().filter(missing).cloned().collect();
        // Stable: within a class the manifest's order stands, the newest edition first.
        self.queue = sorted_by_key(entries, class).into();
        self.go_on()
    }

    /// Asks for as many parts as may be asked for at once; with nothing left to ask for, finishes.
    fn go_on(&mut self) -> Vec<Action> {
        let mut actions = Vec::new();
        while self.busy.len() < self.at_once
            && let Some(entry) = self.queue.pop_front()
        {
            // Two entries of one hash are one part.
            if !self.parts.contains(&entry.sha256) && !self.is_busy(entry.sha256) {
                self.busy.push((entry.sha256, 1));
                actions.push(Action::FetchPart(Box::new(entry)));
            }
        }
        let nothing_to_come = self.busy.is_empty() && self.asking.is_none() && !self.keeping;
        if actions.is_empty() && nothing_to_come { self.finish() } else { actions }
    }

    /// All that could be had is here: with every part the new manifest becomes the copy's.
    fn finish(&mut self) -> Vec<Action> {
        if self.swapping || !self.busy.is_empty() || !self.queue.is_empty() {
            return Vec::new();
        }
        if let Some(failure) = self.failed.clone() {
            return self.end(Ended::Failed(failure));
        }
        let is_missing = |m: &Manifest, p: &PartEntry| !self.parts.contains(&p.sha256) && self.takes(p, m);
        if self.newest().is_some_and(|m| m.parts.iter().any(|p| is_missing(m, p))) {
            // Only a part that was given up, or that the reader wants since a moment ago, can be missing here; never swap
            // without it.
            return if self.stopping { self.end(Ended::Stopped) } else { self.fetch_missing() };
        }
        let Some(pending) = &self.pending else {
            return self.end(if self.stopping { Ended::Stopped } else { Ended::UpToDate });
        };
        let here = pending.manifest.parts.iter().map(|p| p.sha256).filter(|sha| self.parts.contains(sha));
        let named = here.collect();
        self.swapping = true;
        vec![Action::Swap(pending.published.clone(), named)]
    }

    /// Whether or not the device kept it, what is shown is the new copy: it is whole in memory.
    fn swapped(&mut self, kept: Result<(), String>) -> Vec<Action> {
        if !std::mem::take(&mut self.swapping) {
            return Vec::new();
        }
        self.note(kept);
        if let Some(pending) = self.pending.take() {
            self.parts.retain(|sha| pending.manifest.parts.iter().any(|p| p.sha256 == *sha));
            self.current = Some(pending);
        }
        self.end(Ended::Updated)
    }

    fn end(&mut self, ended: Ended) -> Vec<Action> {
        self.status.running = false;
        if !matches!(ended, Ended::Failed(_)) {
            self.status.trouble = None;
        }
        self.status.ended = Some(ended);
        self.asking = None;
        Vec::new()
    }

    fn note(&mut self, kept: Result<(), String>) {
        if let Err(why) = kept {
            self.status.not_kept.get_or_insert(why);
        }
    }

    fn is_busy(&self, sha: Sha256Hex) -> bool {
        self.busy.iter().any(|(busy, _)| *busy == sha)
    }

    fn entry(&self, sha: Sha256Hex) -> Option<PartEntry> {
        self.newest()?.parts.iter().find(|p| p.sha256 == sha).cloned()
    }

    fn count(&mut self) {
        let manifest = self.newest().cloned();
        let status = &mut self.status;
        (status.have, status.of, status.left_out) = (0, 0, 0);
        (status.bytes, status.bytes_of, status.bytes_left_out) = (0, 0, 0);
        let Some(manifest) = manifest else { return };
        for part in &manifest.parts {
            let is_here = self.parts.contains(&part.sha256);
            if is_here {
                status.have += 1;
                status.bytes += part.bytes;
            }
            let belongs = is_here
                || self.choice.takes(part, &manifest)
                || self.wanted.as_ref().is_some_and(|id| part.can_hold(id));
            if belongs {
                status.of += 1;
                status.bytes_of += part.bytes;
            } else {
                status.left_out += 1;
                status.bytes_left_out += part.bytes;
            }
        }
    }
}

#[cfg(test)]
#[path = "machine_tests.rs"]
mod tests;
