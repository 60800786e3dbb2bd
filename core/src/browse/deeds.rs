//! Pledges with what is known of their dates: what timelines, comparisons and briefs are made of.

use super::{
    Catalogue, Key,
    entry::{Brief, ReportBrief},
    values::NONE,
};
use crate::{
    model::{Date, EditionId, PartyId, PledgeId, TermId},
    order::sorted,
    timeline::Dates,
};

/// A pledge in a timeline.
#[derive(Clone, PartialEq, Debug)]
pub struct Deed {
    /// The pledge in short.
    pub brief: Brief,
    /// Its reports in the source's order.
    pub reports: Vec<ReportBrief>,
    /// Its themes.
    pub themes: Vec<TermId>,
    /// Whether the party that it was asked for joined it as a signatory.
    pub signed: bool,
    /// What is known of its dates.
    pub dates: Dates,
}

impl Catalogue {
    /// Pledges with their dates, in the order in which they are named; those that are not here are left out. Of those who
    /// joined only `of` is told, or everybody.
    pub fn deeds(&self, pledges: &[PledgeId], of: Option<&PartyId>) -> Vec<Deed> {
        pledges.iter().filter_map(|id| self.deed(id, of)).collect()
    }

    /// A pledge with its dates.
    pub fn deed(&self, id: &PledgeId, of: Option<&PartyId>) -> Option<Deed> {
        let pledge = self.at(id)?;
        let (brief, reports) = self.brief_at(pledge)?;
        let themes =
            self.columns.of.get(pledge).iter().filter(|v| self.columns.values.facet(**v) == Key::Theme as usize);
        let themes =
            themes.map(|v| self.columns.values.text(*v)).filter(|t| *t != NONE).filter_map(TermId::new).collect();
        let signed = of.is_some_and(|of| self.is_signed_by(pledge, of));
        let mut removed = Vec::new();
        for removal in self.removals().of(id.as_str()) {
            removed.extend(removal.day().map(|day| (day, removal.by == crate::feed::By::Party)));
        }
        let dates = Dates {
            made: brief.edition.as_ref().and_then(|e| self.began(e.as_str())),
            submitted: brief.submitted,
            from: brief.period.as_ref().and_then(|p| p.from),
            to: brief.period.as_ref().and_then(|p| p.to),
            since: brief.since.iter().filter(|(who, _)| of.is_none_or(|of| of == who)).cloned().collect(),
            reports: reports.iter().map(|r| (r.date, r.completion)).collect(),
            removed,
        };
        Some(Deed { brief, reports, themes, signed, dates })
    }

    fn is_signed_by(&self, pledge: usize, party: &PartyId) -> bool {
        let links = self.columns.parties.get(pledge).iter().zip(self.columns.roles.get(pledge));
        let is = |(who, role): (&u32, &u32)| {
            self.columns.values.text(*who) == party.as_str() && self.columns.values.text(*role) == "signatory"
        };
        links.into_iter().any(is)
    }

    /// Whether a pledge names a party.
    pub fn is_named(&self, party: &PartyId) -> bool {
        self.columns.values.get(Key::Party, party.as_str()).is_some() && party.as_str() != NONE
    }

    /// The Conferences of which it is known when they met, the first one first.
    pub fn conferences(&self) -> Vec<(EditionId, Date)> {
        let known = self.editions().into_iter().filter_map(|e| self.began(e.as_str()).map(|day| (e, day)));
        sorted(known.collect(), |a, b| a.1.cmp(&b.1))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        browse::{About, Part},
        feed::{PartKind, Removals, parse_removal},
    };

    #[test]
    fn a_pledge_brings_all_dates_that_its_record_has() {
        let hash = "94a72c074cfe574742c9e99e863322f73feff82981d065ff65a0308f44f19f62";
        let json = r#"[{"id":"a","edition":"33IC","themes":["t"],"submitted":"2019-12-10","period":{"from":"2020","to":"2023-12"},
            "parties":[{"id":"ns-au"},{"id":"ns-fr","role":"signatory","since":"2021-05-01"},{"id":"ns-de","since":"2022"}],
            "reports":[{"id":"r1","date":"2021-11","completed":false},{"id":"r2"}],
            "sections":[{"part":"objectives","text":"One"},{"part":"text","text":null,"removed":"HASH"}]}]"#;
        let terms = r#"[{"list":"editions","id":"33IC","from":"2019-12-09"},{"list":"editions","id":"30IC","from":"2007-11"},{"list":"editions","id":"x"}]"#;
        let json = json.replace("HASH", hash);
        let parts = [(PartKind::Pledges, json.as_str()), (PartKind::Terms, terms)];
        let parts = parts.map(|(kind, json)| Part::read(kind, json.as_bytes()).expect("a part"));
        let removal = r#"{"id":"a","by":"party","at":"2026-10-01T12:00:00Z","texts":["HASH"]}"#;
        let removal = removal.replace("HASH", hash);
        let removals = Removals::new(parse_removal(&removal).into_iter().collect());
        let catalogue = Catalogue::merge(&parts, Arc::new(removals), &About::default());
        let id = PledgeId::new("a").expect("an id");
        let facts = |of: Option<&str>| -> Vec<String> {
            let deed = catalogue.deed(&id, of.and_then(PartyId::new).as_ref()).expect("it is here");
            let date = |d: Option<Date>| d.map(|d| d.to_string()).unwrap_or_default();
            deed.dates.facts().iter().map(|f| format!("{:?} {} {}", f.what, date(f.from), date(f.to))).collect()
        };
        let expect = [
            "Made 2019-12-09 2019-12-09",
            "Submitted 2019-12-10 2019-12-10",
            "Period 2020 2023-12",
            "Since(\"ns-fr\") 2021-05-01 2021-05-01",
            "Report(No, 0) 2021-11 2021-11",
            "Since(\"ns-de\") 2022 2022",
            "Withdrawn 2026-10-01 2026-10-01",
            "Report(NotSaid, 1)  ",
        ];
        assert_eq!(facts(None), expect);
        assert_eq!(facts(Some("ns-fr")).iter().filter(|f| f.starts_with("Since")).count(), 1);
        let signed = |of: &str| catalogue.deed(&id, PartyId::new(of).as_ref()).expect("it is here").signed;
        assert_eq!((signed("ns-fr"), signed("ns-au"), signed("nobody")), (true, false, false));
        assert!(matches!(&catalogue.deed(&id, None).expect("here").themes[..], [t] if t.as_str() == "t"));
        let days: Vec<_> = catalogue.conferences().iter().map(|(e, d)| format!("{e} {d}")).collect();
        assert_eq!(days, ["30IC 2007-11", "33IC 2019-12-09"]);
        assert!(catalogue.deeds(&[PledgeId::new("b").expect("an id")], None).is_empty());
    }
}
