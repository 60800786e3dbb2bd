//! The head of a pledge's page: Conference and number, title, parties by role, progress, period.

use std::sync::Arc;

use leptos::prelude::*;
use pledgebook_core::{
    browse::{Catalogue, Entry},
    model::{PartyLink, Role, clip},
};

use super::edition_line;
use crate::{
    browser::intl,
    components::{category_words, in_a_row, party_link, period_words, progress_view},
    words::{SLOT_1, Words, rich},
};

/// Titles of more letters than this are set smaller.
const LONG: usize = 110;
/// Titles of more letters than this are shown in part.
const FAR_TOO_LONG: usize = 500;

pub(super) fn view(entry: &Arc<Entry>, catalogue: &Catalogue, words: Words) -> impl IntoView + use<> {
    let pledge = &entry.pledge;
    let over = [edition_line(entry, catalogue, words), pledge.number.as_deref().map(str::to_owned)];
    let over = over.into_iter().flatten().collect::<Vec<_>>();
    let period = pledge.period.as_ref().and_then(|p| period_words(words, p));
    let submitted = pledge.submitted.map(|d| words.submitted_on(intl::date(d, words.language())));
    let others = pledge.titles.iter().map(|(lang, title)| {
        let dir = if lang.is_rtl() { "rtl" } else { "ltr" };
        view! { <p class="title-2 serif" lang=lang.as_str().to_owned() dir=dir>{pledgebook_core::model::shown(title).into_owned()}</p> }
    });
    view! {
        <header class="head">
            <p class="over">
                {over.into_iter().enumerate().map(|(n, s)| view! { {(n > 0).then_some(" · ")} <bdi>{s}</bdi> }).collect_view()}
            </p>
            {title(entry, words)}
            {others.collect_view()}
            {parties(entry, catalogue, words)}
            <div class="headline">
                {progress_view(words, entry.progress)}
                {period.map(|p| view! { <span class="small">{p}</span> })}
                {submitted.map(|s| view! { <span class="small">{s}</span> })}
            </div>
        </header>
    }
}

fn title(entry: &Entry, words: Words) -> AnyView {
    let lang = entry.pledge.lang.as_ref();
    let dir = lang.map_or("auto", |l| if l.is_rtl() { "rtl" } else { "ltr" });
    let tag = lang.map(|l| l.as_str().to_owned());
    match entry.title() {
        Some(title) => {
            let letters = title.chars().count();
            if letters > FAR_TOO_LONG {
                return clamped(title, tag, dir, words);
            }
            let long = letters > LONG;
            view! { <h1 tabindex="-1" lang=tag data-long=long.then_some("")><bdi dir=dir>{title}</bdi></h1> }.into_any()
        }
        None => {
            let first = entry.first_words();
            let note = if first.is_empty() { words.title_none() } else { words.title_first_words() };
            let label = if first.is_empty() { entry.pledge.id.to_string() } else { first };
            let tag = entry.pledge.first_text().and_then(|t| t.lang.as_ref()).map(|l| l.as_str().to_owned());
            view! {
                <p class="note">{note}</p>
                <h1 tabindex="-1" lang=tag data-long=""><bdi dir="auto">{label}</bdi></h1>
            }
            .into_any()
        }
    }
}

/// A title that would push all else off the page: its beginning, and all of it on request.
fn clamped(title: String, lang: Option<String>, dir: &'static str, words: Words) -> AnyView {
    let whole = RwSignal::new(false);
    let shown = move || if whole.get() { title.clone() } else { clip(&title, FAR_TOO_LONG).into_owned() };
    view! {
        <h1 tabindex="-1" lang=lang data-long=""><bdi dir=dir>{shown}</bdi></h1>
        <Show when=move || !whole.get()>
            <p><button class="link" type="button" on:click=move |_| whole.set(true)>{words.text_show_all()}</button></p>
        </Show>
    }
    .into_any()
}

/// All parties by role: those who pledge, those who joined, those of whom the source does not say.
fn parties(entry: &Entry, catalogue: &Catalogue, words: Words) -> impl IntoView + use<> {
    let all = &entry.pledge.parties;
    let of = |role: &dyn Fn(Option<&Role>) -> bool| -> Vec<&PartyLink> {
        all.iter().filter(|p| role(p.role.as_ref())).collect()
    };
    let pledging = of(&|r| r == Some(&Role::Pledging));
    let signatories = of(&|r| r == Some(&Role::Signatory));
    let others = of(&|r| !matches!(r, Some(Role::Pledging | Role::Signatory)));
    let row = |links: Vec<&PartyLink>, sentence: fn(Words, &str) -> String| {
        (!links.is_empty()).then(|| {
            let names = links.into_iter().map(|l| party(l, catalogue, words)).collect();
            view! { <p class="by">{rich(&sentence(words, SLOT_1), vec![in_a_row(names, words).into_any()])}</p> }
        })
    };
    view! {
        {all.is_empty().then(|| view! { <p class="by quiet">{words.parties_none()}</p> })}
        {row(pledging, |w, s| w.pledged_by(s))}
        {row(signatories, |w, s| w.signed_by(s))}
        {row(others, |w, s| w.with_parties(s))}
    }
}

/// A party with what it is: two whose names look alike are told apart.
fn party(link: &PartyLink, catalogue: &Catalogue, words: Words) -> AnyView {
    let kind = category_words(words, catalogue.category(&link.id));
    let since = link.since.map(|d| words.since(intl::date(d, words.language())));
    let note = [Some(kind).filter(|k| !k.is_empty()), since].into_iter().flatten().collect::<Vec<_>>().join(", ");
    view! {
        <span>
            {party_link(catalogue, &link.id, words, false)}
            {(!note.is_empty()).then(|| view! { " " <span class="small quiet">{note}</span> })}
        </span>
    }
    .into_any()
}
