//! This copy where it is a file: how old it is, that what was removed since cannot reach it, and where the book is now.

use pledgebook_core::{browse::Overview, feed::Manifest};

use super::{bundle::bundle_section, facts::date, traces::traces};
use crate::{
    browser::{clock, intl},
    components::{failure_words, publisher_link},
    state::{CopyInfo, State},
    view::{Node, el, nodes},
    words::{SLOT_1, Words, rich},
};

/// The page of the file.
pub fn file_page(state: State, words: Words) -> Node {
    el("div.stack.narrow").attr("data-file", true).with((
        el("h1").attr("tabindex", "-1").with(words.say(Words::copy_title)),
        move || state.copy.with(|copy| copy.copied_at.map(|at| age(at, words))),
        el("p.panel.open").with(words.say(Words::file_removed)),
        move || home(state, words),
        el("section.sec").with((el("div.sec-h").with(el("h2").with(words.say(Words::copy_holds))), move || {
            let overview = state.catalogue.with(|c| Overview::of(c));
            let left_out = state.catalogue.with(|c| c.left_out());
            state.copy.with(|copy| facts(copy, &overview, left_out, words))
        })),
        bundle_section(state, words),
        traces(state, words),
    ))
}

/// When it was published, and how long that is ago; a clock that is behind says nothing of it.
fn age(at: f64, words: Words) -> Node {
    let language = words.language();
    let ago = intl::ago(clock::now() - at, language).map(|ago| words.file_age(ago));
    el("p.lead").with((words.file_lead(intl::moment(at, language)), " ", ago))
}

fn home(state: State, words: Words) -> Node {
    match state.home() {
        Some(home) => {
            let link = el("a.ext").attr("href", home.href()).attr("rel", "noreferrer");
            el("p").with(rich(&words.file_home(SLOT_1), vec![link.with(el("bdi").with(home.as_str().to_owned()))]))
        }
        None => el("p").with(rich(&words.file_no_home(SLOT_1), vec![publisher_link(state)])),
    }
}

fn facts(copy: &CopyInfo, overview: &Overview, left_out: usize, words: Words) -> Node {
    let language = words.language();
    let of_manifest = |read: &dyn Fn(&Manifest) -> Option<String>| copy.manifest.as_deref().and_then(read);
    let as_of = of_manifest(&|m| m.as_of.map(|day| date(day, words)));
    let row = |term: String, text: Option<String>| {
        text.map(|text| el("div").with((el("dt").with(term), el("dd").with(text))))
    };
    let holds = words.copy_counts(overview.parties, overview.tally.all(), overview.reports);
    nodes(el("dl.facts.wide").with((
        row(words.copy_row_as_of(), Some(as_of.unwrap_or_else(|| words.date_none()))),
        row(words.copy_row_published(), of_manifest(&|m| Some(intl::stamp(&m.generated, language)))),
        row(words.copy_row_last(), copy.status.failure().map(|failure| failure_words(words, failure))),
        row(words.copy_row_holds(), Some(holds)),
        row(words.copy_row_parts(), Some(words.copy_parts(copy.status.have, copy.status.of))),
        row(words.copy_row_size(), Some(intl::bytes(copy.status.bytes, language))),
        row(words.copy_row_left_out(), (left_out > 0).then(|| words.copy_left_out(left_out))),
    )))
}
