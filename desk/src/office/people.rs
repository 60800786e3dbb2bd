//! Moderators: a one-time link lets somebody choose a password; whoever leaves is ended, never deleted, as the log names them.

use argon2::{
    Argon2, PasswordHash, PasswordHasher, PasswordVerifier,
    password_hash::{Salt, SaltString},
};
use sqlx::{Row, sqlite::SqliteRow};

use super::{
    Office, OfficeError, Refusal,
    audit::{Deed, log},
    hash_of, later, needed, token,
};
use crate::clock;

/// How long a one-time link is good.
const LINK: u64 = 7 * 86_400;
/// Letters of a password at least, and at most, so that nobody keeps the desk busy with one.
const PASSWORD: std::ops::RangeInclusive<usize> = 12..=200;

/// Of nobody's password, with argon2id's usual parameters.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5bm9i$J3OGxTjEDJHxwVqg0YTqHc0RVsn1XgkNwmUNmhIMz9w";

/// What somebody may do.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Role {
    /// See cases.
    Observer,
    /// Decide them.
    Moderator,
}

impl Role {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Observer => "observer",
            Self::Moderator => "moderator",
        }
    }
}

/// Somebody who signs in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Moderator {
    /// Their id.
    pub id: String,
    /// Their name, inside the desk only.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Whether they have a password, so that they can sign in.
    pub is_ready: bool,
    /// When they left.
    pub ended: Option<String>,
}

pub(super) fn moderator(row: &SqliteRow) -> Result<Moderator, sqlx::Error> {
    let role: String = row.try_get("role")?;
    let password: Option<String> = row.try_get("password")?;
    Ok(Moderator {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        role: if role == Role::Moderator.word() { Role::Moderator } else { Role::Observer },
        is_ready: password.is_some(),
        ended: row.try_get("ended")?,
    })
}

/// The hash of a password under new salt.
fn hashed(password: &str) -> String {
    let salt = SaltString::encode_b64(uuid::Uuid::new_v4().as_bytes());
    let salt = salt.unwrap_or_else(|_| unreachable!("16 bytes are a salt"));
    let hash = Argon2::default().hash_password(password.as_bytes(), Salt::from(&salt));
    hash.map(|h| h.to_string()).unwrap_or_else(|_| unreachable!("usual parameters, and a password of bounded length"))
}

/// Whether a password is that of a hash. Without a hash it takes as long.
fn is_right(password: &str, hash: Option<&str>) -> bool {
    let right = PasswordHash::new(hash.unwrap_or(NOBODY))
        .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
    right && hash.is_some()
}

/// Work that takes a processor a while.
async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, OfficeError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|e| crate::flags::FlagError::Wrong(format!("a password could not be checked: {e}")).into())
}

impl Office {
    /// Adds somebody, or gives somebody who is there a new link; returns the token of the one-time link.
    pub async fn invite(&self, name: &str, role: Role, now: u64) -> Result<String, OfficeError> {
        let name = needed(name, "name")?;
        let (at, (token, hash)) = (clock::rfc3339(now), token());
        let mut tx = self.store.pool.begin().await?;
        sqlx::query(
            "INSERT INTO moderators (id, name, role, added) VALUES ($1, $2, $3, $4) ON CONFLICT (name) DO NOTHING",
        )
        .bind(uuid::Uuid::new_v4().to_string())
        .bind(&name)
        .bind(role.word())
        .bind(&at)
        .execute(&mut *tx)
        .await?;
        let id: String =
            sqlx::query_scalar("SELECT id FROM moderators WHERE name = $1").bind(&name).fetch_one(&mut *tx).await?;
        // Who is there keeps their role: a lost password makes nobody a moderator.
        sqlx::query(
            "UPDATE moderators SET role = CASE WHEN ended IS NULL THEN role ELSE $2 END, ended = NULL WHERE id = $1",
        )
        .bind(&id)
        .bind(role.word())
        .execute(&mut *tx)
        .await?;
        sqlx::query("DELETE FROM invitations WHERE moderator = $1").bind(&id).execute(&mut *tx).await?;
        sqlx::query("INSERT INTO invitations (hash, moderator, until) VALUES ($1, $2, $3)")
            .bind(hash)
            .bind(&id)
            .bind(later(now, LINK))
            .execute(&mut *tx)
            .await?;
        let became = Some(format!("{name}, {}", role.word()));
        log(&mut tx, &at, Deed { who: "command line", what: "invited", case: None, was: None, became }).await?;
        tx.commit().await?;
        Ok(token)
    }

