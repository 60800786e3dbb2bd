//! Whether this device keeps the copy: room, and the browser's promise.

use crate::{
    browser::intl,
    signals::Var,
    state::State,
    view::{Node, el, nodes},
    words::Words,
};

/// The section.
pub fn room_section(state: State, words: Words) -> Node {
    el("section.sec").attr("id", "room").with((
        el("div.sec-h").with(el("h2").with(words.say(Words::room_title))),
        move || used(state, words).map(|used| el("p.small.quiet").with(used)),
        promise(state, words),
    ))
}

/// The room that is used, as far as the browser tells.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn used(state: State, words: Words) -> Option<String> {
    let (used, quota) = state.room.with(|r| r.used)?;
    let size = |n: f64| intl::bytes(n as u64, words.language());
    Some(words.room_row() + ": " + &words.room_used(size(quota), size(used)))
}

/// The browser's promise, or how to ask for it and why.
fn promise(state: State, words: Words) -> Node {
    let refused = Var::new(false);
    let is_kept = move || state.copy.with(|c| c.status.not_kept.is_none());
    nodes(move || match state.room.with(|r| r.promised).filter(|_| is_kept()) {
        None => nodes(Vec::new()),
        Some(true) => el("p").with(words.room_promised()),
        Some(false) => {
            let ask = move |_| {
                refused.set(false);
                state.ask_to_keep(move || refused.set(true));
            };
            let button = el("button.btn").attr("type", "button").attr("aria-describedby", "room-why").on("click", ask);
            nodes((
                el("p").with(words.room_not_promised()),
                el("p").with(button.with(words.room_ask())),
                el("p.note").attr("id", "room-why").with(words.room_ask_why()),
                el("div")
                    .attr("role", "status")
                    .with(move || refused.get().then(|| el("p.panel").with(words.room_refused()))),
            ))
        }
    })
}
