//! The JSON Schemas of docs/schema: what is published is valid by them, and what is wrong is not.

use std::{fs, path::Path};

use jsonschema::Validator;
use pledgebook_core::feed::{PartKind, parse_flag};
use pledgebook_desk::generate::{Options, generate};
use serde_json::{Value, json};

use crate::support::{Desk, NOW, removal_of, sample};

fn schema(name: &str) -> Validator {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../docs/schema/{name}.schema.json"));
    let json: Value = serde_json::from_slice(&fs::read(path).expect(name)).expect(name);
    jsonschema::draft202012::meta::validate(&json).unwrap_or_else(|e| panic!("{name} is no schema: {e}"));
    jsonschema::draft202012::new(&json).expect(name)
}

#[track_caller]
fn check(schema: &Validator, instance: &Value, good: bool) {
    let errors: Vec<_> = schema.iter_errors(instance).map(|e| format!("{e} at {}", e.instance_path())).collect();
    let shown: String = instance.to_string().chars().take(600).collect();
    assert_eq!(errors.is_empty(), good, "{shown}: {errors:?}");
}

/// Checks every file of a feed.
fn check_feed(desk: &Desk) {
    let read =
        |name: &str| -> Value { serde_json::from_slice(&fs::read(desk.feed().join(name)).expect(name)).expect(name) };
    check(&schema("manifest"), &read("manifest.json"), true);
    let [pledge, party, term] = ["pledge", "party", "term"].map(schema);
    for part in &desk.manifest().parts {
        let schema = match part.kind {
            PartKind::Pledges => &pledge,
            PartKind::Parties => &party,
            PartKind::Terms => &term,
        };
        for record in read(&part.path).as_array().expect("an array") {
            check(schema, record, true);
        }
    }
}

#[test]
fn the_sample_feed_is_valid() {
    let desk = Desk::empty();
    let mut options = desk.options();
    options.records = sample();
    desk.try_publish(&options, NOW).0.expect("published");
    check_feed(&desk);
}

#[test]
fn a_generated_feed_with_removals_is_valid() {
    let desk = Desk::empty();
    generate(&Options { pledges: 260, seed: 5, out: desk.records_dir() }).expect("written");
    desk.remove(&removal_of(9, "made-x", &["x"]));
    desk.publish();
    check_feed(&desk);
}

/// A good instance, and what makes it wrong: a path in it, and the value there.
fn check_wrong(name: &str, good: &Value, wrong: &[(&str, Value)]) {
    let schema = schema(name);
    check(&schema, good, true);
    for (path, value) in wrong {
        let mut bad = good.clone();
        let (parent, key) = path.rsplit_once('/').expect("a path");
        let parent = bad.pointer_mut(parent).expect(path);
        match parent.as_array_mut() {
            Some(array) => array[key.parse::<usize>().expect("an index")] = value.clone(),
            None => parent[key] = value.clone(),
        }
        check(&schema, &bad, false);
    }
}

#[test]
fn wrong_records_are_not_valid() {
    let pledge = json!({"id": "33IC-0042", "url": "https://a.example/", "edition": "33IC", "kind": "open", "lang": "en", "future": 1,
        "parties": [{"id": "ns-au", "role": "pledging", "since": "2019-12"}], "countries": ["AU"], "submitted": "2019",
        "sections": [{"part": "text", "text": "x", "words": "summary"}], "reports": [{"id": "r", "completed": true, "parties": ["ns-au"]}],
        "attachments": [{"title": "x", "url": "https://a.example/f.pdf", "bytes": 3}]});
    check_wrong(
        "pledge",
        &pledge,
        &[
            ("/id", json!("../x")),
            ("/id", json!(7)),
            ("/id", json!("é")),
            ("/url", json!("javascript:alert(1)")),
            ("/url", json!("https://user@host.example/")),
            ("/kind", json!("closed")),
            ("/lang", json!("en_GB")),
            ("/parties/0", json!({"role": "pledging"})),
            ("/parties/0/role", json!("witness")),
            ("/parties", json!({})),
            ("/countries/0", json!("Australia")),
            ("/submitted", json!("28.07.2019")),
            ("/submitted", json!("2019-13")),
            ("/submitted", json!("0000")),
            ("/sections/0/part", json!("annex")),
            ("/sections/0/words", json!("hearsay")),
            ("/sections/0/removed", json!("0".repeat(64))),
            ("/reports/0/completed", json!("yes")),
            ("/reports/0", json!({})),
            ("/attachments/0/bytes", json!(-1)),
            ("/title", json!(["x"])),
            ("/title", json!("x".repeat(65_537))),
        ],
    );
    let party = json!({"id": "group-x", "kind": "group", "names": {"en": "X"}, "country": "AU", "members": [{"id": "ns-au", "from": "1958"}]});
    check_wrong(
        "party",
        &party,
        &[
            ("/id", json!("a b")),
            ("/kind", json!("club")),
            ("/names", json!(["X"])),
            ("/names", json!({"bad tag": "X"})),
            ("/country", json!("au")),
            ("/members/0/from", json!("long ago")),
            ("/members/0", json!("ns-au")),
        ],
    );
    let term = json!({"list": "editions", "id": "33IC", "from": "2019-12-09", "place": "Geneva"});
    check_wrong("term", &term, &[("/list", json!("colours")), ("/id", json!("")), ("/from", json!("December"))]);
}

