//! A party's numbers against the lists behind them, and against a naive reading of its groups' pledges.

use proptest::prelude::*;

use super::*;
use crate::{
    browse::{
        Filter, Query,
        sample_tests::{copy, merge, pledges},
        total,
    },
    model::{Pledge, TermList},
};

fn id(id: &str) -> PartyId {
    PartyId::new(id).expect("an id")
}

fn check(catalogue: &Catalogue, pledges: &[Pledge], party: &str) {
    let portrait = Portrait::of(catalogue, &id(party));
    let list = Query::of([Filter::with(Key::Party, party)]);
    let with = |key: Key, value: &str| total(catalogue, &list.with(Filter::with(key, value)));
    let names = |pledge: &Pledge, party: &PartyId| pledge.parties.iter().any(|link| link.id == *party);
    let own: Vec<&Pledge> = pledges.iter().filter(|p| names(p, &id(party))).collect();
    assert_eq!(portrait.pledges, own.iter().map(|p| p.id.clone()).collect::<Vec<_>>());
    assert_eq!((portrait.pledges.len(), portrait.tally.all()), (total(catalogue, &list), own.len()));
    for (role, n) in &portrait.roles {
        assert_eq!(*n, with(Key::Role, role.as_ref().map_or("none", Role::wire)), "{role:?}");
    }
    assert_eq!(portrait.roles.iter().map(|(_, n)| n).sum::<usize>(), own.len());
    for (progress, n) in portrait.tally.iter() {
        assert_eq!(n, with(Key::Progress, progress.word()), "{progress:?}");
    }
    for (other, n) in &portrait.with {
        assert_eq!(*n, own.iter().filter(|p| names(p, other)).count());
    }
    let others: usize = own.iter().map(|p| p.parties.len() - 1).sum();
    assert_eq!(portrait.with.iter().map(|(_, n)| n).sum::<usize>(), others);
    let mut through: Vec<&PledgeId> = portrait.groups.iter().flat_map(|t| &t.pledges).collect();
    through.sort();
    through.dedup();
    assert_eq!(portrait.through, through.len());
    for group in catalogue.parties().map(|p| p.id.clone()) {
        let times: Vec<_> = catalogue.groups_of(&id(party)).into_iter().filter(|m| m.group == group).collect();
        let day = |p: &Pledge| catalogue.term(TermList::Editions, p.edition.as_ref()?.as_str())?.from;
        let is = |p: &&Pledge| names(p, &group) && !names(p, &id(party)) && times.iter().any(|m| m.covers(day(p)));
        let naive: Vec<PledgeId> = pledges.iter().filter(is).map(|p| p.id.clone()).collect();
        let told = portrait.groups.iter().find(|t| t.group == group).map(|t| t.pledges.clone());
        assert_eq!(told.unwrap_or_default(), naive, "{group}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]
    #[test]
    fn each_number_is_that_of_the_list_behind_it(records in pledges()) {
        let (catalogue, pledges) = copy(&records);
        for party in ["ns-au", "ns-fr", "state-fr", "group-eu", "ns-yy", "nobody", "none"] {
            if party != "none" {
                check(&catalogue, &pledges, party);
            }
        }
        prop_assert_eq!(Portrait::of(&catalogue, &id("none")), Portrait::default(), "what names no party is nobody's");
    }
}

#[test]
fn roles_years_and_company_stand_in_their_order() {
    let pledges = r#"[{"id":"a","edition":"31IC","parties":[{"id":"p","role":"signatory"},{"id":"c"}]},
        {"id":"b","edition":"33IC","parties":[{"id":"p","role":"pledging"},{"id":"d"},{"id":"b"}]},
        {"id":"c","parties":[{"id":"p"},{"id":"d"}]},{"id":"d","parties":[{"id":"p","role":"host"}]},
        {"id":"e","edition":"33IC","parties":[{"id":"g"},{"id":"h"}]},{"id":"f","edition":"31IC","parties":[{"id":"g"}]}]"#;
    let parties = r#"[{"id":"g","members":[{"id":"p","from":"2012"}]},{"id":"h","members":[{"id":"p"}]}]"#;
    let terms = r#"[{"list":"editions","id":"31IC","from":"2011-11"},{"list":"editions","id":"33IC","from":"2019"},
        {"list":"editions","id":"34IC","from":"2024"}]"#;
    let portrait = Portrait::of(&merge(pledges, parties, terms), &id("p"));
    let roles: Vec<_> = portrait.roles.iter().map(|(r, n)| (r.as_ref().map_or("", Role::wire), *n)).collect();
    assert_eq!(roles, [("pledging", 1), ("signatory", 1), ("host", 1), ("", 1)]);
    let years = Years { span: Some((2011, 2019)), unknown: 2 };
    assert_eq!(portrait.years, years, "of two it is not known");
    let known = Portrait::of(
        &merge(
            &pledges
                .replace(r#""id":"c","parties":[{"id":"p"}"#, r#""id":"c","parties":[{"id":"x"}"#)
                .replace(r#"{"id":"d","parties""#, r#"{"id":"d","edition":"33IC","parties""#),
            parties,
            terms,
        ),
        &id("p"),
    );
    assert_eq!(known.years, Years { span: Some((2011, 2019)), unknown: 0 });
    assert_eq!(portrait.with, [(id("d"), 2), (id("b"), 1), (id("c"), 1)]);
    let groups: Vec<_> = portrait.groups.iter().map(|t| (t.group.as_str(), t.pledges.len())).collect();
    assert_eq!((groups, portrait.through), (vec![("g", 1), ("h", 1)], 1), "31IC was before its time in g");
}
