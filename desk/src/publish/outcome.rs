//! What was published, and the short summary of it.

use std::fmt;

use pledgebook_core::feed::{Manifest, PartKind};

use super::old::Swept;

/// What was published.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The manifest.
    pub manifest: Manifest,
    /// How many parts were not there before.
    pub new_parts: usize,
    /// What became of older parts.
    pub swept: Swept,
    /// How many problems there were with records.
    pub problems: usize,
    /// How many records were left out.
    pub left_out: usize,
    /// How many pieces of personal data were cut out.
    pub cut_out: usize,
    /// Whether the last manifest was signed, and this one has to be.
    pub was_signed: bool,
    /// Whether this one is signed.
    pub is_signed: bool,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let manifest = &self.manifest;
        let records = |kind| manifest.parts.iter().filter(|p| p.kind == kind).map(|p| p.records).sum::<u64>();
        let in_use = manifest.removed.entries().iter().filter(|r| r.restored.is_none()).count();
        writeln!(f, "Published feed {}", manifest.feed)?;
        writeln!(f, "  seq        {} ({})", manifest.seq, manifest.generated)?;
        writeln!(
            f,
            "  records    {} pledges, {} parties, {} terms",
            manifest.pledges(),
            records(PartKind::Parties),
            records(PartKind::Terms)
        )?;
        writeln!(
            f,
            "  parts      {} ({} bytes): {} new, {} kept; of older ones {} deleted, {} kept for now",
            manifest.parts.len(),
            manifest.bytes(),
            self.new_parts,
            manifest.parts.len() - self.new_parts.min(manifest.parts.len()),
            self.swept.removed + self.swept.aged,
            self.swept.kept
        )?;
        writeln!(f, "  removals   {} on the list, {in_use} of them in force", manifest.removed.entries().len())?;
        write!(
            f,
            "  problems   {} ({} records left out); personal data cut out: {}",
            self.problems, self.left_out, self.cut_out
        )?;
        for path in &self.swept.purge {
            write!(f, "\n  purge      {path}")?;
        }
        if self.is_signed {
            write!(f, "\n  signature  manifest.json.minisig")?;
        } else if self.was_signed {
            write!(f, "\n  signature  the last manifest was signed: sign this one too")?;
        }
        Ok(())
    }
}
