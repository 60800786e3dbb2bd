//! A row of a list: the Conference as folio, the title, the parties, the progress.

use std::sync::Arc;

use leptos::prelude::*;
use pledgebook_core::{
    browse::{Catalogue, Entry},
    model::clip,
};

use super::{edition_year, party_link, period_words, progress_view, titled};
use crate::{
    browser::intl,
    words::{SLOT_1, Words, rich, use_words},
};

/// The most parties that a row names.
const NAMED: usize = 4;
/// The letters of the text that a row shows.
const SNIPPET: usize = 190;

/// A pledge as a list item.
#[component]
pub fn EntryRow(
    /// The pledge.
    entry: Arc<Entry>,
    /// Where names are found.
    catalogue: Arc<Catalogue>,
    /// Whether the beginning of the text is shown.
    #[prop(optional)]
    snippet: bool,
) -> impl IntoView {
    let words = use_words();
    let edition = entry.pledge.edition.clone();
    let number = edition.as_ref().map(|e| e.number().map_or_else(|| e.to_string(), |n| n.to_string()));
    let year = edition.as_ref().and_then(|e| edition_year(&catalogue, e));
    let period = entry.pledge.period.as_ref().and_then(|p| period_words(words, p));
    view! {
        <li>
            <div class="fol">
                <b>{number}</b>
                " "
                <span>{year}</span>
            </div>
            <div>
                <h3 class="entry-t">{titled(&entry, words)}</h3>
                <p class="entry-p">{parties(&entry, &catalogue, words)}</p>
                {snippet.then(|| first_lines(&entry))}
            </div>
            <div class="entry-x stack">
                {progress_view(words, entry.progress)} {period.map(|p| view! { <p class="note">{p}</p> })}
            </div>
        </li>
    }
}

fn first_lines(entry: &Entry) -> Option<impl IntoView + use<>> {
    // A pledge without a title already shows its first words.
    entry.pledge.title.as_ref()?;
    let text = entry.pledge.first_text()?;
    let lang = text.lang.as_ref().map(|l| l.as_str().to_owned());
    let line = pledgebook_core::model::first_words(&text.published, SNIPPET);
    Some(view! { <p class="entry-s" lang=lang dir="auto">{clip(&line, SNIPPET).into_owned()}</p> })
}

/// The parties of a pledge in a row: the first few by name, the rest by number.
fn parties(entry: &Entry, catalogue: &Catalogue, words: Words) -> AnyView {
    let all = &entry.pledge.parties;
    if all.is_empty() {
        return view! { <span class="quiet">{words.parties_none()}</span> }.into_any();
    }
    let named: Vec<AnyView> = all.iter().take(NAMED).map(|p| party_link(catalogue, &p.id, words, true)).collect();
    let more = all.len().saturating_sub(NAMED);
    let mut row = in_a_row(named, words);
    if more > 0 {
        row.push(format!(" {}", words.parties_more(more)).into_any());
    }
    row.into_any()
}

/// Views in a row, as the language joins things: `a, b and c`.
pub fn in_a_row(views: Vec<AnyView>, words: Words) -> Vec<AnyView> {
    const MARK: &str = SLOT_1;
    let marks: Vec<String> = views.iter().map(|_| MARK.to_owned()).collect();
    let pattern = intl::list(&marks, words.language());
    let mut out = Vec::new();
    let mut views = views.into_iter();
    for (n, between) in pattern.split(MARK).enumerate() {
        if n > 0 {
            out.extend(views.next());
        }
        out.extend(rich(between, Vec::new()));
    }
    out
}
