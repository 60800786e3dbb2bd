//! A pledge's page: head, every section in order, every report, the facts of the record, the disclaimer.

use std::sync::Arc;

use leptos::prelude::*;
use pledgebook_core::{
    browse::{Catalogue, Entry},
    feed::Manifest,
    model::{Attachment, PartOf, PledgeId, Report, Section, WebUrl, Words as Whose},
};

use super::not_found::NotFound;
use crate::{
    browser::intl,
    components::{
        RecordLink, TextBlock, WordsNote, edition_name, edition_where, in_a_row, of_report, party_link, progress_view,
    },
    state::{CopyInfo, use_state},
    words::{Words, use_words},
};

mod facts;
mod head;

/// A pledge's page.
#[component]
pub fn PledgePage(
    /// Which pledge.
    id: PledgeId,
) -> impl IntoView {
    let (state, words) = (use_state(), use_words());
    let entry = Memo::new({
        let id = id.clone();
        move |_| state.catalogue.with(|c| c.get(&id).cloned())
    });
    let loading = Memo::new(move |_| state.copy.with(CopyInfo::is_coming));
    // A memo, so that what the sync says of itself does not draw the page anew and close what the reader opened.
    let manifest = Memo::new(move |_| state.copy.with(|c| c.manifest.clone()));
    // What was removed is not missing, though its new part may be.
    let missing = Memo::new({
        let id = id.clone();
        move |_| {
            let removed = state.catalogue.with(|c| c.removals().of(id.as_str()).next().is_some());
            !removed && state.copy.with(CopyInfo::is_partial)
        }
    });
    state.title(move || {
        entry.with(|e| e.as_ref().map(|e| e.title().unwrap_or_else(|| e.first_words()))).unwrap_or_default()
    });
    move || match entry.get() {
        Some(entry) => {
            let catalogue = state.catalogue.get();
            pledge(&entry, &catalogue, manifest.get().as_deref(), words)
        }
        None if loading.get() => view! { <h1 tabindex="-1">{words.pledge_loading()}</h1> }.into_any(),
        None if missing.get() => view! { <NotFound said=words.say(Words::copy_missing) /> }.into_any(),
        None => {
            let id = id.to_string();
            view! { <NotFound said=Signal::derive(move || words.not_found_pledge(id.clone())) /> }.into_any()
        }
    }
}

fn pledge(entry: &Arc<Entry>, catalogue: &Arc<Catalogue>, manifest: Option<&Manifest>, words: Words) -> AnyView {
    let publisher = manifest.map(|m| m.publisher.name.to_string()).unwrap_or_default();
    let disclaimer = manifest.and_then(|m| m.disclaimer.best(words.tag()));
    let disclaimer = disclaimer.map(|(l, t)| (l.as_str().to_owned(), t.to_owned()));
    let pledge = &entry.pledge;
    let sections = pledge
        .sections
        .iter()
        .enumerate()
        .map(|(n, s)| section(n, s, pledge.url.clone(), publisher.clone(), words))
        .collect_view();
    let many = pledge.reports.len() > 1;
    let reports = pledge
        .reports
        .iter()
        .enumerate()
        .map(|(n, r)| report((n, many), r, pledge.title.as_deref(), catalogue, publisher.clone(), words))
        .collect_view();
    let number = pledge.edition.as_ref().map(|e| e.number().map_or_else(|| e.to_string(), |n| n.to_string()));
    view! {
        <article class="sheet">
            <div class="fo"><p class="folio" aria-hidden="true">{number}</p></div>
            {head::view(entry, catalogue, words)}
            {contents(entry, words)}
            <div class="body">
                {sections} {missing(&pledge.sections, words)} {reports}
                {(pledge.reports.is_empty()).then(|| no_report(words))}
                {attachments(&pledge.attachments, "files", words)}
            </div>
            {facts::view(entry, catalogue, words)}
            {disclaimer.map(|(lang, text)| view! { <p class="disclaimer note" lang=lang dir="auto">{text}</p> })}
        </article>
    }
    .into_any()
}

