//! Cutting pledges into parts, so that an edit changes one part and an added or removed pledge at most two: where a
//! part ends depends on the ids alone, never on how much came before.

use super::Sha256Hex;

/// The bytes that the mean part should have.
const AIM: u64 = 64 * 1024;
/// While the mean stays between these, the last manifest's cut is kept.
const KEEP: std::ops::RangeInclusive<u64> = 16 * 1024..=256 * 1024;

/// M of the feed format: a power of two.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cut(u32);

impl Cut {
    /// M, if it is a power of two.
    pub fn new(m: u32) -> Option<Self> {
        m.is_power_of_two().then_some(Self(m))
    }

    /// M.
    pub fn get(self) -> u32 {
        self.0
    }
}

/// Whether a cut falls before this id: its SHA-256's first 4 bytes, big-endian, are 0 modulo M.
pub fn falls_before(id: &str, cut: Cut) -> bool {
    Sha256Hex::of(id.as_bytes()).head().is_multiple_of(cut.0)
}

/// Cuts a list that is sorted by the bytes of its ids; returns the lengths of the parts, none of them 0.
pub fn cut_parts<'a>(ids: impl IntoIterator<Item = &'a str>, cut: Cut) -> Vec<usize> {
    let mut lengths: Vec<usize> = Vec::new();
    for id in ids {
        match lengths.last_mut() {
            Some(length) if !falls_before(id, cut) => *length += 1,
            _ => lengths.push(1),
        }
    }
    lengths
}

/// The M that brings the mean of all pledge parts nearest 64 KiB, the smallest on a tie; `last` is kept while its
/// mean stays between 16 and 256 KiB. `editions` are lists of (id, bytes of its record), each sorted.
pub fn choose_cut(editions: &[Vec<(String, u64)>], last: Option<Cut>) -> Cut {
    let heads: Vec<Vec<u32>> =
        editions.iter().map(|e| e.iter().map(|(id, _)| Sha256Hex::of(id.as_bytes()).head()).collect()).collect();
    let records: u64 = editions.iter().map(|e| e.len() as u64).sum();
    let bytes: u64 = editions.iter().flatten().map(|(_, bytes)| bytes).sum();
    let mean = |m: u32| {
        let parts: u64 = heads
            .iter()
            .map(|e| e.iter().enumerate().filter(|(n, h)| *n == 0 || h.is_multiple_of(m)).count() as u64)
            .sum();
        // A part of n records in bytes b weighs b + n + 1: brackets, and a comma or line end for each record.
        (bytes + records + parts).checked_div(parts).unwrap_or(0)
    };
    if let Some(last) = last
        && KEEP.contains(&mean(last.0))
    {
        return last;
    }
    let nearest = (0..32).map(|power| 1u32 << power).min_by_key(|m| (mean(*m).abs_diff(AIM), *m));
    Cut(nearest.unwrap_or(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ids(n: usize) -> Vec<String> {
        let mut ids: Vec<_> = (0..n).map(|i| format!("33IC-{i:05}")).collect();
        ids.sort();
        ids
    }

    #[test]
    fn only_powers_of_two_cut() {
        assert!([1, 2, 128, 1 << 31].into_iter().all(|m| Cut::new(m).is_some()));
        assert!([0, 3, 100].into_iter().all(|m| Cut::new(m).is_none()));
    }

    #[test]
    fn the_cut_brings_the_mean_part_near_64_kib() {
        let edition = |n, bytes| vec![ids(n).into_iter().map(|id| (id, bytes)).collect::<Vec<_>>()];
        let large = edition(5_000, 2_000);
        let cut = choose_cut(&large, None);
        assert!((16..=64).contains(&cut.get()), "{cut:?}");
        // Few records stay one part for each edition: any M that does not cut is as near, and the smallest wins.
        let few = edition(3, 100);
        let cut = choose_cut(&few, None);
        assert_eq!(cut_parts(few[0].iter().map(|(id, _)| id.as_str()), cut), [3]);
        // The last manifest's is kept while its mean is tolerable, and only then.
        assert_eq!(choose_cut(&large, Cut::new(16)), Cut(16));
        assert_ne!(choose_cut(&large, Cut::new(1)), Cut(1));
        assert_eq!(choose_cut(&[], None), Cut(1));
    }

    proptest! {
        #[test]
        fn an_added_id_changes_at_most_two_parts(extra in "[0-9]{5}[a-z]", m in 0u32..8) {
            let cut = Cut(1 << m);
            let before = ids(400);
            let mut after = before.clone();
            after.push(format!("33IC-{extra}"));
            after.sort();
            let parts = |ids: &[String]| {
                let mut at = 0;
                cut_parts(ids.iter().map(String::as_str), cut)
                    .into_iter()
                    .map(|n| { at += n; ids[at - n..at].to_vec() })
                    .collect::<Vec<_>>()
            };
            let (old, new) = (parts(&before), parts(&after));
            prop_assert_eq!(new.concat(), after);
            prop_assert!(new.iter().filter(|p| !old.contains(p)).count() <= 2);
            prop_assert!(old.iter().filter(|p| !new.contains(p)).count() <= 2);
        }
    }
}
