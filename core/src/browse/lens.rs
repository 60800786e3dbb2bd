//! What is missing from a pledge and what is odd about it: so that its party, or an editor, can put it right.

use crate::{
    model::{PartOf, Pledge},
    search::fold,
};

/// The sections that a pledge may lack, in the order of their bits.
pub(super) const MISSING: [&str; 4] = ["objectives", "action-plan", "indicators", "resources"];

/// What may be odd, in the order of its bits.
pub(super) const LENSES: [&str; 4] = ["no-title", "no-party", "mixed-language", "template"];

/// The sections that a pledge lacks, a bit each: not there, or only "NA", "N/A", "-", blank. A pledge in one text is not
/// asked for objectives and an action plan; a section whose text was removed was there.
pub(super) fn missing(pledge: &Pledge) -> u32 {
    let parts = [PartOf::Objectives, PartOf::ActionPlan, PartOf::Indicators, PartOf::Resources];
    let has = |part: &PartOf| {
        let texts = pledge.sections.iter().filter(|s| s.part == *part);
        texts.into_iter().any(|s| s.removed.is_some() || s.text.as_ref().is_some_and(|t| !is_blank(&t.published)))
    };
    let in_one_text = has(&PartOf::Text);
    bits(parts.iter().enumerate().map(|(n, part)| !(has(part) || n < 2 && in_one_text)))
}

/// What is odd about a pledge, a bit each.
pub(super) fn lenses(pledge: &Pledge) -> u32 {
    let sections = pledge.sections.iter().filter_map(|s| s.text.as_ref());
    let reports = pledge.reports.iter().filter_map(|r| r.actions_taken.as_ref());
    let texts: Vec<&str> = sections.chain(reports).map(|t| &*t.published).collect();
    let no_title = pledge.title.as_deref().is_none_or(|t| t.trim().is_empty());
    let titles = pledge.title.as_deref().into_iter();
    let mixed = texts.iter().any(|t| is_mixed(t));
    let template = titles.chain(texts.iter().copied()).any(has_residue);
    bits([no_title, pledge.parties.is_empty(), mixed, template].into_iter())
}

fn bits(set: impl Iterator<Item = bool>) -> u32 {
    set.enumerate().map(|(n, is)| u32::from(is) << n).sum()
}

fn is_blank(text: &str) -> bool {
    // A short text may be one of the ways of saying nothing; a long one is not folded for it.
    text.len() < 40 && matches!(fold(text).as_str(), "" | "na" | "n a" | "none" | "nil" | "not applicable")
}

/// Whether a text has what was left over from a form: `[COUNTRY]`, `[insert name]`, `<National Society>`.
pub fn has_residue(text: &str) -> bool {
    let inside = |open: char, close: char| {
        text.split(open).skip(1).filter_map(move |rest| rest.split_once(close)).any(|(inner, _)| is_placeholder(inner))
    };
    inside('[', ']') || inside('<', '>')
}

fn is_placeholder(inner: &str) -> bool {
    const WORDS: [&str; 8] = ["insert", "name", "country", "date", "national society", "add", "specify", "xxx"];
    let letters = inner.chars().filter(|c| c.is_alphabetic()).count();
    let capital = |c: char| matches!(c, 'A'..='Z' | 'À'..='Þ' | 'Α'..='Ω' | 'А'..='Я');
    let capitals = inner.chars().filter(|c| c.is_alphabetic()).all(capital);
    let small = fold(inner);
    (3..=40).contains(&letters)
        && (capitals && letters > 3 || WORDS.iter().any(|w| small.starts_with(w)))
        && !inner.contains("://")
}

/// Words that are common in one language and not in the others.
const COMMON: [&[&str]; 4] = [
    &["the", "and", "of", "with", "will", "this", "their", "for", "which", "that"],
    &["le", "les", "des", "et", "du", "dans", "pour", "une", "aux", "est"],
    &["el", "los", "las", "y", "del", "para", "una", "con", "por", "sus"],
    &["der", "die", "und", "das", "den", "mit", "ist", "von", "zu", "ein"],
];

