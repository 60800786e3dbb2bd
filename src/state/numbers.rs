//! What the desk counts of its moderation, beside the feed. It is asked for when a reader wants to see it, and kept nowhere.

use pledgebook_core::{
    feed::{TRANSPARENCY_LIMIT, Transparency, parse_transparency},
    sync::Failure,
};

use super::State;
use crate::browser::{
    carried,
    fetch::{self, Cached},
    task,
};

const FILE: &str = "feed/transparency.json";

/// What was found.
#[derive(Clone, PartialEq, Debug)]
pub enum Numbers {
    /// They are here.
    Here(Box<Transparency>),
    /// This feed has none, or what came is something else.
    None,
    /// There is no line, or a file to which they do not belong.
    Offline,
}

impl State {
    /// Asks for the numbers.
    pub fn numbers(self, found: impl FnOnce(Numbers) + 'static) {
        if carried::is_file() {
            return found(Numbers::Offline);
        }
        task::spawn(async move {
            found(match fetch::bytes(FILE, Cached::Revalidate, TRANSPARENCY_LIMIT).await {
                Ok(bytes) => parse_transparency(&bytes).map_or(Numbers::None, |all| Numbers::Here(Box::new(all))),
                Err(Failure::Offline | Failure::TimedOut) => Numbers::Offline,
                Err(_) => Numbers::None,
            });
        });
    }
}
