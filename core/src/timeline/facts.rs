//! What is known of one pledge's dates, each fact told apart from the others. Nothing is derived that the source does not
//! say: an end is no beginning, and a Conference is where a pledge was made, not when its period begins.

use crate::{
    model::{Completion, Date, PartyId},
    order::sorted,
};

/// The dates of a pledge.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Dates {
    /// The first day of the Conference at which it was made.
    pub made: Option<Date>,
    /// When it was submitted.
    pub submitted: Option<Date>,
    /// The beginning of its period.
    pub from: Option<Date>,
    /// The end of its period.
    pub to: Option<Date>,
    /// Who joined when.
    pub since: Vec<(PartyId, Date)>,
    /// When each report was made and what it says of completion.
    pub reports: Vec<(Option<Date>, Completion)>,
    /// When something of it was taken away, and whether by the party itself.
    pub removed: Vec<(Date, bool)>,
}

/// What a fact is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum What {
    /// Pledged at the Conference.
    Made,
    /// Submitted.
    Submitted,
    /// The period in which it is to be carried out.
    Period,
    /// A party joined.
    Since(PartyId),
    /// A progress report: what it says of completion, and its place among the pledge's reports.
    Report(Completion, usize),
    /// A text was removed by the organisers.
    Removed,
    /// A text was withdrawn by the party.
    Withdrawn,
}

/// One fact. Where it has one date, that is both its beginning and its end; a period may lack either.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fact {
    /// What it is about.
    pub what: What,
    /// Its beginning.
    pub from: Option<Date>,
    /// Its end.
    pub to: Option<Date>,
}

impl Fact {
    fn at(what: What, date: Option<Date>) -> Self {
        Self { what, from: date, to: date }
    }

    /// Whether it has a date that is more than its Conference's.
    pub fn is_dated(&self) -> bool {
        self.what != What::Made && (self.from.is_some() || self.to.is_some())
    }

    /// Whether the source gives its end before its beginning: then it is told and not drawn.
    pub fn contradicts_itself(&self) -> bool {
        self.from.zip(self.to).is_some_and(|(from, to)| to.last() < from.first())
    }
}

impl Dates {
    /// The facts in the order of time, those without a date last.
    pub fn facts(&self) -> Vec<Fact> {
        let period = self.from.or(self.to).map(|_| Fact { what: What::Period, from: self.from, to: self.to });
        let mut facts = Vec::new();
        facts.extend(self.made.map(|d| Fact::at(What::Made, Some(d))));
        facts.extend(self.submitted.map(|d| Fact::at(What::Submitted, Some(d))));
        facts.extend(period);
        facts.extend(self.since.iter().map(|(who, d)| Fact::at(What::Since(who.clone()), Some(*d))));
        let reports = self.reports.iter().enumerate();
        facts.extend(reports.map(|(n, (d, completion))| Fact::at(What::Report(*completion, n), *d)));
        let removed = |by_party: bool| if by_party { What::Withdrawn } else { What::Removed };
        facts.extend(self.removed.iter().map(|(d, by_party)| Fact::at(removed(*by_party), Some(*d))));
        let first = |fact: &Fact| fact.from.or(fact.to).map(Date::first);
        sorted(facts, |a, b| {
            let (made, other) = (a.what != What::Made, b.what != What::Made);
            made.cmp(&other).then_with(|| (first(a).is_none(), first(a)).cmp(&(first(b).is_none(), first(b))))
        })
    }
}
