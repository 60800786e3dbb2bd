//! The form that flags a text: five steps in the address, so that back and forward go through them. What is typed is kept
//! on the device at once, but for the reader's name and address.

mod aside;
mod fields;
mod objection;
mod steps;

use leptos::prelude::untrack;
use pledgebook_core::{
    browse::Held,
    flags::{Draft, Lack, Matter, Step, Typed, flaggable},
    model::{PledgeId, Subject},
    route::Route,
};

use super::{not_found::not_found, removed::removed_page};
use crate::{
    components::{Icon, contact_of, icon, missing_words, subject_of, title_for_lists},
    signals::{Derived, Var, effect},
    state::{CopyInfo, State, use_state},
    view::{Node, each, el, nodes},
    words::{SLOT_1, Words, rich, use_words},
};

/// What can be shown of the form.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stands {
    Loading,
    Missing,
    Nowhere,
    /// The decision that is objected to is not known here.
    Unknown,
    NoDesk,
    Ready,
}

/// The form and all that is typed into it; cheap to copy.
#[derive(Clone, Copy)]
struct Form {
    state: State,
    words: Words,
    asked: Derived<(PledgeId, Option<Matter>, Step)>,
    draft: Var<Option<Draft>>,
    typed: Var<Typed>,
    faith: Var<bool>,
    /// What was lacking when the reader last wanted to go on.
    lacks: Var<Vec<Lack>>,
    sending: Var<bool>,
}

/// The form's page.
pub fn flag_page() -> Node {
    let (state, words) = (use_state(), use_words());
    if state.is_framed() {
        state.title(move || words.flag_title());
        return framed(state, words);
    }
    let asked = Derived::new(move || match state.route.get() {
        Route::Flag(pledge, matter, step) => (Some(pledge), matter, step),
        _ => (None, None, Step::default()),
    });
    let first = asked.get_untracked().0;
    let Some(pledge) = first else { return nodes(Vec::new()) };
    // While another page takes its place the form stays what it is.
    let asked = Derived::new({
        let pledge = pledge.clone();
        move || {
            let (of, matter, step) = asked.get();
            (of.unwrap_or_else(|| pledge.clone()), matter, step)
        }
    });
    let form = Form {
        state,
        words,
        asked,
        draft: Var::new(None),
        typed: Var::new(Typed::default()),
        faith: Var::new(false),
        lacks: Var::new(Vec::new()),
        sending: Var::new(false),
    };
    state.title(move || form.title());
    let stands = Derived::new(move || form.stands());
    let key = Derived::new(move || form.key());
    // What is removed while the form is open is not written back by the next letter.
    effect(move || {
        state.catalogue.with(|_| ());
        let forgotten = form.draft.with_untracked(|d| d.as_ref().and_then(|d| state.forgetting(d)));
        if let Some(draft) = forgotten {
            form.draft.set(Some(draft));
        }
    });
    // The address says which step is shown, also where it asked for a later one.
    effect(move || {
        if stands.get() == Stands::Ready {
            let shown = form.step();
            if shown != form.asked.with(|(_, _, step)| *step) && form.draft.with_untracked(Option::is_some) {
                state.replace(&form.route(shown));
            }
        }
    });
    nodes(move || {
        let (stands, key) = (stands.get(), key.get());
        untrack(|| match stands {
            Stands::Loading => el("p.quiet").with(words.list_loading()),
            Stands::Missing => not_found(move || state.copy.with(|c| missing_words(c, words))),
            Stands::Nowhere => form.nowhere(),
            Stands::Unknown => form.unknown(),
            Stands::NoDesk => form.no_desk(),
            Stands::Ready => {
                form.open(&key);
                nodes(move || {
                    let step = Derived::new(move || form.step());
                    untrack(|| form.view(step))
                })
            }
        })
    })
}

/// Inside somebody else's page nothing is asked.
fn framed(state: State, words: Words) -> Node {
    let address = state.address_of(&state.route.get_untracked());
    let open = el("a.btn").attr("href", address).attr("target", "_blank").attr("rel", "noopener");
    el("div.stack.narrow").with((
        el("h1").attr("tabindex", "-1").with(words.say(Words::flag_title)),
        el("p.lead").with(words.say(Words::flag_framed)),
        el("p").with(open.with(words.say(Words::flag_open_alone))),
    ))
}

