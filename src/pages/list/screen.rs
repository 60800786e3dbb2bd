//! Where there is no room for the filters beside the list they have a screen of their own, with an address of its own,
//! so that back closes it.

use pledgebook_core::route::Route;

use super::{count, facets, listing::Listing};
use crate::{
    components::{Icon, chips, icon},
    signals::Derived,
    view::{Node, el, nodes},
    words::Words,
};

/// The way to the filters: how many are chosen.
pub(super) fn button(list: Listing) -> Node {
    let chosen = Derived::new(move || list.filters.with(Vec::len));
    let tally = move || (chosen.get() > 0).then(|| facets::tally(chosen.get(), list.words));
    el("a.btn").attr("id", "open-filters").attr("href", move || address(list, true)).with((
        icon(Icon::Filter),
        list.words.say(Words::filters_title),
        tally,
    ))
}

/// The screen of the filters.
pub(super) fn view(list: Listing) -> Node {
    let words = list.words;
    let total = Derived::new(move || list.found.with(|page| page.total));
    let some = Derived::new(move || list.filters.with(|all| !all.is_empty()));
    let clear = move || {
        let href = move || list.query.with(|q| Route::List(q.without_filters()).href());
        some.get().then(|| el("a.btn").attr("href", href).with(words.chip_clear()))
    };
    let back = move || address(list, false);
    nodes(
        el("div.screen").with((
            el("div.screen-head").with((
                el("h1").attr("tabindex", "-1").with(words.say(Words::filters_title)),
                el("a.link").attr("href", back).with((icon(Icon::X), " ", words.say(Words::filters_close))),
            )),
            el("div.stack").with((
                count::view(list),
                chips(list.query, list.filters),
                el("div.facets").with(facets::all(list)),
            )),
            el("div.screen-foot")
                .with((clear, el("a.btn.main").attr("href", back).with(move || words.filters_show(total.get())))),
        )),
    )
}

fn address(list: Listing, open: bool) -> String {
    list.query.with(|q| Route::List(q.showing_filters(open)).href())
}
