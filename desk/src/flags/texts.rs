//! Every text of the feeds that a desk serves, by its hash: what a flag is about is there when somebody decides, whatever
//! became of the text since.

use std::path::Path;

use pledgebook_core::{
    feed::{Manifest, PartKind, Sha256Hex, parse_manifest, parse_pledge, parse_records, pledges_of},
    flags::flaggable,
};

use super::{FlagError, Store};

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