/// What a section is called: by our word for its part, or by the source's own heading.
fn part_name(section: &Section, words: Words) -> String {
    match &section.part {
        PartOf::Objectives => words.part_objectives(),
        PartOf::ActionPlan => words.part_action_plan(),
        PartOf::Indicators => words.part_indicators(),
        PartOf::Resources => words.part_resources(),
        PartOf::Text => words.part_text(),
        PartOf::Other(other) => section.heading.as_deref().unwrap_or(other).to_owned(),
    }
}

fn section(n: usize, section: &Section, url: Option<WebUrl>, publisher: String, words: Words) -> AnyView {
    let text = section.text.clone();
    let foreign = text.as_ref().and_then(|t| t.lang.as_ref()).filter(|l| l.primary() != words.tag());
    let foreign = foreign.map(|l| l.as_str().to_owned());
    let whose = text.as_ref().and_then(|t| t.words);
    let lang = text.as_ref().and_then(|t| t.lang.as_ref()).map(|l| l.as_str().to_owned());
    // A heading that only says what the part is called is not said twice.
    let is_new =
        |h: &&str| !h.is_empty() && h.trim_end_matches(':').to_lowercase() != part_name(section, words).to_lowercase();
    let heading = section.heading.as_deref().map(str::trim).filter(is_new).map(str::to_owned);
    let blank = text.as_ref().is_none_or(|t| t.published.trim().is_empty());
    view! {
        <section class="sec" id=format!("s{n}")>
            <div class="sec-h"><h2>{part_name(section, words)}</h2></div>
            <WordsNote whose=whose publisher=publisher url=url foreign=foreign />
            {heading.map(|h| {
                let source = view! { <bdi lang=lang>{h}</bdi> }.into_any();
                let said = words.section_heading(crate::words::SLOT_1);
                view! { <p class="note">{crate::words::rich(&said, vec![source])}</p> }
            })}
            {match text {
                Some(text) if !blank => view! { <TextBlock text=text /> }.into_any(),
                _ if section.removed.is_some() => view! { <p class="panel">{words.text_removed()}</p> }.into_any(),
                _ => view! { <p class="quiet">{words.text_blank()}</p> }.into_any(),
            }}
        </section>
    }
    .into_any()
}

/// The parts that the source does not give, in one quiet sentence; a pledge in one text is not asked for parts.
fn missing(sections: &[Section], words: Words) -> Option<impl IntoView + use<>> {
    let has = |part: &PartOf| sections.iter().any(|s| s.part == *part);
    let in_one_text = has(&PartOf::Text);
    let parts = [
        (PartOf::Objectives, words.part_objectives()),
        (PartOf::ActionPlan, words.part_action_plan()),
        (PartOf::Indicators, words.part_indicators()),
        (PartOf::Resources, words.part_resources()),
    ];
    let missing: Vec<String> = parts.into_iter().filter(|(part, _)| !has(part)).map(|(_, name)| name).collect();
    (!missing.is_empty() && !in_one_text)
        .then(|| view! { <p class="small quiet">{words.parts_missing(intl::list(&missing, words.language()))}</p> })
}

fn no_report(words: Words) -> impl IntoView {
    view! {
        <section class="sec" id="reports">
            <div class="sec-h"><h2>{words.reports_title()}</h2></div>
            <p class="quiet">{words.reports_none()}</p>
        </section>
    }
}

