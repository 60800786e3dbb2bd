//! The copy as a file: to take it along, and to bring one in.

use pledgebook_core::sync::{Offer, Wrong};

use crate::{
    browser::intl,
    signals::Derived,
    state::{Bundle, State},
    view::{IntoNode, Node, el, nodes},
    words::Words,
};

/// The field that holds the file; the button stands for it, as it speaks the reader's language.
const FIELD: &str = "bundle-file";

/// The section of the page.
pub fn bundle_section(state: State, words: Words) -> Node {
    el("section.sec").with((
        el("div.sec-h").with(el("h2").with(words.say(Words::bundle_title))),
        el("p").with(words.say(Words::bundle_text)),
        save(state, words),
        bring(state, words),
        progress(state, words),
    ))
}

fn save(state: State, words: Words) -> Node {
    if !state.can_save_bundle() {
        return el("p.note").with(words.say(Words::bundle_save_cannot));
    }
    let is_whole = Derived::new(move || state.copy.with(|c| c.opened && !c.reading && !c.is_partial()));
    nodes(move || {
        if !is_whole.get() {
            return el("p.note").with(words.bundle_save_not_yet());
        }
        el("p").with(button(state, words.bundle_save()).on("click", move |_| state.save_bundle()))
    })
}

fn bring(state: State, words: Words) -> Node {
    if !state.can_bring_bundle() {
        return el("p.note").with(words.say(Words::bundle_bring_cannot));
    }
    let choose = button(state, words.say(Words::bundle_bring)).attr("aria-describedby", "bundle-note");
    let field = el("input").attr("type", "file").attr("id", FIELD).attr("hidden", true);
    nodes((
        el("p").with((
            choose.on("click", move |_| state.choose_bundle(FIELD)),
            field.on("change", move |event| state.bring_chosen(&event)),
        )),
        el("p.note").attr("id", "bundle-note").with(words.say(Words::bundle_bring_note)),
    ))
}

/// A button that does nothing while something is being done.
fn button(state: State, text: impl IntoNode) -> Node {
    let busy = move || state.bundle.with(|b| b.is_busy()).to_string();
    el("button.btn").attr("type", "button").attr("aria-disabled", busy).with(text)
}

/// What is being done, said once; how far it is, seen and not said at every part.
fn progress(state: State, words: Words) -> Node {
    let said = Derived::new(move || said(state.bundle.get(), words));
    let far = move || match state.bundle.get() {
        Bundle::Checking(have, of) | Bundle::Taking(have, of) if of > 0 => Some(words.copy_parts(have, of)),
        _ => None,
    };
    nodes((
        el("div").attr("role", "status").attr("data-bundle", true).with(move || {
            let said = said.get();
            let is_busy = state.bundle.with_untracked(|b| b.is_busy());
            (!said.is_empty()).then(|| el("p.panel").class_if("open", is_busy).with(said))
        }),
        move || far().map(|far| el("p.small.quiet").with(far)),
    ))
}

fn said(bundle: Bundle, words: Words) -> String {
    let at = |ms: f64| intl::moment(ms, words.language());
    match bundle {
        Bundle::Nothing => String::new(),
        Bundle::Saving => words.bundle_saving(),
        Bundle::Saved => words.bundle_saved(),
        Bundle::NotSaved => words.bundle_not_saved(),
        Bundle::Checking(..) => words.bundle_checking(),
        Bundle::Waiting => words.bundle_waiting(),
        Bundle::Taking(..) => words.bundle_taking(),
        Bundle::Taken(published) => words.bundle_taken(at(published)),
        Bundle::Helped(have, of) => words.bundle_helped(words.copy_parts(have, of)),
        Bundle::Refused(Offer::Older, file, copy) => words.bundle_older(at(copy), at(file)),
        Bundle::Refused(Offer::OtherFeed, file, copy) => words.bundle_other_feed(at(copy), at(file)),
        Bundle::Refused(Offer::Undoes, file, copy) => words.bundle_undoes(at(copy), at(file)),
        Bundle::Refused(Offer::Same | Offer::Take, file, _) => words.bundle_same(at(file)),
        Bundle::Wrong(Wrong::NotABundle) => words.bundle_not_a_bundle(),
        Bundle::Wrong(Wrong::Broken) => words.bundle_broken(),
        Bundle::Wrong(Wrong::TooLarge) => words.bundle_too_large(),
        Bundle::Wrong(Wrong::TooNew) => words.bundle_too_new(),
        Bundle::Wrong(Wrong::Unsigned) => words.bundle_unsigned(),
        Bundle::Wrong(Wrong::Damaged) => words.bundle_damaged(),
        Bundle::Wrong(Wrong::Lacks(n)) => words.bundle_lacks(n),
        Bundle::Unread => words.bundle_unread(),
        Bundle::Unfinished => words.bundle_unfinished(),
    }
}
