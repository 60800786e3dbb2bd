//! The queue: cases that wait, danger first, then the oldest; who has claimed which, and until when.

use sqlx::{Row, Sqlite, Transaction, sqlite::SqliteRow};

use super::{
    Moderator, Office, OfficeError, Refusal,
    audit::{Deed, log},
    later, needed,
};
use crate::{
    clock,
    flags::{CASE, Case, case},
};

/// How many decided cases are shown.
const MOST_DECIDED: usize = 200;

/// Who has a case, and until when.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Claim {
    /// The moderator's id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Until when.
    pub until: String,
}

/// Where a case stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    /// Nobody has looked at it.
    Open,
    /// Somebody has.
    UnderReview,
    /// The party may answer.
    Hearing,
    /// The text is held, and a second has to confirm that.
    Held,
    /// A second has to confirm its removal.
    Proposed,
    /// Somebody objects to what was decided.
    Objected,
    /// Decided.
    Decided,
}

impl Stage {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Open, Self::UnderReview, Self::Hearing, Self::Held, Self::Proposed, Self::Objected, Self::Decided];

    /// Its word in addresses and keys.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::UnderReview => "under-review",
            Self::Hearing => "hearing",
            Self::Held => "held",
            Self::Proposed => "proposed",
            Self::Objected => "objected",
            Self::Decided => "decided",
        }
    }
}

/// A case in the queue.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The case.
    pub case: Case,
    /// The pledge's title, as it was published last.
    pub title: Option<String>,
    /// Its edition.
    pub edition: Option<String>,
    /// Whether somebody is in danger.
    pub danger: bool,
    /// How many flags stand.
    pub flags: i64,
    /// On what grounds.
    pub grounds: Vec<String>,
    /// Who has it.
    pub claim: Option<Claim>,
    /// Where it stands.
    pub stage: Stage,
    /// It changes whenever something does that a decision has to know of.
    pub version: i64,
    /// By when the party may answer.
    pub hear_until: Option<String>,
    /// When it did.
    pub heard: Option<String>,
    /// Whether something has to be done whatever became of its flags: a text is held, a removal proposed, a decision objected to.
    pub is_due: bool,
}

/// Whose cases.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Whose {
    /// All.
    #[default]
    All,
    /// One's own.
    Mine,
    /// Nobody's.
    Nobodys,
}

/// What of the queue is shown.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Filter {
    /// With a flag on this ground.
    pub ground: Option<String>,
    /// Of this edition.
    pub edition: Option<String>,
    /// At this stage; None: all that are not decided.
    pub stage: Option<Stage>,
    /// Whose.
    pub whose: Whose,
}

pub(super) const LISTED: &str = "c.version, c.hear_until, c.heard, c.objected, c.claimed_until, c.claimed_by, m.name AS claimed_name, \
    p.title AS pledge_title, p.edition AS pledge_edition, \
    (SELECT COUNT(*) FROM flags f WHERE f.case_id = c.id AND f.taken_back IS NULL) AS standing, \
    (SELECT COALESCE(MAX(f.danger), 0) FROM flags f WHERE f.case_id = c.id AND f.taken_back IS NULL) AS danger, \
    (SELECT COUNT(*) FROM decisions d WHERE d.case_id = c.id AND d.state = 'proposed' AND d.kind = 'hold') AS holds, \
    (SELECT COUNT(*) FROM decisions d WHERE d.case_id = c.id AND d.state = 'proposed' AND d.kind = 'decision') AS proposals, \
    (SELECT COUNT(*) FROM decisions d WHERE d.case_id = c.id AND d.state = 'standing' AND d.kind = 'hold') AS holding";
pub(super) const JOINS: &str = "LEFT JOIN moderators m ON m.id = c.claimed_by LEFT JOIN pledges p ON p.id = c.pledge";

