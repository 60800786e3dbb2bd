//! The address as a signal: read at the start, changed by links, back and forward, and by the app itself.

use leptos::prelude::request_animation_frame;
use pledgebook_core::route::{Address, Route};

use super::State;
use crate::browser::{dom, history};

/// What the address asks for now.
pub(super) fn current() -> Address {
    Route::parse(&history::query())
}

/// Follows links, back and forward.
pub(super) fn listen(state: State) {
    let moved = move |query: String| {
        if show(state, &query) {
            focus_heading();
        }
    };
    history::listen(moved, move |href| go(state, &href, false));
}

/// Goes to a query.
pub(super) fn go(state: State, href: &str, replace: bool) {
    history::go(href, replace);
    show(state, href);
    if !replace {
        focus_heading();
    }
}

/// After the page has changed the reader, also one who hears it, is at its heading.
fn focus_heading() {
    request_animation_frame(|| dom::focus("main h1"));
}

/// Shows what a query asks for; false where it is what is shown already, as after a jump within the page.
fn show(state: State, query: &str) -> bool {
    let route = Route::parse(query).route;
    let changes = state.route.with_untracked(|r| *r != route);
    if changes {
        state.route.set(route);
    }
    changes
}
