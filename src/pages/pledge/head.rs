//! The head of a pledge's page: Conference and number, title, parties by role, progress, period.

use std::sync::Arc;

use pledgebook_core::{
    browse::{Catalogue, Entry},
    model::{Lang, PartyLink, Role, clip},
};

use super::edition_line;
use crate::{
    browser::intl,
    components::{category_words, in_a_row, mini_timeline, party_link, period_words, progress_view, show_all},
    signals::Var,
    state::use_state,
    view::{IntoNode, Node, each, el, nodes},
    words::{SLOT_1, Words, rich},
};

/// Titles of more letters than this are set smaller.
const LONG: usize = 110;
/// Titles of more letters than this are shown in part.
const FAR_TOO_LONG: usize = 500;

pub(super) fn view(entry: &Arc<Entry>, catalogue: &Catalogue, words: Words) -> Node {
    let pledge = &entry.pledge;
    let over = [edition_line(entry, catalogue, words), pledge.number.as_deref().map(str::to_owned)];
    let over =
        each(over.into_iter().flatten().enumerate(), |(n, s)| nodes(((n > 0).then_some(" · "), el("bdi").with(s))));
    let period = pledge.period.as_ref().and_then(|p| period_words(words, p));
    let submitted = pledge.submitted.map(|d| words.submitted_on(intl::date(d, words.language())));
    let others = each(&pledge.titles, |(lang, title)| {
        el("p.title-2.serif")
            .attr("lang", lang.as_str().to_owned())
            .attr("dir", if lang.is_rtl() { "rtl" } else { "ltr" })
            .with(pledgebook_core::model::shown(title).into_owned())
    });
    el("header.head").with((
        el("p.over").with(over),
        title(entry, words),
        others,
        parties(entry, catalogue, words),
        el("div.headline").with((
            progress_view(words, entry.progress),
            period.map(|p| el("span.small").with(p)),
            submitted.map(|s| el("span.small").with(s)),
        )),
        catalogue.deed(&pledge.id, None).and_then(|deed| mini_timeline(&deed, catalogue, use_state().today(), words)),
    ))
}

fn heading(lang: Option<&Lang>, long: bool) -> Node {
    el("h1").attr("tabindex", "-1").attr("lang", lang.map(|l| l.as_str().to_owned())).attr("data-long", long)
}

fn title(entry: &Entry, words: Words) -> Node {
    let lang = entry.pledge.lang.as_ref();
    match entry.title() {
        Some(title) => {
            let dir = lang.map_or("auto", |l| if l.is_rtl() { "rtl" } else { "ltr" });
            let letters = title.chars().count();
            if letters > FAR_TOO_LONG {
                return clamped(title, lang, dir, words);
            }
            heading(lang, letters > LONG).with(el("bdi").attr("dir", dir).with(title))
        }
        None => {
            let first = entry.first_words();
            let note = if first.is_empty() { words.title_none() } else { words.title_first_words() };
            let label = if first.is_empty() { entry.pledge.id.to_string() } else { first };
            let lang = entry.pledge.first_text().and_then(|t| t.lang.as_ref());
            nodes((el("p.note").with(note), heading(lang, true).with(el("bdi").attr("dir", "auto").with(label))))
        }
    }
}

/// A title that would push all else off the page: its beginning, and all of it on request.
fn clamped(title: String, lang: Option<&Lang>, dir: &'static str, words: Words) -> Node {
    let whole = Var::new(false);
    let shown = move || if whole.get() { title.clone() } else { clip(&title, FAR_TOO_LONG).into_owned() };
    nodes((heading(lang, true).with(el("bdi").attr("dir", dir).with(shown)), show_all(whole, words)))
}

/// All parties by role: those who pledge, those who joined, those of whom the source does not say.
fn parties(entry: &Entry, catalogue: &Catalogue, words: Words) -> Node {
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
            el("p.by").with(rich(&sentence(words, SLOT_1), vec![in_a_row(names, words).into_node()]))
        })
    };
    nodes((
        all.is_empty().then(|| el("p.by.quiet").with(words.parties_none())),
        row(pledging, |w, s| w.pledged_by(s)),
        row(signatories, |w, s| w.signed_by(s)),
        row(others, |w, s| w.with_parties(s)),
    ))
}

/// A party with what it is: two whose names look alike are told apart.
fn party(link: &PartyLink, catalogue: &Catalogue, words: Words) -> Node {
    let kind = category_words(words, catalogue.category(&link.id));
    let since = link.since.map(|d| words.since(intl::date(d, words.language())));
    let note = [Some(kind).filter(|k| !k.is_empty()), since].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let note = (!note.is_empty()).then(|| nodes((" ", el("span.small.quiet").with(note))));
    el("span").with((party_link(catalogue, &link.id, words, false), note))
}
