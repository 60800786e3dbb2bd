//! `desk check` and what the command says and answers.

use serde_json::json;

use crate::support::{Desk, desk_command, pledge, sample};

fn run(args: &[&str]) -> (Option<i32>, String, String) {
    let output = desk_command(args).output().expect("runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn check_lists_problems_personal_data_and_unexplained_ids_and_writes_nothing() {
    let mut lost = pledge("b", "Tel. 022 730 42 22");
    lost["themes"] = json!(["helth"]);
    let desk = Desk::with(&[json!({"title": "no id"}), lost]);
    let dir = desk.records_dir();
    let (code, stdout, stderr) = run(&["check", "--records", dir.to_str().expect("a path")]);
    assert_eq!(code, Some(0), "{stderr}");
    for line in [
        "pledges.ndjson:1: no id",
        "pledges.ndjson:2: b: sections[0].text: telephone number",
        "theme \"helth\" is explained by no term",
    ] {
        assert!(stderr.contains(line), "{stderr}");
    }
    assert!(stdout.contains("1 pledges") && stdout.contains("1 problems (1 records left out)"), "{stdout}");
    let (code, _, stderr) = run(&["check", "--strict", "--records", dir.to_str().expect("a path")]);
    assert_eq!(code, Some(1), "{stderr}");
    assert!(!desk.feed().exists());
}

#[test]
fn the_sample_explains_every_id_that_it_uses() {
    let (code, stdout, stderr) = run(&["check", "--strict", "--records", sample().to_str().expect("a path")]);
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
    assert!(stdout.contains("0 ids that nothing explains"), "{stdout}");
}

#[test]
fn publish_prints_a_summary_and_says_when_there_are_only_defaults() {
    let desk = Desk::with(&[pledge("a", "x"), json!({"id": "a"})]);
    let (dir, feed) = (desk.records_dir(), desk.feed());
    let args = ["publish", "--records", dir.to_str().expect("a path"), "--feed", feed.to_str().expect("a path")];
    let (code, stdout, stderr) = run(&args);
    assert_eq!(code, Some(0), "{stderr}");
    for line in ["1 pledges, 0 parties, 0 terms", "1 new, 0 kept", "problems   1 (1 records left out)", "seq "] {
        assert!(stdout.contains(line), "{stdout}");
    }
    assert!(stderr.contains("stands twice") && stderr.contains("no feed.json"), "{stderr}");
    let (code, stdout, stderr) = run(&[&args[..], &["--strict"]].concat());
    assert_eq!((code, stdout.as_str()), (Some(1), ""));
    assert!(stderr.contains("error: 1 problems"), "{stderr}");
}

#[test]
fn a_command_that_makes_no_sense_is_told_from_one_that_failed() {
    assert_eq!(run(&["publish"]).0, Some(2));
    assert_eq!(run(&["publish", "--records", "/nowhere", "--feed", "/nowhere/feed"]).0, Some(1));
    assert_eq!(run(&["check", "--records", "/nowhere"]).0, Some(1));
    assert_eq!(run(&["serve", "--site", "/nowhere", "--feed", "/nowhere", "--port", "0"]).0, Some(1));
    assert_eq!(run(&["--help"]).0, Some(0));
}
