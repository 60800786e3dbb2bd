//! Flags: what is taken, what is refused and at which field, and that written ones read the same.

use serde_json::{Value, json};

use super::*;

const ID: &str = "1b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b";
const OTHER: &str = "2b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b";

/// The least that a flag has, with some fields put in or (as null) taken out.
fn with(change: Value) -> Vec<u8> {
    let mut flag = json!({
        "id": ID, "format": "pledge-flag/1", "subject": {"pledge": "33IC-0042"}, "ground": "spam",
        "explanation": "It sells watches.", "good_faith": true, "lang": "en", "made": "2026-11-20T08:00:00Z",
    });
    if let (Value::Object(flag), Value::Object(change)) = (&mut flag, change) {
        flag.extend(change);
    }
    flag.to_string().into_bytes()
}

fn faults(change: Value) -> Vec<String> {
    match parse_flag(&with(change)) {
        Ok(_) => Vec::new(),
        Err(faults) => faults.iter().map(|f| format!("{} {}", f.field, f.message())).collect(),
    }
}

#[test]
fn what_is_wrong_is_told_by_field() {
    let long = "x".repeat(2_001);
    for (change, expect) in [
        (json!({}), &[][..]),
        (json!({"unknown": 1, "kind": "flag", "danger": null, "principles": [], "quote": "  "}), &[]),
        (json!({"id": "P7K4-93QX"}), &["/id must be a UUID"]),
        (json!({"id": null, "format": "pledge-flag/2"}), &["/id must be given", "/format must be pledge-flag/1"]),
        (json!({"subject": null}), &["/subject must be given"]),
        (json!({"subject": {"pledge": "../x"}}), &["/subject/pledge must be a pledge's id"]),
        (
            json!({"subject": {"pledge": "a", "part": "soul", "sha256": "12", "seq": -1}}),
            &[
                "/subject/part must be a part of a record",
                "/subject/sha256 must be 64 hex digits",
                "/subject/seq must be a whole number",
            ],
        ),
        (json!({"ground": "rude"}), &["/ground must be one of the grounds"]),
        (json!({"explanation": "Too short"}), &["/explanation must have at least 10 characters"]),
        (json!({"explanation": long}), &["/explanation must have at most 2000 characters"]),
        (json!({"explanation": " \n"}), &["/explanation must be given"]),
        (json!({"explanation": "\u{200b}".repeat(20)}), &["/explanation must be given"]),
        (json!({"explanation": "It sells\u{0} watches."}), &["/explanation must be a text"]),
        (json!({"subject": 5}), &["/subject must be an object"]),
        (json!({"subject": {"pledge": "a", "seq": 0}}), &["/subject/seq must be a whole number"]),
        (json!({"good_faith": "yes"}), &["/good_faith must be true or false"]),
        (json!({"explanation": "x".repeat(2_000)}), &[]),
        (json!({"good_faith": false}), &["/good_faith must be true"]),
        (json!({"good_faith": null}), &["/good_faith must be true"]),
        (json!({"danger": "yes"}), &["/danger must be true or false"]),
        (
            json!({"principles": ["humanity", "kindness"]}),
            &["/principles must be a list of the Fundamental Principles"],
        ),
        (
            json!({"ground": "illegal"}),
            &["/law must be given", "/contact/name must be given", "/contact/email must be given"],
        ),
        (json!({"ground": "illegal", "law": "StGB 130", "contact": {"name": "A", "email": "a@b.example"}}), &[]),
        (
            json!({"ground": "illegal", "law": "StGB 130", "contact": {"name": "A", "email": "nobody"}}),
            &["/contact/email must be an address for e-mail"],
        ),
        (json!({"contact": {"email": "a b@c"}}), &["/contact/email must be an address for e-mail"]),
        (json!({"kind": "objection"}), &["/about must be given"]),
        (json!({"kind": "objection", "about": OTHER}), &[]),
        (json!({"about": OTHER}), &["/about must be absent unless it is an objection"]),
        (json!({"kind": "praise"}), &["/kind must be flag or objection"]),
        (json!({"lang": "x y"}), &["/lang must be a language"]),
        (json!({"made": "20 November"}), &["/made must be a time in UTC, such as 2026-11-20T08:00:00Z"]),
        (json!({"made": "2026-11-20T08:00:00.123Z"}), &[]),
    ] {
        assert_eq!(faults(change.clone()), expect, "{change}");
    }
    assert_eq!(parse_flag(b"[]"), parse_flag(b"nothing"));
    assert!(parse_flag(b"{\"id\": 1").is_err_and(|faults| faults.len() == 1));
}

#[test]
fn a_flag_that_is_written_reads_the_same_and_has_the_same_bytes() {
    let all = json!({
        "kind": "objection", "about": OTHER, "replaces": OTHER, "danger": true, "ground": "fundamental-principles",
        "subject": {"pledge": "a", "report": "a-r1", "part": "actions_taken", "sha256": "AB".repeat(32), "seq": 1_795_680_000_u64},
        "principles": ["unity", "humanity", "unity"], "law": "A law", "quote": "so it says",
        "contact": {"name": "A", "email": "a@b.example"}, "extra": {"ignored": true},
    });
    for change in [json!({}), all] {
        let flag = parse_flag(&with(change)).expect("a good flag");
        let written = flag_json(&flag);
        let again = parse_flag(written.as_bytes()).expect("what we write is good");
        assert_eq!((&again, flag_json(&again)), (&flag, written));
    }
}

#[test]
fn the_bytes_of_a_flag_are_these() {
    let flag = parse_flag(&with(json!({}))).expect("a good flag");
    let expect = concat!(
        r#"{"about":null,"contact":null,"danger":false,"explanation":"It sells watches.","format":"pledge-flag/1","good_faith":true,"#,
        r#""ground":"spam","id":"1b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b","kind":"flag","lang":"en","law":null,"#,
        r#""made":"2026-11-20T08:00:00Z","principles":[],"quote":null,"replaces":null,"#,
        r#""subject":{"part":null,"pledge":"33IC-0042","report":null,"seq":null,"sha256":null}}"#,
    );
    assert_eq!(flag_json(&flag), expect);
}

#[test]
fn only_the_contact_may_differ_in_a_repeat() {
    let flag = |change| parse_flag(&with(change)).expect("a good flag");
    let one = flag(json!({}));
    assert!(same_content(&one, &flag(json!({"contact": {"name": "A"}}))));
    assert!(!same_content(&one, &flag(json!({"explanation": "It sells clocks now."}))));
    assert!(!same_content(&one, &flag(json!({"danger": true}))));
}