/// Who is told of what is no flag.
fn contact(state: State) -> Node {
    let (name, address) = state.copy.with(contact_of);
    let name = el("bdi").with(name);
    match address {
        Some(address) => el("a").attr("href", address).with(name),
        None => name,
    }
}

impl Form {
    fn title(self) -> String {
        if self.is_objection() { self.words.objection_title() } else { self.words.flag_title() }
    }

    fn no_desk(self) -> Node {
        let (state, words) = (self.state, self.words);
        el("div.stack.narrow").with((el("h1").attr("tabindex", "-1").with(move || self.title()), move || {
            el("p.lead").with(rich(&words.flag_no_desk(SLOT_1), vec![contact(state)]))
        }))
    }

    /// The pledge is not here; where it was removed, that is said.
    fn nowhere(self) -> Node {
        let (words, pledge) = (self.words, self.asked.get_untracked().0);
        let removed = self.state.catalogue.with(|c| c.removals().of(pledge.as_str()).cloned().collect::<Vec<_>>());
        if removed.is_empty() {
            let id = pledge.to_string();
            return not_found(move || words.not_found_pledge(id.clone()));
        }
        removed_page(&pledge, &removed, words)
    }

    fn stands(self) -> Stands {
        if let Some(about) = self.about() {
            return self.stands_against(&about);
        }
        let state = self.state;
        let (pledge, ..) = self.asked.get();
        let held = state.catalogue.with(|c| match c.pledge(&pledge) {
            Held::Here(_) => Some(true),
            Held::Coming => None,
            Held::Nowhere => Some(false),
        });
        let (coming, partial, known) = state.copy.with(|c| (c.is_coming(), c.is_partial(), c.manifest.is_some()));
        let takes = state.copy.with(|c| c.manifest.as_ref().is_some_and(|m| m.flags.is_some()));
        let opened = state.mine.with(|m| m.opened);
        match held {
            Some(true) if known && !takes => Stands::NoDesk,
            Some(true) if opened => Stands::Ready,
            Some(true) => Stands::Loading,
            _ if coming => Stands::Loading,
            _ if partial => Stands::Missing,
            _ => Stands::Nowhere,
        }
    }

    /// By what its draft is kept: a text has one draft.
    fn key(self) -> String {
        self.asked.with(|(pledge, matter, _)| Draft::key(pledge, matter.as_ref()))
    }

    /// Takes up the draft of this text, or begins one.
    fn open(self, key: &str) {
        let kept = self.state.mine.with_untracked(|m| m.draft(key).cloned());
        let (pledge, matter, _) = self.asked.get_untracked();
        // Taken in any case, so that it is never another text's.
        let passage = self.state.picked(&pledge);
        let draft = kept.or_else(|| {
            if let Some(Matter::Decision(about)) = &matter {
                return self.objection(&pledge, about);
            }
            let subject = self.subject(&pledge, matter.as_ref());
            let title = self.state.catalogue.with_untracked(|c| title_for_lists(c, &pledge, self.words));
            Some(Draft::new(self.state.new_flag_id()?, subject, title, passage))
        });
        self.draft.set(draft);
        self.typed.set(Typed::default());
        self.faith.set(false);
        self.lacks.set(Vec::new());
        self.sending.set(false);
    }

    /// What the address names: a text of the pledge, or all of it.
    fn subject(self, pledge: &PledgeId, matter: Option<&Matter>) -> Subject {
        let seq = self.state.copy.with_untracked(|c| c.manifest.as_ref().map(|m| m.seq));
        let held = self.state.catalogue.with_untracked(|c| c.pledge(pledge));
        let named = match (&held, matter.and_then(Matter::text)) {
            (Held::Here(entry), Some(text)) => {
                let all = flaggable(&entry.pledge);
                all.iter().find(|t| t.hash() == text).map(|t| subject_of(t, pledge, seq))
            }
            _ => None,
        };
        named.unwrap_or(Subject { pledge: pledge.clone(), report: None, part: None, sha256: None, seq })
    }

