//! Names of things in the reader's language, with the language that they are really in; an unknown id as it is.

use pledgebook_core::{
    browse::{Brief, Catalogue, Filter, Key, Piece, Query},
    model::{Category, EditionId, PartyId, Period, TermList, clip},
    route::{Group, Route},
};

use crate::{
    browser::intl,
    view::{IntoNode, Node, each, el, nodes},
    words::{Language, Words},
};

/// The letters of a party's name that a line has room for; its own page has them all.
const LONGEST_NAME: usize = 160;

/// A party's name as a link to its page, isolated from its surroundings.
pub fn party_link(catalogue: &Catalogue, id: &PartyId, words: Words, plain: bool) -> Node {
    let (lang, name) = catalogue.party_name(id, words.tag());
    let name = clip(&name, LONGEST_NAME).into_owned();
    el(if plain { "a.plain" } else { "a" })
        .attr("href", Route::Party(id.clone(), Group::default()).href())
        .with(el("bdi").attr("lang", lang).with(name))
}

/// What a party is, in words; empty where that is not known.
pub fn category_words(words: Words, category: Option<&Category>) -> String {
    match category {
        Some(Category::State) => words.category_state(),
        Some(Category::NationalSociety) => words.category_national_society(),
        Some(Category::Movement) => words.category_movement(),
        Some(Category::Observer) => words.category_observer(),
        Some(Category::Group) => words.category_group(),
        Some(Category::Other(word)) => word.to_string(),
        None => String::new(),
    }
}

/// A theme's name.
pub fn theme_name(catalogue: &Catalogue, id: &str, words: Words) -> String {
    catalogue.term_name(TermList::Themes, id, words.tag()).1
}

/// A term's name in its own language, isolated from its surroundings.
pub fn term_text(catalogue: &Catalogue, list: TermList, id: &str, words: Words) -> Node {
    let (lang, name) = catalogue.term_name(list, id, words.tag());
    el("bdi").attr("lang", lang).with(name)
}

/// A Conference in short: `33rd Conference`, as the language counts; the term's name, or the id, where it has no
/// number.
pub fn edition_name(catalogue: &Catalogue, id: &EditionId, words: Words) -> String {
    match id.number() {
        Some(number) => words.edition_short(ordinal(number, words.language())),
        None => catalogue.term_name(TermList::Editions, id.as_str(), words.tag()).1,
    }
}

/// A Conference with its place and month: `Geneva, December 2019`; empty where neither is known.
pub fn edition_where(catalogue: &Catalogue, id: &EditionId, words: Words) -> String {
    let Some(term) = catalogue.term(TermList::Editions, id.as_str()) else { return String::new() };
    let month = term.from.map(|d| {
        let shown = d.to_string();
        let month = pledgebook_core::model::Date::parse(shown.get(..7).unwrap_or(&shown)).unwrap_or(d);
        intl::date(month, words.language())
    });
    let place = term.place.as_deref().map(|p| if p == "Geneva" { words.place_geneva() } else { p.to_owned() });
    match (place, month) {
        (Some(place), Some(month)) => words.edition_where(place, month),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => String::new(),
    }
}

/// The year in which a Conference met.
pub fn edition_year(catalogue: &Catalogue, id: &EditionId) -> Option<u16> {
    catalogue.term(TermList::Editions, id.as_str()).and_then(|t| t.from).map(|d| d.year())
}

/// A Conference's number as the language counts Conferences.
fn ordinal(number: u16, language: Language) -> String {
    match language {
        Language::En => {
            let suffix = match (number % 10, number % 100) {
                (_, 11..=13) => "th",
                (1, _) => "st",
                (2, _) => "nd",
                (3, _) => "rd",
                _ => "th",
            };
            format!("{number}{suffix}")
        }
        Language::Fr => format!("{}e", roman(number)),
        Language::Es => roman(number),
        Language::Ar => number.to_string(),
    }
}

fn roman(mut number: u16) -> String {
    const SIGNS: [(u16, &str); 9] =
        [(100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while number >= value {
            out.push_str(sign);
            number -= value;
        }
    }
    out
}

/// A period in words, with no end that the source does not give: `2016 to 2019`, `by 2028`, `from 2020`.
pub fn period_words(words: Words, period: &Period) -> Option<String> {
    let date = |d| intl::date(d, words.language());
    match (period.from, period.to) {
        (Some(from), Some(to)) if from == to => Some(date(from)),
        (Some(from), Some(to)) => Some(words.period_from_to(date(from), date(to))),
        (Some(from), None) => Some(words.period_from(date(from))),
        (None, Some(to)) => Some(words.period_to(date(to))),
        (None, None) => None,
    }
}

/// The title of a pledge, or a note and its first words, in pieces of which those that were looked for are marked; a
/// foreign title keeps its own direction. `id` is by what the link is found again.
pub fn titled(brief: &Brief, title: Vec<Piece>, id: Option<String>, words: Words) -> Node {
    let has_title = brief.title.is_some();
    let note = match (has_title, title.is_empty()) {
        (true, _) => None,
        (false, true) => Some(words.title_none()),
        (false, false) => Some(words.title_first_words()),
    };
    let lang = if has_title { &brief.title_lang } else { &brief.first_lang };
    let dir = lang.as_ref().map_or("auto", |l| if l.is_rtl() { "rtl" } else { "ltr" });
    let label = if title.is_empty() { brief.id.to_string().into_node() } else { marked(title) };
    let link = el("a")
        .attr("href", Route::Pledge(brief.id.clone()).href())
        .attr("id", id)
        .attr("lang", lang.as_ref().map(|l| l.as_str().to_owned()))
        .with(el("span.clamp").attr("dir", dir).with(label));
    nodes((note.map(|note| nodes((el("span.note").with(note), " "))), link))
}

/// The title of a pledge, or its first words, in one piece.
pub fn plain_title(brief: &Brief) -> Vec<Piece> {
    let text = brief.title.as_ref().unwrap_or(&brief.first_words).clone();
    if text.is_empty() { Vec::new() } else { vec![Piece { text, found: false }] }
}

/// A text in pieces, with a mark on those that were looked for.
pub fn marked(pieces: Vec<Piece>) -> Node {
    each(pieces, |p| if p.found { el("mark").with(p.text) } else { p.text.into_node() })
}

/// The list of one value.
pub fn list_of(key: Key, value: &str) -> String {
    Route::List(Query::of([Filter::with(key, value)])).href()
}

/// The number of a Conference, large; of one that has none its id, small.
pub fn short_name(edition: &EditionId) -> Node {
    let short = match edition.number() {
        Some(number) => el("b").with(number.to_string()),
        None => el("b.id").with(edition.to_string()),
    };
    short.attr("aria-hidden", "true")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conferences_are_counted_as_each_language_counts() {
        for (number, en, fr) in [
            (31, "31st", "XXXIe"),
            (32, "32nd", "XXXIIe"),
            (33, "33rd", "XXXIIIe"),
            (34, "34th", "XXXIVe"),
            (111, "111th", "CXIe"),
        ] {
            assert_eq!((ordinal(number, Language::En), ordinal(number, Language::Fr)), (en.to_owned(), fr.to_owned()));
        }
    }
}
