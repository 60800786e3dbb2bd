//! The cover: what this is, the two ways of finding something, Conferences and themes with their numbers, the latest
//! reports, the pledges that others may still join.

use std::sync::Arc;

use leptos::prelude::*;
use pledgebook_core::{
    browse::{Catalogue, Entry, Filter, Key, Overview, Query, Tally},
    model::{Kind, Progress, Report},
    order::sorted,
    route::Route,
};

use crate::{
    browser::intl,
    components::{
        PartyFinder, SearchBox, edition_name, edition_where, in_a_row, list_of, of_report, party_link, period_words,
        progress_sign, progress_view, progress_words, theme_name, titled,
    },
    state::use_state,
    words::{Words, use_words},
};

/// The most reports, and open pledges, that the cover shows.
const SHOWN: usize = 5;

/// The cover.
#[component]
pub fn CoverPage() -> impl IntoView {
    let (state, words) = (use_state(), use_words());
    state.title(move || words.cover_title());
    let overview = Memo::new(move |_| state.catalogue.with(|c| Overview::of(c)));
    let search = move |q: String| state.go(&Route::List(Query::search(&q)));
    view! {
        <div class="cover stack">
            <div class="cover-top">
                <div class="stack">
                    <h1 tabindex="-1">{words.say(Words::cover_title)}</h1>
                    <p class="lead">{move || overview.with(|o| lead(o, words))}</p>
                </div>
                <aside class="side" aria-label=words.say(Words::cover_in_short)>
                    <h2>{words.say(Words::cover_pledge_title)}</h2>
                    <p>{words.say(Words::cover_pledge_text)}</p>
                    <CopyInShort />
                </aside>
            </div>
            <svg class="promise turn" aria-hidden="true">
                <line x1="0" y1="3" x2="62%" y2="3" />
                <line x1="62.6%" y1="3" x2="100%" y2="3" stroke-dasharray="10 7" />
            </svg>
            <div class="two find-2">
                <div class="field">
                    <label for="cover-search">{words.say(Words::search_label)}</label>
                    <SearchBox id="cover-search" labelled=true value=Signal::stored(String::new()) on_input=|_| () on_submit=search />
                    <p class="hint">{words.say(Words::search_hint)}</p>
                </div>
                <div class="field">
                    <label for="cover-find">{words.say(Words::find_label)}</label>
                    <PartyFinder id="cover-find" labelled=true />
                    <p class="hint">{words.say(Words::find_hint)}</p>
                </div>
            </div>
            {move || overview.with(|o| (o.tally.all() > 0).then(|| state.catalogue.with(|c| inside(o, c, words))))}
        </div>
    }
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
#[component]
fn CopyInShort() -> impl IntoView {
    let (state, words) = (use_state(), use_words());
    move || {
        let (publisher, at) =
            state.copy.with(|c| (c.manifest.as_ref().map(|m| m.publisher.name.to_string()), c.copied_at));
        let publisher = publisher.filter(|p| !p.is_empty())?;
        let text = match at {
            Some(at) => words.cover_copy_of(intl::day(at, words.language()), publisher),
            None => words.published_by(publisher),
        };
        Some(view! {
            <h2>{words.cover_copy_title()}</h2>
            <p>{text} " " <a href=Route::About.href()>{words.cover_more()}</a></p>
        })
    }
}

fn inside(overview: &Overview, catalogue: &Arc<Catalogue>, words: Words) -> AnyView {
    view! {
        <section class="sec">
            <div class="sec-h">
                <h2>{words.cover_editions(overview.editions.len())}</h2>
                <a class="small" href=Route::List(Query::of([])).href()>{words.cover_all(overview.tally.all())}</a>
            </div>
            {editions(overview, catalogue, words)}
        </section>
        <section class="sec">
            <div class="sec-h"><h2>{words.cover_themes()}</h2></div>
            {themes(overview, catalogue, words)}
        </section>
        <div class="two sec">
            <section>{reports(overview, catalogue, words)}</section>
            <section>{open_pledges(catalogue, words)}</section>
        </div>
    }
    .into_any()
}

/// How many pledges one sign stands for, so that the longest row stays a row.
fn unit(most: usize) -> usize {
    [1, 5, 10, 25, 50].into_iter().find(|unit| most.div_ceil(*unit) <= 40).unwrap_or_else(|| most.div_ceil(40).max(1))
}

fn editions(overview: &Overview, catalogue: &Catalogue, words: Words) -> impl IntoView + use<> {
    let unit = unit(overview.editions.iter().map(|e| e.tally.all()).max().unwrap_or(0));
    let rows = overview
        .editions
        .iter()
        .map(|year| {
            let (all, reported) = (year.tally.all(), year.tally.reported());
            let number = year.edition.number().map_or_else(|| year.edition.to_string(), |n| n.to_string());
            view! {
                <li>
                    <div class="fol" aria-hidden="true"><b>{number}</b></div>
                    <div class="small">
                        <a href=list_of(Key::Edition, year.edition.as_str())>{edition_name(catalogue, &year.edition, words)}</a>
                        <br />
                        <span class="quiet">{edition_where(catalogue, &year.edition, words)}</span>
                    </div>
                    <div class="w">{units(&year.tally, unit, words)}</div>
                    <p class="x note">{words.cover_edition_count(all, reported)}</p>
                </li>
            }
        })
        .collect_view();
    let without = (overview.without_edition > 0).then(|| {
        view! {
            <p class="small">
                <a href=list_of(Key::Edition, "none")>{words.cover_without_edition(overview.without_edition)}</a>
            </p>
        }
    });
    let key = Progress::ALL.map(|p| view! { <li>{progress_view(words, p)}</li> }).collect_view();
    view! {
        <ol class="eds">{rows}</ol>
        {without}
        <div class="keyline">
            <ul class="key">{key}</ul>
            <p class="note">{words.cover_unit(unit)} " " {words.progress_note()}</p>
        </div>
    }
}

/// One sign for each `unit` pledges, with all of them in words for who does not see signs.
fn units(tally: &Tally, unit: usize, words: Words) -> impl IntoView + use<> {
    let present: Vec<_> = tally.iter().filter(|(_, n)| *n > 0).collect();
    let label: Vec<String> = present.iter().map(|(p, n)| words.cover_units(*n, progress_words(words, *p))).collect();
    let signs =
        present.iter().flat_map(|(p, n)| std::iter::repeat_n(*p, n.div_ceil(unit))).map(progress_sign).collect_view();
    view! { <div class="units" role="img" aria-label=intl::list(&label, words.language())>{signs}</div> }
}

fn themes(overview: &Overview, catalogue: &Catalogue, words: Words) -> impl IntoView + use<> {
    let themes: Vec<(String, String, usize)> =
        overview.themes.iter().map(|(id, n)| (theme_name(catalogue, id.as_str(), words), id.to_string(), *n)).collect();
    let rows = intl::sorted_by_name(themes, words.language(), |(name, ..)| name.clone())
        .into_iter()
        .map(|(name, id, n)| {
            view! {
                <li>
                    <a href=list_of(Key::Theme, &id)>{name}</a>
                    <span class="c">{intl::number(f64::from(u32::try_from(n).unwrap_or(u32::MAX)), words.language())}</span>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="index">{rows}</ul> }
}

fn reports(overview: &Overview, catalogue: &Arc<Catalogue>, words: Words) -> impl IntoView + use<> {
    let latest = catalogue.reports();
    let rows = latest
        .into_iter()
        .take(SHOWN)
        .map(|(entry, report)| report_row(entry, report, catalogue, words))
        .collect_view();
    let reported = [Progress::Completed, Progress::NotCompleted, Progress::Reported, Progress::Differ];
    let all = Route::List(Query::of(reported.map(|p| Filter::with(Key::Progress, p.word())))).href();
    view! {
        <div class="sec-h">
            <h2>{words.cover_reports()}</h2>
            <a class="small" href=all>{words.cover_reported(overview.tally.reported())}</a>
        </div>
        {if overview.reports == 0 {
            view! { <p class="quiet">{words.cover_no_reports()}</p> }.into_any()
        } else {
            view! { <ul class="entries flat">{rows}</ul> }.into_any()
        }}
    }
}

fn report_row(entry: &Arc<Entry>, report: &Report, catalogue: &Catalogue, words: Words) -> impl IntoView + use<> {
    let by: Vec<AnyView> = report.parties.iter().take(4).map(|p| party_link(catalogue, p, words, true)).collect();
    let by = if by.is_empty() { vec![words.report_by_nobody().into_any()] } else { in_a_row(by, words) };
    let date = report.date.map_or_else(|| words.date_none(), |d| intl::date(d, words.language()));
    view! {
        <li>
            <h3 class="entry-t">{titled(entry, words)}</h3>
            <p class="small">{by}</p>
            <p class="note run">{progress_view(words, of_report(report.completion()))} <span>{date}</span></p>
        </li>
    }
}

fn open_pledges(catalogue: &Arc<Catalogue>, words: Words) -> Option<impl IntoView + use<>> {
    let is_open = |e: &&Arc<Entry>| e.pledge.kind == Some(Kind::Open);
    let number = |e: &Arc<Entry>| e.pledge.edition.as_ref().and_then(|e| e.number());
    let open: Vec<&Arc<Entry>> = catalogue.entries().filter(is_open).collect();
    let open = sorted(open, |a, b| number(b).cmp(&number(a)));
    let rows = open
        .iter()
        .take(SHOWN)
        .map(|entry| {
            let edition = entry.pledge.edition.as_ref().map(|e| edition_name(catalogue, e, words));
            let period = entry.pledge.period.as_ref().and_then(|p| period_words(words, p));
            view! {
                <li>
                    <h3 class="entry-t">{titled(entry, words)}</h3>
                    <p class="note run"><span>{edition}</span> <span>{period}</span></p>
                </li>
            }
        })
        .collect_view();
    (!open.is_empty()).then(|| {
        view! {
            <div class="sec-h">
                <h2>{words.cover_open()}</h2>
                <a class="small" href=list_of(Key::Kind, "open")>{words.cover_open_all(open.len())}</a>
            </div>
            <p class="note">{words.cover_open_note()}</p>
            <ul class="entries flat">{rows}</ul>
        }
    })
}
