//! Removals: what is removed is in no file of the feed, and the list of them only grows.

use std::fs;

use pledgebook_core::feed::Sha256Hex;
use pledgebook_desk::{
    publish::Missing,
    records::{edited_since, load},
};
use serde_json::json;

use crate::support::{Desk, NOW, pledge, removal, removal_of};

const SECRET: &str = "words that must go";

#[test]
fn a_removed_pledge_is_in_no_file_of_the_feed() {
    let desk = Desk::with(&[pledge("a", SECRET), pledge("b", "stays")]);
    desk.publish();
    assert_eq!(desk.files_with(SECRET).len(), 3, "in the part and its two siblings");
    desk.remove(&removal(1, "a"));
    let outcome = desk.publish();
    assert_eq!((desk.files_with(SECRET), outcome.swept.removed), (Vec::new(), 1));
    assert_eq!(desk.ids(), ["b"]);
    assert_eq!(desk.manifest().removed.entries().len(), 1);
}

#[test]
fn a_removed_section_stays_in_its_place_with_its_hash() {
    let mut long = pledge("a", "first");
    long["sections"] = json!([
        {"part": "objectives", "text": "first"}, {"part": "indicators", "heading": "Kept", "text": SECRET}, {"part": "text", "text": "third"},
    ]);
    let desk = Desk::with(&[long]);
    desk.publish();
    desk.remove(&removal_of(1, "a", &[SECRET]));
    desk.publish();
    assert_eq!(desk.files_with(SECRET), [""; 0]);
    let hash = Sha256Hex::of(SECRET.as_bytes()).to_string();
    let sections = desk.pledges()[0]["sections"].clone();
    assert_eq!(sections.as_array().map(Vec::len), Some(3));
    assert_eq!(sections[1], json!({"part": "indicators", "heading": "Kept", "text": null, "removed": hash}));
}

#[test]
fn every_text_that_has_a_hash_can_be_removed() {
    let json = json!({"id": "a", "title": "T1", "titles": {"fr": "T2"}, "sections": [{"part": "text", "text": "T3"}],
        "attachments": [{"title": "stays", "url": "https://a.example/T4"}],
        "reports": [{"id": "r", "title": "T5", "actions_taken": "T6", "attachments": [{"url": "https://a.example/T7"}]}]});
    for (text, id) in [
        ("T1", "a"),
        ("T2", "a"),
        ("T3", "a"),
        ("https://a.example/T4", "a"),
        ("T5", "r"),
        ("T6", "r"),
        ("https://a.example/T7", "r"),
    ] {
        let desk = Desk::with(std::slice::from_ref(&json));
        desk.publish();
        desk.remove(&removal_of(1, id, &[text]));
        desk.publish();
        assert_eq!(desk.files_with(&format!("{text}\"")), [""; 0], "{text}");
        assert_eq!(desk.ids(), ["a"]);
    }
}

#[test]
fn a_removed_report_leaves_its_pledge() {
    let json =
        json!({"id": "a", "reports": [{"id": "r1", "actions_taken": SECRET}, {"id": "r2", "actions_taken": "stays"}]});
    let desk = Desk::with(&[json]);
    desk.publish();
    desk.remove(&removal(1, "r1"));
    desk.publish();
    assert_eq!(desk.files_with(SECRET), [""; 0]);
    assert_eq!(desk.pledges()[0]["reports"][0]["id"], "r2");
}

#[test]
fn a_removal_names_the_text_as_it_is_published() {
    let raw = "Write to\r\njane@example.org\u{202e}, please";
    let published = "Write to\n[removed], please";
    let desk = Desk::with(&[pledge("a", raw)]);
    desk.publish();
    assert_eq!(desk.pledges()[0]["sections"][0]["text"], published);
    desk.remove(&removal_of(1, "a", &[published]));
    desk.publish();
    assert_eq!(desk.files_with("please"), [""; 0]);
}

