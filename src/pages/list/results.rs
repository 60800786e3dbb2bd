//! What was found: the parties that the words name, the rows, the pages; or nothing, and what to drop.

use pledgebook_core::{
    browse::{Drop, Found, Query, Row, total},
    model::clip,
    route::{Group, Route},
};

use super::{listing::Listing, ways_on};
use crate::{
    browser::intl,
    components::{category_words, entry_row, key_name, missing_words, pager, value_name},
    signals::Derived,
    state::CopyInfo,
    view::{Node, each, el, nodes},
    words::Words,
};

/// The letters of a search that are said again.
const SAID: usize = 80;

/// All that stands below the number and the chosen filters.
pub(super) fn view(list: Listing) -> Node {
    let rows = Derived::new(move || list.found.with(|p| p.rows.clone()));
    let parties = Derived::new(move || list.found.with(|p| if p.number == 1 { p.parties.clone() } else { Vec::new() }));
    let notes = Derived::new(move || {
        let waits = list.found.with(|p| p.waiting).then(|| list.words.list_waiting());
        near_words(list).into_iter().chain(waits).collect::<Vec<_>>()
    });
    nodes((
        move || each(notes.get(), |said| el("p").with(said)),
        move || offered(parties.get(), list.words),
        el("h2.vh").with(list.words.say(Words::list_results)),
        move || if rows.with(Vec::is_empty) { nothing(list) } else { entries(list, rows.get()) },
        move || list.found.with(|page| (page.total > 0).then(|| pager(page.number, page.pages, &list.query.get()))),
        move || list.found.with(|page| (page.total > 0).then(|| ways_on::view(list))),
    ))
}

/// For each word that nothing has, what is shown in its place.
pub(super) fn near_words(list: Listing) -> Vec<String> {
    let words = list.words;
    let quoted = |shown: &[String]| shown.iter().map(|word| words.list_quoted(word.clone())).collect::<Vec<_>>();
    let sentence = |typed: &str, shown: &[String]| {
        let typed = clip(typed, SAID).into_owned();
        if shown.is_empty() {
            words.list_near_none(typed)
        } else {
            words.list_near(intl::either(&quoted(shown), words.language()), typed)
        }
    };
    list.found.with(|page| page.near.iter().map(|near| sentence(&near.typed, &near.shown)).collect())
}

fn entries(list: Listing, rows: Vec<Row>) -> Node {
    // Names may come after the pledges.
    let catalogue = list.catalogue();
    el("ol.entries").with(each(rows, |row| entry_row(row, &catalogue)))
}

/// The parties that the words name: who looks for a party rather than for pledges is led to it.
fn offered(parties: Vec<Found>, words: Words) -> Option<Node> {
    if parties.is_empty() {
        return None;
    }
    let row = |found: Found| {
        let party = found.party;
        let best = party.names.best(words.tag());
        let lang = best.map(|(l, _)| l.as_str().to_owned());
        let name = best.map_or_else(|| party.id.to_string(), |(_, name)| clip(name, SAID).into_owned());
        let country = party.country.as_deref().map(|c| intl::country(c, words.language())).filter(|c| *c != name);
        let kind = Some(category_words(words, party.category.as_ref())).filter(|k| !k.is_empty());
        let notes = [kind, country, Some(words.party_pledges(found.pledges))].into_iter().flatten();
        el("li").with((
            el("a")
                .attr("id", format!("party-{}", party.id))
                .attr("href", Route::Party(party.id.clone(), Group::default()).href())
                .with(el("bdi").attr("lang", lang).with(name)),
            " ",
            el("span.note.run").with(each(notes, |note| nodes((el("span").with(note), " ")))),
        ))
    };
    Some(el("ul.offered").attr("aria-label", words.list_parties()).with(each(parties, row)))
}

/// Nothing: because nothing is here yet, or because nothing fits; then what to drop, and how many that gives.
fn nothing(list: Listing) -> Node {
    let words = list.words;
    let (is_coming, is_partial) = list.state.copy.with(|c| (CopyInfo::is_coming(c), CopyInfo::is_partial(c)));
    if is_coming {
        return el("p.quiet").with(words.list_loading());
    }
    if is_partial {
        return el("p").with(list.state.copy.with(|c| missing_words(c, words)));
    }
    let query = list.query.get();
    let drops = list.found.with(|page| page.drops.clone());
    let mut links: Vec<(String, String)> = drops.iter().map(|(drop, n)| without(list, &query, drop, *n)).collect();
    links.extend(without_filters(list, &query));
    let has_drops = !links.is_empty();
    let link = |(href, said): (String, String)| el("li").with(el("a").attr("href", href).with(said));
    el("div.stack.drops").with((
        el("p").with((words.list_empty(), " ", has_drops.then(|| words.list_drop_title()))),
        has_drops.then(|| el("ul.plainlist").with(each(links, link))),
        el("p").with(el("a").attr("href", Route::List(Query::of([])).href()).with(words.foot_all())),
    ))
}

/// The link that drops several filters at once, where that gives anything.
fn without_filters(list: Listing, query: &Query) -> Option<(String, String)> {
    let query = (query.filters().len() > 1).then(|| query.without_filters())?;
    let gives = list.state.catalogue.with(|c| total(c, &query));
    (gives > 0).then(|| (Route::List(query).href(), list.words.list_drop(gives, list.words.list_drop_filters())))
}

/// The link that drops something, and what it says: `the words “zebra”: 18 pledges`.
fn without(list: Listing, query: &Query, drop: &Drop, gives: usize) -> (String, String) {
    let words = list.words;
    let (query, what) = match drop {
        Drop::Words => (query.with_words(""), words.list_drop_words(clip(query.q.trim(), SAID).into_owned())),
        Drop::Filter(filter) => {
            let (name, _) = value_name(&list.catalogue(), filter, words);
            let name = if filter.without { words.chip_without(name) } else { name };
            // `none` names its facet itself.
            let named =
                if filter.value == "none" { name } else { words.list_drop_filter(key_name(filter.key, words), name) };
            (query.without(filter), named)
        }
    };
    (Route::List(query).href(), words.list_drop(gives, what))
}
