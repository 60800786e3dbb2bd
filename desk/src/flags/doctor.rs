//! What is wrong with a desk's data and feed, and what to do about each.

use std::{fs, os::unix::fs::PermissionsExt, path::Path};

use pledgebook_core::feed::{Sha256Hex, parse_manifest};

use super::{DATABASE, FlagError, KEY, Store};
use crate::office::{self, OfficeError};

/// Looks at data and feed; each finding says what to do.
pub async fn doctor(data: &Path, feed: Option<&Path>) -> Result<Vec<String>, FlagError> {
    let mut findings = Vec::new();
    for name in [DATABASE, KEY] {
        let path = data.join(name);
        match fs::metadata(&path) {
            Err(_) => findings.push(format!(
                "{} is missing: restore a backup with `desk restore`; only a desk that never took a flag makes it by itself",
                path.display()
            )),
            Ok(about) if about.permissions().mode() & 0o077 != 0 => {
                findings.push(format!("{} can be read by others: chmod 600 {}", path.display(), path.display()))
            }
            Ok(_) => {}
        }
    }
    if data.join(DATABASE).exists() {
        let store = Store::open(data).await?;
        let checked: String = sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&store.pool).await?;
        if checked != "ok" {
            findings.push(format!("the database is damaged ({checked}): end the desk and restore the last backup"));
        }
    }
    if findings.is_empty() {
        of_office(data, feed, &mut findings).await?;
    }
    // A file is written and taken away again: full disks and missing rights show in no other way that is sure.
    let probe = data.join(".probe");
    match fs::write(&probe, vec![0u8; 1024 * 1024]).and_then(|()| fs::remove_file(&probe)) {
        Ok(()) => {}
        Err(error) => findings.push(format!(
            "{} takes no file of a megabyte ({error}): free some room, or give the desk's user the right to write there",
            data.display()
        )),
    }
    if let Some(feed) = feed {
        of_feed(feed, &mut findings);
    }
    Ok(findings)
}

/// What waits, and whether the log is as it was written.
async fn of_office(data: &Path, feed: Option<&Path>, findings: &mut Vec<String>) -> Result<(), FlagError> {
    let store = Store::open(data).await?;
    let failed = |error: OfficeError| FlagError::Wrong(error.to_string());
    if let Some(n) = office::is_whole(&office::log_of(&store, None).await.map_err(failed)?) {
        findings.push(format!("line {n} of the log is not as it was written: compare it with a backup (`desk audit`)"));
    }
    let waiting = office::unwritten(&store, feed).await.map_err(failed)?;
    if waiting > 0 {
        findings.push(format!(
            "{waiting} decisions are not in removals.ndjson: let the desk serve with --records, or add the lines that `desk decide` printed"
        ));
    }
    if let (unsent, Some(why)) = office::unsent(&store).await.map_err(failed)? {
        findings.push(format!("{unsent} messages have not left ({why}): look at --webhook and DESK_SMTP"));
    }
    Ok(())
}

fn of_feed(feed: &Path, findings: &mut Vec<String>) {
    let again = "publish again with `desk publish`";
    let path = feed.join("manifest.json");
    let manifest =
        match fs::read(&path).map_err(|e| e.to_string()).and_then(|b| parse_manifest(&b).map_err(|e| e.to_string())) {
            Ok(manifest) => manifest,
            Err(said) => return findings.push(format!("{}: {said}: {again}", path.display())),
        };
    for part in &manifest.parts {
        let path = feed.join(&*part.path);
        match fs::read(&path) {
            Ok(bytes) if Sha256Hex::of(&bytes) == part.sha256 => {}
            Ok(_) => findings.push(format!("{} is not what the manifest says: {again}", path.display())),
            Err(error) => findings.push(format!("{}: {error}: {again}", path.display())),
        }
    }
    if manifest.flags.is_none() {
        findings
            .push("the feed names no desk: put \"flags\" into feed.json, or no reader can flag anything".to_owned());
    }
}
