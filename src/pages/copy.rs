//! This copy: how it is, how old, how whole, what the last attempt to renew it met and when the next comes, what changed, what
//! it holds; how to keep it, take it along, and be rid of it.

mod bundle;
mod changes;
mod choice;
mod facts;
mod file;
mod room;
mod traces;

use pledgebook_core::sync::{Health, NEARLY_FULL, Signs};

use self::{
    bundle::bundle_section,
    changes::changes_section,
    choice::choice_section,
    facts::facts_section,
    file::file_page,
    room::room_section,
    traces::{reset, traces},
};
use crate::{
    components::{Icon, icon, stale_note},
    signals::Derived,
    state::{CopyInfo, State, use_state},
    view::{Node, each, el, nodes},
    words::{Words, use_words},
};

/// The page of the copy.
pub fn copy_page() -> Node {
    let (state, words) = (use_state(), use_words());
    state.title(move || words.copy_title());
    if state.is_file() {
        return file_page(state, words);
    }
    state.look_at_room();
    el("div.stack.narrow").with((
        el("h1").attr("tabindex", "-1").with(words.say(Words::copy_title)),
        health(state, words),
        stale_note(state, words),
        acts(state, words),
        facts_section(state, words),
        changes_section(state, words),
        room_section(state, words),
        choice_section(state, words),
        bundle_section(state, words),
        needs(words),
        traces(state, words),
        reset(state, words),
    ))
}

/// How the copy is, in a word and a sentence.
fn health(state: State, words: Words) -> Node {
    let health = Derived::new(move || {
        let nearly_full = state.room.with(|r| r.promised != Some(true) && r.is_used_beyond(NEARLY_FULL));
        state.copy.with(|copy| health_of(copy, state.now(), nearly_full))
    });
    let sign = move || {
        let (tone, sign, word) = match health.get() {
            Health::Fresh => ("good", Icon::Copy, words.copy_state_fresh()),
            Health::Ageing => ("quiet", Icon::Copy, words.copy_state_ageing()),
            Health::Stale => ("attn", Icon::Note, words.copy_state_stale()),
            Health::Partial => ("quiet", Icon::Sync, words.copy_state_partial()),
            Health::Failed => ("attn", Icon::Stop, words.copy_state_failed()),
            Health::AtRisk => ("attn", Icon::Note, words.copy_state_at_risk()),
            Health::Empty => ("quiet", Icon::Offline, words.copy_state_empty()),
        };
        el("p.health").attr("data-health", tone).with((icon(sign), el("b").with(word)))
    };
    let sentence = move || match health.get() {
        Health::Ageing => words.copy_ageing_text(),
        Health::AtRisk => words.copy_at_risk_text(),
        _ => state.copy.with(|c| in_a_sentence(c, words)),
    };
    nodes((sign, el("p.lead").with(sentence)))
}

fn health_of(copy: &CopyInfo, now: f64, nearly_full: bool) -> Health {
    let refused = copy.status.not_kept.as_ref().is_some_and(|why| !why.is_empty());
    Health::of(&Signs {
        age: copy.copied_at.map(|at| now - at),
        any: copy.status.have > 0,
        whole: !copy.lacks(),
        fault: copy.status.failure().is_some() && !copy.is_offline(),
        at_risk: refused || nearly_full,
    })
}

fn in_a_sentence(copy: &CopyInfo, words: Words) -> String {
    let status = &copy.status;
    if status.of > 0 && !status.is_whole() {
        words.copy_partial(status.have, status.of)
    } else if copy.leaves_out() {
        words.copy_chosen()
    } else if status.is_whole() {
        words.copy_whole()
    } else {
        words.copy_empty()
    }
}

/// To look now, to pause and to go on.
fn acts(state: State, words: Words) -> Node {
    let running = Derived::new(move || state.copy.with(|c| c.status.running));
    let paused = Derived::new(move || state.copy.with(|c| c.paused));
    let sync = move |_| {
        if !running.get_untracked() {
            state.sync_now();
        }
    };
    let button = |kind| el(kind).attr("type", "button");
    nodes((
        el("p.run").with((
            button("button.btn.main")
                .attr("aria-disabled", move || running.get().to_string())
                .on("click", sync)
                .with(move || if running.get() { words.copy_checking() } else { words.copy_sync_now() }),
            button("button.btn")
                .on("click", move |_| state.pause(!paused.get_untracked()))
                .with(move || if paused.get() { words.copy_resume() } else { words.copy_pause() }),
        )),
        el("div").attr("role", "status").with(move || {
            let said = match state.copy.with(|c| (c.paused, c.waits)) {
                (true, _) => Some(words.copy_paused()),
                (_, true) => Some(words.copy_other_tab()),
                _ => None,
            };
            said.map(|said| el("p.note").with(said))
        }),
    ))
}

/// What does not work without a line.
fn needs(words: Words) -> Node {
    let all = [Words::needs_newer, Words::needs_flags, Words::needs_links, Words::needs_numbers];
    el("section.sec").attr("id", "needs").with((
        el("div.sec-h").with(el("h2").with(words.say(Words::needs_title))),
        el("ul").with(each(all, |said| el("li").with(words.say(said)))),
        el("p").with(words.say(Words::needs_text)),
    ))
}
