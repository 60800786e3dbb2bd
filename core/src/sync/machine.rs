//! The machine of copying. It owns what is known (the copy's manifest, the newer one under way, the hashes that are
//! here) and nothing else; the driver owns fetch, store and timers and feeds back what became of each action.

use std::{collections::VecDeque, sync::Arc};

use super::{
    Backoff,
    offer::{Offer, judge},
    status::{Ended, Failure, Status},
};
use crate::{
    feed::{Hashes, Manifest, PartEntry, PartKind, Sha256Hex, parse_manifest},
    model::PledgeId,
    order::sorted_by_key,
};

/// How often one thing is asked for.
const ATTEMPTS: u32 = 3;
/// How many parts are asked for at once: enough to fill a bad line, few enough that each comes through.
const AT_ONCE: usize = 3;

/// What a store held when it was opened. Parts whose hash was wrong are not named.
#[derive(Clone, Default, Debug)]
pub struct Stored {
    /// The manifest of the copy that is whole.
    pub current: Option<Arc<[u8]>>,
    /// The verified manifest of a copy under way.
    pub pending: Option<Arc<[u8]>>,
    /// The parts that are here.
    pub parts: Hashes,
}

/// What happens to the machine.
#[derive(Clone, Debug)]
pub enum Event {
    /// Begin; the part of `wanted` comes first.
    Start {
        /// The pledge that is on the screen.
        wanted: Option<PledgeId>,
    },
    /// The answer to [`Action::FetchManifest`].
    Manifest(Result<Arc<[u8]>, Failure>),
    /// What became of [`Action::KeepPending`].
    PendingKept(Result<(), String>),
    /// The answer to [`Action::FetchPart`].
    Part(Sha256Hex, Result<Arc<[u8]>, Failure>),
    /// What became of [`Action::KeepPart`].
    PartKept(Sha256Hex, Result<(), String>),
    /// What became of [`Action::Swap`].
    Swapped(Result<(), String>),
    /// A wait is over.
    Woke(Timer),
}

/// What a wait is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Timer {
    /// Asking for the manifest again.
    Manifest,
    /// Asking for a part again.
    Part(Sha256Hex),
}

/// What the driver has to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Action {
    /// Fetch `manifest.json`: no cache may answer for the server.
    FetchManifest,
    /// Store a verified manifest, in a transaction of its own, and apply its removals to all that is shown.
    KeepPending(Arc<[u8]>),
    /// Fetch a part; no cache but the copy.
    FetchPart(Box<PartEntry>),
    /// Store a verified part, and show it if the copy is a first one.
    KeepPart(Sha256Hex, Arc<[u8]>),
    /// In one transaction: make this manifest the copy's, and keep these parts alone, whatever else is there.
    Swap(Arc<[u8]>, Vec<Sha256Hex>),
    /// Wait some milliseconds.
    Wait(u32, Timer),
}

/// The machine; see the module.
#[derive(Clone, Debug)]
pub struct Machine {
    current: Option<Known>,
    pending: Option<Known>,
    parts: Hashes,
    wanted: Option<PledgeId>,
    queue: VecDeque<PartEntry>,
    /// How many parts are asked for at once.
    at_once: usize,
    /// Parts that are asked for, being stored or waited for, with the number of the attempt.
    busy: Vec<(Sha256Hex, u32)>,
    /// Set while a manifest is asked for: the number of the attempt.
    asking: Option<u32>,
    /// Whether a newer manifest is being stored: until it is, nothing is asked for and nothing is finished.
    keeping: bool,
    /// Whether the manifest was asked for a second time because a part was not there.
    asked_again: bool,
    /// The first failure of a part in this sync.
    failed: Option<Failure>,
    backoff: Backoff,
    status: Status,
}

#[derive(Clone, Debug)]
struct Known {
    bytes: Arc<[u8]>,
    manifest: Arc<Manifest>,
}