#[test]
fn wrong_manifests_are_not_valid() {
    let desk = Desk::empty();
    generate(&Options { pledges: 20, seed: 5, out: desk.records_dir() }).expect("written");
    desk.publish();
    let good = serde_json::from_slice(&fs::read(desk.feed().join("manifest.json")).expect("there")).expect("JSON");
    check_wrong(
        "manifest",
        &good,
        &[
            ("/format", json!("pledge-feed/2")),
            ("/feed", json!("mine")),
            ("/seq", json!(0)),
            ("/seq", json!("7")),
            ("/generated", json!("yesterday")),
            ("/cut", json!(100)),
            ("/publisher", json!({})),
            ("/publisher/contact", json!("desk@example.org")),
            ("/source/url", json!(null)),
            ("/parts", json!(null)),
            ("/parts/0/path", json!("parts/../x.0123456789abcdef.json")),
            ("/parts/0/sha256", json!("abc")),
            ("/parts/0/bytes", json!(50_000_000)),
            ("/parts/0/first", json!(null)),
            ("/removed/0/id", json!("../x")),
            ("/removed/0/state", json!("hidden")),
            ("/removed/0/texts", json!([])),
            ("/removed/0/at", json!("2026")),
            ("/reports", json!({"32IC": "some"})),
            ("/flags", json!({"post": "https://a.example/flags"})),
        ],
    );
}

#[test]
fn wrong_flags_are_not_valid() {
    let id = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
    let smallest = json!({"id": id, "format": "pledge-flag/1", "subject": {"pledge": "33IC-0042"}, "ground": "spam",
        "explanation": "This is not a pledge.", "good_faith": true, "lang": "en", "made": "2026-11-20T08:00:00Z"});
    let wrong = [
        ("/id", json!("1")),
        ("/format", json!("pledge-flag/2")),
        ("/subject", json!({})),
        ("/subject", json!({"pledge": "a", "part": "footer"})),
        ("/ground", json!("dislike")),
        ("/explanation", json!(" \n")),
        ("/explanation", json!(null)),
        ("/good_faith", json!(false)),
        ("/kind", json!("complaint")),
        ("/kind", json!("objection")),
        ("/ground", json!("illegal")),
        ("/made", json!("today")),
        ("/principles", json!(["honesty"])),
        ("/contact", json!({"email": "nobody"})),
        ("/danger", json!("yes")),
        ("/lang", json!(null)),
    ];
    check_wrong("flag", &smallest, &wrong);
    reader_refuses(&smallest, &wrong);
    let mut largest = smallest;
    for (key, value) in [
        ("kind", json!("objection")),
        ("about", json!(id)),
        ("replaces", json!(id)),
        ("danger", json!(true)),
        ("ground", json!("illegal")),
        ("law", json!("Article 1")),
        ("contact", json!({"name": "A Reader", "email": "reader@example.org"})),
        ("quote", json!("…")),
        ("principles", json!(["humanity", "unity"])),
        (
            "subject",
            json!({"pledge": "33IC-0042", "report": "33IC-0042-r1", "part": "actions_taken", "sha256": "0".repeat(64), "seq": 1}),
        ),
    ] {
        largest[key] = value;
    }
    let wrong =
        [("/law", json!(" ")), ("/contact", json!(null)), ("/about", json!(null)), ("/subject/sha256", json!("x"))];
    check_wrong("flag", &largest, &wrong);
    reader_refuses(&largest, &wrong);
}

/// The schema and the reader of flags say the same: this flag is good, and with each of these values it is not.
#[track_caller]
fn reader_refuses(good: &Value, wrong: &[(&str, Value)]) {
    assert!(parse_flag(good.to_string().as_bytes()).is_ok());
    for (pointer, value) in wrong {
        let mut flag = good.clone();
        match flag.pointer_mut(pointer) {
            Some(at) => *at = value.clone(),
            None => flag[pointer.trim_start_matches('/')] = value.clone(),
        }
        assert!(parse_flag(flag.to_string().as_bytes()).is_err(), "{pointer} {value}");
    }
}

#[test]
fn corrections_and_mappings_are_valid_as_they_are_written_and_wrong_ones_are_not() {
    let edit = json!({"id": "p-1", "field": "sections/objectives/en/2", "from_sha256": "0".repeat(64), "to": "x", "by": "b", "why": "w",
        "at": "2026-11-20T08:00:00Z"});
    serde_json::from_value::<pledgebook_desk::import::edits::Edit>(edit.clone()).expect("an edit");
    let wrong = [
        ("/id", json!("../x")),
        ("/field", json!("id")),
        ("/field", json!("sections/objectives")),
        ("/from_sha256", json!("x")),
    ];
    check_wrong("edit", &edit, &wrong);
    let heads = ["ID", "Title", "Titre", "Objectifs (fr)", "Shoe size"].map(str::to_owned);
    let proposed = serde_json::to_value(pledgebook_desk::import::propose("table", &heads)).expect("JSON");
    check(&schema("mapping"), &proposed, true);
    let mapping = json!({"source": "s", "dates": "dmy", "fields": {"A": "title@fr", "B": null}, "values": {"edition": {"x": "33IC"}},
        "types": {"pledge": {"is": "pledge", "fields": {"post:title": "title"}}}});
    serde_json::from_value::<pledgebook_desk::import::Mapping>(mapping.clone()).expect("a mapping");
    let wrong = [
        ("/source", json!("")),
        ("/dates", json!("ymd")),
        ("/fields/A", json!("shoes")),
        ("/types/pledge/is", json!("page")),
    ];
    check_wrong("mapping", &mapping, &wrong);
}
