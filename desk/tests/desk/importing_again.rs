//! Importing again and again: ids stay, corrections stay, what was removed stays removed, and nothing changes where nothing changed.

use std::{collections::BTreeMap, fs, process::Command};

use pledgebook_desk::{
    import::{Mapping, Settings, Summary, Table, edits, import},
    progress::Progress,
};
use serde_json::{Value, json};

use crate::{
    importing::{options, parties, written},
    sources::csv,
    support::{Desk, NOW, removal, removal_of},
};

fn mapping() -> Mapping {
    let fields = json!({"id": "id", "title": "title", "text": "objectives", "number": "number", "done": "report.actions", "on": "report.date"});
    serde_json::from_value(json!({"source": "t", "lang": "en", "fields": fields})).expect("a mapping")
}

const HEADS: [&str; 4] = ["id", "title", "text", "done"];

fn rows(desk: &Desk, rows: &[[&str; 4]]) -> Summary {
    let all: Vec<Vec<&str>> = [HEADS].iter().chain(rows).map(|r| r.to_vec()).collect();
    let mapping = mapping();
    let path = csv(&desk.records_dir(), &all);
    import(&mut Table::new(path, mapping.clone()), &Settings::from(&mapping), &options(desk), &Progress::hidden())
        .expect("imported")
}

const THREE: [[&str; 4]; 3] =
    [["1", "One", "First text.", ""], ["2", "Two", "Second text.", "Done."], ["3", "Three", "Third text.", ""]];

/// The ids by the first word of a text.
fn ids(desk: &Desk) -> BTreeMap<String, String> {
    let id = |r: &Value, key: &str| r[key].as_str().unwrap_or_default().to_owned();
    let word = |r: &Value| {
        r["sections"][0]["text"].as_str().unwrap_or_default().split(' ').next().unwrap_or_default().to_owned()
    };
    written(desk).iter().map(|r| (word(r), id(r, "id"))).collect()
}

#[test]
fn importing_twice_changes_not_a_byte() {
    let desk = Desk::empty();
    parties(&desk);
    rows(&desk, &THREE);
    let files = || ["pledges.ndjson", "ids.csv"].map(|name| fs::read(desk.records_dir().join(name)).expect(name));
    let first = files();
    let again = rows(&desk, &THREE);
    assert_eq!((files(), again.new_ids), (first, 0));
}

#[test]
fn ids_stay_when_rows_move_titles_change_and_pledges_go_and_come_back() {
    let desk = Desk::empty();
    rows(&desk, &THREE);
    let first = ids(&desk);
    for id in first.values() {
        let (start, letters) = id.split_at(2);
        assert!(
            start == "p-"
                && letters.len() == 10
                && letters.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()),
            "{id}"
        );
    }
    let report =
        written(&desk).iter().find_map(|r| r["reports"][0]["id"].as_str().map(str::to_owned)).expect("a report");
    assert_eq!(report, format!("{}-r1", first["Second"]), "numbered, never named");
    let mut moved = THREE.map(|[id, _, text, done]| [id, "Another title", text, done]);
    moved.reverse();
    rows(&desk, &moved);
    assert_eq!(ids(&desk), first);
    rows(&desk, &THREE[..1]);
    rows(&desk, &[["4", "Four", "Fourth text.", ""], THREE[2], THREE[1], THREE[0]]);
    let later = ids(&desk);
    assert!(first.iter().all(|(word, id)| later[word] == *id) && first.values().all(|id| *id != later["Fourth"]));
    let list = fs::read_to_string(desk.records_dir().join("ids.csv")).expect("ids");
    assert!(
        list.starts_with("source,source_id,pledge_id,first_seen\nt,1,p-") && list.contains(",2026-11-20\n"),
        "{list}"
    );
}

#[test]
fn a_correction_survives_and_says_when_the_source_changed_underneath() {
    let desk = Desk::empty();
    rows(&desk, &THREE);
    let id = ids(&desk)["First"].clone();
    let path = desk.records_dir().join("edits.ndjson");
    let edit = |field: &str, from: &str, to: Value| edits::Edit {
        id: id.clone(),
        field: field.to_owned(),
        from_sha256: Some(edits::hash(&json!(from))),
        to,
        by: "Secretariat".into(),
        why: "a slip".into(),
        at: "2026-11-20T08:00:00Z".into(),
    };
    edits::append(&path, &edit("title", "One", json!("The first"))).expect("appended");
    edits::append(&path, &edit("sections/objectives/en", "First text.", json!("First words."))).expect("appended");
    let record = || written(&desk).into_iter().find(|r| r["id"] == id.as_str()).expect("the pledge");
    for _ in 0..2 {
        let done = rows(&desk, &THREE);
        assert_eq!((done.edits, done.notes.len()), (2, 0));
        assert_eq!(
            (&record()["title"], &record()["sections"][0]["text"]),
            (&json!("The first"), &json!("First words."))
        );
    }
    let changed = [["1", "One, retold", "First words.", ""], THREE[1], THREE[2]];
    let done = rows(&desk, &changed);
    assert_eq!(record()["title"], "The first", "what a correction took out does not come back by itself");
    assert_eq!(done.notes, BTreeMap::from([("edit-no-longer-needed", 1), ("edit-over-changed-source", 1)]));
    let review = fs::read_to_string(options(&desk).review).expect("a list");
    assert!(review.contains("One, retold"), "{review}");
    rows(&desk, &THREE[1..]);
    assert!(fs::read_to_string(options(&desk).review).expect("a list").contains("edit-without-pledge"));
}

