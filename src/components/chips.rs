//! What is chosen, as links that take it away again. An unknown value stays visible and can be removed.

use pledgebook_core::{
    browse::{Catalogue, Filter, Key, Query},
    model::{Category, EditionId, PartyId, Progress, TermList},
    route::Route,
};

use super::{Icon, category_words, edition_name, icon, progress_words};
use crate::{
    browser::intl,
    view::{Node, each, el},
    words::{Words, use_words},
};

/// The chosen filters of a list.
pub fn chips(query: &Query, catalogue: &Catalogue) -> Option<Node> {
    let words = use_words();
    let chip = |filter: &Filter| {
        let (name, known) = value_name(catalogue, filter, words);
        let shown = if filter.without { words.chip_without(name) } else { name };
        let said = el("span.vh").with((words.chip_remove(), " "));
        el("li").with(
            el(if known { "a.chip" } else { "a.chip.unknown" })
                .attr("href", Route::List(query.without(filter)).href())
                .with((el("span").with((said, el("bdi").with(shown))), icon(Icon::X))),
        )
    };
    let clear = Route::List(query.without_filters()).href();
    let clear = el("li").with(el("a.small").attr("href", clear).with(words.chip_clear()));
    (!query.filters().is_empty()).then(|| el("ul.chips").with((each(query.filters(), chip), clear)))
}

/// What a value is called, and whether it is known at all.
fn value_name(catalogue: &Catalogue, filter: &Filter, words: Words) -> (String, bool) {
    let value = filter.value.as_str();
    if value == "none" {
        return (words.value_none(key_name(filter.key, words)), true);
    }
    let term =
        |list: TermList| (catalogue.term_name(list, value, words.tag()).1, catalogue.term(list, value).is_some());
    match filter.key {
        Key::Edition => EditionId::new(value).map_or_else(
            || (value.to_owned(), false),
            |e| (edition_name(catalogue, &e, words), catalogue.editions().contains(&e)),
        ),
        Key::Theme => term(TermList::Themes),
        Key::Resolution => term(TermList::Resolutions),
        Key::Region => term(TermList::Regions),
        Key::Party => PartyId::new(value).map_or_else(
            || (value.to_owned(), false),
            |p| (catalogue.party_name(&p, words.tag()).1, catalogue.party(&p).is_some()),
        ),
        Key::Category => {
            let category = Category::from_wire(value);
            (category_words(words, Some(&category)), !matches!(category, Category::Other(_)))
        }
        Key::Progress => {
            Progress::from_word(value).map_or_else(|| (value.to_owned(), false), |p| (progress_words(words, p), true))
        }
        // What Intl has no name for, it gives back.
        Key::Country => named(intl::country(value, words.language()), value),
        Key::Language => named(intl::language_name(value, words.language()), value),
        Key::Kind | Key::Joint | Key::Role => fixed(filter.key, value, words),
    }
}

fn named(name: String, value: &str) -> (String, bool) {
    let known = name != value;
    (name, known)
}

fn fixed(key: Key, value: &str, words: Words) -> (String, bool) {
    let known = match (key, value) {
        (Key::Kind, "open") => words.kind_open(),
        (Key::Kind, "specific") => words.kind_specific(),
        (Key::Joint, "yes") => words.joint_yes(),
        (Key::Joint, "no") => words.joint_no(),
        (Key::Role, "pledging") => words.role_pledging(),
        (Key::Role, "signatory") => words.role_signatory(),
        _ => return (value.to_owned(), false),
    };
    (known, true)
}

/// What a key is called.
pub fn key_name(key: Key, words: Words) -> String {
    match key {
        Key::Edition => words.key_edition(),
        Key::Kind => words.key_kind(),
        Key::Joint => words.key_joint(),
        Key::Party => words.key_party(),
        Key::Role => words.key_role(),
        Key::Category => words.key_category(),
        Key::Region => words.key_region(),
        Key::Country => words.key_country(),
        Key::Theme => words.key_theme(),
        Key::Resolution => words.key_resolution(),
        Key::Progress => words.key_progress(),
        Key::Language => words.key_language(),
    }
}
