//! This copy: how old it is, how whole, what the last attempt to renew it met, and how to try again.

mod bundle;

use pledgebook_core::{browse::Overview, route::Route, sync::Ended};

use self::bundle::bundle_section;
use crate::{
    browser::{clock, intl},
    components::{failure_words, stale_note},
    signals::{Derived, Var},
    state::{CopyInfo, State, use_state},
    view::{Node, el, nodes},
    words::{Words, use_words},
};

/// The page of the copy.
pub fn copy_page() -> Node {
    let (state, words) = (use_state(), use_words());
    state.title(move || words.copy_title());
    let running = Derived::new(move || state.copy.with(|c| c.status.running));
    let sync = move |_| {
        if !running.get_untracked() {
            state.sync_now();
        }
    };
    el("div.stack.narrow").with((
        el("h1").attr("tabindex", "-1").with(words.say(Words::copy_title)),
        el("p.lead").with(move || state.copy.with(|c| in_a_sentence(c, words))),
        stale_note(state, words),
        el("p").with(
            el("button.btn.main")
                .attr("type", "button")
                .attr("aria-disabled", move || running.get().to_string())
                .on("click", sync)
                .with(move || if running.get() { words.copy_checking() } else { words.copy_sync_now() }),
        ),
        el("section.sec").with((el("div.sec-h").with(el("h2").with(words.say(Words::copy_holds))), move || {
            let overview = state.catalogue.with(|c| Overview::of(c));
            let left_out = state.catalogue.with(|c| c.left_out());
            state.copy.with(|c| facts(c, &overview, left_out, words))
        })),
        bundle_section(state, words),
        traces(state, words),
    ))
}

/// What the device keeps of the reader's own, and how to have it removed.
fn traces(state: State, words: Words) -> Node {
    let (sure, none) = (Var::new(false), Var::new(false));
    let button = |text: String| el("button.btn").attr("type", "button").with(text);
    let remove = move || {
        if sure.get() {
            nodes((
                el("p").attr("role", "status").with(words.traces_sure()),
                el("p").with(button(words.traces_yes()).on("click", move |_| state.remove_traces(false))),
            ))
        } else {
            el("p").with(button(words.traces_remove()).on("click", move |_| sure.set(true)))
        }
    };
    let leave = move || {
        if state.is_traceless() {
            return el("p.panel.open").with(words.traces_on());
        }
        let ask = button(words.traces_none()).on("click", move |_| none.set(true));
        let yes = button(words.traces_yes()).on("click", move |_| state.remove_traces(true));
        let acts = if none.get() {
            nodes((el("p").attr("role", "status").with(words.traces_sure()), el("p").with(yes)))
        } else {
            el("p").with(ask)
        };
        nodes((acts, el("p.note").with(words.traces_none_note())))
    };
    el("section.sec").with((
        el("div.sec-h").with(el("h2").with(words.say(Words::traces_title))),
        el("p").with((
            words.say(Words::traces_text),
            " ",
            el("a").attr("href", Route::Flags.href()).with(words.say(Words::flags_title)),
        )),
        remove,
        leave,
    ))
}

fn in_a_sentence(copy: &CopyInfo, words: Words) -> String {
    match (copy.copied_at, copy.status.is_whole()) {
        (Some(_), true) => words.copy_whole(),
        (_, false) if copy.status.of > 0 => words.copy_partial(copy.status.have, copy.status.of),
        (None, true) => words.copy_whole(),
        _ => words.copy_empty(),
    }
}

fn facts(copy: &CopyInfo, overview: &Overview, left_out: usize, words: Words) -> Node {
    let language = words.language();
    let copied = copy.copied_at.map_or_else(
        || words.copy_never(),
        |at| match intl::ago(clock::now() - at, language) {
            Some(ago) => words.copy_at(ago, intl::moment(at, language)),
            None => words.copy_at_future(intl::moment(at, language)),
        },
    );
    let manifest = copy.manifest.as_ref();
    let as_of = manifest.and_then(|m| m.as_of).map_or_else(|| words.date_none(), |d| intl::date(d, language));
    let published = manifest.map(|m| intl::stamp(&m.generated, language));
    let last = match (copy.status.failure(), copy.status.running, &copy.status.ended) {
        (Some(failure), ..) => failure_words(words, failure),
        (None, true, _) => words.copy_checking(),
        (None, false, Some(Ended::Older)) => words.copy_older(),
        (None, false, Some(_)) => words.copy_up_to_date(),
        (None, false, None) => String::new(),
    };
    let holds = words.copy_counts(overview.parties, overview.tally.all(), overview.reports);
    let row = |term: String, text: Option<String>| {
        text.filter(|t| !t.is_empty()).map(|text| el("div").with((el("dt").with(term), el("dd").with(text))))
    };
    let kept = copy.status.not_kept.as_ref().map_or_else(
        || words.copy_kept(),
        |why| if why.is_empty() { words.traces_on() } else { words.copy_not_kept(why.clone()) },
    );
    el("dl.facts.wide").with((
        row(words.copy_row_copied(), Some(copied)),
        row(words.copy_row_as_of(), Some(as_of)),
        row(words.copy_row_published(), published),
        row(words.copy_row_last(), Some(last)),
        row(words.copy_row_holds(), Some(holds)),
        row(words.copy_row_parts(), Some(words.copy_parts(copy.status.have, copy.status.of))),
        row(words.copy_row_size(), Some(intl::bytes(copy.status.bytes, language))),
        row(words.copy_row_left_out(), (left_out > 0).then(|| words.copy_left_out(left_out))),
        row(words.copy_row_kept(), Some(kept)),
    ))
}
