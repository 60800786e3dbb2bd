//! Which values a facet shows: the most used first, those that a reader looks for, and always those that are chosen.

use pledgebook_core::{
    browse::{Filter, Key},
    search::fold,
};

use super::listing::Listing;
use crate::{
    components::value_name,
    signals::{Derived, Var},
    state::CopyInfo,
};

/// The values that are shown of a long facet.
pub(super) const SHOWN: usize = 10;

/// A facet's values, as signals; cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Values {
    /// All of them, in an order that no choice changes. Those that only the address knows come last.
    pub all: Derived<Vec<String>>,
    /// What is typed into the box for finding one.
    pub typed: Var<String>,
    /// Whether all are shown.
    pub whole: Var<bool>,
    /// Those that are shown.
    pub shown: Derived<Vec<String>>,
    /// How many there are to show.
    pub fitting: Derived<usize>,
}

impl Values {
    pub fn of(list: Listing, key: Key) -> Self {
        // What was chosen once stays, so that taking a tick away does not take the box from under the finger.
        let kept = Derived::from_last(move |last: Option<&Vec<String>>| {
            let chosen = |filters: &Vec<Filter>| {
                let own = filters.iter().filter(|f| f.key == key).map(|f| &f.value);
                with(last.cloned().unwrap_or_default(), own)
            };
            list.filters.with(chosen)
        });
        let all = Derived::from_last(move |last: Option<&Vec<String>>| {
            let known: Vec<String> =
                list.state.catalogue.with(|c| c.values(key)).into_iter().map(|(value, _)| value).collect();
            // While the copy grows nothing changes its place under the finger.
            let growing = list.state.copy.with(CopyInfo::is_coming);
            let known = match last {
                Some(last) if growing => with(last.clone(), known.iter()),
                _ => known,
            };
            kept.with(|kept| with(known, kept.iter()))
        });
        let (typed, whole) = (Var::new(String::new()), Var::new(false));
        let fitting = Derived::new(move || found(list, key, all, &fold(&typed.get())));
        let shown = Derived::new(move || {
            let most = if whole.get() { usize::MAX } else { SHOWN };
            let first = fitting.with(|all| all.iter().take(most).cloned().collect());
            kept.with(|kept| with(first, kept.iter()))
        });
        let fitting = Derived::new(move || fitting.with(Vec::len));
        Self { all, typed, whole, shown, fitting }
    }
}

/// The values whose names have all the words that are looked for, as beginnings of words.
fn found(list: Listing, key: Key, all: Derived<Vec<String>>, wanted: &str) -> Vec<String> {
    if wanted.is_empty() {
        return all.get();
    }
    let fits = |value: &&String| {
        let name = format!(" {}", fold(&label(list, key, value)));
        wanted.split(' ').all(|word| name.contains(&format!(" {word}")))
    };
    all.with(|all| all.iter().filter(fits).cloned().collect())
}

/// The values, and those of some others that are not among them.
fn with<'a>(mut values: Vec<String>, others: impl Iterator<Item = &'a String>) -> Vec<String> {
    for value in others {
        if !values.contains(value) {
            values.push(value.clone());
        }
    }
    values
}

/// A value's name in its facet.
pub(super) fn label(list: Listing, key: Key, value: &str) -> String {
    if value == "none" {
        return list.words.value_not_given();
    }
    list.state.catalogue.with(|c| value_name(c, &Filter::with(key, value), list.words)).0
}
