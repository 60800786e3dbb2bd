//! `edits.ndjson`: corrections by hand, which every import carries out again. An edit names the value that it was made to, by its hash:
//! when the source has another one now, the correction stays in force, for what it took out must not come back by itself, and is listed
//! until a person has compared the two and written a new line.

use std::{
    collections::{BTreeMap, HashMap},
    fs::File,
    io::{self, BufReader, Write},
    path::Path,
};

use pledgebook_core::{feed::Sha256Hex, model::is_record_id};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::error::{ImportError, io_error};
use crate::records::lines::{Line, Lines};

/// A correction.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edit {
    /// The pledge.
    pub id: String,
    /// Which value; see [`get`].
    pub field: String,
    /// The hash of the value that was corrected ([`hash`]); null where there was none.
    pub from_sha256: Option<String>,
    /// What stands there from now on; null takes the value away.
    pub to: Value,
    /// Who.
    pub by: String,
    /// Why.
    pub why: String,
    /// When, RFC 3339 in UTC.
    pub at: String,
}

/// What became of an edit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Became {
    /// It is carried out.
    Done,
    /// The source says the same by now.
    Agreed,
    /// It is carried out, but the source has another text than the one that was corrected; what it has now.
    Changed(String),
    /// The source no longer has this value, so there is nothing to correct.
    Gone,
}

/// All edits, by pledge; of several to one value the last counts.
#[derive(Default, Debug)]
pub struct Edits(HashMap<String, BTreeMap<String, Edit>>);

impl Edits {
    /// Reads the file, which may be missing.
    pub fn open(path: &Path) -> Result<Self, ImportError> {
        let mut edits = Self::default();
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(edits),
            Err(error) => return Err(ImportError::Io(path.into(), "read", error)),
        };
        for line in Lines::new(BufReader::new(file)) {
            let (number, line) = line.map_err(io_error(path, "read"))?;
            let wrong = |what: String| ImportError::Kept(path.into(), Some(number), format!("not an edit: {what}"));
            let Line::Bytes(bytes) = line else { return Err(wrong("the line is too long".to_owned())) };
            let edit: Edit = serde_json::from_slice(&bytes).map_err(|e| wrong(e.to_string()))?;
            check(&edit).map_err(wrong)?;
            edits.0.entry(edit.id.clone()).or_default().insert(edit.field.clone(), edit);
        }
        Ok(edits)
    }

    /// The edit to a value.
    pub fn of(&self, id: &str, field: &str) -> Option<&Edit> {
        self.0.get(id)?.get(field)
    }

    /// The ids of the pledges that are corrected.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Carries out the edits to a pledge's record (in the shape of the feed).
    pub fn apply(&self, id: &str, record: &mut Value) -> Vec<(&Edit, Became)> {
        let edits = self.0.get(id).into_iter().flat_map(BTreeMap::values);
        edits.map(|edit| (edit, apply(edit, record))).collect()
    }
}

fn check(edit: &Edit) -> Result<(), String> {
    if !is_record_id(&edit.id) {
        return Err(format!("{:?} is no id of a pledge", edit.id));
    }
    if let Some(hash) = &edit.from_sha256
        && Sha256Hex::parse(hash).is_none()
    {
        return Err("from_sha256 has to be 64 hex digits or null".to_owned());
    }
    if !is_field(&edit.field) {
        return Err(format!(
            "{:?} is no value that can be corrected: see docs/publishing.md for how they are named",
            edit.field
        ));
    }
    Ok(())
}

/// Whether a name is of the form of a value's name.
pub fn is_field(field: &str) -> bool {
    let parts: Vec<&str> = field.split('/').collect();
    match parts[..] {
        [key] => matches!(
            key,
            "number"
                | "url"
                | "edition"
                | "kind"
                | "title"
                | "lang"
                | "parties"
                | "themes"
                | "resolutions"
                | "countries"
                | "submitted"
                | "period"
                | "attachments"
                | "updated"
        ),
        ["titles", lang] | ["sections", _, lang] => !lang.is_empty(),
        ["sections", _, lang, n] => !lang.is_empty() && n.parse::<usize>().is_ok_and(|n| n > 0),
        ["reports", id, key] => {
            is_record_id(id)
                && matches!(
                    key,
                    "url" | "title" | "date" | "parties" | "lang" | "actions_taken" | "completed" | "attachments"
                )
        }
        _ => false,
    }
}

