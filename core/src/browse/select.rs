//! Which pledges pass the filters, and how many there would be for every other choice: exact and disjunctive (each facet is
//! counted with all the other facets applied), in one pass. A pledge that fails no facet counts everywhere; one that fails
//! exactly one counts in that one. Party, role, category and region speak of one and the same party: they are one group,
//! tested party by party.

use std::sync::Arc;

use super::{
    columns::Columns,
    filter::{Filter, Key},
    values::FACETS,
};

/// How many pledges there would be with each value.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    columns: Arc<Columns>,
    by_value: Vec<u32>,
}

impl Counts {
    /// How many there would be with a value, all the other facets applied.
    pub fn of(&self, key: Key, value: &str) -> usize {
        let number = self.columns.values.get(key, value);
        number.and_then(|n| self.by_value.get(n as usize)).map_or(0, |n| *n as usize)
    }
}

impl PartialEq for Counts {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.columns, &other.columns) && self.by_value == other.by_value
    }
}

const WANTED: u8 = 1;
const UNWANTED: u8 = 2;

/// The keys that speak of a party, in the order of their bits.
const OF_PARTY: [Key; 4] = [Key::Party, Key::Role, Key::Category, Key::Region];

/// The chosen filters as marks on the values.
struct Chosen<'a> {
    columns: &'a Columns,
    marks: Vec<u8>,
    /// The facets, but for those of parties, of which a value is wanted: a bit each.
    wants: u32,
    /// The facets of parties of which a value is wanted, in the order of [`OF_PARTY`].
    wants_of_party: u32,
    /// Whether any facet of parties is chosen of.
    of_party: bool,
    any: bool,
}

impl<'a> Chosen<'a> {
    fn new(columns: &'a Columns, filters: &[Filter]) -> Self {
        let mut chosen = Self {
            columns,
            marks: vec![0; columns.values.len()],
            wants: 0,
            wants_of_party: 0,
            of_party: false,
            any: !filters.is_empty(),
        };
        for filter in filters {
            // A wanted value that no pledge has still wants it.
            let party = OF_PARTY.iter().position(|k| *k == filter.key);
            chosen.of_party |= party.is_some();
            match (filter.without, party) {
                (false, None) => chosen.wants |= 1 << filter.key as u32,
                (false, Some(n)) => chosen.wants_of_party |= 1 << n,
                (true, _) => {}
            }
            let number = columns.values.get(filter.key, &filter.value);
            if let Some(mark) = number.and_then(|n| chosen.marks.get_mut(n as usize)) {
                *mark |= if filter.without { UNWANTED } else { WANTED };
            }
        }
        chosen
    }

    fn mark(&self, value: u32) -> u8 {
        self.marks.get(value as usize).copied().unwrap_or(0)
    }

    /// The facets that a pledge fails, a bit each; those of parties are not looked at.
    fn fails(&self, pledge: usize) -> u32 {
        let (mut hit, mut bad) = (0u32, 0u32);
        for value in self.columns.of.get(pledge) {
            let mark = self.mark(*value);
            if mark != 0 {
                let bit = 1 << self.columns.values.facet(*value);
                hit |= if mark & WANTED != 0 { bit } else { 0 };
                bad |= if mark & UNWANTED != 0 { bit } else { 0 };
            }
        }
        const PARTIES: u32 =
            1 << Key::Party as u32 | 1 << Key::Role as u32 | 1 << Key::Category as u32 | 1 << Key::Region as u32;
        (self.wants & !hit | bad) & !PARTIES
    }

    /// The values of a party of a pledge, in the order of [`OF_PARTY`].
    fn link(&self, who: u32, role: u32) -> [u32; 4] {
        let of = |list: &[u32]| list.get(who as usize).copied().unwrap_or(u32::MAX);
        [who, role, of(&self.columns.category), of(&self.columns.region)]
    }

    /// Calls `f` with each party of a pledge: its values, and which facets of parties it fails.
    fn links(&self, pledge: usize, mut f: impl FnMut([u32; 4], u32)) {
        let parties = self.columns.parties.get(pledge);
        for (who, role) in parties.iter().zip(self.columns.roles.get(pledge)) {
            let values = self.link(*who, *role);
            let fails =
                values.iter().enumerate().map(|(n, v)| u32::from(self.mark(*v) & WANTED == 0) << n).sum::<u32>();
            f(values, fails & self.wants_of_party);
        }
    }

    /// The facets of parties of which a pledge has an unwanted value.
    fn bad_of_party(&self, pledge: usize) -> u32 {
        let mut bad = 0;
        self.links(pledge, |values, _| {
            bad |= values.iter().enumerate().map(|(n, v)| u32::from(self.mark(*v) & UNWANTED != 0) << n).sum::<u32>();
        });
        bad
    }

