//! Two to four parties side by side, over the Conferences at which all of them could pledge: who came later is not held
//! against those who came first.

use super::{Catalogue, Key, values::NONE};
use crate::{
    model::{EditionId, PartyId, PledgeId, Progress, TermId},
    order::sorted,
};

/// The most parties that are compared.
const MOST: usize = 4;

/// Parties side by side. A list of numbers has one for each of `parties`, in their order; they count what names a party
/// itself, not what a group pledges for it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Compare {
    /// The parties as they were named, each once; of more than four the first four.
    pub parties: Vec<PartyId>,
    /// Of each the earliest Conference with a pledge of it in this copy; of Conferences of which neither a day nor a number
    /// is known nobody knows whether they were earlier.
    pub first: Vec<Option<EditionId>>,
    /// The Conferences that are compared, the oldest first: those with a pledge of anybody in this copy, from the latest of
    /// `first` on. Where one of the parties has no first Conference there is none.
    pub editions: Vec<EditionId>,
    /// Earlier Conferences with a pledge of one of them, the oldest first: nothing below counts these pledges.
    pub left_out: Vec<EditionId>,
    /// Conferences with a pledge of one of them of which nobody knows whether they were earlier, by id: not counted either,
    /// nor are pledges that name no Conference.
    pub undated: Vec<EditionId>,
    /// How many pledges each has.
    pub totals: Vec<usize>,
    /// The same by Conference, for each of `editions`.
    pub by_edition: Vec<(EditionId, Vec<usize>)>,
    /// The same by theme: the greatest sum first, then by id; None, where it stands, is last: no theme given.
    pub by_theme: Vec<(Option<TermId>, Vec<usize>)>,
    /// The same by progress, for each that there is, in the order in which they are shown.
    pub by_progress: Vec<(Progress, Vec<usize>)>,
    /// Pledges of more than one of them, in their usual order, each with the places of those in `parties`.
    pub together: Vec<(PledgeId, Vec<usize>)>,
    /// Of each the pledges that it shares with none of the others, in their usual order.
    pub alone: Vec<Vec<PledgeId>>,
    /// How many different pledges these are in all.
    pub different: usize,
    /// How many pledges of theirs name no Conference, and are compared nowhere.
    pub without: usize,
}

impl Compare {
    /// Compares parties.
    pub fn of(catalogue: &Catalogue, parties: &[PartyId]) -> Self {
        let mut compare = Self::default();
        for party in parties {
            if compare.parties.len() < MOST && !compare.parties.contains(party) {
                compare.parties.push(party.clone());
            }
        }
        compare.choose_editions(catalogue);
        compare.count(catalogue);
        compare
    }

    /// Finds which Conferences are compared.
    fn choose_editions(&mut self, catalogue: &Catalogue) {
        let used = catalogue.values(Key::Edition).into_iter().filter_map(|(id, _)| EditionId::new(&id));
        let all = catalogue.oldest_first(used.filter(|e| e.as_str() != NONE).collect());
        let (placed, unplaced): (Vec<_>, Vec<_>) = all.into_iter().partition(|e| catalogue.is_placed(e));
        // Of each party its first Conference, and of all parties together every Conference.
        let mut starts = Vec::new();
        let mut any = vec![false; catalogue.columns.values.len()];
        let value = |edition: &EditionId| number(catalogue, Key::Edition, edition.as_str());
        for party in &self.parties {
            let mut own = vec![false; any.len()];
            for edition in catalogue.naming(party).iter().map(|n| catalogue.edition_at(*n) as usize) {
                own.get_mut(edition).into_iter().chain(any.get_mut(edition)).for_each(|has| *has = true);
            }
            starts.push(placed.iter().position(|e| own.get(value(e)) == Some(&true)));
        }
        self.first = starts.iter().map(|at| placed.get((*at)?).cloned()).collect();
        let latest = if starts.contains(&None) { None } else { starts.into_iter().flatten().max() };
        let (before, editions) = placed.split_at(latest.unwrap_or(placed.len()));
        let theirs = |editions: &[EditionId]| -> Vec<EditionId> {
            editions.iter().filter(|e| any.get(value(e)) == Some(&true)).cloned().collect()
        };
        (self.left_out, self.undated) = (theirs(before), theirs(&unplaced));
        self.editions = editions.to_vec();
    }

