//! Back and forward through the pages of a list.

use pledgebook_core::{browse::Query, route::Route};

use super::{Icon, icon};
use crate::{
    view::{Node, el},
    words::use_words,
};

/// The links to the pages before and after, and where this one stands: page `number` of `pages` of a query.
pub fn pager(number: usize, pages: usize, query: &Query) -> Node {
    let words = use_words();
    let link = |rel: &'static str, page: usize| {
        let id = if rel == "prev" { "page-back" } else { "page-next" };
        el("a.btn").attr("id", id).attr("rel", rel).attr("href", Route::List(query.on_page(page)).href())
    };
    let back = (number > 1).then(|| link("prev", number - 1).with((icon(Icon::Back), words.pager_back())));
    let next = (number < pages).then(|| link("next", number + 1).with((words.pager_next(), icon(Icon::Next))));
    el("nav.pager").attr("aria-label", words.pager_label()).with((
        el("span").with(back),
        el("span.quiet.small").with(words.pager_where(number, pages)),
        el("span").with(next),
    ))
}
