//! The reader's own flags: drafts, what waits, what needs them, what was sent.

use std::sync::Arc;

use leptos::prelude::untrack;
use pledgebook_core::{
    flags::{Draft, Lack, Saved, Stage, Step, Trouble, Typed},
    model::{FlagId, Ground},
    route::Route,
};

use crate::{
    browser::dom,
    components::{Icon, ground_words, icon, lack_words, publisher_link, stage_words, subject_words},
    signals::Var,
    state::{Mine, State, use_state},
    view::{Node, each, el, nodes},
    words::{SLOT_1, Words, rich, use_words},
};

/// The outbox as a page shows it. What is typed and asked in it outlives the list, which is drawn anew whenever anything of
/// it changes. Cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Outbox {
    state: State,
    words: Words,
    /// Names and addresses that are being typed again, by flag.
    typed: Var<Vec<(FlagId, Typed)>>,
    /// What was wrong with them when the reader last wanted to send.
    lacks: Var<Vec<(FlagId, Vec<Lack>)>>,
    /// The flag of which the reader is asked whether it is to go.
    sure: Var<Option<FlagId>>,
}

/// The page of the outbox.
pub fn flags_page() -> Node {
    let (state, words) = (use_state(), use_words());
    let outbox = Outbox::new(state, words);
    state.title(move || words.flags_title());
    let list = move || {
        let mine = state.mine.get();
        if !mine.opened {
            return el("p.quiet").with(words.list_loading());
        }
        if mine.flags.is_empty() && mine.drafts.is_empty() {
            return el("p.lead").with(words.flags_none());
        }
        untrack(|| outbox.list(&mine))
    };
    let not_kept =
        move || state.mine.with(|m| m.not_kept.is_some()).then(|| el("p.panel.open").with(words.flag_not_kept()));
    el("div.stack").with((el("h1").attr("tabindex", "-1").with(words.say(Words::flags_title)), not_kept, list))
}

/// The address of the draft of a text.
fn draft_route(key: &str, draft: &Draft) -> Route {
    Route::Flag(draft.subject.pledge.clone(), Draft::matter_of_key(key), Step::default())
}

impl Outbox {
    pub(super) fn new(state: State, words: Words) -> Self {
        let (typed, lacks, sure) = (Var::new(Vec::new()), Var::new(Vec::new()), Var::new(None));
        Self { state, words, typed, lacks, sure }
    }

    fn list(self, mine: &Mine) -> Node {
        let (state, words) = (self.state, self.words);
        let all = Arc::clone(&mine.flags);
        let export = move |_| export(&all, "flags", state);
        let waits = mine.flags.iter().any(|f| matches!(f.stage, Stage::Waiting(..) | Stage::Queued));
        let send = el("button.btn").attr("type", "button").on("click", move |_| state.send_now());
        let save = el("button.btn").attr("type", "button").on("click", export);
        let acts = (
            (waits && !state.is_file()).then(|| send.with((icon(Icon::Sync), words.flags_send_now()))),
            (!mine.flags.is_empty()).then(|| save.with((icon(Icon::Save), words.flags_export_all()))),
        );
        nodes((
            state
                .is_file()
                .then(|| el("p.panel.open").with(rich(&words.file_flags(SLOT_1), vec![publisher_link(state)]))),
            el("p.acts").with(acts),
            el("ul.box.plain").with((
                each(mine.drafts.iter(), |(key, draft)| self.unfinished(key, draft)),
                each(mine.flags.iter(), |saved| self.entry(saved)),
            )),
        ))
    }

    fn unfinished(self, key: &str, draft: &Draft) -> Node {
        let (state, words, of) = (self.state, self.words, key.to_owned());
        let drop = el("button.link").attr("type", "button").on("click", move |_| state.drop_draft(of.clone()));
        el("li").about(key.to_owned()).attr("data-state", "wait").with((
            el("p.state").with((icon(Icon::Note), el("span").with(words.flags_draft()))),
            el("div.in-b").with((
                el("h2.entry-t").with(el("bdi").with(draft.title.clone())),
                el("p.small").with((
                    draft.objects_to.is_some().then(|| format!("{} · ", words.objection_is())),
                    subject_words(&draft.subject, words),
                )),
                el("p.acts").with((
                    el("a").attr("href", draft_route(key, draft).href()).with(words.flags_go_on()),
                    drop.with(words.flag_discard()),
                )),
            )),
        ))
    }

