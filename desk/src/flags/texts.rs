//! Every text of the feeds that a desk serves, by its hash: what a flag is about is there when somebody decides, whatever
//! became of the text since.

use std::path::Path;

use pledgebook_core::{
    feed::{Manifest, PartKind, Sha256Hex, parse_manifest, parse_pledge, parse_records, pledges_of},
    flags::{Flaggable, flaggable},
    model::{Pledge, PledgeId},
};
use sqlx::{Sqlite, Transaction};

use super::{Case, FlagError, Store};

/// The pledge of a case as the feed in a folder has it now.
fn pledge_now(feed: &Path, case: &Case) -> Result<Option<Pledge>, FlagError> {
    let path = feed.join("manifest.json");
    let bytes = std::fs::read(&path).map_err(|e| FlagError::File(path.clone(), e))?;
    let manifest = parse_manifest(&bytes).map_err(|e| FlagError::Wrong(format!("{}: {e}", path.display())))?;
    let Some(pledge) = PledgeId::new(&case.subject.pledge) else { return Ok(None) };
    for part in manifest.parts.iter().filter(|p| p.kind == PartKind::Pledges && p.can_hold(&pledge)) {
        let path = feed.join(&*part.path);
        let bytes = std::fs::read(&path).map_err(|e| FlagError::File(path, e))?;
        let all = parse_records(&bytes, parse_pledge, pledges_of).good;
        if let Some(found) = all.into_iter().find(|p| p.id == pledge) {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// The text of a case as the feed in a folder has it now: the one of the same part of the same record.
pub fn text_now(feed: &Path, case: &Case) -> Result<Option<String>, FlagError> {
    let Some(found) = pledge_now(feed, case)? else { return Ok(None) };
    let (subject, texts) = (&case.subject, flaggable(&found));
    let is = |t: &&Flaggable<'_>| {
        t.report.map(|r| r.as_str()) == subject.report.as_deref() && t.part.map(|p| p.wire()) == subject.part.as_deref()
    };
    // Of several texts of one part the very one, if it is still there.
    let same = |t: &&Flaggable<'_>| Some(t.hash().to_string()) == subject.sha256;
    let text = texts.iter().find(same).or_else(|| texts.iter().find(is));
    Ok(text.map(|t| t.text.to_owned()))
}

/// Whether the record of a case is in the feed in a folder, whatever became of its texts.
pub fn record_stands(feed: &Path, case: &Case) -> Result<bool, FlagError> {
    let is_report = |pledge: &Pledge, id: &str| pledge.reports.iter().any(|r| r.id.as_str() == id);
    Ok(pledge_now(feed, case)?.is_some_and(|p| case.subject.report.as_deref().is_none_or(|id| is_report(&p, id))))
}

/// Keeps the texts of the feed in a folder; says how many are new. A part that has been read before costs nothing: `seen`
/// are the hashes of parts.
pub async fn keep_texts(store: &Store, feed: &Path, seen: &mut Vec<Sha256Hex>, now: &str) -> Result<u64, FlagError> {
    let manifest = feed.join("manifest.json");
    let bytes = std::fs::read(&manifest).map_err(|e| FlagError::File(manifest.clone(), e))?;
    let manifest: Manifest =
        parse_manifest(&bytes).map_err(|e| FlagError::Wrong(format!("{}: {e}", manifest.display())))?;
    let mut new = 0;
    for part in manifest.parts.iter().filter(|p| p.kind == PartKind::Pledges) {
        if seen.contains(&part.sha256) {
            continue;
        }
        let path = feed.join(&*part.path);
        let bytes = std::fs::read(&path).map_err(|e| FlagError::File(path, e))?;
        let mut tx = store.pool.begin().await?;
        for pledge in parse_records(&bytes, parse_pledge, pledges_of).good {
            keep_pledge(&mut tx, &pledge).await?;
            for text in flaggable(&pledge) {
                let done = sqlx::query(
                    "INSERT INTO texts (sha256, text, pledge, report, part, first_seen) VALUES ($1, $2, $3, $4, $5, $6) \
                     ON CONFLICT (sha256) DO NOTHING",
                )
                .bind(text.hash().to_string())
                .bind(text.text)
                .bind(pledge.id.as_str())
                .bind(text.report.map(|r| r.as_str()))
                .bind(text.part.map(|p| p.wire()))
                .bind(now)
                .execute(&mut *tx)
                .await?;
                new += done.rows_affected();
            }
        }
        tx.commit().await?;
        seen.push(part.sha256);
    }
    Ok(new)
}

/// Keeps of which edition and of whom a pledge is.
async fn keep_pledge(tx: &mut Transaction<'_, Sqlite>, pledge: &Pledge) -> Result<(), FlagError> {
    sqlx::query(
        "INSERT INTO pledges (id, edition, title) VALUES ($1, $2, $3) \
         ON CONFLICT (id) DO UPDATE SET edition = excluded.edition, title = excluded.title",
    )
    .bind(pledge.id.as_str())
    .bind(pledge.edition.as_ref().map(|e| e.as_str()))
    .bind(pledge.title.as_deref())
    .execute(&mut **tx)
    .await?;
    sqlx::query("DELETE FROM pledge_parties WHERE pledge = $1").bind(pledge.id.as_str()).execute(&mut **tx).await?;
    for party in &pledge.parties {
        sqlx::query("INSERT INTO pledge_parties (pledge, party) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(pledge.id.as_str())
            .bind(party.id.as_str())
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}
