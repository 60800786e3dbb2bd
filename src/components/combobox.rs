//! Find a country or organisation: a combobox with a list, as the ARIA practices describe it. Arrows move through
//! what was found, enter opens, escape closes; the number found is said.

use std::sync::Arc;

use leptos::prelude::{Callable, Callback};
use pledgebook_core::{
    browse::{Found, find_parties, mark_name},
    model::PartyId,
    route::{Group, Route},
};
use web_sys::Event;

use super::{Icon, category_words, icon};
use crate::{
    browser::{dom, intl},
    signals::{Derived, Var},
    state::use_state,
    view::{IntoNode, Node, each, el},
    words::{Words, use_words},
};

/// The most parties that are offered.
const OFFERED: usize = 8;

/// The field with its list. `id` tells several of one page apart; `labelled` says that a label of its own stands above
/// it, else it carries one and a placeholder.
pub fn party_finder(id: &'static str, labelled: bool) -> Node {
    let state = use_state();
    let go = move |party| state.go(&Route::Party(party, Group::default()));
    finder(id, labelled, Callback::new(go))
}

/// The same, for something else to be done with the party that is chosen.
pub fn finder(id: &'static str, labelled: bool, chosen: Callback<PartyId>) -> Node {
    let (state, words) = (use_state(), use_words());
    let typed = Var::new(String::new());
    let open = Var::new(false);
    let active = Var::new(None::<usize>);
    let found = Derived::new(move || {
        let typed = typed.get();
        state.catalogue.with(|catalogue| find_parties(catalogue, &typed, words.tag(), OFFERED))
    });
    let choose = move |at: usize| {
        let Some(party) = found.with_untracked(|f| f.get(at).map(|f| f.party.id.clone())) else { return };
        open.set(false);
        active.set(None);
        typed.set(String::new());
        chosen.run(party);
    };
    let finder = Finder { id, open, active, typed, found, choose: Callback::new(choose) };
    let status = move || match (open.get() && !typed.with(|t| t.trim().is_empty()), found.with(Vec::len)) {
        (false, _) => String::new(),
        (true, 0) => words.find_none(),
        (true, n) => words.find_count(n),
    };
    el(if labelled { "div.combo.big" } else { "div.combo" }).with((
        el("div.box").with((icon(Icon::Search), field(finder, labelled, words))),
        el("ul.options")
            .attr("id", finder.list())
            .attr("role", "listbox")
            .attr("aria-label", words.say(Words::find_label))
            .attr("hidden", move || !finder.is_shown())
            .with(move || options(finder, words)),
        el("p.vh").attr("role", "status").with(status),
    ))
}

fn field(finder: Finder, labelled: bool, words: Words) -> Node {
    let Finder { id, open, active, typed, .. } = finder;
    let label = move || (!labelled).then(|| words.find_label());
    let on_input = move |event| {
        typed.set(dom::value_of(&event));
        active.set(None);
        open.set(true);
    };
    let on_blur = move |_| {
        open.set(false);
        active.set(None);
    };
    el(if labelled { "input.in" } else { "input.in.small" })
        .attr("id", id)
        .attr("type", "text")
        .attr("role", "combobox")
        .attr("aria-expanded", move || finder.is_shown().to_string())
        .attr("aria-controls", finder.list())
        .attr("aria-autocomplete", "list")
        .attr("aria-activedescendant", move || active.get().filter(|_| finder.is_shown()).map(|at| finder.option(at)))
        .attr("aria-label", label)
        .attr("placeholder", label)
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("dir", move || typed.with(|t| (!t.is_empty()).then_some("auto")))
        .value(move || typed.get())
        .on("input", on_input)
        .on("keydown", move |event| keys(&event, finder))
        .on("blur", on_blur)
}

fn options(finder: Finder, words: Words) -> Node {
    let Finder { active, typed, choose, .. } = finder;
    each(finder.found.get().iter().enumerate(), |(at, found)| {
        el("li")
            .attr("role", "option")
            .attr("id", finder.option(at))
            .attr("aria-selected", move || (active.get() == Some(at)).to_string())
            .on("mousedown", move |event| {
                event.prevent_default();
                choose.run(at);
            })
            .with(option_view(found, &typed.get_untracked(), words))
    })
}

#[derive(Clone, Copy)]
struct Finder {
    id: &'static str,
    open: Var<bool>,
    active: Var<Option<usize>>,
    typed: Var<String>,
    found: Derived<Vec<Found>>,
    choose: Callback<usize>,
}

impl Finder {
    fn is_shown(self) -> bool {
        self.open.get() && !self.found.with(Vec::is_empty)
    }

    fn list(self) -> String {
        self.id.to_owned() + "-list"
    }

    fn option(self, at: usize) -> String {
        format!("{}-{at}", self.id)
    }
}

fn keys(event: &Event, with: Finder) {
    let count = with.found.with_untracked(Vec::len);
    let at = with.active.get_untracked();
    let moved = match dom::key_of(event).as_str() {
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

fn option_view(found: &Found, typed: &str, words: Words) -> (Node, Node) {
    let party: &Arc<_> = &found.party;
    let (lang, name) = party
        .names
        .best(words.tag())
        .map_or_else(|| (None, party.id.to_string()), |(l, n)| (Some(l.as_str().to_owned()), n.to_owned()));
    let pieces = each(mark_name(&name, typed), |p| if p.found { el("b").with(p.text) } else { p.text.into_node() });
    let kind = category_words(words, party.category.as_ref());
    let country = party.country.as_deref().filter(|_| !kind.is_empty()).map(|c| intl::country(c, words.language()));
    let country = country.filter(|c| *c != name);
    let note = [Some(kind), country].into_iter().flatten().filter(|s| !s.is_empty()).collect::<Vec<_>>().join(", ");
    (el("bdi").attr("lang", lang).with(pieces), el("span.note").with(note))
}
