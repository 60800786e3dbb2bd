//! A comparison against a naive reading of the pledges, and what is compared of parties that came at different times.

use proptest::prelude::*;

use super::*;
use crate::{
    browse::sample_tests::{EDITIONS, copy, merge, pledges},
    model::{Pledge, progress_of},
};

fn ids(parties: &[&str]) -> Vec<PartyId> {
    parties.iter().filter_map(|id| PartyId::new(id)).collect()
}

fn check(catalogue: &Catalogue, pledges: &[Pledge], parties: &[&str]) {
    let compare = Compare::of(catalogue, &ids(parties));
    let names = |p: &Pledge, party: &PartyId| p.parties.iter().any(|link| link.id == *party);
    let at = |p: &Pledge, edition: &str| p.edition.as_ref().is_some_and(|e| e.as_str() == edition);
    let used: Vec<&str> = EDITIONS.into_iter().filter(|e| pledges.iter().any(|p| at(p, e))).collect();
    let timed: Vec<&str> = used.iter().copied().filter(|e| *e != "session").collect();
    let has = |party: &PartyId, e: &str| pledges.iter().any(|p| names(p, party) && at(p, e));
    let first: Vec<Option<usize>> = compare.parties.iter().map(|who| timed.iter().position(|e| has(who, e))).collect();
    let text = |edition: &EditionId| edition.to_string();
    let told: Vec<_> = compare.first.iter().map(|e| e.as_ref().map(text)).collect();
    assert_eq!(told, first.iter().map(|n| n.map(|n| timed[n].to_owned())).collect::<Vec<_>>());
    let start = first.iter().copied().collect::<Option<Vec<_>>>().and_then(|all| all.into_iter().max());
    let editions: Vec<&str> = start.map_or(Vec::new(), |n| timed[n..].to_vec());
    assert_eq!(compare.editions.iter().map(EditionId::as_str).collect::<Vec<_>>(), editions);
    let left_out = |e: &&str| !editions.contains(e) && compare.parties.iter().any(|party| has(party, e));
    let (undated, left_out): (Vec<&str>, Vec<&str>) =
        used.iter().copied().filter(left_out).partition(|e| !timed.contains(e));
    assert_eq!(compare.left_out.iter().map(EditionId::as_str).collect::<Vec<_>>(), left_out);
    assert_eq!(compare.undated.iter().map(EditionId::as_str).collect::<Vec<_>>(), undated);
    let compared: Vec<&Pledge> = pledges.iter().filter(|p| editions.iter().any(|e| at(p, e))).collect();
    let count = |is: &dyn Fn(&Pledge) -> bool| -> Vec<usize> {
        let own = |party| compared.iter().filter(|p| names(p, party) && is(p)).count();
        compare.parties.iter().map(own).collect()
    };
    assert_eq!(compare.totals, count(&|_| true));
    assert_eq!(compare.by_edition.iter().map(|(e, _)| e.clone()).collect::<Vec<_>>(), compare.editions);
    assert!(compare.by_edition.iter().all(|(e, n)| *n == count(&|p| at(p, e.as_str()))));
    for (theme, n) in &compare.by_theme {
        let has = |p: &Pledge| theme.as_ref().map_or(p.themes.is_empty(), |t| p.themes.contains(t));
        assert_eq!(*n, count(&has), "{theme:?}");
    }
    let mut by_sum = compare.by_theme.iter().filter(|(t, _)| t.is_some()).map(|(_, n)| n.iter().sum::<usize>());
    assert!(by_sum.clone().rev().is_sorted() && by_sum.all(|n| n > 0));
    assert!(compare.by_theme.iter().rev().skip(1).all(|(t, _)| t.is_some()));
    for progress in Progress::ALL {
        let told = compare.by_progress.iter().find(|(p, _)| *p == progress).map(|(_, n)| n.clone());
        let naive = count(&|p| progress_of(&p.reports) == progress);
        assert_eq!(told.unwrap_or(vec![0; compare.parties.len()]), naive, "{progress:?}");
    }
    check_pledges(&compare, &compared, &names);
}

