//! `desk check` as a list to work off, and `desk round`.

use std::fs;

use pledgebook_desk::check::{Rule, check, html};
use serde_json::{Value, json};

use crate::support::{Desk, desk_command, removal, sample};

/// A pledge with nothing wrong.
fn good(id: &str) -> Value {
    json!({"id": id, "title": format!("Title of {id}"), "lang": "en", "edition": "33IC", "parties": [{"id": "ns-aa", "role": "pledging"}],
        "sections": [{"part": "indicators", "text": "Number of wells in use"}]})
}

fn with(id: &str, key: &str, value: Value) -> Value {
    let mut pledge = good(id);
    pledge[key] = value;
    pledge
}

fn section(id: &str, part: &str, text: &str) -> Value {
    with(id, "sections", json!([{"part": part, "text": text}]))
}

fn desk(pledges: &[Value]) -> Desk {
    let desk = Desk::with(pledges);
    desk.records(
        "parties.ndjson",
        &[
            json!({"id": "ns-aa", "kind": "national-society", "names": {"en": "Anyland Red Cross"}}),
            json!({"id": "ns-oo", "names": {"en": "Otherland Red Crescent", "fr": "Croissant-Rouge"}}),
        ],
    );
    desk.records(
        "terms.ndjson",
        &[json!({"list": "editions", "id": "33IC", "from": "2019-12-09"}), json!({"list": "themes", "id": "water"})],
    );
    desk
}

#[test]
fn each_rule_finds_its_defect_and_a_good_pledge_has_none() {
    let mixed = "The States will work with the others for this.\nLes États et les Sociétés agissent dans le cadre des lois pour une paix.";
    let cases = [
        (with("no-title", "title", Value::Null), Rule::NoTitle),
        (with("no-party", "parties", json!([])), Rule::NoParty),
        (with("unknown-party", "parties", json!([{"id": "ns-xx"}])), Rule::UnknownParty),
        (with("unknown-term", "themes", json!(["shoes"])), Rule::UnknownTerm),
        (section("label", "objectives", "To help.\nB) Action plan:"), Rule::LabelResidue),
        (section("template", "objectives", "The [COUNTRY] Red Cross will help."), Rule::Template),
        (section("mixed", "objectives", mixed), Rule::MixedLanguage),
        (section("plan", "indicators", "- Train volunteers\n- Organise a fair"), Rule::MisfiledIndicators),
        (section("measure", "objectives", "- Number of wells\n- Number of pumps"), Rule::MisfiledIndicators),
        (with("early", "submitted", json!("1519")), Rule::ImpossibleDate),
        (with("late", "submitted", json!("2091-01-01")), Rule::ImpossibleDate),
        (with("turned", "period", json!({"from": "2020", "to": "2019-12"})), Rule::ImpossibleDate),
        (
            with("reported-early", "reports", json!([{"id": "re-r1", "date": "2017", "actions_taken": "x"}])),
            Rule::ImpossibleDate,
        ),
        (section("person", "resources", "Focal person: Jane Roe"), Rule::PersonalData),
        (section("number", "resources", "Tel. 022 730 42 22"), Rule::PersonalData),
        (with("date", "submitted", json!("31.02.2019")), Rule::LeftOut),
    ];
    for (pledge, rule) in cases {
        let id = pledge["id"].as_str().expect("an id").to_owned();
        let desk = desk(&[good("good"), pledge]);
        let report = check(&desk.records_dir(), 2026).expect("checked");
        let found: Vec<_> = report.defects.iter().map(|d| (d.rule, d.id.as_str())).collect();
        assert_eq!(found, [(rule, id.as_str())], "{id}: {:?}", report.defects);
    }
    let desk = desk(&[with("a", "number", json!("P1")), with("b", "number", json!("P1"))]);
    let report = check(&desk.records_dir(), 2026).expect("checked");
    assert_eq!(
        report.defects.iter().map(|d| (d.rule, &*d.found)).collect::<Vec<_>>(),
        [(Rule::Duplicate, "the same number as a")]
    );
}

#[test]
fn what_was_removed_is_nobodys_work() {
    let desk = desk(&[with("a", "title", Value::Null), good("b")]);
    desk.remove(&removal(1, "a"));
    assert_eq!(check(&desk.records_dir(), 2026).expect("checked").defects, []);
}

