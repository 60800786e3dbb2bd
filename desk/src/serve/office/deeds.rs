//! What moderators do, as it comes from the forms. What is refused is shown on the case's page, with all that was typed.

use std::sync::Arc;

use axum::{
    Extension,
    extract::{Path, State},
    response::Response,
};
use pledgebook_core::model::{Ground, Lang};

use super::{Desk, case, frame::to, visit::Visit};
use crate::{
    office::{OfficeError, Outcome, Proposal, Refusal, Scope},
    words::LANGUAGES,
};

type Sees = (State<Arc<Desk>>, Extension<Visit>, Path<String>);

/// Shows the case: as it is now, or with why nothing was done.
async fn answer(desk: &Desk, visit: &Visit, case: &str, done: Result<(), OfficeError>) -> Response {
    match done {
        Ok(()) => to(&format!("/desk/cases/{case}")),
        Err(error) => case::show(desk, visit, case, Some(&error)).await,
    }
}

/// Claims the case.
pub async fn claim((State(desk), Extension(visit), Path(id)): Sees) -> Response {
    let done = desk.office.claim(&id, &visit.moderator(), visit.now).await;
    answer(&desk, &visit, &id, done).await
}

/// Gives the claim back.
pub async fn release((State(desk), Extension(visit), Path(id)): Sees) -> Response {
    let done = desk.office.release(&id, &visit.moderator()).await;
    answer(&desk, &visit, &id, done).await
}

/// Keeps a note.
pub async fn note((State(desk), Extension(visit), Path(id)): Sees) -> Response {
    let done = desk.office.note(&id, visit.form.get("note"), &visit.moderator(), visit.now).await;
    answer(&desk, &visit, &id, done).await
}

/// Puts a flag on another ground.
pub async fn reclassify((State(desk), Extension(visit), Path(id)): Sees) -> Response {
    let (flag, ground) = (visit.form.get("flag"), visit.form.get("ground"));
    let done = desk.office.reclassify(&id, flag, ground, &visit.moderator(), visit.now).await;
    answer(&desk, &visit, &id, done).await
}

/// Takes a flag into a case of its own.
pub async fn take_out((State(desk), Extension(visit), Path(id)): Sees) -> Response {
    let done = desk.office.take_out(&id, visit.form.get("flag"), &visit.moderator(), visit.now).await;
    answer(&desk, &visit, &id, done.map(|_| ())).await
}

/// Asks the party.
pub async fn ask((State(desk), Extension(visit), Path(id)): Sees) -> Response {
    let mails = desk.channels.smtp.is_some();
    let done = desk.office.ask(&id, visit.form.get("text"), mails, &visit.moderator(), visit.now).await;
    answer(&desk, &visit, &id, done).await
}

/// Keeps what the party answered.
pub async fn heard((State(desk), Extension(visit), Path(id)): Sees) -> Response {
    let done = desk.office.heard(&id, visit.form.get("text"), &visit.moderator(), visit.now).await;
    answer(&desk, &visit, &id, done).await
}

/// Takes the text away at once.
pub async fn hold((State(desk), Extension(visit), Path(id)): Sees) -> Response {
    let held = async {
        let scope = Scope::from_wire(visit.form.get("scope")).ok_or(Refusal::Missing("scope"))?;
        let ground = Ground::from_wire(visit.form.get("ground")).ok_or(Refusal::Missing("ground"))?;
        desk.office.hold(&id, scope, ground, visit.form.get("reasoning"), &visit.moderator(), visit.now).await
    };
    let done = held.await;
    if done.is_ok() {
        desk.follow(true).await;
    }
    answer(&desk, &visit, &id, done).await
}

/// Confirms a hold.
pub async fn confirm_hold((State(desk), Extension(visit), Path(id)): Sees) -> Response {
    let done = desk.office.confirm_hold(&id, &visit.moderator(), visit.now).await;
    answer(&desk, &visit, &id, done).await
}

fn version(visit: &Visit) -> Result<i64, Refusal> {
    visit.form.get("version").parse().map_err(|_| Refusal::Changed)
}

fn proposal(visit: &Visit) -> Result<Proposal, Refusal> {
    let form = &visit.form;
    let outcome = Outcome::from_wire(form.get("outcome")).ok_or(Refusal::Missing("outcome"))?;
    let statement =
        LANGUAGES.iter().filter_map(|tag| Some((Lang::new(tag)?, form.get(&format!("statement.{tag}")).to_owned())));
    Ok(Proposal {
        outcome,
        scope: Scope::from_wire(form.get("scope")).ok_or(Refusal::Missing("scope"))?,
        ground: Ground::from_wire(form.get("ground")).ok_or(Refusal::Missing("ground"))?,
        rule: form.get("rule").to_owned(),
        reasoning: form.get("reasoning").to_owned(),
        statement: statement.collect(),
        automated: form.has("automated"),
        by_party: form.has("by_party"),
    })
}

/// Decides, and goes on to the next case if that was asked for.
pub async fn decide((State(desk), Extension(visit), Path(id)): Sees) -> Response {
    let who = visit.moderator();
    let decided = async { desk.office.decide(&id, version(&visit)?, proposal(&visit)?, &who, visit.now).await };
    let done = decided.await;
    if matches!(done, Ok(true)) {
        desk.follow(true).await;
    }
    match done {
        Ok(_) if visit.form.has("next") => super::queue::next(State(Arc::clone(&desk)), Extension(visit)).await,
        done => answer(&desk, &visit, &id, done.map(|_| ())).await,
    }
}

/// Confirms a removal.
pub async fn confirm((State(desk), Extension(visit), Path(id)): Sees) -> Response {
    let confirmed = async { desk.office.confirm(&id, version(&visit)?, &visit.moderator(), visit.now).await };
    let done = confirmed.await;
    if done.is_ok() {
        desk.follow(true).await;
    }
    answer(&desk, &visit, &id, done).await
}

/// Sends a removal back.
pub async fn send_back((State(desk), Extension(visit), Path(id)): Sees) -> Response {
    let done = desk.office.send_back(&id, visit.form.get("text"), &visit.moderator(), visit.now).await;
    answer(&desk, &visit, &id, done).await
}

/// Opens a decided case again.
pub async fn reopen((State(desk), Extension(visit), Path(id)): Sees) -> Response {
    let done = desk.office.reopen(&id, visit.form.get("text"), &visit.moderator(), visit.now).await;
    answer(&desk, &visit, &id, done).await
}
