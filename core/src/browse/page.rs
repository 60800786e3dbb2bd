//! One page of what a query gives: which pledges match, in which order, why, how many there are, and how many there would
//! be for every other choice.

use std::sync::Arc;

use super::{
    Catalogue, Found, Near,
    entry::{Brief, Entry},
    filter::{Filter, Key, Query, Sort},
    find::{Matches, find},
    find_parties,
    orders::{Made, Orders},
    select::{Counts, count, select},
    values::narrow,
};
use crate::{
    model::{Lang, PartyId, PledgeId},
    order::sort_numbers,
    search::{Marker, Piece, beginning},
};

/// The rows of a page.
pub const PAGE: usize = 20;
/// The most parties that are offered above the pledges.
const OFFERED: usize = 3;

/// One page of results.
#[derive(Clone, PartialEq, Debug)]
pub struct Page {
    /// How many pledges match in all.
    pub total: usize,
    /// Which page this is, from 1: the nearest that there is.
    pub number: usize,
    /// How many pages there are; at least 1.
    pub pages: usize,
    /// The pledges of this page.
    pub rows: Vec<Row>,
    /// How many there would be with each value of each facet.
    pub counts: Counts,
    /// Words that nothing has, and what was looked for in their place.
    pub near: Vec<Near>,
    /// Parties that were chosen, and those whose names have all the words, on the first page.
    pub parties: Vec<Found>,
    /// Where nothing matches: what to drop, and how many there would be, the most first.
    pub drops: Vec<(Drop, usize)>,
    /// Whether a phrase could not be looked for everywhere yet.
    pub waiting: bool,
}

/// A pledge in a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// What is shown of it.
    pub brief: Brief,
    /// Its title in pieces, or its first words where it has none.
    pub title: Vec<Piece>,
    /// Some of its text: where what was searched for stands, or else its beginning.
    pub snippet: Option<Snippet>,
}

/// A line of a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Snippet {
    /// The text's language.
    pub lang: Option<Lang>,
    /// The line in pieces.
    pub pieces: Vec<Piece>,
}

/// What may be dropped of a query that finds nothing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Drop {
    /// All words.
    Words,
    /// One filter.
    Filter(Filter),
}

/// The page that a query asks for; one beyond the last is the last.
pub fn page(catalogue: &Catalogue, query: &Query, orders: &Orders) -> Page {
    let terms = query.terms();
    let mut found = find(catalogue, &terms);
    let (passing, counts) = select(&catalogue.columns, query.filters(), &found.pledges);
    let (total, pages) = (passing.len(), passing.len().div_ceil(PAGE).max(1));
    let number = query.page.clamp(1, pages);
    let shown = in_order(catalogue, query.order(), &found, &passing, orders, number * PAGE);
    let shown = shown.get((number - 1) * PAGE..).unwrap_or_default();
    let row = |pledge: &u32| row(catalogue, *pledge as usize, &mut found.marker);
    let rows = shown.iter().filter_map(row).collect();
    let parties = if number == 1 { offered(catalogue, query, orders.lang()) } else { Vec::new() };
    let drops = if total == 0 { drops(catalogue, query, &found) } else { Vec::new() };
    Page { total, number, pages, rows, counts, near: found.near, parties, drops, waiting: found.waiting }
}

/// The parties whose pages a reader of this list may want: those that were chosen, and those that the words name.
fn offered(catalogue: &Catalogue, query: &Query, lang: &str) -> Vec<Found> {
    let chosen = query.of_key(Key::Party).filter(|f| !f.without).filter_map(|f| {
        let party = catalogue.party(&PartyId::new(&f.value)?)?;
        let total = catalogue.columns.values.get(Key::Party, &f.value);
        let total = total.and_then(|n| catalogue.columns.totals.get(n as usize)).map_or(0, |n| *n as usize);
        Some(Found { party: Arc::clone(party), pledges: total })
    });
    let mut parties: Vec<Found> = chosen.take(OFFERED).collect();
    if !query.terms().wanted.is_empty() {
        for found in find_parties(catalogue, &query.q, lang, OFFERED) {
            if parties.len() < OFFERED && parties.iter().all(|p| p.party.id != found.party.id) {
                parties.push(found);
            }
        }
    }
    parties
}

/// How many pledges a query gives.
pub fn total(catalogue: &Catalogue, query: &Query) -> usize {
    count(&catalogue.columns, query.filters(), &find(catalogue, &query.terms()).pledges)
}

/// The first pledges that a query gives, in its order, at most `most`.
pub fn first(catalogue: &Catalogue, query: &Query, orders: &Orders, most: usize) -> Vec<PledgeId> {
    let found = find(catalogue, &query.terms());
    let (passing, _) = select(&catalogue.columns, query.filters(), &found.pledges);
    let first = in_order(catalogue, query.order(), &found, &passing, orders, most);
    first.iter().filter_map(|n| catalogue.id_at(*n as usize)).collect()
}

