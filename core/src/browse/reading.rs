//! What the columns say of one pledge, one party or one Conference, without reading a record: what the numbers of pages are
//! made of.

use super::{Catalogue, Key, values::NONE};
use crate::{
    model::{Date, EditionId, PartyId, PledgeId, Progress, TermList},
    order::{sorted, sorted_by_key},
};

impl Catalogue {
    /// The number of a party's value, where a pledge names it. What names no party is nobody's.
    pub(super) fn who(&self, party: &PartyId) -> Option<u32> {
        self.columns.values.get(Key::Party, party.as_str()).filter(|_| party.as_str() != NONE)
    }

    /// The pledges that name a party, in the order of their numbers.
    pub(super) fn naming(&self, party: &PartyId) -> &[u32] {
        self.who(party).map_or(&[], |who| self.columns.pledges.get(who as usize))
    }

    /// Pledges in their usual order.
    pub(super) fn usual(&self, pledges: &[u32]) -> Vec<u32> {
        sorted_by_key(pledges.to_vec(), |n| self.rank.get(*n as usize).copied())
    }

    /// The ids of pledges.
    pub(super) fn ids_of(&self, pledges: &[u32]) -> Vec<PledgeId> {
        pledges.iter().filter_map(|n| self.id_at(*n as usize)).collect()
    }

    /// What the reports of a pledge say.
    pub(super) fn progress_at(&self, pledge: u32) -> Progress {
        Progress::from_word(self.columns.value(pledge as usize, Key::Progress)).unwrap_or(Progress::NoReport)
    }

    /// The number of the value that is a pledge's Conference: the first of its values.
    pub(super) fn edition_at(&self, pledge: u32) -> u32 {
        self.columns.of.get(pledge as usize).first().copied().unwrap_or(u32::MAX)
    }

    /// The numbers of a pledge's values of a facet; "not given" is one.
    pub(super) fn values_at(&self, pledge: u32, key: Key) -> impl Iterator<Item = u32> {
        let own = self.columns.of.get(pledge as usize).iter().copied();
        own.filter(move |v| self.columns.values.facet(*v) == key as usize)
    }

    /// The text of a value; None where it says "not given".
    pub(super) fn given(&self, value: u32) -> Option<&str> {
        Some(self.columns.values.text(value)).filter(|text| !text.is_empty() && *text != NONE)
    }

    /// The first day of a Conference, by its id, as far as it is known.
    pub fn began(&self, edition: &str) -> Option<Date> {
        self.term(TermList::Editions, edition)?.from
    }

    /// The first day of the Conference of a pledge.
    pub(super) fn began_at(&self, pledge: u32) -> Option<Date> {
        self.began(self.given(self.edition_at(pledge))?)
    }

    /// Whether it is known when a Conference met, by its day or at least by its number.
    pub(super) fn is_placed(&self, edition: &EditionId) -> bool {
        edition.number().is_some() || self.began(edition.as_str()).is_some()
    }

    /// Conferences by their first day, the oldest first. One without a day stands before the first that has a higher
    /// number; one without both last.
    pub(super) fn oldest_first(&self, editions: Vec<EditionId>) -> Vec<EditionId> {
        let keyed = editions.into_iter().map(|e| (self.began(e.as_str()), e));
        let keyed = sorted(keyed.collect(), |(a, e), (b, f)| {
            let number = |e: &EditionId| e.number().unwrap_or(u16::MAX);
            (a, number(e), e).cmp(&(b, number(f), f))
        });
        let (without, with): (Vec<_>, Vec<_>) = keyed.into_iter().partition(|(day, _)| day.is_none());
        let mut all: Vec<EditionId> = with.into_iter().map(|(_, e)| e).collect();
        for (_, edition) in without {
            let number = edition.number();
            let higher = number.and_then(|_| all.iter().position(|other| other.number() > number));
            all.insert(higher.unwrap_or(all.len()), edition);
        }
        all
    }
}

/// The years of some pledges' Conferences: what stands beside every rate.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Years {
    /// The first and the last that is known.
    pub span: Option<(u16, u16)>,
    /// Of how many pledges it is not known.
    pub unknown: usize,
}

impl Years {
    /// So many more pledges, made on a day.
    pub fn add(&mut self, day: Option<Date>, pledges: usize) {
        let Some(year) = day.map(Date::year).filter(|_| pledges > 0) else {
            self.unknown += pledges;
            return;
        };
        let (first, last) = self.span.unwrap_or((year, year));
        self.span = Some((year.min(first), year.max(last)));
    }
}
