//! The values of all facets, each with one number, so that filtering and counting are work on small numbers.

use super::Key;
use crate::intern::Interner;

/// How many facets there are.
pub(super) const FACETS: usize = Key::ALL.len();

/// The value of a facet that a pledge does not have.
pub(super) const NONE: &str = "none";

/// The values, numbered from 0 in the order in which they came.
#[derive(Clone, Default, Debug)]
pub(super) struct Values {
    /// The texts of each facet.
    texts: [Interner; FACETS],
    /// Of each text of each facet its number here.
    numbers: [Vec<u32>; FACETS],
    /// Of each number its facet and its place among that facet's texts.
    places: Vec<(u8, u32)>,
}

impl Values {
    /// The number of a value, which is now here.
    pub fn add(&mut self, key: Key, text: &str) -> u32 {
        let facet = key as usize;
        let (Some(texts), Some(numbers)) = (self.texts.get_mut(facet), self.numbers.get_mut(facet)) else { return 0 };
        let place = texts.add(text);
        if place == numbers.len() {
            numbers.push(narrow(self.places.len()));
            self.places.push((narrow8(facet), narrow(place)));
        }
        numbers.get(place).copied().unwrap_or(0)
    }

    /// The number of a value, if it is here.
    pub fn get(&self, key: Key, text: &str) -> Option<u32> {
        let place = self.texts.get(key as usize)?.get(text)?;
        self.numbers.get(key as usize)?.get(place).copied()
    }

    /// A value by its number.
    pub fn text(&self, number: u32) -> &str {
        let Some((facet, place)) = self.places.get(number as usize) else { return "" };
        self.texts.get(usize::from(*facet)).map_or("", |texts| texts.text(*place as usize))
    }

    /// The facet of a number.
    #[inline]
    pub fn facet(&self, number: u32) -> usize {
        self.places.get(number as usize).map_or(0, |(facet, _)| usize::from(*facet))
    }

    /// The numbers of a facet's values.
    pub fn of(&self, key: Key) -> &[u32] {
        self.numbers.get(key as usize).map_or(&[], Vec::as_slice)
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }
}

pub(super) fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn narrow8(n: usize) -> u8 {
    u8::try_from(n).unwrap_or(u8::MAX)
}
