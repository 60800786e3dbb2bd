//! The words of one part with the pledges that have them, made from the part alone. Sorted words, each sharing the letters
//! of the one before it; of each the pledges in order, a number each: distance from the last pledge × 16 + the step of
//! its weight (see `weights`). A word that only one pledge has, as most do, holds that number in the place of a length.

use super::{
    fold::fold_into,
    tokens::tokens,
    weights::{Field, MOST, STEPS, step},
};
use crate::{
    codec::{Reader, Writer},
    intern::Interner,
    order::{sort_numbers, sorted},
};

/// Gathers the words of pledges, one pledge after the other.
#[derive(Default)]
pub struct IndexBuilder {
    words: Interner,
    /// Of each word its pledges: number × 16 + step.
    lists: Vec<Vec<u32>>,
    documents: u32,
    /// The words of the pledge at hand: word × fields + field.
    own: Vec<u64>,
    lengths: [u32; Field::COUNT],
    folded: String,
}

impl IndexBuilder {
    /// Adds a text of the pledge at hand.
    pub fn text(&mut self, field: Field, text: &str) {
        let mut folded = std::mem::take(&mut self.folded);
        fold_into(&mut folded, text);
        let before = self.own.len();
        tokens(&folded, |word| {
            let word = self.words.add(word) as u64;
            self.own.push(word * Field::COUNT as u64 + field as u64);
        });
        if let Some(length) = self.lengths.get_mut(field as usize) {
            *length += u32::try_from(self.own.len() - before).unwrap_or(u32::MAX);
        }
        self.folded = folded;
    }

    /// Ends the pledge at hand; the next text is the next one's.
    pub fn next(&mut self) {
        sort_numbers(&mut self.own);
        self.lists.resize_with(self.words.len(), Vec::new);
        let mut rest = self.own.as_slice();
        while let Some(first) = rest.first() {
            let word = first / Field::COUNT as u64;
            let end = rest.partition_point(|o| o / Field::COUNT as u64 == word);
            let (mine, after) = rest.split_at(end);
            let weight = weight(mine, &self.lengths);
            if let Some(list) = self.lists.get_mut(word as usize) {
                list.push(self.documents * STEPS as u32 + u32::from(step(weight)));
            }
            rest = after;
        }
        self.own.clear();
        self.lengths = [0; Field::COUNT];
        self.documents += 1;
    }

    /// Writes the index.
    pub fn write(&self, out: &mut Writer) {
        let order = sorted((0..self.words.len()).collect(), |a, b| self.words.text(*a).cmp(self.words.text(*b)));
        out.size(order.len());
        let mut last = "";
        let mut postings = Writer::default();
        for (word, list) in order.iter().filter_map(|n| Some((self.words.text(*n), self.lists.get(*n)?))) {
            write_word(out, last, word);
            write_list(out, &mut postings, list);
            last = word;
        }
        out.bytes(&postings.0);
    }
}

fn weight(own: &[u64], lengths: &[u32; Field::COUNT]) -> f32 {
    const FIELDS: [Field; Field::COUNT] =
        [Field::Number, Field::Title, Field::Objectives, Field::Sections, Field::Reports, Field::Id];
    let of_field = |(field, length): (&Field, &u32)| {
        let times = own.iter().filter(|o| **o % Field::COUNT as u64 == *field as u64).count();
        if times == 0 { 0.0 } else { field.weight(u32::try_from(times).unwrap_or(u32::MAX), *length) }
    };
    let mut weights = FIELDS.iter().zip(lengths).map(of_field);
    let number = weights.next().unwrap_or(0.0);
    number + weights.sum::<f32>().min(MOST)
}

/// The letters that two words share, and the letters that are new: both below 15 in one byte.
fn write_word(out: &mut Writer, last: &str, word: &str) {
    let shared = last.bytes().zip(word.bytes()).take_while(|(a, b)| a == b).count().min(15);
    let own = word.as_bytes().get(shared..).unwrap_or_default();
    out.size(shared * 16 + own.len().min(15));
    if own.len() >= 15 {
        out.size(own.len() - 15);
    }
    out.0.extend_from_slice(own);
}

/// One pledge: 0, then its number. More: the length of the list in bytes, and the last pledge.
fn write_list(out: &mut Writer, postings: &mut Writer, list: &[u32]) {
    if let [only] = list {
        out.number(0);
        out.number(u64::from(*only));
        return;
    }
    let start = postings.0.len();
    let mut last = 0;
    for posting in list {
        let document = posting / STEPS as u32;
        postings.number(u64::from((document - last) * STEPS as u32 + posting % STEPS as u32));
        last = document;
    }
    out.size(postings.0.len() - start);
    out.number(u64::from(last));
}

