//! Two texts beside each other, differences marked: what was seen, and what stands there now.

use maud::{Markup, html};
use similar::{ChangeTag, TextDiff};

use crate::words::Words;

/// Beyond so many bytes words are not compared: a page must come at once.
const LARGEST: usize = 200_000;

/// The text as it was seen, beside the text now, as far as that is known.
pub fn beside(seen: Option<&str>, now: Option<&str>, is_known: bool, words: Words) -> Markup {
    let (left, right) = match (seen, now) {
        (Some(seen), Some(now)) if seen != now && seen.len() + now.len() < LARGEST => marked(seen, now),
        (seen, now) => (seen.map(plain), now.map(plain)),
    };
    html! {
        div.beside {
            section { h3 { (words.t("case.seen")) } @if let Some(text) = left { (text) } @else { p.note { (words.t("case.never-served")) } } }
            section {
                h3 { (words.t("case.now")) }
                @if let Some(text) = right {
                    @if seen.is_some() && seen == now { p.note { (words.t("case.same")) } } @else { (text) }
                } @else { p.note { (if is_known { words.t("case.gone") } else { "–".to_owned() }) } }
            }
        }
    }
}

fn plain(text: &str) -> Markup {
    html! { div.text dir="auto" { (text) } }
}

fn marked(seen: &str, now: &str) -> (Option<Markup>, Option<Markup>) {
    let diff = TextDiff::from_unicode_words(seen, now);
    let changes: Vec<_> = diff.iter_all_changes().collect();
    let side = |left: bool| {
        html! {
            div.text dir="auto" {
                @for change in &changes {
                    @match (change.tag(), left) {
                        (ChangeTag::Equal, _) => { (change.value()) }
                        (ChangeTag::Delete, true) => { del { (change.value()) } }
                        (ChangeTag::Insert, false) => { ins { (change.value()) } }
                        _ => {}
                    }
                }
            }
        }
    };
    (Some(side(true)), Some(side(false)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_marked_and_markup_stays_text() {
        let html =
            beside(Some("five <b>houses</b> now"), Some("six <b>houses</b> now"), true, Words::ENGLISH).into_string();
        assert!(html.contains("<del>five</del>") && html.contains("<ins>six</ins>"), "{html}");
        assert!(html.contains("&lt;b&gt;") && !html.contains("<b>"), "{html}");
        let same = beside(Some("one"), Some("one"), true, Words::ENGLISH).into_string();
        assert!(!same.contains("<del>") && same.contains(&Words::ENGLISH.t("case.same")), "{same}");
        let gone = beside(Some("one"), None, true, Words::ENGLISH).into_string();
        assert!(gone.contains(&Words::ENGLISH.t("case.gone")), "{gone}");
    }
}
