//! Terms: the words that sort pledges (themes, Conferences, regions, resolutions), with their names.

use super::{Date, Names, TermId};

/// Which list a term belongs to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum TermList {
    /// What pledges are about.
    Themes,
    /// The International Conferences.
    Editions,
    /// The parts of the world.
    Regions,
    /// What the Conferences resolved.
    Resolutions,
}

impl TermList {
    /// Reads the wire's word; an unknown list is None, and its terms explain nothing.
    pub fn from_wire(word: &str) -> Option<Self> {
        [Self::Themes, Self::Editions, Self::Regions, Self::Resolutions].into_iter().find(|l| l.wire() == word)
    }

    /// The wire's word.
    pub fn wire(self) -> &'static str {
        match self {
            Self::Themes => "themes",
            Self::Editions => "editions",
            Self::Regions => "regions",
            Self::Resolutions => "resolutions",
        }
    }
}

/// One term.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Term {
    /// Its list; (list, id) is its identity.
    pub list: TermList,
    /// Its id in that list.
    pub id: TermId,
    /// Its names by language.
    pub names: Names,
    /// For a Conference: its first day.
    pub from: Option<Date>,
    /// For a Conference: its last day.
    pub to: Option<Date>,
    /// For a Conference: where it met.
    pub place: Option<Box<str>>,
}