fn check_pledges(compare: &Compare, compared: &[&Pledge], names: &dyn Fn(&Pledge, &PartyId) -> bool) {
    let places = |p: &Pledge| (0..compare.parties.len()).filter(|n| names(p, &compare.parties[*n])).collect::<Vec<_>>();
    let all: Vec<(PledgeId, Vec<usize>)> = compared.iter().map(|p| (p.id.clone(), places(p))).collect();
    let together: Vec<_> = all.iter().filter(|(_, places)| places.len() > 1).cloned().collect();
    assert_eq!(compare.together, together);
    for (n, alone) in compare.alone.iter().enumerate() {
        let naive: Vec<_> = all.iter().filter(|(_, places)| *places == [n]).map(|(id, _)| id.clone()).collect();
        assert_eq!(*alone, naive);
    }
    assert_eq!(compare.alone.len(), compare.parties.len());
    assert_eq!(compare.different, all.iter().filter(|(_, places)| !places.is_empty()).count());
    assert_eq!(compare.different, compare.together.len() + compare.alone.iter().map(Vec::len).sum::<usize>());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]
    #[test]
    fn counts_are_what_looking_at_each_pledge_gives(
        records in pledges(),
        parties in prop::collection::vec(prop::sample::select(vec!["ns-au", "ns-fr", "state-fr", "group-eu", "ns-yy"]), 0..6),
    ) {
        let (catalogue, pledges) = copy(&records);
        check(&catalogue, &pledges, &parties);
    }
}

#[test]
fn only_conferences_count_at_which_all_could_pledge() {
    let pledges = r#"[{"id":"a","edition":"31IC","parties":[{"id":"p"}]},{"id":"b","edition":"32IC","parties":[{"id":"q"}]},
        {"id":"c","edition":"33IC","parties":[{"id":"p"},{"id":"q"}]},{"id":"d","edition":"34IC","parties":[{"id":"x"}]},
        {"id":"e","parties":[{"id":"n"}]},{"id":"f","parties":[{"id":"p"}]}]"#;
    let catalogue = merge(pledges, "[]", r#"[{"list":"editions","id":"35IC","from":"2028"}]"#);
    for (parties, shown, first, editions, left_out, totals, different) in [
        (&["p", "q"][..], "p q", "31IC 32IC", "32IC 33IC 34IC", "31IC", &[1, 2][..], 2),
        (&["q", "p", "q"], "q p", "32IC 31IC", "32IC 33IC 34IC", "31IC", &[2, 1], 2),
        (&["p", "x"], "p x", "31IC 34IC", "34IC", "31IC 33IC", &[0, 1], 1),
        (&["p"], "p", "31IC", "31IC 32IC 33IC 34IC", "", &[2], 2),
        (&["p", "n"], "p n", "31IC -", "", "31IC 33IC", &[0, 0], 0),
        (&["p", "nobody"], "p nobody", "31IC -", "", "31IC 33IC", &[0, 0], 0),
        (&["none"], "none", "-", "", "", &[0], 0),
        (&[], "", "", "", "", &[], 0),
        (&["p", "q", "x", "p", "n", "m"], "p q x n", "31IC 32IC 34IC -", "", "31IC 32IC 33IC 34IC", &[0, 0, 0, 0], 0),
    ] {
        let compare = Compare::of(&catalogue, &ids(parties));
        let list = |editions: &[EditionId]| editions.iter().map(EditionId::as_str).collect::<Vec<_>>().join(" ");
        let firsts: Vec<&str> = compare.first.iter().map(|e| e.as_ref().map_or("-", EditionId::as_str)).collect();
        let names: Vec<&str> = compare.parties.iter().map(PartyId::as_str).collect();
        assert_eq!((names.join(" ").as_str(), firsts.join(" ").as_str()), (shown, first));
        assert_eq!((list(&compare.editions).as_str(), list(&compare.left_out).as_str()), (editions, left_out));
        assert_eq!((compare.totals.as_slice(), compare.different), (totals, different));
    }
}
