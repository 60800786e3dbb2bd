//! Marks in what was found, in the text's own letters. A mark is of whole words (of pairs of letters where a script has no
//! spaces), with all that folding drops: it never cuts a letter or a cluster.

use std::ops::Range;

use super::{
    fold::{fold_into, is_of_word},
    tokens::is_unspaced,
};
use crate::model::{first_words, shown};

/// A piece of a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Piece {
    /// Its letters.
    pub text: String,
    /// Whether it was searched for.
    pub found: bool,
}

/// The letters of a snippet, and how many of them may stand before the first word found.
const SNIPPET: usize = 190;
const BEFORE: usize = 60;
/// The most places of one text that are looked at.
const MOST: usize = 60;

/// What was searched for, each with all that it may be: the beginning of one of some words, or one of some whole words.
#[derive(Clone, Default, Debug)]
pub struct Marker {
    wanted: Vec<(Vec<String>, bool)>,
    folded: String,
}

impl Marker {
    /// Marks words that begin with one of these, folded.
    pub fn beginnings(&mut self, words: impl IntoIterator<Item = String>) {
        self.wanted.push((words.into_iter().collect(), false));
    }

    /// Marks these whole words, folded.
    pub fn whole(&mut self, words: impl IntoIterator<Item = String>) {
        self.wanted.push((words.into_iter().collect(), true));
    }

    /// Whether there is nothing to mark.
    pub fn is_empty(&self) -> bool {
        self.wanted.is_empty()
    }

    /// How many different things were searched for.
    pub fn len(&self) -> usize {
        self.wanted.len()
    }

    /// A text in pieces.
    pub fn pieces(&mut self, text: &str) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut add = |text: &str, found: bool| match pieces.last_mut() {
            _ if text.is_empty() => {}
            Some(last) if last.found == found => last.text.push_str(text),
            _ => pieces.push(Piece { text: text.to_owned(), found }),
        };
        let mut at = 0;
        for (place, _) in self.places(text, usize::MAX) {
            // Pairs of letters may reach into each other.
            let start = place.start.max(at);
            add(&text[at..start], false);
            add(text.get(start..place.end).unwrap_or_default(), true);
            at = place.end.max(at);
        }
        add(&text[at..], false);
        pieces
    }

    /// The place of a text where most of what was searched for stands, and how much of it does: 0 is none.
    pub fn best_place(&mut self, text: &str) -> (usize, usize) {
        let places = self.places(text, MOST);
        let together = |(n, (place, _)): (usize, &(Range<usize>, usize))| {
            let near = places.iter().skip(n).take_while(|(p, _)| p.start < place.start + SNIPPET);
            let seen = near.fold(0u64, |seen, (_, which)| seen | 1 << (which & 63));
            (place.start, seen.count_ones() as usize)
        };
        let mut best = (0, 0);
        for found in places.iter().enumerate().map(together) {
            if found.1 > best.1 {
                best = found;
            }
        }
        best
    }

    /// A line of a text around a place, marked: `… before the word found and after it …`.
    pub fn line(&mut self, text: &str, place: usize) -> Vec<Piece> {
        let head = text.get(..place).unwrap_or_default();
        let from = head.char_indices().rev().nth(BEFORE).map(|(at, _)| at);
        let start = from.map_or(0, |from| {
            // From the beginning of its paragraph, or else of a word.
            let near = &head[from..];
            let after = |found: Option<usize>| found.map(|at| from + at + 1);
            after(near.rfind('\n')).or_else(|| after(near.find(' '))).unwrap_or(place)
        });
        let line = first_words(text.get(start..).unwrap_or_default(), SNIPPET);
        let line = if start > 0 { format!("… {line}") } else { line };
        self.pieces(&line)
    }

    /// Where a text has what was searched for, with which of it, in order.
    fn places(&mut self, text: &str, most: usize) -> Vec<(Range<usize>, usize)> {
        let mut places = Vec::new();
        let mut rest = 0;
        while places.len() < most {
            let Some(start) = text[rest..].find(is_of_word).map(|at| rest + at) else { break };
            let end = text[start..].find(|c| !is_of_word(c)).map_or(text.len(), |at| start + at);
            let word = &text[start..end];
            if !word.is_ascii() && word.chars().any(is_unspaced) {
                self.letters(word, start, most, &mut places);
            } else if let Some(which) = self.which(word) {
                places.push((start..end, which));
            }
            rest = end;
        }
        places
    }

    /// What a word was searched for as.
    fn which(&mut self, word: &str) -> Option<usize> {
        if word.is_ascii() {
            let is = |wanted: &String, whole: bool| {
                let (word, wanted) = (word.as_bytes(), wanted.as_bytes());
                let head = word.get(..wanted.len());
                head.is_some_and(|h| h.eq_ignore_ascii_case(wanted)) && (!whole || word.len() == wanted.len())
            };
            return self.wanted.iter().position(|(words, whole)| words.iter().any(|w| is(w, *whole)));
        }
        fold_into(&mut self.folded, word);
        let folded = &self.folded;
        let is = |wanted: &String, whole: bool| {
            folded.split(' ').any(|word| if whole { word == wanted } else { word.starts_with(wanted.as_str()) })
        };
        self.wanted.iter().position(|(words, whole)| words.iter().any(|w| is(w, *whole)))
    }

    /// The pairs (or single letters) of a run without spaces that were searched for.
    fn letters(&mut self, run: &str, base: usize, most: usize, places: &mut Vec<(Range<usize>, usize)>) {
        let mut letters: Vec<(Range<usize>, String)> = Vec::new();
        for (at, c) in run.char_indices() {
            let end = at + c.len_utf8();
            fold_into(&mut self.folded, &run[at..end]);
            match letters.last_mut() {
                // What folding drops belongs to the letter before it.
                Some((place, _)) if self.folded.is_empty() => place.end = end,
                _ => letters.push((at..end, self.folded.clone())),
            }
        }
        // A vowel sign is a letter to search for, but it is never parted from the letter that carries it.
        let start = |n: usize| {
            let own = letters.iter().take(n + 1).rev().find(|(_, l)| !l.chars().all(is_vowel_sign));
            own.map_or(0, |(place, _)| place.start)
        };
        let end = |at: usize| {
            let signs = letters.iter().filter(|(p, _)| p.start >= at).take_while(|(_, l)| l.chars().all(is_vowel_sign));
            signs.last().map_or(at, |(place, _)| place.end)
        };
        for n in 0..letters.len() {
            if places.len() >= most {
                return;
            }
            let reach = |wanted: &String| {
                let mut left = wanted.as_str();
                let mut end = None;
                for (place, letter) in letters.iter().skip(n) {
                    if left.is_empty() {
                        break;
                    }
                    left = left.strip_prefix(letter.as_str()).filter(|_| !letter.is_empty())?;
                    end = Some(place.end);
                }
                end.filter(|_| left.is_empty())
            };
            let found = self.wanted.iter().enumerate();
            let found = found.filter_map(|(which, (words, _))| Some((words.iter().filter_map(reach).max()?, which)));
            if let Some((last, which)) = found.max() {
                places.push((base + start(n)..base + end(last), which));
            }
        }
    }
}

