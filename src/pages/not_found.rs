//! An address that leads to nothing in this copy: said plainly, with a search box.

use pledgebook_core::{browse::Query, route::Route};

use crate::{
    components::search_box,
    state::use_state,
    view::{IntoNode, Node, el},
    words::{Words, use_words},
};

/// The page for an address that cannot be.
pub fn not_found_page() -> Node {
    not_found(use_words().say(Words::not_found_text))
}

/// What is not there, in a sentence, and how to go on.
pub fn not_found(said: impl IntoNode) -> Node {
    let (state, words) = (use_state(), use_words());
    state.title(move || words.not_found_title());
    let search = move |q: String| state.go(&Route::List(Query::search(&q)));
    el("div.stack.narrow").with((
        el("h1").attr("tabindex", "-1").with(words.say(Words::not_found_title)),
        el("p.lead").with(said),
        search_box("not-found-search", false, String::new, |_| (), search),
        el("p").with(el("a").attr("href", Route::List(Query::of([])).href()).with(words.say(Words::foot_all))),
    ))
}
