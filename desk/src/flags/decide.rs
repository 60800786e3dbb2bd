//! Deciding a case: by a person, with a ground and a statement; what a removal needs in the records is written there.

use std::{fs::OpenOptions, io::Write, path::Path};

use pledgebook_core::{
    feed::{By, Removal, Sha256Hex, State, parse_removal, removal_json},
    model::{Ground, Lang, Names},
};

use super::{Case, FlagError, Store};

/// What can be decided.
pub const OUTCOMES: [&str; 5] = ["kept", "removed", "corrected", "referred", "void"];

/// A decision.
#[derive(Clone, Debug)]
pub struct Decide {
    /// One of [`OUTCOMES`].
    pub outcome: String,
    /// On what ground.
    pub ground: Ground,
    /// The public statement: its language and its words.
    pub statement: Vec<(Lang, String)>,
    /// When (RFC 3339, UTC).
    pub at: String,
}

impl Decide {
    /// Reads statements such as `en:It stays.`; without a language, English.
    pub fn statements(given: &[String]) -> Vec<(Lang, String)> {
        let english = || Lang::new("en").unwrap_or_else(|| unreachable!("a language"));
        let read = |text: &String| match text.split_once(':').and_then(|(l, rest)| Some((Lang::new(l)?, rest))) {
            Some((lang, rest)) if lang.as_str().len() < 9 => (lang, rest.trim().to_owned()),
            _ => (english(), text.trim().to_owned()),
        };
        given.iter().map(read).collect()
    }

    /// Decides a case. A case that is decided stays as it is.
    pub async fn carry_out(&self, store: &Store, case: &Case) -> Result<(), FlagError> {
        let statement: serde_json::Map<String, serde_json::Value> =
            self.statement.iter().map(|(lang, text)| (lang.as_str().to_owned(), text.clone().into())).collect();
        let done = sqlx::query(
            "UPDATE cases SET state = 'decided', outcome = $2, ground = $3, decided = $4, statement = $5, subject = subject || ' ' || id \
             WHERE id = $1 AND state <> 'decided'",
        )
        .bind(&case.id)
        .bind(&self.outcome)
        .bind(self.ground.wire())
        .bind(&self.at)
        .bind(serde_json::Value::Object(statement).to_string())
        .execute(&store.pool)
        .await?;
        if done.rows_affected() == 0 {
            return Err(FlagError::Wrong(format!("case {} is decided already", case.id)));
        }
        Ok(())
    }

    /// The line of `removals.ndjson` that takes the text of a case away, or its whole pledge or report.
    pub fn removal(&self, case: &Case) -> Result<String, FlagError> {
        let subject = &case.subject;
        let json = removal_json(&Removal {
            case: Some(case.id.as_str().into()),
            id: subject.report.as_deref().unwrap_or(&subject.pledge).into(),
            texts: subject.sha256.as_deref().and_then(Sha256Hex::parse).map(|hash| vec![hash]),
            state: State::Removed,
            by: By::Moderator,
            at: self.at.as_str().into(),
            restored: None,
            ground: self.ground.wire().into(),
            statement: Names::new(self.statement.iter().map(|(l, t)| (l.clone(), t.as_str().into()))),
            redress: None,
        });
        // What the publisher would not understand is never written.
        parse_removal(&json).map_err(|said| FlagError::Wrong(format!("the removal cannot be written: {said}")))?;
        Ok(json)
    }

    /// Appends a line to the removals of records, on the disk before this returns.
    pub fn append(records: &Path, line: &str) -> Result<(), FlagError> {
        let path = records.join("removals.ndjson");
        let failed = |error| FlagError::File(path.clone(), error);
        let whole = match std::fs::read(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
            read => read.map_err(failed)?,
        };
        // A last line that an editor left without its end must not run into this one.
        let begin = if whole.last().is_some_and(|b| *b != b'\n') { "\n" } else { "" };
        let mut file = OpenOptions::new().create(true).append(true).open(&path).map_err(failed)?;
        file.write_all(format!("{begin}{line}\n").as_bytes()).and_then(|()| file.sync_all()).map_err(failed)
    }
}
