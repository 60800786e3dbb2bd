//! In which order the list stands.

use pledgebook_core::browse::{Query, Sort};

use super::listing::Listing;
use crate::{
    browser::dom,
    signals::Derived,
    view::{Node, each, el},
    words::Words,
};

/// The menu of orders. Best match is offered only where there are words to match.
pub(super) fn view(list: Listing) -> Node {
    let words = list.words;
    let order = Derived::new(move || list.query.with(Query::order));
    let has_words = Derived::new(move || list.query.with(|q| !q.terms().is_empty()));
    let option = move |sort: Sort| {
        let selected = move || order.get() == sort;
        // Hidden rather than left out: the others stay the same elements, and one that was chosen stays what it says.
        let hidden = move || sort == Sort::Relevance && !has_words.get();
        el("option")
            .attr("value", sort.word())
            .attr("selected", selected)
            .attr("hidden", hidden)
            .attr("disabled", hidden)
            .with(move || name(sort, words))
    };
    let chosen = move |event: web_sys::Event| {
        let sort = Sort::from_word(&dom::value_of(&event));
        list.choose(list.query.get_untracked().with_sort(sort));
    };
    el("label.sort.small").with((
        el("span.quiet").with(words.say(Words::sort_label)),
        " ",
        el("select")
            .attr("id", "sort")
            .value(move || order.get().word())
            .on("change", chosen)
            .with(each(Sort::ALL, option)),
    ))
}

fn name(sort: Sort, words: Words) -> String {
    match sort {
        Sort::Relevance => words.sort_relevance(),
        Sort::Newest => words.sort_newest(),
        Sort::Title => words.sort_title(),
        Sort::Party => words.sort_party(),
        Sort::Reported => words.sort_reported(),
    }
}
