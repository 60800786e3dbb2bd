//! Which copy something was made from, in one line: for what leaves the app, on paper or as a file.

use pledgebook_core::{route::Route, sync::STALE_DAYS};

use crate::{
    browser::intl,
    state::{CopyInfo, State},
    view::{Node, el, nodes},
    words::Words,
};

/// The copy's day, the source's own date, the publisher.
pub fn copy_line(state: State, words: Words) -> String {
    state.copy.with_untracked(|copy| {
        let manifest = copy.manifest.as_ref();
        let day = copy.copied_at.map(|at| words.copy_of(intl::day(at, words.language())));
        let as_of = manifest.and_then(|m| m.as_of).map(|d| words.brief_as_of(intl::date(d, words.language())));
        let by = manifest.map(|m| &*m.publisher.name).filter(|n| !n.is_empty()).map(|n| words.brief_published_by(n));
        let parts = copy.is_partial().then(|| words.copy_parts(copy.status.have, copy.status.of));
        [day, parts, as_of, by].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    })
}

/// The same with the address of a page, for its print.
pub fn paper_line(state: State, route: &Route, words: Words) -> Node {
    let address = el("bdi.address").with(state.address_of(route));
    el("p.small.copyline.print-only").with((copy_line(state, words), el("br"), address))
}

/// That numbers may grow yet, or that a part of the copy is missing: also on paper, where no banner is.
pub fn incomplete_note(state: State, words: Words) -> Node {
    nodes(move || {
        let said = state.copy.with(|copy| match (copy.is_coming(), copy.is_partial()) {
            (true, _) => Some(words.list_loading()),
            (false, true) => Some(missing_words(copy, words)),
            (false, false) => None,
        });
        said.map(|said| el("p.note").with(said))
    })
}

/// Why what is looked for may not be here: a part of the copy is missing, or the reader chose to be without it.
pub fn missing_words(copy: &CopyInfo, words: Words) -> String {
    if copy.lacks() { words.copy_missing() } else { words.copy_chosen() }
}

/// Milliseconds after which a copy that nothing newer was found for may still show what was removed.
const STALE: f64 = STALE_DAYS * 86_400_000.0;

/// That the copy is so old that what was removed may still be visible in it.
pub fn stale_note(state: State, words: Words) -> Node {
    nodes(move || {
        let is_stale = state.copy.with(|copy| copy.copied_at.is_some_and(|at| state.now() - at > STALE));
        is_stale.then(|| el("p.note").attr("data-stale", true).with(words.removal_stale()))
    })
}
