//! Parts depend on the records and M alone: what a reader has to fetch after a change is as little as it can be.

use std::{collections::HashSet, sync::LazyLock};

use pledgebook_core::{
    feed::{Cut, parse_pledge},
    model::Pledge,
};
use pledgebook_desk::publish::{Part, make_parts};
use proptest::prelude::*;
use serde_json::json;

const COUNT: usize = 5_000;

fn made(id: &str, edition: usize, text: &str) -> Pledge {
    let edition = ["30IC", "31IC", "32IC", "33IC", "34IC"].get(edition);
    let json = json!({"id": id, "edition": edition, "sections": [{"part": "text", "text": text}]});
    parse_pledge(json.to_string().as_bytes()).expect("a pledge").0
}

static PLEDGES: LazyLock<Vec<Pledge>> =
    LazyLock::new(|| (0..COUNT).map(|n| made(&format!("p{n:05}"), n % 6, &"word ".repeat(n % 90))).collect());

fn parts(pledges: &[Pledge], m: u32) -> Vec<Part> {
    // A mean that is too small or too large would make another M.
    let parts = make_parts(pledges, &[], &[], Cut::new(m)).expect("parts");
    assert_eq!(parts.cut.get(), m);
    parts.list
}

/// How many parts of `after` are not in `before`.
fn new_parts(before: &[Part], after: &[Part]) -> usize {
    let before: HashSet<_> = before.iter().map(|p| &p.entry.path).collect();
    after.iter().filter(|p| !before.contains(&p.entry.path)).count()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn one_changed_pledge_changes_one_part(at in 0..COUNT, text in "\\PC{1,80}", power in 7u32..9) {
        let m = 1 << power;
        let before = parts(&PLEDGES, m);
        let mut pledges = PLEDGES.clone();
        pledges[at] = made(pledges[at].id.as_str(), at % 6, &format!("changed: {text}"));
        let after = parts(&pledges, m);
        prop_assert_eq!((new_parts(&before, &after), new_parts(&after, &before)), (1, 1));
        prop_assert_eq!(before.len(), after.len());
    }

    #[test]
    fn one_added_or_removed_pledge_changes_at_most_two_parts(at in 0..COUNT, id in "p[0-9]{5}[a-z]", edition in 0usize..6, power in 7u32..9) {
        let m = 1 << power;
        let with_all = parts(&PLEDGES, m);
        let mut pledges = PLEDGES.clone();
        pledges.remove(at);
        let without = parts(&pledges, m);
        prop_assert!(new_parts(&with_all, &without) <= 2 && new_parts(&without, &with_all) <= 2);
        pledges = PLEDGES.clone();
        pledges.push(made(&id, edition, "new"));
        let with_one_more = parts(&pledges, m);
        prop_assert!(new_parts(&with_all, &with_one_more) <= 2 && new_parts(&with_one_more, &with_all) <= 2);
    }

    #[test]
    fn the_order_of_the_records_changes_nothing(seed in any::<u64>()) {
        let mut pledges = PLEDGES.clone();
        let mut state = seed | 1;
        for n in (1..pledges.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            pledges.swap(n, (state >> 33) as usize % (n + 1));
        }
        prop_assert_eq!(parts(&pledges, 128), parts(&PLEDGES, 128));
    }
}

#[test]
fn the_first_m_brings_the_mean_part_near_64_kib() {
    let list = make_parts(&PLEDGES, &[], &[], None).expect("parts").list;
    let mean = list.iter().map(|p| p.entry.bytes).sum::<u64>() / list.len() as u64;
    assert!((40 * 1024..100 * 1024).contains(&mean), "{mean}");
}