pub(super) fn listed(row: &SqliteRow, now: &str) -> Result<Listed, sqlx::Error> {
    let case = case(row)?;
    let (holds, proposals, danger): (i64, i64, i64) =
        (row.try_get("holds")?, row.try_get("proposals")?, row.try_get("danger")?);
    let (objected, heard): (Option<String>, Option<String>) = (row.try_get("objected")?, row.try_get("heard")?);
    let hear_until: Option<String> = row.try_get("hear_until")?;
    let is_due = holds > 0 || proposals > 0 || objected.is_some() || row.try_get::<i64, _>("holding")? > 0;
    let hears = heard.is_none() && hear_until.as_deref().is_some_and(|until| until > now);
    let stage = match &*case.state {
        _ if proposals > 0 => Stage::Proposed,
        _ if holds > 0 => Stage::Held,
        _ if objected.is_some() => Stage::Objected,
        "decided" => Stage::Decided,
        _ if hears => Stage::Hearing,
        "open" => Stage::Open,
        _ => Stage::UnderReview,
    };
    let until: Option<String> = row.try_get("claimed_until")?;
    let claim = match (row.try_get::<Option<String>, _>("claimed_by")?, until) {
        (Some(id), Some(until)) if until.as_str() > now => {
            let name: Option<String> = row.try_get("claimed_name")?;
            Some(Claim { id, name: name.unwrap_or_default(), until })
        }
        _ => None,
    };
    Ok(Listed {
        case,
        title: row.try_get("pledge_title")?,
        edition: row.try_get("pledge_edition")?,
        danger: danger > 0,
        flags: row.try_get("standing")?,
        grounds: Vec::new(),
        claim,
        stage,
        version: row.try_get("version")?,
        hear_until,
        heard,
        is_due,
    })
}

impl Office {
    /// The queue as a filter shows it.
    pub async fn queue(&self, filter: &Filter, who: &Moderator, now: u64) -> Result<Vec<Listed>, OfficeError> {
        let now = clock::rfc3339(now);
        let decided = filter.stage == Some(Stage::Decided);
        let which = if decided {
            "c.state = 'decided' AND c.objected IS NULL"
        } else {
            "(c.state <> 'decided' OR c.objected IS NOT NULL)"
        };
        let order = if decided { "c.decided DESC" } else { "danger DESC, c.opened" };
        let query = format!("SELECT {CASE}, {LISTED} FROM cases c {JOINS} WHERE {which} ORDER BY {order}, c.id");
        let rows = sqlx::query(&query).fetch_all(&self.store.pool).await?;
        let mut found = rows.iter().map(|row| listed(row, &now)).collect::<Result<Vec<_>, _>>()?;
        let grounds =
            sqlx::query("SELECT DISTINCT case_id, ground FROM flags WHERE taken_back IS NULL ORDER BY ground")
                .fetch_all(&self.store.pool)
                .await?;
        let grounds = grounds.iter().map(|row| Ok((row.try_get("case_id")?, row.try_get("ground")?)));
        let grounds: Vec<(String, String)> = grounds.collect::<Result<_, sqlx::Error>>()?;
        for one in &mut found {
            one.grounds = grounds.iter().filter(|(case, _)| *case == one.case.id).map(|(_, g)| g.clone()).collect();
        }
        found.retain(|one| {
            let mine = one.claim.as_ref().is_some_and(|claim| claim.id == who.id);
            (decided || one.flags > 0 || one.is_due)
                && filter.stage.is_none_or(|stage| stage == one.stage)
                && filter.ground.as_ref().is_none_or(|ground| one.grounds.contains(ground))
                && filter.edition.as_deref().is_none_or(|edition| one.edition.as_deref().unwrap_or("none") == edition)
                && match filter.whose {
                    Whose::All => true,
                    Whose::Mine => mine,
                    Whose::Nobodys => one.claim.is_none(),
                }
        });
        found.truncate(if decided { MOST_DECIDED } else { usize::MAX });
        Ok(found)
    }

