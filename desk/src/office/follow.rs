//! The feed follows a decision: its line goes into `removals.ndjson`, the feed is published again, and what has to leave caches in
//! front of the desk is listed. Whatever breaks off in between is found and done by the next look: what
//! counts is whether the feed has the removals that the records have.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
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

/// How many lines are in nobody's records yet, as far as is known: neither written here, nor in the feed in a folder.
pub async fn unwritten(store: &Store, feed: Option<&Path>) -> Result<usize, OfficeError> {
    let query = "SELECT line FROM removals r WHERE written IS NULL AND n = (SELECT MAX(n) FROM removals s WHERE s.case_id = r.case_id)";
    let lines: Vec<String> = sqlx::query_scalar(query).fetch_all(&store.pool).await?;
    let manifest = feed.and_then(|feed| parse_manifest(&fs::read(feed.join("manifest.json")).ok()?).ok());
    let published = |line: &String| {
        let entries = manifest.as_ref().map(|m| m.removed.entries()).unwrap_or_default();
        parse_removal(line).is_ok_and(|own| entries.contains(&own))
    };
    Ok(lines.iter().filter(|line| !published(line)).count())
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

/// Appends what is not in the removals of records yet, on the disk before this returns; says how many lines. The file is locked
/// meanwhile: another process may append, too.
pub async fn append_pending(store: &Store, records: &Path) -> Result<usize, OfficeError> {
    let rows = sqlx::query("SELECT n, case_id, line FROM removals WHERE written IS NULL ORDER BY n")
        .fetch_all(&store.pool)
        .await?;
    if rows.is_empty() {
        return Ok(0);
    }
    let path = records.join("removals.ndjson");
    let failed = |error| FlagError::File(path.clone(), error);
    let file = OpenOptions::new().create(true).read(true).append(true).open(&path).map_err(failed)?;
    file.lock().map_err(failed)?;
    let mut written = 0;
    for row in &rows {
        let (n, case, line): (i64, String, String) = (row.try_get("n")?, row.try_get("case_id")?, row.try_get("line")?);
        let there = fs::read(&path).map_err(failed)?;
        // It may be there although nobody could note it any more.
        if last_of_case(&there, &case).is_none_or(|there| parse_removal(&line).as_ref() != Ok(&there)) {
            append(&file, &there, &line).map_err(failed)?;
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

/// The line of a case that counts.
fn last_of_case(bytes: &[u8], case: &str) -> Option<Removal> {
    let text = String::from_utf8_lossy(bytes);
    let mut all = text.lines().filter_map(|line| parse_removal(line).ok());
    all.rfind(|removal| removal.case.as_deref() == Some(case))
}

/// Appends a line. What a full disk, or a crash, left of an earlier one is taken away first, so that the file is always readable.
fn append(mut file: &File, there: &[u8], line: &str) -> io::Result<()> {
    let whole = there.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
    let rest = there.get(whole..).unwrap_or_default();
    // A last line that an editor left without its end stands.
    let stands = std::str::from_utf8(rest).is_ok_and(|rest| parse_removal(rest.trim()).is_ok());
    let (end, begin) = if rest.is_empty() || !stands { (whole, "") } else { (there.len(), "\n") };
    file.set_len(end as u64)?;
    let written = file.write_all(format!("{begin}{line}\n").as_bytes()).and_then(|()| file.sync_all());
    if written.is_err() {
        file.set_len(end as u64)?;
    }
    written
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
    let failed = |e| FlagError::File(options.feed.clone(), e);
    let ahead = ahead(&options.records, &options.feed)?;
    let unfinished = publish::is_unfinished(&options.feed).map_err(failed)?;
    if !unfinished && (ahead.is_none() || ahead == *done) {
        tell_caches(store, &options.feed, data, channels, now).await?;
        return Ok(Followed { written, published: None });
    }
    let own = options.clone();
    let published = tokio::task::spawn_blocking(move || publish::publish(&own, now, |_| {})).await;
    let published = published.map_err(|e| FlagError::Wrong(format!("the feed could not be published: {e}")))?;
    let outcome = published.map_err(|e| FlagError::Wrong(format!("the feed does not follow: {e}")))?;
    *done = ahead;
    tell_caches(store, &options.feed, data, channels, now).await?;
    Ok(Followed { written, published: Some(outcome) })
}

/// Lists what a publication deleted, tells the webhook, and only then forgets it.
async fn tell_caches(
    store: &Store,
    feed: &Path,
    data: &Path,
    channels: &Channels,
    now: u64,
) -> Result<(), OfficeError> {
    let failed = |e| FlagError::File(feed.to_owned(), e);
    let purge = publish::purge_list(feed).map_err(failed)?;
    if purge.is_empty() {
        return Ok(());
    }
    note_purge(data, &purge, now)?;
    tell_purge(store, &purge, channels, now).await?;
    Ok(publish::purged(feed).map_err(failed)?)
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