fn apply(edit: &Edit, record: &mut Value) -> Became {
    let now = get(record, &edit.field).filter(|v| !v.is_null());
    if now.as_ref() == Some(&edit.to) || now.is_none() && edit.to.is_null() {
        return Became::Agreed;
    }
    let is_as_it_was = now.as_ref().map(hash) == edit.from_sha256.as_ref().map(|h| h.to_ascii_lowercase());
    let said = now.as_ref().map(words).unwrap_or_default();
    if !set(record, &edit.field, edit.to.clone()) {
        return Became::Gone;
    }
    if is_as_it_was { Became::Done } else { Became::Changed(said) }
}

/// The words of a value: a text as it is, anything else as JSON.
pub fn words(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The SHA-256 by which an edit names a value: of a text's UTF-8, of the compact JSON of anything else.
pub fn hash(value: &Value) -> String {
    Sha256Hex::of(words(value).as_bytes()).to_string()
}

/// A value by its name, which holds however the source orders things: `title`, `titles/fr`, `sections/objectives/en` (the text; `/2` for
/// the second of the same part and language, `-` where no language is said), `reports/<id>/actions_taken`.
pub fn get(record: &Value, field: &str) -> Option<Value> {
    let parts: Vec<&str> = field.split('/').collect();
    match parts[..] {
        [key] => record.get(key).cloned(),
        ["titles", lang] => record.get("titles")?.get(lang).cloned(),
        ["sections", part, lang] => section(record, part, lang, 1)?.get("text").cloned(),
        ["sections", part, lang, n] => section(record, part, lang, n.parse().ok()?)?.get("text").cloned(),
        ["reports", id, key] => record.get("reports")?.as_array()?.iter().find(|r| r["id"] == id)?.get(key).cloned(),
        _ => None,
    }
}

fn section<'a>(record: &'a Value, part: &str, lang: &str, n: usize) -> Option<&'a Value> {
    let at = section_at(record, part, lang, n)?;
    record.get("sections")?.get(at)
}

fn section_at(record: &Value, part: &str, lang: &str, n: usize) -> Option<usize> {
    let own = record.get("lang").and_then(Value::as_str).unwrap_or("-");
    let sections = record.get("sections")?.as_array()?.iter().enumerate();
    let of = |s: &Value| s["part"] == part && s.get("lang").and_then(Value::as_str).unwrap_or(own) == lang;
    sections.filter(|(_, s)| of(s)).nth(n.checked_sub(1)?).map(|(at, _)| at)
}

/// Puts a value in its place; false where the record has no such place.
fn set(record: &mut Value, field: &str, to: Value) -> bool {
    let parts: Vec<&str> = field.split('/').collect();
    match parts[..] {
        [key] => {
            record[key] = to;
            true
        }
        ["titles", lang] => {
            if !record["titles"].is_object() {
                record["titles"] = Value::Object(serde_json::Map::new());
            }
            match (record["titles"].as_object_mut(), to.is_null()) {
                (Some(titles), true) => drop(titles.remove(lang)),
                (Some(titles), false) => drop(titles.insert(lang.to_owned(), to)),
                (None, _) => {}
            }
            true
        }
        ["sections", part, lang] => set_section(record, part, lang, 1, to),
        ["sections", part, lang, n] => set_section(record, part, lang, n.parse().unwrap_or(0), to),
        ["reports", id, key] => {
            let reports = record.get_mut("reports").and_then(Value::as_array_mut);
            let report = reports.and_then(|r| r.iter_mut().find(|r| r["id"] == id));
            report.map(|r| r[key] = to).is_some()
        }
        _ => false,
    }
}

fn set_section(record: &mut Value, part: &str, lang: &str, n: usize, to: Value) -> bool {
    let Some(at) = section_at(record, part, lang, n) else { return false };
    let Some(sections) = record.get_mut("sections").and_then(Value::as_array_mut) else { return false };
    if to.is_null() {
        sections.remove(at);
    } else {
        sections[at]["text"] = to;
    }
    true
}

