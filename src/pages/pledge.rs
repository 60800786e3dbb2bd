//! A pledge's page: head, every section in order, every report, the facts of the record, the disclaimer.

use std::sync::Arc;

use leptos::prelude::untrack;
use pledgebook_core::{
    browse::{Catalogue, Entry, Held},
    feed::{Manifest, Removal},
    flags::removed_elsewhere,
    model::{Attachment, Lang, PartOf, PledgeId, Report, Section, Text, WebUrl, Words as Whose},
    search::fold,
};

use super::{
    not_found::not_found,
    removed::{Place, kind_words, removed_page},
};
use crate::{
    browser::intl,
    components::{
        WordsOf, edition_name, edition_where, flag_link, in_a_row, missing_words, of_report, part_words, party_link,
        progress_view, record_link, stale_note, text_block, words_note,
    },
    signals::Derived,
    state::{CopyInfo, use_state},
    view::{IntoNode, Node, each, el, nodes},
    words::{SLOT_1, Words, rich, use_words},
};

mod facts;
mod head;
mod related;

/// A pledge's page.
pub fn pledge_page(id: &PledgeId) -> Node {
    let (state, words) = (use_state(), use_words());
    let entry = Derived::new({
        let id = id.clone();
        move || state.catalogue.with(|c| c.pledge(&id))
    });
    let loading = Derived::new(move || state.copy.with(CopyInfo::is_coming));
    // A memo, so that what the sync says of itself does not draw the page anew and close what the reader opened.
    let manifest = Derived::new(move || state.copy.with(|c| c.manifest.clone()));
    let missing = Derived::new(move || state.copy.with(CopyInfo::is_partial));
    // What was removed is not missing, though its new part may be.
    let removed = Derived::new({
        let id = id.clone();
        move || state.catalogue.with(|c| c.removals().of(id.as_str()).cloned().collect::<Vec<Removal>>())
    });
    state.title(move || {
        entry.with(|e| match e {
            Held::Here(entry) => entry.title().unwrap_or_else(|| entry.first_words()),
            Held::Coming | Held::Nowhere => String::new(),
        })
    });
    let id = id.clone();
    nodes(move || {
        let held = entry.get();
        if let Held::Here(entry) = &held {
            return pledge(entry, &state.catalogue.get(), manifest.get().as_deref(), words);
        }
        let removed = removed.get();
        let is_gone = removed.iter().any(|r| r.texts.is_none());
        if !is_gone && loading.get() {
            return el("h1").attr("tabindex", "-1").with(words.pledge_loading());
        }
        // Where only texts are gone, the rest comes with its new part.
        if is_gone || held == Held::Nowhere && !removed.is_empty() {
            return removed_page(&id, &removed, words);
        }
        // Its part is not here, though what was made of it may be.
        if held == Held::Coming || missing.get() {
            return untrack(|| not_found(move || state.copy.with(|c| missing_words(c, words))));
        }
        let id = id.to_string();
        untrack(|| not_found(move || words.not_found_pledge(id.clone())))
    })
}

fn pledge(entry: &Arc<Entry>, catalogue: &Arc<Catalogue>, manifest: Option<&Manifest>, words: Words) -> Node {
    let publisher = manifest.map(|m| &*m.publisher.name).unwrap_or_default();
    let disclaimer = manifest.and_then(|m| m.disclaimer.best(words.tag())).map(|(lang, text)| {
        el("p.disclaimer.note").attr("lang", lang.as_str().to_owned()).attr("dir", "auto").with(text.to_owned())
    });
    let pledge = &entry.pledge;
    let place = Place { pledge: &pledge.id, record: Some(pledge), state: use_state(), words };
    let elsewhere = removed_elsewhere(catalogue.removals(), pledge);
    let sections = each(pledge.sections.iter().enumerate(), |(n, s)| section(n, s, &place, publisher));
    let many = pledge.reports.len() > 1;
    let reports = each(pledge.reports.iter().enumerate(), |(n, r)| report((n, many), r, &place, catalogue, publisher));
    let number = pledge.edition.as_ref().map(|e| e.number().map_or_else(|| e.to_string(), |n| n.to_string()));
    el("article.sheet").with((
        el("div.fo").with(el("p.folio").attr("aria-hidden", "true").with(number)),
        head::view(entry, catalogue, words),
        contents(entry, words),
        el("div.body").with((
            stale_note(use_state(), words),
            each(elsewhere, |removal| place.folded(removal, kind_words(removal, words))),
            sections,
            missing(&pledge.sections, words),
            reports,
            pledge.reports.is_empty().then(|| no_report(words)),
            attachments(&pledge.attachments, "files", &pledge.id, words),
            related::view(entry, catalogue, words),
        )),
        facts::view(entry, catalogue, words),
        disclaimer,
    ))
}

