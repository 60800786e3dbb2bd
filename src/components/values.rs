//! What facets and their values are called. What nobody knows is called what it is.

use pledgebook_core::{
    browse::{Catalogue, Filter, Key},
    model::{Category, EditionId, PartyId, Progress, TermList},
};

use super::{category_words, edition_name, progress_words};
use crate::{browser::intl, words::Words};

/// What a value is called, and whether it is known at all.
pub fn value_name(catalogue: &Catalogue, filter: &Filter, words: Words) -> (String, bool) {
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
        Key::Stale => stale(catalogue, value, words),
        Key::Kind | Key::Joint | Key::Role | Key::Missing | Key::Lens => fixed(filter.key, value, words),
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
        (Key::Missing, "objectives") => words.missing_objectives(),
        (Key::Missing, "action-plan") => words.missing_action_plan(),
        (Key::Missing, "indicators") => words.missing_indicators(),
        (Key::Missing, "resources") => words.missing_resources(),
        (Key::Lens, "no-title") => words.lens_no_title(),
        (Key::Lens, "no-party") => words.lens_no_party(),
        (Key::Lens, "mixed-language") => words.lens_mixed_language(),
        (Key::Lens, "template") => words.lens_template(),
        _ => return (value.to_owned(), false),
    };
    (known, true)
}

/// Time without a report: the period has ended, or a Conference has met since.
fn stale(catalogue: &Catalogue, value: &str, words: Words) -> (String, bool) {
    if value == "ended" {
        return (words.stale_ended(), true);
    }
    let edition = value.strip_prefix("since-").and_then(EditionId::new);
    let known = edition.filter(|e| catalogue.editions().contains(e));
    known.map_or_else(|| (value.to_owned(), false), |e| (words.stale_since(edition_name(catalogue, &e, words)), true))
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
        Key::Missing => words.key_missing(),
        Key::Stale => words.key_stale(),
        Key::Lens => words.key_lens(),
    }
}
