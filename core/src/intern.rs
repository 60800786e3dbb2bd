//! Texts by number: each different text once, in one piece of memory, found again without a text of its own. The
//! standard maps would hold a string for each of a hundred thousand words.

/// Texts, numbered from 0 in the order in which they first came.
#[derive(Clone, Default, Debug)]
pub struct Interner {
    text: String,
    /// Where each text ends.
    ends: Vec<u32>,
    /// Open addressing: the number of a text and 1, or 0; as many places as a power of two, at most half of them taken.
    table: Vec<u32>,
}

impl Interner {
    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// A text by its number; empty where there is none of it.
    #[inline]
    pub fn text(&self, number: usize) -> &str {
        let start = number.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| *end as usize);
        let end = self.ends.get(number).map_or(start, |end| *end as usize);
        self.text.get(start..end).unwrap_or_default()
    }

    /// All texts in their order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|n| self.text(n))
    }

    /// The number of a text, if it is here.
    pub fn get(&self, text: &str) -> Option<usize> {
        if self.table.is_empty() {
            return None;
        }
        self.table.get(self.place(text)).copied().filter(|n| *n > 0).map(|n| n as usize - 1)
    }

    /// The number of a text, which is now here.
    pub fn add(&mut self, text: &str) -> usize {
        if self.table.len() < (self.ends.len() + 1) * 2 {
            self.grow();
        }
        let place = self.place(text);
        match self.table.get_mut(place) {
            Some(slot) if *slot == 0 => {
                self.text.push_str(text);
                self.ends.push(narrow(self.text.len()));
                *slot = narrow(self.ends.len());
                self.ends.len() - 1
            }
            Some(slot) => *slot as usize - 1,
            None => 0,
        }
    }

    /// Where a text stands in the table, or the empty place where it would.
    #[inline]
    fn place(&self, text: &str) -> usize {
        let mask = self.table.len() - 1;
        let mut place = hash(text) & mask;
        loop {
            match self.table.get(place) {
                Some(0) | None => return place,
                Some(n) if self.text(*n as usize - 1) == text => return place,
                Some(_) => place = (place + 1) & mask,
            }
        }
    }

    fn grow(&mut self) {
        self.table = vec![0; (self.table.len() * 2).max(16)];
        for number in 0..self.ends.len() {
            let place = self.place(self.text(number));
            if let Some(slot) = self.table.get_mut(place) {
                *slot = narrow(number + 1);
            }
        }
    }
}

/// A number of texts or bytes: a catalogue of four gigabytes of words does not fit into a browser anyway.
fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn hash(text: &str) -> usize {
    let mut sum = 0x9e37_79b9u32;
    let mut chunks = text.as_bytes().chunks_exact(4);
    for chunk in &mut chunks {
        let word = chunk.iter().rev().fold(0, |word, byte| word << 8 | u32::from(*byte));
        sum = (sum.rotate_left(5) ^ word).wrapping_mul(0x85eb_ca6b);
    }
    for byte in chunks.remainder() {
        sum = (sum.rotate_left(5) ^ u32::from(*byte)).wrapping_mul(0x85eb_ca6b);
    }
    (sum ^ (sum >> 15)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_text_has_one_number() {
        let mut texts = Interner::default();
        assert_eq!((texts.get("a"), texts.len()), (None, 0));
        let words: Vec<String> = (0..1000).map(|n| format!("word {}", n % 700)).collect();
        let numbers: Vec<usize> = words.iter().map(|w| texts.add(w)).collect();
        assert_eq!((texts.len(), texts.add("")), (700, 700));
        for (word, number) in words.iter().zip(numbers) {
            assert_eq!((texts.get(word), texts.text(number)), (Some(number), word.as_str()));
        }
        assert_eq!((texts.get("word"), texts.text(700), texts.text(9999)), (None, "", ""));
        assert_eq!(texts.iter().count(), 701);
    }
}
