//! The database of flags (SQLite): WAL, every commit on the disk before it is answered. One connection writes, so that no
//! two writers of this process wait for each other.

use std::{fs::OpenOptions, os::unix::fs::OpenOptionsExt, path::Path, str::FromStr, time::Duration};

use pledgebook_core::{feed::parse_flag, model::Flag};
use sqlx::{
    Row, SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous},
};

use super::{DATABASE, FlagError};

/// The store.
#[derive(Clone)]
pub struct Store {
    pub(crate) pool: SqlitePool,
}

/// What came of keeping a flag.
#[derive(Debug)]
pub enum Put {
    /// It is new.
    New(Kept),
    /// It was here already.
    Again(Kept),
    /// Another flag has its id.
    Taken,
    /// It objects to what this desk does not know.
    Unknown,
}

/// A flag as it is kept.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Its id.
    pub id: String,
    /// The number by which people speak of it.
    pub receipt: String,
    /// As it was sent, but for how to reach its reader.
    pub content: String,
    /// When it came.
    pub received: String,
    /// When its reader took it back.
    pub taken_back: Option<String>,
    /// Whether it objects to a decision.
    pub is_objection: bool,
    /// Its case.
    pub case: Case,
}

/// What a case is about.
#[derive(Clone, Debug)]
pub struct Subject {
    /// The pledge.
    pub pledge: String,
    /// The report of it.
    pub report: Option<String>,
    /// Which text.
    pub part: Option<String>,
    /// The text's hash.
    pub sha256: Option<String>,
}

/// A case: all flags of one text.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its id.
    pub id: String,
    /// What it is about.
    pub subject: Subject,
    /// When the first flag came.
    pub opened: String,
    /// `open`, `under-review` or `decided`.
    pub state: String,
    /// What was decided.
    pub outcome: Option<String>,
    /// On what ground.
    pub ground: Option<String>,
    /// When.
    pub decided: Option<String>,
    /// The public statement, a JSON object by language.
    pub statement: Option<String>,
    /// What can be done against it.
    pub redress: Option<String>,
}

/// A flag among those of a case.
#[derive(Clone, Debug)]
pub struct OfCase {
    /// Its id.
    pub id: String,
    /// The ground on which a moderator sees it.
    pub ground: String,
    /// Its receipt.
    pub receipt: String,
    /// Its content.
    pub flag: Flag,
    /// How to reach its reader, as long as that is kept: name and address.
    pub contact: Option<(Option<String>, Option<String>)>,
    /// The receipt of the flag that it stands for, where that is here.
    pub replaces: Option<String>,
    /// When it came.
    pub received: String,
    /// Whether its reader took it back.
    pub taken_back: bool,
}

/// The columns of a case `c`.
pub(crate) const CASE: &str = "c.id AS case_id, c.pledge, c.report, c.part, c.sha256, c.opened, c.state, c.outcome, c.ground AS case_ground, \
                    c.decided, c.statement, c.redress";

/// Reads them.
pub(crate) fn case(row: &SqliteRow) -> Result<Case, sqlx::Error> {
    Ok(Case {
        id: row.try_get("case_id")?,
        subject: Subject {
            pledge: row.try_get("pledge")?,
            report: row.try_get("report")?,
            part: row.try_get("part")?,
            sha256: row.try_get("sha256")?,
        },
        opened: row.try_get("opened")?,
        state: row.try_get("state")?,
        outcome: row.try_get("outcome")?,
        ground: row.try_get("case_ground")?,
        decided: row.try_get("decided")?,
        statement: row.try_get("statement")?,
        redress: row.try_get("redress")?,
    })
}

