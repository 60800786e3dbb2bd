//! Texts as they are published: line ends are LF, and characters that control a terminal or turn a page around are
//! gone. Marks that scripts need (ZWJ, ZWNJ, LRM, RLM) stay. A text's hash is of what this leaves.

use std::borrow::Cow;

/// The text with LF for CRLF and CR, without control characters but tab and line feed, byte order marks, direction
/// embeddings, overrides and isolates, and tag characters.
pub fn clean(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| c == '\r' || is_dropped(c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut after_cr = false;
    for c in text.chars() {
        match c {
            '\n' if after_cr => {}
            '\r' => out.push('\n'),
            c if is_dropped(c) => {}
            c => out.push(c),
        }
        after_cr = c == '\r';
    }
    Cow::Owned(out)
}

fn is_dropped(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t' | '\r'))
        || matches!(c, '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_published_is_clean() {
        for (text, expect) in [
            ("", ""),
            ("plain\n\ttext – è ✓", "plain\n\ttext – è ✓"),
            ("a\r\nb\rc\r\r\nd\n\re", "a\nb\nc\n\nd\n\ne"),
            ("nul \0 bell \u{7} esc \u{1b}[31m del \u{7f}", "nul  bell  esc [31m del "),
            ("c1 \u{85}\u{9b}", "c1 "),
            ("\u{feff}bom in\u{feff}side", "bom inside"),
            ("\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}x\u{2066}\u{2067}\u{2068}\u{2069}", "x"),
            ("flag\u{e0067}\u{e007f}", "flag"),
            ("می\u{200c}خواهم \u{200d}\u{200e}\u{200f}\u{200b}", "می\u{200c}خواهم \u{200d}\u{200e}\u{200f}\u{200b}"),
            ("<b>&lt;]]></b>", "<b>&lt;]]></b>"),
        ] {
            assert_eq!(clean(text), expect);
            assert_eq!(clean(&clean(text)), expect, "cleaning again changes nothing");
        }
    }
}
