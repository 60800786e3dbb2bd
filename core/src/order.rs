//! Sorting, once. Each type that the standard library sorts costs the wasm 10 to 20 kB (measured: all sorts together
//! were 162 kB of 1,315 before wasm-opt); here all of them share one sort of numbers.

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

#[inline(never)]
fn sort_places(places: &mut [u32], compare: &dyn Fn(u32, u32) -> Ordering) {
    places.sort_by(|a, b| compare(*a, *b));
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
    }
}