/// Appends an edit to the file.
pub fn append(path: &Path, edit: &Edit) -> Result<(), ImportError> {
    check(edit).map_err(|what| ImportError::Kept(path.into(), None, what))?;
    // What is there has to be good before something is added to it.
    Edits::open(path)?;
    let mut line = serde_json::to_vec(edit).map_err(|e| ImportError::Io(path.into(), "written", e.into()))?;
    line.push(b'\n');
    let before = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(ImportError::Io(path.into(), "read", error)),
    };
    let mut file = File::options().create(true).append(true).open(path).map_err(io_error(path, "written"))?;
    if !before.is_empty() && !before.ends_with(b"\n") {
        line.insert(0, b'\n');
    }
    file.write_all(&line).and_then(|()| file.sync_all()).map_err(io_error(path, "written"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn edit(field: &str, from: Option<&str>, to: Value) -> Edit {
        let from_sha256 = from.map(|f| hash(&json!(f)));
        Edit {
            id: "a".into(),
            field: field.into(),
            from_sha256,
            to,
            by: "x".into(),
            why: "y".into(),
            at: "2026-11-20T08:00:00Z".into(),
        }
    }

    fn record() -> Value {
        json!({"id": "a", "title": "Old", "lang": "en", "titles": {"fr": "Vieux"},
            "sections": [{"part": "text", "text": "one"}, {"part": "text", "lang": "fr", "text": "un"}, {"part": "text", "lang": "en", "text": "two"}],
            "reports": [{"id": "a-r1", "completed": true}]})
    }

    #[test]
    fn every_kind_of_value_is_corrected() {
        for (field, from, to) in [
            ("title", Some("Old"), json!("New")),
            ("titles/fr", Some("Vieux"), json!("Neuf")),
            ("titles/es", None, json!("Nuevo")),
            ("sections/text/en", Some("one"), json!("1")),
            ("sections/text/en/2", Some("two"), json!("2")),
            ("sections/text/fr", Some("un"), json!("1")),
            ("number", None, json!("P1")),
            ("parties", None, json!([{"id": "ns-au"}])),
        ] {
            let (mut record, edit) = (record(), edit(field, from, to.clone()));
            assert_eq!(apply(&edit, &mut record), Became::Done, "{field}");
            assert_eq!(get(&record, field), Some(to.clone()), "{field}");
            assert_eq!(apply(&edit, &mut record), Became::Agreed, "{field}");
        }
        let (mut record, completed) = (
            record(),
            Edit { from_sha256: Some(hash(&json!(true))), ..edit("reports/a-r1/completed", None, json!(false)) },
        );
        assert_eq!(apply(&completed, &mut record), Became::Done);
        assert_eq!(record["reports"][0]["completed"], json!(false));
    }

    #[test]
    fn a_correction_stays_when_the_source_changed_and_says_so() {
        let mut record = record();
        let edit = edit("title", Some("Older"), json!("New"));
        assert_eq!(apply(&edit, &mut record), Became::Changed("Old".into()));
        assert_eq!(record["title"], "New");
    }

    #[test]
    fn what_the_source_no_longer_has_is_not_invented() {
        let mut changed = record();
        for field in ["sections/objectives/en", "sections/text/en/3", "reports/a-r9/title"] {
            assert_eq!(apply(&edit(field, Some("x"), json!("y")), &mut changed), Became::Gone, "{field}");
        }
        assert_eq!(changed, record());
    }

    #[test]
    fn a_section_is_taken_away_and_only_that_one() {
        let mut record = record();
        assert_eq!(apply(&edit("sections/text/fr", Some("un"), Value::Null), &mut record), Became::Done);
        assert_eq!(record["sections"].as_array().map(Vec::len), Some(2));
    }

    #[test]
    fn a_line_that_is_no_edit_stops_the_import() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("edits.ndjson");
        let good = edit("title", Some("Old"), json!("New"));
        append(&path, &good).expect("appended");
        assert_eq!(Edits::open(&path).expect("reads").of("a", "title"), Some(&good));
        for bad in [r#"{"id":"a"}"#, r#"{"id":"a","field":"id","from_sha256":null,"to":"b","by":"","why":"","at":""}"#]
        {
            std::fs::write(&path, format!("{bad}\n")).expect("written");
            let error = Edits::open(&path).expect_err(bad).to_string();
            assert!(error.contains("edits.ndjson:1: not an edit"), "{error}");
        }
    }
}
