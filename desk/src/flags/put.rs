//! Keeping a flag: on the disk before it is answered, once however often it comes; in the case of its text, or an objection in the
//! case of what it objects to.

use pledgebook_core::{
    feed::{Removal, flag_json, parse_flag, same_content},
    model::Flag,
};
use sqlx::{Row, Sqlite, Transaction};

use super::{FlagError, Put, Store};

/// Letters and digits that nobody takes for another.
const ALPHABET: &[u8] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A new receipt: eight letters and digits, in two groups.
fn new_receipt() -> String {
    let chance = uuid::Uuid::new_v4();
    let letter = |byte: &u8| ALPHABET.get(usize::from(*byte) % ALPHABET.len()).map_or('2', |b| char::from(*b));
    let letters: String = chance.as_bytes().iter().take(8).map(letter).collect();
    format!("{}-{}", letters.get(..4).unwrap_or_default(), letters.get(4..).unwrap_or_default())
}

/// Where a flag belongs.
struct Place {
    /// The case.
    case: String,
    /// The flag whose decision is objected to, and its receipt, which the objection shares.
    thread: Option<(String, String)>,
}

impl Store {
    /// Keeps a flag, unless it is here; however often and at the same time, it is kept once. `removed` are the removals of the
    /// feed: an objection may be to one that was decided elsewhere.
    pub async fn put(&self, flag: &Flag, removed: &[Removal], now: &str) -> Result<Put, FlagError> {
        let content = flag_json(&Flag { contact: None, ..flag.clone() });
        let mut tx = self.pool.begin().await?;
        // The first statement writes, so that no other process writes between what follows.
        sqlx::query("UPDATE flags SET id = id WHERE id = $1").bind(flag.id.as_str()).execute(&mut *tx).await?;
        let is_here = sqlx::query("SELECT 1 FROM flags WHERE id = $1").bind(flag.id.as_str());
        if is_here.fetch_optional(&mut *tx).await?.is_some() {
            tx.rollback().await?;
            return self.again(flag, &content).await;
        }
        let place = match &flag.objects_to {
            None => Some(of_text(&mut tx, flag, now).await?),
            Some(about) => of_objection(&mut tx, about.as_str(), removed, now).await?,
        };
        let Some(place) = place else { return Ok(Put::Unknown) };
        insert(&mut tx, flag, &content, &place, now).await?;
        if let Some(contact) = &flag.contact {
            sqlx::query("INSERT INTO contacts (flag_id, name, email) VALUES ($1, $2, $3)")
                .bind(flag.id.as_str())
                .bind(contact.name.as_deref())
                .bind(contact.email.as_deref())
                .execute(&mut *tx)
                .await?;
        }
        touch(&mut tx, &place.case, flag, now).await?;
        tx.commit().await?;
        let kept = self.get(flag.id.as_str()).await?;
        kept.map(Put::New).ok_or_else(|| FlagError::Wrong("a flag that was kept is not there".to_owned()))
    }

    async fn again(&self, flag: &Flag, content: &str) -> Result<Put, FlagError> {
        let kept = self.get(flag.id.as_str()).await?;
        let kept = kept.ok_or_else(|| FlagError::Wrong("a flag could be given no receipt".to_owned()))?;
        let is_same = parse_flag(kept.content.as_bytes()).is_ok_and(|earlier| same_content(&earlier, flag));
        Ok(if is_same || kept.content == content { Put::Again(kept) } else { Put::Taken })
    }
}

/// The case of a flag's text, which is made if there is none.
async fn of_text(tx: &mut Transaction<'_, Sqlite>, flag: &Flag, now: &str) -> Result<Place, FlagError> {
    let subject = &flag.subject;
    let key = format!(
        "{} {} {}",
        subject.pledge.as_str(),
        subject.report.as_ref().map_or("", |r| r.as_str()),
        subject.sha256.as_deref().unwrap_or_default()
    );
    sqlx::query(
        "INSERT INTO cases (id, subject, pledge, report, part, sha256, opened, state) VALUES ($1, $2, $3, $4, $5, $6, $7, 'open') \
         ON CONFLICT (subject) DO NOTHING",
    )
    .bind(uuid::Uuid::new_v4().to_string())
    .bind(&key)
    .bind(subject.pledge.as_str())
    .bind(subject.report.as_ref().map(|r| r.as_str()))
    .bind(subject.part.map(|p| p.wire()))
    .bind(subject.sha256.as_deref())
    .bind(now)
    .execute(&mut **tx)
    .await?;
    let case = sqlx::query_scalar("SELECT id FROM cases WHERE subject = $1").bind(key).fetch_one(&mut **tx).await?;
    Ok(Place { case, thread: None })
}

