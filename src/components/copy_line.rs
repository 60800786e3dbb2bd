//! Which copy something was made from, in one line: for what leaves the app, on paper or as a file.

use crate::{browser::intl, state::State, words::Words};

/// The copy's day, the source's own date, the publisher.
pub fn copy_line(state: State, words: Words) -> String {
    state.copy.with_untracked(|copy| {
        let manifest = copy.manifest.as_ref();
        let day = copy.copied_at.map(|at| words.copy_of(intl::day(at, words.language())));
        let as_of = manifest.and_then(|m| m.as_of).map(|d| words.brief_as_of(intl::date(d, words.language())));
        let by = manifest.map(|m| &*m.publisher.name).filter(|n| !n.is_empty()).map(|n| words.brief_published_by(n));
        [day, as_of, by].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    })
}
