//! Decisions and holds as they are kept.

use pledgebook_core::model::{Ground, Lang};
use sqlx::{Row, Sqlite, Transaction};

use super::{Moderator, OfficeError, Outcome, Proposal, Scope};
use crate::{clock, flags::FlagError};

/// A decision as it is kept.
#[derive(Clone, Debug)]
pub struct Decision {
    /// Its id.
    pub id: String,
    /// `decision` or `hold`.
    pub kind: String,
    /// What.
    pub outcome: String,
    /// What goes.
    pub scope: String,
    /// On what ground.
    pub ground: String,
    /// Which rule.
    pub rule: Option<String>,
    /// Why.
    pub reasoning: Option<String>,
    /// The public statement, JSON by language.
    pub statement: String,
    /// Whether anything was automated.
    pub automated: bool,
    /// Whether the party itself withdraws it.
    pub by_party: bool,
    /// Who, by id, and by name where it was a moderator.
    pub by: (String, Option<String>),
    /// When.
    pub at: String,
    /// `proposed`, `standing`, `ended`, or of a hold that nobody confirmed in time `lapsed`.
    pub state: String,
    /// Who confirmed it.
    pub second: Option<String>,
    /// A hold's end.
    pub until: Option<String>,
}

/// A decision as it was proposed.
pub(super) fn read_back(decision: &Decision) -> Result<Proposal, OfficeError> {
    let broken = || FlagError::Wrong(format!("decision {} cannot be read: run `desk doctor`", decision.id));
    let statement: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(&decision.statement).map_err(|_| broken())?;
    let one = |(lang, text): (String, serde_json::Value)| Some((Lang::new(&lang)?, text.as_str()?.to_owned()));
    Ok(Proposal {
        // A hold is a removal for now.
        outcome: match decision.kind.as_str() {
            "hold" => Outcome::Removed,
            _ => Outcome::from_wire(&decision.outcome).ok_or_else(broken)?,
        },
        scope: Scope::from_wire(&decision.scope).ok_or_else(broken)?,
        ground: Ground::from_wire(&decision.ground).ok_or_else(broken)?,
        rule: decision.rule.clone().unwrap_or_default(),
        reasoning: decision.reasoning.clone().unwrap_or_default(),
        statement: statement.into_iter().filter_map(one).collect(),
        automated: decision.automated,
        by_party: decision.by_party,
    })
}

/// Keeps what somebody decided, as proposed.
pub(super) async fn keep(
    tx: &mut Transaction<'_, Sqlite>,
    case: &str,
    kind: &str,
    proposal: &Proposal,
    by: &str,
    until: Option<&str>,
    now: u64,
) -> Result<String, OfficeError> {
    let id = uuid::Uuid::new_v4().to_string();
    let outcome = if kind == "hold" { "held" } else { proposal.outcome.wire() };
    let some = |text: &str| Some(text.to_owned()).filter(|t| !t.is_empty());
    sqlx::query(
        "INSERT INTO decisions (id, case_id, kind, outcome, scope, ground, rule, reasoning, statement, automated, by_party, by_moderator, \
         at, state, until) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'proposed', $14)",
    )
    .bind(&id)
    .bind(case)
    .bind(kind)
    .bind(outcome)
    .bind(proposal.scope.wire())
    .bind(proposal.ground.wire())
    .bind(some(&proposal.rule))
    .bind(some(&proposal.reasoning))
    .bind(proposal.statement_json())
    .bind(i64::from(proposal.automated))
    .bind(i64::from(proposal.by_party))
    .bind(by)
    .bind(clock::rfc3339(now))
    .bind(until)
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

pub(super) async fn seconded(
    tx: &mut Transaction<'_, Sqlite>,
    decision: &str,
    who: &Moderator,
    now: u64,
) -> Result<(), OfficeError> {
    sqlx::query("UPDATE decisions SET second = $2, second_at = $3 WHERE id = $1")
        .bind(decision)
        .bind(&who.name)
        .bind(clock::rfc3339(now))
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// The decisions of a case, the oldest first.
pub(super) async fn decisions_of<'e, E>(with: E, case: &str) -> Result<Vec<Decision>, OfficeError>
where
    E: sqlx::Executor<'e, Database = Sqlite>,
{
    let rows = sqlx::query(
        "SELECT d.id, d.kind, d.outcome, d.scope, d.ground, d.rule, d.reasoning, d.statement, d.automated, d.by_party, d.by_moderator, \
         m.name AS by_name, d.at, d.state, d.second, d.until FROM decisions d LEFT JOIN moderators m ON m.id = d.by_moderator \
         WHERE d.case_id = $1 ORDER BY d.at, d.id",
    )
    .bind(case)
    .fetch_all(with)
    .await?;
    let read = |row: &sqlx::sqlite::SqliteRow| {
        Ok(Decision {
            id: row.try_get("id")?,
            kind: row.try_get("kind")?,
            outcome: row.try_get("outcome")?,
            scope: row.try_get("scope")?,
            ground: row.try_get("ground")?,
            rule: row.try_get("rule")?,
            reasoning: row.try_get("reasoning")?,
            statement: row.try_get("statement")?,
            automated: row.try_get::<i64, _>("automated")? != 0,
            by_party: row.try_get::<i64, _>("by_party")? != 0,
            by: (row.try_get("by_moderator")?, row.try_get("by_name")?),
            at: row.try_get("at")?,
            state: row.try_get("state")?,
            second: row.try_get("second")?,
            until: row.try_get("until")?,
        })
    };
    Ok(rows.iter().map(read).collect::<Result<_, sqlx::Error>>()?)
}