impl Known {
    /// A stored manifest; one that cannot be read is as good as none, and is fetched again.
    fn read(bytes: Arc<[u8]>) -> Option<Self> {
        let manifest = parse_manifest(&bytes).ok()?;
        Some(Self { bytes, manifest: Arc::new(manifest) })
    }
}

impl Machine {
    /// A machine over what a store held; `seed` spreads its waits.
    pub fn new(stored: Stored, seed: u64) -> Self {
        let current = stored.current.and_then(Known::read);
        let newer = |p: &Known| current.as_ref().is_none_or(|c| is_newer(&c.manifest, &p.manifest));
        let pending = stored.pending.and_then(Known::read).filter(newer);
        let mut machine = Self {
            current,
            pending,
            parts: stored.parts,
            wanted: None,
            queue: VecDeque::new(),
            at_once: AT_ONCE,
            busy: Vec::new(),
            asking: None,
            keeping: false,
            asked_again: false,
            failed: None,
            backoff: Backoff::new(seed),
            status: Status::default(),
        };
        machine.count();
        machine
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

    /// The copy that is whole, if nothing newer is known of and no part is missing: its manifest, and that as published.
    pub fn whole(&self) -> Option<(&Arc<Manifest>, &Arc<[u8]>)> {
        let current = self.current.as_ref().filter(|_| self.pending.is_none() && self.status.is_whole())?;
        Some((&current.manifest, &current.bytes))
    }

    /// What is to be done with a manifest that came by another way than the line.
    pub fn judge(&self, offered: &Manifest) -> Offer {
        judge(offered, self.newest().map(|m| &**m), self.whole().is_some())
    }

    /// For the sync that has just been started: asks for all parts at once, as their source gives them in an order of its
    /// own.
    pub fn ask_for_all(&mut self) {
        self.at_once = usize::MAX;
    }

    /// The parts that are asked for and are not here.
    pub fn awaited(&self) -> impl Iterator<Item = Sha256Hex> {
        self.busy.iter().map(|(sha, _)| *sha)
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
        self.failed = None;
        self.asking = Some(1);
        self.at_once = AT_ONCE;
        vec![Action::FetchManifest]
    }

    fn manifest(&mut self, answer: Result<Arc<[u8]>, Failure>) -> Vec<Action> {
        let Some(attempt) = self.asking.take() else { return Vec::new() };
        let read = answer.and_then(|bytes| {
            let manifest = parse_manifest(&bytes)?;
            Ok(Known { bytes, manifest: Arc::new(manifest) })
        });
        self.status.trouble = read.as_ref().err().cloned();
        let offered = match read {
            Ok(offered) => offered,
            Err(failure) if failure.may_pass() && attempt < ATTEMPTS => {
                self.asking = Some(attempt + 1);
                return vec![Action::Wait(self.backoff.after(attempt), Timer::Manifest)];
            }
            Err(failure) => return self.end(Ended::Failed(failure)),
        };
        let Some(newest) = self.newest().cloned() else { return self.adopt(offered) };
        if newest.feed != offered.manifest.feed {
            return self.end(Ended::Failed(Failure::OtherFeed));
        }
        if offered.manifest.seq < newest.seq {
            return self.end(Ended::Older);
        }
        if is_newer(&newest, &offered.manifest) {
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
        let bytes = Arc::clone(&offered.bytes);
        self.pending = Some(offered);
        self.queue.clear();
        self.failed = None;
        self.keeping = true;
        vec![Action::KeepPending(bytes)]
    }

    fn pending_kept(&mut self, kept: Result<(), String>) -> Vec<Action> {
        self.note(kept);
        self.keeping = false;
        self.fetch_missing()
    }

    fn fetch_missing(&mut self) -> Vec<Action> {
        let Some(manifest) = self.newest().cloned() else { return self.end(Ended::UpToDate) };
        let missing = |p: &&PartEntry| !self.parts.contains(&p.sha256) && !self.is_busy(p.sha256);
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

    fn part(&mut self, sha: Sha256Hex, answer: Result<Arc<[u8]>, Failure>) -> Vec<Action> {
        let Some(attempt) = self.busy.iter().find(|(s, _)| *s == sha).map(|(_, n)| *n) else { return Vec::new() };
        let Some(entry) = self.entry(sha) else {
            // A newer manifest came meanwhile and does not name it.
            self.busy.retain(|(s, _)| *s != sha);
            return self.go_on();
        };
        let checked = answer.and_then(|bytes| {
            let good = bytes.len() as u64 == entry.bytes && Sha256Hex::of(&bytes) == sha;
            if good { Ok(bytes) } else { Err(Failure::Damaged) }
        });
        self.status.trouble = checked.as_ref().err().cloned();
        match checked {
            Ok(bytes) => vec![Action::KeepPart(sha, bytes)],
            Err(failure) if failure.may_pass() && attempt < ATTEMPTS => {
                self.busy.iter_mut().filter(|(s, _)| *s == sha).for_each(|(_, n)| *n += 1);
                vec![Action::Wait(self.backoff.after(attempt), Timer::Part(sha))]
            }
            Err(failure) => self.give_up(sha, failure),
        }
    }

    /// A part that does not come. Without a line the rest is not asked for; where it is not there, a publication may
    /// be under way, and the manifest is asked for once more.
    fn give_up(&mut self, sha: Sha256Hex, failure: Failure) -> Vec<Action> {
        self.busy.retain(|(s, _)| *s != sha);
        if failure.is_the_line() {
            self.queue.clear();
        }
        let gone = matches!(failure, Failure::Http(404 | 410));
        self.failed.get_or_insert(failure);
        if gone && !self.asked_again {
            self.asked_again = true;
            self.asking = Some(1);
            return vec![Action::FetchManifest];
        }
        self.go_on()
    }

    fn ask_again(&mut self, sha: Sha256Hex) -> Vec<Action> {
        match (self.is_busy(sha), self.entry(sha)) {
            (true, Some(entry)) => vec![Action::FetchPart(Box::new(entry))],
            (true, None) => {
                self.busy.retain(|(s, _)| *s != sha);
                self.go_on()
            }
            (false, _) => Vec::new(),
        }
    }

    fn part_kept(&mut self, sha: Sha256Hex, kept: Result<(), String>) -> Vec<Action> {
        self.note(kept);
        self.busy.retain(|(s, _)| *s != sha);
        self.parts.insert(sha);
        self.go_on()
    }

    /// All that could be had is here: with every part the new manifest becomes the copy's.
    fn finish(&mut self) -> Vec<Action> {
        if !self.busy.is_empty() || !self.queue.is_empty() {
            return Vec::new();
        }
        if let Some(failure) = self.failed.clone() {
            return self.end(Ended::Failed(failure));
        }
        if self.newest().is_some_and(|m| m.parts.iter().any(|p| !self.parts.contains(&p.sha256))) {
            // Only a part that was given up can be missing here, and then `failed` says so; never swap without it.
            return self.fetch_missing();
        }
        let Some(pending) = &self.pending else { return self.end(Ended::UpToDate) };
        let named = pending.manifest.parts.iter().map(|p| p.sha256).collect();
        vec![Action::Swap(Arc::clone(&pending.bytes), named)]
    }

    /// Whether or not the device kept it, what is shown is the new copy: it is whole in memory.
    fn swapped(&mut self, kept: Result<(), String>) -> Vec<Action> {
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
        let Some(manifest) = self.newest().cloned() else { return };
        let here = manifest.parts.iter().filter(|p| self.parts.contains(&p.sha256));
        self.status.have = here.clone().count();
        self.status.of = manifest.parts.len();
        self.status.bytes = here.map(|p| p.bytes).sum();
        self.status.bytes_of = manifest.bytes();
    }
}

/// Whether `offered` follows `known` in the same feed.
fn is_newer(known: &Manifest, offered: &Manifest) -> bool {
    known.feed == offered.feed && offered.seq > known.seq
}

#[cfg(test)]
#[path = "machine_tests.rs"]
mod tests;