#[test]
fn the_lists_have_links_and_no_cell_computes_anything() {
    let desk = desk(&[
        section("a", "objectives", "=1+1 [COUNTRY] <script>alert(1)</script>"),
        with("b", "title", json!("=HYPERLINK(1)")),
        {
            let mut pledge = with("c", "title", Value::Null);
            pledge["url"] = json!("https://old.example/c");
            pledge
        },
    ]);
    let (records, csv, page) =
        (desk.records_dir(), desk.records_dir().join("defects.csv"), desk.records_dir().join("defects.html"));
    let args = [
        "check",
        "--records",
        records.to_str().expect("a path"),
        "--csv",
        csv.to_str().expect("a path"),
        "--html",
        page.to_str().expect("a path"),
        "--book",
        "https://book.example/",
    ];
    let output = desk_command(&args).output().expect("runs");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("1  template") && said.contains("first a"), "{said}");
    let table = fs::read(csv).expect("there");
    let mut reader = csv::Reader::from_reader(&table[3..]);
    for row in reader.records() {
        let row = row.expect("reads");
        assert!(row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "{row:?}");
    }
    let (table, page) = (String::from_utf8_lossy(&table).into_owned(), fs::read_to_string(page).expect("there"));
    assert!(
        table.contains("\"https://book.example/?pledge=c\"") && table.contains("\"https://old.example/c\""),
        "{table}"
    );
    assert!(
        page.contains("href=\"https://book.example/?pledge=a\"") && page.contains("href=\"https://old.example/c\""),
        "{page}"
    );
    assert!(!page.contains("<script>") && page.contains("&lt;script&gt;"), "{page}");
    assert_eq!(html(&Default::default(), None).matches("Nothing was found.").count(), 1);
}

#[test]
fn the_samples_own_oddities_are_found() {
    let report = check(&sample(), 2026).expect("checked");
    assert_eq!(report.counts.get(&Rule::NoParty), Some(&29), "as the sample says of itself");
    assert!(report.counts.contains_key(&Rule::NoTitle) && report.wrong.problems.is_empty());
}

#[test]
fn a_round_lists_who_has_not_reported_with_an_empty_contact() {
    let party = |id: &str, role: &str| json!({"id": id, "role": role});
    let both = json!([party("ns-aa", "pledging"), party("ns-oo", "signatory")]);
    let report = |id: &str, date: Value, parties: Value| json!([{"id": id, "date": date, "parties": parties, "actions_taken": "x"}]);
    let mut one = with("one", "parties", both.clone());
    one["reports"] = report("one-r1", json!("2021-03"), json!(["ns-aa"]));
    let mut two = with("two", "parties", both.clone());
    two["reports"] = report("two-r1", Value::Null, json!([]));
    let mut old = with("old", "parties", both);
    (old["edition"], old["reports"]) = (json!("32IC"), report("old-r1", json!("2017"), json!(["ns-oo"])));
    let gone = with("gone", "parties", json!([party("ns-aa", "pledging")]));
    let desk = desk(&[one, two, old, gone]);
    desk.remove(&removal(1, "gone"));
    let (records, out) = (desk.records_dir(), desk.records_dir().join("round.csv"));
    let run = |edition: &str| {
        desk_command(&[
            "round",
            "--edition",
            edition,
            "--records",
            records.to_str().expect("a path"),
            "--lang",
            "fr",
            "--out",
            out.to_str().expect("a path"),
        ])
        .output()
        .expect("runs")
    };
    let output = run("33IC");
    assert!(
        String::from_utf8_lossy(&output.stdout)
            .contains("1 parties to remind; 2 pledges of 33IC, 0 without any report")
    );
    let table = fs::read(&out).expect("there");
    let rows: Vec<_> = csv::Reader::from_reader(&table[3..]).into_records().map(|r| r.expect("reads")).collect();
    assert_eq!(rows.len(), 1, "who reported on all they pledged is not reminded");
    let row: Vec<_> = rows[0].iter().collect();
    assert_eq!(row, ["ns-oo", "Croissant-Rouge", "", "", "0", "2", "1", "2017", "", "one"]);
    let output = run("40IC");
    assert!(!output.status.success() && String::from_utf8_lossy(&output.stderr).contains("no pledge of 40IC"));
}
