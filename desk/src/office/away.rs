//! What is away: the entry of `removed` that a decision makes, changes or ends. All entries of a case are lines of one matter, of
//! which the latest counts.

use pledgebook_core::{
    feed::{By, Removal, Sha256Hex, State, parse_removal, removal_json},
    model::Names,
};
use sqlx::{Sqlite, Transaction};

use super::{OfficeError, Proposal, Refusal, Scope};
use crate::flags::{Case, FlagError};

/// The entry by which what a case is about is away now.
pub(super) async fn in_force<'e, E>(with: E, case: &str) -> Result<Option<Removal>, OfficeError>
where
    E: sqlx::Executor<'e, Database = Sqlite>,
{
    let line: Option<String> =
        sqlx::query_scalar("SELECT line FROM removals WHERE case_id = $1 ORDER BY n DESC LIMIT 1")
            .bind(case)
            .fetch_optional(with)
            .await?;
    let line = line.map(|line| parse_removal(&line)).transpose();
    let line = line.map_err(|said| FlagError::Wrong(format!("a removal of case {case} cannot be read: {said}")))?;
    Ok(line.filter(|removal| removal.restored.is_none()))
}

/// The entry that takes away what is decided; `there` is the one by which something is away now.
pub(super) fn removal(
    case: &Case,
    proposal: &Proposal,
    there: Option<&Removal>,
    state: State,
    at: &str,
) -> Result<Removal, OfficeError> {
    let subject = &case.subject;
    let report = || subject.report.as_deref().ok_or(Refusal::NoText);
    let (id, texts) = match proposal.scope {
        Scope::Text => {
            let hash = subject.sha256.as_deref().and_then(Sha256Hex::parse).ok_or(Refusal::NoText)?;
            (subject.report.as_deref().unwrap_or(&subject.pledge), Some(vec![hash]))
        }
        Scope::Report => (report()?, None),
        Scope::Pledge => (&*subject.pledge, None),
        Scope::Standing => there.map(|there| (&*there.id, there.texts.clone())).ok_or(Refusal::NoText)?,
    };
    let standing = there.filter(|_| proposal.scope == Scope::Standing);
    let removal = Removal {
        case: Some(case.id.as_str().into()),
        id: id.into(),
        texts,
        state,
        // A person decides, always, whatever helped them.
        by: if proposal.by_party { By::Party } else { standing.map_or(By::Moderator, |there| there.by) },
        at: at.into(),
        restored: None,
        ground: proposal.ground.wire().into(),
        statement: Names::new(proposal.statement.iter().map(|(l, t)| (l.clone(), t.as_str().into()))),
        redress: standing.and_then(|there| there.redress.clone()),
    };
    // What the publisher would not understand is never written.
    parse_removal(&removal_json(&removal))
        .map_err(|said| FlagError::Wrong(format!("the removal cannot be written: {said}")))?;
    Ok(removal)
}

pub(super) async fn add_removal(
    tx: &mut Transaction<'_, Sqlite>,
    case: &str,
    removal: &Removal,
    at: &str,
) -> Result<(), OfficeError> {
    sqlx::query(
        "INSERT INTO removals (n, case_id, line, made) SELECT COALESCE(MAX(n), 0) + 1, $1, $2, $3 FROM removals",
    )
    .bind(case)
    .bind(removal_json(removal))
    .bind(at)
    .execute(&mut **tx)
    .await?;
    Ok(())
}
