//! What else there is to read beside a pledge: those that it seems to go on with, those that seem to go on with it, and
//! others of its parties on its themes. Nobody has said that they belong together: each says why it is shown.

use super::{Catalogue, Key};
use crate::{
    model::{EditionId, PledgeId},
    order::sorted,
    search::fold,
};

/// The most pledges of each list.
const MOST: usize = 6;

/// Why one pledge is shown as going on with another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Why {
    /// They have the same title.
    Title,
    /// They refer to the same resolution.
    Resolution,
}

/// Other pledges beside one; each stands in one list only, and no list has more than 6.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Related {
    /// Others of at least one of its parties on at least one of its themes: the most of these shared first, then in the
    /// usual order.
    pub same: Vec<PledgeId>,
    /// Pledges of later Conferences with the same title, which has two words at least, or a resolution in common: the same
    /// title first, then the most parties shared, then in the usual order.
    pub follows: Vec<(PledgeId, Why)>,
    /// The same of earlier Conferences.
    pub precedes: Vec<(PledgeId, Why)>,
}

/// Pledges by number, with why they are shown.
type Others = Vec<(u32, Why)>;

impl Related {
    /// Looks through a catalogue; of a pledge that is not here there is nothing.
    pub fn of(catalogue: &Catalogue, pledge: &PledgeId) -> Self {
        let Some(own) = catalogue.at(pledge).and_then(|n| u32::try_from(n).ok()) else { return Self::default() };
        let parties = shared_parties(catalogue, own);
        let (earlier, later) = of_other_times(catalogue, own, &parties);
        let shown = |n: &u32| earlier.iter().chain(&later).any(|(m, _)| m == n);
        let same = of_same(catalogue, own, &parties, &shown);
        let told =
            |list: &Others| list.iter().filter_map(|(n, why)| Some((catalogue.id_at(*n as usize)?, *why))).collect();
        Self { same: catalogue.ids_of(&same), follows: told(&later), precedes: told(&earlier) }
    }
}

/// Of each pledge how many parties it shares with one.
fn shared_parties(catalogue: &Catalogue, own: u32) -> Vec<u32> {
    let columns = &catalogue.columns;
    let mut shared = vec![0; catalogue.rank.len()];
    let parties = columns.parties.get(own as usize).iter().filter(|who| catalogue.given(**who).is_some());
    for pledge in parties.flat_map(|who| columns.pledges.get(*who as usize)) {
        shared.get_mut(*pledge as usize).into_iter().for_each(|n: &mut u32| *n += 1);
    }
    shared
}

/// Of some values which a pledge has, but for "not given".
fn marks(catalogue: &Catalogue, own: u32, key: Key) -> Vec<bool> {
    let mut marks = vec![false; catalogue.columns.values.len()];
    for value in catalogue.values_at(own, key).filter(|v| catalogue.given(*v).is_some()) {
        marks.get_mut(value as usize).into_iter().for_each(|mark| *mark = true);
    }
    marks
}

/// How many of the marked values a pledge has.
fn marked(catalogue: &Catalogue, marks: &[bool], pledge: u32) -> u32 {
    let own = catalogue.columns.of.get(pledge as usize).iter();
    own.map(|v| u32::from(marks.get(*v as usize) == Some(&true))).sum()
}

/// The pledges of the same parties on the same themes.
fn of_same(catalogue: &Catalogue, own: u32, parties: &[u32], shown: &dyn Fn(&u32) -> bool) -> Vec<u32> {
    let themes = marks(catalogue, own, Key::Theme);
    let with = |n: &u32| parties.get(*n as usize).copied().filter(|parties| *parties > 0 && *n != own);
    let all = catalogue.in_order.iter().filter_map(|n| {
        let (parties, themes) = (with(n)?, marked(catalogue, &themes, *n));
        (themes > 0 && !shown(n)).then_some((*n, parties + themes))
    });
    let all = sorted(all.collect(), |(_, a), (_, b)| b.cmp(a));
    all.into_iter().take(MOST).map(|(n, _)| n).collect()
}

/// The pledges of earlier and of later Conferences that have the title or a resolution of one.
fn of_other_times(catalogue: &Catalogue, own: u32, parties: &[u32]) -> (Others, Others) {
    let times = times(catalogue);
    let time = |n: u32| times.get(catalogue.edition_at(n) as usize).copied().filter(|t| *t > 0);
    let Some(own_time) = time(own) else { return Default::default() };
    let title = catalogue.title_at(own as usize).0.map(fold).filter(|title| title.contains(' '));
    let resolutions = marks(catalogue, own, Key::Resolution);
    let has_title = |n: u32| {
        title.as_deref().is_some_and(|title| catalogue.title_at(n as usize).0.is_some_and(|t| is_title(t, title)))
    };
    let (mut earlier, mut later) = (Vec::new(), Vec::new());
    for n in catalogue.in_order.iter().copied() {
        let list = match time(n).map(|t| t.cmp(&own_time)) {
            Some(std::cmp::Ordering::Less) => &mut earlier,
            Some(std::cmp::Ordering::Greater) => &mut later,
            _ => continue,
        };
        if has_title(n) {
            list.push((n, Why::Title));
        } else if marked(catalogue, &resolutions, n) > 0 {
            list.push((n, Why::Resolution));
        }
    }
    let shared = |n: u32| std::cmp::Reverse(parties.get(n as usize).copied());
    let first = |list: Others| {
        let mut list = sorted(list, |(n, why), (m, other)| (why, shared(*n)).cmp(&(other, shared(*m))));
        list.truncate(MOST);
        list
    };
    (first(earlier), first(later))
}

/// Whether a title folds to another that is folded. Most titles differ in their first letter, which needs no folding.
fn is_title(title: &str, folded: &str) -> bool {
    let first = title.bytes().next().filter(u8::is_ascii_alphanumeric).map(|b| b.to_ascii_lowercase());
    // A text of plain letters never folds to a longer one.
    let may =
        first.is_none_or(|b| folded.bytes().next() == Some(b)) && (title.len() >= folded.len() || !title.is_ascii());
    may && fold(title) == folded
}

/// Of each value that is a Conference of which a day or a number is known its place in time, from 1; 0 of all others.
fn times(catalogue: &Catalogue) -> Vec<usize> {
    let values = &catalogue.columns.values;
    let editions = values.of(Key::Edition).iter().filter_map(|v| EditionId::new(catalogue.given(*v)?));
    let mut times = vec![0; values.len()];
    for (n, edition) in catalogue.oldest_first(editions.filter(|e| catalogue.is_placed(e)).collect()).iter().enumerate()
    {
        let value = values.get(Key::Edition, edition.as_str());
        value.and_then(|v| times.get_mut(v as usize)).into_iter().for_each(|time| *time = n + 1);
    }
    times
}

#[cfg(test)]
#[path = "related_tests.rs"]
mod tests;
