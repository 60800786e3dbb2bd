//! The five steps of the form.

use pledgebook_core::{
    flags::{Draft, Step},
    model::{PlainGround, Principle, letters},
};

use super::{Form, contact, is_offline, step_words};
use crate::{
    browser::dom,
    components::{ground_words, letters_words, pick, plain_ground, principle_words},
    signals::Derived,
    view::{IntoNode, Node, each, el, nodes},
    words::{SLOT_1, Words, rich},
};

/// Milliseconds within which a second flag of the same text and ground is offered to be added to the first.
const A_DAY: f64 = 86_400_000.0;

impl Form {
    pub(super) fn form(self, step: Step) -> Node {
        let submit = move |event: web_sys::Event| {
            event.prevent_default();
            self.go_on(step);
        };
        let (heading, body) = match step {
            Step::Danger => (Words::flag_danger as fn(Words) -> String, self.danger()),
            Step::Ground => (Words::flag_ground as fn(Words) -> String, self.ground()),
            Step::Why => (Words::flag_why as fn(Words) -> String, self.why()),
            Step::Contact => (Words::flag_contact as fn(Words) -> String, self.contact_step()),
            Step::Check => (Words::flag_check as fn(Words) -> String, self.check()),
        };
        let objects = self.is_objection();
        let heading = if objects && step == Step::Why { Words::objection_why } else { heading };
        let button = match (step, objects) {
            (Step::Check, true) => Words::objection_send,
            (Step::Check, false) => Words::flag_send,
            _ => Words::flag_next,
        };
        let busy = move || self.sending.get().then_some("true");
        el("form.stack.flag-form").attr("novalidate", true).on("submit", submit).with((
            self.errors(step),
            el("h1").attr("tabindex", "-1").attr("id", "flag-h").with(self.words.say(heading)),
            body,
            el("p").with(
                el("button.btn.main").attr("type", "submit").attr("aria-disabled", busy).with(self.words.say(button)),
            ),
        ))
    }

    fn with_draft<T: Default>(self, read: impl FnOnce(&Draft) -> T) -> T {
        self.draft.with(|draft| draft.as_ref().map(read)).unwrap_or_default()
    }

    fn danger(self) -> Node {
        let words = self.words;
        let answer = |yes: bool, label: String| {
            pick(
                "radio",
                "danger",
                label,
                None,
                move || self.with_draft(|d| d.danger == Some(yes)),
                move |_| self.change(|d| d.danger = Some(yes)),
            )
        };
        let offline = move || is_offline(self.state).then(|| el("p").with(words.flag_danger_offline()));
        let warning = move || {
            self.with_draft(|d| d.danger == Some(true)).then(|| {
                el("div.warn.stack").attr("role", "status").with((
                    el("p").with(el("b").with(words.flag_danger_note())),
                    el("p").with(words.flag_danger_first()),
                    offline,
                ))
            })
        };
        nodes((
            el("p").with(words.say(Words::flag_danger_eg)),
            self.fieldset("flag-danger", (answer(true, words.flag_yes()), answer(false, words.flag_no()))),
            warning,
        ))
    }

    fn fieldset(self, id: &'static str, picks: impl crate::view::Children) -> Node {
        el("fieldset")
            .attr("id", id)
            .attr("tabindex", "-1")
            .attr("aria-labelledby", "flag-h")
            .with((self.error(id), nodes(picks)))
    }

    fn ground(self) -> Node {
        let words = self.words;
        let plain = each(PlainGround::ALL, |plain| {
            let (label, hint) = plain_ground(plain, words);
            let pick = pick(
                "radio",
                "ground",
                label,
                hint,
                move || self.with_draft(|d| d.plain == Some(plain)),
                move |_| self.change(|d| (d.plain, d.finer) = (Some(plain), None)),
            );
            // Finer ones stand under the one that is chosen.
            let is_chosen = Derived::new(move || self.with_draft(|d| d.plain == Some(plain)));
            nodes((pick, move || is_chosen.get().then(|| self.finer(plain))))
        });
        nodes((self.fieldset("flag-ground", plain), self.like(), move || {
            el("p.small").with(rich(&words.flag_no_flag(SLOT_1), vec![contact(self.state)]))
        }))
    }

