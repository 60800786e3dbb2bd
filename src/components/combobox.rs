//! Find a country or organisation: a combobox with a list, as the ARIA practices describe it. Arrows move through
//! what was found, enter opens, escape closes; the number found is said.

use std::sync::Arc;

use leptos::{
    ev::{FocusEvent, KeyboardEvent},
    prelude::*,
};
use pledgebook_core::{
    browse::{Found, find_parties, mark_name},
    route::Route,
};

use super::{Icon, category_words, icon};
use crate::{
    browser::intl,
    state::use_state,
    words::{Words, use_words},
};

/// The most parties that are offered.
const OFFERED: usize = 8;

/// The field with its list. `id` tells several of one page apart.
#[component]
pub fn PartyFinder(
    /// The field's id.
    id: &'static str,
    /// Whether a label of its own stands above it; else it carries one and a placeholder.
    #[prop(optional)]
    labelled: bool,
) -> impl IntoView {
    let (state, words) = (use_state(), use_words());
    let typed = RwSignal::new(String::new());
    let open = RwSignal::new(false);
    let active = RwSignal::new(None::<usize>);
    let found = Memo::new(move |_| {
        let typed = typed.get();
        state.catalogue.with(|catalogue| find_parties(catalogue, &typed, words.tag(), OFFERED))
    });
    let shown = Memo::new(move |_| open.get() && !found.with(Vec::is_empty));
    let choose = move |at: usize| {
        let Some(party) = found.with_untracked(|f| f.get(at).map(|f| f.party.id.clone())) else { return };
        open.set(false);
        active.set(None);
        typed.set(String::new());
        state.go(&Route::Party(party));
    };
    let on_key =
        move |event: KeyboardEvent| keys(&event, Keys { open, active, typed, found, choose: Callback::new(choose) });
    let on_blur = move |_: FocusEvent| {
        open.set(false);
        active.set(None);
    };
    let list_id = format!("{id}-list");
    let option_id = move |at: usize| format!("{id}-{at}");
    let status = move || match (open.get() && !typed.with(|t| t.trim().is_empty()), found.with(Vec::len)) {
        (false, _) => String::new(),
        (true, 0) => words.find_none(),
        (true, n) => words.find_count(n),
    };
    let label = move || (!labelled).then(|| words.find_label());
    let size = if labelled { "combo big" } else { "combo" };
    view! {
        <div class=size>
            <div class="box">
                {icon(Icon::Search)}
                <input
                    class="in"
                    class:small=!labelled
                    id=id
                    type="text"
                    role="combobox"
                    aria-expanded=move || shown.get().to_string()
                    aria-controls=list_id.clone()
                    aria-autocomplete="list"
                    aria-activedescendant=move || active.get().filter(|_| shown.get()).map(option_id)
                    aria-label=label
                    placeholder=label
                    autocomplete="off"
                    spellcheck="false"
                    dir=move || if typed.with(String::is_empty) { None } else { Some("auto") }
                    prop:value=typed
                    on:input:target=move |event| {
                        typed.set(event.target().value());
                        active.set(None);
                        open.set(true);
                    }
                    on:keydown=on_key
                    on:blur=on_blur
                />
            </div>
            <ul class="options" id=list_id role="listbox" aria-label=words.say(Words::find_label) hidden=move || !shown.get()>
                {move || {
                    found
                        .get()
                        .into_iter()
                        .enumerate()
                        .map(|(at, f)| {
                            let selected = move || (active.get() == Some(at)).to_string();
                            let option = option_view(&f, &typed.get_untracked(), words);
                            view! {
                                <li
                                    role="option"
                                    id=option_id(at)
                                    aria-selected=selected
                                    on:mousedown=move |event| {
                                        event.prevent_default();
                                        choose(at);
                                    }
                                >
                                    {option}
                                </li>
                            }
                        })
                        .collect_view()
                }}
            </ul>
            <p class="vh" role="status">{status}</p>
        </div>
    }
}

#[derive(Clone, Copy)]
struct Keys {
    open: RwSignal<bool>,
    active: RwSignal<Option<usize>>,
    typed: RwSignal<String>,
    found: Memo<Vec<Found>>,
    choose: Callback<usize>,
}

fn keys(event: &KeyboardEvent, with: Keys) {
    let count = with.found.with_untracked(Vec::len);
    let at = with.active.get_untracked();
    let moved = match event.key().as_str() {
        "ArrowDown" => Some(at.map_or(0, |n| (n + 1) % count.max(1))),
        "ArrowUp" => Some(at.map_or(count.saturating_sub(1), |n| (n + count.max(1) - 1) % count.max(1))),
        "Enter" => {
            // Enter without a choice takes the only one that there is.
            if let Some(chosen) = at.or((count == 1).then_some(0)) {
                event.prevent_default();
                with.choose.run(chosen);
            }
            None
        }
        "Escape" => {
            if with.open.get_untracked() && count > 0 {
                with.open.set(false);
            } else {
                with.typed.set(String::new());
            }
            with.active.set(None);
            None
        }
        _ => None,
    };
    if let Some(n) = moved
        && count > 0
    {
        event.prevent_default();
        with.open.set(true);
        with.active.set(Some(n));
    }
}

fn option_view(found: &Found, typed: &str, words: Words) -> impl IntoView + use<> {
    let party: &Arc<_> = &found.party;
    let (lang, name) = party
        .names
        .best(words.tag())
        .map_or_else(|| (None, party.id.to_string()), |(l, n)| (Some(l.as_str().to_owned()), n.to_owned()));
    let pieces = mark_name(&name, typed)
        .into_iter()
        .map(|(text, marked)| if marked { view! { <b>{text}</b> }.into_any() } else { text.into_any() })
        .collect_view();
    let kind = category_words(words, party.category.as_ref());
    let country = party.country.as_deref().filter(|_| !kind.is_empty()).map(|c| intl::country(c, words.language()));
    let country = country.filter(|c| *c != name);
    let note = [Some(kind), country].into_iter().flatten().filter(|s| !s.is_empty()).collect::<Vec<_>>().join(", ");
    view! { <bdi lang=lang>{pieces}</bdi> <span class="note">{note}</span> }
}
