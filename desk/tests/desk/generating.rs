//! Made-up records: deterministic, marked, and with every state that the sample lacks.

use std::{collections::BTreeSet, fs, path::Path};

use pledgebook_core::model::{Progress, progress_of};
use pledgebook_desk::{
    generate::{Made, Options, generate},
    records::load,
};
use serde_json::Value;

use crate::support::{Desk, NOW, assert_whole};

fn made(pledges: usize, seed: u64, out: &Path) -> Made {
    generate(&Options { pledges, seed, out: out.into() }).expect("written")
}

fn lines(dir: &Path, name: &str) -> Vec<Value> {
    let text = fs::read_to_string(dir.join(name)).expect(name);
    text.lines().map(|l| serde_json::from_str(l).expect(l)).collect()
}

#[test]
fn the_same_seed_makes_the_same_records_and_another_makes_others() {
    let dir = tempfile::tempdir().expect("a folder");
    let [one, same, other, more] = ["one", "same", "other", "more"].map(|n| dir.path().join(n));
    made(200, 7, &one);
    made(200, 7, &same);
    made(200, 8, &other);
    made(300, 7, &more);
    let read = |dir: &Path, name: &str| fs::read_to_string(dir.join(name)).expect(name);
    for name in ["pledges.ndjson", "parties.ndjson", "terms.ndjson", "removals.ndjson", "feed.json"] {
        assert_eq!(read(&one, name), read(&same, name), "{name}");
    }
    assert_ne!(read(&one, "pledges.ndjson"), read(&other, "pledges.ndjson"));
    assert!(
        read(&more, "pledges.ndjson").starts_with(&read(&one, "pledges.ndjson")),
        "more pledges change none of the first"
    );
}

#[test]
fn every_pledge_says_that_it_is_made_up() {
    let dir = tempfile::tempdir().expect("a folder");
    made(1_000, 3, dir.path());
    for pledge in lines(dir.path(), "pledges.ndjson") {
        let id = pledge["id"].as_str().expect("an id");
        assert!(id.starts_with("made-"), "{id}");
        assert!(
            pledge["title"].to_string().contains("(made up)") || pledge["sections"].to_string().contains("(made up)"),
            "{id}"
        );
    }
    for party in lines(dir.path(), "parties.ndjson") {
        assert!(party["id"].as_str().is_some_and(|id| id.starts_with("made-")));
        // Codes that no country will ever have.
        let code = party["country"].as_str().unwrap_or("XA");
        assert!(
            matches!(code, "AA" | "ZZ") || code.starts_with('X') || (code.starts_with('Q') && code >= "QM"),
            "{code}"
        );
    }
}

