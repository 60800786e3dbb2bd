//! The head of every page: the name, where one can go, how the copy stands, the language.

use leptos::prelude::*;
use pledgebook_core::{browse::Query, route::Route};

use super::{Icon, PartyFinder, icon};
use crate::{
    browser::intl,
    state::{switch_language, use_state},
    words::{Language, Words, use_words},
};

/// The header.
#[component]
pub fn Header() -> impl IntoView {
    let state = use_state();
    let partial = move || if state.copy.with(|c| c.is_partial()) { "partial" } else { "whole" };
    view! {
        <header class="site" data-copy=partial>
            <div class="page">
                <a class="brand" href="?">
                    "Pledgebook"
                    <svg aria-hidden="true" class="turn">
                        <line x1="0" y1="3" x2="62%" y2="3" />
                        <line x1="64%" y1="3" x2="100%" y2="3" stroke-dasharray="5 3.5" />
                    </svg>
                </a>
                <Menu />
                <div class="end">
                    <div class="find"><PartyFinder id="find" /></div>
                    <CopySign />
                    <LanguageMenu />
                </div>
            </div>
        </header>
    }
}

/// On a laptop a row of links; on a phone they open below the name, and close when one is followed.
#[component]
fn Menu() -> impl IntoView {
    let (state, words) = (use_state(), use_words());
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        state.route.track();
        open.set(false);
    });
    let is_pledges = move || state.route.with(|r| matches!(r, Route::List(_) | Route::Pledge(_)));
    let is_about = move || state.route.with(|r| *r == Route::About);
    let current = |is: bool| is.then_some("page");
    view! {
        <button class="menu" type="button" aria-expanded=move || open.get().to_string() aria-controls="nav" on:click=move |_| open.update(|o| *o = !*o)>
            {words.say(Words::nav_menu)}
            {icon(Icon::Menu)}
        </button>
        <nav id="nav" class="main-nav" class:open=open aria-label=words.say(Words::nav_label)>
            <ul class="nav">
                <li><a href=Route::List(Query::of([])).href() aria-current=move || current(is_pledges())>{words.say(Words::nav_pledges)}</a></li>
                <li><a href=Route::About.href() aria-current=move || current(is_about())>{words.say(Words::nav_about)}</a></li>
            </ul>
        </nav>
    }
}

/// How the copy stands, in a few words: its date, and whether there is a line.
#[component]
fn CopySign() -> impl IntoView {
    let (state, words) = (use_state(), use_words());
    let offline = Memo::new(move |_| state.copy.with(|c| c.is_offline()));
    let text = move || {
        state.copy.with(|copy| {
            let day = copy.copied_at.map(|at| intl::day(at, words.language()));
            match (day, copy.is_offline(), copy.status.running) {
                (Some(day), true, _) => words.copy_offline(day),
                (Some(day), false, _) => words.copy_of(day),
                (None, _, false) if copy.status.have > 0 => words.copy_parts(copy.status.have, copy.status.of),
                (None, true, _) => words.copy_none_offline(),
                (None, false, true) if copy.status.of > 0 => words.copy_parts(copy.status.have, copy.status.of),
                (None, false, true) => words.copy_beginning(),
                (None, false, false) => words.copy_none(),
            }
        })
    };
    view! {
        <a class="copysign" href=Route::Copy.href()>
            {move || icon(if offline.get() { Icon::Offline } else { Icon::Copy })}
            <span>{text}</span>
        </a>
    }
}

/// The languages, each by its own name.
#[component]
fn LanguageMenu() -> impl IntoView {
    let (state, words) = (use_state(), use_words());
    let options = Language::ALL
        .into_iter()
        .map(|language| {
            let selected = move || words.language() == language;
            view! { <option lang=language.tag() value=language.tag() selected=selected>{language.own_name()}</option> }
        })
        .collect_view();
    view! {
        <label class="lang">
            <span class="vh">{words.say(Words::nav_language)}</span>
            <select
                prop:value=move || words.tag()
                on:change:target=move |event| {
                    if let Some(language) = Language::of_tag(&event.target().value()) {
                        switch_language(state, language);
                        // Until the language is here the menu says what is on the page.
                        event.target().set_value(words.tag());
                    }
                }
            >
                {options}
            </select>
        </label>
    }
}