    /// The step that is shown: the one of the address, but none before which something is lacking. What is typed does not
    /// change it: only going on does.
    fn step(self) -> Step {
        let wanted = self.asked.with(|(_, _, step)| *step).max(self.first_step());
        let lacking = self.draft.with_untracked(|draft| {
            let before = wanted.before()?;
            let draft = draft.as_ref()?;
            draft.lacks(before, &self.typed.get_untracked()).first().map(|l| l.step())
        });
        lacking.map_or(wanted, |step| step.min(wanted))
    }

    fn first_step(self) -> Step {
        self.draft.with_untracked(|d| d.as_ref().map_or_else(Step::default, Draft::first_step))
    }

    fn route(self, step: Step) -> Route {
        let (pledge, matter, _) = self.asked.get_untracked();
        Route::Flag(pledge, matter, step)
    }

    /// Changes the draft, and keeps it on the device.
    fn change(self, change: impl FnOnce(&mut Draft)) {
        self.draft.update(|draft| {
            if let Some(draft) = draft {
                change(draft);
            }
        });
        if let Some(draft) = self.draft.get_untracked() {
            self.state.keep_draft(self.key(), draft);
        }
    }

    /// Goes on from a step, or says what it lacks.
    fn go_on(self, step: Step) {
        let mut lacks = self
            .draft
            .with_untracked(|d| d.as_ref().map(|d| d.lacks(step, &self.typed.get_untracked())))
            .unwrap_or_default();
        if step == Step::Check && !self.faith.get_untracked() {
            lacks.push(Lack::GoodFaith);
        }
        let is_good = lacks.is_empty();
        self.lacks.set(lacks);
        if !is_good {
            return self.state.focus_soon("flag-errors".to_owned());
        }
        match step.next() {
            Some(next) => self.state.go(&self.route(next)),
            None => self.send(),
        }
    }

    /// Puts the flag into the outbox, once however often it is asked for.
    fn send(self) {
        let Some(draft) = self.draft.get_untracked().filter(|_| !self.sending.get_untracked()) else { return };
        self.sending.set(true);
        let state = self.state;
        state.finish(self.key(), &draft, &self.typed.get_untracked(), move |id| state.go(&Route::Receipt(id)));
    }

    fn view(self, step: Derived<Step>) -> Node {
        let (state, words) = (self.state, self.words);
        let body = move || {
            let step = step.get();
            untrack(|| nodes(self.form(step)).key(step.word()))
        };
        let back = move || {
            let step = step.get();
            let (to, name) = match step.before().filter(|before| *before >= self.first_step()) {
                Some(before) => (self.route(before), words.flag_back(step_words(before, words))),
                None => (Route::Pledge(self.asked.get().0), words.receipt_to_pledge()),
            };
            el("p.crumb").with(el("a").attr("href", to.href()).with((icon(Icon::Back), name)))
        };
        let steps = move || {
            let now = step.get();
            let entry =
                |at: Step| el("li").attr("aria-current", (at == now).then_some("step")).with(step_words(at, words));
            let all: Vec<Step> = Step::ALL.into_iter().filter(|s| *s >= self.first_step()).collect();
            let number = all.iter().position(|s| *s == now).unwrap_or(0) + 1;
            nodes((
                el("p.step-n").with(words.flag_step_of(number, all.len())),
                el("ol.steps").attr("aria-label", words.flag_steps()).with(each(all, entry)),
            ))
        };
        let not_kept =
            move || state.mine.with(|m| m.not_kept.is_some()).then(|| el("p.panel.open").with(words.flag_not_kept()));
        el("div.stack").with((
            back,
            steps,
            not_kept,
            el("div.steps-2").with((body, el("aside.stack").attr("aria-label", self.what()).with(self.aside()))),
        ))
    }
}

/// What a step is called.
fn step_words(step: Step, words: Words) -> String {
    match step {
        Step::Danger => words.flag_step_danger(),
        Step::Ground => words.flag_step_ground(),
        Step::Why => words.flag_step_why(),
        Step::Contact => words.flag_step_contact(),
        Step::Check => words.flag_step_check(),
    }
}

/// Whether what is finished does not leave the device now.
fn is_offline(state: State) -> bool {
    state.is_file() || state.copy.with(CopyInfo::is_offline)
}
