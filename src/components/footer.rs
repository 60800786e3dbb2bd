//! The foot of every page: who publishes this copy, what it is not, where else one can go.

use pledgebook_core::{
    browse::{PartySort, Query},
    route::Route,
};

use crate::{
    signals::Derived,
    state::use_state,
    view::{Node, el},
    words::{Words, use_words},
};

/// The footer.
pub fn footer() -> Node {
    let (state, words) = (use_state(), use_words());
    let publisher =
        Derived::new(move || state.copy.with(|c| c.manifest.as_ref().map(|m| m.publisher.clone())).unwrap_or_default());
    let disclaimer = Derived::new(move || {
        state.copy.with(|c| {
            let best = c.manifest.as_ref()?.disclaimer.best(words.tag())?;
            Some((best.0.as_str().to_owned(), best.1.to_owned()))
        })
    });
    let published = move || {
        publisher.with(|p| {
            (!p.name.is_empty()).then(|| {
                let said =
                    if p.official { words.published_by(&*p.name) } else { words.published_by_unofficial(&*p.name) };
                el("p").with(said)
            })
        })
    };
    let contact = move || {
        publisher
            .with(|p| p.contact.clone())
            .map(|mail| el("li").with(el("a").attr("href", "mailto:".to_owned() + &mail).with(words.foot_write())))
    };
    let disclaimer =
        move || disclaimer.get().map(|(lang, text)| el("p").attr("lang", lang).attr("dir", "auto").with(text));
    let item = |route: Route, name| el("li").with(el("a").attr("href", route.href()).with(words.say(name)));
    el("footer.foot").with(el("div.page.cols").with((
        el("div.stack").with((published, disclaimer)),
        el("ul").with((
            item(Route::List(Query::of([])), Words::foot_all),
            item(Route::Timeline(Query::of([]), PartySort::default()), Words::foot_parties),
            item(Route::About, Words::nav_about),
        )),
        el("ul").with((item(Route::Copy, Words::foot_copy), item(Route::Flags, Words::nav_flags), contact)),
    )))
}
