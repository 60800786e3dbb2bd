//! The feed follows a decision: its line goes into `removals.ndjson`, the feed is published again, and what has to leave caches in
//! front of the desk is listed. Whatever breaks off in between is found and done by the next look: what
//! counts is whether the feed has the removals that the records have.

use std::{
    fs::{self, OpenOptions},
    io::Write,
    path::Path,
};

use pledgebook_core::feed::{Removal, Removals, Sha256Hex, parse_manifest, parse_removal};
use sqlx::Row;

use super::{Channels, OfficeError, Send, messages::keep_message};
use crate::{
    clock,
    flags::{FlagError, Store},
    publish::{self, Outcome},
};

/// The list of files that were deleted from the feed, in the data folder: time and path a line.
pub const PURGE: &str = "purge.txt";

/// What followed.
#[derive(Debug, Default)]
pub struct Followed {
    /// Lines that were written.
    pub written: usize,
    /// What was published, if anything had to be.
    pub published: Option<Outcome>,
}

/// How many lines are not in anybody's records yet.
pub async fn unwritten(store: &Store) -> Result<i64, OfficeError> {
    let count =
        sqlx::query_scalar("SELECT COUNT(*) FROM removals WHERE written IS NULL").fetch_one(&store.pool).await?;
    Ok(count)
}

/// The removals of records, if the feed in a folder has others; None if it has them.
fn ahead(records: &Path, feed: &Path) -> Result<Option<Sha256Hex>, FlagError> {
    let path = records.join("removals.ndjson");
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(FlagError::File(path, error)),
    };
    let text = String::from_utf8_lossy(&bytes);
    let own = Removals::from_log(text.lines().filter_map(|line| parse_removal(line).ok()));
    let path = feed.join("manifest.json");
    let published = match fs::read(&path) {
        Ok(bytes) => parse_manifest(&bytes).map_err(|e| FlagError::Wrong(format!("{}: {e}", path.display())))?.removed,
        Err(_) => Removals::default(),
    };
    Ok((own != published).then(|| Sha256Hex::of(&bytes)))
}

/// Appends what is not in the removals of records yet, on the disk before this returns; says how many lines.
pub async fn append_pending(store: &Store, records: &Path) -> Result<usize, OfficeError> {
    let rows = sqlx::query("SELECT n, case_id, line FROM removals WHERE written IS NULL ORDER BY n")
        .fetch_all(&store.pool)
        .await?;
    let mut written = 0;
    for row in &rows {
        let (n, case, line): (i64, String, String) = (row.try_get("n")?, row.try_get("case_id")?, row.try_get("line")?);
        // It may be there although nobody could note it any more.
        if last_of_case(records, &case)?.is_none_or(|there| parse_removal(&line).as_ref() != Ok(&there)) {
            append(records, &line)?;
            written += 1;
        }
        sqlx::query("UPDATE removals SET written = $2 WHERE n = $1")
            .bind(n)
            .bind(clock::rfc3339(clock::now()))
            .execute(&store.pool)
            .await?;
    }
    Ok(written)
}

/// The line of a case that counts in the removals of records.
fn last_of_case(records: &Path, case: &str) -> Result<Option<Removal>, FlagError> {
    let path = records.join("removals.ndjson");
    match fs::read_to_string(&path) {
        Ok(text) => {
            let mut all = text.lines().filter_map(|line| parse_removal(line).ok());
            Ok(all.rfind(|removal| removal.case.as_deref() == Some(case)))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(FlagError::File(path, error)),
    }
}

/// Appends a line to the removals of records, on the disk before this returns.
fn append(records: &Path, line: &str) -> Result<(), FlagError> {
    let path = records.join("removals.ndjson");
    let failed = |error| FlagError::File(path.clone(), error);
    let whole = match fs::read(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
        read => read.map_err(failed)?,
    };
    // A last line that an editor left without its end must not run into this one.
    let begin = if whole.last().is_some_and(|b| *b != b'\n') { "\n" } else { "" };
    let mut file = OpenOptions::new().create(true).append(true).open(&path).map_err(failed)?;
    file.write_all(format!("{begin}{line}\n").as_bytes()).and_then(|()| file.sync_all()).map_err(failed)
}

/// Brings records and feed up to what was decided. `done` is what was published last: removals that were, and still are not as
/// the feed has them, are not published for ever.
pub async fn follow(
    store: &Store,
    options: &publish::Options,
    data: &Path,
    channels: &Channels,
    done: &mut Option<Sha256Hex>,
    now: u64,
) -> Result<Followed, OfficeError> {
    let written = append_pending(store, &options.records).await?;
    let ahead = ahead(&options.records, &options.feed)?;
    if ahead.is_none() || ahead == *done {
        return Ok(Followed { written, published: None });
    }
    let own = options.clone();
    let published = tokio::task::spawn_blocking(move || publish::publish(&own, now, |_| {})).await;
    let published = published.map_err(|e| FlagError::Wrong(format!("the feed could not be published: {e}")))?;
    let outcome = published.map_err(|e| FlagError::Wrong(format!("the feed does not follow: {e}")))?;
    *done = ahead;
    if !outcome.swept.purge.is_empty() {
        note_purge(data, &outcome.swept.purge, now)?;
        tell_purge(store, &outcome.swept.purge, channels, now).await?;
    }
    Ok(Followed { written, published: Some(outcome) })
}

fn note_purge(data: &Path, paths: &[String], now: u64) -> Result<(), FlagError> {
    let path = data.join(PURGE);
    let at = clock::rfc3339(now);
    let lines: String = paths.iter().map(|path| format!("{at} {path}\n")).collect();
    let file = OpenOptions::new().create(true).append(true).open(&path);
    file.and_then(|mut f| f.write_all(lines.as_bytes())).map_err(|e| FlagError::File(path, e))
}

async fn tell_purge(store: &Store, paths: &[String], channels: &Channels, now: u64) -> Result<(), OfficeError> {
    if channels.webhook.is_none() {
        return Ok(());
    }
    let mut tx = store.pool.begin().await?;
    let send = Send {
        channel: "webhook",
        danger: false,
        recipient: None,
        subject: "feed.purge".to_owned(),
        body: serde_json::json!({"event": "feed.purge", "at": clock::rfc3339(now), "paths": paths}).to_string(),
    };
    keep_message(&mut tx, &send, now).await?;
    tx.commit().await?;
    Ok(())
}