    /// Somebody leaves: no sign-in, no session, no claim is theirs from now on.
    pub async fn end(&self, name: &str, now: u64) -> Result<(), OfficeError> {
        let at = clock::rfc3339(now);
        let mut tx = self.store.pool.begin().await?;
        let done = sqlx::query("UPDATE moderators SET ended = $2, password = NULL WHERE name = $1 AND ended IS NULL")
            .bind(name)
            .bind(&at)
            .execute(&mut *tx)
            .await?;
        if done.rows_affected() == 0 {
            return Err(Refusal::Unknown.into());
        }
        for query in [
            "DELETE FROM sessions WHERE moderator = (SELECT id FROM moderators WHERE name = $1)",
            "DELETE FROM invitations WHERE moderator = (SELECT id FROM moderators WHERE name = $1)",
            "UPDATE cases SET claimed_by = NULL, claimed_until = NULL WHERE claimed_by = (SELECT id FROM moderators WHERE name = $1)",
        ] {
            sqlx::query(query).bind(name).execute(&mut *tx).await?;
        }
        let was = Some(name.to_owned());
        log(&mut tx, &at, Deed { who: "command line", what: "ended", case: None, was, became: None }).await?;
        tx.commit().await?;
        Ok(())
    }

    /// All who are or were moderators, by name.
    pub async fn people(&self) -> Result<Vec<Moderator>, OfficeError> {
        let rows = sqlx::query("SELECT id, name, role, password, ended FROM moderators ORDER BY name")
            .fetch_all(&self.store.pool)
            .await?;
        Ok(rows.iter().map(moderator).collect::<Result<_, _>>()?)
    }

    /// Who a one-time link is for.
    pub async fn invited(&self, token: &str, now: u64) -> Result<Moderator, OfficeError> {
        let row = sqlx::query(
            "SELECT m.id, m.name, m.role, m.password, m.ended FROM invitations i JOIN moderators m ON m.id = i.moderator \
             WHERE i.hash = $1 AND i.until > $2 AND m.ended IS NULL",
        )
        .bind(hash_of(token))
        .bind(clock::rfc3339(now))
        .fetch_optional(&self.store.pool)
        .await?;
        Ok(moderator(&row.ok_or(Refusal::BadLink)?)?)
    }

    /// Uses a one-time link to choose a password. All sessions that there were end.
    pub async fn choose_password(&self, token: &str, password: &str, now: u64) -> Result<(), OfficeError> {
        let who = self.invited(token, now).await?;
        let hash = self.checked(password).await?;
        let mut tx = self.store.pool.begin().await?;
        let used =
            sqlx::query("DELETE FROM invitations WHERE hash = $1").bind(hash_of(token)).execute(&mut *tx).await?;
        if used.rows_affected() == 0 {
            return Err(Refusal::BadLink.into());
        }
        sqlx::query("UPDATE moderators SET password = $2 WHERE id = $1")
            .bind(&who.id)
            .bind(hash)
            .execute(&mut *tx)
            .await?;
        sqlx::query("DELETE FROM sessions WHERE moderator = $1").bind(&who.id).execute(&mut *tx).await?;
        let at = clock::rfc3339(now);
        log(&mut tx, &at, Deed { who: &who.name, what: "chose a password", case: None, was: None, became: None })
            .await?;
        tx.commit().await?;
        Ok(())
    }

    async fn checked(&self, password: &str) -> Result<String, OfficeError> {
        if !PASSWORD.contains(&password.chars().count()) {
            return Err(Refusal::ShortPassword.into());
        }
        let password = password.to_owned();
        apart(move || hashed(&password)).await
    }

    /// Who has a name and a password; it takes as long whoever has not.
    pub async fn known(&self, name: &str, password: &str) -> Result<Option<Moderator>, OfficeError> {
        let row =
            sqlx::query("SELECT id, name, role, password, ended FROM moderators WHERE name = $1 AND ended IS NULL")
                .bind(name.trim())
                .fetch_optional(&self.store.pool)
                .await?;
        let hash: Option<String> = row.as_ref().map(|r| r.try_get("password")).transpose()?.flatten();
        let given: String = password.chars().take(*PASSWORD.end()).collect();
        let right = apart(move || is_right(&given, hash.as_deref())).await?;
        Ok(row.filter(|_| right).map(|r| moderator(&r)).transpose()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_kept_as_an_argon2id_hash_and_nobody_has_none() {
        let hash = hashed("correct horse battery");
        assert!(hash.starts_with("$argon2id$"), "{hash}");
        assert_ne!(hash, hashed("correct horse battery"), "each has salt of its own");
        for (password, of, right) in [
            ("correct horse battery", Some(&*hash), true),
            ("Correct horse battery", Some(&hash), false),
            ("", None, false),
        ] {
            assert_eq!(is_right(password, of), right, "{password}");
        }
        let parameters = |hash: &str| hash.rsplitn(3, '$').last().map(str::to_owned);
        assert!(PasswordHash::new(NOBODY).is_ok());
        assert_eq!(parameters(NOBODY), parameters(&hash), "who is not there costs the same work");
    }
}