/// The first pledges in the order of a sort, at most `most`.
fn in_order(
    catalogue: &Catalogue,
    sort: Sort,
    found: &Matches,
    passing: &[u32],
    orders: &Orders,
    most: usize,
) -> Vec<u32> {
    let (rank, in_order) = (&catalogue.rank, &catalogue.in_order);
    let at = |list: &[u32], n: u32| u64::from(list.get(n as usize).copied().unwrap_or(u32::MAX));
    // What sorts, above a place that no other pledge has: by this the pledge is known again.
    let keyed = |key: &dyn Fn(u32) -> u64, by_place: &[u32]| -> Vec<u32> {
        let first = smallest(passing.iter().map(|n| key(*n)), most);
        first.into_iter().filter_map(|key| by_place.get((key & 0xffff_ffff) as usize).copied()).collect()
    };
    match sort {
        Sort::Relevance => keyed(
            &|n| {
                // Scores are not negative: their bits are in their order.
                let score = found.scores.get(n as usize).copied().unwrap_or(0.0);
                u64::from(!score.to_bits()) << 32 | at(rank, n)
            },
            in_order,
        ),
        Sort::Newest => keyed(&|n| at(rank, n), in_order),
        Sort::Reported => {
            keyed(&|n| u64::from(!narrow(at(&catalogue.columns.reported, n) as usize)) << 32 | at(rank, n), in_order)
        }
        Sort::Title | Sort::Party => {
            let Made { titles, by_title, parties: names, .. } = orders.of(catalogue);
            let first = |n: u32| {
                catalogue.columns.parties.get(n as usize).first().map_or(u64::from(u32::MAX), |p| at(&names, *p))
            };
            let by_party = |n: u32| first(n) << 32 | at(&titles, n);
            let by_name = |n: u32| at(&titles, n);
            keyed(if sort == Sort::Party { &by_party } else { &by_name }, &by_title)
        }
    }
}

/// The smallest of some keys, in their order, at most `most`: kept in a heap would be as many steps, and sorting all of
/// them ten times as many.
fn smallest(keys: impl Iterator<Item = u64>, most: usize) -> Vec<u64> {
    let room = most.saturating_mul(4).max(1024);
    let mut kept: Vec<u64> = Vec::new();
    let mut limit = u64::MAX;
    for key in keys.filter(|k| *k != u64::MAX) {
        if key > limit {
            continue;
        }
        kept.push(key);
        if kept.len() >= room {
            sort_numbers(&mut kept);
            kept.truncate(most);
            limit = kept.last().copied().unwrap_or(u64::MAX);
        }
    }
    sort_numbers(&mut kept);
    kept.truncate(most);
    kept
}

fn row(catalogue: &Catalogue, pledge: usize, marker: &mut Marker) -> Option<Row> {
    let (brief, _) = catalogue.brief_at(pledge)?;
    let title = marker.pieces(brief.title.as_deref().unwrap_or(&brief.first_words));
    let snippet = catalogue.entry(pledge).and_then(|entry| snippet(&entry, marker));
    Some(Row { brief, title, snippet })
}

/// Where most of what was searched for stands, in the first text that has it; or the beginning of the first text, unless
/// the row shows that already for want of a title.
fn snippet(entry: &Entry, marker: &mut Marker) -> Option<Snippet> {
    let sections = entry.pledge.sections.iter().filter_map(|s| s.text.as_ref());
    let reports = entry.pledge.reports.iter().filter_map(|r| r.actions_taken.as_ref());
    let mut best = None;
    if !marker.is_empty() {
        for text in sections.chain(reports) {
            let (place, how_much) = marker.best_place(&text.published);
            if how_much > best.map_or(0, |(_, _, most)| most) {
                best = Some((text, place, how_much));
            }
            if how_much == marker.len() {
                break;
            }
        }
    }
    if let Some((text, place, _)) = best {
        return Some(Snippet { lang: text.lang.clone(), pieces: marker.line(&text.published, place) });
    }
    entry.title()?;
    let text = entry.pledge.first_text()?;
    Some(Snippet { lang: text.lang.clone(), pieces: beginning(&text.published) }).filter(|s| !s.pieces.is_empty())
}

/// What to drop of a query that finds nothing.
fn drops(catalogue: &Catalogue, query: &Query, found: &Matches) -> Vec<(Drop, usize)> {
    let mut drops: Vec<(Drop, usize)> = Vec::new();
    if !query.terms().is_empty() {
        drops.push((Drop::Words, count(&catalogue.columns, query.filters(), &catalogue.in_order)));
    }
    for filter in query.filters() {
        let rest = query.without(filter);
        drops.push((Drop::Filter(filter.clone()), count(&catalogue.columns, rest.filters(), &found.pledges)));
    }
    drops.retain(|(_, n)| *n > 0);
    crate::order::sorted(drops, |(_, a), (_, b)| b.cmp(a))
}

#[cfg(test)]
#[path = "page_tests.rs"]
mod tests;
