//! How many pledges there are: seen at every letter, said once the reader rests.

use std::{cell::Cell, rc::Rc, time::Duration};

use leptos::prelude::{set_timeout, untrack};

use super::{listing::Listing, results::near_words};
use crate::{
    browser::intl,
    signals::{Derived, Var, effect},
    state::CopyInfo,
    view::{Node, el, nodes},
    words::{SLOT_1, rich},
};

/// The rest after which the number is said: who types hears the result, not the way to it.
const REST: Duration = Duration::from_millis(700);

/// The line with the number, and the page's one live region. What is chosen is said at once; who types, or waits for the
/// copy to grow, hears it at rest.
pub(super) fn view(list: Listing) -> Node {
    let typed = move || list.query.with(|q| q.q.clone());
    let said = Var::new(untrack(move || (typed(), spoken(list))));
    let is_coming = Derived::new(move || list.state.copy.with(CopyInfo::is_coming));
    // Only the last of what was to be said is; who leaves the page meanwhile hears nothing.
    let latest = Rc::new(Cell::new(0u32));
    effect(move || {
        let turn = latest.get().wrapping_add(1);
        latest.set(turn);
        let now = (typed(), spoken(list));
        if !is_coming.get() && said.with_untracked(|(before, _)| *before == now.0) {
            said.set(now);
            return;
        }
        let latest = Rc::clone(&latest);
        let say = move || {
            if latest.get() == turn {
                said.try_set(now);
            }
        };
        set_timeout(say, REST);
    });
    nodes((
        el("p.count").attr("aria-hidden", "true").with(move || shown(list)),
        el("p.vh").attr("role", "status").with(move || said.with(|(_, words)| words.clone())),
    ))
}

/// `13 pledges with “health”`, with a mark where the number goes.
fn sentence(list: Listing) -> (String, String) {
    let total = list.found.with(|p| p.total);
    let number = intl::number(f64::from(u32::try_from(total).unwrap_or(u32::MAX)), list.words.language());
    let sentence = list.query.with(|q| match q.q.trim() {
        "" => list.words.list_count(total, SLOT_1),
        typed => list.words.list_count_with(total, SLOT_1, typed),
    });
    (sentence, number)
}

/// The number first, in digits, 0 too.
fn shown(list: Listing) -> Vec<Node> {
    let (sentence, number) = sentence(list);
    rich(&sentence, vec![el("b").with(number)])
}

fn spoken(list: Listing) -> String {
    let (sentence, number) = sentence(list);
    [vec![sentence.replace(SLOT_1, &number)], near_words(list)].concat().join(". ")
}
