//! What the device keeps of the reader's own and how to have it removed; and the app made anew without that.

use pledgebook_core::route::Route;

use crate::{
    signals::Var,
    state::{Reset, State},
    view::{Node, el, nodes},
    words::Words,
};

/// What the device keeps of the reader's own, and how to have it removed.
pub fn traces(state: State, words: Words) -> Node {
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

/// For an app that is broken: app and copy anew, and the reader's own things stay.
pub fn reset(state: State, words: Words) -> Node {
    let said = move || match state.reset.get() {
        Reset::No => None,
        Reset::Asking => Some(words.reset_doing()),
        Reset::Offline => Some(words.reset_offline()),
    };
    let busy = move || (state.reset.get() == Reset::Asking).to_string();
    let act = move |_| {
        if state.reset.get_untracked() != Reset::Asking {
            state.reset_app();
        }
    };
    let button = el("button.btn").attr("type", "button").attr("aria-disabled", busy).on("click", act);
    el("section.sec").attr("id", "reset").with((
        el("div.sec-h").with(el("h2").with(words.say(Words::reset_title))),
        el("p").with(words.say(Words::reset_text)),
        el("p").with(button.with(words.say(Words::reset_do))),
        el("div").attr("role", "status").with(move || said().map(|said| el("p.panel").with(said))),
    ))
}