    /// Finer grounds, only under a ground that has several.
    fn finer(self, plain: PlainGround) -> Option<Node> {
        let words = self.words;
        let finer = plain.grounds();
        if finer.len() < 2 {
            return None;
        }
        let picks = each(finer, |ground| {
            let ground = *ground;
            pick(
                "radio",
                "finer",
                ground_words(ground, words),
                None,
                move || self.with_draft(|d| d.finer == Some(ground)),
                move |_| self.change(|d| d.finer = Some(ground)),
            )
        });
        let principles = (plain == PlainGround::Principles).then(|| {
            let picks = each(Principle::ALL, |principle| {
                let principle = *principle;
                let choose = move |holds: bool| {
                    self.change(|d| {
                        d.principles.retain(|p| *p != principle);
                        d.principles.extend(holds.then_some(principle));
                    });
                };
                pick(
                    "checkbox",
                    "principles",
                    principle_words(principle, words),
                    None,
                    move || self.with_draft(|d| d.principles.contains(&principle)),
                    choose,
                )
            });
            el("fieldset.finer").with((el("legend").with(words.flag_principles()), picks))
        });
        Some(nodes((el("fieldset.finer").with((el("legend").with(words.flag_finer()), picks)), principles)))
    }

    /// Whether the reader flagged this text on this ground a short while ago: then it is offered to add to that.
    fn like(self) -> Node {
        let (state, words) = (self.state, self.words);
        nodes(move || {
            let draft = self.draft.get()?;
            let (ground, subject) = (draft.ground()?, &draft.subject);
            let since = state.now() - A_DAY;
            let mine = state.mine.get();
            let first = mine.flags.iter().find(|f| {
                let is_new = state.time_of(&f.flag.made).is_some_and(|made| made > since);
                let is_this = f.flag.id == draft.id || draft.replaces.as_ref() == Some(&f.flag.id);
                is_new && !is_this && f.is_like(subject.pledge.as_str(), subject.sha256.as_deref(), ground)
            })?;
            let first = first.clone();
            let add = move |_| {
                let Some(id) = state.new_flag_id() else { return };
                self.change(|d| *d = d.clone().added_to(&first, id));
                state.go(&self.route(Step::Why));
            };
            let button = el("button.link").attr("type", "button").on("click", add).with(words.flag_like_add());
            Some(el("p.panel.open").attr("role", "status").with((words.flag_like(), " ", button)))
        })
    }

    fn why(self) -> Node {
        let words = self.words;
        let law = move || {
            self.with_draft(Draft::needs_contact).then(|| {
                let input = el("input.in")
                    .attr("type", "text")
                    .value(move || self.with_draft(|d| d.law.clone()))
                    .on("input", move |e| self.change(|d| d.law = dom::value_of(&e)));
                self.field("flag-law", Words::flag_law, None, input, Vec::<Node>::new())
            })
        };
        let why = el("textarea.in")
            .attr("dir", "auto")
            .attr("rows", "8")
            .value(move || self.with_draft(|d| d.explanation.clone()))
            .on("input", move |e| self.change(|d| d.explanation = dom::value_of(&e)));
        let count = el("p.note").with(move || letters_words(self.with_draft(|d| letters(&d.explanation)), words));
        let quote = el("textarea.in")
            .attr("dir", "auto")
            .attr("rows", "3")
            .value(move || self.with_draft(|d| d.quote.clone()))
            .on("input", move |e| self.change(|d| d.quote = dom::value_of(&e)));
        let objects = self.is_objection();
        let hint = if objects { words.objection_hint() } else { words.flag_why_hint() };
        nodes((
            self.given(Step::Why),
            law,
            self.field("flag-why", Words::flag_why_label, Some(hint), why, count),
            (!objects).then(|| self.field("flag-quote", Words::flag_quote, None, quote, Vec::<Node>::new())),
        ))
    }

