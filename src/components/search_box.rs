//! The search box: type and press enter, or in the list just type.

use leptos::{ev::SubmitEvent, prelude::*};

use super::{Icon, icon};
use crate::words::{Words, use_words};

/// A search box with its button.
#[component]
pub fn SearchBox(
    /// The id of the field, to which a label may point.
    id: &'static str,
    /// What it holds.
    value: Signal<String>,
    /// Whether a label of its own stands above it; else it carries one.
    #[prop(optional)]
    labelled: bool,
    /// Called at every change.
    #[prop(into)]
    on_input: Callback<String>,
    /// Called when the reader presses enter or the button.
    #[prop(into)]
    on_submit: Callback<String>,
) -> impl IntoView {
    let words = use_words();
    let field = NodeRef::<leptos::html::Input>::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(input) = field.get_untracked() {
            on_submit.run(input.value());
        }
    };
    let label = move || view! { <label class="vh" for=id>{words.search_label()}</label> };
    // The direction of what is typed, once something is: an empty field takes the page's.
    let dir = move || if value.with(String::is_empty) { None } else { Some("auto") };
    view! {
        <form class="search big" role="search" on:submit=submit>
            {(!labelled).then_some(label)}
            <input
                class="in"
                id=id
                type="search"
                node_ref=field
                prop:value=value
                dir=dir
                autocomplete="off"
                spellcheck="false"
                enterkeyhint="search"
                maxlength="300"
                on:input:target=move |event| on_input.run(event.target().value())
            />
            <button class="btn main" type="submit">
                {icon(Icon::Search)}
                <span class="vh">{words.say(Words::search_button)}</span>
            </button>
        </form>
    }
}