    /// Counts the pledges of these Conferences.
    fn count(&mut self, catalogue: &Catalogue) {
        let columns = &catalogue.columns;
        let who: Vec<Option<u32>> = self.parties.iter().map(|party| catalogue.who(party)).collect();
        let mut own: Vec<u32> = self.parties.iter().flat_map(|party| catalogue.naming(party)).copied().collect();
        own = catalogue.usual(&own);
        own.dedup();
        let mut compared = vec![false; columns.values.len()];
        for edition in &self.editions {
            let value = compared.get_mut(number(catalogue, Key::Edition, edition.as_str()));
            value.into_iter().for_each(|is| *is = true);
        }
        let none = number(catalogue, Key::Edition, NONE);
        self.without = own.iter().filter(|n| catalogue.edition_at(**n) as usize == none).count();
        own.retain(|n| compared.get(catalogue.edition_at(*n) as usize) == Some(&true));
        let mut by_value = vec![[0; MOST]; columns.values.len()];
        self.totals = vec![0; who.len()];
        self.alone = vec![Vec::new(); who.len()];
        self.different = own.len();
        for pledge in own {
            let named = columns.parties.get(pledge as usize);
            let is_named = |who: &Option<u32>| who.is_some_and(|who| named.contains(&who));
            let places: Vec<usize> = who.iter().enumerate().filter(|(_, w)| is_named(w)).map(|(n, _)| n).collect();
            add(&mut self.totals, &places);
            for value in columns.of.get(pledge as usize) {
                by_value.get_mut(*value as usize).into_iter().for_each(|counts| add(counts, &places));
            }
            let Some(id) = catalogue.id_at(pledge as usize) else { continue };
            match *places {
                [only] => self.alone.get_mut(only).into_iter().for_each(|alone| alone.push(id.clone())),
                _ => self.together.push((id, places)),
            }
        }
        self.tell(catalogue, &by_value);
    }

    /// Tells what was counted of each value.
    fn tell(&mut self, catalogue: &Catalogue, by_value: &[[usize; MOST]]) {
        let parties = self.parties.len();
        let of =
            |value: usize| by_value.get(value).and_then(|counts| counts.get(..parties)).unwrap_or_default().to_vec();
        let any = |counts: &[usize]| counts.iter().any(|n| *n > 0);
        let edition = |e: &EditionId| (e.clone(), of(number(catalogue, Key::Edition, e.as_str())));
        self.by_edition = self.editions.iter().map(edition).collect();
        let progress = |p: Progress| (p, of(number(catalogue, Key::Progress, p.word())));
        self.by_progress = Progress::ALL.into_iter().map(progress).filter(|(_, counts)| any(counts)).collect();
        let theme = |value: &u32| (catalogue.given(*value).and_then(TermId::new), of(*value as usize));
        let themes = catalogue.columns.values.of(Key::Theme).iter().map(theme).filter(|(_, counts)| any(counts));
        let sum = |counts: &[usize]| counts.iter().sum::<usize>();
        self.by_theme = sorted(themes.collect(), |(a, n), (b, m)| {
            a.is_none().cmp(&b.is_none()).then_with(|| sum(m).cmp(&sum(n))).then_with(|| a.cmp(b))
        });
    }
}

/// The number of a value; of one that no pledge has a number that nothing has.
fn number(catalogue: &Catalogue, key: Key, value: &str) -> usize {
    catalogue.columns.values.get(key, value).map_or(usize::MAX, |n| n as usize)
}

/// Counts one more at some places.
fn add(counts: &mut [usize], places: &[usize]) {
    for place in places {
        counts.get_mut(*place).into_iter().for_each(|count| *count += 1);
    }
}

#[cfg(test)]
#[path = "compare_tests.rs"]
mod tests;
