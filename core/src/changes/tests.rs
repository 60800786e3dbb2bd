//! What changed: swaps in, what a reader is told out.

use super::*;
use crate::feed::{parse_pledge, parse_removal};

fn part(records: &[&str]) -> Arc<[u8]> {
    format!("[{}]", records.join(",")).into_bytes().into()
}

fn note(changes: &mut Changes, went: &[&str], came: &[&str]) {
    changes.note(&[part(went)], &[part(came)]);
}

/// The ids with a letter each: a for absent, r for a record, w for withheld.
fn said(changes: &Changes) -> String {
    let mut words: Vec<String> = changes
        .entries()
        .iter()
        .map(|(id, before)| {
            let letter = match before {
                Before::Absent => 'a',
                Before::Record(_) => 'r',
                Before::Withheld => 'w',
            };
            format!("{}:{letter}", id.as_str())
        })
        .collect();
    words.sort();
    words.join(" ")
}

const A: &str = r#"{"id":"a","title":"One"}"#;
const A2: &str = r#"{"id":"a","title":"Two"}"#;
const A3: &str = r#"{"id":"a","title":"Three"}"#;
const B: &str = r#"{"id":"b","reports":[{"id":"b-r1","actions_taken":"done"}]}"#;
const C: &str = r#"{"id":"c"}"#;

#[test]
fn a_swap_is_noted_by_pledge_and_what_only_moved_to_another_part_is_no_change() {
    let mut changes = Changes::default();
    changes.note(&[part(&[A, B]), part(&[C])], &[part(&[C, A2]), part(&[r#"{"id":"d"}"#])]);
    assert_eq!(said(&changes), "a:r b:r d:a");
    let mut changes = Changes::default();
    changes.note(&[part(&[A, B]), part(&[C])], &[part(&[A]), part(&[B, C])]);
    assert!(changes.is_empty());
}

#[test]
fn several_swaps_add_up_to_what_was_before_the_first() {
    let mut changes = Changes::default();
    note(&mut changes, &[A], &[A2, C]);
    note(&mut changes, &[A2, C], &[A3]);
    assert_eq!(said(&changes), "a:r c:a");
    assert!(changes.entries().iter().any(|(_, before)| *before == Before::Record(A.as_bytes().into())));
}

#[test]
fn what_is_removed_is_forgotten_of_pledge_report_and_text_and_what_is_restored_is_not_spoken_of() {
    let removal = |id: &str, restored: &str| {
        let line = format!(
            r#"{{"id":"{id}","texts":null,"state":"removed","by":"moderator","at":"2026-10-01T12:00:00Z","ground":"safety","restored":{restored}}}"#
        );
        parse_removal(&line).expect("a removal")
    };
    for (id, restored, expect) in [
        ("a", "null", "a:w b:r"),
        ("b", "null", "a:r b:w"),
        ("b-r1", "null", "a:r b:w"),
        ("b-r1", "\"2026-10-09T08:00:00Z\"", "a:r b:r"),
        ("x", "null", "a:r b:r"),
    ] {
        let mut changes = Changes::default();
        note(&mut changes, &[A, B], &[]);
        changes.forget(&Removals::new(vec![removal(id, restored)]));
        assert_eq!(said(&changes), expect, "{id}");
    }
}

#[test]
fn what_is_kept_is_read_again_and_what_is_damaged_is_none() {
    let mut changes = Changes::default();
    note(&mut changes, &[A, B], &[A2, C]);
    changes.forget(&Removals::default());
    let bytes = changes.to_bytes().expect("something to keep");
    assert_eq!(Changes::of_bytes(&bytes), changes);
    assert_eq!(Changes::default().to_bytes(), None);
    for at in 0..bytes.len() {
        let mut bad = bytes.clone();
        bad[at] ^= 4;
        assert!(Changes::of_bytes(&bad).is_empty(), "{at}");
        assert!(Changes::of_bytes(&bytes[..at]).is_empty(), "{at}");
    }
}

#[test]
fn more_earlier_words_than_a_device_should_keep_are_only_said_to_be_changed() {
    let long = "x".repeat(900_000);
    let record = |id: &str, end: &str| format!(r#"{{"id":"{id}","title":"{long}{end}"}}"#);
    let (old, new) = (["a", "b", "c"].map(|id| record(id, "1")), ["a", "b", "c"].map(|id| record(id, "2")));
    let mut changes = Changes::default();
    note(&mut changes, &old.each_ref().map(|r| &**r), &new.each_ref().map(|r| &**r));
    assert_eq!(said(&changes), "a:r b:r c:w");
}

#[test]
fn words_that_went_and_came_are_told_apart_and_make_both_texts_again() {
    for (before, now) in [
        ("five houses by 2027", "six houses by 2027"),
        ("", "new"),
        ("old", ""),
        ("same", "same"),
        ("une maison\n- et une liste", "une maison\n- et deux listes"),
        ("خمسة بيوت", "ستة بيوت"),
    ] {
        let pieces = of_words(before, now);
        let side = |not: Change| pieces.iter().filter(|(c, _)| *c != not).map(|(_, t)| &**t).collect::<String>();
        assert_eq!((side(Change::New), side(Change::Gone)), (before.to_owned(), now.to_owned()));
    }
    let words = |before, now| of_words(before, now).iter().map(|(_, t)| t.to_string()).collect::<Vec<_>>();
    assert_eq!(words("a b c", "x y c"), ["a b", "x y", " c"], "a phrase is one piece");
    let pieces = of_words("five houses by 2027", "six houses by 2027");
    assert_eq!(pieces[0], (Change::Gone, "five".into()));
    assert_eq!(pieces[1], (Change::New, "six".into()));
}

fn pledge(json: &str) -> crate::model::Pledge {
    parse_pledge(json.as_bytes()).expect("a pledge").0
}

#[test]
fn a_pledge_is_compared_text_by_text_and_fact_by_fact() {
    const BEFORE: &str = r#"{"id":"a","title":"One","lang":"en","parties":[{"id":"ns-au"}],"sections":[{"part":"objectives","text":"To do"},{"part":"resources","text":"None"}],
        "reports":[{"id":"a-r1","actions_taken":"begun","completed":false}]}"#;
    const NOW: &str = r#"{"id":"a","title":"One","lang":"en","parties":[{"id":"ns-au"},{"id":"ns-fr"}],"sections":[{"part":"resources","text":"Some"},{"part":"text","text":"All"}],
        "reports":[{"id":"a-r1","actions_taken":"begun","completed":true},{"id":"a-r2","actions_taken":"done"}]}"#;
    let found = differences(&pledge(BEFORE), &pledge(NOW));
    let words: Vec<String> = found
        .iter()
        .map(|difference| match difference {
            Difference::Text(Place::Section(part, _), before, now) => format!("{}: {before:?} {now:?}", part.wire()),
            Difference::Text(Place::Report(id), before, now) => format!("{}: {before:?} {now:?}", id.as_str()),
            other => format!("{other:?}"),
        })
        .collect();
    assert_eq!(
        words,
        [
            r#"resources: Some("None") Some("Some")"#,
            r#"text: None Some("All")"#,
            r#"a-r2: None Some("done")"#,
            r#"objectives: Some("To do") None"#,
            "Fact(Parties)",
            "Fact(Reports)",
        ]
    );
    assert_eq!(differences(&pledge(NOW), &pledge(NOW)), []);
}
