//! `desk import page`: saved pages of the public site become records; what is refused says why.

use std::{
    fs,
    path::{Path, PathBuf},
};

use pledgebook_desk::{
    import::{ImportError, Options, Pages, Settings, Summary, import},
    progress::Progress,
};
use serde_json::{Value, json};

use crate::support::{Desk, desk_command};

/// The folder of the fixtures.
pub fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/import").join(name)
}

/// Parties that the fixtures know.
pub fn parties(desk: &Desk) {
    desk.records(
        "parties.ndjson",
        &[
            json!({"id": "ns-aa", "kind": "national-society", "names": {"en": "Anyland Red Cross", "fr": "Croix-Rouge d’Anyland"}, "also": ["ARC"], "country": "AA"}),
            json!({"id": "ns-oo", "kind": "national-society", "names": {"en": "Otherland Red Crescent"}, "country": "OO"}),
            json!({"id": "state-aa", "kind": "state", "names": {"en": "Anyland", "fr": "Anyland"}, "also": ["Ministry of Water of Anyland"], "country": "AA"}),
            json!({"id": "group-river-states", "kind": "group", "names": {"en": "River States"}}),
        ],
    );
}

pub fn options(desk: &Desk) -> Options {
    Options::beside(&desk.records_dir().join("pledges.ndjson"), "2026-11-20")
}

pub fn settings(source: &str) -> Settings {
    Settings { source: source.to_owned(), ..Settings::default() }
}

/// The records that an import wrote.
pub fn written(desk: &Desk) -> Vec<Value> {
    let text = fs::read_to_string(desk.records_dir().join("pledges.ndjson")).expect("records");
    text.lines().map(|l| serde_json::from_str(l).expect("a record")).collect()
}

fn pages(desk: &Desk, files: &[PathBuf]) -> Result<Summary, ImportError> {
    let mut source = Pages { files: files.to_vec(), refused: Vec::new() };
    import(&mut source, &settings("page"), &options(desk), &Progress::hidden())
}

fn one(desk: &Desk, file: PathBuf) -> Value {
    pages(desk, &[file]).expect("imported");
    let mut records = written(desk);
    assert_eq!(records.len(), 1);
    records.remove(0)
}

/// Words in order, without the marks of lists.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// What a page of a report becomes: the title, then all words between the two labels.
fn check_report(page: &str, record: &Value) {
    let text = page.replace('\u{a0}', " ");
    let (before, rest) = text.split_once("Actions taken:").expect("a label");
    let (actions, after) = rest.split_once("Implementation completion:").expect("a label");
    let title = before.lines().map(str::trim).rfind(|l| !l.is_empty()).expect("a title");
    assert_eq!(record["title"], title);
    let report = &record["reports"][0];
    let written = report["actions_taken"].as_str().expect("a text");
    assert_eq!(words(written), words(actions), "all words, in their order");
    assert_eq!(written.lines().filter(|l| l.starts_with("- ")).count(), 10);
    assert_eq!(written.lines().filter(|l| l.starts_with("- ")).count(), actions.matches('•').count());
    assert!(!written.contains(['•', '\u{a0}']) && !written.contains("\n\n\n"));
    assert_eq!(after.trim().lines().next(), Some("No"));
    assert_eq!(report["completed"], json!(false));
    // What the page does not say is null, and an absent key means null.
    let keys: Vec<_> = record.as_object().expect("an object").keys().map(String::as_str).collect();
    assert_eq!(keys, ["id", "reports", "title"]);
    let mut keys: Vec<_> = report.as_object().expect("an object").keys().map(String::as_str).collect();
    keys.sort_unstable();
    assert_eq!(keys, ["actions_taken", "completed", "id", "words"]);
    assert!(!record.to_string().contains("cannot be held responsible") && !record.to_string().contains("Contact"));
}

#[test]
fn a_report_saved_as_text_becomes_a_record_with_all_its_words_in_order() {
    let desk = Desk::empty();
    let file = fixture("pages/report.txt");
    check_report(&fs::read_to_string(&file).expect("a page"), &one(&desk, file));
}

#[test]
fn the_real_page_becomes_a_record_with_all_its_words_in_order() {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/seed/regional-protection.txt");
    let file = std::env::var_os("PLEDGEBOOK_SEED").map_or(beside, PathBuf::from);
    if !file.is_file() {
        eprintln!(
            "skipped: there is no real page at {} (PLEDGEBOOK_SEED names another place); our own with the same oddities is tested",
            file.display()
        );
        return;
    }
    let desk = Desk::empty();
    check_report(&fs::read_to_string(&file).expect("a page"), &one(&desk, file));
}

