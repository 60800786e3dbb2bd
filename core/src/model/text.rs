//! Texts: what was published, in which language, in whose words; and how a string from outside is made harmless
//! for a page. The published string is never changed, for its hash names it; what is shown is cleaned on the way.

use std::borrow::Cow;

/// A language tag (BCP 47) as the source gives it, such as `en` or `pt-BR`; not checked against any list.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Lang(Box<str>);

impl Lang {
    /// The tag, if it is made of letters, digits and hyphens, 2 to 35 long, as BCP 47 wants.
    pub fn new(tag: &str) -> Option<Self> {
        let good = (2..=35).contains(&tag.len())
            && tag.split('-').all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()))
            && tag.starts_with(|c: char| c.is_ascii_alphabetic());
        good.then(|| Self(tag.into()))
    }

    /// The tag as given.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The language alone, in small letters: `pt-BR` is `pt`.
    pub fn primary(&self) -> String {
        self.0.split('-').next().unwrap_or_default().to_ascii_lowercase()
    }

    /// Whether the language is written from right to left.
    pub fn is_rtl(&self) -> bool {
        matches!(self.primary().as_str(), "ar" | "fa" | "he" | "ur" | "ps" | "sd" | "ug" | "yi" | "dv" | "ckb")
    }
}

/// Whose words a text is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Words {
    /// The party's own.
    AsFiled,
    /// A summary by the publisher.
    Summary,
    /// A translation by the publisher.
    Translation,
}

/// A text of the record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Text {
    /// Exactly as published: this is what a text's hash is of.
    pub published: Box<str>,
    /// Its language, where the source says or the pledge's applies.
    pub lang: Option<Lang>,
    /// Whose words; None where the feed does not say.
    pub words: Option<Words>,
}

/// Whether a character can turn or hide its surroundings on a page: direction embeddings, overrides and isolates,
/// and tag characters.
pub fn is_hazard(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{e0000}'..='\u{e007f}')
}

/// The string without what could harm a page: control characters but tab and line feed (CR and CRLF become line
/// feeds), direction marks that reach over their neighbours, byte order marks, and more than eight combining marks
/// in a row. ZWJ and ZWNJ stay, for the scripts that need them.
pub fn shown(s: &str) -> Cow<'_, str> {
    if s.bytes().all(|b| matches!(b, b'\n' | b'\t' | 0x20..=0x7e)) {
        return Cow::Borrowed(s);
    }
    let mut out = String::with_capacity(s.len());
    let (mut marks, mut after_cr) = (0, false);
    for c in s.chars() {
        let lf_of_crlf = after_cr && c == '\n';
        after_cr = c == '\r';
        marks = if is_stacking(c) { marks + 1 } else { 0 };
        let c = if c == '\r' { '\n' } else { c };
        let drop = (c.is_control() && !matches!(c, '\n' | '\t')) || is_hazard(c) || c == '\u{feff}';
        if !(drop || lf_of_crlf || marks > 8) {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// Combining diacritics of the blocks that are piled up in jest; marks that scripts need stand elsewhere.
fn is_stacking(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{fe20}'..='\u{fe2f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}')
}

/// The text cut before `limit` characters, at the end of a word where one is near, with ` …` if anything was cut.
pub fn clip(s: &str, limit: usize) -> Cow<'_, str> {
    let Some((cut, _)) = s.char_indices().nth(limit) else { return Cow::Borrowed(s) };
    let head = &s[..cut];
    let at_word = head.rfind(char::is_whitespace).filter(|at| *at * 2 > cut).unwrap_or(cut);
    Cow::Owned(format!("{} …", head[..at_word].trim_end()))
}

/// The first words of a text on one line, for a pledge without a title: list marks and line breaks become blanks.
pub fn first_words(s: &str, limit: usize) -> String {
    let window: String = s.chars().take(limit * 4).collect();
    let mut line = String::new();
    for word in shown(&window).split_whitespace() {
        let mark = matches!(word, "-" | "–" | "•" | "è" | "§" | "·" | "*");
        if !mark {
            line.push_str(if line.is_empty() { "" } else { " " });
            line.push_str(word);
        }
    }
    clip(&line, limit).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_harm_a_page_is_not_shown() {
        for (text, expect) in [
            ("plain\n\ttext", "plain\n\ttext"),
            ("a\u{202e}b\u{2066}c\u{2069}", "abc"),
            ("a\r\nb\rc\n", "a\nb\nc\n"),
            ("\u{feff}a\0b\u{85}c\u{7}", "abc"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
            ("a\u{e0041}b", "ab"),
            ("<script>&lt;]]>", "<script>&lt;]]>"),
        ] {
            assert_eq!(shown(text), expect);
        }
        let zalgo = format!("a{}b", "\u{301}".repeat(200));
        assert_eq!(shown(&zalgo).chars().count(), 10);
    }

    #[test]
    fn text_is_clipped_at_a_word_and_says_so() {
        for (text, limit, expect) in [
            ("short", 10, "short"),
            ("one two three", 9, "one two …"),
            ("onelongwordwithoutblanks", 8, "onelongw …"),
            ("中文文字没有空格", 4, "中文文字 …"),
        ] {
            assert_eq!(clip(text, limit), expect);
        }
    }

    #[test]
    fn first_words_stand_on_one_line_without_list_marks() {
        assert_eq!(first_words("è   \n- To\u{a0}do this\n\n1. and that", 80), "To do this 1. and that");
    }

    #[test]
    fn languages_are_tags_and_know_their_direction() {
        assert!(Lang::new("ar-SD").is_some_and(|l| l.is_rtl() && l.primary() == "ar"));
        assert!(Lang::new("pt-BR").is_some_and(|l| !l.is_rtl()));
        for bad in ["", "e", "en_GB", "en--x", "123456789", "-en", "en\" onload"] {
            assert_eq!(Lang::new(bad), None, "{bad}");
        }
    }
}
