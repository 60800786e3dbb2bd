//! What a reader types, as terms that a text has or has not.

use super::fold;

/// The terms of a query: all wanted must match, none unwanted may.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Terms {
    wanted: Vec<Term>,
    unwanted: Vec<Term>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
struct Term {
    /// Folded, with a blank before it.
    words: String,
    /// Whether it has to end where a word ends: a phrase.
    whole: bool,
}

/// A text ready to be searched: folded, a blank before each word and one at the end.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Haystack(Box<str>);

impl Haystack {
    /// Folds texts into one haystack; no phrase reaches from one text into the next.
    pub fn new<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut all = String::from(" ");
        for text in texts {
            let folded = fold(text);
            if !folded.is_empty() {
                all.push_str(&folded);
                all.push_str(" | ");
            }
        }
        Self(all.into())
    }
}

impl Terms {
    /// Reads a query: every word counts as the beginning of a word; `"quoted words"` stand together; a word with a
    /// leading minus is excluded. Nothing that is typed is an error; a query of signs alone has no terms.
    pub fn parse(query: &str) -> Self {
        let mut terms = Self::default();
        let mut rest = query.trim_start();
        while let Some(first) = rest.chars().next() {
            let minus = matches!(first, '-' | '−' | '–') && rest.chars().nth(1).is_some_and(|c| !c.is_whitespace());
            let body = if minus { &rest[first.len_utf8()..] } else { rest };
            let (raw, whole, after) = take(body);
            let list = if minus { &mut terms.unwanted } else { &mut terms.wanted };
            let folded = fold(raw);
            if whole && !folded.is_empty() {
                list.push(Term { words: format!(" {folded}"), whole });
            } else {
                list.extend(
                    folded.split(' ').filter(|w| !w.is_empty()).map(|w| Term { words: format!(" {w}"), whole }),
                );
            }
            rest = after.trim_start();
        }
        terms
    }

    /// Whether there is nothing to search for.
    pub fn is_empty(&self) -> bool {
        self.wanted.is_empty() && self.unwanted.is_empty()
    }

    /// Whether texts together have all that is wanted and nothing that is not: a title may have one word, a party's
    /// name the other.
    pub fn match_across(&self, texts: &[&Haystack]) -> bool {
        let one_has = |t: &Term| texts.iter().any(|text| t.is_in(text));
        self.wanted.iter().all(one_has) && !self.unwanted.iter().any(one_has)
    }

    /// How many of the wanted terms a text has, whole words counting double.
    pub fn weight(&self, text: &Haystack) -> usize {
        self.wanted
            .iter()
            .map(|t| usize::from(t.is_in(text)) + usize::from(text.0.contains(&format!("{} ", t.words))))
            .sum()
    }
}

impl Term {
    fn is_in(&self, text: &Haystack) -> bool {
        if self.whole { text.0.contains(&format!("{} ", self.words)) } else { text.0.contains(&self.words) }
    }
}

/// The next phrase or word, whether it is a phrase, and what follows it. A quote that is not closed reaches to the
/// end: the reader is still typing.
fn take(s: &str) -> (&str, bool, &str) {
    const QUOTES: [char; 7] = ['"', '“', '”', '„', '«', '»', '＂'];
    match s.strip_prefix(QUOTES) {
        Some(inner) => match inner.find(QUOTES) {
            Some(end) => (&inner[..end], true, inner[end..].trim_start_matches(QUOTES)),
            None => (inner, false, ""),
        },
        None => {
            let end = s.find(|c: char| c.is_whitespace() || QUOTES.contains(&c)).unwrap_or(s.len());
            (&s[..end], false, &s[end..])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_finds_what_a_reader_means() {
        let text = Haystack::new(["Joint pledge: Tratados y protección", "P2107 — the Geneva Conventions", "تَعَهُّدٌ"]);
        for (query, found) in [
            ("pledge", true),
            ("PLEDGE tratados", true),
            ("pled", true),
            ("ledge", false),
            ("proteccion", true),
            ("\"geneva conventions\"", true),
            ("\"geneva convention\"", false),
            ("\"conventions geneva\"", false),
            ("\"proteccion p2107\"", false),
            ("“geneva conventions", true),
            ("pledge -geneva", false),
            ("pledge -paris", true),
            ("-paris", true),
            ("p2107", true),
            ("تعهد", true),
            (".*(", true),
            ("\"", true),
            ("a AND", false),
            ("-", true),
            ("joint - pledge", true),
            ("", true),
        ] {
            assert_eq!(Terms::parse(query).match_across(&[&text]), found, "{query}");
        }
    }

    #[test]
    fn a_query_of_signs_alone_has_no_terms() {
        for query in ["", "  ", ".*(", "\"", "\"\"", "-", "- -", "«»"] {
            assert!(Terms::parse(query).is_empty(), "{query}");
        }
    }

    #[test]
    fn whole_words_weigh_more_than_beginnings() {
        let terms = Terms::parse("health");
        assert!(terms.weight(&Haystack::new(["health care"])) > terms.weight(&Haystack::new(["healthcare"])));
    }
}
