//! What is chosen, as links that take it away again. An unknown value stays visible and can be removed.

use pledgebook_core::{
    browse::{Catalogue, Filter, Query},
    route::Route,
};

use super::{Icon, icon, value_name};
use crate::{
    signals::Derived,
    state::use_state,
    view::{IntoNode, IntoValue, Node, Value, each, el},
    words::{Words, use_words},
};

/// The chosen filters of a list. Typing changes where the chips lead, but not the chips.
pub fn chips(query: Derived<Query>, filters: Derived<Vec<Filter>>) -> Node {
    let (state, words) = (use_state(), use_words());
    let clear = move || query.with(|q| Route::List(q.without_filters()).href());
    let all = move || {
        let filters = filters.get();
        let chips = state.catalogue.with(|c| {
            each(&filters, |f| {
                let filter = f.clone();
                let href = move || query.with(|q| Route::List(q.without(&filter)).href());
                chip(f, href.into_value(), c, words)
            })
        });
        let clear = el("li").with(el("a.small").attr("href", clear).with(words.chip_clear()));
        (!filters.is_empty()).then(|| el("ul.chips").with((chips, clear)))
    };
    all.into_node()
}

/// The chosen filters of a page that is made anew with each choice; `to` is the page's route for another query.
pub fn filter_chips(query: &Query, to: &dyn Fn(Query) -> Route, catalogue: &Catalogue, words: Words) -> Node {
    let chips = each(query.filters(), |f| chip(f, to(query.without(f)).href().into_value(), catalogue, words));
    let clear = el("a.small").attr("href", to(query.without_filters()).href()).with(words.chip_clear());
    (!query.filters().is_empty()).then(|| el("ul.chips").with((chips, el("li").with(clear)))).into_node()
}

fn chip(filter: &Filter, href: Value, catalogue: &Catalogue, words: Words) -> Node {
    let (name, known) = value_name(catalogue, filter, words);
    let shown = if filter.without { words.chip_without(name) } else { name };
    let said = el("span.vh").with((words.chip_remove(), " "));
    el("li").with(
        el(if known { "a.chip" } else { "a.chip.unknown" })
            .attr("href", href)
            .with((el("span").with((said, el("bdi").with(shown))), icon(Icon::X))),
    )
}
