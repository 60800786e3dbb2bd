//! The facts of a record beside its texts.

use std::sync::Arc;

use leptos::prelude::*;
use pledgebook_core::{
    browse::{Catalogue, Entry, Key},
    model::{Kind, Period, TermId, TermList},
};

use super::edition_line;
use crate::{
    browser::{dom, intl},
    components::{Icon, RecordLink, icon, list_of, period_words, term_text},
    words::{SLOT_1, Words, rich},
};

pub(super) fn view(entry: &Arc<Entry>, catalogue: &Catalogue, words: Words) -> impl IntoView + use<> {
    let pledge = &entry.pledge;
    let language = words.language();
    let kind = match (&pledge.kind, catalogue.is_joint(&pledge.id)) {
        (Some(Kind::Open), _) => Some(words.kind_open_joint()),
        (Some(Kind::Specific), false) => Some(words.kind_specific()),
        (Some(Kind::Specific), true) => Some(words.kind_specific_joint()),
        (Some(Kind::Other(word)), _) => Some(word.to_string()),
        (None, true) => Some(words.kind_joint()),
        (None, false) => None,
    };
    let languages: Vec<String> = pledge.languages().iter().map(|l| intl::language_name(l.as_str(), language)).collect();
    let countries: Vec<String> = pledge.countries.iter().map(|c| intl::country(c, language)).collect();
    let text = |term: String, text: Option<String>| row(term, text.filter(|t| !t.is_empty()).map(IntoAny::into_any));
    let bdi = |value: String| view! { <bdi>{value}</bdi> }.into_any();
    view! {
        <aside class="a stack" id="rec" aria-label=words.record_title()>
            <dl class="facts">
                {row(words.fact_number(), pledge.number.as_deref().map(|n| bdi(n.to_owned())))}
                {text(words.fact_edition(), edition_line(entry, catalogue, words))}
                {text(words.fact_kind(), kind)}
                {pledge.period.as_ref().and_then(|p| row(words.fact_period(), period(p, words)))}
                {text(words.fact_submitted(), pledge.submitted.map(|d| intl::date(d, language)))}
                {text(words.fact_countries(), Some(intl::list(&countries, language)))}
                {row(words.fact_themes(), terms(catalogue, TermList::Themes, Key::Theme, &pledge.themes, words))}
                {row(words.fact_resolutions(), terms(catalogue, TermList::Resolutions, Key::Resolution, &pledge.resolutions, words))}
                {text(words.fact_languages(), Some(intl::list(&languages, language)))}
                {text(words.fact_updated(), pledge.updated.map(|d| intl::date(d, language)))}
                {row(words.fact_source(), pledge.url.clone().map(|url| view! { <RecordLink url=url /> }.into_any()))}
                {row(words.fact_id(), Some(view! { <bdi class="mono">{pledge.id.to_string()}</bdi> }.into_any()))}
            </dl>
            <p class="acts no-print">
                <button class="link" type="button" on:click=|_| dom::print()>{icon(Icon::Print)} {words.pledge_print()}</button>
            </p>
        </aside>
    }
}

fn row(term: String, value: Option<AnyView>) -> Option<AnyView> {
    value.map(|value| view! { <div><dt>{term}</dt> <dd>{value}</dd></div> }.into_any())
}

/// The period in our words, and in the source's.
fn period(period: &Period, words: Words) -> Option<AnyView> {
    let dates = period_words(words, period);
    let said = period.said.as_deref().map(|said| {
        let source = view! { <bdi>{said.to_owned()}</bdi> }.into_any();
        view! { <span class="quiet">{rich(&words.fact_period_said(SLOT_1), vec![source])}</span> }
    });
    if dates.is_none() && said.is_none() {
        return None;
    }
    let dates = dates.unwrap_or_else(|| words.date_none());
    Some(view! { {dates} {said.map(|s| view! { <br /> {s} })} }.into_any())
}

fn terms(catalogue: &Catalogue, list: TermList, key: Key, ids: &[TermId], words: Words) -> Option<AnyView> {
    let rows = ids
        .iter()
        .map(|id| view! { <li><a href=list_of(key, id.as_str())>{term_text(catalogue, list, id.as_str(), words)}</a></li> })
        .collect_view();
    (!ids.is_empty()).then(|| view! { <ul>{rows}</ul> }.into_any())
}
