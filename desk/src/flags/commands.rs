//! Cases on the command line: enough for a desk to work with.

use std::{fs, path::Path};

use pledgebook_core::feed::parse_flag;
use serde_json::Value;

use super::{Case, Decide, FlagError, Key, Put, Store, read_kept, text_now};
use crate::office::{self, OfficeError, Refusal};

/// The cases, a line each, for who works them off.
pub async fn list(data: &Path, all: bool) -> Result<String, FlagError> {
    let store = Store::open(data).await?;
    let mut out = String::new();
    for (case, danger, standing) in store.cases(all).await? {
        let outcome = case.outcome.as_deref().map(|o| format!(" ({o})")).unwrap_or_default();
        out += &format!(
            "{} {:7} {}{outcome}  {} flags since {}  {}\n",
            case.id,
            if danger { "DANGER" } else { "" },
            case.state,
            standing,
            case.opened,
            about(&case),
        );
    }
    if out.is_empty() {
        out += "no cases\n";
    }
    Ok(out)
}

fn about(case: &Case) -> String {
    let subject = &case.subject;
    [Some(&subject.pledge), subject.report.as_ref(), subject.part.as_ref()]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(" / ")
}

async fn find(store: &Store, name: &str) -> Result<Case, FlagError> {
    let found = store.case(name).await?;
    found.ok_or_else(|| FlagError::Wrong(format!("there is no case {name}; `desk cases` lists them")))
}

/// A case with its text and its flags. From now on its readers see that it is being read.
pub async fn show(data: &Path, name: &str, feed: Option<&Path>) -> Result<String, FlagError> {
    let store = Store::open(data).await?;
    let case = find(&store, name).await?;
    sqlx::query("UPDATE cases SET state = 'under-review' WHERE id = $1 AND state = 'open'")
        .bind(&case.id)
        .execute(&store.pool)
        .await?;
    let mut out = format!("case {}\n{}\nopened {}\n", case.id, about(&case), case.opened);
    if let Some(outcome) = &case.outcome {
        out += &format!("decided {}: {outcome}\n", case.decided.as_deref().unwrap_or_default());
    }
    out += "\nthe text as its readers saw it:\n";
    out += &match &case.subject.sha256 {
        Some(sha) => match store.text(sha).await? {
            Some(text) => quoted(&text),
            None => format!("  (this desk never served a text with the hash {sha})\n"),
        },
        None => "  (the whole pledge)\n".to_owned(),
    };
    if let Some(feed) = feed {
        out += "\nthe text now:\n";
        out += &match text_now(feed, &case)? {
            Some(text) => quoted(&text),
            None => "  (it is not in the feed)\n".to_owned(),
        };
    }
    for flag in store.flags_of(&case.id).await? {
        let back = if flag.taken_back { ", taken back" } else { "" };
        let danger = if flag.flag.danger { ", DANGER" } else { "" };
        out += &format!("\n{} {} ({}){danger}{back}\n", flag.receipt, flag.flag.ground.wire(), flag.received);
        let mut line = |name: &str, text: Option<&str>| {
            if let Some(text) = text {
                out += &format!("  {name}: {}\n", crate::records::printable(text));
            }
        };
        let principles: Vec<&str> = flag.flag.principles.iter().map(|p| p.wire()).collect();
        line("principles", Some(principles.join(", ").as_str()).filter(|p| !p.is_empty()));
        line("law", flag.flag.law.as_deref());
        line("stands for", flag.replaces.as_deref());
        if let Some((name, email)) = &flag.contact {
            line("name", name.as_deref());
            line("e-mail", email.as_deref());
        }
        out += &quoted(&flag.flag.explanation);
        if let Some(quote) = &flag.flag.quote {
            out += "  the passage:\n";
            out += &quoted(quote);
        }
    }
    Ok(out)
}

/// A text from outside, without what could move a terminal's cursor.
fn quoted(text: &str) -> String {
    let line = |line: &str| format!("  | {}\n", crate::records::printable(line));
    text.lines().map(line).collect()
}

/// Decides a case; says what else is to be done.
pub async fn decide(data: &Path, name: &str, decision: &Decide, records: Option<&Path>) -> Result<String, FlagError> {
    let store = Store::open(data).await?;
    let case = find(&store, name).await?;
    let proposal = decision.proposal(case.subject.sha256.is_some(), case.subject.report.is_some());
    let line =
        office::from_command_line(&store, &case.id, proposal, decision.at).await.map_err(|error| match error {
            OfficeError::Store(error) => error,
            OfficeError::Refused(Refusal::Decided) => FlagError::Wrong(format!("case {} is decided already", case.id)),
            OfficeError::Refused(_) => FlagError::Wrong(error.to_string()),
        })?;
    let mut said = format!("case {} is decided: {}\n", case.id, decision.outcome.wire());
    match (line, records) {
        (Some(line), Some(records)) => {
            // The decision stands: whatever the disk says, the line must not be lost with it.
            office::append_pending(&store, records).await.map_err(|error| {
                FlagError::Wrong(format!(
                    "{said}but {error}: add this line to removals.ndjson yourself and publish again:\n{line}"
                ))
            })?;
            said += "the removal stands in removals.ndjson; publish again with `desk publish`\n";
        }
        (Some(line), None) => {
            said += &format!(
                "a desk that serves with --records does the rest; otherwise add this line to removals.ndjson and publish again:\n{line}\n"
            );
        }
        (None, _) => {}
    }
    Ok(said)
}

/// Takes in a file that the app saved: one flag, or several. Repeats are one flag.
pub async fn import(data: &Path, file: &Path, now: &str) -> Result<String, FlagError> {
    let bytes = fs::read(file).map_err(|e| FlagError::File(file.into(), e))?;
    let value: Value =
        serde_json::from_slice(&bytes).map_err(|e| FlagError::Wrong(format!("{}: {e}", file.display())))?;
    let flags = match value.get("flags").and_then(Value::as_array) {
        Some(flags) => flags.clone(),
        None => vec![value],
    };
    let store = Store::open(data).await?;
    let key = Key::of(data, store.is_empty().await?)?;
    let mut out = String::new();
    let mut refused = 0;
    for (n, flag) in flags.iter().enumerate() {
        let json = flag.to_string();
        let read = parse_flag(json.as_bytes()).or_else(|faults| {
            // A file never holds how to reach its reader, whom the ground would need.
            let only_contact = faults.iter().all(|f| f.field.starts_with("/contact"));
            let without = only_contact && flag.get("contact").is_none_or(Value::is_null);
            read_kept(&json).filter(|_| without).ok_or(faults)
        });
        match read {
            Ok(flag) => match store.put(&flag, &[], now).await? {
                Put::New(kept) | Put::Again(kept) => {
                    let secret = key.secret(&kept.id, &kept.content);
                    out += &format!("{} receipt {} secret {secret}\n", kept.id, kept.receipt);
                }
                Put::Unknown => {
                    refused += 1;
                    out += &format!("{} objects to what this desk does not know\n", flag.id.as_str());
                }
                Put::Taken => {
                    refused += 1;
                    out += &format!("{} is the id of a flag that says something else\n", flag.id.as_str());
                }
            },
            Err(faults) => {
                refused += 1;
                let said: Vec<String> = faults.iter().map(|f| format!("{} {}", f.field, f.message())).collect();
                out += &format!("flag {}: {}\n", n + 1, said.join("; "));
            }
        }
    }
    if refused > 0 {
        return Err(FlagError::Wrong(format!("{out}{refused} of {} were not taken", flags.len())));
    }
    Ok(out)
}
