//! The words of all parts in one: sorted, each with its pledges. A flat list with binary search answers a keystroke faster
//! than a hundred indexes or a compressed automaton would. Merging copies the parts' postings as they are but for the
//! first of each, whose distance changes.

use super::{
    index::{Entry, read},
    near::{distance, within_one},
    weights::{Gains, STEPS, gains},
};
use crate::{
    codec::{Reader, Writer},
    intern::Interner,
    order::sorted,
};

/// An index of many parts.
#[derive(Clone, Debug)]
pub struct TextIndex {
    /// The words, one after the other in their order.
    text: String,
    /// Where each begins; and the end of the last.
    starts: Vec<u32>,
    postings: Vec<u8>,
    /// Where the postings of each word begin; and the end of the last.
    places: Vec<u32>,
    gains: Gains,
}

impl Default for TextIndex {
    fn default() -> Self {
        Self::merge(&[])
    }
}

/// A word of one part on its way into the merge.
struct Piece<'a> {
    word: u32,
    entry: Entry<'a>,
    base: u32,
}

impl TextIndex {
    /// Merges the indexes of parts, each with the number that its first pledge has here. They come in the order of these
    /// numbers. An index that is damaged has no words.
    pub fn merge(parts: &[(Reader<'_>, usize)]) -> Self {
        let mut words = Interner::default();
        let mut pieces: Vec<Piece<'_>> = Vec::new();
        for (reader, base) in parts {
            let base = narrow(*base);
            read(&mut reader.clone(), |word, entry| {
                pieces.push(Piece { word: narrow(words.add(word)), entry, base });
            });
        }
        let order = sorted((0..words.len()).collect(), |a, b| words.text(*a).cmp(words.text(*b)));
        let mut lengths = vec![0u32; words.len()];
        rebase(&pieces, words.len(), |word, first, rest| {
            if let Some(length) = lengths.get_mut(word as usize) {
                *length += narrow(first.len() + rest.len());
            }
        });
        let (mut text, mut starts, mut places) = (String::new(), vec![0], vec![0]);
        let mut next = vec![0u32; words.len()];
        let mut end = 0;
        for n in order {
            text.push_str(words.text(n));
            starts.push(narrow(text.len()));
            if let (Some(next), Some(length)) = (next.get_mut(n), lengths.get(n)) {
                *next = end;
                end += length;
            }
            places.push(end);
        }
        let mut postings = vec![0u8; end as usize];
        rebase(&pieces, words.len(), |word, first, rest| {
            if let Some(next) = next.get_mut(word as usize) {
                for bytes in [first, rest] {
                    let at = *next as usize;
                    if let Some(place) = postings.get_mut(at..at + bytes.len()) {
                        place.copy_from_slice(bytes);
                    }
                    *next += narrow(bytes.len());
                }
            }
        });
        text.shrink_to_fit();
        Self { text, starts, postings, places, gains: gains() }
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The bytes that it takes.
    pub fn bytes(&self) -> usize {
        self.text.len() + self.postings.len() + 4 * (self.starts.len() + self.places.len())
    }

    /// A word by its place in the order.
    #[inline]
    pub fn word(&self, n: usize) -> &str {
        let place = |n: usize| self.starts.get(n).map_or(self.text.len(), |at| *at as usize);
        self.text.get(place(n)..place(n + 1)).unwrap_or_default()
    }

    fn list(&self, n: usize) -> &[u8] {
        let place = |n: usize| self.places.get(n).map_or(self.postings.len(), |at| *at as usize);
        self.postings.get(place(n)..place(n + 1)).unwrap_or_default()
    }

    /// The place of the first word that is not before `word`.
    fn first_from(&self, word: &str) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.word(middle) < word {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// Raises in `best`, which has a place for each pledge, what the words that begin with `beginning` give.
    pub fn raise(&self, beginning: &str, best: &mut [u8]) {
        let mut n = self.first_from(beginning);
        while n < self.len() && self.word(n).starts_with(beginning) {
            let whole = self.word(n).len() == beginning.len();
            raise(self.list(n), &self.gains[usize::from(whole)], best);
            n += 1;
        }
    }

    /// As [`TextIndex::raise`], for a whole word alone.
    pub fn raise_whole(&self, word: &str, best: &mut [u8]) {
        let n = self.first_from(word);
        if self.word(n) == word && n < self.len() {
            raise(self.list(n), &self.gains[1], best);
        }
    }

    /// Whether a pledge that lives has a word.
    fn is_living(&self, n: usize, lives: &dyn Fn(usize) -> bool) -> bool {
        let mut reader = Reader::new(self.list(n), 0);
        let mut document = 0usize;
        while reader.at() < self.list(n).len() {
            document = document.wrapping_add(reader.small() as usize / STEPS);
            if lives(document) {
                return true;
            }
        }
        false
    }

    /// The nearest words to one of at least four letters that begins none, with their distance: within one change, or within two where at least
    /// eight letters were typed; at most three that many pledges have, none of which begins with another.
    /// Only words that a pledge has which `lives` says count: what was removed is not spelt out to who comes near it.
    pub fn nearest(&self, typed: &str, lives: &dyn Fn(usize) -> bool) -> Option<(usize, Vec<&str>)> {
        let typed: Vec<char> = typed.chars().collect();
        if typed.len() < 4 {
            return None;
        }
        let mut buffer: Vec<char> = Vec::new();
        let mut gather = |near: &mut dyn FnMut(&[char]) -> bool| -> Vec<usize> {
            let is_near = |n: &usize| {
                let word = self.word(*n);
                // Most words are told from it by their beginning alone: one of the first two letters is the same, or
                // stands beside its place.
                let mut first = word.chars();
                let (a, b) = (first.next(), first.next());
                let likely = a == typed.first().copied()
                    || b == typed.get(1).copied()
                    || a == typed.get(1).copied()
                    || b == typed.first().copied();
                likely && word.len() + 2 >= typed.len() && {
                    buffer.clear();
                    buffer.extend(word.chars().take(typed.len() + 2));
                    near(&buffer) && self.is_living(*n, lives)
                }
            };
            (0..self.len()).filter(is_near).collect()
        };
        let mut found = (1, gather(&mut |word| within_one(&typed, word)));
        if found.1.is_empty() && typed.len() >= 8 {
            found = (2, gather(&mut |word| word.first() == typed.first() && distance(&typed, word, 2).is_some()));
        }
        // Who makes a slip rarely makes it in the first letter; and a word that hardly anything has is rarely meant.
        let same_start = |n: &usize| self.word(*n).chars().next() == typed.first().copied();
        let by_use =
            sorted(found.1, |a, b| (!same_start(a), self.list(*b).len()).cmp(&(!same_start(b), self.list(*a).len())));
        let most = by_use.first().map(|n| (same_start(n), self.list(*n).len()));
        let mut chosen: Vec<&str> = Vec::new();
        for n in by_use
            .iter()
            .filter(|n| most.is_some_and(|(same, m)| same_start(n) == same && self.list(**n).len() * 8 >= m))
        {
            let word = self.word(*n);
            if chosen.len() < 3 && !chosen.iter().any(|c| word.starts_with(c) || c.starts_with(word)) {
                chosen.push(word);
            }
        }
        (!chosen.is_empty()).then_some((found.0, chosen))
    }
}

/// Walks the pieces in order, giving each its first posting anew, as the distance from the last of the piece before.
fn rebase(pieces: &[Piece<'_>], words: usize, mut f: impl FnMut(u32, &[u8], &[u8])) {
    let mut last = vec![0u32; words];
    let mut first = Writer::default();
    for piece in pieces {
        let Some(last) = last.get_mut(piece.word as usize) else { continue };
        let document = piece.base.wrapping_add(piece.entry.first / STEPS as u32).wrapping_sub(*last);
        first.0.clear();
        first.number(u64::from(document) * STEPS as u64 + u64::from(piece.entry.first % STEPS as u32));
        f(piece.word, &first.0, piece.entry.rest);
        *last = piece.base.wrapping_add(piece.entry.last);
    }
}

/// Raises what each posting of a list gives. This loop is most of a keystroke.
fn raise(list: &[u8], gains: &[u8; STEPS], best: &mut [u8]) {
    let (mut document, mut value, mut shift) = (0usize, 0u32, 0u32);
    for byte in list {
        value |= u32::from(byte & 0x7f) << (shift & 31);
        if *byte >= 0x80 {
            shift += 7;
            continue;
        }
        document = document.wrapping_add(value as usize / STEPS);
        if let Some(place) = best.get_mut(document) {
            *place = (*place).max(gains[value as usize % STEPS]);
        }
        (value, shift) = (0, 0);
    }
}

fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::{super::index::IndexBuilder, *};
    use crate::search::Field;

    fn part(documents: &[&str]) -> Vec<u8> {
        let mut builder = IndexBuilder::default();
        for text in documents {
            builder.text(Field::Title, text);
            builder.next();
        }
        let mut out = Writer::default();
        builder.write(&mut out);
        out.0
    }

    fn found(index: &TextIndex, word: &str, documents: usize) -> Vec<usize> {
        let mut best = vec![0; documents];
        index.raise(word, &mut best);
        (0..documents).filter(|n| best[*n] > 0).collect()
    }

    #[test]
    fn many_parts_give_what_one_gives() {
        let texts = ["health care", "care of health", "nothing", "healthy", "", "Health", "wealth", "care"];
        let whole = part(&texts);
        let one = TextIndex::merge(&[(Reader::new(&whole, 0), 0)]);
        for cut in 0..=texts.len() {
            let (a, b) = (part(&texts[..cut]), part(&texts[cut..]));
            let two = TextIndex::merge(&[(Reader::new(&a, 0), 0), (Reader::new(&b, 0), cut)]);
            assert_eq!((&one.text, &one.postings, &one.places), (&two.text, &two.postings, &two.places), "{cut}");
        }
        assert_eq!(found(&one, "health", 8), [0, 1, 3, 5]);
        assert_eq!(found(&one, "care", 8), [0, 1, 7]);
        assert_eq!(found(&one, "x", 8), [0usize; 0]);
        assert_eq!((one.len(), one.word(0), one.word(99)), (6, "care", ""));
    }

    #[test]
    fn the_nearest_spellings_are_those_that_most_have() {
        let bytes = part(&["harrassment", "form farm", "farm", "firm", "committees", "committee", "المتطوعون"]);
        let index = TextIndex::merge(&[(Reader::new(&bytes, 0), 0)]);
        for (typed, expect) in [
            ("harassment", Some((1, vec!["harrassment"]))),
            ("harass", Some((1, vec!["harrassment"]))),
            ("forn", Some((1, vec!["form"]))),
            ("fram", Some((1, vec!["farm"]))),
            ("frm", None),
            ("comitees", Some((2, vec!["committees"]))),
            ("comitee", None),
            ("المتطوعين", Some((1, vec!["المتطوعون"]))),
            ("المتطوغون", Some((1, vec!["المتطوعون"]))),
            ("xy", None),
            ("zzzzzzzz", None),
        ] {
            assert_eq!(index.nearest(typed, &|_| true), expect, "{typed}");
        }
        assert_eq!(index.nearest("harassment", &|document| document != 0), None, "what was removed is not spelt out");
    }
}
