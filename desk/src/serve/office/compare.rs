//! Two texts beside each other, differences marked: what was seen, and what stands there now.

use maud::{Markup, html};
use pledgebook_core::changes::{Change, of_words};

use crate::words::Words;

/// The text as it was seen, beside the text now, as far as that is known.
pub fn beside(seen: Option<&str>, now: Option<&str>, is_known: bool, words: Words) -> Markup {
    let (left, right) = match (seen, now) {
        (Some(seen), Some(now)) if seen != now => marked(seen, now),
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
    let pieces = of_words(seen, now);
    let side = |left: bool| {
        html! {
            div.text dir="auto" {
                @for (change, text) in &pieces {
                    @match (change, left) {
                        (Change::Same, _) => { (text) }
                        (Change::Gone, true) => { del { (text) } }
                        (Change::New, false) => { ins { (text) } }
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
