//! The facts of a record beside its texts.

use std::sync::Arc;

use pledgebook_core::{
    browse::{Catalogue, Entry, Key},
    model::{Kind, Period, TermId, TermList},
};

use super::edition_line;
use crate::{
    browser::{dom, intl},
    components::{Icon, flag_link, icon, list_of, period_words, record_link, term_text},
    view::{IntoNode, Node, each, el, nodes},
    words::{SLOT_1, Words, rich},
};

pub(super) fn view(entry: &Arc<Entry>, catalogue: &Catalogue, words: Words) -> Node {
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
    let text = |term: String, text: Option<String>| row(term, text.filter(|t| !t.is_empty()).map(IntoNode::into_node));
    let resolutions = terms(catalogue, TermList::Resolutions, Key::Resolution, &pledge.resolutions, words);
    el("aside.a.stack").attr("id", "rec").attr("aria-label", words.record_title()).with((
        el("dl.facts").with((
            nodes((
                row(words.fact_number(), pledge.number.as_deref().map(|n| el("bdi").with(n.to_owned()))),
                text(words.fact_edition(), edition_line(entry, catalogue, words)),
                text(words.fact_kind(), kind),
                row(words.fact_period(), pledge.period.as_ref().and_then(|p| period(p, words))),
                text(words.fact_submitted(), pledge.submitted.map(|d| intl::date(d, language))),
                text(words.fact_countries(), Some(intl::list(&countries, language))),
            )),
            row(words.fact_themes(), terms(catalogue, TermList::Themes, Key::Theme, &pledge.themes, words)),
            row(words.fact_resolutions(), resolutions),
            text(words.fact_languages(), Some(intl::list(&languages, language))),
            text(words.fact_updated(), pledge.updated.map(|d| intl::date(d, language))),
            row(words.fact_source(), pledge.url.as_ref().map(record_link)),
            row(words.fact_id(), Some(el("bdi.mono").with(pledge.id.to_string()))),
        )),
        el("p.acts.no-print").with((
            el("button.link")
                .attr("type", "button")
                .on("click", |_| dom::print())
                .with((icon(Icon::Print), words.pledge_print())),
            flag_link(&pledge.id, None, "main".to_owned(), words),
        )),
    ))
}

fn row(term: String, value: Option<Node>) -> Option<Node> {
    value.map(|value| el("div").with((el("dt").with(term), el("dd").with(value))))
}

/// The period in our words, and in the source's.
fn period(period: &Period, words: Words) -> Option<Node> {
    let dates = period_words(words, period);
    let said = period.said.as_deref().map(|said| {
        let source = el("bdi").with(said.to_owned());
        el("span.quiet").with(rich(&words.fact_period_said(SLOT_1), vec![source]))
    });
    if dates.is_none() && said.is_none() {
        return None;
    }
    let dates = dates.unwrap_or_else(|| words.date_none());
    Some(nodes((dates, said.map(|s| nodes((el("br"), s))))))
}

fn terms(catalogue: &Catalogue, list: TermList, key: Key, ids: &[TermId], words: Words) -> Option<Node> {
    let link = |id: &TermId| {
        let name = term_text(catalogue, list, id.as_str(), words);
        el("li").with(el("a").attr("href", list_of(key, id.as_str())).with(name))
    };
    (!ids.is_empty()).then(|| el("ul").with(each(ids, link)))
}
