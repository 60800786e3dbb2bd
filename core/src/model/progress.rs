//! A pledge's progress, derived from what its reports say and never invented: the latest word of each party counts.

use super::{Date, PartyId, Report};

/// What the latest reports say of a pledge.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Progress {
    /// Every party that says something says: completed.
    Completed,
    /// Every party that says something says: not completed.
    NotCompleted,
    /// There is a report, and none says whether it is completed.
    Reported,
    /// Parties differ.
    Differ,
    /// This copy has no report. It never means "not done".
    NoReport,
}

impl Progress {
    /// All values, in the order in which they are shown.
    pub const ALL: [Self; 5] = [Self::Completed, Self::NotCompleted, Self::Reported, Self::Differ, Self::NoReport];

    /// The value in an address.
    pub fn word(self) -> &'static str {
        match self {
            Self::Completed => "completed",
            Self::NotCompleted => "not-completed",
            Self::Reported => "reported",
            Self::Differ => "differ",
            Self::NoReport => "no-report",
        }
    }

    /// Reads an address's value.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.word() == word)
    }
}

/// What one report says of completion.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Completion {
    /// Completed.
    Yes,
    /// Not completed.
    No,
    /// Not said.
    NotSaid,
}

impl Report {
    /// What this report says of completion.
    pub fn completion(&self) -> Completion {
        match self.completed {
            Some(true) => Completion::Yes,
            Some(false) => Completion::No,
            None => Completion::NotSaid,
        }
    }
}

/// The progress that a pledge's reports give. Of each party the latest report that says something of completion
/// counts; undated ones are earliest, ties go to the later in order; a report without parties is a party of its own.
pub fn progress_of(reports: &[Report]) -> Progress {
    if reports.is_empty() {
        return Progress::NoReport;
    }
    let mut latest: Vec<(Option<&PartyId>, Option<Date>, bool)> = Vec::new();
    for report in reports {
        let Some(completed) = report.completed else { continue };
        if report.parties.is_empty() {
            latest.push((None, report.date, completed));
        }
        for party in &report.parties {
            match latest.iter_mut().find(|(p, ..)| *p == Some(party)) {
                Some(entry) if report.date >= entry.1 => *entry = (Some(party), report.date, completed),
                Some(_) => {}
                None => latest.push((Some(party), report.date, completed)),
            }
        }
    }
    let done = latest.iter().filter(|(_, _, completed)| *completed).count();
    match (latest.len(), done) {
        (0, _) => Progress::Reported,
        (all, done) if all == done => Progress::Completed,
        (_, 0) => Progress::NotCompleted,
        _ => Progress::Differ,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ReportId;

    fn check(reports: &[(&str, &[&str], Option<bool>)], expect: Progress) {
        let reports: Vec<Report> = reports
            .iter()
            .enumerate()
            .map(|(n, (date, parties, completed))| Report {
                id: ReportId::new(&format!("r{n}")).expect("id"),
                url: None,
                title: None,
                date: Date::parse(date),
                parties: parties.iter().filter_map(|p| PartyId::new(p)).collect(),
                lang: None,
                actions_taken: None,
                removed: Vec::new(),
                completed: *completed,
                attachments: Vec::new(),
            })
            .collect();
        assert_eq!(progress_of(&reports), expect, "{reports:?}");
    }

    #[test]
    fn progress_is_what_the_latest_word_of_each_party_says() {
        const A: &[&str] = &["ns-a"];
        const B: &[&str] = &["ns-b"];
        check(&[], Progress::NoReport);
        check(&[("2020", A, None)], Progress::Reported);
        check(&[("2020", A, Some(true))], Progress::Completed);
        check(&[("2020", A, Some(false))], Progress::NotCompleted);
        check(&[("2020", A, Some(true)), ("2021", B, Some(false))], Progress::Differ);
        // A later report takes the place of the same party's earlier one, in whatever order they stand.
        check(&[("2021", A, Some(true)), ("2020", A, Some(false))], Progress::Completed);
        // One that says nothing of completion does not unsay an earlier one.
        check(&[("2020", A, Some(true)), ("2022", A, None)], Progress::Completed);
        // Undated ones are earliest; ties go by order.
        check(&[("2020", A, Some(true)), ("", A, Some(false))], Progress::Completed);
        check(&[("", A, Some(true)), ("", A, Some(false))], Progress::NotCompleted);
        // Reports without parties are parties of their own.
        check(&[("", &[], Some(true)), ("", &[], Some(false))], Progress::Differ);
        check(&[("", &["ns-a", "ns-b"], Some(true)), ("2020", B, Some(false))], Progress::Differ);
    }
}
