//! Each oddity of real records, as a page, a row and a post: whichever way it comes, the same record comes out.

use pledgebook_desk::{
    import::{Mapping, Pages, Settings, Source, Table, Wxr, import},
    progress::Progress,
};
use serde_json::{Value, json};

use crate::{
    importing::{options, parties, settings, written},
    sources::{Post, csv, file, wxr},
    support::Desk,
};

/// What a source says, by the words of a mapping, and what has to come of it.
struct Oddity {
    name: &'static str,
    says: Vec<(&'static str, &'static str)>,
    check: fn(&Value) -> bool,
}

fn text(record: &Value, part: &str) -> String {
    let sections = record["sections"].as_array().into_iter().flatten();
    sections.filter(|s| s["part"] == part).filter_map(|s| s["text"].as_str()).collect()
}

const LONG_TITLE: &str = "A pledge whose title is as long as some people write them, with all of its partners, all of its aims and each of the years, so \
    that no list has a place for it, and which is nevertheless its title, all of it, to the end";

fn oddities() -> Vec<Oddity> {
    let of = |name, says: &[(&'static str, &'static str)], check| Oddity { name, says: says.to_vec(), check };
    vec![
        of("no title", &[("objectives", "Help.")], |r| r["title"].is_null()),
        of("a title of 200 letters", &[("title", LONG_TITLE), ("objectives", "Help.")], |r| {
            r["title"] == LONG_TITLE && LONG_TITLE.len() > 200
        }),
        of(
            "several languages in one text",
            &[("title", "T"), ("objectives", "We help.\n\nNous aidons.\n\nAyudamos.\n\nنساعد.")],
            |r| text(r, "objectives") == "We help.\n\nNous aidons.\n\nAyudamos.\n\nنساعد.",
        ),
        of("NA", &[("title", "T"), ("resources", "NA"), ("indicators", "N/A")], |r| {
            text(r, "resources") == "NA" && text(r, "indicators") == "N/A"
        }),
        of("an empty section", &[("title", "T"), ("objectives", "x"), ("action-plan", " \n\u{a0}\n")], |r| {
            r["sections"].as_array().map(Vec::len) == Some(1)
        }),
        of("a misfiled section", &[("title", "T"), ("indicators", "Train two hundred volunteers.")], |r| {
            text(r, "indicators") == "Train two hundred volunteers."
        }),
        of(
            "dead bullets",
            &[("title", "T"), ("action-plan", "We will:\nè train\nè teach\n\n§ tell\n§ ask\n\n– go\n– stay")],
            |r| text(r, "action-plan") == "We will:\n- train\n- teach\n- tell\n- ask\n- go\n- stay",
        ),
        of("every item is 1.", &[("title", "T"), ("action-plan", "1. one\n1. two\n1. three")], |r| {
            text(r, "action-plan") == "1. one\n2. two\n3. three"
        }),
        of(
            "hard wraps",
            &[
                ("title", "T"),
                (
                    "objectives",
                    "The Society will see to it that what was wrapped\nby an old mail program is one sentence\nagain.\n\nNext.",
                ),
            ],
            |r| {
                text(r, "objectives")
                    == "The Society will see to it that what was wrapped by an old mail program is one sentence again.\n\nNext."
            },
        ),
        of("non-breaking blanks", &[("title", "T"), ("objectives", "Aider\u{a0}: oui\u{202f}!")], |r| {
            text(r, "objectives") == "Aider : oui !"
        }),
        of("menu words", &[("title", "T"), ("objectives", "Home\nContact people.\nContact\nLog in")], |r| {
            text(r, "objectives") == "Contact people."
        }),
        of("typing errors stay", &[("title", "Teh commitee"), ("objectives", "recieve  it")], |r| {
            r["title"] == "Teh commitee" && text(r, "objectives") == "recieve it"
        }),
        of(
            "a signatory four times",
            &[("title", "T"), ("signatory", "ARC; Anyland Red Cross; anyland red cross; ARC"), ("objectives", "x")],
            |r| r["parties"] == json!([{"id": "ns-aa", "role": "signatory", "basis": "listed"}]),
        ),
        of("no parties", &[("title", "T"), ("objectives", "x")], |r| r["parties"].is_null()),
        of(
            "groups and ministries",
            &[
                ("title", "T"),
                ("pledging", "River States; Ministry of Water of Anyland; Ministry of Nothing"),
                ("objectives", "x"),
            ],
            |r| {
                r["parties"]
                    .as_array()
                    .is_some_and(|p| p.len() == 2 && p[0]["id"] == "group-river-states" && p[1]["id"] == "state-aa")
            },
        ),
        of("a period in words", &[("title", "T"), ("period.said", "by the end of 2023"), ("objectives", "x")], |r| {
            r["period"] == json!({"said": "by the end of 2023"})
        }),
        of(
            "a report without a date",
            &[("title", "T"), ("report.actions", "• Done one\n• Done two"), ("report.completed", "No")],
            |r| {
                r["reports"][0]["date"].is_null()
                    && r["reports"][0]["completed"] == json!(false)
                    && r["reports"][0]["actions_taken"] == "- Done one\n- Done two"
            },
        ),
    ]
}