/// Whether paragraphs of one text are written in different languages, as far as their script or commonest words tell.
pub fn is_mixed(text: &str) -> bool {
    let mut first = None;
    text.split('\n').filter_map(language_of).any(|found| *first.get_or_insert(found) != found)
}

/// The language that a paragraph is written in, as far as its script or commonest words tell; None where it is too short.
pub fn written_in(paragraph: &str) -> Option<&'static str> {
    Some(match language_of(paragraph)? {
        0 => "en",
        1 => "fr",
        2 => "es",
        3 => "de",
        _ => "ar",
    })
}

/// A language of a paragraph: its place in [`COMMON`], or 9 for Arabic letters; None where it is too short to tell.
fn language_of(paragraph: &str) -> Option<usize> {
    let letters = paragraph.chars().filter(|c| c.is_alphabetic()).count();
    let arabic = paragraph.chars().filter(|c| matches!(c, '\u{600}'..='\u{6ff}')).count();
    if letters < 30 {
        return None;
    }
    if arabic * 2 > letters {
        return Some(9);
    }
    let mut counts = [0usize; COMMON.len()];
    for word in paragraph.split(|c: char| !c.is_alphanumeric()).filter(|w| w.len() <= 5) {
        let small = word.to_ascii_lowercase();
        for (count, list) in counts.iter_mut().zip(COMMON) {
            *count += usize::from(list.contains(&small.as_str()));
        }
    }
    let most = counts.iter().copied().max()?;
    let others: usize = counts.iter().sum::<usize>() - most;
    (most >= 3 && others * 3 <= most).then(|| counts.iter().position(|c| *c == most)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feed::parse_pledge;

    fn pledge(json: &str) -> Pledge {
        parse_pledge(json.as_bytes()).expect(json).0
    }

    #[test]
    fn what_is_missing_is_told() {
        let section = |part: &str, text: &str| format!(r#"{{"part":"{part}","text":"{text}"}}"#);
        for (sections, expect) in [
            (vec![], 0b1111),
            (vec![section("text", "all")], 0b1100),
            (vec![section("text", " ")], 0b1111),
            (vec![section("objectives", "x"), section("action-plan", "N/A"), section("resources", "-")], 0b1110),
            (vec![section("indicators", "NA"), section("indicators", "three")], 0b1011),
            (vec![section("objectives", " n.a. "), section("action-plan", "\u{a0}")], 0b1111),
        ] {
            let json = format!(r#"{{"id":"a","sections":[{}]}}"#, sections.join(","));
            let found = missing(&pledge(&json));
            assert_eq!(found, expect, "{json}");
        }
        let removed =
            format!(r#"{{"id":"a","sections":[{{"part":"objectives","text":null,"removed":"{}"}}]}}"#, "0".repeat(64));
        assert_eq!(missing(&pledge(&removed)) & 1, 0, "a removed text was there");
    }

    #[test]
    fn what_is_odd_is_told() {
        for (text, mixed, template) in [
            ("The pledge of [COUNTRY] will be kept", false, true),
            ("We, [insert name of National Society], pledge", false, true),
            ("See <National Society> of", false, true),
            ("as noted [1], [a], [sic], [IHL], [NGO] and [see https://X.ORG]", false, false),
            ("a < b and c > d, [Editor's note: unclear]", false, false),
            (
                "The States will work with the others for this.\\nLes États et les Sociétés agissent dans le cadre des lois pour une paix.",
                true,
                false,
            ),
            (
                "The States will work with the others for this.\\nتعمل الدول معا من اجل حماية المدنيين في جميع الظروف والأحوال",
                true,
                false,
            ),
            (
                "The States will work with the others for this.\\nThe others and the States agree that this is for all.",
                false,
                false,
            ),
            ("The States will work with the others. Droit international.", false, false),
        ] {
            let json = format!(
                r#"{{"id":"a","title":"T","parties":[{{"id":"x"}}],"sections":[{{"part":"text","text":"{text}"}}]}}"#
            );
            let expect = u32::from(mixed) << 2 | u32::from(template) << 3;
            assert_eq!(lenses(&pledge(&json)), expect, "{text}");
        }
        assert_eq!(lenses(&pledge(r#"{"id":"a","title":" "}"#)), 0b11);
    }
}
