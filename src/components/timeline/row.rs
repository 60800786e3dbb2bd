//! A row of a timeline: the Conference, the pledge, its dates on the axis, the same in words, its reports.

use pledgebook_core::{
    browse::{Catalogue, Deed},
    model::{Completion, Date, Progress, clip},
    route::Route,
    timeline::What,
};

use super::{Chart, cell, folio, link_id, sentences};
use crate::{
    browser::intl,
    components::{of_report, progress_sign, progress_view},
    view::{Node, each, el, nodes},
    words::{SLOT_1, Words, rich},
};

/// The letters of a party's name that a row has room for, and the parties that it names.
const NAME: usize = 160;
const NAMED: usize = 3;

/// What all rows of a chart are made with.
pub(super) struct With<'a> {
    pub chart: &'a Chart,
    pub catalogue: &'a Catalogue,
    pub words: Words,
    pub by_edition: bool,
    /// The place of the group.
    pub group: usize,
}

/// The heading of a group that is not a Conference.
pub(super) fn heading(name: String, has_axis: bool) -> Node {
    let span = if has_axis { "5" } else { "4" };
    let name = el("th.grp").attr("scope", "rowgroup").attr("role", "rowheader").attr("colspan", span).with(name);
    el("tr").attr("role", "row").with(name)
}

/// A row; `span` is how many rows its Conference stands beside, where it is named. One row is where the tab key stops.
pub(super) fn view(deed: &Deed, with: &With<'_>, span: Option<usize>, stop: bool) -> Node {
    let words = with.words;
    let edition = span.map(|span| {
        let scope = if with.by_edition { "rowgroup" } else { "row" };
        el("th.fol").attr("scope", scope).attr("role", "rowheader").attr("rowspan", span.to_string()).with(folio(
            deed.brief.edition.as_ref(),
            with.catalogue,
            words,
        ))
    });
    let said = sentences::dates(deed, with.chart.of.as_ref(), with.catalogue, words).join(&words.list_break());
    let marks = with.chart.axis.as_ref().map(|axis| {
        el("td.ax").attr("role", "gridcell").with(cell::marks(
            deed,
            axis,
            with.chart.of.as_ref(),
            with.catalogue,
            words,
        ))
    });
    el("tr").about(deed.brief.id.to_string()).attr("role", "row").with((
        edition,
        el("th.t")
            .attr("scope", "row")
            .attr("role", "rowheader")
            .with((title(deed, link_id(with.group, deed), words, stop), parties(deed, with))),
        marks,
        el("td.w").attr("role", "gridcell").with(said),
        el("td.rp").attr("role", "gridcell").with(reports(deed, with)),
    ))
}

fn title(deed: &Deed, id: String, words: Words, stop: bool) -> Node {
    let brief = &deed.brief;
    let lang = if brief.title.is_some() { &brief.title_lang } else { &brief.first_lang };
    let dir = lang.as_ref().map_or("auto", |l| if l.is_rtl() { "rtl" } else { "ltr" });
    el("a.it")
        .attr("id", id)
        .attr("href", Route::Pledge(brief.id.clone()).href())
        .attr("tabindex", if stop { "0" } else { "-1" })
        .attr("lang", lang.as_ref().map(|l| l.as_str().to_owned()))
        .with(el("span.clamp").attr("dir", dir).with(sentences::title(deed, words)))
}

/// The other parties, and whether the one whose timeline it is joined later.
fn parties(deed: &Deed, with: &With<'_>) -> Node {
    let words = with.words;
    let others: Vec<_> = deed.brief.parties.iter().filter(|p| Some(*p) != with.chart.of.as_ref()).collect();
    let mut names: Vec<String> =
        others.iter().take(NAMED).map(|p| with.catalogue.party_name(p, words.tag()).1).collect();
    if others.len() > NAMED {
        names.push(words.tl_others(others.len() - NAMED));
    }
    let marks: Vec<String> = names.iter().map(|_| SLOT_1.to_owned()).collect();
    let row = intl::list(&marks, words.language());
    let pattern = if with.chart.of.is_some() { words.tl_with(row) } else { row };
    // Each name keeps its own direction.
    let mut pieces: Vec<Node> = Vec::new();
    let mut names = names.into_iter();
    for (n, between) in pattern.split(SLOT_1).enumerate() {
        if n > 0 {
            pieces.extend(names.next().map(|name| el("bdi").with(clip(&name, NAME).into_owned())));
        }
        pieces.extend(rich(between, Vec::new()));
    }
    let joined = deed.signed.then(|| el("span.quiet").with(words.tl_signed()));
    nodes((joined, (!others.is_empty()).then(|| el("span.quiet").with(pieces))))
}

/// Each report with its sign, its words and its date; or that there is none here.
fn reports(deed: &Deed, with: &With<'_>) -> Node {
    let words = with.words;
    if deed.reports.is_empty() {
        return progress_view(words, Progress::NoReport);
    }
    let facts = deed.dates.facts();
    let reports = facts.iter().filter_map(|f| match f.what {
        What::Report(said, n) => Some((said, f.from, n)),
        _ => None,
    });
    each(reports, |(said, when, n)| {
        let by = sentences::reporter(deed, n, with.chart.of.as_ref(), with.catalogue, words);
        report_view(said, when, by, words)
    })
}

/// What a report says of completion, and when, with its sign.
pub(super) fn report_view(said: Completion, when: Option<Date>, by: Option<String>, words: Words) -> Node {
    let sentence = sentences::report(said, when, by, words);
    el("p").with(el("span.prog").with((progress_sign(of_report(said)), el("span").with(sentence))))
}
