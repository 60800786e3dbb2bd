//! The address as a signal: read at the start, changed by links, back and forward, and by the app itself. Back, forward
//! and a reload come to where the reader was, as soon as that is drawn.

use leptos::prelude::{GetValue, SetValue, WithValue, request_animation_frame};
use pledgebook_core::{
    browse::Query,
    route::{Address, Route},
};

use super::{CopyInfo, More, State};
use crate::browser::{
    dom,
    history::{self, How},
    keys,
    place::{self, Place},
};
use crate::signals::effect;

/// What the address asks for now.
pub(super) fn current() -> Address {
    Route::parse(&history::query())
}

/// Follows links, back and forward, and the slash.
pub(super) fn listen(state: State) {
    let moved = move |query: String| {
        let kept = Place::kept();
        let is_new = show(state, &query);
        if is_new && !kept.as_ref().is_some_and(Place::has_focus) {
            focus_heading();
        }
        state.coming_back.set_value(kept);
        arrive(state);
    };
    history::listen(moved, move |href| go(state, &href, How::Follow));
    place::listen(move || keep_place(state), move || state.coming_back.set_value(None));
    keys::on_slash(move || search(state));
    // A page that was left and is opened again: what it shows is drawn when the copy is here.
    state.coming_back.set_value(Place::kept());
    effect(move || {
        state.catalogue.track();
        state.copy.track();
        arrive(state);
    });
    let mut waited = false;
    effect(move || {
        let waits = state.more.get() == More::Coming;
        if waited && !waits {
            // The reader was in the page's place before the page was.
            request_animation_frame(|| {
                dom::focus("#main:focus h1");
            });
            arrive(state);
        }
        waited = waits;
    });
}

/// Goes to a query.
pub(super) fn go(state: State, href: &str, how: How) {
    let filters_were_open = filters_are_open(state);
    state.coming_back.set_value(None);
    history::go(href, how);
    show(state, href);
    if how == How::Follow {
        if filters_were_open && !filters_are_open(state) {
            request_animation_frame(|| {
                if !dom::focus("#open-filters") {
                    dom::focus("main h1");
                }
            });
        } else {
            focus_heading();
        }
    }
}

fn filters_are_open(state: State) -> bool {
    state.route.with_untracked(|r| matches!(r, Route::List(query) if query.filters_open))
}

/// After the page has changed the reader, also one who hears it, is at its heading.
fn focus_heading() {
    request_animation_frame(|| {
        // A page whose module is on the way has none: the effect in `listen` goes on from here.
        if !dom::focus("main h1") {
            dom::focus("#main");
        }
    });
}

/// Keeps the focus in the place of the page, if it is there, while the page gives way to one that is on its way.
pub(super) fn wait_in_page() {
    dom::focus("#main:focus-within");
}

/// Puts the focus into the page's search box; where there is none, into the list's.
fn search(state: State) -> bool {
    const BOX: &str = "main input[type=search]";
    if !dom::focus(BOX) {
        let list = match state.route.get_untracked() {
            Route::List(query) => query.showing_filters(false),
            _ => Query::of([]),
        };
        go(state, &Route::List(list).href(), How::Follow);
        request_animation_frame(|| {
            dom::focus(BOX);
        });
    }
    true
}

/// Keeps where the reader is, unless they are still on the way to where they were.
fn keep_place(state: State) {
    if state.coming_back.with_value(Option::is_none) {
        Place::here().keep();
    }
}

/// Comes to where the reader was, once what is shown is drawn. As long as that place is not there, and the reader does
/// nothing else, it is looked for again whenever more of the copy is here.
fn arrive(state: State) {
    if state.coming_back.with_value(Option::is_none) {
        return;
    }
    request_animation_frame(move || {
        let Some(place) = state.coming_back.get_value() else { return };
        let is_coming = state.copy.with_untracked(CopyInfo::is_coming) || state.more.get_untracked() == More::Coming;
        match place.go() {
            // What comes yet may move what was found: a row of the list becomes another's.
            (true, None | Some(true)) if !is_coming => state.coming_back.set_value(None),
            // What had the focus is gone: a pledge that is in the list no more.
            (_, Some(false)) if !is_coming => {
                dom::focus("main h1");
                state.coming_back.set_value(Some(place.without_focus()));
            }
            _ => {}
        }
    });
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
