//! The numbers of the cover: what there is in all, by Conference and by theme.

use super::Catalogue;
use crate::model::{Date, EditionId, Progress, TermId, TermList};

/// How many pledges there are of each progress.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    counts: [usize; 5],
}

impl Tally {
    /// Counts one more.
    pub fn add(&mut self, progress: Progress) {
        if let Some(count) = Progress::ALL.iter().position(|p| *p == progress).and_then(|n| self.counts.get_mut(n)) {
            *count += 1;
        }
    }

    /// How many there are of each progress, in the order in which they are shown.
    pub fn iter(&self) -> impl Iterator<Item = (Progress, usize)> {
        Progress::ALL.into_iter().zip(self.counts)
    }

    /// How many there are.
    pub fn all(&self) -> usize {
        self.counts.iter().sum()
    }

    /// How many of them have a report.
    pub fn reported(&self) -> usize {
        self.iter().filter(|(p, _)| *p != Progress::NoReport).map(|(_, n)| n).sum()
    }
}

/// A Conference with its pledges.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct YearOf {
    /// Which.
    pub edition: EditionId,
    /// When it began.
    pub from: Option<Date>,
    /// Its pledges by progress.
    pub tally: Tally,
}

/// A theme with the number of its pledges.
pub type Theme = (TermId, usize);

/// What a copy holds.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Overview {
    /// All its pledges by progress.
    pub tally: Tally,
    /// All its reports.
    pub reports: usize,
    /// The parties that it explains.
    pub parties: usize,
    /// Its Conferences, the newest first; those without pledges in this copy are left out.
    pub editions: Vec<YearOf>,
    /// Pledges that name no Conference.
    pub without_edition: usize,
    /// Its themes, in the order of their ids.
    pub themes: Vec<Theme>,
    /// The first and the last year in which its Conferences met.
    pub years: Option<(u16, u16)>,
}

impl Overview {
    /// Counts a catalogue.
    pub fn of(catalogue: &Catalogue) -> Self {
        let mut overview = Self { parties: catalogue.parties().count(), ..Self::default() };
        overview.editions = catalogue
            .editions()
            .into_iter()
            .map(|edition| {
                let from = catalogue.term(TermList::Editions, edition.as_str()).and_then(|t| t.from);
                YearOf { edition, from, tally: Tally::default() }
            })
            .collect();
        for entry in catalogue.entries() {
            overview.tally.add(entry.progress);
            overview.reports += entry.pledge.reports.len();
            match overview.editions.iter_mut().find(|e| Some(&e.edition) == entry.pledge.edition.as_ref()) {
                Some(year) => year.tally.add(entry.progress),
                None => overview.without_edition += 1,
            }
        }
        overview.editions.retain(|e| e.tally.all() > 0);
        overview.themes = catalogue.themes().into_iter().collect();
        let years = || overview.editions.iter().filter_map(|e| e.from).map(Date::year);
        overview.years = years().min().zip(years().max());
        overview
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{browse::Content, feed::PartKind};

    #[test]
    fn the_cover_counts_what_the_copy_holds() {
        let parts = [
            Content::read(
                PartKind::Pledges,
                br#"[{"id":"a","edition":"33IC","themes":["t","u"],"reports":[{"id":"r","completed":true}]},
                {"id":"b","edition":"33IC","themes":["t"]},{"id":"c","edition":"34IC"},{"id":"d"}]"#,
            ),
            Content::read(
                PartKind::Terms,
                br#"[{"list":"editions","id":"33IC","from":"2019-12-09"},{"list":"editions","id":"30IC","from":"2007"}]"#,
            ),
        ];
        let overview = Overview::of(&Catalogue::merge(&parts, Arc::default()));
        let editions: Vec<_> =
            overview.editions.iter().map(|e| (e.edition.as_str(), e.tally.all(), e.tally.reported())).collect();
        assert_eq!(editions, [("34IC", 1, 0), ("33IC", 2, 1)]);
        assert_eq!((overview.tally.all(), overview.reports, overview.without_edition), (4, 1, 1));
        assert_eq!(overview.themes.iter().map(|(t, n)| (t.as_str(), *n)).collect::<Vec<_>>(), [("t", 2), ("u", 1)]);
        assert_eq!(overview.years, Some((2019, 2019)), "only Conferences with pledges count");
    }
}