impl Store {
    /// Opens the store of a data folder; folder and database are made if they are not there.
    pub async fn open(data: &Path) -> Result<Self, FlagError> {
        std::fs::create_dir_all(data).map_err(|e| FlagError::File(data.into(), e))?;
        // Nobody else may read it at any moment; SQLite gives its other files the same rights.
        let file = data.join(DATABASE);
        let made = OpenOptions::new().create(true).append(true).mode(0o600).open(&file);
        made.map_err(|e| FlagError::File(file.clone(), e))?;
        let options = SqliteConnectOptions::from_str("sqlite://")?
            .filename(&file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            // What is deleted of readers is overwritten, not only forgotten.
            .pragma("secure_delete", "ON")
            .busy_timeout(Duration::from_secs(10));
        let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
        sqlx::migrate!("./migrations").run(&pool).await?;
        Ok(Self { pool })
    }

    /// Whether no flag ever came.
    pub async fn is_empty(&self) -> Result<bool, FlagError> {
        Ok(sqlx::query("SELECT 1 FROM flags LIMIT 1").fetch_optional(&self.pool).await?.is_none())
    }

    /// Takes what was deleted out of the log beside the database, too.
    async fn overwrite_log(&self) -> Result<(), FlagError> {
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&self.pool).await?;
        Ok(())
    }

    /// Whether a flag of an id is here.
    pub async fn has(&self, id: &str) -> Result<bool, FlagError> {
        Ok(sqlx::query("SELECT 1 FROM flags WHERE id = $1").bind(id).fetch_optional(&self.pool).await?.is_some())
    }

    /// A flag with its case.
    pub async fn get(&self, id: &str) -> Result<Option<Kept>, FlagError> {
        let query = format!(
            "SELECT f.id, f.receipt, f.content, f.received, f.taken_back, {CASE} FROM flags f JOIN cases c ON c.id = f.case_id \
             WHERE f.id = $1"
        );
        let row = sqlx::query(&query).bind(id).fetch_optional(&self.pool).await?;
        row.map(|row| {
            Ok(Kept {
                id: row.try_get("id")?,
                receipt: row.try_get("receipt")?,
                is_objection: is_objection(&row.try_get::<String, _>("content")?),
                content: row.try_get("content")?,
                received: row.try_get("received")?,
                taken_back: row.try_get("taken_back")?,
                case: case(&row)?,
            })
        })
        .transpose()
    }

    /// Its reader takes a flag back: how to reach them goes at once.
    pub async fn take_back(&self, id: &str, now: &str) -> Result<(), FlagError> {
        let mut tx = self.pool.begin().await?;
        sqlx::query("UPDATE flags SET taken_back = $2 WHERE id = $1 AND taken_back IS NULL")
            .bind(id)
            .bind(now)
            .execute(&mut *tx)
            .await?;
        for query in [
            "UPDATE cases SET version = version + 1 WHERE id = (SELECT case_id FROM flags WHERE id = $1)",
            "DELETE FROM contacts WHERE flag_id = $1",
        ] {
            sqlx::query(query).bind(id).execute(&mut *tx).await?;
        }
        tx.commit().await?;
        self.overwrite_log().await
    }

    /// The cases that are not decided and have a flag that stands, or all: danger first, then the oldest; with whether
    /// somebody is in danger, and how many flags stand.
    pub async fn cases(&self, all: bool) -> Result<Vec<(Case, bool, i64)>, FlagError> {
        let which = if all { "" } else { "WHERE c.state <> 'decided' OR c.objected IS NOT NULL " };
        let query = format!(
            "SELECT {CASE}, MAX(CASE WHEN f.taken_back IS NULL THEN f.danger ELSE 0 END) AS danger, \
             SUM(CASE WHEN f.taken_back IS NULL THEN 1 ELSE 0 END) AS standing FROM cases c JOIN flags f ON f.case_id = c.id \
             {which}GROUP BY c.id ORDER BY danger DESC, c.opened, c.id"
        );
        let rows = sqlx::query(&query).fetch_all(&self.pool).await?;
        let rows = rows.iter().map(|row| {
            let danger: i64 = row.try_get("danger")?;
            Ok((case(row)?, danger > 0, row.try_get("standing")?))
        });
        let rows: Vec<(Case, bool, i64)> = rows.collect::<Result<_, sqlx::Error>>()?;
        let due = "SELECT id FROM cases WHERE objected IS NOT NULL OR id IN (SELECT case_id FROM decisions WHERE state = 'proposed' \
                   OR (kind = 'hold' AND state = 'standing'))";
        let due: Vec<String> = sqlx::query_scalar(due).fetch_all(&self.pool).await?;
        Ok(rows.into_iter().filter(|(case, _, standing)| all || *standing > 0 || due.contains(&case.id)).collect())
    }

