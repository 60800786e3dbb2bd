//! A party's page: its names, what it is, and its pledges by Conference.

use std::sync::Arc;

use leptos::prelude::untrack;
use pledgebook_core::{
    browse::{Catalogue, Filter, Key, Orders, Page, Query, Row, page},
    model::{PartyId, TermList},
    route::Route,
};

use super::not_found::not_found;
use crate::{
    browser::intl,
    components::{category_words, entry_row, term_text},
    signals::Derived,
    state::{CopyInfo, use_state},
    view::{Node, each, el, nodes},
    words::{Words, use_words},
};

/// A party's page. A party that only an id names has one too, as long as a pledge names it.
pub fn party_page(party: PartyId) -> Node {
    let (state, words) = (use_state(), use_words());
    let coming = Derived::new(move || state.copy.with(CopyInfo::is_coming));
    let partial = Derived::new(move || state.copy.with(CopyInfo::is_partial));
    nodes(move || {
        let catalogue = state.catalogue.get();
        let query = Query::of([Filter::with(Key::Party, party.as_str())]);
        let found = page(&catalogue, &query, &Orders::plain(words.tag()));
        if catalogue.party(&party).is_none() && found.total == 0 {
            let id = party.to_string();
            return if coming.get() {
                nodes((el("h1").attr("tabindex", "-1").with(id), el("p.quiet").with(words.list_loading())))
            } else if partial.get() {
                untrack(|| not_found(words.say(Words::copy_missing)))
            } else {
                untrack(|| not_found(move || words.not_found_party(id.clone())))
            };
        }
        let name = catalogue.party_name(&party, words.tag()).1;
        state.title(move || name.clone());
        known(&party, &catalogue, &found, &query, words)
    })
}

fn known(id: &PartyId, catalogue: &Arc<Catalogue>, found: &Page, query: &Query, words: Words) -> Node {
    let (lang, name) = catalogue.party_name(id, words.tag());
    let party = catalogue.party(id);
    let kind = category_words(words, catalogue.category(id));
    let country = party.and_then(|p| p.country.as_deref()).map(|c| intl::country(c, words.language()));
    let region =
        party.and_then(|p| p.region.as_ref()).map(|r| term_text(catalogue, TermList::Regions, r.as_str(), words));
    let named = party.into_iter().flat_map(|p| p.names.iter()).map(|(l, n)| (Some(l.as_str().to_owned()), n));
    let also = party.into_iter().flat_map(|p| p.also.iter()).map(|a| (None, &**a));
    let other = named.chain(also).filter(|(_, n)| *n != name);
    let other: Vec<Node> = other.map(|(lang, n)| el("bdi").attr("lang", lang).with(n.to_owned())).collect();
    // The page of a party is a register of titles: no text.
    let rows = each(&found.rows, |row| entry_row(Row { snippet: None, ..row.clone() }, catalogue));
    let all = (found.pages > 1).then(|| {
        let href = Route::List(query.clone()).href();
        el("a.small").attr("href", href).with(words.cover_all(found.total))
    });
    el("article.stack").with((
        el("header.stack").with((
            el("p.over.run").with((el("span").with(kind), el("span").with(country), el("span").with(region))),
            el("h1").attr("tabindex", "-1").attr("lang", lang).with(el("bdi").with(name)),
            (!other.is_empty()).then(|| el("p.small.quiet.names.run").with(other)),
        )),
        el("section.sec").with((
            el("div.sec-h").with((el("h2").with(words.party_pledges(found.total)), all)),
            el("ol.entries").with(rows),
        )),
    ))
}
