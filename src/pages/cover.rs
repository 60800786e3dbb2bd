//! The cover: what this is, the two ways of finding something, Conferences and themes with their numbers, the latest
//! reports, the pledges that others may still join.

use std::sync::Arc;

use pledgebook_core::{
    browse::{Brief, Catalogue, Filter, Key, Orders, Overview, Query, ReportBrief, Tally, page},
    model::Progress,
    route::Route,
};

use crate::{
    browser::intl,
    components::{
        edition_name, edition_where, in_a_row, list_of, of_report, party_finder, party_link, period_words, plain_title,
        progress_sign, progress_view, progress_words, search_box, theme_name, titled,
    },
    signals::Derived,
    state::use_state,
    view::{IntoNode, Node, each, el, nodes},
    words::{Words, use_words},
};

/// The most reports, and open pledges, that the cover shows.
const SHOWN: usize = 5;

/// The cover.
pub fn cover_page() -> Node {
    let (state, words) = (use_state(), use_words());
    state.title(move || words.cover_title());
    let overview = Derived::new(move || state.catalogue.with(|c| Overview::of(c)));
    let inside = move || overview.with(|o| (o.tally.all() > 0).then(|| state.catalogue.with(|c| inside(o, c, words))));
    el("div.cover.stack").with((
        el("div.cover-top").with((
            el("div.stack").with((
                el("h1").attr("tabindex", "-1").with(words.say(Words::cover_title)),
                el("p.lead").with(move || overview.with(|o| lead(o, words))),
            )),
            el("aside.side").attr("aria-label", words.say(Words::cover_in_short)).with((
                el("h2").with(words.say(Words::cover_pledge_title)),
                el("p").with(words.say(Words::cover_pledge_text)),
                copy_in_short(),
            )),
        )),
        promise(),
        ways_in(),
        inside,
    ))
}

/// The line under the head: known, then not yet.
fn promise() -> Node {
    let line = |from, to| el("line").attr("x1", from).attr("y1", "3").attr("x2", to).attr("y2", "3");
    el("svg.promise.turn")
        .attr("aria-hidden", "true")
        .with((line("0", "62%"), line("62.6%", "100%").attr("stroke-dasharray", "10 7")))
}

/// The two ways of finding something.
fn ways_in() -> Node {
    let (state, words) = (use_state(), use_words());
    let search = move |q: String| state.go(&Route::List(Query::search(&q)));
    el("div.two.find-2").with((
        el("div.field").with((
            el("label").attr("for", "cover-search").with(words.say(Words::search_label)),
            search_box("cover-search", true, String::new, |_| (), search),
            el("p.hint").with(words.say(Words::search_hint)),
        )),
        el("div.field").with((
            el("label").attr("for", "cover-find").with(words.say(Words::find_label)),
            party_finder("cover-find", true),
            el("p.hint").with(words.say(Words::find_hint)),
        )),
    ))
}

fn lead(overview: &Overview, words: Words) -> String {
    match overview.years {
        Some((from, to)) if from != to => {
            words.cover_lead_years(from.to_string(), overview.tally.all(), to.to_string())
        }
        _ if overview.tally.all() > 0 => words.cover_lead(overview.tally.all()),
        _ => words.cover_lead_empty(),
    }
}

/// Who publishes this copy, and its date.
fn copy_in_short() -> Node {
    let (state, words) = (use_state(), use_words());
    nodes(move || {
        let (publisher, at) =
            state.copy.with(|c| (c.manifest.as_ref().map(|m| m.publisher.name.to_string()), c.copied_at));
        let publisher = publisher.filter(|p| !p.is_empty())?;
        let text = match at {
            Some(at) => words.cover_copy_of(intl::day(at, words.language()), publisher),
            None => words.published_by(publisher),
        };
        let more = el("a").attr("href", Route::About.href()).with(words.cover_more());
        Some(nodes((el("h2").with(words.cover_copy_title()), el("p").with((text, " ", more)))))
    })
}

fn inside(overview: &Overview, catalogue: &Arc<Catalogue>, words: Words) -> Node {
    nodes((
        el("section.sec").with((
            el("div.sec-h").with((
                el("h2").with(words.cover_editions(overview.editions.len())),
                small_link(Route::List(Query::of([])).href(), words.cover_all(overview.tally.all())),
            )),
            editions(overview, catalogue, words),
        )),
        el("section.sec")
            .with((el("div.sec-h").with(el("h2").with(words.cover_themes())), themes(overview, catalogue, words))),
        el("div.two.sec").with((
            el("section").with(reports(overview, catalogue, words)),
            el("section").with(open_pledges(catalogue, words)),
        )),
    ))
}

fn small_link(href: String, text: String) -> Node {
    el("a.small").attr("href", href).with(text)
}

/// How many pledges one sign stands for, so that the longest row stays a row.
fn unit(most: usize) -> usize {
    [1, 5, 10, 25, 50].into_iter().find(|unit| most.div_ceil(*unit) <= 40).unwrap_or_else(|| most.div_ceil(40).max(1))
}

