//! A party's page: its names, what it is, and its pledges by Conference.

use std::sync::Arc;

use leptos::prelude::*;
use pledgebook_core::{
    browse::{Catalogue, Filter, Key, Page, Query, page},
    model::{PartyId, TermList},
    route::Route,
};

use super::not_found::NotFound;
use crate::{
    browser::intl,
    components::{EntryRow, category_words, term_text},
    state::{CopyInfo, use_state},
    words::{Words, use_words},
};

/// A party's page. A party that only an id names has one too, as long as a pledge names it.
#[component]
pub fn PartyPage(
    /// Which party.
    id: PartyId,
) -> impl IntoView {
    let (state, words) = (use_state(), use_words());
    let party = id.clone();
    let coming = Memo::new(move |_| state.copy.with(CopyInfo::is_coming));
    let partial = Memo::new(move |_| state.copy.with(CopyInfo::is_partial));
    move || {
        let catalogue = state.catalogue.get();
        let query = Query::of([Filter::with(Key::Party, party.as_str())]);
        let found = page(&catalogue, &query, words.tag());
        if catalogue.party(&party).is_none() && found.total == 0 {
            return if coming.get() {
                view! { <h1 tabindex="-1">{party.to_string()}</h1> <p class="quiet">{words.list_loading()}</p> }
                    .into_any()
            } else if partial.get() {
                view! { <NotFound said=words.say(Words::copy_missing) /> }.into_any()
            } else {
                let id = party.to_string();
                view! { <NotFound said=Signal::derive(move || words.not_found_party(id.clone())) /> }.into_any()
            };
        }
        let name = catalogue.party_name(&party, words.tag()).1;
        state.title(move || name.clone());
        known(&party, &catalogue, found, &query, words)
    }
}

fn known(id: &PartyId, catalogue: &Arc<Catalogue>, found: Page, query: &Query, words: Words) -> AnyView {
    let (lang, name) = catalogue.party_name(id, words.tag());
    let party = catalogue.party(id);
    let kind = category_words(words, catalogue.category(id));
    let country = party.and_then(|p| p.country.as_deref()).map(|c| intl::country(c, words.language()));
    let region =
        party.and_then(|p| p.region.as_ref()).map(|r| term_text(catalogue, TermList::Regions, r.as_str(), words));
    let named = party.into_iter().flat_map(|p| p.names.iter()).map(|(l, n)| (Some(l.as_str().to_owned()), n));
    let also = party.into_iter().flat_map(|p| p.also.iter()).map(|a| (None, &**a));
    let other = named.chain(also).filter(|(_, n)| *n != name);
    let other: Vec<AnyView> = other.map(|(lang, n)| view! { <bdi lang=lang>{n.to_owned()}</bdi> }.into_any()).collect();
    let rows = found
        .rows
        .iter()
        .map(|entry| view! { <EntryRow entry=entry.clone() catalogue=catalogue.clone() /> })
        .collect_view();
    let all = Route::List(query.clone()).href();
    view! {
        <article class="stack">
            <header class="stack">
                <p class="over run"><span>{kind}</span> <span>{country}</span> <span>{region}</span></p>
                <h1 tabindex="-1" lang=lang><bdi>{name}</bdi></h1>
                {(!other.is_empty()).then(|| view! { <p class="small quiet names run">{other}</p> })}
            </header>
            <section class="sec">
                <div class="sec-h">
                    <h2>{words.party_pledges(found.total)}</h2>
                    {(found.pages > 1).then(|| view! { <a class="small" href=all>{words.cover_all(found.total)}</a> })}
                </div>
                <ol class="entries">{rows}</ol>
            </section>
        </article>
    }
    .into_any()
}
