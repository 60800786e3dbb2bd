//! Back and forward through the pages of a list.

use pledgebook_core::{
    browse::{Page, Query},
    route::Route,
};

use super::{Icon, icon};
use crate::{
    view::{Node, el},
    words::use_words,
};

/// The links to the pages before and after, and where this one stands.
pub fn pager(page: &Page, query: &Query) -> Node {
    let words = use_words();
    let link = |rel: &'static str, number: usize| {
        el("a.btn").attr("rel", rel).attr("href", Route::List(query.on_page(number)).href())
    };
    let back = (page.number > 1).then(|| link("prev", page.number - 1).with((icon(Icon::Back), words.pager_back())));
    let next =
        (page.number < page.pages).then(|| link("next", page.number + 1).with((words.pager_next(), icon(Icon::Next))));
    el("nav.pager").attr("aria-label", words.pager_label()).with((
        el("span").with(back),
        el("span.quiet.small").with(words.pager_where(page.number, page.pages)),
        el("span").with(next),
    ))
}
