//! In the place of a page whose module is not here yet: nothing at first, then that it is on the way; or that it did not
//! come, and how to try again.

use leptos::prelude::untrack;
use pledgebook_core::route::Route;

use super::split::{Call, more};
use crate::{
    signals::effect,
    state::{More, use_state},
    view::{Node, el, nodes},
    words::{Words, use_words},
};

/// A page of the second module, as soon as that is here.
pub fn late_page(route: Route) -> Node {
    let state = use_state();
    state.want_more();
    nodes(move || {
        let stands = state.more.get();
        untrack(|| match stands {
            More::Here => more(&Call::Page(&route)),
            More::Failed => nodes(failed()).key("failed"),
            More::Away | More::Coming => nodes(coming()).key("coming"),
        })
    })
}

/// Lets the second module begin with what it does by itself, once it is here.
pub fn follow_more() {
    let state = use_state();
    effect(move || {
        if state.more.get() == More::Here {
            untrack(|| more(&Call::Start));
        }
    });
}

fn coming() -> Node {
    let (state, words) = (use_state(), use_words());
    state.title(String::new);
    state.wait_in_page();
    el("p.quiet.late").with(words.say(Words::more_coming))
}

fn failed() -> Node {
    let (state, words) = (use_state(), use_words());
    state.title(move || words.more_failed());
    let again = el("button.btn.main").attr("type", "button").on("click", move |_| state.want_more());
    el("div.stack.narrow").with((
        el("h1").attr("tabindex", "-1").with(words.say(Words::more_failed)),
        el("p.lead").with(words.say(Words::more_failed_text)),
        el("p").with(again.with(words.say(Words::more_again))),
    ))
}
