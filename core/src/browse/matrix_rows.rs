//! In which order the parties of a matrix stand.

use super::{Catalogue, MatrixRow};
use crate::{
    intern::Interner,
    model::{PartyId, TermList},
    order::sorted,
};

/// In which order the parties stand.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum PartySort {
    /// By name.
    Name,
    /// The most pledges first.
    #[default]
    Number,
    /// By the name of the region, then by name; those without a region last.
    Region,
    /// The latest report first; undated reports after dated ones, then those without.
    Reported,
}

impl PartySort {
    /// All sorts, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Name, Self::Number, Self::Region, Self::Reported];

    /// The value in an address.
    pub fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Number => "number",
            Self::Region => "region",
            Self::Reported => "reported",
        }
    }

    /// Reads an address's value; what is none of them is the usual order.
    pub fn from_word(word: &str) -> Self {
        Self::ALL.into_iter().find(|s| s.word() == word).unwrap_or_default()
    }
}

/// How a reader's language names and sorts.
pub(super) struct Names<'a> {
    /// What the names are of.
    pub catalogue: &'a Catalogue,
    /// Gives each text its place among all; equal ones may have any order.
    pub places: &'a dyn Fn(&[String]) -> Vec<u32>,
    /// The language.
    pub lang: &'a str,
}

impl Names<'_> {
    /// The places of names as the language sorts them, equal names at one place. What has no name is last.
    fn ranked(&self, names: &[Option<String>]) -> Vec<u32> {
        let mut each = Interner::default();
        let numbers: Vec<Option<usize>> = names.iter().map(|name| Some(each.add(name.as_deref()?))).collect();
        let places = (self.places)(&each.iter().map(str::to_owned).collect::<Vec<_>>());
        let place = |n: Option<usize>| n.and_then(|n| places.get(n).copied()).unwrap_or(u32::MAX);
        numbers.into_iter().map(place).collect()
    }

    fn name(&self, party: &PartyId) -> String {
        self.catalogue.party_name(party, self.lang).1
    }

    fn region(&self, party: &PartyId) -> Option<String> {
        let region = self.catalogue.party(party)?.region.as_ref()?;
        Some(self.catalogue.term_name(TermList::Regions, region.as_str(), self.lang).1)
    }
}

/// Rows in the order of a sort; ties by name, then by id. Who names no party is last in every order.
pub(super) fn in_order(rows: Vec<MatrixRow>, sort: PartySort, names: &Names<'_>) -> Vec<MatrixRow> {
    let of_parties = |f: &dyn Fn(&PartyId) -> Option<String>| -> Vec<u32> {
        names.ranked(&rows.iter().map(|row| f(row.party.as_ref()?)).collect::<Vec<_>>())
    };
    let by_name = of_parties(&|party| Some(names.name(party)));
    let by_region = if sort == PartySort::Region { of_parties(&|party| names.region(party)) } else { Vec::new() };
    let first = |n: usize, row: &MatrixRow| match sort {
        PartySort::Name => 0,
        PartySort::Number => u64::MAX - row.all.all() as u64,
        PartySort::Region => by_region.get(n).copied().map_or(u64::MAX, u64::from),
        // An undated report is before every date, none before that.
        PartySort::Reported => u64::MAX - row.latest.map_or(0, |date| date.map_or(1, |d| u64::from(d.code()))),
    };
    let key = |n: usize, row: &MatrixRow| (row.party.is_none(), first(n, row), by_name.get(n).copied());
    let keyed: Vec<_> = rows.iter().enumerate().map(|(n, row)| key(n, row)).collect();
    let keyed = keyed.into_iter().zip(rows).collect();
    sorted(keyed, |(a, row), (b, other)| (a, &row.party).cmp(&(b, &other.party)))
        .into_iter()
        .map(|(_, row)| row)
        .collect()
}