/// Vowel signs of scripts without spaces that folding keeps.
fn is_vowel_sign(c: char) -> bool {
    matches!(c, '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}' | '\u{eb1}' | '\u{eb4}'..='\u{ebc}'
        | '\u{ec8}'..='\u{ece}' | '\u{102b}'..='\u{103e}' | '\u{1056}'..='\u{1060}' | '\u{17b4}'..='\u{17d3}')
}

/// A text's beginning, for a row where nothing in the text was searched for.
pub fn beginning(text: &str) -> Vec<Piece> {
    let line = first_words(text, SNIPPET);
    if line.is_empty() { Vec::new() } else { vec![Piece { text: shown(&line).into_owned(), found: false }] }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::{Term, Terms};

    fn marker(query: &str) -> Marker {
        let mut marker = Marker::default();
        for term in Terms::parse(query).wanted {
            match term {
                Term::Word(word, _) => marker.beginnings([word]),
                Term::Phrase(phrase) => marker.whole(phrase.words),
            }
        }
        marker
    }

    fn sketch(pieces: &[Piece]) -> String {
        pieces.iter().map(|p| if p.found { format!("[{}]", p.text) } else { p.text.clone() }).collect()
    }

    #[test]
    fn found_words_are_marked_in_the_texts_own_letters() {
        for (query, text, expect) in [
            ("health", "Health, healthcare; wealth", "[Health], [healthcare]; wealth"),
            ("\"health\"", "Health, healthcare", "[Health], healthcare"),
            ("etat", "L’É\u{301}tat, l’état", "L’[É\u{301}tat], l’[état]"),
            ("e", "E\u{301}!", "[E\u{301}]!"),
            ("تعهد", "التعهد: تَعَهُّدٌ كامل", "التعهد: [تَعَهُّدٌ] كامل"),
            ("strasse", "Straße", "[Straße]"),
            ("fin", "ﬁnance ａ", "[ﬁnance] ａ"),
            ("softhyphen", "soft\u{ad}hyphen", "[soft\u{ad}hyphen]"),
            ("中文", "学中文字", "学[中文]字"),
            ("中文字", "学中文字中", "学[中文字]中"),
            ("字", "字字x", "[字字]x"),
            ("हिन्दी", "हिन्दी में", "[हिन्दी] में"),
            ("พ", "พิ้ x", "[พิ้] x"),
            ("ក", "កិក", "[កិក]"),
            ("", "nothing", "nothing"),
            ("x", "", ""),
        ] {
            assert_eq!(sketch(&marker(query).pieces(text)), expect, "{query}");
        }
    }

    #[test]
    fn a_snippet_shows_most_of_what_was_searched_for() {
        let far = "word ".repeat(100);
        let text = format!("water alone here\n\n{far}\n- and water with health\nmore {far}");
        let mut marker = marker("water health");
        let (place, how_much) = marker.best_place(&text);
        assert_eq!(how_much, 2);
        let line = sketch(&marker.line(&text, place));
        assert!(line.starts_with("… and [water] with [health] more word"), "{line}");
        assert!(line.ends_with(" …") && line.chars().count() < 210, "{line}");
        assert_eq!(marker.best_place("nothing"), (0, 0));
        assert_eq!(sketch(&marker.line("Water", 0)), "[Water]");
    }
}
