//! A correction of one value as a line of `edits.ndjson`: what it is made to is looked up in the records, so that nobody has to work out a
//! hash. Where the value was corrected before, the new line names the same value of the source.

use std::{fs::File, io::BufReader, path::Path};

use pledgebook_core::feed::{parse_pledge, pledge_json};
use serde_json::Value;

use super::{
    edits::{Edit, Edits, append, get, hash, is_field},
    error::{ImportError, io_error},
};
use crate::records::{
    files_of,
    lines::{Line, Lines},
};

/// Who corrects, why, and when (RFC 3339 in UTC).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct By {
    /// Who.
    pub by: String,
    /// Why.
    pub why: String,
    /// When.
    pub at: String,
}

/// Writes the correction and returns it.
pub fn correct(records: &Path, id: &str, field: &str, to: &str, by: By) -> Result<Edit, ImportError> {
    let path = records.join("edits.ndjson");
    let wrong = |what: String| ImportError::Kept(path.clone(), None, what);
    if !is_field(field) {
        return Err(wrong(format!(
            "{field:?} is no value that can be corrected: see docs/publishing.md for how they are named"
        )));
    }
    let record = record_of(records, id)?.ok_or_else(|| wrong(format!("the records have no pledge {id:?}")))?;
    let now = get(&record, field).filter(|v| !v.is_null());
    // A section or report that is not there cannot be corrected; a title that is missing can be given.
    let is_there = match field.split('/').collect::<Vec<_>>()[..] {
        ["sections", ..] => now.is_some(),
        ["reports", report, _] => record["reports"].as_array().is_some_and(|r| r.iter().any(|r| r["id"] == report)),
        _ => true,
    };
    if !is_there {
        return Err(wrong(format!("{id} has no {field}")));
    }
    let before = Edits::open(&path)?.of(id, field).map(|e| (e.from_sha256.clone(), e.to.clone()));
    let from_sha256 = match before {
        // The records show the correction; the source has what it was made to.
        Some((from, corrected)) if now.as_ref().unwrap_or(&Value::Null) == &corrected => from,
        _ => now.as_ref().map(hash),
    };
    let By { by, why, at } = by;
    let edit = Edit { id: id.to_owned(), field: field.to_owned(), from_sha256, to: value(field, to), by, why, at };
    append(&path, &edit)?;
    Ok(edit)
}

/// The record of a pledge as an import wrote it, before a publication cleans it: what hashes of the source's values are of.
fn record_of(records: &Path, id: &str) -> Result<Option<Value>, ImportError> {
    for path in files_of(records, "pledges").map_err(io_error(records, "read"))? {
        let file = File::open(&path).map_err(io_error(&path, "read"))?;
        for line in Lines::new(BufReader::new(file)) {
            // Lines that are no pledges are listed by `desk check`.
            if let (_, Line::Bytes(bytes)) = line.map_err(io_error(&path, "read"))?
                && let Ok((pledge, _)) = parse_pledge(&bytes)
                && pledge.id.as_str() == id
            {
                return Ok(serde_json::from_str(&pledge_json(&pledge)).ok());
            }
        }
    }
    Ok(None)
}

/// The value that some words are: JSON where the value is no text, `null` in any case.
fn value(field: &str, to: &str) -> Value {
    let last = field.rsplit('/').next().unwrap_or(field);
    let is_json =
        matches!(last, "parties" | "themes" | "resolutions" | "countries" | "period" | "attachments" | "completed");
    let read = || serde_json::from_str(to).ok();
    let json = if is_json || to == "null" { read() } else { None };
    json.unwrap_or_else(|| Value::String(to.to_owned()))
}
