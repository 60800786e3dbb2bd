//! The link that flags a text, at the end of its heading; it takes what the reader has selected of the text along.

use pledgebook_core::{
    feed::Sha256Hex,
    flags::{Matter, Step},
    model::PledgeId,
    route::Route,
};

use crate::{
    browser::dom,
    state::use_state,
    view::{Node, el},
    words::Words,
};

/// The link for a text of a pledge, which is shown in the element of an id; without a text for all of the pledge.
pub fn flag_link(pledge: &PledgeId, text: Option<&str>, within: String, words: Words) -> Node {
    let state = use_state();
    let matter = text.map(|text| Matter::Text(Sha256Hex::of(text.as_bytes())));
    let label = if text.is_some() { words.flag_link() } else { words.flag_link_whole() };
    // A press takes the selection away before the click comes; a key leaves it.
    let pressed = {
        let (pledge, within) = (pledge.clone(), within.clone());
        move |_| state.pick(&pledge, dom::selected_in(&within))
    };
    let clicked = {
        let pledge = pledge.clone();
        move |_| {
            if let Some(passage) = dom::selected_in(&within) {
                state.pick(&pledge, Some(passage));
            }
        }
    };
    el("a.flag-a.no-print")
        .attr("href", Route::Flag(pledge.clone(), matter, Step::default()).href())
        .on("pointerdown", pressed)
        .on("click", clicked)
        .with(label)
}
