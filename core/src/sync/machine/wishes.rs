//! What the reader may want of a copy at any time: that nothing more is asked for, and what it is to hold.

use super::{BEING_KEPT, Machine};
use crate::{
    feed::Sha256Hex,
    sync::{Action, Choice},
};

impl Machine {
    /// The reader wants nothing more to be asked for. What is on the way is still kept. Says what is to be done now.
    #[must_use]
    pub fn stop(&mut self) -> Vec<Action> {
        if !self.status.running {
            return Vec::new();
        }
        self.stopping = true;
        self.asking = None;
        self.queue.clear();
        let actions = self.go_on();
        self.count();
        actions
    }

    /// What the line has not brought yet is not waited for: the reader has something better. What is being stored is. Answers that
    /// come late do nothing. Says what is to be done now.
    #[must_use]
    pub fn abandon(&mut self) -> Vec<Action> {
        self.busy.retain(|(_, attempt)| *attempt == BEING_KEPT);
        self.stop()
    }

    /// The reader chose what the copy holds. More of it comes with the next start, or with the one that runs. Less of it goes at
    /// once: the parts that are returned are forgotten, and are to be forgotten by the store; the one on the screen stays.
    #[must_use]
    pub fn choose(&mut self, choice: Choice) -> Vec<Sha256Hex> {
        self.choice = choice;
        let newest = self.newest().cloned();
        let mut queue = std::mem::take(&mut self.queue);
        queue.retain(|part| newest.as_ref().is_none_or(|m| self.takes(part, m)));
        self.queue = queue;
        let over: Vec<Sha256Hex> = newest
            .iter()
            .flat_map(|m| m.parts.iter().map(move |p| (m, p)))
            .filter(|(m, p)| self.parts.contains(&p.sha256) && !self.takes(p, m))
            .map(|(_, p)| p.sha256)
            .collect();
        // While a sync runs they belong to what it will swap in.
        let over = if self.status.running { Vec::new() } else { over };
        self.parts.retain(|sha| !over.contains(sha));
        self.count();
        over
    }
}
