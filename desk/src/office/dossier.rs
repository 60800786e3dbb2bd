//! All that a moderator sees of a case.

use pledgebook_core::feed::Removal;
use sqlx::Row;

use super::{
    Listed, Office, OfficeError, Refusal,
    away::in_force,
    cases::{JOINS, LISTED, listed},
    kept::{Decision, decisions_of},
};
use crate::{
    clock,
    flags::{CASE, OfCase},
};

/// A note on a case.
#[derive(Clone, Debug)]
pub struct Note {
    /// `note`, `asked`, `answer` or `sent-back`.
    pub kind: String,
    /// Who wrote it.
    pub by: String,
    /// When.
    pub at: String,
    /// The words.
    pub text: String,
}

/// An earlier decision on the same pledge or of the same party.
#[derive(Clone, Debug)]
pub struct Earlier {
    /// Its case.
    pub case: String,
    /// Its pledge.
    pub pledge: String,
    /// What was decided.
    pub outcome: String,
    /// On what ground.
    pub ground: String,
    /// When.
    pub decided: String,
}

/// A case.
#[derive(Clone, Debug)]
pub struct Dossier {
    /// As in the queue.
    pub listed: Listed,
    /// Its flags and objections.
    pub flags: Vec<OfCase>,
    /// The text as its readers saw it, if this desk ever served it.
    pub seen: Option<String>,
    /// Notes, the oldest first.
    pub notes: Vec<Note>,
    /// Decisions and holds, the oldest first.
    pub decisions: Vec<Decision>,
    /// What was decided on the same pledge or party, the newest first.
    pub earlier: Vec<Earlier>,
    /// The entry by which something of it is away now.
    pub away: Option<Removal>,
    /// The pledge's parties, and whether the desk can write to them.
    pub parties: Vec<(String, bool)>,
}

impl Office {
    /// A case by its id, or by a receipt.
    pub async fn dossier(&self, name: &str, now: u64) -> Result<Dossier, OfficeError> {
        let query = format!(
            "SELECT {CASE}, {LISTED} FROM cases c {JOINS} WHERE c.id = $1 OR c.id IN (SELECT case_id FROM flags WHERE receipt = $1)"
        );
        let row = sqlx::query(&query).bind(name).fetch_optional(&self.store.pool).await?.ok_or(Refusal::Unknown)?;
        let listed = listed(&row, &clock::rfc3339(now))?;
        let id = &listed.case.id;
        let seen = match &listed.case.subject.sha256 {
            Some(sha) => self.store.text(sha).await?,
            None => None,
        };
        Ok(Dossier {
            flags: self.store.flags_of(id).await?,
            seen,
            notes: self.notes(id).await?,
            decisions: decisions_of(&self.store.pool, id).await?,
            earlier: self.earlier(id, &listed.case.subject.pledge).await?,
            away: in_force(&self.store.pool, id).await?,
            parties: self.parties(&listed.case.subject.pledge).await?,
            listed,
        })
    }

    async fn notes(&self, case: &str) -> Result<Vec<Note>, OfficeError> {
        let rows = sqlx::query("SELECT kind, by_moderator, at, text FROM notes WHERE case_id = $1 ORDER BY at, id")
            .bind(case)
            .fetch_all(&self.store.pool)
            .await?;
        let read = |row: &sqlx::sqlite::SqliteRow| {
            Ok(Note {
                kind: row.try_get("kind")?,
                by: row.try_get("by_moderator")?,
                at: row.try_get("at")?,
                text: row.try_get("text")?,
            })
        };
        Ok(rows.iter().map(read).collect::<Result<_, sqlx::Error>>()?)
    }

    async fn earlier(&self, case: &str, pledge: &str) -> Result<Vec<Earlier>, OfficeError> {
        let rows = sqlx::query(
            "SELECT c.id, c.pledge, c.outcome, c.ground, c.decided FROM cases c WHERE c.state = 'decided' AND c.id <> $1 AND \
             (c.pledge = $2 OR c.pledge IN (SELECT o.pledge FROM pledge_parties o JOIN pledge_parties s ON s.party = o.party \
             WHERE s.pledge = $2)) ORDER BY c.decided DESC LIMIT 20",
        )
        .bind(case)
        .bind(pledge)
        .fetch_all(&self.store.pool)
        .await?;
        let read = |row: &sqlx::sqlite::SqliteRow| {
            Ok(Earlier {
                case: row.try_get("id")?,
                pledge: row.try_get("pledge")?,
                outcome: row.try_get("outcome")?,
                ground: row.try_get("ground")?,
                decided: row.try_get("decided")?,
            })
        };
        Ok(rows.iter().map(read).collect::<Result<_, sqlx::Error>>()?)
    }

    async fn parties(&self, pledge: &str) -> Result<Vec<(String, bool)>, OfficeError> {
        let rows: Vec<(String, Option<String>)> = sqlx::query_as(
            "SELECT l.party, k.email FROM pledge_parties l LEFT JOIN party_contacts k ON k.party = l.party WHERE l.pledge = $1 \
             ORDER BY l.party",
        )
        .bind(pledge)
        .fetch_all(&self.store.pool)
        .await?;
        Ok(rows.into_iter().map(|(party, email)| (party, email.is_some())).collect())
    }
}