fn editions(overview: &Overview, catalogue: &Catalogue, words: Words) -> Node {
    let unit = unit(overview.editions.iter().map(|e| e.tally.all()).max().unwrap_or(0));
    let rows = each(&overview.editions, |year| {
        let number = year.edition.number().map_or_else(|| year.edition.to_string(), |n| n.to_string());
        let name = edition_name(catalogue, &year.edition, words);
        el("li").with((
            el("div.fol").attr("aria-hidden", "true").with(el("b").with(number)),
            el("div.small").with((
                el("a").attr("href", list_of(Key::Edition, year.edition.as_str())).with(name),
                el("br"),
                el("span.quiet").with(edition_where(catalogue, &year.edition, words)),
            )),
            el("div.w").with(units(&year.tally, unit, words)),
            el("p.x.note").with(words.cover_edition_count(year.tally.all(), year.tally.reported())),
        ))
    });
    let without = (overview.without_edition > 0).then(|| {
        let count = words.cover_without_edition(overview.without_edition);
        el("p.small").with(el("a").attr("href", list_of(Key::Edition, "none")).with(count))
    });
    nodes((
        el("ol.eds").with(rows),
        without,
        el("div.keyline").with((
            el("ul.key").with(each(Progress::ALL, |p| el("li").with(progress_view(words, p)))),
            el("p.note").with((words.cover_unit(unit), " ", words.progress_note())),
        )),
    ))
}

/// One sign for each `unit` pledges, with all of them in words for who does not see signs.
fn units(tally: &Tally, unit: usize, words: Words) -> Node {
    let present: Vec<_> = tally.iter().filter(|(_, n)| *n > 0).collect();
    let label: Vec<String> = present.iter().map(|(p, n)| words.cover_units(*n, progress_words(words, *p))).collect();
    let signs = present.iter().flat_map(|(p, n)| std::iter::repeat_n(*p, n.div_ceil(unit)));
    el("div.units")
        .attr("role", "img")
        .attr("aria-label", intl::list(&label, words.language()))
        .with(each(signs, progress_sign))
}

fn themes(overview: &Overview, catalogue: &Catalogue, words: Words) -> Node {
    let themes: Vec<(String, String, usize)> =
        overview.themes.iter().map(|(id, n)| (theme_name(catalogue, id.as_str(), words), id.to_string(), *n)).collect();
    let rows = each(intl::sorted_by_name(themes, words.language(), |(name, ..)| name.clone()), |(name, id, n)| {
        let n = intl::number(f64::from(u32::try_from(n).unwrap_or(u32::MAX)), words.language());
        el("li").with((el("a").attr("href", list_of(Key::Theme, &id)).with(name), el("span.c").with(n)))
    });
    el("ul.index").with(rows)
}

fn reports(overview: &Overview, catalogue: &Arc<Catalogue>, words: Words) -> Node {
    let latest = catalogue.latest_reports(SHOWN);
    let reported = [Progress::Completed, Progress::NotCompleted, Progress::Reported, Progress::Differ];
    let all = Route::List(Query::of(reported.map(|p| Filter::with(Key::Progress, p.word())))).href();
    nodes((
        el("div.sec-h").with((
            el("h2").with(words.cover_reports()),
            small_link(all, words.cover_reported(overview.tally.reported())),
        )),
        if overview.reports == 0 {
            el("p.quiet").with(words.cover_no_reports())
        } else {
            el("ul.entries.flat").with(each(&latest, |(brief, report)| report_row(brief, report, catalogue, words)))
        },
    ))
}

fn report_row(brief: &Brief, report: &ReportBrief, catalogue: &Catalogue, words: Words) -> Node {
    let by: Vec<Node> = report.parties.iter().take(4).map(|p| party_link(catalogue, p, words, true)).collect();
    let by = if by.is_empty() { words.report_by_nobody().into_node() } else { in_a_row(by, words).into_node() };
    let date = report.date.map_or_else(|| words.date_none(), |d| intl::date(d, words.language()));
    el("li").with((
        el("h3.entry-t").with(titled(brief, plain_title(brief), None, words)),
        el("p.small").with(by),
        el("p.note.run").with((progress_view(words, of_report(report.completion)), el("span").with(date))),
    ))
}

fn open_pledges(catalogue: &Arc<Catalogue>, words: Words) -> Option<Node> {
    let open = page(catalogue, &Query::of([Filter::with(Key::Kind, "open")]), &Orders::plain(words.tag()));
    let rows = each(open.rows.iter().take(SHOWN), |row| {
        let brief = &row.brief;
        let edition = brief.edition.as_ref().map(|e| edition_name(catalogue, e, words));
        let period = brief.period.as_ref().and_then(|p| period_words(words, p));
        el("li").with((
            el("h3.entry-t").with(titled(brief, plain_title(brief), None, words)),
            el("p.note.run").with((el("span").with(edition), el("span").with(period))),
        ))
    });
    (open.total > 0).then(|| {
        nodes((
            el("div.sec-h").with((
                el("h2").with(words.cover_open()),
                small_link(list_of(Key::Kind, "open"), words.cover_open_all(open.total)),
            )),
            el("p.note").with(words.cover_open_note()),
            el("ul.entries.flat").with(rows),
        ))
    })
}