    /// The next case that waits for somebody: claimed by nobody, and at a stage where this moderator can do something.
    pub async fn next(&self, who: &Moderator, now: u64) -> Result<Option<String>, OfficeError> {
        let all = self.queue(&Filter { whose: Whose::Nobodys, ..Filter::default() }, who, now).await?;
        for one in all.into_iter().filter(|one| one.stage != Stage::Hearing) {
            let waits = matches!(one.stage, Stage::Proposed | Stage::Held | Stage::Objected);
            let own = waits && self.decided_by(&one.case.id, one.stage).await? == Some(who.id.clone());
            if !own {
                return Ok(Some(one.case.id));
            }
        }
        Ok(None)
    }

    /// Whose decision waits for somebody else: what is proposed, or objected to.
    async fn decided_by(&self, case: &str, stage: Stage) -> Result<Option<String>, OfficeError> {
        let state = if stage == Stage::Objected { "standing" } else { "proposed" };
        let query = "SELECT by_moderator FROM decisions WHERE case_id = $1 AND state = $2 ORDER BY at DESC LIMIT 1";
        Ok(sqlx::query_scalar(query).bind(case).bind(state).fetch_optional(&self.store.pool).await?)
    }

    /// Claims a case, or goes on with one's claim.
    pub async fn claim(&self, case: &str, who: &Moderator, now: u64) -> Result<(), OfficeError> {
        let mut tx = self.store.pool.begin().await?;
        self.take(&mut tx, case, who, now).await?;
        let deed = Deed { who: &who.name, what: "claimed", case: Some(case), was: None, became: None };
        log(&mut tx, &clock::rfc3339(now), deed).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Gives a claim back.
    pub async fn release(&self, case: &str, who: &Moderator) -> Result<(), OfficeError> {
        sqlx::query("UPDATE cases SET claimed_by = NULL, claimed_until = NULL WHERE id = $1 AND claimed_by = $2")
            .bind(case)
            .bind(&who.id)
            .execute(&self.store.pool)
            .await?;
        Ok(())
    }

    /// Makes sure that a case is this moderator's, as the first statement of whatever is done with it: so that of two who act
    /// at once the second sees what the first did.
    pub(super) async fn take(
        &self,
        tx: &mut Transaction<'_, Sqlite>,
        case: &str,
        who: &Moderator,
        now: u64,
    ) -> Result<(), OfficeError> {
        let at = clock::rfc3339(now);
        let done = sqlx::query(
            "UPDATE cases SET claimed_by = $2, claimed_until = $3, state = CASE WHEN state = 'open' THEN 'under-review' ELSE state END \
             WHERE id = $1 AND (claimed_by IS NULL OR claimed_by = $2 OR claimed_until <= $4)",
        )
        .bind(case)
        .bind(&who.id)
        .bind(later(now, self.rules.claim_minutes * 60))
        .bind(&at)
        .execute(&mut **tx)
        .await?;
        if done.rows_affected() == 1 {
            return Ok(());
        }
        let name: Option<Option<String>> = sqlx::query_scalar(
            "SELECT m.name FROM cases c LEFT JOIN moderators m ON m.id = c.claimed_by WHERE c.id = $1",
        )
        .bind(case)
        .fetch_optional(&mut **tx)
        .await?;
        Err(name.map_or(Refusal::Unknown, |name| Refusal::Claimed(name.unwrap_or_default())).into())
    }

    /// Keeps a note on a case.
    pub async fn note(&self, case: &str, text: &str, who: &Moderator, now: u64) -> Result<(), OfficeError> {
        let text = needed(text, "note")?;
        let mut tx = self.store.pool.begin().await?;
        add_note(&mut tx, case, "note", &text, who, now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Says that a flag is on another ground than its reader thought. What the reader sent stays as it is.
    pub async fn reclassify(
        &self,
        case: &str,
        flag: &str,
        ground: &str,
        who: &Moderator,
        now: u64,
    ) -> Result<(), OfficeError> {
        pledgebook_core::model::Ground::from_wire(ground).ok_or(Refusal::Missing("ground"))?;
        let mut tx = self.store.pool.begin().await?;
        self.take(&mut tx, case, who, now).await?;
        let was: Option<String> = sqlx::query_scalar("SELECT ground FROM flags WHERE id = $1 AND case_id = $2")
            .bind(flag)
            .bind(case)
            .fetch_optional(&mut *tx)
            .await?;
        let was = was.ok_or(Refusal::Unknown)?;
        sqlx::query("UPDATE flags SET ground = $2 WHERE id = $1").bind(flag).bind(ground).execute(&mut *tx).await?;
        changed(&mut tx, case).await?;
        let deed = Deed {
            who: &who.name,
            what: "reclassified",
            case: Some(case),
            was: Some(was),
            became: Some(format!("{ground} {flag}")),
        };
        log(&mut tx, &clock::rfc3339(now), deed).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Takes a flag out of its case, into one of its own; returns that one's id.
    pub async fn take_out(&self, case: &str, flag: &str, who: &Moderator, now: u64) -> Result<String, OfficeError> {
        let (id, at) = (uuid::Uuid::new_v4().to_string(), clock::rfc3339(now));
        let mut tx = self.store.pool.begin().await?;
        self.take(&mut tx, case, who, now).await?;
        let others = "SELECT COUNT(*) FROM flags WHERE case_id = $1 AND id <> $2 AND taken_back IS NULL";
        let others: i64 = sqlx::query_scalar(others).bind(case).bind(flag).fetch_one(&mut *tx).await?;
        if others == 0 {
            return Err(Refusal::OnlyFlag.into());
        }
        let made = sqlx::query(
            "INSERT INTO cases (id, subject, pledge, report, part, sha256, opened, state) \
             SELECT $1, c.subject || ' ' || $1, c.pledge, c.report, c.part, c.sha256, f.received, 'open' FROM cases c \
             JOIN flags f ON f.case_id = c.id WHERE c.id = $2 AND f.id = $3 AND c.state <> 'decided'",
        )
        .bind(&id)
        .bind(case)
        .bind(flag)
        .execute(&mut *tx)
        .await?;
        if made.rows_affected() == 0 {
            return Err(Refusal::Unknown.into());
        }
        sqlx::query("UPDATE flags SET case_id = $2 WHERE id = $1").bind(flag).bind(&id).execute(&mut *tx).await?;
        changed(&mut tx, case).await?;
        let became = Some(format!("{flag} to {id}"));
        log(&mut tx, &at, Deed { who: &who.name, what: "took a flag out", case: Some(case), was: None, became })
            .await?;
        tx.commit().await?;
        Ok(id)
    }
}

/// Something changed that a decision has to know of.
pub(super) async fn changed(tx: &mut Transaction<'_, Sqlite>, case: &str) -> Result<(), OfficeError> {
    sqlx::query("UPDATE cases SET version = version + 1 WHERE id = $1").bind(case).execute(&mut **tx).await?;
    Ok(())
}

pub(super) async fn add_note(
    tx: &mut Transaction<'_, Sqlite>,
    case: &str,
    kind: &'static str,
    text: &str,
    who: &Moderator,
    now: u64,
) -> Result<(), OfficeError> {
    let at = clock::rfc3339(now);
    sqlx::query("INSERT INTO notes (id, case_id, kind, by_moderator, at, text) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(uuid::Uuid::new_v4().to_string())
        .bind(case)
        .bind(kind)
        .bind(&who.name)
        .bind(&at)
        .bind(text)
        .execute(&mut **tx)
        .await?;
    log(tx, &at, Deed { who: &who.name, what: kind, case: Some(case), was: None, became: Some(text.to_owned()) }).await
}
