//! The log: who did what, when, what was before and what came of it. It only grows; each line's hash holds the one before.

use pledgebook_core::feed::Sha256Hex;
use sqlx::{Row, Sqlite, Transaction};

use super::OfficeError;
use crate::flags::Store;

/// Who does something.
pub(super) struct Deed<'a> {
    /// A moderator's name, `command line` or `automatic`.
    pub who: &'a str,
    /// What, in a word.
    pub what: &'a str,
    /// In which case.
    pub case: Option<&'a str>,
    /// What was before.
    pub was: Option<String>,
    /// What came of it.
    pub became: Option<String>,
}

/// A line of the log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Its number, from 1.
    pub n: i64,
    /// When.
    pub at: String,
    /// Who.
    pub who: String,
    /// What.
    pub what: String,
    /// In which case.
    pub case: Option<String>,
    /// What was before.
    pub was: Option<String>,
    /// What came of it.
    pub became: Option<String>,
    chain: String,
}

impl Entry {
    /// The hash of a line after the one with the hash `before`.
    fn hash(&self, before: &str) -> String {
        let fields: [&str; 6] = [
            &self.at,
            &self.who,
            &self.what,
            self.case.as_deref().unwrap_or_default(),
            self.was.as_deref().unwrap_or_default(),
            self.became.as_deref().unwrap_or_default(),
        ];
        // Each field with its length, so that nothing can move from one into the next.
        let mut all = format!("{before} {}", self.n);
        for field in fields {
            all += &format!("\n{} {field}", field.len());
        }
        Sha256Hex::of(all.as_bytes()).to_string()
    }
}

/// Writes a line, in the transaction of what it tells.
pub(super) async fn log(tx: &mut Transaction<'_, Sqlite>, now: &str, deed: Deed<'_>) -> Result<(), OfficeError> {
    let last = sqlx::query("SELECT n, chain FROM audit ORDER BY n DESC LIMIT 1").fetch_optional(&mut **tx).await?;
    let (n, before): (i64, String) = match last {
        Some(row) => (row.try_get("n")?, row.try_get("chain")?),
        None => (0, String::new()),
    };
    let mut entry = Entry {
        n: n + 1,
        at: now.to_owned(),
        who: deed.who.to_owned(),
        what: deed.what.to_owned(),
        case: deed.case.map(str::to_owned),
        was: deed.was,
        became: deed.became,
        chain: String::new(),
    };
    entry.chain = entry.hash(&before);
    sqlx::query(
        "INSERT INTO audit (n, at, who, what, case_id, was, became, chain) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(entry.n)
    .bind(&entry.at)
    .bind(&entry.who)
    .bind(&entry.what)
    .bind(&entry.case)
    .bind(&entry.was)
    .bind(&entry.became)
    .bind(&entry.chain)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The log, or that of a case, the oldest first.
pub async fn log_of(store: &Store, case: Option<&str>) -> Result<Vec<Entry>, OfficeError> {
    let rows = sqlx::query(
        "SELECT n, at, who, what, case_id, was, became, chain FROM audit WHERE $1 IS NULL OR case_id = $1 ORDER BY n",
    )
    .bind(case)
    .fetch_all(&store.pool)
    .await?;
    let read = |row: &sqlx::sqlite::SqliteRow| {
        Ok(Entry {
            n: row.try_get("n")?,
            at: row.try_get("at")?,
            who: row.try_get("who")?,
            what: row.try_get("what")?,
            case: row.try_get("case_id")?,
            was: row.try_get("was")?,
            became: row.try_get("became")?,
            chain: row.try_get("chain")?,
        })
    };
    Ok(rows.iter().map(read).collect::<Result<_, sqlx::Error>>()?)
}

/// The number of the first line that is not as it was written; None: the whole log is.
pub fn is_whole(log: &[Entry]) -> Option<i64> {
    let mut before = String::new();
    for (n, entry) in (1i64..).zip(log) {
        if entry.n != n || entry.hash(&before) != entry.chain {
            return Some(n);
        }
        before.clone_from(&entry.chain);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_refuses_to_be_changed_or_shortened_and_a_changed_copy_shows() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let dir = tempfile::tempdir().expect("a folder");
            let store = Store::open(dir.path()).await.expect("opened");
            for what in ["held", "decided", "confirmed"] {
                let mut tx = store.pool.begin().await.expect("begun");
                let deed = Deed { who: "Amina", what, case: Some("case"), was: None, became: Some("it".to_owned()) };
                log(&mut tx, "2026-11-20T08:00:00Z", deed).await.expect("logged");
                tx.commit().await.expect("kept");
            }
            for query in [
                "UPDATE audit SET who = 'Bruno' WHERE n = 1",
                "DELETE FROM audit WHERE n = 3",
                "DELETE FROM audit",
                "INSERT OR REPLACE INTO audit (n, at, who, what, chain) VALUES (2, '', '', '', '')",
            ] {
                let refused = sqlx::query(query).execute(&store.pool).await.expect_err(query).to_string();
                assert!(refused.contains("the log only grows"), "{refused}");
            }
            let mut all = log_of(&store, None).await.expect("a log");
            assert_eq!((all.len(), is_whole(&all)), (3, None));
            assert_eq!(log_of(&store, Some("other")).await.expect("a log"), []);
            all[1].who = "Bruno".to_owned();
            assert_eq!(is_whole(&all), Some(2));
            let mut shortened = log_of(&store, None).await.expect("a log");
            shortened.remove(1);
            assert_eq!(is_whole(&shortened), Some(2));
        });
    }
}
