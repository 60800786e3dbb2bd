//! Below the list: the same pledges by party and Conference, and, where they are all of one party, theme or Conference, as
//! a brief to print.

use pledgebook_core::{
    browse::{Filter, Key, PartySort, Query},
    model::{EditionId, PartyId, TermId},
    route::{Route, Subject},
};

use super::listing::Listing;
use crate::view::{Node, el};

pub(super) fn view(list: Listing) -> Node {
    let words = list.words;
    let (by_party, brief) =
        list.query.with(|query| (Route::Timeline(query.choice(), PartySort::default()), subject(query)));
    el("p.acts.no-print").with((
        el("a").attr("href", by_party.href()).with(words.list_by_party()),
        brief.map(|subject| el("a").attr("href", Route::Brief(subject).href()).with(words.list_brief())),
    ))
}

/// What a brief of all these pledges would be about.
fn subject(query: &Query) -> Option<Subject> {
    let [Filter { key, without: false, value }] = query.filters() else { return None };
    if !query.q.is_empty() || value == "none" {
        return None;
    }
    match key {
        Key::Party => PartyId::new(value).map(Subject::Party),
        Key::Theme => TermId::new(value).map(Subject::Theme),
        Key::Edition => EditionId::new(value).map(Subject::Edition),
        _ => None,
    }
}
