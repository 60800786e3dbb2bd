//! The facets: for each of them its values, and how many pledges there would be with each.

use pledgebook_core::browse::Key;

use super::{facet, listing::Listing};
use crate::{
    view::{Node, each, el},
    words::Words,
};

/// The facets in the order in which they stand: what is asked most comes first.
const ORDER: [Key; 15] = [
    Key::Edition,
    Key::Progress,
    Key::Theme,
    Key::Party,
    Key::Category,
    Key::Role,
    Key::Region,
    Key::Country,
    Key::Kind,
    Key::Joint,
    Key::Resolution,
    Key::Language,
    Key::Missing,
    Key::Stale,
    Key::Lens,
];

/// Beside the list, where there is room.
pub(super) fn aside(list: Listing) -> Node {
    el("aside.facets")
        .attr("aria-label", move || list.words.filters_title())
        .with((el("h2.vh").with(list.words.say(Words::filters_title)), all(list)))
}

/// All facets that the copy has values for.
pub(super) fn all(list: Listing) -> Node {
    each(ORDER, |key| facet::view(list, key))
}

/// How many values are chosen: the number is seen, a sentence is heard.
pub(super) fn tally(chosen: usize, words: Words) -> Node {
    el("span.tally").with((
        el("span").attr("aria-hidden", "true").with(chosen.to_string()),
        el("span.vh").with(words.filters_chosen(chosen)),
    ))
}
