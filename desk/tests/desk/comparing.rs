//! `desk diff`: what a publication would change, and nothing else.

use pledgebook_desk::diff::{Change, diff};
use serde_json::json;

use crate::support::{Desk, desk_command, pledge, removal, removal_of};

#[test]
fn new_changed_gone_and_removed_pledges_are_told_by_value() {
    let desk = Desk::with(&[pledge("a", "x"), pledge("b", "y"), pledge("c", "z"), pledge("d", "w"), pledge("e", "v")]);
    let first = diff(&desk.records_dir(), &desk.feed()).expect("compared");
    assert_eq!((first.before, first.count(|c| matches!(c, Change::New(_)))), (0, 5), "no feed yet");
    assert!(!desk.feed().exists(), "nothing is written");
    desk.publish();
    assert_eq!(diff(&desk.records_dir(), &desk.feed()).expect("compared").changes.len(), 0);
    let mut changed = pledge("a", "x, put right");
    changed["titles"] = json!({"fr": "Titre"});
    changed["reports"] = json!([{"id": "a-r1", "actions_taken": "Done."}]);
    desk.records(
        "pledges.ndjson",
        &[changed, pledge("b", "y"), pledge("d", "w"), pledge("n", "new"), pledge("e", "v")],
    );
    desk.remove(&removal(1, "d"));
    desk.remove(&removal_of(2, "e", &["v"]));
    let now = diff(&desk.records_dir(), &desk.feed()).expect("compared");
    let names = |names: &[&str]| Change::Changed(names.iter().map(|n| (*n).to_owned()).collect());
    assert_eq!(now.changes["a"], names(&["sections/text/en", "reports/a-r1/actions_taken", "titles/fr"]));
    assert_eq!(now.changes["e"], names(&["sections/text/en"]));
    assert_eq!(
        (&now.changes["c"], &now.changes["d"], &now.changes["n"]),
        (&Change::Gone, &Change::Removed, &Change::New(Some("Title of n".into())))
    );
    assert!(!now.changes.contains_key("b"));
}

#[test]
fn the_command_prints_a_line_for_each_and_the_sums() {
    let desk = Desk::with(&[pledge("a", "x"), pledge("b", "y")]);
    desk.publish();
    desk.records("pledges.ndjson", &[pledge("a", "x")]);
    let (records, feed) = (desk.records_dir(), desk.feed());
    let run = |feed: &std::path::Path| {
        desk_command(&[
            "diff",
            "--records",
            records.to_str().expect("a path"),
            "--feed",
            feed.to_str().expect("a path"),
        ])
        .output()
        .expect("runs")
    };
    let output = run(&feed);
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        said.contains("gone     b")
            && said.contains("0 new, 0 changed, 1 gone, 0 removed; 2 pledges in the feed, 1 after"),
        "{said}"
    );
    let part = desk.part_files().into_iter().find(|n| n.ends_with(".json")).expect("a part");
    std::fs::write(feed.join("parts").join(part), "[]").expect("written");
    let output = run(&feed);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("missing or damaged"));
}
