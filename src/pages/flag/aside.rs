//! What stands beside every step of the form: what is flagged, or objected to.

use pledgebook_core::{
    browse::Held,
    flags::flaggable,
    model::{Subject, clip},
    route::Route,
};

use super::Form;
use crate::{
    components::subject_words,
    view::{Node, el, nodes},
};

/// Letters of a text that stand beside the form.
const SHOWN: usize = 400;

impl Form {
    pub(super) fn what(self) -> String {
        if self.is_objection() { self.words.objection_what() } else { self.words.flag_what() }
    }

    /// What is flagged, or objected to, beside every step.
    pub(super) fn aside(self) -> Node {
        let words = self.words;
        let Some(draft) = self.draft.get_untracked() else { return nodes(Vec::new()) };
        let text = self.text(&draft.subject);
        let pledge = el("a").attr("href", Route::Pledge(draft.subject.pledge.clone()).href());
        let discard = move |_| {
            let pledge = self.asked.get_untracked().0;
            self.state.drop_draft(self.key());
            self.state.go(&Route::Pledge(pledge));
        };
        nodes((
            el("h2.sans-h").with(self.what()),
            el("p.small").with((
                pledge.with(el("bdi").with(draft.title.clone())),
                " · ",
                subject_words(&draft.subject, words),
            )),
            text.map(|t| {
                let shown = clip(&t, SHOWN).into_owned();
                el("blockquote.quote").attr("dir", "auto").with(el("p").with(shown))
            }),
            self.decision(),
            // Where nothing is kept the page says that, and not this.
            self.state.mine.with_untracked(|m| m.not_kept.is_none()).then(|| {
                let pinned = if self.is_objection() { words.objection_pinned() } else { words.flag_pinned() };
                el("p.note").with(pinned)
            }),
            el("p")
                .with(el("button.link.small").attr("type", "button").on("click", discard).with(words.flag_discard())),
        ))
    }

    /// The text that a subject is about, as this copy has it.
    fn text(self, subject: &Subject) -> Option<String> {
        let held = self.state.catalogue.with_untracked(|c| c.pledge(&subject.pledge));
        let Held::Here(entry) = held else { return None };
        let wanted = subject.sha256.as_deref()?;
        let all = flaggable(&entry.pledge);
        all.iter().find(|t| t.hash().to_string() == wanted).map(|t| pledgebook_core::model::shown(t.text).into_owned())
    }
}
