//! The shell: header, banner, the page that the address asks for, footer.

use leptos::{mount::mount_to, prelude::untrack};
use pledgebook_core::{
    browse::{PartySort, Query},
    flags::Step,
    model::PledgeId,
    route::Route,
};
use web_sys::HtmlElement;

use crate::{
    browser::dom,
    components::{banner, footer, header},
    pages::{cover_page, follow_more, late_page, list_page},
    signals::Derived,
    state::{State, use_state},
    view::{Node, el, nodes},
    words::{Book, Words, use_words},
};

/// Puts the app into the page, in the place of the boot box.
pub fn mount(root: HtmlElement, book: Book) {
    let app = mount_to(root, || {
        State::start(book);
        app()
    });
    app.forget();
    dom::remove("#boot");
}

/// Which page is shown. Where much can be chosen of a page, it is one page whatever is chosen: so that typing does not take
/// its field away.
#[derive(Clone, PartialEq)]
enum Shown {
    List,
    Parties,
    Compare,
    /// The form that flags a pledge.
    Flag(PledgeId),
    Other(Route),
}

fn app() -> Node {
    let (state, words) = (use_state(), use_words());
    let shown = Derived::new(move || match state.route.get() {
        Route::List(_) => Shown::List,
        Route::Timeline(..) => Shown::Parties,
        Route::Compare(_) => Shown::Compare,
        Route::Flag(pledge, ..) => Shown::Flag(pledge),
        other => Shown::Other(other),
    });
    let page = move || {
        let shown = shown.get();
        // What a page reads while it is made is not what decides which page is shown.
        untrack(|| match shown {
            Shown::List => nodes(list_page()).key("list"),
            Shown::Parties => nodes(late_page(Route::Timeline(Query::of([]), PartySort::default()))).key("late"),
            Shown::Compare => nodes(late_page(Route::Compare(Vec::new()))).key("late"),
            Shown::Flag(pledge) => nodes(late_page(Route::Flag(pledge, None, Step::default()))).key("late"),
            Shown::Other(Route::Cover | Route::List(_)) => nodes(cover_page()).key("cover"),
            Shown::Other(late) => nodes(late_page(late)).key("late"),
        })
    };
    follow_more();
    nodes((
        el("a.skip").attr("href", "#main").with(words.say(Words::nav_skip)),
        header(),
        banner(),
        el("main").attr("id", "main").attr("tabindex", "-1").with(el("div.page").with(page)),
        footer(),
    ))
}
