//! What becomes of a part that was asked for: kept if it is what its hash says, asked for again, or given up.

use std::sync::Arc;

use super::{ATTEMPTS, BEING_KEPT, Machine};
use crate::{
    feed::Sha256Hex,
    sync::{Action, Failure, Timer},
};

impl Machine {
    pub(super) fn part(&mut self, sha: Sha256Hex, answer: Result<Arc<[u8]>, Failure>) -> Vec<Action> {
        let asked = self.busy.iter().find(|(s, n)| *s == sha && *n != BEING_KEPT);
        let Some(attempt) = asked.map(|(_, n)| *n) else { return Vec::new() };
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
        // The pace is set by what works.
        self.at_once = if checked.is_ok() { self.at_once.saturating_add(1).min(self.most_at_once) } else { 1 };
        match checked {
            Ok(bytes) => {
                self.set_attempt(sha, BEING_KEPT);
                vec![Action::KeepPart(sha, bytes)]
            }
            Err(failure) if failure.may_pass() && attempt < ATTEMPTS && !self.stopping => {
                self.set_attempt(sha, attempt + 1);
                vec![Action::Wait(self.backoff.after(attempt), Timer::Part(sha))]
            }
            Err(failure) => self.give_up(sha, failure),
        }
    }

    fn set_attempt(&mut self, sha: Sha256Hex, attempt: u32) {
        self.busy.iter_mut().filter(|(s, _)| *s == sha).for_each(|(_, n)| *n = attempt);
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
        if gone && !self.asked_again && !self.stopping {
            self.asked_again = true;
            self.asking = Some(1);
            return vec![Action::FetchManifest];
        }
        self.go_on()
    }

    pub(super) fn ask_again(&mut self, sha: Sha256Hex) -> Vec<Action> {
        let is_awaited = self.awaited().any(|s| s == sha);
        match (is_awaited, self.entry(sha).filter(|_| !self.stopping)) {
            (true, Some(entry)) => vec![Action::FetchPart(Box::new(entry))],
            (true, None) => {
                self.busy.retain(|(s, _)| *s != sha);
                self.go_on()
            }
            (false, _) => Vec::new(),
        }
    }

    pub(super) fn part_kept(&mut self, sha: Sha256Hex, kept: Result<(), String>) -> Vec<Action> {
        self.note(kept);
        self.busy.retain(|(s, _)| *s != sha);
        self.parts.insert(sha);
        self.go_on()
    }
}
