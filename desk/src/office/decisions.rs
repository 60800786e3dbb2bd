//! Deciding: by a person, with ground, reasoning and a public statement; a removal is confirmed by a second; an objection is decided
//! by somebody else than the first. What takes a text away, or gives it back, is kept in the same transaction.

use pledgebook_core::{
    feed::{Removal, State},
    model::{Ground, Lang},
    words,
};
use sqlx::{Row, Sqlite, Transaction};

use super::{
    Moderator, Office, OfficeError, Refusal, Role,
    audit::{Deed, log},
    away::{add_removal, in_force, removal},
    cases::{add_note, changed},
    kept::{Decision, decisions_of, keep, read_back, seconded},
    needed, typed,
};
use crate::{
    clock,
    flags::{CASE, Case, Store, case},
};

words!(
    /// What is decided.
    Outcome {
        /// It stays, or is restored.
        Kept = "kept",
        /// It goes.
        Removed = "removed",
        /// The source corrected it.
        Corrected = "corrected",
        /// It goes to the editors.
        Referred = "referred",
        /// There is nothing to decide any more.
        Void = "void",
    }
);

words!(
    /// What goes.
    Scope {
        /// The text that was flagged.
        Text = "text",
        /// The report that it is in.
        Report = "report",
        /// The whole pledge.
        Pledge = "pledge",
        /// Exactly what is away now.
        Standing = "standing",
    }
);

/// What a moderator decides.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// What.
    pub outcome: Outcome,
    /// Of a removal: what goes.
    pub scope: Scope,
    /// On what ground.
    pub ground: Ground,
    /// Which rule, such as `Statutes, article 11.4`.
    pub rule: String,
    /// Facts and reasoning, inside the desk only.
    pub reasoning: String,
    /// The public statement by language; at least one.
    pub statement: Vec<(Lang, String)>,
    /// Whether anything was automated.
    pub automated: bool,
    /// Of a removal: whether the party itself withdraws it.
    pub by_party: bool,
}

impl Proposal {
    /// With what was typed in bounds; refused where something is missing.
    pub(super) fn checked(self) -> Result<Self, Refusal> {
        let mut statement = Vec::new();
        for (lang, text) in &self.statement {
            statement.extend(typed(text, "statement")?.map(|text| (lang.clone(), text)));
        }
        if statement.is_empty() {
            return Err(Refusal::Missing("statement"));
        }
        let rule = typed(&self.rule, "rule")?.unwrap_or_default();
        Ok(Self { statement, rule, reasoning: typed(&self.reasoning, "reasoning")?.unwrap_or_default(), ..self })
    }

    pub(super) fn statement_json(&self) -> String {
        let map: serde_json::Map<String, serde_json::Value> =
            self.statement.iter().map(|(lang, text)| (lang.as_str().to_owned(), text.clone().into())).collect();
        serde_json::Value::Object(map).to_string()
    }
}

impl Office {
    /// Decides a case, or what was objected to; true if it is done, false if a second has to confirm it. `version` is that of
    /// the case as the moderator saw it.
    pub async fn decide(
        &self,
        name: &str,
        version: i64,
        proposal: Proposal,
        who: &Moderator,
        now: u64,
    ) -> Result<bool, OfficeError> {
        let proposal = proposal.checked()?;
        let mut tx = self.store.pool.begin().await?;
        self.take(&mut tx, name, who, now).await?;
        let case = undecided(&mut tx, name, Some(version)).await?;
        if case.objected {
            not_the_first(&mut tx, name, who).await?;
        }
        let removes = proposal.outcome == Outcome::Removed;
        let there = in_force(&mut *tx, name).await?;
        let mut upholds = false;
        match (proposal.outcome, &there) {
            (Outcome::Removed, there) => {
                // What cannot be written as a removal is refused now, not when it is confirmed.
                let new = removal(&case.case, &proposal, there.as_ref(), State::Removed, &clock::rfc3339(now))?;
                // Only what is away already, exactly, needs nobody else: more, or less, is a decision of its own.
                let same = |t: &Removal| t.state == State::Removed && (&t.id, &t.texts) == (&new.id, &new.texts);
                upholds = there.as_ref().is_some_and(same);
                if !upholds && !proposal.by_party {
                    self.may_remove(&mut tx, name, proposal.ground.wire(), now).await?;
                }
            }
            (Outcome::Kept, _) | (_, None) => {}
            // Whoever says "void" does not mean that it shall be shown again.
            (_, Some(_)) => return Err(Refusal::StillAway.into()),
        }
        let id = keep(&mut tx, name, "decision", &proposal, &who.id, None, now).await?;
        let proposed = removes && self.rules.second && !upholds;
        let what = if proposed { "proposed" } else { "decided" };
        let became =
            Some(format!("{} {} on {}", proposal.outcome.wire(), proposal.scope.wire(), proposal.ground.wire()));
        let was = case.case.outcome.clone();
        log(&mut tx, &clock::rfc3339(now), Deed { who: &who.name, what, case: Some(name), was, became }).await?;
        if proposed {
            release(&mut tx, name).await?;
            changed(&mut tx, name).await?;
        } else {
            finish(&mut tx, &case.case, &id, &proposal, now).await?;
        }
        tx.commit().await?;
        Ok(!proposed)
    }

