//! What the reader wants of the copy: when it is renewed, and what it holds. Kept as settings of this browser, as they are no
//! part of the copy.

use leptos::prelude::WithValue;
use pledgebook_core::{
    feed::Sha256Hex,
    sync::{Action, Choice, Machine},
};

use super::{Driver, Message, Sync, bundle::ask};
use crate::{
    browser::{carried, settings, task},
    state::State,
};

const PAUSED: &str = "pledgebook.paused";
const EDITIONS: &str = "pledgebook.editions";
/// In the place of a choice: the newest Conference, until the reader was asked.
const ASK: &str = "ask";

/// Whether copying is paused.
pub(super) fn is_paused() -> bool {
    settings::get(PAUSED).is_some()
}

/// What the copy is to hold, and whether the reader has yet to be asked: with the browser's data saver on, a first copy holds the
/// newest Conference until they say more, however often they come.
pub(super) fn choice(has_copy: bool) -> (Choice, bool) {
    // All of a file is here already.
    if carried::is_file() {
        return (Choice::All, false);
    }
    match settings::get(EDITIONS) {
        Some(text) if text == ASK => (Choice::Newest, true),
        Some(text) => (Choice::of_text(&text), false),
        None if !has_copy && settings::saves_data() => {
            settings::set(EDITIONS, Some(ASK));
            (Choice::Newest, true)
        }
        None => (Choice::All, false),
    }
}

impl Driver {
    /// Ends a sync before its end. If that is at once, the other tabs have their turn at once.
    pub(super) fn break_off(&mut self, how: impl FnOnce(&mut Machine) -> Vec<Action>) {
        let was_running = self.machine.status().running;
        let actions = how(&mut self.machine);
        self.note_swap(&actions);
        self.do_all(actions);
        if was_running && !self.machine.status().running {
            self.held = None;
        }
        self.draw(true);
    }
}

impl State {
    /// Pauses copying, or goes on.
    pub fn pause(self, paused: bool) {
        settings::set(PAUSED, paused.then_some("1"));
        self.tell_driver(move |driver| {
            driver.paused = paused;
            if paused {
                driver.break_off(Machine::stop);
            } else {
                driver.begin(None, true);
            }
        });
    }

    /// Sets what the copy holds; what is missing of it is fetched, what is too much goes.
    pub fn choose_editions(self, choice: Choice) {
        settings::set(EDITIONS, Some(&choice.to_text().unwrap_or_default()));
        let sync = self.sync.with_value(Clone::clone);
        task::spawn(async move {
            let choose = |driver: &mut Driver| {
                driver.asks_what = false;
                driver.machine.choose(choice)
            };
            let over = ask(&sync, choose).await;
            forget_parts(&sync, over).await;
            sync.start_again(true);
        });
    }

    fn tell_driver(self, deed: impl FnOnce(&mut Driver) + 'static) {
        self.sync.with_value(|sync| sync.send(Message::Do(Box::new(deed))));
    }
}

/// Forgets parts, on the device and in memory.
async fn forget_parts(sync: &Sync, parts: Vec<Sha256Hex>) {
    let store = ask(sync, |driver| driver.store.clone()).await;
    if let Some(store) = store
        && let Err(error) = store.drop_parts(&parts).await
    {
        leptos::logging::warn!("parts that nobody wants are still here: {}", error.0);
    }
    let forget = move |driver: &mut Driver| {
        driver.parts.retain(|sha| !parts.contains(sha));
        driver.dirty = true;
        driver.tell_tabs(true);
        driver.draw(true);
    };
    ask(sync, forget).await;
}
