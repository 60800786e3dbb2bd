//! What may be written over what, as two tabs share one store. Asked within the transaction that writes, so that nothing comes
//! between.

use std::sync::Arc;

use crate::feed::parse_manifest;

/// Whether a manifest may take the place of those that are stored: none of them is newer, or of another feed. A tab that is
/// behind keeps nothing, as another keeps a newer copy. What is stored and cannot be read is as good as nothing.
pub fn may_follow(stored: &[Arc<[u8]>], offered: &[u8]) -> bool {
    let Ok(offered) = parse_manifest(offered) else { return false };
    let behind = |bytes: &Arc<[u8]>| {
        parse_manifest(bytes).is_ok_and(|known| known.feed != offered.feed || known.seq > offered.seq)
    };
    !stored.iter().any(behind)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(feed: char, seq: u64) -> Vec<u8> {
        let feed = format!("{feed}f2504e0-4f89-11d3-9a0c-0305e82c3301");
        let json = format!(
            r#"{{"format":"pledge-feed/1","feed":"{feed}","seq":{seq},"generated":"2026-11-20T08:00:00Z","parts":[],"removed":[]}}"#
        );
        json.into_bytes()
    }

    #[test]
    fn a_manifest_takes_the_place_of_none_that_is_newer_or_of_another_feed() {
        for (what, stored, may) in [
            ("nothing is stored", vec![], true),
            ("older ones", vec![manifest('3', 4), manifest('3', 5)], true),
            ("the same", vec![manifest('3', 6)], true),
            ("a newer one", vec![manifest('3', 4), manifest('3', 7)], false),
            ("another feed's", vec![manifest('4', 5)], false),
            ("something that cannot be read", vec![b"[]".to_vec()], true),
        ] {
            let stored: Vec<Arc<[u8]>> = stored.into_iter().map(Arc::from).collect();
            assert_eq!(may_follow(&stored, &manifest('3', 6)), may, "{what}");
        }
        assert!(!may_follow(&[], b"[]"), "what cannot be read is not kept");
    }
}