/// A word of a part's index as it is read.
pub(super) struct Entry<'a> {
    /// The first pledge × 16 + step.
    pub first: u32,
    /// The other postings as they were written.
    pub rest: &'a [u8],
    /// The last pledge.
    pub last: u32,
}

/// Reads an index, calling `f` with each word in order; false if it is damaged.
pub(super) fn read<'a>(reader: &mut Reader<'a>, mut f: impl FnMut(&str, Entry<'a>)) -> bool {
    // The postings stand behind the words: a first walk finds them.
    let count = reader.count();
    let mut ahead = reader.clone();
    for _ in 0..count {
        skip_word(&mut ahead);
    }
    let postings = ahead.bytes();
    if !ahead.is_good() {
        return false;
    }
    let (mut word, mut at) = (Vec::new(), 0usize);
    for _ in 0..count {
        if !read_word(reader, &mut word) {
            return false;
        }
        let length = reader.size();
        let entry = if length == 0 {
            let first = reader.small();
            Entry { first, rest: &[], last: first / STEPS as u32 }
        } else {
            let Some(list) = postings.get(at..at.saturating_add(length)) else { return false };
            at += length;
            let mut inside = Reader::new(list, 0);
            let first = inside.small();
            Entry { first, rest: list.get(inside.at()..).unwrap_or_default(), last: reader.small() }
        };
        match std::str::from_utf8(&word) {
            Ok(word) if reader.is_good() => f(word, entry),
            _ => return false,
        }
    }
    *reader = ahead;
    true
}

fn skip_word(reader: &mut Reader<'_>) {
    let own = own_length(reader).1;
    reader.take(own);
    reader.size();
    reader.size();
}

fn own_length(reader: &mut Reader<'_>) -> (usize, usize) {
    let head = reader.size();
    let own = head % 16;
    (head / 16, if own == 15 { 15usize.saturating_add(reader.size()) } else { own })
}

fn read_word(reader: &mut Reader<'_>, word: &mut Vec<u8>) -> bool {
    let (shared, own) = own_length(reader);
    word.truncate(shared);
    word.extend_from_slice(reader.take(own));
    reader.is_good()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(documents: &[&[(Field, &str)]]) -> Vec<u8> {
        let mut builder = IndexBuilder::default();
        for document in documents {
            document.iter().for_each(|(field, text)| builder.text(*field, text));
            builder.next();
        }
        let mut out = Writer::default();
        builder.write(&mut out);
        out.0
    }

    fn words(bytes: &[u8]) -> Option<Vec<(String, u32, usize, u32)>> {
        let mut found = Vec::new();
        let good = read(&mut Reader::new(bytes, 0), |word, entry| {
            found.push((word.to_owned(), entry.first / 16, entry.rest.len(), entry.last));
        });
        good.then_some(found)
    }

    #[test]
    fn an_index_has_each_word_with_its_pledges() {
        let long = "x".repeat(5000);
        let bytes = index(&[
            &[(Field::Title, "Health care"), (Field::Objectives, "health")],
            &[],
            &[(Field::Objectives, "Healthcare, Åre"), (Field::Reports, &long)],
            &[(Field::Title, "health")],
        ]);
        let row = |word: &str, first, rest, last| (word.to_owned(), first, rest, last);
        assert_eq!(
            words(&bytes).expect("an index"),
            [
                row("are", 2, 0, 2),
                row("care", 0, 0, 0),
                row("health", 0, 1, 3),
                row("healthcare", 2, 0, 2),
                row(&"x".repeat(40), 2, 0, 2),
            ]
        );
        assert_eq!(words(&index(&[])), Some(vec![]));
    }

    #[test]
    fn a_damaged_index_is_noticed_or_read_but_never_panics() {
        let bytes =
            index(&[&[(Field::Title, "one two three"), (Field::Objectives, "two deux")], &[(Field::Title, "two")]]);
        for at in 0..bytes.len() {
            for flip in [1, 0x80, 0xff] {
                let mut damaged = bytes.clone();
                damaged[at] ^= flip;
                let _ = words(&damaged);
            }
            assert_eq!(words(&bytes[..at]), None, "cut at {at}");
        }
    }
}
