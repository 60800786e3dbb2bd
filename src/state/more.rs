//! Whether the second module of the app is here, and when it is asked for.

use super::{State, language};
use crate::{
    browser::{
        history,
        more::{When, ask, listen},
        task,
    },
    signals::effect,
};

/// How the second module stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum More {
    /// A page of it was not wanted yet.
    Away,
    /// A page waits for it.
    Coming,
    /// It did not come the last time.
    Failed,
    /// Its pages can be shown.
    Here,
}

impl More {
    /// How it stands at the start: in an app of one module nothing is missing.
    pub(super) fn at_first() -> Self {
        if cfg!(two_modules) { Self::Away } else { Self::Here }
    }
}

/// Asks for the module once the list stands, and again whenever there is a network after it failed.
pub(super) fn start(state: State) {
    if state.more.get_untracked() == More::Here {
        return;
    }
    listen(move |here| {
        // Its pages need their words, too.
        task::spawn(async move {
            let has_words = here && language::complete(state).await.is_ok();
            state.more.set(if has_words { More::Here } else { More::Failed });
        });
    });
    history::on_online(move || {
        if state.more.get_untracked() == More::Failed {
            want(state);
        }
    });
    effect(move || {
        let stands = state.copy.with(|c| !c.is_coming());
        if stands && state.more.get_untracked() == More::Away {
            // What waits to be sent is sent by the second module.
            ask(if state.waiting.get_untracked() > 0 { When::Now } else { When::Idle });
        }
    });
}

/// Asks for the module because a page waits for it.
pub(super) fn want(state: State) {
    if matches!(state.more.get_untracked(), More::Away | More::Failed) {
        state.more.set(More::Coming);
        ask(When::Now);
    }
}
