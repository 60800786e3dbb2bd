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

/// All ids that nothing explains, by kind and id.
pub fn unexplained(pledges: &[Pledge], parties: &[Party], terms: &[Term]) -> Vec<Unexplained> {
    let known: HashSet<(&str, &str)> = parties
        .iter()
        .map(|p| ("party", p.id.as_str()))
        .chain(terms.iter().map(|t| (kind(t.list), t.id.as_str())))
        .collect();
    let mut list: BTreeMap<(&'static str, &str), (usize, &str)> = BTreeMap::new();
    let mut note = |by, uses: HashSet<(&'static str, _)>| {
        for reference in uses.into_iter().filter(|r| !known.contains(r)) {
            list.entry(reference).or_insert((0, by)).0 += 1;
        }
    };
    for pledge in pledges {
        note(pledge.id.as_str(), of_pledge(pledge));
    }
    for party in parties {
        let members = party.members.iter().map(|m| ("party", m.id.as_str()));
        note(party.id.as_str(), members.chain(party.region.iter().map(|r| ("region", r.as_str()))).collect());
    }
    let unexplained = |((kind, id), (uses, first)): ((&'static str, &str), (usize, &str))| Unexplained {
        kind,
        id: id.to_owned(),
        uses,
        first: first.to_owned(),
    };
    list.into_iter().map(unexplained).collect()
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
        let said: Vec<_> = unexplained(&pledges, &[parse_party(party).expect("party").0], &terms)
            .iter()
            .map(|u| format!("{} {} {} {}", u.kind, u.id, u.uses, u.first))
            .collect();
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
