//! Sorting, once. Each type that the standard library sorts costs the wasm 10 to 20 kB (measured: all sorts together
//! were 162 kB of 1,315 before wasm-opt); here all of them share one sort of places, which is a plain merge: the standard
//! library's two, for stable and unstable sorting, were another 9 kB.

use std::cmp::Ordering;

/// The items in the order that `compare` gives; equal ones keep their order.
pub fn sorted<T>(items: Vec<T>, compare: impl Fn(&T, &T) -> Ordering) -> Vec<T> {
    let mut places: Vec<u32> = (0..).take(items.len()).collect();
    sort_places(&mut places, &|a, b| match (items.get(a as usize), items.get(b as usize)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
    places.into_iter().filter_map(|p| items.get_mut(p as usize)?.take()).collect()
}

/// The items in the order of a key that is worked out once for each.
pub fn sorted_by_key<T, K: Ord>(items: Vec<T>, key: impl Fn(&T) -> K) -> Vec<T> {
    let keyed: Vec<(K, T)> = items.into_iter().map(|item| (key(&item), item)).collect();
    sorted(keyed, |a, b| a.0.cmp(&b.0)).into_iter().map(|(_, item)| item).collect()
}

/// Numbers in their order.
pub fn sort_numbers(numbers: &mut Vec<u64>) {
    let mut places: Vec<u32> = (0..).take(numbers.len()).collect();
    let number = |n: u32| numbers.get(n as usize).copied().unwrap_or(u64::MAX);
    sort_places(&mut places, &|a, b| number(a).cmp(&number(b)));
    *numbers = places.into_iter().map(number).collect();
}

/// Runs as long as this are sorted by insertion.
const RUN: usize = 12;

/// A stable merge sort, from short runs up.
#[inline(never)]
fn sort_places(places: &mut Vec<u32>, compare: &dyn Fn(u32, u32) -> Ordering) {
    for run in places.chunks_mut(RUN) {
        for n in 1..run.len() {
            let mut at = n;
            while at > 0 && compare(run[at - 1], run[at]).is_gt() {
                run.swap(at - 1, at);
                at -= 1;
            }
        }
    }
    let mut width = RUN;
    while width < places.len() {
        let mut merged = Vec::with_capacity(places.len());
        for pair in places.chunks(width * 2) {
            merge(pair.split_at(width.min(pair.len())), &mut merged, compare);
        }
        *places = merged;
        width *= 2;
    }
}

fn merge((mut a, mut b): (&[u32], &[u32]), out: &mut Vec<u32>, compare: &dyn Fn(u32, u32) -> Ordering) {
    while let (Some(first), Some(second)) = (a.first(), b.first()) {
        let from = if compare(*first, *second).is_gt() { &mut b } else { &mut a };
        out.push(from[0]);
        *from = &from[1..];
    }
    out.extend_from_slice(a);
    out.extend_from_slice(b);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_sorts_as_the_standard_library_does(items in prop::collection::vec((0u8..20, any::<u16>()), 0..200)) {
            let mut expect = items.clone();
            expect.sort_by_key(|i| i.0);
            prop_assert_eq!(sorted_by_key(items.clone(), |i| i.0), expect.clone());
            prop_assert_eq!(sorted(items, |a, b| a.0.cmp(&b.0)), expect);
        }

        #[test]
        fn numbers_are_sorted(mut numbers in prop::collection::vec(any::<u64>(), 0..200)) {
            let mut expect = numbers.clone();
            expect.sort_unstable();
            sort_numbers(&mut numbers);
            prop_assert_eq!(numbers, expect);
        }
    }
}
