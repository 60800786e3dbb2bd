//! `desk import table` and `desk import wxr`: rows, sheets and posts as people really keep them, and as somebody hostile would.

use std::{fs, path::PathBuf};

use pledgebook_desk::{
    import::{ImportError, Mapping, Settings, Summary, Table, Wxr, import},
    progress::Progress,
};
use serde_json::{Value, json};

use crate::{
    importing::{options, parties, written},
    sources::{Cell, Post, csv, file, wxr, xlsx},
    support::{Desk, desk_command},
};

fn mapping(json: Value) -> Mapping {
    serde_json::from_value(json).expect("a mapping")
}

fn table(desk: &Desk, path: PathBuf, mapping: &Mapping) -> Result<Summary, ImportError> {
    import(&mut Table::new(path, mapping.clone()), &Settings::from(mapping), &options(desk), &Progress::hidden())
}

fn export(desk: &Desk, posts: &[Post<'_>], mapping: &Mapping) -> Result<Summary, ImportError> {
    let path = file(&desk.records_dir(), "export.xml", wxr(posts));
    import(&mut Wxr::new(path, mapping.clone()), &Settings::from(mapping), &options(desk), &Progress::hidden())
}

fn simple() -> Mapping {
    mapping(
        json!({"source": "t", "fields": {"id": "id", "title": "title", "text": "objectives", "date": "submitted", "who": "pledging", "lang": "lang"}}),
    )
}

fn desk() -> Desk {
    let desk = Desk::empty();
    parties(&desk);
    desk
}

#[test]
fn a_table_with_old_line_ends_an_old_encoding_and_semicolons_is_read() {
    let desk = desk();
    let path =
        file(&desk.records_dir(), "t.csv", b"id;title;text\r1;Soci\xe9t\xe9 \x96 l\x92eau;\"a \"\"b\"\"\r\rc\"\r");
    table(&desk, path, &simple()).expect("imported");
    let record = &written(&desk)[0];
    assert_eq!((&record["title"], &record["sections"][0]["text"]), (&json!("Société – l’eau"), &json!("a \"b\"\n\nc")));
}

#[test]
fn formulas_are_left_out_and_told_and_what_we_made_harmless_is_read_back() {
    let desk = desk();
    let rows = vec![
        vec!["id", "title", "text"],
        vec!["1", "=HYPERLINK(\"https://evil.example\")", "'- one"],
        vec!["2", "B", "=1+1"],
    ];
    let done = table(&desk, csv(&desk.records_dir(), &rows), &simple()).expect("imported");
    assert_eq!(done.notes.get("formula"), Some(&2));
    let records = written(&desk);
    let of = |id: &str| records.iter().find(|r| r["title"] == id).cloned();
    assert!(of("B").is_some_and(|r| r["sections"].is_null()));
    assert!(records.iter().any(|r| r["title"].is_null() && r["sections"][0]["text"] == "- one"), "{records:?}");
    let review = fs::read_to_string(options(&desk).review).expect("a list");
    assert!(review.contains("\"'=1+1\"") && !review.contains("\"=1+1\""), "the list itself computes nothing: {review}");
}

#[test]
fn rows_of_one_id_are_one_pledge_with_a_section_for_each_language() {
    let desk = desk();
    let rows = vec![
        vec!["id", "lang", "title", "text", "who"],
        vec!["7", "French", "Titre", "Texte", "ARC"],
        vec!["8", "en", "Other", "x", ""],
        vec!["7", "English", "Title", "Text", "Otherland Red Crescent; ARC"],
    ];
    table(&desk, csv(&desk.records_dir(), &rows), &simple()).expect("imported");
    let records = written(&desk);
    assert_eq!(records.len(), 2);
    let record = records.iter().find(|r| r["title"] == "Title").expect("in English first, however the rows stand");
    assert_eq!((&record["lang"], &record["titles"]), (&json!("en"), &json!({"fr": "Titre"})));
    assert_eq!(record["sections"].as_array().map(Vec::len), Some(2));
    assert_eq!(record["parties"].as_array().map(Vec::len), Some(2));
}

#[test]
fn what_two_rows_say_differently_is_told_and_the_first_stands() {
    let desk = desk();
    let rows = vec![vec!["id", "title", "date"], vec!["7", "One", "2019-01-02"], vec!["7", "Two", "2019-01-03"]];
    let done = table(&desk, csv(&desk.records_dir(), &rows), &simple()).expect("imported");
    assert_eq!((done.records, done.notes.get("differs")), (1, Some(&2)));
    assert_eq!((&written(&desk)[0]["title"], &written(&desk)[0]["submitted"]), (&json!("One"), &json!("2019-01-02")));
}

#[test]
fn a_date_that_can_be_read_in_two_ways_is_not_guessed() {
    let desk = desk();
    let rows = vec![
        vec!["id", "title", "date"],
        vec!["1", "A", "03/04/2019"],
        vec!["2", "B", "31/02/2019"],
        vec!["3", "C", "28.07.2019"],
    ];
    let path = csv(&desk.records_dir(), &rows);
    let done = table(&desk, path.clone(), &simple()).expect("imported");
    assert_eq!(done.notes.get("not-understood"), Some(&2));
    let date = |title: &str| written(&desk).iter().find(|r| r["title"] == title).expect(title)["submitted"].clone();
    assert_eq!((date("A"), date("B"), date("C")), (Value::Null, Value::Null, json!("2019-07-28")));
    let said = Mapping { dates: Some(serde_json::from_value(json!("dmy")).expect("an order")), ..simple() };
    table(&desk, path, &said).expect("imported");
    assert_eq!(date("A"), json!("2019-04-03"));
}

#[test]
fn a_workbook_gives_days_filled_merged_cells_and_the_first_sheet_that_is_not_empty() {
    let desk = desk();
    let path = desk.records_dir().join("book.xlsx");
    let rows = vec![
        vec![Cell::Text("id"), Cell::Text("title"), Cell::Text("date"), Cell::Text("who")],
        vec![Cell::Number(17.0), Cell::Text("Wells & more"), Cell::Day(43_808), Cell::Text("ARC")],
        vec![Cell::None, Cell::None, Cell::None, Cell::Text("Otherland Red Crescent")],
        vec![],
        vec![Cell::Text("18"), Cell::Text("B"), Cell::Error, Cell::None],
    ];
    xlsx(
        &path,
        &[("Cover", vec![], &[]), ("Notes", vec![vec![Cell::Text(" ")]], &[]), ("Pledges", rows, &["A2:A3", "B2:B3"])],
    );
    let done = table(&desk, path.clone(), &simple()).expect("imported");
    assert_eq!(done.records, 2);
    let records = written(&desk);
    let record = records.iter().find(|r| r["title"] == "Wells & more").expect("the first");
    assert_eq!(record["submitted"], "2019-12-09");
    assert_eq!(record["parties"].as_array().map(Vec::len), Some(2), "the merged id holds for both rows");
    let wrong = Mapping { sheet: Some("Nothing".into()), ..simple() };
    let error = table(&desk, path, &wrong).expect_err("refused").to_string();
    assert!(error.contains("Cover, Notes, Pledges"), "{error}");
}

#[test]
fn what_is_no_workbook_or_too_much_of_one_is_refused() {
    let desk = desk();
    for (bytes, says) in [(&b"PK\x03\x04 nonsense"[..], "no workbook"), (b"", "no workbook")] {
        let error =
            table(&desk, file(&desk.records_dir(), "a.xlsx", bytes), &simple()).expect_err("refused").to_string();
        assert!(error.contains(says), "{error}");
    }
    let empty = desk.records_dir().join("empty.xlsx");
    xlsx(&empty, &[("A", vec![], &[])]);
    assert!(table(&desk, empty, &simple()).expect_err("refused").to_string().contains("all its sheets are empty"));
    let bomb = desk.records_dir().join("bomb.xlsx");
    make_bomb(&bomb);
    assert!(fs::metadata(&bomb).expect("there").len() < 4_000_000);
    let error = table(&desk, bomb, &simple()).expect_err("refused").to_string();
    assert!(error.contains("unpacks to more than"), "{error}");
}

/// Six hundred megabytes of blanks in a small file: a hundred, six times.
fn make_bomb(path: &std::path::Path) {
    use std::io::{Cursor, Write as _};
    let mut one = zip::ZipWriter::new(Cursor::new(Vec::new()));
    one.start_file("blanks", zip::write::SimpleFileOptions::default()).expect("started");
    let piece = vec![b' '; 1 << 20];
    (0..100).for_each(|_| one.write_all(&piece).expect("written"));
    let mut one = zip::ZipArchive::new(one.finish().expect("finished")).expect("a zip");
    let mut bomb = zip::ZipWriter::new(fs::File::create(path).expect("made"));
    for n in 0..6 {
        let name = format!("xl/worksheets/sheet{n}.xml");
        bomb.raw_copy_file_rename(one.by_index_raw(0).expect("there"), name).expect("copied");
    }
    bomb.finish().expect("finished");
}

#[test]
fn a_table_without_anything_to_know_a_row_by_is_refused() {
    let desk = desk();
    let rows = vec![vec!["title", "text"], vec!["A", "x"]];
    let error = table(&desk, csv(&desk.records_dir(), &rows), &simple()).expect_err("refused").to_string();
    assert!(error.contains("no column is mapped to id") && error.contains("title, text"), "{error}");
    let rows = vec![vec!["id", "title"], vec!["", "A"]];
    let error = table(&desk, csv(&desk.records_dir(), &rows), &simple()).expect_err("refused").to_string();
    assert!(error.contains("no-id"), "{error}");
}

#[test]
fn the_command_proposes_a_mapping_first_and_then_imports_by_it() {
    let desk = desk();
    let rows = vec![vec!["ID", "Title", "Objectives", "Shoe size"], vec!["1", "Wells", "Help.", "44"]];
    let path = csv(&desk.records_dir(), &rows);
    let out = desk.records_dir().join("pledges.ndjson");
    let run = |more: &[&str]| {
        let args = [&["import", "table", path.to_str().expect("a path"), "--out", out.to_str().expect("a path")], more]
            .concat();
        let output = desk_command(&args).output().expect("runs");
        (
            output.status.code(),
            String::from_utf8_lossy(&output.stdout).into_owned(),
            String::from_utf8_lossy(&output.stderr).into_owned(),
        )
    };
    let (code, _, told) = run(&[]);
    assert!(code == Some(1) && told.contains("table.mapping.json"), "{told}");
    assert!(!out.exists());
    let proposed = desk.records_dir().join("table.mapping.json");
    let json: Value = serde_json::from_slice(&fs::read(&proposed).expect("there")).expect("JSON");
    assert_eq!(json["fields"], json!({"ID": "id", "Title": "title", "Objectives": "objectives", "Shoe size": null}));
    // What somebody corrected is not written over.
    let corrected = fs::read_to_string(&proposed).expect("there").replace(",\n    \"Shoe size\": null", "");
    fs::write(&proposed, &corrected).expect("written");
    assert_eq!(run(&[]).0, Some(1));
    assert_eq!(fs::read_to_string(&proposed).expect("there"), corrected);
    let (code, said, told) = run(&["--mapping", proposed.to_str().expect("a path")]);
    assert_eq!(code, Some(0), "{told}");
    assert!(
        said.contains("1 pledges") && said.contains("dropped    column \"Shoe size\", with words in 1 rows"),
        "{said}"
    );
}

fn of_posts() -> Mapping {
    mapping(json!({"source": "site", "lang": "en", "types": {
        "pledge": {"is": "pledge", "fields": {"post:title": "title", "post:content": "body", "post:link": "url", "slug:language": "lang",
            "slug:post_translations": "translation", "meta:party": "pledging", "category:theme": "themes"}},
        "progress": {"is": "report", "fields": {"post:title": "report.title", "post:content": "report.actions", "meta:pledge": "report.of",
            "meta:done": "report.completed", "meta:when": "report.date"}}},
        "values": {"themes": {"Water &amp; more": "water"}}}))
}

/// Four languages of one pledge, a report, files, and what must not come out.
fn posts<'a>() -> Vec<Post<'a>> {
    let pledge = |id, lang: &'a str, title, content| Post {
        id,
        kind: "pledge",
        title,
        content,
        categories: vec![("language", lang, lang), ("post_translations", "pll_1", "pll_1")],
        ..Post::default()
    };
    vec![
        Post {
            id: 90,
            kind: "attachment",
            parent: 11,
            file: "https://old.example/a.pdf",
            status: "inherit",
            ..Post::default()
        },
        pledge(14, "ar", "آبار تدوم", "<p>أهداف التعهد:</p><p>أن تدوم الآبار.</p>"),
        pledge(12, "fr", "Des puits", "<p>Objectifs :</p><p>Que les puits&nbsp;durent &amp; servent.</p>"),
        Post {
            meta: vec![("party", "Anyland Red Cross"), ("shoe", "44")],
            ..pledge(
                11,
                "en",
                "Wells &#8211; that last",
                "<!-- wp:paragraph --><p>[caption id=\"1\"]Objectives:[/caption]</p><p>That wells last [sic].</p><!-- /wp:paragraph -->",
            )
        },
        pledge(
            13,
            "es",
            "Pozos",
            "Objetivos:\n\nQue los pozos duren.\n\nPlan de acción:\n\n<ul>\n<li>formar</li>\n<li>reparar</li>\n</ul>",
        ),
        Post {
            id: 21,
            kind: "progress",
            title: "A first report",
            content: "<p>Wells were drilled.</p>",
            meta: vec![("pledge", r#"a:1:{i:0;s:2:"11";}"#), ("done", "Yes"), ("when", "1 March 2021")],
            ..Post::default()
        },
        Post {
            id: 22,
            kind: "progress",
            content: "<p>Of nothing.</p>",
            meta: vec![("pledge", "999")],
            ..Post::default()
        },
        Post {
            id: 31,
            kind: "pledge",
            title: "A draft",
            content: "Objectives:\n\nsecret draft",
            status: "draft",
            ..Post::default()
        },
        Post {
            id: 32,
            kind: "pledge",
            title: "Hidden",
            content: "Objectives:\n\nsecret word",
            password: "x",
            ..Post::default()
        },
        Post { id: 33, kind: "page", title: "About", content: "About", ..Post::default() },
        Post {
            id: 91,
            kind: "attachment",
            parent: 31,
            file: "https://old.example/draft.pdf",
            status: "inherit",
            ..Post::default()
        },
    ]
}

#[test]
fn an_export_in_four_languages_becomes_one_pledge_with_its_report_and_file() {
    let desk = desk();
    let done = export(&desk, &posts(), &of_posts()).expect("imported");
    let records = written(&desk);
    assert_eq!((records.len(), done.reports), (1, 1), "{records:?}");
    let record = &records[0];
    assert_eq!((&record["title"], &record["lang"]), (&json!("Wells – that last"), &json!("en")));
    assert_eq!(record["titles"], json!({"fr": "Des puits", "es": "Pozos", "ar": "آبار تدوم"}));
    let texts: Vec<_> =
        record["sections"].as_array().expect("sections").iter().map(|s| s["text"].as_str().expect("a text")).collect();
    assert_eq!(
        texts,
        [
            "That wells last [sic].",
            "Que les puits durent & servent.",
            "Que los pozos duren.",
            "- formar\n- reparar",
            "أن تدوم الآبار."
        ]
    );
    assert_eq!(record["attachments"], json!([{"url": "https://old.example/a.pdf"}]));
    let report = &record["reports"][0];
    assert_eq!(
        (&report["title"], &report["actions_taken"], &report["date"]),
        (&json!("A first report"), &json!("Wells were drilled."), &json!("2021-03-01"))
    );
    assert_eq!(report["completed"], json!(true));
    assert_eq!(done.notes.get("report-of-nothing"), Some(&1));
    assert!(!records[0].to_string().contains("secret") && !records[0].to_string().contains("draft"));
    let dropped = done.dropped.join("\n");
    for line in
        ["1 × posts of the type \"page\"", "\"draft\" and not published", "with a password", "field \"meta:shoe\""]
    {
        assert!(dropped.contains(line), "{dropped}");
    }
}

#[test]
fn the_order_of_an_export_makes_no_difference() {
    let desk = desk();
    export(&desk, &posts(), &of_posts()).expect("imported");
    let first = fs::read(desk.records_dir().join("pledges.ndjson")).expect("there");
    let mut turned = posts();
    turned.reverse();
    export(&desk, &turned, &of_posts()).expect("imported");
    assert_eq!(fs::read(desk.records_dir().join("pledges.ndjson")).expect("there"), first);
}

#[test]
fn hostile_exports_write_nothing() {
    let desk = desk();
    let bomb = r#"<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><rss><channel><item><title>&b;</title></item></channel></rss>"#;
    let cut = wxr(&posts());
    for (xml, says) in [
        (bomb, "a document type"),
        (&cut[..cut.find("<wp:post_parent>").unwrap_or(0)], "ends in the middle"),
        ("<rss><channel/></rss>", "nothing was imported"),
    ] {
        let path = file(&desk.records_dir(), "export.xml", xml);
        let mapping = of_posts();
        let error = import(
            &mut Wxr::new(path, mapping.clone()),
            &Settings::from(&mapping),
            &options(&desk),
            &Progress::hidden(),
        )
        .expect_err(says);
        assert!(error.to_string().contains(says), "{error}");
    }
    assert!(!desk.records_dir().join("pledges.ndjson").exists());
}