/// The case that an objection is about: by a flag's id, a case's id, or that of a removal in the feed that was decided elsewhere.
async fn of_objection(
    tx: &mut Transaction<'_, Sqlite>,
    about: &str,
    removed: &[Removal],
    now: &str,
) -> Result<Option<Place>, FlagError> {
    let of_flag =
        sqlx::query("SELECT case_id, receipt FROM flags WHERE id = $1").bind(about).fetch_optional(&mut **tx).await?;
    if let Some(row) = of_flag {
        return Ok(Some(Place {
            case: row.try_get("case_id")?,
            thread: Some((about.to_owned(), row.try_get("receipt")?)),
        }));
    }
    let of_case = sqlx::query("SELECT id FROM cases WHERE id = $1").bind(about).fetch_optional(&mut **tx).await?;
    if of_case.is_none() {
        let Some(removal) = removed.iter().find(|r| r.case.as_deref() == Some(about)) else { return Ok(None) };
        adopt(tx, about, removal, now).await?;
    }
    Ok(Some(Place { case: about.to_owned(), thread: None }))
}

/// Makes a case of a removal that this desk did not decide, so that it can be objected to, and restored.
async fn adopt(tx: &mut Transaction<'_, Sqlite>, id: &str, removal: &Removal, now: &str) -> Result<(), FlagError> {
    let hash = removal.texts.as_ref().and_then(|texts| texts.first()).map(ToString::to_string);
    // A report's pledge is known where its texts were served.
    let pledge: Option<String> = sqlx::query_scalar("SELECT pledge FROM texts WHERE report = $1 LIMIT 1")
        .bind(&*removal.id)
        .fetch_optional(&mut **tx)
        .await?;
    let report = pledge.as_ref().map(|_| removal.id.to_string());
    let statement: serde_json::Map<String, serde_json::Value> =
        removal.statement.iter().map(|(lang, text)| (lang.as_str().to_owned(), text.to_owned().into())).collect();
    sqlx::query(
        "INSERT INTO cases (id, subject, pledge, report, sha256, opened, state, outcome, ground, decided, statement) \
         VALUES ($1, $1, $2, $3, $4, $5, 'decided', 'removed', $6, $7, $8)",
    )
    .bind(id)
    .bind(pledge.as_deref().unwrap_or(&removal.id))
    .bind(report)
    .bind(hash)
    .bind(now)
    .bind(&*removal.ground)
    .bind(&*removal.at)
    .bind(serde_json::Value::Object(statement).to_string())
    .execute(&mut **tx)
    .await?;
    sqlx::query("INSERT INTO removals (n, case_id, line, made, written) SELECT COALESCE(MAX(n), 0) + 1, $1, $2, $3, $3 FROM removals")
        .bind(id)
        .bind(pledgebook_core::feed::removal_json(removal))
        .bind(now)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

async fn insert(
    tx: &mut Transaction<'_, Sqlite>,
    flag: &Flag,
    content: &str,
    place: &Place,
    now: &str,
) -> Result<(), FlagError> {
    // A receipt that is taken already is drawn again.
    for _ in 0..20 {
        let receipt = place.thread.as_ref().map_or_else(new_receipt, |(_, receipt)| receipt.clone());
        let done = sqlx::query(
            "INSERT INTO flags (id, receipt, thread, content, case_id, danger, ground, received) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
        )
        .bind(flag.id.as_str())
        .bind(receipt)
        .bind(place.thread.as_ref().map(|(flag, _)| flag))
        .bind(content)
        .bind(&place.case)
        .bind(i64::from(flag.danger))
        .bind(flag.ground.wire())
        .bind(now)
        .execute(&mut **tx)
        .await?;
        if done.rows_affected() == 1 {
            return Ok(());
        }
    }
    Err(FlagError::Wrong("a flag could be given no receipt".to_owned()))
}

/// What a new flag changes of its case: whoever decides has to see it, and is told of danger and of objections.
async fn touch(tx: &mut Transaction<'_, Sqlite>, case: &str, flag: &Flag, now: &str) -> Result<(), FlagError> {
    let objects = flag.objects_to.is_some();
    sqlx::query(
        "UPDATE cases SET version = version + 1, told = CASE WHEN $2 = 1 THEN NULL ELSE told END, \
         objected = CASE WHEN $3 = 1 AND state = 'decided' THEN COALESCE(objected, $4) ELSE objected END WHERE id = $1",
    )
    .bind(case)
    .bind(i64::from(flag.danger || objects))
    .bind(i64::from(objects))
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(())
}
