//! One page of what a query gives: which pledges match, in which order, how many there are.

use std::{cmp::Reverse, sync::Arc};

use super::{
    Catalogue, Entry,
    catalogue::newest_first,
    filter::{Filter, Key, Query, Sort},
};
use crate::{
    model::{Date, PartyLink},
    order::{sorted, sorted_by_key},
    search::{Terms, fold},
};

/// The rows of a page.
pub const PAGE: usize = 20;

/// One page of results.
#[derive(Clone, Debug)]
pub struct Page {
    /// How many pledges match in all.
    pub total: usize,
    /// Which page this is, from 1: the nearest that there is.
    pub number: usize,
    /// How many pages there are; at least 1.
    pub pages: usize,
    /// The pledges of this page.
    pub rows: Vec<Arc<Entry>>,
}

/// The page that a query asks for; one beyond the last is the last. `lang` is the reader's, for sorting by names.
pub fn page(catalogue: &Catalogue, query: &Query, lang: &str) -> Page {
    let terms = query.terms();
    let found: Vec<&Arc<Entry>> = catalogue
        .entries()
        .enumerate()
        .filter(|(at, entry)| passes(catalogue, *at, entry, query.filters()) && has_words(catalogue, entry, &terms))
        .map(|(_, entry)| entry)
        .collect();
    let found = sort(catalogue, found, query.order(), &terms, lang);
    let pages = found.len().div_ceil(PAGE).max(1);
    let number = query.page.clamp(1, pages);
    let rows = found.iter().skip((number - 1) * PAGE).take(PAGE).map(|e| Arc::clone(e)).collect();
    Page { total: found.len(), number, pages, rows }
}

fn has_words(catalogue: &Catalogue, entry: &Entry, terms: &Terms) -> bool {
    if terms.is_empty() {
        return true;
    }
    let parties = entry.pledge.parties.iter().filter_map(|p| catalogue.party_haystack(&p.id));
    let all: Vec<_> = [&entry.title, &entry.texts].into_iter().chain(parties).collect();
    terms.match_across(&all)
}

/// Whether a pledge has, for each key that is filtered by, one of its wanted values and none of its unwanted ones.
/// The keys that speak of a party speak of one and the same.
fn passes(catalogue: &Catalogue, at: usize, entry: &Entry, filters: &[Filter]) -> bool {
    let of_party = |f: &&Filter| f.key.is_of_party();
    let others_pass = Key::ALL.iter().filter(|k| !k.is_of_party()).all(|key| {
        let of_key = || filters.iter().filter(|f| f.key == *key);
        one_of(of_key(), |f| has_value(catalogue, at, entry, f))
    });
    let unwanted = |link| filters.iter().filter(of_party).any(|f| f.without && link_has(catalogue, link, f));
    let links = links(entry);
    let fits = |link: &Option<&PartyLink>| {
        Key::ALL.iter().filter(|k| k.is_of_party()).all(|key| {
            let mut wanted = filters.iter().filter(|f| f.key == *key && !f.without).peekable();
            wanted.peek().is_none() || wanted.any(|f| link_has(catalogue, *link, f))
        })
    };
    others_pass && links.iter().any(fits) && !links.iter().any(|link| unwanted(*link))
}

/// The parties of a pledge; a pledge without any has one that is nobody, so that `none` can match it.
fn links(entry: &Entry) -> Vec<Option<&PartyLink>> {
    if entry.pledge.parties.is_empty() { vec![None] } else { entry.pledge.parties.iter().map(Some).collect() }
}

fn one_of<'a>(filters: impl Iterator<Item = &'a Filter>, has: impl Fn(&Filter) -> bool) -> bool {
    let (mut any_wanted, mut one) = (false, false);
    for filter in filters {
        let has = has(filter);
        if filter.without {
            if has {
                return false;
            }
        } else {
            any_wanted = true;
            one |= has;
        }
    }
    one || !any_wanted
}

fn link_has(catalogue: &Catalogue, link: Option<&PartyLink>, filter: &Filter) -> bool {
    let value = filter.value.as_str();
    let Some(link) = link else { return value == "none" };
    let is = |own: Option<&str>| own.unwrap_or("none") == value;
    match filter.key {
        Key::Party => link.id.as_str() == value,
        Key::Role => is(link.role.as_ref().map(|r| r.wire())),
        Key::Category => is(catalogue.category(&link.id).map(|c| c.wire())),
        Key::Region => is(catalogue.party(&link.id).and_then(|p| p.region.as_ref()).map(|r| r.as_str())),
        _ => false,
    }
}

fn has_value(catalogue: &Catalogue, at: usize, entry: &Entry, filter: &Filter) -> bool {
    let (pledge, value) = (&entry.pledge, filter.value.as_str());
    let is = |own: Option<&str>| own.unwrap_or("none") == value;
    fn among<'a>(own: impl Iterator<Item = &'a str>, value: &str) -> bool {
        let mut own = own.peekable();
        if own.peek().is_none() { value == "none" } else { own.any(|v| v == value) }
    }
    match filter.key {
        Key::Edition => is(pledge.edition.as_ref().map(|e| e.as_str())),
        Key::Kind => is(pledge.kind.as_ref().map(|k| k.wire())),
        Key::Joint => value == if catalogue.joint_at(at) { "yes" } else { "no" },
        Key::Country => among(pledge.countries.iter().map(|c| &**c), value),
        Key::Theme => among(pledge.themes.iter().map(|t| t.as_str()), value),
        Key::Resolution => among(pledge.resolutions.iter().map(|r| r.as_str()), value),
        Key::Progress => entry.progress.word() == value,
        Key::Language => {
            let languages: Vec<_> = pledge.languages().iter().map(|l| l.primary()).collect();
            among(languages.iter().map(String::as_str), value)
        }
        Key::Party | Key::Role | Key::Category | Key::Region => false,
    }
}

fn sort<'a>(
    catalogue: &Catalogue,
    found: Vec<&'a Arc<Entry>>,
    order: Sort,
    terms: &Terms,
    lang: &str,
) -> Vec<&'a Arc<Entry>> {
    // Without a title by first words, behind all titles; without either last.
    let title = |e: &Entry| {
        let words = fold(&e.title().unwrap_or_else(|| e.first_words()));
        (e.pledge.title.is_none(), words.is_empty(), words)
    };
    match order {
        Sort::Relevance => sorted_by_key(found, |e| {
            let of_parties: usize = e
                .pledge
                .parties
                .iter()
                .filter_map(|p| catalogue.party_haystack(&p.id))
                .map(|h| terms.weight(h))
                .max()
                .unwrap_or(0);
            Reverse(terms.weight(&e.title) * 4 + of_parties * 3 + terms.weight(&e.texts))
        }),
        Sort::Newest => sorted(found, |a, b| by_edition(a, b)),
        Sort::Title => sorted_by_key(found, |e| title(e)),
        Sort::Party => sorted_by_key(found, |e| {
            let name = e.pledge.parties.first().map(|p| fold(&catalogue.party_name(&p.id, lang).1));
            (name.is_none(), name, title(e))
        }),
        Sort::Reported => sorted_by_key(found, |e| {
            let date: Option<Date> = e.last_report();
            (Reverse(date), e.pledge.reports.is_empty())
        }),
    }
}

fn by_edition(a: &Entry, b: &Entry) -> std::cmp::Ordering {
    match (&a.pledge.edition, &b.pledge.edition) {
        (Some(a), Some(b)) => newest_first(a, b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}

#[cfg(test)]
#[path = "page_tests.rs"]
mod tests;
