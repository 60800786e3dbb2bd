//! A case: the text as its readers saw it beside the text now, what they say, what was decided before, and what can be done.

use std::sync::Arc;

use axum::{
    Extension,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use maud::{Markup, html};
use pledgebook_core::model::Ground;

use super::{
    Desk, compare, decide,
    frame::{button, foreign, option, page as frame, refused, time, token},
    queue::part,
    told,
    visit::Visit,
};
use crate::{
    flags::{OfCase, record_stands, text_now},
    office::{Decision, Dossier, OfficeError, Refusal, Role, Stage, log_of},
    words::Words,
};

/// The page.
pub async fn page(
    State(desk): State<Arc<Desk>>,
    Extension(visit): Extension<Visit>,
    Path(name): Path<String>,
) -> Response {
    show(&desk, &visit, &name, None).await
}

/// The page after something was not done: why, and with all that was typed.
pub async fn show(desk: &Desk, visit: &Visit, name: &str, error: Option<&OfficeError>) -> Response {
    let words = visit.words;
    let dossier = match desk.office.dossier(name, visit.now).await {
        Ok(dossier) => dossier,
        Err(OfficeError::Refused(_)) => return refused(visit, StatusCode::NOT_FOUND, "refused.unknown"),
        Err(error) => {
            told(&error);
            return refused(visit, StatusCode::SERVICE_UNAVAILABLE, "refused.store");
        }
    };
    let case = &dossier.listed.case;
    let is_text = case.subject.sha256.is_some() || case.subject.part.is_some();
    // A feed that cannot be read is not a text that has gone.
    let read = text_now(&desk.feed, case).and_then(|now| Ok((now, record_stands(&desk.feed, case)?)));
    let (now, stands, unread) = match read {
        Ok((now, record)) => {
            let stands = if is_text { now.is_some() } else { record };
            (now, stands, None)
        }
        Err(error) => (None, true, Some(error.to_string())),
    };
    let title = dossier.listed.title.clone().unwrap_or_else(|| dossier.listed.case.subject.pledge.clone());
    let body = html! {
        p.crumb { a href="/desk/cases" { (words.t("desk.to-cases")) } }
        (head(&dossier, &title, words))
        @if let Some(error) = error { (failed(error, visit)) }
        (standing(visit, &dossier))
        @if let Some(why) = &unread { p.warn role="alert" { (words.t("case.unread")) " " bdi lang="en" { (why) } } }
        @if is_text {
            h2 { (words.t("case.text")) }
            (compare::beside(dossier.seen.as_deref(), now.as_deref(), unread.is_none(), words))
        }
        h2 { (words.t("case.flags")) }
        @for flag in &dossier.flags { (one_flag(visit, &dossier, flag)) }
        (decide::section(desk, visit, &dossier, stands))
        (notes(visit, &dossier))
        (history(desk, &dossier, words).await)
    };
    let status = match error {
        None => StatusCode::OK,
        Some(OfficeError::Refused(Refusal::Claimed(_) | Refusal::Changed | Refusal::Decided)) => StatusCode::CONFLICT,
        Some(OfficeError::Refused(Refusal::SameAsFirst | Refusal::ObjectionToOwn)) => StatusCode::FORBIDDEN,
        Some(OfficeError::Refused(_)) => StatusCode::UNPROCESSABLE_ENTITY,
        Some(OfficeError::Store(_)) => StatusCode::SERVICE_UNAVAILABLE,
    };
    frame(visit, status, &title, body)
}

/// Why nothing was done; and what was typed, where the form that it was typed into is not there any more.
fn failed(error: &OfficeError, visit: &Visit) -> Markup {
    let words = visit.words;
    let gone = matches!(error, OfficeError::Refused(Refusal::Claimed(_) | Refusal::Decided));
    let why = told(error);
    let (key, what) = why.map_or(("refused.store", ""), |why| (why.key(), why.what()));
    html! { div.errs role="alert" { h2 { (words.t("desk.not-done")) } p { (words.say(key, &[("what", what)])) }
            @if gone { (super::sign::given(&visit.form)) } @else { p { (words.t("desk.kept")) } }
        }
    }
}

fn head(dossier: &Dossier, title: &str, words: Words) -> Markup {
    let one = &dossier.listed;
    let subject = &one.case.subject;
    html! {
        h1 dir="auto" { (title) }
        @if one.danger { p.danger { strong { (words.t("case.danger")) } " " (words.t("case.danger-note")) } }
        dl.facts {
            div { dt { (words.t("queue.state")) } dd { (words.t(&format!("stage.{}", one.stage.word()))) } }
            div { dt { (words.t("case.part")) } dd { (part(one, words)) } }
            div { dt { (words.t("case.pledge")) } dd { a href=(format!("/?pledge={}", subject.pledge)) { bdi { (subject.pledge) } } } }
            @if let Some(edition) = &one.edition { div { dt { (words.t("queue.edition")) } dd { bdi { (edition) } } } }
            div { dt { (words.t("queue.since")) } dd { (time(&one.case.opened)) } }
            @if !dossier.parties.is_empty() {
                div { dt { (words.t("case.parties")) } dd { @for (n, (party, _)) in dossier.parties.iter().enumerate() { @if n > 0 { ", " } a href=(format!("/?party={party}")) { bdi { (party) } } } } }
            }
        }
    }
}

/// Who has it, and claiming it.
fn standing(visit: &Visit, dossier: &Dossier) -> Markup {
    let (words, who) = (visit.words, visit.moderator());
    let one = &dossier.listed;
    let to = |deed: &str| format!("/desk/cases/{}/{deed}", one.case.id);
    if who.role != Role::Moderator || one.stage == Stage::Decided {
        return html! {};
    }
    match &one.claim {
        Some(claim) if claim.id == who.id => html! {
            p.claim { (words.t("case.yours")) " " (words.t("queue.until")) " " (time(&claim.until)) "." }
            (button(visit, &to("release"), "case.release"))
        },
        Some(claim) => html! {
            p.claim { (words.say("case.theirs", &[("name", &claim.name)])) " " (words.t("queue.until")) " " (time(&claim.until)) "." }
        },
        None => button(visit, &to("claim"), "case.claim"),
    }
}

fn one_flag(visit: &Visit, dossier: &Dossier, flag: &OfCase) -> Markup {
    let words = visit.words;
    let is_objection = flag.flag.objects_to.is_some();
    html! {
        article.flag data-back[flag.taken_back] id=(flag.id) {
            h3 {
                @if is_objection { (words.t("flag.objection")) " " } bdi.code { (flag.receipt) } " · " (words.ground(&flag.ground))
                @if flag.flag.danger { " · " strong.danger { (words.t("case.danger")) } }
                @if flag.taken_back { " · " (words.t("flag.taken-back")) }
            }
            p.note { (time(&flag.received)) " · " bdi { (flag.flag.lang.as_str()) } @if flag.ground != flag.flag.ground.wire() { " · " (words.t("flag.as-sent")) " " (words.ground(flag.flag.ground.wire())) } }
            (foreign(&flag.flag.explanation))
            @if let Some(quote) = &flag.flag.quote { p.note { (words.t("flag.passage")) } blockquote dir="auto" { (quote) } }
            (details(flag, visit))
            @if dossier.listed.stage != Stage::Decided && visit.moderator().role == Role::Moderator { (sorting(visit, dossier, flag)) }
        }
    }
}

/// What else its reader said. How to reach them is for those who decide.
fn details(flag: &OfCase, visit: &Visit) -> Markup {
    let words = visit.words;
    let principles: Vec<String> =
        flag.flag.principles.iter().map(|p| words.t(&format!("principle.{}", p.wire()))).collect();
    let contact = flag
        .contact
        .as_ref()
        .map(|(name, email)| [name.as_deref(), email.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(", "));
    let lines = [
        ("flag.principles", Some(principles.join(", ")).filter(|p| !p.is_empty())),
        ("flag.law", flag.flag.law.as_deref().map(str::to_owned)),
        ("flag.replaces", flag.replaces.clone()),
        ("flag.contact", contact.filter(|c| !c.is_empty() && visit.moderator().role == Role::Moderator)),
    ];
    html! { dl.given { @for (key, text) in lines { @if let Some(text) = text { dt { (words.t(key)) } dd dir="auto" { (text) } } } } }
}

/// Another ground, or a case of its own.
fn sorting(visit: &Visit, dossier: &Dossier, flag: &OfCase) -> Markup {
    let words = visit.words;
    let to = |deed: &str| format!("/desk/cases/{}/{deed}", dossier.listed.case.id);
    html! {
        details {
            summary { (words.t("flag.sort")) }
            form.one method="post" action=(to("reclassify")) {
                (token(visit)) input type="hidden" name="flag" value=(flag.id);
                label { (words.t("case.ground")) select name="ground" { @for ground in Ground::ALL { (option(ground.wire(), &words.ground(ground.wire()), flag.ground == ground.wire())) } } }
                button type="submit" { (words.t("flag.reclassify")) }
            }
            @if dossier.flags.len() > 1 && dossier.listed.stage != Stage::Objected {
                form.one method="post" action=(to("take-out")) {
                    (token(visit)) input type="hidden" name="flag" value=(flag.id);
                    button type="submit" { (words.t("flag.take-out")) }
                }
            }
        }
    }
}

fn notes(visit: &Visit, dossier: &Dossier) -> Markup {
    let words = visit.words;
    html! {
        h2 { (words.t("notes.title")) }
        p.note { (words.t("notes.note")) }
        @for note in &dossier.notes {
            article.note-of { p.note { (words.t(&kind_key(&note.kind))) " · " bdi { (note.by) } " · " (time(&note.at)) } (foreign(&note.text)) }
        }
        @if visit.moderator().role == Role::Moderator {
            form method="post" action=(format!("/desk/cases/{}/note", dossier.listed.case.id)) {
                (token(visit))
                label for="note" { (words.t("notes.new")) }
                textarea #note name="note" rows="3" maxlength="8000" required dir="auto" { (visit.form.get("note")) }
                button type="submit" { (words.t("notes.keep")) }
            }
        }
    }
}

/// What was decided, here and on the same pledge and parties, and the log.
async fn history(desk: &Desk, dossier: &Dossier, words: Words) -> Markup {
    let log = match log_of(&desk.office.store, Some(&dossier.listed.case.id)).await {
        Ok(log) => log,
        Err(error) => {
            told(&error);
            return html! { p.warn role="alert" { (words.t("refused.store")) } };
        }
    };
    // What waits for a second stands above, with what can be done.
    let told: Vec<&Decision> = dossier.decisions.iter().filter(|d| d.state != "proposed").collect();
    html! {
        @if !told.is_empty() { h2 { (words.t("history.decisions")) } @for decision in told { (decided(decision, words)) } }
        @if !dossier.earlier.is_empty() {
            h2 { (words.t("history.earlier")) }
            ul { @for one in &dossier.earlier {
                li { a href=(format!("/desk/cases/{}", one.case)) { bdi { (one.pledge) } } " · " (words.t(&format!("outcome.{}", one.outcome))) " · " (words.ground(&one.ground)) " · " (time(&one.decided)) }
            } }
        }
        details { summary { (words.t("history.log")) }
            ol.log { @for entry in &log { li { (time(&entry.at)) " · " bdi { (entry.who) } " · " bdi lang="en" { (entry.what) @if let Some(was) = &entry.was { " (" (was) ")" } @if let Some(became) = &entry.became { ": " (became) } } } } }
        }
    }
}

/// A decision or a hold.
pub fn decided(decision: &Decision, words: Words) -> Markup {
    let statement: std::collections::BTreeMap<String, String> =
        serde_json::from_str(&decision.statement).unwrap_or_default();
    html! {
        article.decision data-state=(decision.state) {
            h3 { (words.t(&format!("outcome.{}", decision.outcome))) " · " (words.t(&format!("scope.{}", decision.scope))) " · " (words.ground(&decision.ground)) }
            p.note {
                (words.t(&format!("decision.{}", decision.state))) " · " bdi { (decision.by.1.as_deref().unwrap_or(&decision.by.0)) } " · " (time(&decision.at))
                @if let Some(second) = &decision.second { " · " (words.say("decision.second", &[("name", second)])) }
                @if let Some(until) = decision.until.as_ref().filter(|_| decision.state == "proposed") { " · " (words.t("queue.until")) " " (time(until)) }
                @if decision.automated { " · " (words.t("decision.automated")) }
            }
            @if decision.by_party { p.note { (words.t("decide.by-party")) } }
            @if let Some(rule) = &decision.rule { p dir="auto" { (rule) } }
            @if let Some(reasoning) = &decision.reasoning { (foreign(reasoning)) }
            dl.given { @for (lang, text) in &statement { dt { bdi { (lang) } } dd lang=(lang) dir="auto" { (text) } } }
        }
    }
}

fn kind_key(kind: &str) -> String {
    if kind == "note" { "notes.note-of".to_owned() } else { format!("notes.{kind}") }
}
