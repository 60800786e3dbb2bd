//! Ids that no party and no term explains. Readers show them as they are, so they are no failure; a publisher wants to
//! know of them all the same, for most are typing errors.

use std::{
    collections::{BTreeMap, HashSet},
    fmt,
};

use pledgebook_core::model::{Party, Pledge, Term, TermList};

use super::printable;

/// An id that nothing explains.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unexplained {
    /// What it should be: `party`, `theme`, `edition`, `resolution`, `region`.
    pub kind: &'static str,
    /// The id.
    pub id: String,
    /// How many records use it.
    pub uses: usize,
    /// The id of the first of them.
    pub first: String,
}

impl fmt::Display for Unexplained {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let by = if self.kind == "party" { "party" } else { "term" };
        let (id, first) = (printable(&self.id), printable(&self.first));
        write!(f, "{} {id:?} is explained by no {by}; used by {} records, first {first}", self.kind, self.uses)
    }
}

/// What an id should be, and the id.
type Reference = (&'static str, Box<str>);
/// How many records use it, and the first of them.
type Uses = (usize, Box<str>);

/// Gathers ids that nothing explains, pledge by pledge.
pub struct Unexplaining {
    known: HashSet<Reference>,
    list: BTreeMap<Reference, Uses>,
}

impl Unexplaining {
    /// With what parties and terms explain.
    pub fn new(parties: &[Party], terms: &[Term]) -> Self {
        let parties = parties.iter().map(|p| ("party", p.id.as_str().into()));
        let known = parties.chain(terms.iter().map(|t| (kind(t.list), t.id.as_str().into()))).collect();
        Self { known, list: BTreeMap::new() }
    }

    /// Looks at a pledge.
    pub fn pledge(&mut self, pledge: &Pledge) {
        self.note(pledge.id.as_str(), of_pledge(pledge));
    }

    fn note(&mut self, by: &str, uses: HashSet<(&'static str, &str)>) {
        for (kind, id) in uses {
            let reference = (kind, id.into());
            if !self.known.contains(&reference) {
                self.list.entry(reference).or_insert_with(|| (0, by.into())).0 += 1;
            }
        }
    }

    /// All of them, with those that parties use, by kind and id.
    pub fn all(mut self, parties: &[Party]) -> Vec<Unexplained> {
        for party in parties {
            let members = party.members.iter().map(|m| ("party", m.id.as_str()));
            let uses = members.chain(party.region.iter().map(|r| ("region", r.as_str())));
            self.note(party.id.as_str(), uses.collect());
        }
        let one = |((kind, id), (uses, first)): (Reference, Uses)| Unexplained {
            kind,
            id: id.into(),
            uses,
            first: first.into(),
        };
        self.list.into_iter().map(one).collect()
    }
}

fn of_pledge(pledge: &Pledge) -> HashSet<(&'static str, &str)> {
    let parties = pledge.parties.iter().map(|l| &l.id).chain(pledge.reports.iter().flat_map(|r| &r.parties));
    parties
        .map(|id| ("party", id.as_str()))
        .chain(pledge.edition.iter().map(|e| ("edition", e.as_str())))
        .chain(pledge.themes.iter().map(|t| ("theme", t.as_str())))
        .chain(pledge.resolutions.iter().map(|r| ("resolution", r.as_str())))
        .collect()
}

fn kind(list: TermList) -> &'static str {
    match list {
        TermList::Themes => "theme",
        TermList::Editions => "edition",
        TermList::Regions => "region",
        TermList::Resolutions => "resolution",
    }
}

#[cfg(test)]
mod tests {
    use pledgebook_core::feed::{parse_party, parse_pledge, parse_term};

    use super::*;

    #[test]
    fn references_that_nothing_explains_are_listed_once_with_their_uses() {
        let pledges: Vec<_> = [
            r#"{"id":"p1","edition":"33IC","parties":[{"id":"ns-au"},{"id":"ns-xx"}],"themes":["health","helth"],
                "reports":[{"id":"r1","parties":["ns-xx"]}]}"#,
            r#"{"id":"p2","edition":"99IC","parties":[{"id":"ns-xx"}],"resolutions":["33IC-R1"]}"#,
        ]
        .iter()
        .map(|json| parse_pledge(json.as_bytes()).expect(json).0)
        .collect();
        let party = br#"{"id":"ns-au","region":"atlantis","members":[{"id":"ns-zz"}]}"#;
        let terms: Vec<_> = [("themes", "health"), ("editions", "33IC"), ("regions", "helth")]
            .iter()
            .map(|(list, id)| parse_term(format!(r#"{{"list":"{list}","id":"{id}"}}"#).as_bytes()).expect(id).0)
            .collect();
        let parties = [parse_party(party).expect("party").0];
        let mut unexplaining = Unexplaining::new(&parties, &terms);
        pledges.iter().for_each(|p| unexplaining.pledge(p));
        let said: Vec<_> =
            unexplaining.all(&parties).iter().map(|u| format!("{} {} {} {}", u.kind, u.id, u.uses, u.first)).collect();
        assert_eq!(
            said,
            [
                "edition 99IC 1 p2",
                "party ns-xx 2 p1",
                "party ns-zz 1 ns-au",
                "region atlantis 1 ns-au",
                "resolution 33IC-R1 1 p2",
                "theme helth 1 p1",
            ]
        );
    }
}
