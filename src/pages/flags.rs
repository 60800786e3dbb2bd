//! The reader's own flags: drafts, what waits, what needs them, what was sent.

use std::sync::Arc;

use leptos::prelude::untrack;
use pledgebook_core::{
    feed::Sha256Hex,
    flags::{Draft, Saved, Stage, Trouble, Typed},
    model::FlagId,
    route::Route,
};

use crate::{
    browser::dom,
    components::{Icon, ground_words, icon, stage_words, subject_words},
    signals::Var,
    state::{Mine, State, use_state},
    view::{Node, each, el, nodes},
    words::{Words, use_words},
};

/// The page of the outbox.
pub fn flags_page() -> Node {
    let (state, words) = (use_state(), use_words());
    state.title(move || words.flags_title());
    let list = move || {
        let mine = state.mine.get();
        if !mine.opened {
            return el("p.quiet").with(words.list_loading());
        }
        if mine.flags.is_empty() && mine.drafts.is_empty() {
            return el("p.lead").with(words.flags_none());
        }
        untrack(|| list(&mine, state, words))
    };
    let not_kept =
        move || state.mine.with(|m| m.not_kept.is_some()).then(|| el("p.panel.open").with(words.flag_not_kept()));
    el("div.stack").with((el("h1").attr("tabindex", "-1").with(words.say(Words::flags_title)), not_kept, list))
}

fn list(mine: &Mine, state: State, words: Words) -> Node {
    let all = Arc::clone(&mine.flags);
    let export = move |_| export(&all, "flags", state);
    let waits = mine.flags.iter().any(|f| matches!(f.stage, Stage::Waiting(..) | Stage::Queued));
    let send = el("button.btn").attr("type", "button").on("click", move |_| state.send_now());
    let save = el("button.btn").attr("type", "button").on("click", export);
    let acts = (
        waits.then(|| send.with((icon(Icon::Sync), words.flags_send_now()))),
        (!mine.flags.is_empty()).then(|| save.with((icon(Icon::Save), words.flags_export_all()))),
    );
    nodes((
        el("p.acts").with(acts),
        el("ul.box.plain").with((
            each(mine.drafts.iter(), |(key, draft)| unfinished(key, draft, state, words)),
            each(mine.flags.iter(), |saved| entry(saved, state, words)),
        )),
    ))
}

/// The address of the draft of a text.
fn draft_route(key: &str, draft: &Draft) -> Route {
    Route::Flag(draft.subject.pledge.clone(), Draft::text_of_key(key), pledgebook_core::flags::Step::default())
}

fn unfinished(key: &str, draft: &Draft, state: State, words: Words) -> Node {
    let of = key.to_owned();
    let drop = el("button.link").attr("type", "button").on("click", move |_| state.drop_draft(of.clone()));
    el("li").about(key.to_owned()).attr("data-state", "wait").with((
        el("p.state").with((icon(Icon::Note), el("span").with(words.flags_draft()))),
        el("div.in-b").with((
            el("h2.entry-t").with(el("bdi").with(draft.title.clone())),
            el("p.small").with(subject_words(&draft.subject, words)),
            el("p.acts").with((
                el("a").attr("href", draft_route(key, draft).href()).with(words.flags_go_on()),
                drop.with(words.flag_discard()),
            )),
        )),
    ))
}

/// A flag with where it is and what can be done.
pub(super) fn entry(saved: &Saved, state: State, words: Words) -> Node {
    let (tone, sign) = match &saved.stage {
        Stage::Sent(_) => ("sent", Icon::Copy),
        Stage::Attention(_) => ("attn", Icon::Stop),
        Stage::Queued | Stage::Waiting(..) => ("wait", Icon::Offline),
        Stage::Sending(_) => ("wait", Icon::Sync),
    };
    let (heading, said) = stage_words(&saved.stage, saved.attempts, words);
    let pledge = el("a").attr("href", Route::Pledge(saved.flag.subject.pledge.clone()).href());
    let about = [subject_words(&saved.flag.subject, words), ground_words(saved.flag.ground, words)].join(" · ");
    el("li").about(saved.flag.id.as_str().to_owned()).attr("data-state", tone).with((
        el("p.state").attr("role", "status").with((icon(sign), el("span").with(heading))),
        el("div.in-b").with((
            el("h2.entry-t").with(pledge.with(el("bdi").with(saved.title.clone()))),
            el("p.small").with(about),
            said.map(|said| el("p.small").with(said)),
            (saved.stage == Stage::Attention(Trouble::Contact)).then(|| give(&saved.flag.id, state, words)),
            acts(saved, state, words),
        )),
    ))
}