#[test]
fn three_hundred_pledges_have_every_state_that_the_sample_lacks() {
    let dir = tempfile::tempdir().expect("a folder");
    made(300, 1, dir.path());
    let loaded = load(dir.path()).expect("readable");
    assert_eq!(loaded.problems, [], "hostile, but never wrong");
    let pledges = &loaded.pledges;
    let progress: BTreeSet<_> = pledges.iter().map(|p| progress_of(&p.reports)).collect();
    assert_eq!(progress, Progress::ALL.into_iter().collect());
    let raw = lines(dir.path(), "pledges.ndjson");
    let has = |what: &str, test: &dyn Fn(&Value) -> bool| assert!(raw.iter().any(test), "no pledge has {what}");
    for edition in ["30IC", "31IC", "32IC", "33IC", "34IC"] {
        has(edition, &|p| p["edition"] == edition);
    }
    for lang in ["en", "fr", "es", "ar"] {
        has(lang, &|p| p["lang"] == lang);
    }
    let strings = |p: &Value, path: &str, key: &str| -> Vec<Value> {
        p[path].as_array().into_iter().flatten().map(|r| r[key].clone()).collect()
    };
    has("no edition", &|p| p["edition"].is_null());
    has("no title", &|p| p["title"].is_null());
    has("a long title", &|p| p["title"].as_str().is_some_and(|t| t.chars().count() > 200));
    has("titles", &|p| p["titles"].is_object());
    has("no parties", &|p| p["parties"] == Value::Array(Vec::new()));
    has("a group", &|p| {
        strings(p, "parties", "id").iter().any(|id| id.as_str().is_some_and(|id| id.contains("group")))
    });
    has("a later signatory", &|p| strings(p, "parties", "since").iter().any(Value::is_string));
    has("an unknown party", &|p| strings(p, "parties", "id").contains(&"made-party-without-a-name".into()));
    has("an unknown theme", &|p| {
        p["themes"].as_array().is_some_and(|t| t.contains(&"made-theme-without-a-name".into()))
    });
    has("NA", &|p| strings(p, "sections", "text").contains(&"NA".into()));
    has("an attachment", &|p| !strings(p, "attachments", "url").is_empty());
    has("an undated report", &|p| strings(p, "reports", "date").contains(&Value::Null));
    for length in [4, 7, 10] {
        has("a precision of a report's date", &|p| {
            strings(p, "reports", "date").iter().any(|d| d.as_str().is_some_and(|d| d.len() == length))
        });
        has("a precision of submission", &|p| p["submitted"].as_str().is_some_and(|d| d.len() == length));
    }
    has("an open end", &|p| p["period"]["from"].is_string() && p["period"]["to"].is_null());
    has("an open beginning", &|p| p["period"]["from"].is_null() && p["period"]["to"].is_string());
    has("a period only in words", &|p| {
        p["period"]["to"].is_null() && p["period"]["said"].is_string() && p["period"]["from"].is_null()
    });
    has("markup", &|p| p.to_string().contains("<script>"));
    has("a bidi override", &|p| p["title"].as_str().is_some_and(|t| t.contains('\u{202e}')));
    has("a long word", &|p| {
        strings(p, "sections", "text").iter().any(|t| t.as_str().is_some_and(|t| t.split(' ').any(|w| w.len() > 4_000)))
    });
}

#[test]
fn removals_of_every_kind_are_applied_when_they_are_published() {
    let dir = tempfile::tempdir().expect("a folder");
    made(130, 1, dir.path());
    let removals = lines(dir.path(), "removals.ndjson");
    let has = |key: &str, value: &str| assert!(removals.iter().any(|r| r[key] == value), "{key}: {value}");
    for (key, value) in
        [("state", "held"), ("state", "removed"), ("by", "party"), ("by", "moderator"), ("by", "automatic")]
    {
        has(key, value);
    }
    assert!(removals.iter().any(|r| r["restored"].is_string()) && removals.iter().any(|r| r["texts"].is_array()));
    let desk = Desk::empty();
    let mut options = desk.options();
    options.records = dir.path().into();
    options.strict = true;
    desk.try_publish(&options, NOW).0.expect("published");
    let manifest = assert_whole(&desk.feed());
    let whole = manifest.removed.entries().iter().filter(|r| r.texts.is_none() && r.restored.is_none());
    let gone: BTreeSet<_> = whole.map(|r| r.id.to_string()).collect();
    let ids = desk.ids();
    assert!(gone.len() >= 4 && ids.len() < 130 && ids.iter().all(|id| !gone.contains(id)), "{gone:?}");
    assert!(desk.pledges().iter().any(|p| p.to_string().contains("\"removed\":\"")), "a text is gone from its section");
}

#[test]
fn some_party_has_hundreds_of_pledges() {
    let dir = tempfile::tempdir().expect("a folder");
    made(3_000, 1, dir.path());
    let text = fs::read_to_string(dir.path().join("pledges.ndjson")).expect("readable");
    let most = text.lines().filter(|l| l.contains("\"made-ns-velomar\"")).count();
    assert!(most >= 100, "{most}");
}
