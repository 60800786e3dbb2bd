//! What the copy holds and what became of the attempts to renew it, term by term.

use pledgebook_core::{browse::Overview, model::Date, sync::Ended};

use crate::{
    browser::{clock, intl},
    components::{edition_name, failure_words},
    state::{CopyInfo, State},
    view::{Node, el},
    words::Words,
};

const TWO_DAYS: f64 = 2.0 * 86_400_000.0;

/// The section.
pub fn facts_section(state: State, words: Words) -> Node {
    el("section.sec").attr("id", "holds").with((
        el("div.sec-h").with(el("h2").with(words.say(Words::copy_holds))),
        move || {
            let (overview, editions, left_out) = state.catalogue.with(|c| {
                let overview = Overview::of(c);
                let names: Vec<_> = overview.editions.iter().map(|e| edition_name(c, &e.edition, words)).collect();
                (overview, intl::list(&names, words.language()), c.left_out())
            });
            let next = state.next_try.get();
            state.copy.with(|c| facts(c, next, &overview, editions, left_out, words))
        },
    ))
}

fn facts(
    copy: &CopyInfo,
    next: Option<f64>,
    overview: &Overview,
    editions: String,
    unreadable: usize,
    words: Words,
) -> Node {
    let language = words.language();
    let (manifest, status) = (copy.manifest.as_ref(), &copy.status);
    let copied = copy.copied_at.map_or_else(|| words.copy_never(), |at| moment(at, words));
    let as_of = manifest.and_then(|m| m.as_of).map_or_else(|| words.date_none(), |d| date(d, words));
    let published = manifest.map(|m| match clock::parse(&m.generated) {
        Some(at) => moment(at, words),
        None => m.generated.to_string(),
    });
    let next = match (copy.paused, next) {
        (true, _) => Some(words.copy_next_paused()),
        (false, at) => at.filter(|_| !status.running).map(|at| intl::moment(at, language)),
    };
    let kept = match status.not_kept.as_deref() {
        None => words.copy_kept(),
        Some("") => words.traces_on(),
        Some(why) => words.copy_not_kept(why.to_owned()),
    };
    let size = |n| intl::bytes(n, language);
    let chosen = copy.leaves_out().then(|| words.copy_parts_size(status.left_out, size(status.bytes_left_out)));
    let holds = words.copy_counts(overview.parties, overview.tally.all(), overview.reports);
    let row = |term: String, text: Option<String>| {
        text.filter(|t| !t.is_empty()).map(|text| el("div").with((el("dt").with(term), el("dd").with(text))))
    };
    el("dl.facts.wide").with((
        row(words.copy_row_copied(), Some(copied)),
        row(words.copy_row_as_of(), Some(as_of)),
        row(words.copy_row_published(), published),
        row(words.copy_row_last(), Some(last(copy, words))),
        row(words.copy_row_next(), next),
        row(words.copy_row_holds(), Some(holds)),
        row(words.copy_row_editions(), Some(editions)),
        row(words.copy_row_parts(), Some(words.copy_parts(status.have, status.of))),
        row(words.copy_row_size(), Some(size(status.bytes))),
        row(words.copy_row_chosen(), chosen),
        row(words.copy_row_kept(), Some(kept)),
        row(words.copy_row_left_out(), (unreadable > 0).then(|| words.copy_left_out(unreadable))),
    ))
}

/// A date, and how long ago that was, if it is a day.
pub(super) fn date(date: Date, words: Words) -> String {
    let (text, shown) = (date.to_string(), intl::date(date, words.language()));
    let day = clock::parse(&text).filter(|_| text.len() == "2026-11-20".len());
    let passed = day.map(|at| clock::now() - at).filter(|ms| *ms >= TWO_DAYS);
    match passed.and_then(|ms| intl::ago(ms, words.language())) {
        Some(ago) => words.copy_at(ago, shown),
        None => shown,
    }
}

/// A moment, and how long ago it was; a clock that says it is yet to come is not believed.
fn moment(at: f64, words: Words) -> String {
    let language = words.language();
    match intl::ago(clock::now() - at, language) {
        Some(ago) => words.copy_at(ago, intl::moment(at, language)),
        None => words.copy_at_future(intl::moment(at, language)),
    }
}

fn last(copy: &CopyInfo, words: Words) -> String {
    match (copy.status.failure(), copy.status.running, &copy.status.ended) {
        (Some(failure), ..) => failure_words(words, failure),
        (None, true, _) => words.copy_checking(),
        (None, false, Some(Ended::Older)) => words.copy_older(),
        (None, false, Some(Ended::Stopped)) => words.copy_stopped(),
        (None, false, Some(_)) => words.copy_up_to_date(),
        (None, false, None) => String::new(),
    }
}
