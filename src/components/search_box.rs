//! The search box: type and press enter, or in the list just type.

use std::sync::Arc;

use super::{Icon, icon};
use crate::{
    browser::dom,
    view::{Node, el},
    words::{Words, use_words},
};

/// A search box with its button. `id` is the field's, to which a label may point; `labelled` says that one of its own
/// stands above it, else it carries one; `value` is what it holds. Escape empties the box, and leaves it when it is empty.
pub fn search_box(
    id: &'static str,
    labelled: bool,
    value: impl Fn() -> String + Clone + Send + 'static,
    on_input: impl Fn(String) + Send + Sync + 'static,
    on_submit: impl Fn(String) + Send + Sync + 'static,
) -> Node {
    let words = use_words();
    let on_input = Arc::new(on_input);
    let submit = move |event: web_sys::Event| {
        event.prevent_default();
        on_submit(dom::value_of_form(&event));
    };
    let emptied = Arc::clone(&on_input);
    let on_key = move |event: web_sys::Event| {
        if dom::key_of(&event) != "Escape" {
            return;
        }
        event.prevent_default();
        if dom::value_of(&event).is_empty() {
            dom::leave(&event);
        } else {
            dom::set_value_of(&event, "");
            emptied(String::new());
        }
    };
    let label = (!labelled).then(|| el("label.vh").attr("for", id).with(move || words.search_label()));
    // The direction of what is typed, once something is: an empty field takes the page's.
    let dir = {
        let value = value.clone();
        move || (!value().is_empty()).then_some("auto")
    };
    el("form.search.big").attr("role", "search").on("submit", submit).with((
        label,
        el("input.in")
            .attr("id", id)
            .attr("type", "search")
            .value(value)
            .attr("dir", dir)
            .attr("autocomplete", "off")
            .attr("spellcheck", "false")
            .attr("enterkeyhint", "search")
            .attr("maxlength", "300")
            .on("keydown", on_key)
            .on("input", move |event| on_input(dom::value_of(&event))),
        el("button.btn.main")
            .attr("type", "submit")
            .with((icon(Icon::Search), el("span.vh").with(words.say(Words::search_button)))),
    ))
}