#[test]
fn a_pledge_in_markup_gives_its_sections_facts_and_parties() {
    let desk = Desk::empty();
    parties(&desk);
    let record = one(&desk, fixture("pages/pledge-en.html"));
    assert_eq!(record["title"], "Wells that last");
    assert_eq!(record["url"], "https://pledges.example/pledge/wells-that-last/");
    assert_eq!(
        (&record["number"], &record["edition"], &record["lang"]),
        (&json!("P9001"), &json!("33IC"), &json!("en-GB"))
    );
    let party = |id: &str, role: &str| json!({"id": id, "role": role, "basis": "listed"});
    assert_eq!(
        record["parties"],
        json!([party("ns-aa", "pledging"), party("ns-oo", "signatory"), party("state-aa", "signatory")])
    );
    let section = |part: &str, heading: &str, text: &str| json!({"part": part, "heading": heading, "text": text, "words": "as-filed"});
    assert_eq!(
        record["sections"],
        json!([
            section("objectives", "Objectives", "To see that wells last, and that people who use them can mend them."),
            section("action-plan", "Action plan", "1. Train\n2. Repair\n3. Tell"),
            section("indicators", "Indicators for measuring progress", "- wells in use\n- people who mend"),
            section("resources", "Resource implications", "NA"),
        ])
    );
}

#[test]
fn labels_are_known_in_french_spanish_and_arabic() {
    for (page, parts, said) in [
        ("pages/pledge-fr.html", 3, "- former\n- réparer"),
        ("pages/pledge-es.txt", 4, "- formar;\n- reparar."),
        ("pages/pledge-ar.txt", 4, "- التدريب\n- الإصلاح"),
    ] {
        let record = one(&Desk::empty(), fixture(page));
        let sections = record["sections"].as_array().expect(page);
        assert_eq!(sections.len(), parts, "{page}: {record}");
        assert!(sections.iter().any(|s| s["text"] == said), "{page}: {record}");
    }
    let spanish = one(&Desk::empty(), fixture("pages/pledge-es.txt"));
    assert_eq!(spanish["title"], "Pozos que duran");
    assert_eq!(spanish["sections"][0]["text"], "Que los pozos duren muchos años.");
    assert_eq!(spanish["reports"][0]["completed"], json!(true));
    let arabic = one(&Desk::empty(), fixture("pages/pledge-ar.txt"));
    assert_eq!((&arabic["title"], &arabic["reports"][0]["actions_taken"]), (&json!("آبار تدوم"), &json!("حفر الآبار.")));
}

#[test]
fn pages_of_one_pledge_in_two_languages_become_one_pledge() {
    let desk = Desk::empty();
    pages(&desk, &[fixture("pages/pledge-fr.html"), fixture("pages/pledge-en.html")]).expect("imported");
    let records = written(&desk);
    assert_eq!(records.len(), 1);
    assert_eq!(records[0]["titles"], json!({"fr-FR": "Des puits qui durent"}));
    let langs: Vec<_> =
        records[0]["sections"].as_array().expect("sections").iter().map(|s| s["lang"].as_str()).collect();
    assert_eq!(langs, [None, None, None, None, Some("fr-FR"), Some("fr-FR"), Some("fr-FR")]);
}

#[test]
fn a_page_that_is_none_is_refused_with_the_reason_and_nothing_is_written() {
    let desk = Desk::empty();
    for (page, why) in [("pages/model.html", "model text"), ("pages/news.html", "no label of a pledge")] {
        let error = pages(&desk, &[fixture(page)]).expect_err(page).to_string();
        assert!(error.contains(page) && error.contains(why), "{error}");
    }
    for (name, bytes, why) in [
        ("empty.txt", &b""[..], "no label"),
        ("picture.txt", b"\x89PNG\0\0", "no text"),
        ("label.txt", b"Objectives:\n\n", "no label"),
    ] {
        let file = desk.records_dir().join(name);
        fs::write(&file, bytes).expect("written");
        let error = pages(&desk, &[file]).expect_err(name).to_string();
        assert!(error.contains(why), "{error}");
    }
    assert!(!desk.records_dir().join("pledges.ndjson").exists() && !desk.records_dir().join("ids.csv").exists());
}

#[test]
fn what_stands_before_the_first_label_is_kept_apart_for_review() {
    let desk = Desk::empty();
    let file = desk.records_dir().join("a.txt");
    fs::write(&file, "Our title\nA line that nobody knows\n\nObjectives:\nTo help.\n").expect("written");
    let done = pages(&desk, &[file]).expect("imported");
    assert_eq!(done.notes.get("before-first-label"), Some(&1));
    let record = &written(&desk)[0];
    assert_eq!((&record["title"], record["sections"].as_array().map(Vec::len)), (&json!("Our title"), Some(1)));
    let review = fs::read_to_string(options(&desk).review).expect("a list");
    assert!(review.contains("A line that nobody knows"), "{review}");
}

#[test]
fn the_command_writes_what_stands_and_fails_for_what_was_refused() {
    let desk = Desk::empty();
    let out = desk.records_dir().join("pledges.ndjson");
    let (out, folder) = (out.to_str().expect("a path"), fixture("pages"));
    let run =
        || desk_command(&["import", "page", folder.to_str().expect("a path"), "--out", out]).output().expect("runs");
    let output = run();
    let (said, told) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains("model.html: refused: its title") && told.contains("error: 2 files were refused"), "{told}");
    assert!(!told.contains('\u{1b}'), "no bar where standard error is no terminal");
    assert!(said.contains("4 pledges with 3 reports"), "{said}");
    let first = fs::read(out).expect("written");
    run();
    assert_eq!(fs::read(out).expect("written"), first, "importing twice changes nothing");
}