/// The fields for name and address, which are asked for again.
fn give(id: &FlagId, state: State, words: Words) -> Node {
    let typed = Var::new(Typed::default());
    let wrong = Var::new(false);
    let field = |name: &'static str, label: String, kind: &'static str, set: fn(&mut Typed, String)| {
        let field_id = format!("{name}-{}", id.as_str());
        let input = el("input.in").attr("type", kind).attr("id", field_id.clone()).attr("autocomplete", name);
        let input = input.on("input", move |e| typed.update(|t| set(t, dom::value_of(&e))));
        el("div.field").with((el("label").attr("for", field_id).with(label), input))
    };
    let of = id.clone();
    let send = move |event: web_sys::Event| {
        event.prevent_default();
        let given = typed.get_untracked();
        let is_wrong = !given.lacks(true).is_empty();
        wrong.set(is_wrong);
        if !is_wrong {
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
    let illegal = state
        .mine
        .with_untracked(|m| m.flag(id).is_some_and(|f| f.flag.ground == pledgebook_core::model::Ground::Illegal));
    let error = move || {
        wrong.get().then(|| el("p.err").attr("role", "alert").with((icon(Icon::Stop), words.flag_e_email_wrong())))
    };
    el("form.stack.give").attr("novalidate", true).on("submit", send).with((
        error,
        field("name", words.flag_name(), "text", |t, v| t.name = v),
        field("email", words.flag_email(), "email", |t, v| t.email = v),
        el("p.acts").with((
            el("button.btn").attr("type", "submit").with(words.flags_send_with()),
            (!illegal).then(|| {
                el("button.link").attr("type", "button").on("click", without).with(words.flags_send_without())
            }),
        )),
    ))
}

fn acts(saved: &Saved, state: State, words: Words) -> Node {
    let id = saved.flag.id.clone();
    let button = |text: String| el("button.link").attr("type", "button").with(text);
    let receipt = el("a").attr("href", Route::Receipt(id.clone()).href()).with(words.flags_receipt());
    let is_sending = matches!(saved.stage, Stage::Sending(_));
    let can_send = matches!(saved.stage, Stage::Waiting(..) | Stage::Queued);
    let asks = matches!(saved.stage, Stage::Attention(Trouble::Changed(_) | Trouble::Gone));
    let edit = {
        let saved = saved.clone();
        move |_| edit(&saved, state)
    };
    let one = Arc::new(vec![saved.clone()]);
    let name = format!("flag-{}", id.as_str());
    let (confirmed, deleted) = (id.clone(), id.clone());
    let confirm = move |_| state.change_flag(confirmed.clone(), Saved::confirm);
    // Taking something away for good takes two clicks.
    let sure = Var::new(false);
    let delete = move |_| {
        if sure.get_untracked() {
            state.drop_flag(deleted.clone());
        } else {
            sure.set(true);
        }
    };
    let edit_words = if saved.is_frozen() { words.flags_edit_new() } else { words.flags_edit() };
    el("p.acts").with((
        saved.sent().map(|_| receipt),
        can_send.then(|| button(words.flags_send_now()).on("click", move |_| state.send_now())),
        asks.then(|| button(words.flags_send_anyway()).on("click", confirm)),
        (!is_sending).then(|| button(edit_words).on("click", edit)),
        button(words.flags_export()).on("click", move |_| export(&one, &name, state)),
        (!is_sending).then(|| {
            el("button.link")
                .attr("type", "button")
                .on("click", delete)
                .with(move || if sure.get() { words.flags_delete_sure() } else { words.flags_delete() })
        }),
    ))
}

/// Opens the form with what a flag says. What was never tried is the same flag again; all else a new one in its place.
pub(super) fn edit(saved: &Saved, state: State) {
    let Some(new) = state.new_flag_id() else { return };
    let draft = Draft::again(saved, new);
    let subject = &draft.subject;
    let text = subject.sha256.as_deref().and_then(Sha256Hex::parse);
    let key = Draft::key(&subject.pledge, text);
    let to = Route::Flag(subject.pledge.clone(), text, pledgebook_core::flags::Step::Why);
    let done = (!saved.is_frozen()).then(|| saved.flag.id.clone());
    state.begin_again(key, draft, done, move || state.go(&to));
}

/// Offers flags as a file that a desk can take in: without anything that could be mistaken for a receipt.
fn export(flags: &[Saved], name: &str, state: State) {
    let flags: Vec<serde_json::Value> =
        flags.iter().filter_map(|f| serde_json::from_str(&f.bytes(None)).ok()).collect();
    let file = serde_json::json!({"format": "pledge-flags/1", "flags": flags});
    state.save(&format!("{name}.json"), "application/json", &file.to_string());
}
