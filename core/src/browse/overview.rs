//! The numbers of the cover: what there is in all, by Conference and by theme.

use super::{Catalogue, Key, values::NONE};
use crate::{
    model::{Date, EditionId, Progress, TermId, TermList},
    order::sorted,
};

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
        let mut overview =
            Self { parties: catalogue.parties().count(), reports: catalogue.columns.reports, ..Self::default() };
        overview.editions = catalogue
            .editions()
            .into_iter()
            .map(|edition| {
                let from = catalogue.term(TermList::Editions, edition.as_str()).and_then(|t| t.from);
                YearOf { edition, from, tally: Tally::default() }
            })
            .collect();
        for pledge in catalogue.in_order.iter().map(|n| *n as usize) {
            let progress = Progress::from_word(catalogue.columns.value(pledge, Key::Progress));
            let progress = progress.unwrap_or(Progress::NoReport);
            overview.tally.add(progress);
            let edition = catalogue.columns.value(pledge, Key::Edition);
            match overview.editions.iter_mut().find(|e| e.edition.as_str() == edition) {
                Some(year) => year.tally.add(progress),
                None => overview.without_edition += 1,
            }
        }
        overview.editions.retain(|e| e.tally.all() > 0);
        let themes = catalogue.values(Key::Theme).into_iter().filter_map(|(id, n)| Some((TermId::new(&id)?, n)));
        overview.themes = sorted(themes.filter(|(id, _)| id.as_str() != NONE).collect(), |a, b| a.0.cmp(&b.0));
        let years = || overview.editions.iter().filter_map(|e| e.from).map(Date::year);
        overview.years = years().min().zip(years().max());
        overview
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        browse::{About, Part},
        feed::PartKind,
    };

    #[test]
    fn the_cover_counts_what_the_copy_holds() {
        let parts = [
            Part::read(
                PartKind::Pledges,
                br#"[{"id":"a","edition":"33IC","themes":["t","u"],"reports":[{"id":"r","completed":true}]},
                {"id":"b","edition":"33IC","themes":["t"]},{"id":"c","edition":"34IC"},{"id":"d"}]"#,
            )
            .expect("a part"),
            Part::read(
                PartKind::Terms,
                br#"[{"list":"editions","id":"33IC","from":"2019-12-09"},{"list":"editions","id":"30IC","from":"2007"}]"#,
            )
            .expect("a part"),
        ];
        let overview = Overview::of(&Catalogue::merge(&parts, Arc::default(), &About::default()));
        let editions: Vec<_> =
            overview.editions.iter().map(|e| (e.edition.as_str(), e.tally.all(), e.tally.reported())).collect();
        assert_eq!(editions, [("34IC", 1, 0), ("33IC", 2, 1)]);
        assert_eq!((overview.tally.all(), overview.reports, overview.without_edition), (4, 1, 1));
        assert_eq!(overview.themes.iter().map(|(t, n)| (t.as_str(), *n)).collect::<Vec<_>>(), [("t", 2), ("u", 1)]);
        assert_eq!(overview.years, Some((2019, 2019)), "only Conferences with pledges count");
    }
}
