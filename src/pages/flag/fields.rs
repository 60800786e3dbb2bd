//! The fields of the form: each with its label, its hint, and its error where it stands.

use pledgebook_core::flags::{Lack, Step};

use super::Form;
use crate::{
    browser::dom,
    components::{Icon, icon, lack_words},
    view::{Children, Node, each, el, nodes},
    words::Words,
};

/// The field at which something is mended.
pub(super) fn field_of(lack: Lack) -> &'static str {
    match lack {
        Lack::Danger => "flag-danger",
        Lack::Ground => "flag-ground",
        Lack::Law | Lack::LawLong(_) => "flag-law",
        Lack::Short(_) | Lack::Long(_) => "flag-why",
        Lack::QuoteLong(_) => "flag-quote",
        Lack::Name => "flag-name",
        Lack::Email | Lack::EmailWrong => "flag-email",
        Lack::GoodFaith => "flag-faith",
    }
}

impl Form {
    /// The summary of what is lacking, which takes the focus.
    pub(super) fn errors(self, step: Step) -> Node {
        let words = self.words;
        nodes(move || {
            let lacks: Vec<Lack> = self.lacks.get().into_iter().filter(|l| l.step() == step).collect();
            (!lacks.is_empty()).then(|| {
                let line = |lack: &Lack| {
                    let field = field_of(*lack);
                    let focus = move |event: web_sys::Event| {
                        event.prevent_default();
                        dom::focus_id(field);
                    };
                    let link = el("a").attr("href", format!("#{field}")).on("click", focus);
                    el("li").with(link.with(lack_words(*lack, words)))
                };
                el("div.errs")
                    .attr("role", "alert")
                    .attr("id", "flag-errors")
                    .attr("tabindex", "-1")
                    .with((el("h2").with(words.flag_errors(lacks.len())), el("ul").with(each(&lacks, line))))
            })
        })
    }

    /// Whether a field has something lacking.
    fn is_bad(self, field: &'static str) -> bool {
        self.lacks.with(|lacks| lacks.iter().any(|l| field_of(*l) == field))
    }

    /// What a field lacks, at the field.
    pub(super) fn error(self, field: &'static str) -> Node {
        let words = self.words;
        nodes(move || {
            let lack = self.lacks.with(|lacks| lacks.iter().copied().find(|l| field_of(*l) == field));
            lack.map(|lack| {
                let said = (el("span.vh").with((words.flag_error(), " ")), lack_words(lack, words));
                el("p.err").attr("id", format!("{field}-e")).with((icon(Icon::Stop), el("span").with(said)))
            })
        })
    }

    /// A field: label, hint, error, and what is typed into. `input` gets its names.
    pub(super) fn field(
        self,
        id: &'static str,
        label: fn(Words) -> String,
        hint: Option<String>,
        input: Node,
        after: impl Children,
    ) -> Node {
        let hint_id = format!("{id}-h");
        let described = format!("{hint_id} {id}-e");
        let input = input
            .attr("id", id)
            .attr("aria-describedby", described)
            .attr("aria-invalid", move || self.is_bad(id).then_some("true"));
        el("div.field").class_if("bad", move || self.is_bad(id)).with((
            el("label").attr("for", id).with(self.words.say(label)),
            hint.map(|hint| el("p.hint").attr("id", hint_id).with(hint)),
            self.error(id),
            input,
            nodes(after),
        ))
    }
}