/// What a section is called: by our word for its part, or by the source's own heading.
fn part_name(section: &Section, words: Words) -> String {
    match (&section.part, section.heading.as_deref()) {
        (PartOf::Other(_), Some(heading)) => heading.to_owned(),
        (part, _) => part_words(part, words),
    }
}

fn section(n: usize, section: &Section, place: &Place<'_>, publisher: &str) -> Node {
    let words = place.words;
    let lang = section.text.as_ref().and_then(|t| t.lang.as_ref());
    let note = words_note(&WordsOf {
        whose: section.text.as_ref().and_then(|t| t.words),
        of_report: false,
        publisher,
        url: place.record.and_then(|pledge| pledge.url.as_ref()),
        foreign: lang.filter(|l| l.primary() != words.tag()).map(Lang::as_str),
    });
    // A heading that only says what the part is called is not said twice.
    let is_new = |h: &&str| !h.is_empty() && fold(h) != fold(&part_name(section, words));
    let heading = section.heading.as_deref().map(str::trim).filter(is_new).map(|heading| {
        let source = el("bdi").attr("lang", lang.map(|l| l.as_str().to_owned())).with(heading.to_owned());
        el("p.note").with(rich(&words.section_heading(SLOT_1), vec![source]))
    });
    let text = section.text.as_ref().filter(|t| !t.published.trim().is_empty());
    el("section.sec").attr("id", format!("s{n}")).with((
        title(
            part_name(section, words),
            text.map(|t| flag_link(place.pledge, Some(&t.published), format!("s{n}"), words)),
        ),
        note,
        heading,
        text_or_why_not(text, section.removed.as_deref().map(|hash| place.of_text(hash)), words),
    ))
}

fn title(text: String, flag: Option<Node>) -> Node {
    el("div.sec-h").with((el("h2").with(text), flag))
}

/// A text, or that it was removed, or that there is none.
fn text_or_why_not(text: Option<&Text>, removed: Option<Node>, words: Words) -> Node {
    match (text, removed) {
        (Some(text), None) => text_block(text),
        (Some(text), Some(removed)) => nodes((removed, text_block(text))),
        (None, Some(removed)) => removed,
        (None, None) => el("p.quiet").with(words.text_blank()),
    }
}

/// The parts that the source does not give, in one quiet sentence; a pledge in one text is not asked for parts.
fn missing(sections: &[Section], words: Words) -> Option<Node> {
    let has = |part: &PartOf| sections.iter().any(|s| s.part == *part);
    let in_one_text = has(&PartOf::Text);
    let parts = [PartOf::Objectives, PartOf::ActionPlan, PartOf::Indicators, PartOf::Resources];
    let missing: Vec<String> = parts.iter().filter(|part| !has(part)).map(|part| part_words(part, words)).collect();
    (!missing.is_empty() && !in_one_text)
        .then(|| el("p.small.quiet").with(words.parts_missing(intl::list(&missing, words.language()))))
}

fn no_report(words: Words) -> Node {
    el("section.sec")
        .attr("id", "reports")
        .with((title(words.reports_title(), None), el("p.quiet").with(words.reports_none())))
}

