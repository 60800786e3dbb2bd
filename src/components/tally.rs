//! Pledges by what came of them: signs, numbers and words together, and rates with what they are rates of.

use pledgebook_core::{
    browse::{Tally, Years},
    model::Progress,
};

use super::{progress_sign, progress_words};
use crate::{
    view::{Node, each, el, nodes},
    words::Words,
};

/// Below this many pledges a rate would say more than is known.
const RATE_FROM: usize = 5;
/// Up to this many pledges there is a sign for each.
const SIGNS: usize = 12;

/// The numbers by progress, each a link where `href` leads, with its sign and words; what no pledge has is left out.
pub fn tallies(tally: &Tally, words: Words, href: impl Fn(Progress) -> String) -> Node {
    let rows = tally.iter().filter(|(_, n)| *n > 0).collect::<Vec<_>>();
    el("ul.key.amounts").attr("aria-label", words.key_progress()).with(each(rows, |(progress, n)| {
        let count = el("a").attr("href", href(progress)).with(n.to_string());
        el("li.prog").with((progress_sign(progress), el("span").with((count, " ", progress_words(words, progress)))))
    }))
}

/// How many were reported on and completed, with of how many and of which years; under five pledges no rate.
pub fn rate(tally: &Tally, years: Years, words: Words) -> String {
    if tally.all() < RATE_FROM {
        return words.rate_too_few();
    }
    let completed = tally.iter().find(|(p, _)| *p == Progress::Completed).map_or(0, |(_, n)| n);
    words.rate_of(completed, tally.all(), tally.reported(), years_words(years, words))
}

/// How many of a row's pledges were reported on: from five upwards as a rate, with its years.
pub fn reported_words(tally: &Tally, years: Years, words: Words) -> String {
    match (tally.reported(), tally.all() < RATE_FROM) {
        (0, _) => words.progress_no_report(),
        (reported, true) => words.mx_reported(reported),
        (reported, false) => words.mx_rate(reported, tally.all(), years_words(years, words)),
    }
}

/// `2011 to 2024`, or one year; and of how many pledges it is not known.
pub fn years_words(years: Years, words: Words) -> String {
    let known = match years.span {
        Some((from, to)) if from != to => words.period_from_to(from.to_string(), to.to_string()),
        Some((year, _)) => year.to_string(),
        None => return words.years_none(),
    };
    if years.unknown == 0 { known } else { words.years_some(years.unknown, known) }
}

/// A sign for each pledge, or a bar where they would be too many; with the same in words for who sees no signs.
pub fn signs(tally: &Tally) -> Node {
    let all = tally.all();
    if all <= SIGNS {
        let signs = tally.iter().flat_map(|(p, n)| std::iter::repeat_n(p, n));
        return el("span.units").attr("aria-hidden", "true").with(each(signs, progress_sign));
    }
    bar(tally, all)
}

/// A bar as long as these pledges are of so many, in pieces by progress; what the pieces mean, [`progress_key`] says.
pub fn bar(tally: &Tally, whole: usize) -> Node {
    let mut at = 0.0;
    let pieces = each(tally.iter().filter(|(_, n)| *n > 0).collect::<Vec<_>>(), |(progress, n)| {
        #[allow(clippy::cast_precision_loss)]
        let width = n as f64 * 100.0 / whole as f64;
        let piece = piece(progress).attr("x", format!("{at:.2}%")).attr("width", format!("{width:.2}%"));
        at += width;
        piece
    });
    el("svg.bar.turn").attr("aria-hidden", "true").with(pieces)
}

fn piece(progress: Progress) -> Node {
    el("rect").attr("class", class(progress)).attr("height", "100%")
}

/// The numbers by progress in words: `1 completed, 2 no report in this copy`.
pub fn tally_words(tally: &Tally, words: Words) -> String {
    let said = tally.iter().filter(|(_, n)| *n > 0);
    let said: Vec<String> = said.map(|(p, n)| words.cover_units(n, progress_words(words, p))).collect();
    said.join(&words.list_break())
}

/// What the signs and the pieces of bars mean.
pub fn progress_key(words: Words) -> Node {
    nodes(el("ul.key.note").with(each(Progress::ALL, |p| {
        let sample = el("svg.bar.k").attr("aria-hidden", "true").with(piece(p).attr("width", "100%"));
        el("li.prog").with((progress_sign(p), sample, el("span").with(progress_words(words, p))))
    })))
}

fn class(progress: Progress) -> &'static str {
    match progress {
        Progress::Completed => "c",
        Progress::NotCompleted => "o",
        Progress::Reported => "s",
        Progress::Differ => "d",
        Progress::NoReport => "n",
    }
}
