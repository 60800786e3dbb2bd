//! A row of a list: the Conference as folio, the title, the parties, the progress.

use std::sync::Arc;

use pledgebook_core::{
    browse::{Catalogue, Entry},
    model::clip,
};

use super::{edition_year, party_link, period_words, progress_view, titled};
use crate::{
    browser::intl,
    view::{IntoNode, Node, el},
    words::{SLOT_1, Words, rich, use_words},
};

/// The most parties that a row names.
const NAMED: usize = 4;
/// The letters of the text that a row shows.
const SNIPPET: usize = 190;

/// A pledge as a list item; `snippet` says whether the beginning of the text is shown.
pub fn entry_row(entry: &Arc<Entry>, catalogue: &Catalogue, snippet: bool) -> Node {
    let words = use_words();
    let edition = entry.pledge.edition.as_ref();
    let number = edition.map(|e| e.number().map_or_else(|| e.to_string(), |n| n.to_string()));
    let year = edition.and_then(|e| edition_year(catalogue, e)).map(|y| y.to_string());
    let period = entry.pledge.period.as_ref().and_then(|p| period_words(words, p));
    el("li").with((
        el("div.fol").with((el("b").with(number), " ", el("span").with(year))),
        el("div").with((
            el("h3.entry-t").with(titled(entry, words)),
            el("p.entry-p").with(parties(entry, catalogue, words)),
            if snippet { first_lines(entry) } else { None },
        )),
        el("div.entry-x.stack").with((progress_view(words, entry.progress), period.map(|p| el("p.note").with(p)))),
    ))
}

fn first_lines(entry: &Entry) -> Option<Node> {
    // A pledge without a title already shows its first words.
    entry.pledge.title.as_ref()?;
    let text = entry.pledge.first_text()?;
    let lang = text.lang.as_ref().map(|l| l.as_str().to_owned());
    let line = pledgebook_core::model::first_words(&text.published, SNIPPET);
    Some(el("p.entry-s").attr("lang", lang).attr("dir", "auto").with(clip(&line, SNIPPET).into_owned()))
}

/// The parties of a pledge in a row: the first few by name, the rest by number.
fn parties(entry: &Entry, catalogue: &Catalogue, words: Words) -> Node {
    let all = &entry.pledge.parties;
    if all.is_empty() {
        return el("span.quiet").with(words.parties_none());
    }
    let named: Vec<Node> = all.iter().take(NAMED).map(|p| party_link(catalogue, &p.id, words, true)).collect();
    let more = all.len().saturating_sub(NAMED);
    let mut row = in_a_row(named, words);
    if more > 0 {
        row.push(format!(" {}", words.parties_more(more)).into_node());
    }
    row.into_node()
}

/// Views in a row, as the language joins things: `a, b and c`.
pub fn in_a_row(views: Vec<Node>, words: Words) -> Vec<Node> {
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