fn run(desk: &Desk, source: &mut dyn Source, settings: &Settings) -> Vec<Value> {
    import(source, settings, &options(desk), &Progress::hidden()).expect("imported");
    written(desk)
}

fn desk() -> Desk {
    let desk = Desk::empty();
    parties(&desk);
    desk
}

fn as_page(oddity: &Oddity) -> Value {
    let label = |word: &str| match word {
        "pledging" => "Pledging party:",
        "signatory" => "Signatories:",
        "period.said" => "Period:",
        "objectives" => "A) Objectives:",
        "action-plan" => "B) Action plan:",
        "indicators" => "C) Indicators for measuring progress:",
        "resources" => "D) Resource implications:",
        "report.actions" => "Actions taken:",
        "report.completed" => "Implementation completion:",
        other => panic!("{other} has no label"),
    };
    let lines = oddity.says.iter().map(|(word, said)| {
        if *word == "title" { format!("{said}\n\n") } else { format!("{}\n{said}\n\n", label(word)) }
    });
    let desk = desk();
    let path = file(&desk.records_dir(), "page.txt", format!("Contact\n\n{}", lines.collect::<String>()));
    run(&desk, &mut Pages { files: vec![path], refused: Vec::new() }, &settings("page")).remove(0)
}

fn as_row(oddity: &Oddity) -> Value {
    let desk = desk();
    let heads: Vec<&str> = ["id"].into_iter().chain(oddity.says.iter().map(|(word, _)| *word)).collect();
    let cells: Vec<&str> = ["1"].into_iter().chain(oddity.says.iter().map(|(_, said)| *said)).collect();
    let fields: serde_json::Map<String, Value> = heads.iter().map(|h| ((*h).to_owned(), json!(h))).collect();
    let mapping: Mapping = serde_json::from_value(json!({"source": "s", "fields": fields})).expect("a mapping");
    let path = csv(&desk.records_dir(), &[heads, cells]);
    run(&desk, &mut Table::new(path, mapping.clone()), &Settings::from(&mapping)).remove(0)
}

fn as_post(oddity: &Oddity) -> Value {
    let desk = desk();
    let title = oddity.says.iter().find(|(word, _)| *word == "title").map_or("", |(_, said)| *said);
    let post = Post {
        id: 5,
        kind: "pledge",
        title,
        meta: oddity.says.iter().filter(|(w, _)| *w != "title").copied().collect(),
        ..Post::default()
    };
    let mut fields: serde_json::Map<String, Value> =
        post.meta.iter().map(|(k, _)| (format!("meta:{k}"), json!(k))).collect();
    fields.insert("post:title".to_owned(), json!("title"));
    let mapping: Mapping =
        serde_json::from_value(json!({"source": "s", "types": {"pledge": {"is": "pledge", "fields": fields}}}))
            .expect("a mapping");
    let path = file(&desk.records_dir(), "export.xml", wxr(&[post]));
    run(&desk, &mut Wxr::new(path, mapping.clone()), &Settings::from(&mapping)).remove(0)
}

#[test]
fn each_oddity_becomes_the_same_record_as_a_page_a_row_and_a_post() {
    for oddity in oddities() {
        for (way, record) in [("page", as_page(&oddity)), ("row", as_row(&oddity)), ("post", as_post(&oddity))] {
            assert!((oddity.check)(&record), "{} as a {way}: {record}", oddity.name);
        }
    }
}

#[test]
fn a_heading_in_one_language_over_a_text_in_another_says_nothing_of_the_text() {
    let desk = desk();
    let page = "<html lang=en><body><h1>T</h1><p>Objectifs de l’engagement :</p><p>The Society and the State will work with all for this.</p></body></html>";
    let path = file(&desk.records_dir(), "page.html", page);
    let record = run(&desk, &mut Pages { files: vec![path], refused: Vec::new() }, &settings("page")).remove(0);
    assert_eq!(record["sections"][0]["heading"], "Objectifs de l’engagement");
    assert_eq!((&record["lang"], &record["sections"][0]["lang"]), (&json!("en"), &Value::Null));
    let page = page.replace(
        "The Society and the State will work with all for this.",
        "La Société et l’État agissent dans le cadre de la loi et pour les enfants.",
    );
    let path = file(&desk.records_dir(), "page.html", page);
    let record = run(&desk, &mut Pages { files: vec![path], refused: Vec::new() }, &settings("page")).remove(0);
    assert_eq!(
        record["sections"][0]["lang"], "fr",
        "where heading and words agree against the page, they are believed"
    );
}
