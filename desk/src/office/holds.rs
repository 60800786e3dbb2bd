//! Holds: where a person is exposed or in danger, one moderator takes the text away at once; a second confirms within some hours,
//! or it comes back by itself.

use pledgebook_core::{feed::State, model::Ground};

use super::{
    Moderator, Office, OfficeError, Proposal, Refusal, Scope,
    audit::{Deed, log},
    away::{add_removal, in_force, removal},
    cases::changed,
    decisions::Outcome,
    hearing::{URGENT, is_urgent},
    kept::{keep, seconded},
    later,
};
use sqlx::{Row, Sqlite, Transaction};

use crate::{
    clock,
    flags::{CASE, Case, case},
};

/// A case of which something may be held: not decided, or objected to. The first statement writes.
async fn may_be_held(tx: &mut Transaction<'_, Sqlite>, name: &str) -> Result<Case, OfficeError> {
    changed(tx, name).await?;
    let query = format!("SELECT {CASE}, c.objected FROM cases c WHERE c.id = $1");
    let row = sqlx::query(&query).bind(name).fetch_optional(&mut **tx).await?.ok_or(Refusal::Unknown)?;
    let (found, objected): (Case, Option<String>) = (case(&row)?, row.try_get("objected")?);
    if found.state == "decided" && objected.is_none() {
        return Err(Refusal::Decided.into());
    }
    Ok(found)
}

impl Office {
    /// Takes a text away for now, at once.
    pub async fn hold(
        &self,
        name: &str,
        scope: Scope,
        ground: Ground,
        reasoning: &str,
        who: &Moderator,
        now: u64,
    ) -> Result<(), OfficeError> {
        let statement = crate::words::Words::all("hold.statement");
        let proposal = Proposal {
            outcome: Outcome::Removed,
            scope,
            ground,
            rule: String::new(),
            reasoning: reasoning.to_owned(),
            statement,
            automated: false,
            by_party: false,
        };
        let proposal = proposal.checked()?;
        let at = clock::rfc3339(now);
        let mut tx = self.store.pool.begin().await?;
        // Nobody's claim, and no proposal, stands in the way of protecting a person.
        let case = may_be_held(&mut tx, name).await?;
        if in_force(&mut *tx, name).await?.is_some() {
            return Err(Refusal::Decided.into());
        }
        let renewed = "SELECT COUNT(*) FROM decisions WHERE case_id = $1 AND kind = 'hold' AND state = 'lapsed' AND second IS NULL \
                       AND by_moderator = $2";
        let renewed: i64 = sqlx::query_scalar(renewed).bind(name).bind(&who.id).fetch_one(&mut *tx).await?;
        if renewed > 0 {
            return Err(Refusal::SameAsFirst.into());
        }
        if !URGENT.contains(&ground.wire()) && !is_urgent(&mut tx, name).await? {
            return Err(Refusal::NotUrgent.into());
        }
        let until = later(now, self.rules.hold_hours * 3_600);
        keep(&mut tx, name, "hold", &proposal, &who.id, Some(&until), now).await?;
        add_removal(&mut tx, name, &removal(&case, &proposal, None, State::Held, &at)?, &at).await?;
        let became = Some(format!("held {} until {until}", scope.wire()));
        log(&mut tx, &at, Deed { who: &who.name, what: "held", case: Some(name), was: None, became }).await?;
        tx.commit().await?;
        Ok(())
    }

    /// A second confirms a hold: it lasts until the case is decided.
    pub async fn confirm_hold(&self, name: &str, who: &Moderator, now: u64) -> Result<(), OfficeError> {
        let at = clock::rfc3339(now);
        let mut tx = self.store.pool.begin().await?;
        let (_, hold, _) = self.proposed(&mut tx, name, "hold", None).await?;
        if hold.by.0 == who.id {
            return Err(Refusal::SameAsFirst.into());
        }
        seconded(&mut tx, &hold.id, who, now).await?;
        sqlx::query("UPDATE decisions SET state = 'standing', until = NULL WHERE id = $1")
            .bind(&hold.id)
            .execute(&mut *tx)
            .await?;
        changed(&mut tx, name).await?;
        log(&mut tx, &at, Deed { who: &who.name, what: "confirmed a hold", case: Some(name), was: None, became: None })
            .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Ends the holds whose time is over, and gives their texts back; says how many.
    pub async fn end_holds(&self, now: u64) -> Result<usize, OfficeError> {
        let at = clock::rfc3339(now);
        let query = "SELECT case_id FROM decisions WHERE kind = 'hold' AND state = 'proposed' AND until <= $1";
        let over: Vec<String> = sqlx::query_scalar(query).bind(&at).fetch_all(&self.store.pool).await?;
        for name in &over {
            let mut tx = self.store.pool.begin().await?;
            let done = sqlx::query(
                "UPDATE decisions SET state = 'lapsed' WHERE case_id = $1 AND kind = 'hold' AND state = 'proposed' AND until <= $2",
            )
            .bind(name)
            .bind(&at)
            .execute(&mut *tx)
            .await?;
            if done.rows_affected() == 0 {
                continue;
            }
            if let Some(there) = in_force(&mut *tx, name).await?.filter(|there| there.state == State::Held) {
                let back = pledgebook_core::feed::Removal { restored: Some(at.as_str().into()), ..there };
                add_removal(&mut tx, name, &back, &at).await?;
            }
            changed(&mut tx, name).await?;
            let deed = Deed {
                who: "automatic",
                what: "hold ended",
                case: Some(name),
                was: Some("held".to_owned()),
                became: None,
            };
            log(&mut tx, &at, deed).await?;
            tx.commit().await?;
        }
        Ok(over.len())
    }
}
