//! What is filtered, counted and sorted by: of each pledge the numbers of its values, in flat lists. All facets share one
//! list, so that counting a pledge is one short walk. Pledges keep the order of their parts; a pledge that is removed, or
//! whose id stands twice, keeps its place and is not alive.

use super::{
    Key,
    lens::{LENSES, MISSING},
    segment::{Facts, PledgeSegment},
    stale::Ages,
    values::{FACETS, NONE, Values, narrow},
};
use crate::model::Progress;

/// Lists of numbers, one for each of something, in one piece of memory.
#[derive(Clone, Debug)]
pub(super) struct Lists {
    starts: Vec<u32>,
    items: Vec<u32>,
}

impl Default for Lists {
    fn default() -> Self {
        Self { starts: vec![0], items: Vec::new() }
    }
}

impl Lists {
    fn push(&mut self, item: u32) {
        self.items.push(item);
    }

    /// Ends a list; the next item begins the next one.
    fn end(&mut self) {
        self.starts.push(narrow(self.items.len()));
    }

    /// A list.
    #[inline]
    pub fn get(&self, n: usize) -> &[u32] {
        let range = self.starts.get(n).zip(self.starts.get(n + 1));
        range.and_then(|(start, end)| self.items.get(*start as usize..*end as usize)).unwrap_or_default()
    }

    /// The lists turned around: of each item below `items` the numbers of the lists that have it.
    fn turned(&self, items: usize, keep: impl Fn(usize) -> bool) -> Self {
        let mut starts = vec![0u32; items + 1];
        let lists = || (0..self.starts.len() - 1).filter(|n| keep(*n));
        for item in lists().flat_map(|n| self.get(n)) {
            if let Some(count) = starts.get_mut(*item as usize + 1) {
                *count += 1;
            }
        }
        for n in 1..starts.len() {
            starts[n] += starts[n - 1];
        }
        let mut next = starts.clone();
        let mut turned = vec![0; self.items.len()];
        for n in lists() {
            for item in self.get(n) {
                if let Some(place) = next.get_mut(*item as usize) {
                    if let Some(slot) = turned.get_mut(*place as usize) {
                        *slot = narrow(n);
                    }
                    *place += 1;
                }
            }
        }
        Self { starts, items: turned }
    }
}

/// The columns.
#[derive(Clone, Default, Debug)]
pub(super) struct Columns {
    /// The values of all facets.
    pub values: Values,
    /// Of each pledge the numbers of all its values, each once.
    pub of: Lists,
    /// Of each pledge its parties; and in step with them their roles. A pledge without parties has one that is nobody.
    pub parties: Lists,
    /// The roles.
    pub roles: Lists,
    /// Of each value that is a party its category and its region.
    pub category: Vec<u32>,
    /// See [`Columns::category`].
    pub region: Vec<u32>,
    /// Whether each pledge can be found.
    pub alive: Vec<bool>,
    /// The date of the latest report of each pledge as a code; 1 for only undated ones, 0 for none.
    pub reported: Vec<u32>,
    /// How many can be found.
    pub count: usize,
    /// How many reports these have.
    pub reports: usize,
    /// Of each value how many pledges have it.
    pub totals: Vec<u32>,
    /// Of each party the pledges that name it.
    pub pledges: Lists,
}

/// What the columns need to know of a party: its category and its region, as the facet's values; whether it is a group.
pub(super) type Party<'a> = (&'a str, &'a str, bool);

