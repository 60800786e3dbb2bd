//! Back and forward through the pages of a list.

use leptos::prelude::*;
use pledgebook_core::{
    browse::{Page, Query},
    route::Route,
};

use super::{Icon, icon};
use crate::words::use_words;

/// The links to the pages before and after, and where this one stands.
#[component]
pub fn Pager(
    /// The page.
    page: Page,
    /// What gave it.
    query: Query,
) -> impl IntoView {
    let words = use_words();
    let href = |number: usize| Route::List(query.on_page(number)).href();
    let back = (page.number > 1).then(|| {
        view! { <a class="btn" rel="prev" href=href(page.number - 1)>{icon(Icon::Back)}{words.pager_back()}</a> }
    });
    let next = (page.number < page.pages).then(|| {
        view! { <a class="btn" rel="next" href=href(page.number + 1)>{words.pager_next()}{icon(Icon::Next)}</a> }
    });
    view! {
        <nav class="pager" aria-label=words.pager_label()>
            <span>{back}</span>
            <span class="quiet small">{words.pager_where(page.number, page.pages)}</span>
            <span>{next}</span>
        </nav>
    }
}
