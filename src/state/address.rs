//! The address as a signal: read at the start, changed by links, back and forward, and by the app itself.

use leptos::prelude::*;
use pledgebook_core::route::{Address, Route};

use super::State;
use crate::browser::{dom, history};

/// What the address asks for now.
pub(super) fn current() -> Address {
    Route::parse(&history::query())
}

/// Follows links, back and forward.
pub(super) fn listen(state: State) {
    history::listen(move |query| show(state, &query), move |href| go(state, &href, false));
}

/// Goes to a query.
pub(super) fn go(state: State, href: &str, replace: bool) {
    history::go(href, replace);
    show(state, href);
    if !replace {
        // After the page has changed the reader, also one who hears it, is at its heading.
        request_animation_frame(|| dom::focus("main h1"));
    }
}

fn show(state: State, query: &str) {
    let route = Route::parse(query).route;
    if state.route.with_untracked(|r| *r != route) {
        state.route.set(route);
    }
}
