//! Whether reports are due. Only of editions whose reports the feed is known to hold in full: of all others it is unknown
//! whether there is a report that this copy lacks, and nothing is said. A report without a date may have come at any time.

use super::segment::Facts;
use crate::model::Date;

/// What a feed says of itself that ages are reckoned by.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct About {
    /// The date of the source that the feed shows; without it nothing is due.
    pub as_of: Option<Date>,
    /// The editions whose reports it holds in full.
    pub complete: Vec<String>,
}

/// The editions with their beginnings, and the day to reckon from.
#[derive(Debug, Default)]
pub(super) struct Ages {
    as_of: Option<Date>,
    /// Edition, the value that says "no report since it", its beginning, whether its own reports are complete.
    editions: Vec<(String, String, Date, bool)>,
}

impl Ages {
    /// The ages by what a feed says, and its editions with their beginnings.
    pub fn new(about: &About, editions: impl Iterator<Item = (String, Date)>) -> Self {
        let editions = editions.map(|(id, from)| {
            let complete = about.complete.contains(&id);
            (id.clone(), format!("since-{id}"), from, complete)
        });
        Self { as_of: about.as_of, editions: editions.collect() }
    }

    /// What is due of a pledge of an edition: `ended`, its period has ended and there is no report; `since-33IC`, there is
    /// no report since that Conference, which was its own or a later one.
    pub fn of(&self, edition: &str, facts: &Facts) -> Vec<&str> {
        let own = self.editions.iter().find(|(id, _, _, complete)| *complete && id == edition);
        let (Some((.., made, _)), Some(as_of)) = (own, self.as_of) else { return Vec::new() };
        let mut due = Vec::new();
        if facts.reports == 0 && Date::from_code(facts.ends).is_some_and(|to| to.last() < as_of.first()) {
            due.push("ended");
        }
        // The last day on which the latest report can have been written.
        let latest = Date::from_code(facts.latest).map(Date::last);
        let since = self.editions.iter().filter(|(_, _, from, _)| from >= made && from.last() < as_of.first());
        let since = since.filter(|(_, _, from, _)| !facts.undated && latest.is_none_or(|l| l < from.first()));
        due.extend(since.map(|(_, word, ..)| word.as_str()));
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_known_to_be_due_is_said_to_be() {
        fn date(text: &str) -> Date {
            Date::parse(text).expect(text)
        }
        let about = |as_of: Option<&str>, complete: &[&str]| About {
            as_of: as_of.map(date),
            complete: complete.iter().map(|s| (*s).to_owned()).collect(),
        };
        let editions = [("32IC", "2015-12-08"), ("33IC", "2019-12-09"), ("34IC", "2024-10-28")];
        let check = |about: &About, edition: &str, ends: &str, reports: &[Option<&str>], expect: &str| {
            let ages = Ages::new(about, editions.iter().map(|(id, from)| ((*id).to_owned(), date(from))));
            let facts = Facts {
                ends: Date::parse(ends).map_or(0, Date::code),
                reports: reports.len(),
                latest: reports.iter().flatten().map(|r| date(r).code()).max().unwrap_or(0),
                undated: reports.iter().any(Option::is_none),
                ..Facts::default()
            };
            assert_eq!(ages.of(edition, &facts).join(" "), expect, "{edition} {ends} {reports:?}");
        };
        let all = about(Some("2026-11-19"), &["32IC", "33IC"]);
        check(&all, "32IC", "2019", &[], "ended since-32IC since-33IC since-34IC");
        check(&all, "33IC", "2019", &[], "ended since-33IC since-34IC");
        check(&all, "33IC", "2026", &[], "since-33IC since-34IC");
        check(&all, "33IC", "", &[Some("2021")], "since-34IC");
        check(&all, "33IC", "2020", &[Some("2021")], "since-34IC");
        check(&all, "32IC", "", &[Some("2019")], "since-34IC");
        check(&all, "32IC", "", &[Some("2018"), None], "");
        check(&all, "34IC", "2025", &[], "");
        check(&all, "none", "2019", &[], "");
        check(&about(None, &["32IC"]), "32IC", "2019", &[], "");
        check(&about(Some("2019-06"), &["32IC"]), "32IC", "2019", &[], "since-32IC");
        check(&about(Some("2026"), &[]), "32IC", "2019", &[], "");
    }
}
