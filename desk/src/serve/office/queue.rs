//! The queue of cases with its filters and numbers, and "next".

use std::sync::Arc;

use axum::{Extension, extract::State, http::StatusCode, response::Response};
use maud::{Markup, html};
use pledgebook_core::model::Ground;

use super::{
    Desk,
    frame::{button, option, page as frame, refused, time, to},
    told,
    visit::Visit,
};
use crate::{
    office::{self, Filter, Listed, OfficeError, Queue, Role, Stage, Whose},
    words::Words,
};

/// Days of which the numbers are shown.
const DAYS: u64 = 14;

/// `/desk` leads to the queue.
pub async fn start() -> Response {
    to("/desk/cases")
}

fn filter(visit: &Visit) -> Filter {
    let value = |name| Some(visit.query.get(name).to_owned()).filter(|v| !v.is_empty());
    Filter {
        ground: value("ground"),
        edition: value("edition"),
        stage: Stage::ALL.into_iter().find(|stage| stage.word() == visit.query.get("state")),
        whose: match visit.query.get("whose") {
            "mine" => Whose::Mine,
            "nobody" => Whose::Nobodys,
            _ => Whose::All,
        },
    }
}

/// The queue.
pub async fn page(State(desk): State<Arc<Desk>>, Extension(visit): Extension<Visit>) -> Response {
    let (who, filter) = (visit.moderator(), filter(&visit));
    let read = async {
        let shown = desk.office.queue(&filter, &who, visit.now).await?;
        let all = desk.office.queue(&Filter::default(), &who, visit.now).await?;
        let now = office::queue_now(&desk.office, &who, visit.now).await?;
        let unsent = office::unsent(&desk.office.store).await?;
        Ok::<_, OfficeError>((shown, all, now, unsent))
    };
    let (shown, all, now, unsent) = match read.await {
        Ok(read) => read,
        Err(error) => {
            told(&error);
            return refused(&visit, StatusCode::SERVICE_UNAVAILABLE, "refused.store");
        }
    };
    let words = visit.words;
    let mut editions: Vec<&str> = all.iter().map(|one| one.edition.as_deref().unwrap_or("none")).collect();
    editions.sort_unstable();
    editions.dedup();
    let body = html! {
        h1 { (words.t("desk.cases")) }
        (summary(&now, words))
        (troubles(&desk, words, unsent).await)
        @if who.role == Role::Moderator && now.pending > 0 { (button(&visit, "/desk/next", "queue.next")) }
        (filters(&visit, &filter, &editions))
        p.count role="status" { (words.say("queue.count", &[("n", &shown.len().to_string())])) }
        @if shown.is_empty() { p { (words.t("queue.empty")) } } @else { (table(&shown, words)) }
    };
    frame(&visit, StatusCode::OK, &words.t("desk.cases"), body)
}

fn summary(now: &Queue, words: Words) -> Markup {
    let median = now.median.map_or_else(|| "–".to_owned(), |days| days.to_string());
    html! {
        dl.numbers {
            @for (key, n) in [("queue.pending", now.pending.to_string()), ("queue.danger", now.danger.to_string()), ("queue.second", now.second.to_string()), ("queue.median", median)] {
                div { dt { (words.t(key)) } dd { (n) } }
            }
        }
    }
}

/// What stands in the way of decisions or messages.
async fn troubles(desk: &Desk, words: Words, (unsent, why): (i64, Option<String>)) -> Markup {
    let trouble = desk.trouble().await;
    html! {
        @if let Some(said) = trouble {
            @if said.is_empty() { p.warn role="status" { (words.t("queue.publish")) } }
            @else { p.warn role="alert" { (words.t("queue.behind")) " " bdi lang="en" { (said) } } }
        }
        @if unsent > 0 {
            p.warn role="status" { (words.say("queue.unsent", &[("n", &unsent.to_string())])) " " bdi lang="en" { (why.unwrap_or_default()) } }
        }
    }
}

fn filters(visit: &Visit, filter: &Filter, editions: &[&str]) -> Markup {
    let words = visit.words;
    let is = |own: &Option<String>, value: &str| own.as_deref() == Some(value);
    html! {
        form.filters method="get" action="/desk/cases" {
            label { (words.t("queue.state")) select name="state" {
                (option("", &words.t("queue.waiting"), filter.stage.is_none()))
                @for stage in Stage::ALL { (option(stage.word(), &words.t(&format!("stage.{}", stage.word())), filter.stage == Some(stage))) }
            } }
            label { (words.t("queue.whose")) select name="whose" {
                (option("", &words.t("queue.all"), filter.whose == Whose::All))
                (option("mine", &words.t("queue.mine"), filter.whose == Whose::Mine))
                (option("nobody", &words.t("queue.nobody"), filter.whose == Whose::Nobodys))
            } }
            label { (words.t("case.ground")) select name="ground" {
                (option("", &words.t("queue.any"), filter.ground.is_none()))
                @for ground in Ground::ALL { (option(ground.wire(), &words.ground(ground.wire()), is(&filter.ground, ground.wire()))) }
            } }
            label { (words.t("queue.edition")) select name="edition" {
                (option("", &words.t("queue.any"), filter.edition.is_none()))
                @for edition in editions {
                    @let label = if *edition == "none" { words.t("queue.no-edition") } else { (*edition).to_owned() };
                    (option(edition, &label, is(&filter.edition, edition)))
                }
            } }
            button type="submit" { (words.t("queue.show")) }
        }
    }
}