#[test]
fn two_source_ids_that_a_person_bound_to_one_id_are_one_pledge() {
    let desk = Desk::empty();
    let long = "A text that is long enough to be told again. ".repeat(8);
    let twice = [["1", "One", long.trim(), ""], ["2", "One at another address", long.trim(), ""]];
    let done = rows(&desk, &twice);
    assert_eq!((done.records, done.notes.get("duplicate")), (2, Some(&1)), "proposed, not merged");
    let path = desk.records_dir().join("ids.csv");
    let list = fs::read_to_string(&path).expect("ids");
    let id = |n: usize| list.lines().nth(n).and_then(|l| l.split(',').nth(2)).expect("an id").to_owned();
    fs::write(&path, list.replace(&id(2), &id(1))).expect("written");
    let done = rows(&desk, &twice);
    assert_eq!((done.records, done.new_ids), (1, 0));
    assert_eq!(written(&desk)[0]["sections"].as_array().map(Vec::len), Some(1), "the same text stands once");
}

#[test]
fn what_was_removed_stays_removed_however_often_it_is_imported() {
    let desk = Desk::empty();
    let secret = [
        ["1", "Hidden title", "Words that must go.", "Deeds that must go."],
        THREE[1],
        ["3", "Three", "A sentence to remove.", ""],
    ];
    rows(&desk, &secret);
    desk.publish();
    let first = ids(&desk);
    desk.remove(&removal(1, &first["Words"]));
    desk.remove(&removal_of(2, &first["A"], &["A sentence to remove."]));
    desk.publish_at(NOW + 10);
    let mut again = secret;
    again.reverse();
    for n in 1..=2 {
        rows(&desk, &again);
        desk.publish_at(NOW + 10 + n);
        for words in ["Hidden title", "must go", "A sentence to remove"] {
            assert_eq!(desk.files_with(words), [""; 0], "{words}");
        }
        assert_eq!(desk.ids().len(), 2);
    }
    assert_eq!(ids(&desk), first, "the id of what was removed is bound for ever");
    // Gone from the source and back under another title: still the same pledge, still removed.
    rows(&desk, &again[..2]);
    desk.publish_at(NOW + 20);
    rows(&desk, &[["1", "Hidden title again", "Words that must go.", ""], again[0], again[1]]);
    desk.publish_at(NOW + 30);
    assert_eq!(desk.files_with("Hidden title"), [""; 0]);
}

/// The same memory for a source that is larger: the process gets less than the source has.
#[test]
#[cfg(target_os = "linux")]
fn a_source_may_be_larger_than_the_memory() {
    use std::io::Write as _;
    let desk = Desk::empty();
    let path = desk.records_dir().join("big.csv");
    let mut file = std::io::BufWriter::new(fs::File::create(&path).expect("made"));
    file.write_all(b"id,title,text\n").expect("written");
    let text = "The Society will help. ".repeat(1_300);
    (0..600).for_each(|n| writeln!(file, "{n},Pledge {n},{text}{n}").expect("written"));
    drop(file);
    assert!(fs::metadata(&path).expect("there").len() > 17_000_000);
    fs::write(desk.records_dir().join("m.json"), serde_json::to_vec(&mapping()).expect("JSON")).expect("written");
    let script = "ulimit -d 12288; exec \"$0\" import table big.csv --mapping m.json --out pledges.ndjson";
    let output = Command::new("sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_desk")])
        .current_dir(desk.records_dir())
        .output()
        .expect("runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("600 pledges"));
}

#[test]
fn the_command_writes_a_correction_that_the_next_import_carries_out() {
    let desk = Desk::empty();
    parties(&desk);
    let all = [["1", "One", "Write to jane@example.org.", "Done."]];
    rows(&desk, &all);
    let id = written(&desk)[0]["id"].as_str().expect("an id").to_owned();
    let records = desk.records_dir();
    let edit = |field: &str, to: &str| {
        let args = [
            "edit",
            "--records",
            records.to_str().expect("a path"),
            "--id",
            &id,
            "--field",
            field,
            "--to",
            to,
            "--by",
            "x",
            "--why",
            "y",
        ];
        let output = crate::support::desk_command(&args).output().expect("runs");
        (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let report = format!("reports/{id}-r1/completed");
    for (field, to) in [
        ("title", "First"),
        ("sections/objectives/en", "Write to us."),
        ("parties", r#"[{"id":"ns-aa","role":null}]"#),
        (&report, "true"),
    ] {
        assert_eq!(edit(field, to), (true, String::new()), "{field}");
    }
    let done = rows(&desk, &all);
    assert_eq!(
        (done.edits, done.notes.len()),
        (4, 0),
        "{}",
        fs::read_to_string(options(&desk).review).unwrap_or_default()
    );
    let record = &written(&desk)[0];
    assert_eq!(
        (&record["title"], &record["sections"][0]["text"], &record["parties"][0]["id"]),
        (&json!("First"), &json!("Write to us."), &json!("ns-aa"))
    );
    assert_eq!(record["reports"][0]["completed"], json!(true));
    // Corrected once more: the new line is still about what the source has.
    assert!(edit("title", "The first").0);
    let done = rows(&desk, &all);
    assert_eq!((written(&desk)[0]["title"].clone(), done.notes.len()), (json!("The first"), 0));
    for (field, says) in
        [("id", "no value that can be corrected"), ("sections/resources/en", "has no sections/resources/en")]
    {
        let (done, told) = edit(field, "x");
        assert!(!done && told.contains(says), "{told}");
    }
}