    /// A flag with where it is and what can be done.
    pub(super) fn entry(self, saved: &Saved) -> Node {
        let words = self.words;
        let (tone, sign) = match &saved.stage {
            Stage::Sent(_) => ("sent", Icon::Copy),
            Stage::Attention(Trouble::Replaced) => ("wait", Icon::Note),
            Stage::Attention(_) => ("attn", Icon::Stop),
            Stage::Queued | Stage::Waiting(..) => ("wait", Icon::Offline),
            Stage::Sending(_) => ("wait", Icon::Sync),
        };
        let (heading, said) = stage_words(&saved.stage, saved.attempts, words);
        let pledge = el("a").attr("href", Route::Pledge(saved.flag.subject.pledge.clone()).href());
        let about = match saved.flag.objects_to {
            Some(_) => [words.objection_is(), subject_words(&saved.flag.subject, words)],
            None => [subject_words(&saved.flag.subject, words), ground_words(saved.flag.ground, words)],
        };
        let about = about.join(" · ");
        el("li").about(saved.flag.id.as_str().to_owned()).attr("data-state", tone).with((
            el("p.state").attr("role", "status").with((icon(sign), el("span").with(heading))),
            el("div.in-b").with((
                el("h2.entry-t").with(pledge.with(el("bdi").with(saved.title.clone()))),
                el("p.small").with(about),
                said.map(|said| el("p.small").with(said)),
                (saved.stage == Stage::Attention(Trouble::Contact)).then(|| self.give(saved)),
                self.acts(saved),
            )),
        ))
    }

    /// What is typed for a flag.
    fn typed_of(self, id: &FlagId) -> Typed {
        self.typed.with(|all| all.iter().find(|(of, _)| of == id).map(|(_, t)| t.clone())).unwrap_or_default()
    }

    fn type_in(self, id: &FlagId, change: impl FnOnce(&mut Typed)) {
        self.typed.update(|all| {
            let at = all.iter().position(|(of, _)| of == id).unwrap_or_else(|| {
                all.push((id.clone(), Typed::default()));
                all.len() - 1
            });
            if let Some((_, typed)) = all.get_mut(at) {
                change(typed);
            }
        });
    }

    /// The fields for name and address, which are asked for again.
    fn give(self, saved: &Saved) -> Node {
        let (state, words, id) = (self.state, self.words, saved.flag.id.clone());
        let needed = saved.flag.ground == Ground::Illegal;
        let field = |name: &'static str,
                     label: String,
                     kind: &'static str,
                     get: fn(&Typed) -> String,
                     set: fn(&mut Typed, String)| {
            let field_id = format!("{name}-{}", id.as_str());
            let (of, to) = (id.clone(), id.clone());
            let input = el("input.in").attr("type", kind).attr("id", field_id.clone()).attr("autocomplete", name);
            let input = input
                .value(move || get(&self.typed_of(&of)))
                .on("input", move |e| self.type_in(&to, |t| set(t, dom::value_of(&e))));
            el("div.field").with((el("label").attr("for", field_id).with(label), input))
        };
        let of = id.clone();
        let send = move |event: web_sys::Event| {
            event.prevent_default();
            let given = self.typed_of(&of);
            let lacks = given.lacks(needed);
            let is_good = lacks.is_empty();
            self.lacks.update(|all| {
                all.retain(|(id, _)| *id != of);
                all.push((of.clone(), lacks));
            });
            if is_good {
                state.give_contact(of.clone(), &given);
            }
        };
        let bare = id.clone();
        let without = move |_| {
            state.change_flag(bare.clone(), |saved| {
                saved.wants_contact = false;
                saved.stage = Stage::Queued;
            });
        };
        let of = id.clone();
        let errors = move || {
            let lacks = self.lacks.with(|all| all.iter().find(|(id, _)| *id == of).map(|(_, l)| l.clone()));
            each(lacks.unwrap_or_default(), |lack| {
                el("p.err").attr("role", "alert").with((icon(Icon::Stop), el("span").with(lack_words(lack, words))))
            })
        };
        el("form.stack.give").attr("novalidate", true).on("submit", send).with((
            errors,
            field("name", words.flag_name(), "text", |t| t.name.clone(), |t, v| t.name = v),
            field("email", words.flag_email(), "email", |t| t.email.clone(), |t, v| t.email = v),
            el("p.acts").with((
                el("button.btn").attr("type", "submit").with(words.flags_send_with()),
                (!needed).then(|| {
                    el("button.link").attr("type", "button").on("click", without).with(words.flags_send_without())
                }),
            )),
        ))
    }