#[test]
fn older_parts_that_hold_a_removed_text_go_at_once_and_all_others_stay() {
    let desk = Desk::with(&[pledge("a", SECRET), json!({"id": "n", "title": "one"})]);
    desk.publish();
    desk.records("pledges.ndjson", &[pledge("a", &format!("{SECRET}, and more")), json!({"id": "n", "title": "two"})]);
    desk.publish();
    // Two older parts now; only that of the 33rd Conference ever held the text.
    desk.remove(&removal_of(1, "a", &[SECRET]));
    let outcome = desk.publish();
    assert_eq!((outcome.swept.removed, outcome.swept.kept), (1, 1));
    assert_eq!(desk.files_with(&format!("{SECRET}\"")), [""; 0]);
    assert_eq!(desk.files_with("\"one\"").len(), 3);
    assert_eq!(desk.files_with("and more").len(), 3, "another text is another matter");
}

#[test]
fn a_held_pledge_comes_back_when_it_is_restored_and_its_entry_stays() {
    let desk = Desk::with(&[pledge("a", SECRET), pledge("b", "stays")]);
    desk.publish();
    let mut entry = removal(1, "a");
    entry["state"] = json!("held");
    desk.remove(&entry);
    desk.publish();
    assert_eq!(desk.ids(), ["b"]);
    entry["restored"] = json!("2026-10-09T08:00:00Z");
    desk.remove(&entry);
    desk.publish();
    assert_eq!(desk.ids(), ["a", "b"]);
    let manifest = desk.manifest();
    let [kept] = manifest.removed.entries() else { panic!("one entry") };
    assert_eq!(kept.restored.as_deref(), Some("2026-10-09T08:00:00Z"));
}

#[test]
fn a_removal_that_is_missing_from_the_log_always_stops_the_publication() {
    let desk = Desk::with(&[pledge("a", "x"), pledge("b", "y")]);
    desk.remove(&removal(1, "a"));
    desk.remove(&removal(2, "b-r1"));
    desk.publish();
    let before = desk.manifest();
    desk.records("removals.ndjson", &[removal(2, "b-r1")]);
    let mut options = desk.options();
    options.allow_missing = Missing::All;
    let error = desk.try_publish(&options, NOW + 1).0.expect_err("refused").to_string();
    assert!(error.contains("lacks 1 removals") && error.contains("(a)"), "{error}");
    fs::remove_file(desk.records_dir().join("removals.ndjson")).expect("removed");
    assert!(desk.refused().contains("lacks 2 removals"));
    assert_eq!(desk.manifest(), before);
}

#[test]
fn a_removal_that_cannot_be_read_stops_the_publication() {
    let mut no_texts = removal(1, "a");
    no_texts["texts"] = json!([]);
    for (line, says) in [
        ("{\"id\":\"a\"}".to_owned(), "no time"),
        ("not json".to_owned(), "not a removal"),
        (no_texts.to_string(), "null means the whole record"),
    ] {
        let desk = Desk::with(&[pledge("a", "x")]);
        desk.raw("removals.ndjson", format!("{}\n{line}\n", removal(2, "b")).as_bytes());
        let error = desk.refused();
        assert!(error.contains("removals.ndjson:2") && error.contains(says), "{error}");
        assert!(!desk.feed().exists());
    }
}

#[test]
fn a_pledge_that_goes_with_a_removal_is_not_missed_when_its_record_goes_too() {
    let desk = Desk::with(&[pledge("a", "x"), pledge("b", "y")]);
    desk.publish();
    desk.remove(&removal(1, "a"));
    desk.records("pledges.ndjson", &[pledge("b", "y")]);
    desk.publish();
    assert_eq!(desk.ids(), ["b"]);
}

#[test]
fn a_removal_whose_text_was_edited_since_is_named() {
    let desk = Desk::with(&[pledge("a", "edited words"), pledge("b", SECRET)]);
    desk.remove(&removal_of(1, "a", &["words"]));
    desk.remove(&removal_of(2, "b", &[SECRET]));
    desk.remove(&removal_of(3, "gone", &["x"]));
    let loaded = load(&desk.records_dir()).expect("readable");
    let said: Vec<_> = edited_since(&loaded).iter().map(ToString::to_string).collect();
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].starts_with("a: the text ") && said[0].contains("see whether the new one"), "{said:?}");
}
