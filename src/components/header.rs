//! The head of every page: the name, where one can go, how the copy stands, the language.

use pledgebook_core::{
    browse::{PartySort, Query},
    route::Route,
};

use super::{Icon, icon, party_finder};
use crate::{
    browser::{dom, intl},
    signals::{Derived, Var, effect},
    state::{switch_language, use_state},
    view::{Node, each, el, nodes},
    words::{Language, Words, use_words},
};

/// The header.
pub fn header() -> Node {
    let state = use_state();
    // On the list its search box is the first field of the page; it finds parties as well.
    let is_list = Derived::new(move || state.route.with(|r| matches!(r, Route::List(_))));
    let finder = move || (!is_list.get()).then(|| el("div.find").with(party_finder("find", false)));
    let partial = move || if state.copy.with(|c| c.is_partial()) { "partial" } else { "whole" };
    el("header.site").attr("data-copy", partial).with(el("div.page").with((
        el("a.brand").attr("href", "?").with(("Pledgebook", brand_line())),
        menu(),
        el("div.end").with((finder, copy_sign(), waiting(), language_menu())),
    )))
}

/// The line under the name: known, then not yet.
fn brand_line() -> Node {
    let line = |from, to| el("line").attr("x1", from).attr("y1", "3").attr("x2", to).attr("y2", "3");
    el("svg.turn")
        .attr("aria-hidden", "true")
        .with((line("0", "62%"), line("64%", "100%").attr("stroke-dasharray", "5 3.5")))
}

/// On a laptop a row of links; on a phone they open below the name, and close when one is followed.
fn menu() -> Node {
    let (state, words) = (use_state(), use_words());
    let open = Var::new(false);
    effect(move || {
        state.route.track();
        open.set(false);
    });
    let link = |route: Route, name, is: fn(&Route) -> bool| {
        let current = move || state.route.with(is).then_some("page");
        el("li").with(el("a").attr("href", route.href()).attr("aria-current", current).with(words.say(name)))
    };
    nodes((
        el("button.menu")
            .attr("type", "button")
            .attr("aria-expanded", move || open.get().to_string())
            .attr("aria-controls", "nav")
            .on("click", move |_| open.set(!open.get_untracked()))
            .with((words.say(Words::nav_menu), icon(Icon::Menu))),
        el("nav.main-nav")
            .attr("id", "nav")
            .class_if("open", move || open.get())
            .attr("aria-label", words.say(Words::nav_label))
            .with(el("ul.nav").with((
                link(Route::List(Query::of([])), Words::nav_pledges, |r| {
                    matches!(r, Route::List(_) | Route::Pledge(_))
                }),
                link(Route::Timeline(Query::of([]), PartySort::default()), Words::nav_parties, |r| {
                    matches!(r, Route::Timeline(..) | Route::Party(..) | Route::Compare(_))
                }),
                link(Route::About, Words::nav_about, |r| *r == Route::About),
            ))),
    ))
}

/// How the copy stands, in a few words: its date, and whether there is a line.
fn copy_sign() -> Node {
    let (state, words) = (use_state(), use_words());
    let offline = Derived::new(move || state.copy.with(|c| c.is_offline()));
    let text = move || {
        state.copy.with(|copy| {
            let day = copy.copied_at.map(|at| intl::day(at, words.language()));
            match (day, copy.is_offline(), copy.status.running) {
                (Some(day), true, _) => words.copy_offline(day),
                (Some(day), false, _) => words.copy_of(day),
                (None, offline, running) if copy.status.have > 0 || (running && !offline && copy.status.of > 0) => {
                    words.copy_parts(copy.status.have, copy.status.of)
                }
                (None, true, _) => words.copy_none_offline(),
                (None, false, true) => words.copy_beginning(),
                (None, false, false) => words.copy_none(),
            }
        })
    };
    el("a.copysign")
        .attr("href", Route::Copy.href())
        .with((move || icon(if offline.get() { Icon::Offline } else { Icon::Copy }), el("span").with(text)))
}

/// That flags wait on this device.
fn waiting() -> Node {
    let (state, words) = (use_state(), use_words());
    nodes(move || {
        let n = state.waiting.get();
        (n > 0).then(|| {
            let said = el("span").with(words.nav_flags_waits(n));
            el("a.copysign.waits").attr("href", Route::Flags.href()).with((icon(Icon::Note), said))
        })
    })
}

/// The languages, each by its own name.
fn language_menu() -> Node {
    let (state, words) = (use_state(), use_words());
    let option = |language: Language| {
        el("option")
            .attr("lang", language.tag())
            .attr("value", language.tag())
            .attr("selected", move || words.language() == language)
            .with(language.own_name())
    };
    let chosen = move |event| {
        if let Some(language) = Language::of_tag(&dom::value_of(&event)) {
            switch_language(state, language);
            // Until the language is here the menu says what is on the page.
            dom::set_value_of(&event, words.tag());
        }
    };
    el("label.lang").with((
        el("span.vh").with(words.say(Words::nav_language)),
        el("select").value(move || words.tag()).on("change", chosen).with(each(Language::ALL, option)),
    ))
}
