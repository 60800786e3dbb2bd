//! The oddities of the feed format and of real records, row by row.

use super::*;
use crate::{
    feed::FIELD_LIMIT,
    model::{EditionId, Kind, Lang, PartOf, Progress, Role, progress_of},
};

fn pledge(json: &str) -> Pledge {
    parse_pledge(json.as_bytes()).map(|(p, _)| p).map_err(|e| format!("{json}: {e:?}")).expect("a pledge")
}

/// Reads a part of pledges: the ids that stand, and why the others do not.
fn check(json: &str, ids: &[&str], reasons: &[&str]) {
    let parsed = parse_records(json.as_bytes(), parse_pledge, pledges_of);
    let good: Vec<_> = parsed.good.iter().map(|p| p.id.as_str().to_owned()).collect();
    assert_eq!(good, ids, "{json}");
    assert_eq!(parsed.problems.len(), reasons.len(), "{:?}", parsed.problems);
    for (problem, reason) in parsed.problems.iter().zip(reasons) {
        let said = problem.reason.to_string();
        assert!(said.contains(reason), "{said:?} should say {reason:?}");
    }
}

#[test]
fn only_the_id_is_required_and_absent_is_null_is_empty() {
    let bare = pledge(r#"{"id":"p"}"#);
    let nulls = pledge(
        r#"{"id":"p","number":null,"url":null,"edition":null,"kind":null,"title":null,"titles":null,"lang":null,
        "parties":null,"themes":null,"resolutions":null,"countries":null,"submitted":null,"period":null,
        "sections":null,"reports":null,"attachments":null,"updated":null}"#,
    );
    let empty = pledge(
        r#"{"id":"p","title":" ","parties":[],"themes":[],"sections":[],"reports":[],"period":{"from":null,"said":""}}"#,
    );
    assert_eq!((&bare, &bare), (&nulls, &empty));
    assert_eq!(progress_of(&bare.reports), Progress::NoReport);
}

