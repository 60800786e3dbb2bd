//! What a reader types, as terms that a text has or has not.

use super::{
    fold,
    tokens::{is_unspaced, query_tokens},
};

/// The terms of a query: all wanted must match, none unwanted may.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Terms {
    /// What a pledge must have.
    pub wanted: Vec<Term>,
    /// What it must not have.
    pub unwanted: Vec<Term>,
}

/// One term.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Term {
    /// The beginning of a word, folded; with what the reader typed, for telling of it.
    Word(String, String),
    /// Words that stand together.
    Phrase(Phrase),
}

/// Words that stand together, whole.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Phrase {
    folded: String,
    /// Its words, by which the index finds what may have it.
    pub words: Vec<String>,
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
            let (raw, quoted, after) = take(body);
            let list = if minus { &mut terms.unwanted } else { &mut terms.wanted };
            let folded = fold(raw);
            let words = query_tokens(&folded);
            if quoted && !words.is_empty() {
                list.push(Term::Phrase(Phrase { folded, words }));
            } else {
                for word in words {
                    let term = Term::Word(word, raw.trim().to_owned());
                    if !list.contains(&term) {
                        list.push(term);
                    }
                }
            }
            rest = after.trim_start();
        }
        terms
    }

    /// Whether there is nothing to search for.
    pub fn is_empty(&self) -> bool {
        self.wanted.is_empty() && self.unwanted.is_empty()
    }

    /// Whether a phrase is wanted or unwanted.
    pub fn has_phrases(&self) -> bool {
        self.wanted.iter().chain(&self.unwanted).any(|t| matches!(t, Term::Phrase(_)))
    }
}

impl Phrase {
    /// Whether a folded text has the words together, from the beginning of a word to the end of one.
    pub fn is_in(&self, folded: &str) -> bool {
        folded.match_indices(&self.folded).any(|(at, found)| {
            let before = folded[..at].chars().next_back();
            let after = folded[at + found.len()..].chars().next();
            let parts = |c: Option<char>, own: Option<char>| {
                c.is_none_or(|c| c == ' ') || c.is_some_and(is_unspaced) || own.is_some_and(is_unspaced)
            };
            parts(before, found.chars().next()) && parts(after, found.chars().next_back())
        })
    }
}

/// The next phrase or word, whether it is a phrase, and what follows it. What follows a quote that is not closed is words
/// yet: the reader is still typing.
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

    /// A query as it was understood: `word`, `"phrase"`, `-unwanted`.
    fn read(query: &str) -> String {
        let terms = Terms::parse(query);
        let write = |term: &Term, minus: &str| match term {
            Term::Word(word, _) => format!("{minus}{word}"),
            Term::Phrase(phrase) => format!("{minus}\"{}\"", phrase.words.join(" ")),
        };
        let wanted = terms.wanted.iter().map(|t| write(t, ""));
        wanted.chain(terms.unwanted.iter().map(|t| write(t, "-"))).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_query_is_read_as_a_reader_means_it() {
        for (query, expect) in [
            ("pledge", "pledge"),
            ("PLEDGE  Tratados", "pledge tratados"),
            ("health health", "health"),
            ("\"Geneva Conventions\" x", "\"geneva conventions\" x"),
            ("“geneva conventions", "geneva conventions"),
            ("«droit international» -guerre", "\"droit international\" -guerre"),
            ("-\"armed conflict\" x", "x -\"armed conflict\""),
            ("pledge -geneva", "pledge -geneva"),
            ("joint - pledge", "joint pledge"),
            ("l’État", "l etat"),
            ("co-operation", "co operation"),
            ("a AND b", "a and b"),
            ("تَعَهُّد", "تعهد"),
            ("中文字", "中文 文字"),
            (".*(", ""),
            ("\"", ""),
            ("\"\"", ""),
            ("-", ""),
            ("- -", ""),
            ("«»", ""),
            ("", ""),
        ] {
            assert_eq!(read(query), expect, "{query}");
            assert_eq!(Terms::parse(query).is_empty(), expect.is_empty(), "{query}");
        }
    }

    #[test]
    fn a_phrase_stands_together_and_whole() {
        let phrase = |query| match Terms::parse(query).wanted.remove(0) {
            Term::Phrase(phrase) => phrase,
            Term::Word(..) => panic!("{query} is a word"),
        };
        for (query, text, found) in [
            ("\"geneva conventions\"", "the geneva conventions", true),
            ("\"geneva conventions\"", "geneva and conventions", false),
            ("\"geneva convention\"", "the geneva conventions", false),
            ("\"eneva conventions\"", "the geneva conventions", false),
            ("\"conventions geneva\"", "geneva conventions", false),
            ("\"文字\"", "中文字", true),
            ("\"a b\"", "xa b a b", true),
        ] {
            assert_eq!(phrase(query).is_in(text), found, "{query} in {text}");
        }
    }
}
