//! Made-up files at the source, of pledges and of reports.

use super::{random::Random, shapes::Attachment, texts::MARK};

/// Files at the source, with all that a source knows of them or nothing.
pub fn attachments(random: &mut Random, id: &str) -> Vec<Attachment> {
    let count = if random.chance(10) { random.between(1, 3) } else { 0 };
    (1..=count)
        .map(|n| Attachment {
            title: random.chance(80).then(|| format!("Annex {n} {MARK}")),
            url: format!("https://example.org/made/{id}/annex-{n}.pdf"),
            media_type: random.chance(80).then_some("application/pdf"),
            bytes: random.chance(70).then(|| random.between(9_000, 4_000_000)),
        })
        .collect()
}
