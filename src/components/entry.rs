//! A row of a list: the Conference as folio, the title, the parties, some of the text, the progress.

use pledgebook_core::browse::{Brief, Catalogue, Row, Snippet};

use super::{edition_year, marked, party_link, period_words, progress_view, titled};
use crate::{
    browser::intl,
    view::{IntoNode, Node, el},
    words::{SLOT_1, Words, rich, use_words},
};

/// The most parties that a row names.
const NAMED: usize = 4;

/// A pledge as a list item.
pub fn entry_row(row: Row, catalogue: &Catalogue) -> Node {
    let words = use_words();
    let Row { brief, title, snippet } = row;
    let number = brief.edition.as_ref().map(|e| e.number().map_or_else(|| e.to_string(), |n| n.to_string()));
    let year = brief.edition.as_ref().and_then(|e| edition_year(catalogue, e)).map(|y| y.to_string());
    let period = brief.period.as_ref().and_then(|p| period_words(words, p));
    // The list finds this link again when the reader comes back to it.
    let id = Some("p-".to_owned() + brief.id.as_str());
    // The line height and size of the title are those of its own script.
    let lang = brief.title.as_ref().and(brief.title_lang.as_ref()).map(|l| l.as_str().to_owned());
    el("li").about(brief.id.to_string()).with((
        el("div.fol").with((el("b").with(number), " ", el("span").with(year))),
        el("div").with((
            el("h3.entry-t").attr("lang", lang).with(titled(&brief, title, id, words)),
            el("p.entry-p").with(parties(&brief, catalogue, words)),
            snippet.map(some_text),
        )),
        el("div.entry-x.stack").with((progress_view(words, brief.progress), period.map(|p| el("p.note").with(p)))),
    ))
}

fn some_text(snippet: Snippet) -> Node {
    let lang = snippet.lang.map(|l| l.as_str().to_owned());
    el("p.entry-s").attr("lang", lang).attr("dir", "auto").with(marked(snippet.pieces))
}

/// The parties of a pledge in a row: the first few by name, the rest by number.
fn parties(brief: &Brief, catalogue: &Catalogue, words: Words) -> Node {
    let all = &brief.parties;
    if all.is_empty() {
        return el("span.quiet").with(words.parties_none());
    }
    let named: Vec<Node> = all.iter().take(NAMED).map(|id| party_link(catalogue, id, words, true)).collect();
    let more = all.len().saturating_sub(NAMED);
    let mut row = in_a_row(named, words);
    if more > 0 {
        row.push((" ".to_owned() + &words.parties_more(more)).into_node());
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