fn table(shown: &[Listed], words: Words) -> Markup {
    html! {
        div.wide tabindex="0" role="region" aria-label=(words.t("desk.cases")) { table {
            thead { tr {
                @for key in ["queue.case", "case.ground", "queue.flags", "queue.since", "queue.state", "queue.claimed"] { th scope="col" { (words.t(key)) } }
            } }
            tbody { @for one in shown { (row(one, words)) } }
        } }
    }
}

fn row(one: &Listed, words: Words) -> Markup {
    let subject = &one.case.subject;
    html! {
        tr data-danger[one.danger] {
            th scope="row" {
                @if one.danger { strong.danger { (words.t("case.danger")) } " " }
                a href=(format!("/desk/cases/{}", one.case.id)) dir="auto" { (one.title.as_deref().unwrap_or(&subject.pledge)) }
                br; span.note { bdi { (subject.pledge) } " · " (part(one, words)) @if let Some(edition) = &one.edition { " · " bdi { (edition) } } }
            }
            td { @for ground in &one.grounds { div { (words.ground(ground)) } } }
            td.n { (one.flags) }
            td { (time(&one.case.opened)) }
            td { (words.t(&format!("stage.{}", one.stage.word()))) }
            td { @if let Some(claim) = &one.claim { bdi { (claim.name) } br; (words.t("queue.until")) " " (time(&claim.until)) } @else { "–" } }
        }
    }
}

/// Which text a case is about, in words.
pub fn part(one: &Listed, words: Words) -> String {
    let subject = &one.case.subject;
    let part = match subject.part.as_deref() {
        Some("actions_taken") => words.t("report.actions"),
        Some("title") => words.t("case.title-of"),
        Some("attachment") => words.t("case.attachment"),
        Some(part) => words.t(&format!("part.{part}")),
        None if subject.sha256.is_none() => words.t("case.whole"),
        None => words.t("part.text"),
    };
    subject.report.as_ref().map_or_else(|| part.clone(), |report| format!("{part} ({report})"))
}

/// The next case that waits, claimed.
pub async fn next(State(desk): State<Arc<Desk>>, Extension(visit): Extension<Visit>) -> Response {
    let who = visit.moderator();
    let found = async {
        let Some(case) = desk.office.next(&who, visit.now).await? else { return Ok(None) };
        desk.office.claim(&case, &who, visit.now).await?;
        Ok::<_, OfficeError>(Some(case))
    };
    match found.await {
        Ok(Some(case)) => to(&format!("/desk/cases/{case}")),
        Ok(None) => to("/desk/cases"),
        Err(error) => {
            // Somebody was quicker: the queue shows what is left.
            told(&error);
            to("/desk/cases")
        }
    }
}

/// What came and went, day by day.
pub async fn numbers(State(desk): State<Arc<Desk>>, Extension(visit): Extension<Visit>) -> Response {
    let words = visit.words;
    let read = async {
        let now = office::queue_now(&desk.office, &visit.moderator(), visit.now).await?;
        Ok::<_, OfficeError>((now, office::days(&desk.office.store, DAYS, visit.now).await?))
    };
    let (now, days) = match read.await {
        Ok(read) => read,
        Err(error) => {
            told(&error);
            return refused(&visit, StatusCode::SERVICE_UNAVAILABLE, "refused.store");
        }
    };
    let body = html! {
        h1 { (words.t("desk.numbers")) }
        (summary(&now, words))
        table.small {
            caption { (words.say("numbers.days", &[("n", &DAYS.to_string())])) }
            thead { tr { th scope="col" { (words.t("numbers.day")) } th.n scope="col" { (words.t("numbers.received")) } th.n scope="col" { (words.t("numbers.decided")) } } }
            tbody { @for day in &days { tr { th scope="row" { time dir="ltr" { (day.day) } } td.n { (day.received) } td.n { (day.decided) } } } }
        }
        p { a href="/transparency" { (words.t("numbers.public")) } }
    };
    frame(&visit, StatusCode::OK, &words.t("desk.numbers"), body)
}
