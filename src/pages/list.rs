//! The list: what was asked for, how much of it there is, and a page of it.

use pledgebook_core::browse::Query;

use crate::{
    components::{chips, search_box},
    signals::Derived,
    view::{Node, el, nodes},
    words::Words,
};

mod count;
mod facet;
mod facets;
mod listing;
mod results;
mod screen;
mod sort;
mod values;
mod ways_on;

use listing::Listing;

/// The list of pledges.
pub fn list_page() -> Node {
    let list = Listing::new();
    let filters_alone = Derived::new(move || !list.state.wide.get() && list.query.with(|q| q.filters_open));
    list.state.title(move || match filters_alone.get() {
        true => list.words.filters_title(),
        false => list.query.with(|q| title(q, list.words)),
    });
    nodes(move || if filters_alone.get() { screen::view(list).key("filters") } else { whole(list).key("list") })
}

fn whole(list: Listing) -> Node {
    let typed = move || list.query.with(|q| q.q.clone());
    let on_typed = move |typed: String| list.type_words(typed);
    nodes((
        el("h1.vh").attr("tabindex", "-1").with(list.words.say(Words::list_title)),
        el("div.listing").with((
            search_box("q", false, typed, on_typed, on_typed),
            move || list.state.wide.get().then(|| facets::aside(list)),
            el("div.stack.list").with((
                el("div.bar-l").with((
                    count::view(list),
                    move || (!list.state.wide.get()).then(|| screen::button(list)),
                    sort::view(list),
                )),
                chips(list.query, list.filters),
                results::view(list),
            )),
        )),
    ))
}

fn title(query: &Query, words: Words) -> String {
    if query.q.is_empty() { words.list_title() } else { words.list_title_with(query.q.clone()) }
}
