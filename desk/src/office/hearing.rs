//! Hearing a party before something of its is removed: it is told what is at issue, and has some days to answer. Where a person is
//! exposed or in danger nobody waits for that, and where a pledge names no party there is nobody to ask.

use sqlx::{Sqlite, Transaction};

use super::{
    Moderator, Office, OfficeError, Refusal,
    cases::{add_note, changed},
    later,
    messages::{Send, keep_message},
    needed,
};
use crate::clock;

/// The grounds on which a person has to be protected at once.
pub(super) const URGENT: [&str; 2] = ["personal-data", "safety"];

impl Office {
    /// Asks the parties of a case's pledge; they have until some days from now. Those whose address the desk has get a mail; the
    /// others are told by the moderator, which is why the text is kept. Without `mails` nobody gets one: there is no server.
    pub async fn ask(&self, case: &str, text: &str, mails: bool, who: &Moderator, now: u64) -> Result<(), OfficeError> {
        let text = needed(text, "text")?;
        let mut tx = self.store.pool.begin().await?;
        self.take(&mut tx, case, who, now).await?;
        let until = later(now, self.rules.hear_days * 86_400);
        let done = sqlx::query("UPDATE cases SET hear_until = $2, heard = NULL WHERE id = $1 AND (state <> 'decided' OR objected IS NOT NULL)")
            .bind(case)
            .bind(&until)
            .execute(&mut *tx)
            .await?;
        if done.rows_affected() == 0 {
            return Err(Refusal::Decided.into());
        }
        let addresses: Vec<String> = sqlx::query_scalar(
            "SELECT DISTINCT k.email FROM cases c JOIN pledge_parties l ON l.pledge = c.pledge \
             JOIN party_contacts k ON k.party = l.party WHERE c.id = $1",
        )
        .bind(case)
        .fetch_all(&mut *tx)
        .await?;
        for address in addresses.into_iter().filter(|_| mails) {
            let send = Send {
                channel: "mail",
                danger: false,
                recipient: Some(address),
                subject: format!("Pledgebook: your answer until {}", until.get(..10).unwrap_or_default()),
                body: text.clone(),
            };
            keep_message(&mut tx, &send, now).await?;
        }
        changed(&mut tx, case).await?;
        add_note(&mut tx, case, "asked", &format!("{text}\n\n({until})"), who, now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Keeps what a party answered.
    pub async fn heard(&self, case: &str, text: &str, who: &Moderator, now: u64) -> Result<(), OfficeError> {
        let text = needed(text, "text")?;
        let mut tx = self.store.pool.begin().await?;
        self.take(&mut tx, case, who, now).await?;
        let done = sqlx::query(
            "UPDATE cases SET heard = $2 WHERE id = $1 AND hear_until IS NOT NULL AND (state <> 'decided' OR objected IS NOT NULL)",
        )
        .bind(case)
        .bind(clock::rfc3339(now))
        .execute(&mut *tx)
        .await?;
        if done.rows_affected() == 0 {
            return Err(Refusal::MustHear(None).into());
        }
        changed(&mut tx, case).await?;
        add_note(&mut tx, case, "answer", &text, who, now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Keeps how to reach a party; an empty address takes it away.
    pub async fn set_contact(&self, party: &str, email: &str) -> Result<(), OfficeError> {
        if email.trim().is_empty() {
            sqlx::query("DELETE FROM party_contacts WHERE party = $1").bind(party).execute(&self.store.pool).await?;
            return Ok(());
        }
        if email.parse::<lettre::Address>().is_err() {
            return Err(Refusal::Missing("email").into());
        }
        sqlx::query(
            "INSERT INTO party_contacts (party, email) VALUES ($1, $2) ON CONFLICT (party) DO UPDATE SET email = excluded.email",
        )
        .bind(party)
        .bind(email.trim())
        .execute(&self.store.pool)
        .await?;
        Ok(())
    }

    /// Whether a removal on a ground may be decided now.
    pub(super) async fn may_remove(
        &self,
        tx: &mut Transaction<'_, Sqlite>,
        case: &str,
        ground: &str,
        now: u64,
    ) -> Result<(), OfficeError> {
        if self.rules.hear_days == 0 || URGENT.contains(&ground) {
            return Ok(());
        }
        let parties: i64 = sqlx::query_scalar(
            "SELECT COUNT(*) FROM cases c JOIN pledge_parties l ON l.pledge = c.pledge WHERE c.id = $1",
        )
        .bind(case)
        .fetch_one(&mut **tx)
        .await?;
        let (until, heard): (Option<String>, Option<String>) =
            sqlx::query_as("SELECT hear_until, heard FROM cases WHERE id = $1").bind(case).fetch_one(&mut **tx).await?;
        let over = until.as_deref().is_some_and(|until| until <= clock::rfc3339(now).as_str());
        if parties == 0 || heard.is_some() || over { Ok(()) } else { Err(Refusal::MustHear(until).into()) }
    }
}

/// Whether a flag that stands says that somebody is in danger, or exposed.
pub(super) async fn is_urgent(tx: &mut Transaction<'_, Sqlite>, case: &str) -> Result<bool, OfficeError> {
    let urgent: i64 = sqlx::query_scalar(
        "SELECT COUNT(*) FROM flags WHERE case_id = $1 AND taken_back IS NULL AND (danger = 1 OR ground IN ('personal-data', 'safety'))",
    )
    .bind(case)
    .fetch_one(&mut **tx)
    .await?;
    Ok(urgent > 0)
}