    /// A case by its id, or by the receipt of one of its flags.
    pub async fn case(&self, name: &str) -> Result<Option<Case>, FlagError> {
        let query = format!(
            "SELECT {CASE} FROM cases c WHERE c.id = $1 OR c.id IN (SELECT case_id FROM flags WHERE receipt = $1)"
        );
        let row = sqlx::query(&query).bind(name).fetch_optional(&self.pool).await?;
        Ok(row.map(|row| case(&row)).transpose()?)
    }

    /// The flags of a case, the oldest first.
    pub async fn flags_of(&self, case: &str) -> Result<Vec<OfCase>, FlagError> {
        let query = "SELECT f.id, f.ground, f.receipt, f.content, f.received, f.taken_back, c.flag_id, c.name, c.email FROM flags f \
                     LEFT JOIN contacts c ON c.flag_id = f.id WHERE f.case_id = $1 ORDER BY f.received, f.id";
        let rows = sqlx::query(query).bind(case).fetch_all(&self.pool).await?;
        let mut flags = Vec::new();
        for row in rows {
            let content: String = row.try_get("content")?;
            let taken_back: Option<String> = row.try_get("taken_back")?;
            let has_contact: Option<String> = row.try_get("flag_id")?;
            let contact = (row.try_get("name")?, row.try_get("email")?);
            let Some(flag) = read_kept(&content) else {
                return Err(FlagError::Wrong("a flag in the database cannot be read: run `desk doctor`".to_owned()));
            };
            let replaces = match &flag.replaces {
                Some(id) => self.get(id.as_str()).await?.map(|kept| kept.receipt),
                None => None,
            };
            flags.push(OfCase {
                id: row.try_get("id")?,
                ground: row.try_get("ground")?,
                receipt: row.try_get("receipt")?,
                flag,
                contact: has_contact.map(|_| contact),
                replaces,
                received: row.try_get("received")?,
                taken_back: taken_back.is_some(),
            });
        }
        Ok(flags)
    }

    /// A text that this desk served, by its hash.
    pub async fn text(&self, sha256: &str) -> Result<Option<String>, FlagError> {
        let row =
            sqlx::query("SELECT text FROM texts WHERE sha256 = $1").bind(sha256).fetch_optional(&self.pool).await?;
        Ok(row.map(|row| row.try_get("text")).transpose()?)
    }

    /// Deletes how to reach readers whose case was decided before a time; says of how many.
    pub async fn forget_contacts(&self, decided_before: &str) -> Result<u64, FlagError> {
        let query = "DELETE FROM contacts WHERE flag_id IN (SELECT f.id FROM flags f JOIN cases c ON c.id = f.case_id \
                     WHERE c.state = 'decided' AND c.objected IS NULL AND c.decided < $1)";
        let deleted = sqlx::query(query).bind(decided_before).execute(&self.pool).await?.rows_affected();
        if deleted > 0 {
            self.overwrite_log().await?;
        }
        Ok(deleted)
    }
}

/// A flag that comes without a way to reach its reader, also where the wire wants one: it was checked when it came, or the
/// reader carried it here in a file, which never holds it.
pub fn read_kept(content: &str) -> Option<Flag> {
    let mut value: serde_json::Value = serde_json::from_str(content).ok()?;
    let ground = value.get("ground")?.as_str().and_then(pledgebook_core::model::Ground::from_wire)?;
    *value.get_mut("ground")? = "other".into();
    let flag = parse_flag(value.to_string().as_bytes()).ok()?;
    Some(Flag { ground, ..flag })
}

/// Whether what was sent objects to a decision.
fn is_objection(content: &str) -> bool {
    read_kept(content).is_some_and(|flag| flag.objects_to.is_some())
}
