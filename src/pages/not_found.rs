//! An address that leads to nothing in this copy: said plainly, with a search box.

use leptos::prelude::*;
use pledgebook_core::{browse::Query, route::Route};

use crate::{
    components::SearchBox,
    state::use_state,
    words::{Words, use_words},
};

/// The page for an address that cannot be.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    let words = use_words();
    view! { <NotFound said=Signal::derive(move || words.not_found_text()) /> }
}

/// What is not there, and how to go on.
#[component]
pub fn NotFound(
    /// What is not there, in a sentence.
    #[prop(into)]
    said: Signal<String>,
) -> impl IntoView {
    let (state, words) = (use_state(), use_words());
    state.title(move || words.not_found_title());
    let search = move |q: String| state.go(&Route::List(Query::search(&q)));
    view! {
        <div class="stack narrow">
            <h1 tabindex="-1">{words.say(Words::not_found_title)}</h1>
            <p class="lead">{move || said.get()}</p>
            <SearchBox id="not-found-search" value=Signal::stored(String::new()) on_input=|_| () on_submit=search />
            <p><a href=Route::List(Query::of([])).href()>{words.say(Words::foot_all)}</a></p>
        </div>
    }
}