fn report(
    (n, many): (usize, bool),
    report: &Report,
    pledge_title: Option<&str>,
    catalogue: &Catalogue,
    publisher: String,
    words: Words,
) -> AnyView {
    let heading = if many { words.report_number(n + 1) } else { words.report_title() };
    let date = report.date.map_or_else(|| words.date_none(), |d| intl::date(d, words.language()));
    let by: Vec<AnyView> = report.parties.iter().map(|p| party_link(catalogue, p, words, false)).collect();
    let by = if by.is_empty() {
        words.report_by_nobody().into_any()
    } else {
        crate::words::rich(&words.report_by(crate::words::SLOT_1), vec![in_a_row(by, words).into_any()]).into_any()
    };
    let text = report.actions_taken.clone().filter(|t| !t.published.trim().is_empty());
    let whose = text.as_ref().and_then(|t| t.words);
    let foreign = report.lang.as_ref().filter(|l| l.primary() != words.tag()).map(|l| l.as_str().to_owned());
    let lang = report.lang.as_ref().map(|l| l.as_str().to_owned());
    // A report that only repeats the pledge's title needs no second one.
    let title = report.title.as_deref().filter(|t| Some(*t) != pledge_title);
    let title = title.map(|t| pledgebook_core::model::shown(t).into_owned());
    let url = report.url.clone();
    // Where the note above the text has no link to the record, the report's line has it.
    let is_ours = matches!(whose, Some(Whose::Summary | Whose::Translation));
    let own_link = url.clone().filter(|_| !is_ours);
    view! {
        <section class="sec report" id=format!("r{n}")>
            <div class="sec-h"><h2>{heading}</h2></div>
            <p class="small run">
                {progress_view(words, of_report(report.completion()))}
                <span>{date}</span>
                <span>{by}</span>
                {own_link.map(|url| view! { <RecordLink url=url /> })}
            </p>
            {title.map(|t| view! { <p class="report-t serif" lang=lang><bdi>{t}</bdi></p> })}
            <WordsNote whose=whose of_report=true publisher=publisher url=url foreign=foreign />
            <h3 class="sub">{words.report_actions()}</h3>
            {match text {
                Some(text) => view! { <TextBlock text=text /> }.into_any(),
                None if !report.removed.is_empty() => view! { <p class="panel">{words.text_removed()}</p> }.into_any(),
                None => view! { <p class="quiet">{words.text_blank()}</p> }.into_any(),
            }}
            {attachments(&report.attachments, "files-of-report", words)}
        </section>
    }
    .into_any()
}

fn attachments(files: &[Attachment], id: &'static str, words: Words) -> Option<AnyView> {
    if files.is_empty() {
        return None;
    }
    let rows = files
        .iter()
        .map(|file| {
            let label = file.title.as_deref().or(file.url.as_deref()).unwrap_or_default().to_owned();
            let size = file.bytes.map(|b| intl::bytes(b, words.language()));
            let note = [file.media_type.as_deref().map(str::to_owned), size]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(", ");
            let name = match file.url.as_deref().and_then(WebUrl::new) {
                Some(url) => {
                    view! { <a href=url.as_str().to_owned() rel="noreferrer"><bdi>{label}</bdi></a> }.into_any()
                }
                None => view! { <bdi>{label}</bdi> }.into_any(),
            };
            view! { <li>{name} " " <span class="note">{note}</span></li> }
        })
        .collect_view();
    Some(view! { <div class="sub-sec" id=id><h3>{words.attachments_title()}</h3> <ul class="plainlist">{rows}</ul></div> }.into_any())
}

/// The way to each section of a long page.
fn contents(entry: &Entry, words: Words) -> impl IntoView + use<> {
    let sections = entry.pledge.sections.iter().enumerate().map(|(n, s)| (format!("#s{n}"), part_name(s, words)));
    let many = entry.pledge.reports.len() > 1;
    let reports = entry
        .pledge
        .reports
        .iter()
        .enumerate()
        .map(|(n, _)| (format!("#r{n}"), if many { words.report_number(n + 1) } else { words.report_title() }));
    let rows = sections
        .chain(reports)
        .chain([("#rec".to_owned(), words.record_title())])
        .map(|(href, name)| view! { <li><a href=href>{name}</a></li> })
        .collect_view();
    view! { <nav class="m toc" aria-label=words.pledge_contents()><ul class="lines">{rows}</ul></nav> }
}

/// The Conference of a pledge in a line: its name, place and month.
fn edition_line(entry: &Entry, catalogue: &Catalogue, words: Words) -> Option<String> {
    let edition = entry.pledge.edition.as_ref()?;
    let name = edition_name(catalogue, edition, words);
    let place = edition_where(catalogue, edition, words);
    Some(if place.is_empty() { name } else { words.edition_line(name, place) })
}
