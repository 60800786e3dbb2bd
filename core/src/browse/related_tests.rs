//! What stands beside a pledge, row by row; and the lists against a naive reading.

use proptest::prelude::*;

use super::*;
use crate::{
    browse::sample_tests::{EDITIONS, copy, merge, pledges},
    model::Pledge,
};

/// What stands beside `own`: the pledges of each list, those of a resolution with `r`.
fn check(others: &str, own: &str, follows: &str, precedes: &str, same: &str) {
    let catalogue = merge(&format!(r#"[{{"id":"own",{own}}},{others}]"#), "[]", TERMS);
    let related = Related::of(&catalogue, &PledgeId::new("own").expect("an id"));
    let reason = |why: &Why| if *why == Why::Resolution { "r" } else { "" };
    let list = |list: &[(PledgeId, Why)]| {
        list.iter().map(|(id, why)| format!("{id}{}", reason(why))).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(list(&related.follows), follows, "follows {own}");
    assert_eq!(list(&related.precedes), precedes, "precedes {own}");
    assert_eq!(related.same.iter().map(PledgeId::as_str).collect::<Vec<_>>().join(" "), same, "same {own}");
}

const TERMS: &str =
    r#"[{"list":"editions","id":"council","from":"2017"},{"list":"editions","id":"33IC","from":"2019-12"}]"#;

#[test]
fn pledges_go_on_with_those_of_other_conferences_by_title_or_resolution() {
    let others = r#"{"id":"a","edition":"34IC","title":"CLEAN,  water!"},{"id":"b","edition":"34IC","title":"Water","resolutions":["R1"]},
        {"id":"c","edition":"33IC","title":"Clean water","resolutions":["R1"]},{"id":"d","edition":"council","title":"Clean water"},
        {"id":"e","edition":"32IC","resolutions":["R1","R2"]},{"id":"f","title":"Clean water"},
        {"id":"g","edition":"session","title":"Clean water"},{"id":"h","edition":"34IC","title":"Clean waters"},
        {"id":"i","edition":"34IC","title":"“Clean” water","parties":[{"id":"p"}]}"#;
    check(others, r#""edition":"33IC","title":"Clean water""#, "a i", "d", "");
    check(others, r#""edition":"33IC","title":"Clean water","parties":[{"id":"p"}]"#, "i a", "d", "");
    check(others, r#""edition":"33IC","title":"clean wàter","resolutions":["R1"]"#, "a i br", "d er", "");
    check(others, r#""edition":"34IC","title":"Clean water","resolutions":["R1"]"#, "", "c d er", "");
    check(others, r#""edition":"33IC","title":"Water""#, "", "", "");
    check(others, r#""edition":"33IC","resolutions":["R2"]"#, "", "er", "");
    check(others, r#""edition":"33IC","resolutions":["R3"]"#, "", "", "");
    check(others, r#""edition":"session","title":"Clean water""#, "", "", "");
    check(others, r#""title":"Clean water","resolutions":["R1"]"#, "", "", "");
    check(others, r#""edition":"33IC""#, "", "", "");
}

#[test]
fn the_same_parties_and_themes_are_near_and_each_pledge_stands_once() {
    let others = r#"{"id":"a","edition":"33IC","parties":[{"id":"p"}],"themes":["t"]},
        {"id":"b","edition":"33IC","parties":[{"id":"p"},{"id":"q"}],"themes":["t"]},
        {"id":"c","edition":"34IC","parties":[{"id":"p"}],"themes":["u"]},{"id":"d","parties":[{"id":"p"}]},
        {"id":"e","themes":["t"]},{"id":"f","edition":"34IC","title":"Clean water","parties":[{"id":"p"}],"themes":["t"]}"#;
    let own = r#""edition":"33IC","parties":[{"id":"p"},{"id":"q"}],"themes":["t","u"]"#;
    check(others, own, "", "", "b c f a");
    check(others, &format!(r#"{own},"title":"Clean water""#), "f", "", "b c a");
    check(others, r#""parties":[{"id":"p"}]"#, "", "", "");
    check(others, r#""themes":["t"]"#, "", "", "");
    check(others, r#""parties":[{"id":"p"}],"themes":["none"]"#, "", "", "");
}

#[test]
fn no_list_is_longer_than_six_and_what_it_leaves_may_stand_in_another() {
    let titled = (0..8).map(|n| {
        format!(r#"{{"id":"t{n}","edition":"34IC","title":"Clean water","parties":[{{"id":"p"}}],"themes":["t"]}}"#)
    });
    let others = titled.collect::<Vec<_>>().join(",");
    let own = r#""edition":"33IC","title":"Clean water","parties":[{"id":"p"}],"themes":["t"]"#;
    check(&others, own, "t0 t1 t2 t3 t4 t5", "", "t6 t7");
}

/// The pledges of earlier or later Conferences and why, naively; the order is checked by the tables above.
fn others(pledges: &[Pledge], own: &Pledge, later: bool) -> Vec<(PledgeId, Why)> {
    let time = |p: &Pledge| EDITIONS[..4].iter().position(|e| p.edition.as_ref().is_some_and(|own| own.as_str() == *e));
    let title = |p: &Pledge| p.title.as_deref().map(fold).filter(|t| t.contains(' '));
    let why = |p: &Pledge| {
        let (a, b) = (time(p)?, time(own)?);
        let is = if later { a > b } else { a < b };
        let same = title(own).is_some() && title(own) == title(p);
        let shares = p.resolutions.iter().any(|r| own.resolutions.contains(r));
        let why = if same { Some(Why::Title) } else { shares.then_some(Why::Resolution) };
        why.filter(|_| is)
    };
    pledges.iter().filter_map(|p| Some((p.id.clone(), why(p)?))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]
    #[test]
    fn what_is_shown_is_so(records in pledges()) {
        let (catalogue, pledges) = copy(&records);
        for own in &pledges {
            let related = Related::of(&catalogue, &own.id);
            for (list, later) in [(&related.follows, true), (&related.precedes, false)] {
                let naive = others(&pledges, own, later);
                prop_assert_eq!(list.len(), naive.len().min(MOST));
                prop_assert!(list.iter().all(|one| naive.contains(one)) && list.is_sorted_by_key(|(_, why)| *why));
            }
            let told = |id: &PledgeId| related.follows.iter().chain(&related.precedes).any(|(other, _)| other == id);
            let near = |p: &Pledge| -> Option<usize> {
                let parties = p.parties.iter().filter(|l| own.parties.iter().any(|o| o.id == l.id)).count();
                let mut themes: Vec<_> = p.themes.iter().filter(|t| own.themes.contains(t)).collect();
                themes.sort();
                themes.dedup();
                (parties > 0 && !themes.is_empty() && p.id != own.id && !told(&p.id)).then_some(parties + themes.len())
            };
            let mut naive: Vec<(usize, PledgeId)> = pledges.iter().filter_map(|p| Some((near(p)?, p.id.clone()))).collect();
            naive.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
            let naive: Vec<PledgeId> = naive.into_iter().take(MOST).map(|(_, id)| id).collect();
            prop_assert_eq!(&related.same, &naive);
        }
    }
}
