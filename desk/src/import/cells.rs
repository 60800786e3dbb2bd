//! One field of a row or a post as values: markup becomes text, a whole body is divided at its labels, and what a spreadsheet would
//! compute is no text.

use std::sync::OnceLock;

use regex::Regex;

use super::{
    mapping::To,
    raw::{Target, Value},
    review::{Note, Review},
    text::{Newlines, chrome::without_chrome, divide, html, repair, shortcodes::without_shortcodes},
};

/// What a field is written in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// Plain text, or markup where it looks like it.
    Guess,
    /// Markup with WordPress's shortcodes.
    Post,
}

/// The field's values; `place` is where it stands, for people.
pub fn values(to: &To, field: &str, form: Form, place: &str, review: &mut Review) -> Vec<Value> {
    let text = plain(field, form);
    let value = |target, heading, text: String| Value { target, lang: to.lang.clone(), heading, text };
    if to.target != Target::Body {
        let mended =
            if to.target.is_long() { repair(&own_words(&text, place, review)) } else { text.trim().to_owned() };
        return Some(value(to.target, None, mended)).filter(|v| !v.text.is_empty()).into_iter().collect();
    }
    let divided = divide(&without_chrome(&text));
    if divided.pieces.is_empty() {
        // A body without labels is the pledge in one text.
        return Some(value(Target::Text, None, repair(&divided.before)))
            .filter(|v| !v.text.is_empty())
            .into_iter()
            .collect();
    }
    let before = repair(&divided.before);
    if !before.is_empty() {
        let proposal =
            "kept out of the record: see whether something of it belongs there, and add it with `desk edit`".to_owned();
        let place = place.to_owned();
        review.add(Note {
            kind: "before-first-label",
            place,
            field: "body".to_owned(),
            found: before,
            proposal,
            ..Note::default()
        });
    }
    let pieces = divided.pieces.into_iter().map(|p| {
        let text = repair(&without_chrome(&p.text));
        // Of whether something is completed only the first line: nothing else is asked there.
        let text =
            if p.target == Target::Completed { text.lines().next().unwrap_or_default().to_owned() } else { text };
        value(p.target, p.target.section().map(|_| p.label.clone()), text)
    });
    pieces.filter(|v| !v.text.is_empty()).collect()
}

/// The text without menu words that leaked in at its ends. As a field may really end so, that is told.
fn own_words(text: &str, place: &str, review: &mut Review) -> String {
    let own = without_chrome(text);
    let lines = |t: &str| t.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let (kept, mut gone) = (lines(&own), lines(text));
    gone.retain(|l| !kept.contains(l));
    if !gone.is_empty() {
        let proposal =
            "left out: words of the site's menus or its disclaimer; add them with `desk edit` if they belong there"
                .to_owned();
        let (place, found) = (place.to_owned(), gone.join(" | "));
        review.add(Note { kind: "menu-words", place, field: "text".to_owned(), found, proposal, ..Note::default() });
    }
    own
}

/// The field as text.
fn plain(field: &str, form: Form) -> String {
    let is_markup = form == Form::Post || looks_like_markup(field);
    if !is_markup {
        return field.to_owned();
    }
    let field = if form == Form::Post { without_shortcodes(field) } else { field.to_owned() };
    let has_paragraphs = field.contains("<p>") || field.contains("<p ") || field.contains("<!-- wp:");
    html::read(&field, if has_paragraphs { Newlines::Blank } else { Newlines::Kept }).text
}

#[allow(clippy::unwrap_used, reason = "the pattern is ours, and every test of this file compiles it")]
fn looks_like_markup(field: &str) -> bool {
    static PATTERN: OnceLock<Regex> = OnceLock::new();
    let tags = "p|br|ul|ol|li|div|span|strong|b|em|i|a|h[1-6]|table|td|tr|blockquote";
    let pattern = PATTERN.get_or_init(|| {
        Regex::new(&format!(r"(?i)</?(?:{tags})(?:\s[^<>]*)?/?>|&(?:amp|nbsp|lt|gt|quot|apos|rsquo|lsquo|[a-z]acute|[a-z]grave|#\d{{2,6}}|#x[0-9a-f]{{2,6}});"))
            .unwrap()
    });
    field.contains(['<', '&']) && pattern.is_match(field)
}

/// A cell of a CSV file as it was meant: without the apostrophe that made it harmless. None where a spreadsheet would compute it.
pub fn cell(text: &str) -> Option<&str> {
    let is_computed = |t: &str| {
        let rest = t.trim_start_matches('=').trim_start();
        t.starts_with('=') && rest.starts_with(|c: char| c.is_ascii_alphanumeric() || "(+-@\"'$#".contains(c))
    };
    match text.strip_prefix('\'').filter(|t| t.starts_with(['=', '+', '-', '@', '\t', '\r'])) {
        Some(harmless) => Some(harmless),
        None => Some(text).filter(|t| !is_computed(t.trim_start())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(target: &str, field: &str, form: Form) -> Vec<(Target, String)> {
        let to = To::parse(target).expect(target);
        values(&to, field, form, "x", &mut Review::default()).into_iter().map(|v| (v.target, v.text)).collect()
    }

    #[test]
    fn markup_is_read_where_there_is_markup_and_only_there() {
        for (field, expect) in [
            ("a &amp; b<br>C", "a & b\nC"),
            ("<p>one</p><p>two</p>", "one\n\ntwo"),
            ("a < b and c > d", "a < b and c > d"),
            ("<National Society> & others", "<National Society> & others"),
            ("Soci&eacute;t&eacute;", "Société"),
        ] {
            assert_eq!(texts("objectives", field, Form::Guess), [(Target::Objectives, expect.to_owned())], "{field}");
        }
        assert_eq!(texts("objectives", " \n&nbsp; ", Form::Post), []);
        assert_eq!(texts("text", "[gallery]One\n\nTwo", Form::Post), [(Target::Text, "One\n\nTwo".to_owned())]);
    }

    #[test]
    fn a_body_is_divided_at_its_labels_or_is_one_text() {
        assert_eq!(
            texts("body", "<p>Objectives:</p><p>x</p><p>Action plan:</p><p>y</p>", Form::Post),
            [(Target::Objectives, "x".to_owned()), (Target::ActionPlan, "y".to_owned())]
        );
        assert_eq!(texts("body", "<p>Only words</p>", Form::Post), [(Target::Text, "Only words".to_owned())]);
    }

    #[test]
    fn what_a_spreadsheet_would_compute_is_no_text() {
        for (text, expect) in [
            ("=HYPERLINK(\"x\")", None),
            (" =1+1", None),
            ("=cmd|' /C calc'!A0", None),
            ("= is a sign", None),
            ("=", Some("=")),
            ("'=1+1", Some("=1+1")),
            ("'- an item", Some("- an item")),
            ("'quoted'", Some("'quoted'")),
            ("- an item", Some("- an item")),
        ] {
            assert_eq!(cell(text), expect, "{text}");
        }
    }
}