impl Columns {
    /// Adds the pledges of a segment, those alive that `lives` says.
    pub fn add<'p>(
        &mut self,
        segment: &PledgeSegment,
        ages: &Ages,
        party: &impl Fn(&str) -> Party<'p>,
        mut lives: impl FnMut(usize) -> bool,
    ) {
        let mut memo = vec![u32::MAX; (segment.table_len() + 1) * FACETS];
        let mut facts = Facts::default();
        for n in 0..segment.len() {
            segment.facts(n, &mut facts);
            let alive = lives(n);
            self.alive.push(alive);
            self.reports += if alive { facts.reports } else { 0 };
            self.reported.push(if facts.reports == 0 { 0 } else { facts.latest.max(1) });
            self.row(&facts, segment, &mut memo, ages, party);
        }
    }

    fn row<'p>(
        &mut self,
        facts: &Facts,
        segment: &PledgeSegment,
        memo: &mut [u32],
        ages: &Ages,
        party: &impl Fn(&str) -> Party<'p>,
    ) {
        let start = self.of.items.len();
        // A text of the part's table is looked up once for each facet.
        let mut number = |values: &mut Values, key: Key, place: usize| {
            let text = || if place == 0 { NONE } else { segment.text(place) };
            match memo.get_mut(place * FACETS + key as usize) {
                Some(known) if *known != u32::MAX => *known,
                Some(known) => {
                    *known = values.add(key, text());
                    *known
                }
                None => values.add(key, text()),
            }
        };
        for (key, place) in [(Key::Edition, facts.edition), (Key::Kind, facts.kind)] {
            self.of.push(number(&mut self.values, key, place));
        }
        for (key, list) in [
            (Key::Country, &facts.countries),
            (Key::Theme, &facts.themes),
            (Key::Resolution, &facts.resolutions),
            (Key::Language, &facts.languages),
        ] {
            list.iter().for_each(|place| self.of.push(number(&mut self.values, key, *place)));
            if list.is_empty() {
                self.of.push(number(&mut self.values, key, 0));
            }
        }
        let nobody = [(0, 0)];
        let links = if facts.parties.is_empty() { nobody.as_slice() } else { &facts.parties };
        let (mut pledging, mut groups) = (0, 0);
        for (who, role) in links {
            let (who, role) = (number(&mut self.values, Key::Party, *who), number(&mut self.values, Key::Role, *role));
            let is_group = self.know(who, party);
            let (category, region) = (self.category[who as usize], self.region[who as usize]);
            if self.values.text(role) != "signatory" && !facts.parties.is_empty() {
                pledging += 1;
                groups += usize::from(is_group);
            }
            self.parties.push(who);
            self.roles.push(role);
            for value in [who, role, category, region] {
                if !self.of.items.get(start..).is_some_and(|own| own.contains(&value)) {
                    self.of.push(value);
                }
            }
        }
        self.parties.end();
        self.roles.end();
        let joint = if pledging > 1 || groups > 0 { "yes" } else { "no" };
        self.of.push(self.values.add(Key::Joint, joint));
        let progress = Progress::ALL.get(facts.progress).map_or(NONE, |p| p.word());
        self.of.push(self.values.add(Key::Progress, progress));
        self.bits(Key::Missing, &MISSING, facts.missing);
        self.bits(Key::Lens, &LENSES, facts.lens);
        let edition = if facts.edition == 0 { NONE } else { segment.text(facts.edition) };
        let stale = ages.of(edition, facts);
        if stale.is_empty() {
            self.of.push(self.values.add(Key::Stale, NONE));
        }
        for word in stale {
            self.of.push(self.values.add(Key::Stale, word));
        }
        self.of.end();
    }

    fn bits(&mut self, key: Key, words: &[&str], bits: u32) {
        if bits == 0 {
            self.of.push(self.values.add(key, NONE));
        }
        for (n, word) in words.iter().enumerate() {
            if bits >> n & 1 == 1 {
                self.of.push(self.values.add(key, word));
            }
        }
    }

    /// Looks up what a party is, once; whether it is a group.
    fn know<'p>(&mut self, who: u32, party: &impl Fn(&str) -> Party<'p>) -> bool {
        let at = who as usize;
        if self.category.len() <= at {
            self.category.resize(at + 1, u32::MAX);
            self.region.resize(at + 1, u32::MAX);
        }
        let (category, region, is_group) = party(self.values.text(who));
        if self.category[at] == u32::MAX {
            self.category[at] = self.values.add(Key::Category, category);
            self.region[at] = self.values.add(Key::Region, region);
        }
        is_group
    }

    /// Works out what follows from all pledges together.
    pub fn finish(&mut self) {
        let values = self.values.len();
        self.category.resize(values, u32::MAX);
        self.region.resize(values, u32::MAX);
        self.count = self.alive.iter().filter(|a| **a).count();
        self.totals = vec![0; values];
        for n in (0..self.alive.len()).filter(|n| self.alive[*n]) {
            for value in self.of.get(n) {
                if let Some(total) = self.totals.get_mut(*value as usize) {
                    *total += 1;
                }
            }
        }
        self.pledges = self.parties.turned(values, |n| self.alive.get(n).copied().unwrap_or(false));
    }

    /// The first value of a pledge in a facet.
    pub fn value(&self, n: usize, key: Key) -> &str {
        let own = self.of.get(n).iter().find(|v| self.values.facet(**v) == key as usize);
        own.map_or(NONE, |v| self.values.text(*v))
    }
}
