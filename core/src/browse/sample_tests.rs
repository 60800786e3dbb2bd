//! Random copies for the tests of numbers: the records of the tests of counts with more Conferences, reports and other words
//! for roles, among them groups in groups and Conferences of which only a day or only a number is known.

use std::sync::Arc;

use proptest::prelude::*;

use super::counts_tests::record;
use crate::{
    browse::{About, Catalogue, Held, Part},
    feed::PartKind,
    model::{EditionId, Pledge},
};

/// The parties; `ns-fr` is a member of a group in a group, and `ns-au` of both.
const PARTIES: &str = r#"[{"id":"ns-au","kind":"national-society","region":"asia-pacific","names":{"en":"Zeta","fr":"Alpha"}},
    {"id":"ns-fr","kind":"national-society"},{"id":"state-fr","kind":"state","region":"europe-central-asia"},
    {"id":"ns-xx","names":{"en":"Zeta"}},
    {"id":"group-eu","kind":"group","members":[{"id":"ns-fr","from":"2012","to":"2019-11"},{"id":"ns-au"}]},
    {"id":"state-fr","members":[]},{"id":"ns-yy","members":[{"id":"group-eu","from":"2018-02"},{"id":"ns-au","to":"2010"}]}]"#;

/// The Conferences; of 33IC only the number is known, of `session` not even that.
const TERMS: &str = r#"[{"list":"editions","id":"31IC","from":"2011-11-28"},{"list":"editions","id":"34IC","from":"2024-10"},
    {"list":"editions","id":"council","from":"2017"},{"list":"editions","id":"35IC","from":"2028"},
    {"list":"regions","id":"asia-pacific","names":{"en":"Z"}}]"#;

/// The Conferences of [`pledges`], the oldest first; of the last it is not known when it was.
pub(super) const EDITIONS: [&str; 5] = ["31IC", "council", "33IC", "34IC", "session"];

/// The records of a part of pledges.
pub(super) fn pledges() -> impl Strategy<Value = Vec<String>> {
    let edition = prop::sample::select(EDITIONS.to_vec());
    let reports = prop::sample::select(vec![
        "",
        r#"{"id":"ID-r","date":"2021","completed":true}"#,
        r#"{"id":"ID-r","completed":false}"#,
        r#"{"id":"ID-r","date":"2020-02","completed":true,"parties":["ns-au"]},{"id":"ID-s","completed":false}"#,
    ]);
    let one = (record(), edition, reports, any::<bool>()).prop_map(|(record, edition, reports, is_other)| {
        let role = if is_other { "host" } else { "signatory" };
        let record = record.replace("33IC", edition).replace("signatory", role).replace("ns-xx", "ns-yy");
        let record = record.replace(r#""title":"Two""#, r#""title":"Two, “words”""#);
        format!(r#"{record},"reports":[{reports}]"#)
    });
    prop::collection::vec(one, 0..20).prop_map(|records| {
        let record = |(n, record): (usize, String)| {
            let id = format!("p{n:02}");
            format!(r#"{{"id":"{id}",{}}}"#, record.trim_start_matches(',').replace("ID", &id))
        };
        records.into_iter().enumerate().map(record).collect()
    })
}

/// The copy that some records make with [`PARTIES`] and [`TERMS`]; and its pledges in their usual order.
pub(super) fn copy(records: &[String]) -> (Catalogue, Vec<Pledge>) {
    let catalogue = merge(&format!("[{}]", records.join(",")), PARTIES, TERMS);
    let pledge = |id| match catalogue.pledge(&id) {
        Held::Here(entry) => entry.pledge.clone(),
        other => panic!("{id}: {other:?}"),
    };
    let pledges: Vec<Pledge> = catalogue.briefs().map(|brief| pledge(brief.id)).collect();
    assert_eq!(pledges.len(), records.len(), "every record is good");
    (catalogue, pledges)
}

/// The copy of three parts.
pub(super) fn merge(pledges: &str, parties: &str, terms: &str) -> Catalogue {
    let parts = [(PartKind::Pledges, pledges), (PartKind::Parties, parties), (PartKind::Terms, terms)];
    let parts = parts.map(|(kind, json)| Part::read(kind, json.as_bytes()).expect("a part"));
    let catalogue = Catalogue::merge(&parts, Arc::default(), &About::default());
    assert_eq!(catalogue.left_out(), if parties == PARTIES { 1 } else { 0 }, "only the second state-fr is left out");
    catalogue
}

#[test]
fn conferences_stand_in_the_order_of_their_days_or_else_of_their_numbers() {
    let terms = |editions: &[(&str, &str)]| {
        let term = |(id, from): &(&str, &str)| match *from {
            "" => format!(r#"{{"list":"editions","id":"{id}"}}"#),
            from => format!(r#"{{"list":"editions","id":"{id}","from":"{from}"}}"#),
        };
        format!("[{}]", editions.iter().map(term).collect::<Vec<_>>().join(","))
    };
    let check = |editions: &[(&str, &str)], expect: &str| {
        let catalogue = merge("[]", "[]", &terms(editions));
        let all = editions.iter().filter_map(|(id, _)| EditionId::new(id));
        for all in [all.clone().collect::<Vec<_>>(), all.rev().collect()] {
            let order = catalogue.oldest_first(all);
            assert_eq!(order.iter().map(EditionId::as_str).collect::<Vec<_>>().join(" "), expect, "{editions:?}");
        }
    };
    check(&[("34IC", "2024-10-28"), ("33IC", "2019"), ("council", "2022-06")], "33IC council 34IC");
    check(&[("34IC", ""), ("33IC", ""), ("9IC", "")], "9IC 33IC 34IC");
    check(&[("34IC", "2024"), ("33IC", ""), ("32IC", "2015"), ("35IC", "")], "32IC 33IC 34IC 35IC");
    check(&[("34IC", ""), ("b", ""), ("a", ""), ("council", "2022")], "council 34IC a b");
    check(&[("33IC", ""), ("32IC", ""), ("34IC", "2024"), ("council", "2017")], "council 32IC 33IC 34IC");
    check(&[("2IC", "1869"), ("1IC", "1869"), ("x", "1869")], "1IC 2IC x");
}