fn report(
    (n, many): (usize, bool),
    report: &Report,
    place: &Place<'_>,
    catalogue: &Catalogue,
    publisher: &str,
) -> Node {
    let (words, pledge) = (place.words, place.record);
    let name = if many { words.report_number(n + 1) } else { words.report_title() };
    let date = report.date.map_or_else(|| words.date_none(), |d| intl::date(d, words.language()));
    let by: Vec<Node> = report.parties.iter().map(|p| party_link(catalogue, p, words, false)).collect();
    let by = if by.is_empty() {
        words.report_by_nobody().into_node()
    } else {
        rich(&words.report_from(SLOT_1), vec![in_a_row(by, words).into_node()]).into_node()
    };
    let text = report.actions_taken.as_ref().filter(|t| !t.published.trim().is_empty());
    let whose = text.and_then(|t| t.words);
    let lang = report.lang.as_ref();
    // A report that only repeats the pledge's title needs no second one.
    let own_title = report.title.as_deref().filter(|t| Some(*t) != pledge.and_then(|p| p.title.as_deref())).map(|t| {
        let shown = pledgebook_core::model::shown(t).into_owned();
        el("p.report-t.serif").attr("lang", lang.map(|l| l.as_str().to_owned())).with(el("bdi").with(shown))
    });
    let removed = (!report.removed.is_empty()).then(|| each(&report.removed, |hash| place.of_text(hash)));
    // Where the note above the text has no link to the record, the report's line has it.
    let is_ours = matches!(whose, Some(Whose::Summary | Whose::Translation));
    let note = words_note(&WordsOf {
        whose,
        of_report: true,
        publisher,
        url: report.url.as_ref(),
        foreign: lang.filter(|l| l.primary() != words.tag()).map(Lang::as_str),
    });
    el("section.sec.report").attr("id", format!("r{n}")).with((
        title(name, text.map(|t| flag_link(place.pledge, Some(&t.published), format!("r{n}"), words))),
        el("p.small.run").with((
            progress_view(words, of_report(report.completion())),
            el("span").with(date),
            el("span").with(by),
            report.url.as_ref().filter(|_| !is_ours).map(record_link),
        )),
        own_title,
        note,
        el("h3.sub").with(words.report_actions()),
        text_or_why_not(text, removed, words),
        attachments(&report.attachments, "files-of-report", place.pledge, words),
    ))
}

fn attachments(files: &[Attachment], id: &'static str, pledge: &PledgeId, words: Words) -> Option<Node> {
    let row = |file: &Attachment| {
        let label = file.title.as_deref().or(file.url.as_deref()).unwrap_or_default().to_owned();
        let size = file.bytes.map(|b| intl::bytes(b, words.language()));
        let note =
            [file.media_type.as_deref().map(str::to_owned), size].into_iter().flatten().collect::<Vec<_>>().join(", ");
        let label = el("bdi").with(label);
        let name = match file.url.as_deref().and_then(WebUrl::new) {
            Some(url) => el("a").attr("href", url.href()).attr("rel", "noreferrer").with(label),
            None => label,
        };
        let flag = file.url.as_deref().map(|url| flag_link(pledge, Some(url), id.to_owned(), words));
        el("li").with((name, " ", el("span.note").with(note), " ", flag))
    };
    (!files.is_empty()).then(|| {
        el("div.sub-sec")
            .attr("id", id)
            .with((el("h3").with(words.attachments_title()), el("ul.plainlist").with(each(files, row))))
    })
}

/// The way to each section of a long page.
fn contents(entry: &Entry, words: Words) -> Node {
    let link = |href: String, name: String| el("li").with(el("a").attr("href", href).with(name));
    let many = entry.pledge.reports.len() > 1;
    let sections = each(entry.pledge.sections.iter().enumerate(), |(n, s)| link(format!("#s{n}"), part_name(s, words)));
    let reports = each(0..entry.pledge.reports.len(), |n| {
        link(format!("#r{n}"), if many { words.report_number(n + 1) } else { words.report_title() })
    });
    let record = link("#rec".to_owned(), words.record_title());
    el("nav.m.toc").attr("aria-label", words.pledge_contents()).with(el("ul.lines").with((sections, reports, record)))
}

/// The Conference of a pledge in a line: its name, place and month.
fn edition_line(entry: &Entry, catalogue: &Catalogue, words: Words) -> Option<String> {
    let edition = entry.pledge.edition.as_ref()?;
    let name = edition_name(catalogue, edition, words);
    let place = edition_where(catalogue, edition, words);
    Some(if place.is_empty() { name } else { words.edition_line(name, place) })
}