    fn passes_parties(&self, pledge: usize, bad: u32) -> bool {
        let mut any = false;
        self.links(pledge, |_, fails| any |= fails == 0);
        any && bad == 0
    }
}

/// The pledges that pass, of those that `found` gives, and the counts.
pub(super) fn select(columns: &Arc<Columns>, filters: &[Filter], found: &[u32]) -> (Vec<u32>, Counts) {
    let chosen = Chosen::new(columns, filters);
    let mut passing = Vec::with_capacity(found.len());
    let mut counting = Counting::new(columns);
    for pledge in found {
        let at = *pledge as usize;
        let fails = if chosen.any { chosen.fails(at) } else { 0 };
        if fails.count_ones() > 1 {
            continue;
        }
        if !chosen.of_party {
            counting.of_pledge(at, fails, true);
            if fails == 0 {
                passing.push(*pledge);
            }
            continue;
        }
        let bad = chosen.bad_of_party(at);
        let passes = chosen.passes_parties(at, bad);
        if passes {
            counting.of_pledge(at, fails, false);
        }
        if fails == 0 {
            counting.of_parties(&chosen, at, bad);
            if passes {
                passing.push(*pledge);
            }
        }
    }
    let counts = Counts { columns: Arc::clone(columns), by_value: counting.counts };
    (passing, counts)
}

/// How many pass, without counting anything else.
pub(super) fn count(columns: &Columns, filters: &[Filter], found: &[u32]) -> usize {
    let chosen = Chosen::new(columns, filters);
    let passes = |pledge: &&u32| {
        let at = **pledge as usize;
        chosen.fails(at) == 0 && (!chosen.of_party || chosen.passes_parties(at, chosen.bad_of_party(at)))
    };
    found.iter().filter(passes).count()
}

/// Calls `f` with each pledge that passes and with those of its parties that are all that is wanted of one party; a pledge
/// that names no party has one that is nobody. It is what [`count`] counts, and of a pledge that passes the list is not
/// empty.
pub(super) fn each_passing(columns: &Columns, filters: &[Filter], found: &[u32], f: &mut dyn FnMut(u32, &[u32])) {
    let chosen = Chosen::new(columns, filters);
    let mut parties = Vec::new();
    for pledge in found {
        let at = *pledge as usize;
        if chosen.fails(at) != 0 || chosen.of_party && chosen.bad_of_party(at) != 0 {
            continue;
        }
        parties.clear();
        chosen.links(at, |[who, ..], fails| {
            if fails == 0 {
                parties.push(who);
            }
        });
        if !parties.is_empty() {
            f(*pledge, &parties);
        }
    }
}

struct Counting<'a> {
    columns: &'a Columns,
    counts: Vec<u32>,
    /// Of each value the last pledge (and 1) that was counted for it.
    seen: Vec<u32>,
}

impl<'a> Counting<'a> {
    fn new(columns: &'a Columns) -> Self {
        let values = columns.values.len();
        Self { columns, counts: vec![0; values], seen: vec![0; values] }
    }

    fn add(&mut self, value: u32) {
        if let Some(count) = self.counts.get_mut(value as usize) {
            *count += 1;
        }
    }

    /// Counts a pledge in the facet that it fails, or in all; those of parties only `with_parties`.
    fn of_pledge(&mut self, pledge: usize, fails: u32, with_parties: bool) {
        let columns = self.columns;
        let values = columns.of.get(pledge);
        if fails == 0 && with_parties {
            values.iter().for_each(|v| self.add(*v));
            return;
        }
        let of_party = |facet: usize| OF_PARTY.iter().any(|k| *k as usize == facet);
        for value in values {
            let facet = columns.values.facet(*value);
            let counts = if fails == 0 { !of_party(facet) } else { fails >> facet & 1 == 1 };
            if counts {
                self.add(*value);
            }
        }
    }

    /// Counts the facets of parties: each by the parties that pass the other three.
    fn of_parties(&mut self, chosen: &Chosen<'_>, pledge: usize, bad: u32) {
        let stamp = super::values::narrow(pledge + 1);
        chosen.links(pledge, |values, fails| {
            for (n, value) in values.into_iter().enumerate() {
                let bit = 1u32 << n;
                let counts = fails & !bit == 0 && bad & !bit == 0;
                if counts && self.seen.get(value as usize).is_some_and(|s| *s != stamp) {
                    self.seen[value as usize] = stamp;
                    self.add(value);
                }
            }
        });
    }
}

const _: () = assert!(FACETS <= 32, "the facets that a pledge fails are bits of a u32");
