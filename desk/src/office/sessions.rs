//! Sessions: a cookie of chance, kept as its hash; it ends after hours, when nobody used it for a while, or when somebody signs
//! out, here or everywhere.

use sqlx::Row;

use super::{
    Moderator, Office, OfficeError,
    audit::{Deed, log},
    hash_of, later,
    people::moderator,
    token,
};
use crate::clock;

/// How long a session lasts at most.
pub const SESSION_HOURS: u64 = 12;
/// Seconds after which a session that nobody used has ended.
const IDLE: u64 = 2 * 3_600;
/// Use is noted only so often.
const NOTED: u64 = 60;

impl Office {
    /// Begins a session; returns its cookie.
    pub async fn begin_session(&self, who: &Moderator, now: u64) -> Result<String, OfficeError> {
        let (at, (token, hash)) = (clock::rfc3339(now), token());
        let mut tx = self.store.pool.begin().await?;
        sqlx::query("DELETE FROM sessions WHERE until < $1").bind(&at).execute(&mut *tx).await?;
        sqlx::query("INSERT INTO sessions (hash, moderator, seen, until) VALUES ($1, $2, $3, $4)")
            .bind(hash)
            .bind(&who.id)
            .bind(&at)
            .bind(later(now, SESSION_HOURS * 3_600))
            .execute(&mut *tx)
            .await?;
        log(&mut tx, &at, Deed { who: &who.name, what: "signed in", case: None, was: None, became: None }).await?;
        tx.commit().await?;
        Ok(token)
    }

    /// Whose session a cookie is, if it lasts.
    pub async fn session(&self, cookie: &str, now: u64) -> Result<Option<Moderator>, OfficeError> {
        let (at, hash) = (clock::rfc3339(now), hash_of(cookie));
        let row = sqlx::query(
            "SELECT m.id, m.name, m.role, m.password, m.ended, s.seen FROM sessions s JOIN moderators m ON m.id = s.moderator \
             WHERE s.hash = $1 AND s.until > $2 AND s.seen > $3 AND m.ended IS NULL",
        )
        .bind(&hash)
        .bind(&at)
        .bind(clock::rfc3339(now.saturating_sub(IDLE)))
        .fetch_optional(&self.store.pool)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let seen: String = row.try_get("seen")?;
        if seen < clock::rfc3339(now.saturating_sub(NOTED)) {
            sqlx::query("UPDATE sessions SET seen = $2 WHERE hash = $1")
                .bind(&hash)
                .bind(&at)
                .execute(&self.store.pool)
                .await?;
        }
        Ok(Some(moderator(&row)?))
    }

    /// Ends a session.
    pub async fn sign_out(&self, cookie: &str) -> Result<(), OfficeError> {
        sqlx::query("DELETE FROM sessions WHERE hash = $1").bind(hash_of(cookie)).execute(&self.store.pool).await?;
        Ok(())
    }

    /// Ends all sessions of somebody.
    pub async fn sign_out_everywhere(&self, who: &Moderator, now: u64) -> Result<(), OfficeError> {
        let mut tx = self.store.pool.begin().await?;
        sqlx::query("DELETE FROM sessions WHERE moderator = $1").bind(&who.id).execute(&mut *tx).await?;
        let at = clock::rfc3339(now);
        log(&mut tx, &at, Deed { who: &who.name, what: "signed out everywhere", case: None, was: None, became: None })
            .await?;
        tx.commit().await?;
        Ok(())
    }
}