    fn contact_step(self) -> Node {
        let words = self.words;
        let needed = self.draft.with_untracked(|d| d.as_ref().is_some_and(Draft::needs_contact));
        let answer = |yes: bool, label: String| {
            pick(
                "radio",
                "contact",
                label,
                None,
                move || self.with_draft(|d| d.wants_contact == yes),
                move |_| self.change(|d| d.wants_contact = yes),
            )
        };
        let choice = (!needed).then(|| {
            self.fieldset(
                "flag-contact",
                (answer(false, words.flag_contact_no()), answer(true, words.flag_contact_yes())),
            )
        });
        let asked = move || (needed || self.with_draft(|d| d.wants_contact)).then(|| self.contact_fields());
        nodes((
            self.given(Step::Contact),
            needed.then(|| el("p").with(words.flag_g_illegal_note())),
            choice,
            asked,
            el("p.hint").with(words.say(if self.is_objection() {
                Words::objection_contact_note
            } else {
                Words::flag_contact_note
            })),
        ))
    }

    fn contact_fields(self) -> Node {
        let name = el("input.in")
            .attr("type", "text")
            .attr("autocomplete", "name")
            .value(move || self.typed.get().name)
            .on("input", move |e| self.typed.update(|t| t.name = dom::value_of(&e)));
        let email = el("input.in")
            .attr("type", "email")
            .attr("autocomplete", "email")
            .attr("dir", "ltr")
            .value(move || self.typed.get().email)
            .on("input", move |e| self.typed.update(|t| t.email = dom::value_of(&e)));
        nodes((
            self.field("flag-name", Words::flag_name, None, name, Vec::<Node>::new()),
            self.field("flag-email", Words::flag_email, None, email, Vec::<Node>::new()),
        ))
    }

    fn check(self) -> Node {
        let (state, words) = (self.state, self.words);
        let publisher = state.copy.with_untracked(|c| c.manifest.as_ref().map(|m| m.publisher.name.to_string()));
        let publisher = publisher.unwrap_or_default();
        let days = state.service().and_then(|s| s.answer_days);
        let who = match days {
            _ if self.is_objection() => words.objection_who(publisher),
            Some(days) => words.flag_who_days(days as usize, publisher),
            None => words.flag_who(publisher),
        };
        let faith = pick(
            "checkbox",
            "faith",
            words.flag_faith(),
            None,
            move || self.faith.get(),
            move |holds| self.faith.set(holds),
        );
        let offline = move || is_offline(state).then(|| el("p").with(words.flags_queued_note()));
        nodes((self.given(Step::Check), self.fieldset("flag-faith", faith), el("p.small").with(who), offline))
    }

    /// What was answered so far, each with a way to change it.
    pub(super) fn given(self, step: Step) -> Node {
        let words = self.words;
        let Some(draft) = self.draft.get_untracked() else { return nodes(Vec::new()) };
        let typed = self.typed.get_untracked();
        let row = |at: Step, said: Option<String>| {
            let said = said.filter(|_| at < step && at >= draft.first_step())?;
            let change = el("a").attr("href", self.route(at).href());
            let what = el("span.vh").with((" ", step_words(at, words)));
            Some(el("div").with((
                el("dt").with(step_words(at, words)),
                el("dd").with((
                    el("span").attr("dir", "auto").with(said),
                    " ",
                    change.with((words.flag_change(), what)),
                )),
            )))
        };
        let danger = draft.danger.map(|yes| if yes { words.flag_yes() } else { words.flag_no() });
        let ground = draft.ground().map(|g| match draft.finer {
            Some(_) => ground_words(g, words),
            None => draft.plain.map_or_else(String::new, |p| plain_ground(p, words).0),
        });
        let wanted = draft.wants_contact || draft.needs_contact();
        let contact = match typed.contact().filter(|_| wanted) {
            Some(c) => [c.name, c.email].into_iter().flatten().map(String::from).collect::<Vec<_>>().join(", "),
            None => words.flag_contact_no(),
        };
        let why = [draft.law.trim(), draft.explanation.trim()].join("\n").trim().to_owned();
        let rows = [
            row(Step::Danger, danger),
            row(Step::Ground, ground),
            row(Step::Why, Some(why)),
            row(Step::Contact, Some(contact)),
        ];
        let rows: Vec<Node> = rows.into_iter().flatten().collect();
        el("dl.facts.wide.given").with(rows).into_node()
    }
}