    /// A second confirms a proposed removal.
    pub async fn confirm(&self, name: &str, version: i64, who: &Moderator, now: u64) -> Result<(), OfficeError> {
        let mut tx = self.store.pool.begin().await?;
        let (case, decision, proposal) = self.proposed(&mut tx, name, "decision", Some(version)).await?;
        if decision.by.0 == who.id {
            return Err(Refusal::SameAsFirst.into());
        }
        seconded(&mut tx, &decision.id, who, now).await?;
        let at = clock::rfc3339(now);
        log(
            &mut tx,
            &at,
            Deed { who: &who.name, what: "confirmed", case: Some(name), was: None, became: Some(decision.outcome) },
        )
        .await?;
        finish(&mut tx, &case, &decision.id, &proposal, now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// A second, or who proposed it, sends a proposed removal back, and says why.
    pub async fn send_back(&self, name: &str, why: &str, who: &Moderator, now: u64) -> Result<(), OfficeError> {
        let why = needed(why, "text")?;
        let mut tx = self.store.pool.begin().await?;
        let (_, decision, _) = self.proposed(&mut tx, name, "decision", None).await?;
        sqlx::query("UPDATE decisions SET state = 'ended' WHERE id = $1").bind(&decision.id).execute(&mut *tx).await?;
        changed(&mut tx, name).await?;
        add_note(&mut tx, name, "sent-back", &why, who, now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Opens a decided case again, as an objection of the office's own.
    pub async fn reopen(&self, name: &str, why: &str, who: &Moderator, now: u64) -> Result<(), OfficeError> {
        let why = needed(why, "text")?;
        let mut tx = self.store.pool.begin().await?;
        let done = sqlx::query(
            "UPDATE cases SET objected = $2, version = version + 1 WHERE id = $1 AND state = 'decided' AND objected IS NULL",
        )
        .bind(name)
        .bind(clock::rfc3339(now))
        .execute(&mut *tx)
        .await?;
        if done.rows_affected() == 0 {
            return Err(Refusal::Changed.into());
        }
        add_note(&mut tx, name, "reopened", &why, who, now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// What waits for a second.
    pub(super) async fn proposed(
        &self,
        tx: &mut Transaction<'_, Sqlite>,
        name: &str,
        kind: &str,
        version: Option<i64>,
    ) -> Result<(Case, Decision, Proposal), OfficeError> {
        // The first statement writes, so that what follows is as it will stay.
        let done = sqlx::query("UPDATE cases SET version = version WHERE id = $1 AND ($2 IS NULL OR version = $2)")
            .bind(name)
            .bind(version)
            .execute(&mut **tx)
            .await?;
        let decisions = decisions_of(&mut **tx, name).await?;
        let decision = decisions.into_iter().find(|d| d.kind == kind && d.state == "proposed");
        if done.rows_affected() == 0 {
            return Err(decision.map_or(Refusal::Decided, |_| Refusal::Changed).into());
        }
        let decision = decision.ok_or(Refusal::Decided)?;
        let query = format!("SELECT {CASE} FROM cases c WHERE c.id = $1");
        let found = case(&sqlx::query(&query).bind(name).fetch_one(&mut **tx).await?)?;
        let proposal = read_back(&decision)?;
        Ok((found, decision, proposal))
    }
}

/// A case that may be decided.
pub(super) struct Undecided {
    /// The case.
    pub case: Case,
    /// Whether it was decided, and somebody objects.
    pub objected: bool,
}

/// A case, if nothing is decided or proposed, and nothing has changed since it had this version.
pub(super) async fn undecided(
    tx: &mut Transaction<'_, Sqlite>,
    name: &str,
    version: Option<i64>,
) -> Result<Undecided, OfficeError> {
    let query = format!(
        "SELECT {CASE}, c.version, c.objected, (SELECT COUNT(*) FROM decisions d WHERE d.case_id = c.id AND d.kind = 'decision' \
         AND d.state = 'proposed') AS proposals FROM cases c WHERE c.id = $1"
    );
    let row = sqlx::query(&query).bind(name).fetch_optional(&mut **tx).await?.ok_or(Refusal::Unknown)?;
    let found = case(&row)?;
    let objected: Option<String> = row.try_get("objected")?;
    let (now, proposals): (i64, i64) = (row.try_get("version")?, row.try_get("proposals")?);
    if proposals > 0 || (found.state == "decided" && objected.is_none()) {
        return Err(Refusal::Decided.into());
    }
    if version.is_some_and(|version| version != now) {
        return Err(Refusal::Changed.into());
    }
    Ok(Undecided { case: found, objected: objected.is_some() })
}

/// An objection is decided by somebody else than who decided first, where there is somebody else.
async fn not_the_first(tx: &mut Transaction<'_, Sqlite>, case: &str, who: &Moderator) -> Result<(), OfficeError> {
    let first: Option<String> = sqlx::query_scalar(
        "SELECT by_moderator FROM decisions WHERE case_id = $1 AND kind = 'decision' AND state = 'standing'",
    )
    .bind(case)
    .fetch_optional(&mut **tx)
    .await?;
    if first.as_deref() != Some(&*who.id) {
        return Ok(());
    }
    let others: i64 = sqlx::query_scalar(
        "SELECT COUNT(*) FROM moderators WHERE id <> $1 AND role = $2 AND ended IS NULL AND password IS NOT NULL",
    )
    .bind(&who.id)
    .bind(Role::Moderator.word())
    .fetch_one(&mut **tx)
    .await?;
    if others > 0 { Err(Refusal::ObjectionToOwn.into()) } else { Ok(()) }
}

async fn release(tx: &mut Transaction<'_, Sqlite>, case: &str) -> Result<(), OfficeError> {
    sqlx::query("UPDATE cases SET claimed_by = NULL, claimed_until = NULL WHERE id = $1")
        .bind(case)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// A decision takes effect: the case is decided, holds end, and the text goes or comes back.
async fn finish(
    tx: &mut Transaction<'_, Sqlite>,
    case: &Case,
    decision: &str,
    proposal: &Proposal,
    now: u64,
) -> Result<(), OfficeError> {
    let at = clock::rfc3339(now);
    for query in [
        "UPDATE decisions SET state = 'ended' WHERE case_id = $1 AND id <> $2 AND state IN ('proposed', 'standing')",
        "UPDATE decisions SET state = 'standing' WHERE case_id = $1 AND id = $2",
    ] {
        sqlx::query(query).bind(&case.id).bind(decision).execute(&mut **tx).await?;
    }
    sqlx::query(
        "UPDATE cases SET outcome = $2, ground = $3, decided = $4, statement = $5, objected = NULL, claimed_by = NULL, \
         claimed_until = NULL, hear_until = NULL, heard = NULL, version = version + 1, \
         subject = CASE WHEN state = 'decided' THEN subject ELSE subject || ' ' || id END, state = 'decided' WHERE id = $1",
    )
    .bind(&case.id)
    .bind(proposal.outcome.wire())
    .bind(proposal.ground.wire())
    .bind(&at)
    .bind(proposal.statement_json())
    .execute(&mut **tx)
    .await?;
    let there = in_force(&mut **tx, &case.id).await?;
    let line = match (proposal.outcome, there) {
        (Outcome::Removed, there) => {
            let new = removal(case, proposal, there.as_ref(), State::Removed, &at)?;
            // It is gone since it was first taken away.
            Some(Removal { at: there.map_or(new.at, |there| there.at), ..new })
        }
        (Outcome::Kept, Some(there)) => Some(Removal { restored: Some(at.as_str().into()), ..there }),
        (_, _) => None,
    };
    match line {
        Some(line) => add_removal(tx, &case.id, &line, &at).await,
        None => Ok(()),
    }
}

/// Decides a case for whoever has the desk's disk; nobody has to confirm. Returns the line that follows from it, if one does.
pub async fn from_command_line(
    store: &Store,
    name: &str,
    proposal: Proposal,
    now: u64,
) -> Result<Option<String>, OfficeError> {
    let proposal = proposal.checked()?;
    let mut tx = store.pool.begin().await?;
    sqlx::query("UPDATE cases SET version = version WHERE id = $1").bind(name).execute(&mut *tx).await?;
    let case = undecided(&mut tx, name, None).await?.case;
    let proposal = match (in_force(&mut *tx, name).await?, proposal.outcome) {
        (Some(_), Outcome::Removed) => Proposal { scope: Scope::Standing, ..proposal },
        (None, _) | (_, Outcome::Kept) => proposal,
        (Some(_), _) => return Err(Refusal::StillAway.into()),
    };
    let id = keep(&mut tx, name, "decision", &proposal, "command line", None, now).await?;
    let became = Some(format!("{} on {}", proposal.outcome.wire(), proposal.ground.wire()));
    let at = clock::rfc3339(now);
    log(&mut tx, &at, Deed { who: "command line", what: "decided", case: Some(name), was: None, became }).await?;
    finish(&mut tx, &case, &id, &proposal, now).await?;
    let line =
        sqlx::query_scalar("SELECT line FROM removals WHERE case_id = $1 AND written IS NULL ORDER BY n DESC LIMIT 1")
            .bind(name)
            .fetch_optional(&mut *tx)
            .await?;
    tx.commit().await?;
    Ok(line)
}