    fn acts(self, saved: &Saved) -> Node {
        let (state, words, id) = (self.state, self.words, saved.flag.id.clone());
        let button = |text: String| el("button.link").attr("type", "button").with(text);
        let receipt = el("a").attr("href", Route::Receipt(id.clone()).href()).with(words.flags_receipt());
        let is_sending = matches!(saved.stage, Stage::Sending(_));
        let is_replaced = saved.stage == Stage::Attention(Trouble::Replaced);
        let sends = !state.is_file();
        let can_send = sends && matches!(saved.stage, Stage::Waiting(..) | Stage::Queued);
        let was_refused = sends && matches!(saved.stage, Stage::Attention(Trouble::Refused(_)));
        let asks = sends && matches!(saved.stage, Stage::Attention(Trouble::Changed(_) | Trouble::Gone));
        let edit = {
            let saved = saved.clone();
            move |_| edit(&saved, state)
        };
        let one = Arc::new(vec![saved.clone()]);
        let name = format!("flag-{}", id.as_str());
        let (confirmed, tried, deleted, asked) = (id.clone(), id.clone(), id.clone(), id);
        let confirm = move |_| state.change_flag(confirmed.clone(), Saved::confirm);
        let retry = move |_| state.change_flag(tried.clone(), Saved::retry);
        // Taking something away for good takes two clicks.
        let delete = move |_| {
            if self.sure.with_untracked(|sure| sure.as_ref() == Some(&deleted)) {
                state.drop_flag(deleted.clone());
            } else {
                self.sure.set(Some(deleted.clone()));
            }
        };
        let is_sure = move || self.sure.with(|sure| sure.as_ref() == Some(&asked));
        let edit_words = if saved.is_frozen() { words.flags_edit_new() } else { words.flags_edit() };
        el("p.acts").with((
            saved.sent().map(|_| receipt),
            can_send.then(|| button(words.flags_send_now()).on("click", move |_| state.send_now())),
            was_refused.then(|| button(words.flags_send_now()).on("click", retry)),
            asks.then(|| button(words.flags_send_anyway()).on("click", confirm)),
            (!is_sending && !is_replaced).then(|| button(edit_words).on("click", edit)),
            button(words.flags_export()).on("click", move |_| export(&one, &name, state)),
            (!is_sending).then(|| {
                el("button.link")
                    .attr("type", "button")
                    .on("click", delete)
                    .with(move || if is_sure() { words.flags_delete_sure() } else { words.flags_delete() })
            }),
        ))
    }
}

/// Opens the form with what a flag says. What was never tried is the same flag again; all else a new one that stands for it.
pub(super) fn edit(saved: &Saved, state: State) {
    let Some(new) = state.new_flag_id() else { return };
    let draft = Draft::again(saved, new);
    let (pledge, matter) = (draft.subject.pledge.clone(), draft.matter());
    state.begin_again(Draft::key(&pledge, matter.as_ref()), draft);
    state.go(&Route::Flag(pledge, matter, Step::Why));
}

/// Offers flags as a file that a desk can take in: without anything that could be mistaken for a receipt.
fn export(flags: &[Saved], name: &str, state: State) {
    let flags: Vec<serde_json::Value> =
        flags.iter().filter_map(|f| serde_json::from_str(&f.bytes(None)).ok()).collect();
    let file = serde_json::json!({"format": "pledge-flags/1", "flags": flags});
    state.save(&format!("{name}.json"), "application/json", &file.to_string());
}