#[test]
fn a_record_of_the_wrong_shape_is_left_out_and_the_others_stand() {
    let nest = |key: &str| {
        format!(r#"[{{"id":"a"}},{{"id":"b","{key}":{}{}}},{{"id":"c"}}]"#, "[".repeat(1000), "]".repeat(1000))
    };
    let (deep, deep_but_unknown) = (nest("title"), nest("x"));
    for (json, ids, reasons) in [
        (r#"[{"id":"a"},{"title":"no id"},{"id":"c"}]"#, &["a", "c"][..], &["no id"][..]),
        (r#"[{"id":"a"},{"id":null}]"#, &["a"], &["no id"]),
        (r#"[{"id":"a"},{"id":7},{"id":"c"}]"#, &["a", "c"], &["not a record"]),
        (r#"[{"id":"../../x"},{"id":"c"}]"#, &["c"], &["not of the form"]),
        (r#"[{"id":"a","title":"first"},{"id":"a","title":"second"}]"#, &["a"], &["stands twice"]),
        (r#"[{"id":"a","reports":[{"id":"r"}]},{"id":"b","reports":[{"id":"r"}]}]"#, &["a"], &["stands twice"]),
        (r#"[{"id":"a","title":5},{"id":"c"}]"#, &["c"], &["not a record"]),
        (r#"[{"id":"a","sections":{}},{"id":"c"}]"#, &["c"], &["not a record"]),
        (r#"[{"id":"a","themes":[null]},{"id":"c"}]"#, &["c"], &["not a record"]),
        (r#"["text",5,null,[],{"id":"c"}]"#, &["c"], &["not a record", "not a record", "not a record", "not a record"]),
        (r#"[{"id":"a","title":"\ud800"},{"id":"c"}]"#, &["c"], &["not a record"]),
        (r#"[{"id":"a","title":"nul \u0000, bom \ufeff, c1 \u0085"},{"id":"c"}]"#, &["a", "c"], &[]),
        (r#"[{"id":"a","from_the_future":{"x":[1]},"parties":[{"id":"ns-au","rank":1}]}]"#, &["a"], &[]),
        (&deep, &["a", "c"], &["not a record"]),
        (&deep_but_unknown, &["a", "c"], &["not a record"]),
        ("[]", &[], &[]),
        ("<!doctype html>", &[], &["not a record"]),
        ("{}", &[], &["not a record"]),
        (r#"[{"id":"a"}"#, &[], &["not a record"]),
    ] {
        check(json, ids, reasons);
    }
}

#[test]
fn what_is_above_the_limits_is_left_out_and_counted() {
    let title = "x".repeat(FIELD_LIMIT);
    check(&format!(r#"[{{"id":"a","title":"{title}"}}]"#), &["a"], &[]);
    check(&format!(r#"[{{"id":"a","title":"{title}x"}},{{"id":"c"}}]"#), &["c"], &["title has more than"]);
    check(
        &format!(r#"[{{"id":"a","sections":[{{"part":"text","text":"{title}x"}}]}},{{"id":"c"}}]"#),
        &["c"],
        &["text has more than"],
    );
    let sections = vec![format!(r#"{{"part":"text","text":"{title}"}}"#); 20].join(",");
    check(&format!(r#"[{{"id":"a","sections":[{sections}]}},{{"id":"c"}}]"#), &["c"], &["a record has at most"]);
}

#[test]
fn a_value_that_cannot_be_understood_leaves_its_record_standing() {
    for (json, field) in [
        (r#"{"id":"a","submitted":"28.07.2019"}"#, "submitted"),
        (r#"{"id":"a","submitted":"2024-02-30"}"#, "submitted"),
        (r#"{"id":"a","period":{"from":"0000","to":"2023"}}"#, "period.from"),
        (r#"{"id":"a","reports":[{"id":"r","date":"+14:00"}]}"#, "reports.date"),
        (r#"{"id":"a","url":"javascript:alert(1)"}"#, "url"),
        (r#"{"id":"a","url":"//evil.example"}"#, "url"),
        (r#"{"id":"a","parties":[{"id":"a b"}]}"#, "parties.id"),
        (r#"{"id":"a","parties":[{"role":"pledging"}]}"#, "parties.id"),
        (r#"{"id":"a","lang":"klingon!"}"#, "lang"),
        (r#"{"id":"a","reports":[{"actions_taken":"no id"}]}"#, "reports.id"),
    ] {
        check(&format!("[{json}]"), &["a"], &[&format!("{field}: ")]);
        assert!(!parse_pledge(json.as_bytes()).expect(json).1[0].leaves_out());
    }
    let p = pledge(r#"{"id":"a","submitted":"","period":{"from":"0000","to":"2023"}}"#);
    assert_eq!(p.submitted, None);
    assert_eq!(p.period.and_then(|p| p.to).map(|d| d.to_string()), Some("2023".to_owned()));
}

#[test]
fn a_party_listed_twice_counts_once() {
    let p = pledge(
        r#"{"id":"a","parties":[{"id":"ns-au","role":"pledging"},{"id":"ns-fr"},{"id":"ns-au","role":"signatory"},
        {"id":"ns-au"},{"id":"ns-au"}],"themes":["x","x"],
        "reports":[{"id":"r","parties":["ns-au","ns-au"]}]}"#,
    );
    assert_eq!(p.parties.iter().map(|l| l.id.as_str()).collect::<Vec<_>>(), ["ns-au", "ns-fr"]);
    assert_eq!(p.parties[0].role, Some(Role::Pledging));
    assert_eq!((p.themes.len(), p.reports[0].parties.len()), (1, 1));
}

#[test]
fn unknown_words_are_kept_to_be_shown() {
    let p = pledge(
        r#"{"id":"a","kind":"collective","edition":"session-7","lang":"tlh","parties":[{"id":"x","role":"witness","basis":"rumour"}],
        "sections":[{"part":"annex","text":"t","words":"hearsay"}]}"#,
    );
    assert_eq!(p.kind, Some(Kind::Other("collective".into())));
    assert_eq!(p.parties[0].role, Some(Role::Other("witness".into())));
    assert_eq!(p.sections[0].part, PartOf::Other("annex".into()));
    assert_eq!(p.sections[0].text.as_ref().and_then(|t| t.words), None);
    assert_eq!(p.edition.as_ref().and_then(EditionId::number), None);
}

#[test]
fn a_section_takes_the_pledges_language_unless_it_names_its_own() {
    let p = pledge(
        r#"{"id":"a","lang":"fr","sections":[{"part":"text","text":"x"},{"part":"text","lang":"ar","text":"y"}]}"#,
    );
    let langs: Vec<_> = p.sections.iter().filter_map(|s| s.text.as_ref()?.lang.as_ref()).map(Lang::as_str).collect();
    assert_eq!(langs, ["fr", "ar"]);
}

#[test]
fn joint_is_more_than_one_pledging_party_or_a_group() {
    for (parties, joint) in [
        ("[]", false),
        (r#"[{"id":"ns-au","role":"pledging"}]"#, false),
        (r#"[{"id":"group-eu","role":"pledging"}]"#, true),
        (r#"[{"id":"ns-au","role":"pledging"},{"id":"ns-fr","role":"signatory"}]"#, false),
        (r#"[{"id":"ns-au","role":"pledging"},{"id":"ns-fr","role":"pledging"}]"#, true),
    ] {
        let p = pledge(&format!(r#"{{"id":"a","parties":{parties}}}"#));
        assert_eq!(p.is_joint(|id| id.as_str().starts_with("group-")), joint, "{parties}");
    }
}

#[test]
fn a_hundred_thousand_records_are_read_one_by_one() {
    let records: Vec<_> = (0..100_000).map(|n| format!(r#"{{"id":"p{n}"}}"#)).collect();
    let parsed = parse_records(format!("[{}]", records.join(",")).as_bytes(), parse_pledge, pledges_of);
    assert_eq!((parsed.good.len(), parsed.problems.len()), (100_000, 0));
}

#[test]
fn parties_and_terms_keep_what_they_can() {
    let (party, notes) = parse_party(
        br#"{"id":"group-x","kind":"group","names":{"en":"X","bad tag":"Y"},"also":["XX"],"country":"Australia",
        "members":[{"id":"group-x"},{"id":"ns-au","from":"2009","to":"never"},{"from":"2001"}]}"#,
    )
    .expect("a party");
    assert_eq!((party.members.len(), party.country, party.names.iter().count()), (2, None, 1));
    assert_eq!(notes.len(), 2, "{notes:?}");
    assert!(parse_term(br#"{"list":"colours","id":"red"}"#).is_err());
    assert!(parse_term(br#"{"list":"themes"}"#).is_err());
    assert!(parse_term(br#"{"list":"editions","id":"33IC","from":"2019-12-09"}"#).is_ok());
}

#[test]
fn the_whole_sample_is_read_without_a_problem() {
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/../desk/sample/pledges.ndjson");
    let lines = std::fs::read_to_string(sample).expect("the sample");
    let json = format!("[{}]", lines.lines().collect::<Vec<_>>().join(","));
    let parsed = parse_records(json.as_bytes(), parse_pledge, pledges_of);
    assert_eq!((parsed.good.len(), parsed.problems), (75, Vec::new()));
}
