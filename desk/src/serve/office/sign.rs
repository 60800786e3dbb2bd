//! Signing in and out, and the one-time link with which somebody chooses a password.

use std::sync::Arc;

use axum::{
    Extension,
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use maud::{Markup, html};

use super::{
    Desk,
    frame::{page, refused, to, token},
    told,
    visit::{Form, SESSION, Visit, set_cookie},
};
use crate::{
    clock,
    office::{OfficeError, SESSION_HOURS},
};

/// How fields of a form that came too late are named until it is sent again.
const KEPT: &str = "kept.";

/// The sign-in.
pub async fn form(Extension(visit): Extension<Visit>) -> Response {
    show(&visit, StatusCode::OK, None)
}

/// The sign-in in the place of what was asked for; what was typed goes along.
pub fn instead(visit: &Visit, is_post: bool) -> Response {
    if !is_post && visit.path == "/desk" {
        return to("/desk/sign-in");
    }
    let mut visit = visit.clone();
    let kept = visit.form.all().iter().filter(|(name, _)| name != "csrf");
    let mut fields: Vec<(String, String)> =
        kept.map(|(name, value)| (format!("{KEPT}{name}"), value.clone())).collect();
    fields.push(("then".to_owned(), visit.path.clone()));
    if is_post {
        fields.push(("late".to_owned(), "1".to_owned()));
    }
    visit.form = Form::of(fields);
    let said = if is_post { "sign.late" } else { "sign.first" };
    show(&visit, StatusCode::UNAUTHORIZED, Some(said))
}

fn show(visit: &Visit, status: StatusCode, said: Option<&str>) -> Response {
    let words = visit.words;
    let body = html! {
        h1 { (words.t("sign.title")) }
        @if let Some(said) = said { p.warn role="status" { (words.t(said)) } }
        form.narrow method="post" action="/desk/sign-in" {
            label for="name" { (words.t("sign.name")) }
            input #name name="name" autocomplete="username" autocapitalize="none" required value=(visit.form.get("name"));
            label for="password" { (words.t("sign.password")) }
            input #password name="password" type="password" autocomplete="current-password" required;
            (carried(&visit.form))
            button.main type="submit" { (words.t("sign.in")) }
        }
        p.note { (words.t("sign.lost")) }
    };
    page(visit, status, &words.t("sign.title"), body)
}

/// The hidden fields of what came too late.
fn carried(form: &Form) -> Markup {
    html! {
        @for (name, value) in form.all() {
            @if name.starts_with(KEPT) || name == "then" || name == "late" { input type="hidden" name=(name) value=(value); }
        }
    }
}

/// Begins a session, and goes on with what came too late.
pub async fn sign_in(State(desk): State<Arc<Desk>>, Extension(visit): Extension<Visit>) -> Response {
    if desk.limits.take(visit.address, clock::tick()).is_err() {
        return show(&visit, StatusCode::TOO_MANY_REQUESTS, Some("sign.often"));
    }
    let known = match desk.office.known(visit.form.get("name"), visit.form.get("password")).await {
        Ok(known) => known,
        Err(error) => {
            told(&error);
            return show(&visit, StatusCode::SERVICE_UNAVAILABLE, Some("refused.store"));
        }
    };
    let Some(who) = known else { return show(&visit, StatusCode::UNAUTHORIZED, Some("sign.wrong")) };
    desk.limits.give_back(visit.address);
    let session = match desk.office.begin_session(&who, visit.now).await {
        Ok(session) => session,
        Err(error) => {
            told(&error);
            return show(&visit, StatusCode::SERVICE_UNAVAILABLE, Some("refused.store"));
        }
    };
    let then =
        Some(visit.form.get("then")).filter(|path| path.starts_with("/desk/")).unwrap_or("/desk/cases").to_owned();
    let mut response = if visit.form.has("late") {
        let signed = Visit { csrf: desk.key.secret("form", &session), who: Some(who), ..visit.clone() };
        again(&signed, &then)
    } else {
        to(&then)
    };
    let cookie = set_cookie(SESSION, &session, SESSION_HOURS * 3_600, visit.is_secure);
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// What somebody typed, to be read and copied.
pub fn given(form: &Form) -> Markup {
    let typed = |(name, value): &&(String, String)| {
        !matches!(name.as_str(), "csrf" | "version" | "flag" | "then" | "late") && !value.trim().is_empty()
    };
    html! { dl.given { @for (name, value) in form.all().iter().filter(typed) { dt { (name) } dd dir="auto" { (value) } } } }
}

/// A form of another session of somebody who is signed in, to be sent again.
pub fn from_another_session(visit: &Visit) -> Response {
    let fields = visit.form.all().iter().filter(|(name, _)| name != "csrf");
    let form = Form::of(fields.map(|(name, value)| (format!("{KEPT}{name}"), value.clone())).collect());
    let mut response = again(&Visit { form, ..visit.clone() }, &visit.path);
    *response.status_mut() = StatusCode::FORBIDDEN;
    response
}

/// What was sent without a session, to be sent again.
fn again(visit: &Visit, then: &str) -> Response {
    let words = visit.words;
    let fields = visit.form.all().iter().filter_map(|(name, value)| Some((name.strip_prefix(KEPT)?, value)));
    let body = html! {
        h1 { (words.t("sign.again")) }
        p { (words.t("sign.again-note")) }
        form method="post" action=(then) {
            (token(visit))
            dl.given {
                @for (name, value) in fields {
                    input type="hidden" name=(name) value=(value);
                    @if !value.trim().is_empty() && name != "version" { dt { (name) } dd dir="auto" { (value) } }
                }
            }
            button.main type="submit" { (words.t("sign.send")) }
        }
    };
    page(visit, StatusCode::OK, &words.t("sign.again"), body)
}

/// Signed out, or said that it was not done: a session that goes on must not look ended.
fn after(visit: &Visit, done: Result<(), OfficeError>) -> Response {
    match done {
        Ok(()) => signed_out(visit),
        Err(error) => {
            told(&error);
            refused(visit, StatusCode::SERVICE_UNAVAILABLE, "refused.store")
        }
    }
}

fn signed_out(visit: &Visit) -> Response {
    let mut response = to("/desk/sign-in");
    if let Ok(cookie) = HeaderValue::from_str(&set_cookie(SESSION, "", 0, visit.is_secure)) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Ends this session.
pub async fn sign_out(State(desk): State<Arc<Desk>>, Extension(visit): Extension<Visit>) -> Response {
    after(&visit, desk.office.sign_out(&visit.cookie).await)
}

/// Ends all sessions of whoever asks.
pub async fn sign_out_everywhere(State(desk): State<Arc<Desk>>, Extension(visit): Extension<Visit>) -> Response {
    after(&visit, desk.office.sign_out_everywhere(&visit.moderator(), visit.now).await)
}

/// The page behind a one-time link.
pub async fn welcome(State(desk): State<Arc<Desk>>, Extension(visit): Extension<Visit>) -> Response {
    choose_form(&desk, &visit, visit.query.get("token"), StatusCode::OK, None).await
}

async fn choose_form(desk: &Desk, visit: &Visit, link: &str, status: StatusCode, said: Option<&str>) -> Response {
    let words = visit.words;
    let body = match desk.office.invited(link, visit.now).await {
        Ok(who) => html! {
            h1 { (words.t("welcome.title")) }
            @if let Some(said) = said { p.warn role="alert" { (words.t(said)) } }
            p { (words.t("welcome.note")) }
            form.narrow method="post" action="/desk/welcome" {
                input type="hidden" name="token" value=(link);
                label for="name" { (words.t("sign.name")) }
                input #name name="name" value=(who.name) readonly autocomplete="username";
                label for="password" { (words.t("welcome.password")) }
                input #password name="password" type="password" minlength="12" maxlength="200" autocomplete="new-password" required;
                label for="repeat" { (words.t("welcome.repeat")) }
                input #repeat name="repeat" type="password" autocomplete="new-password" required;
                button.main type="submit" { (words.t("welcome.choose")) }
            }
        },
        Err(error) => {
            let key = told(&error).map_or("refused.store", |why| why.key());
            html! { h1 { (words.t("desk.not-done")) } p.warn role="alert" { (words.t(key)) } }
        }
    };
    page(visit, status, &words.t("welcome.title"), body)
}

/// Chooses a password.
pub async fn choose(State(desk): State<Arc<Desk>>, Extension(visit): Extension<Visit>) -> Response {
    let (link, password) = (visit.form.get("token"), visit.form.get("password"));
    if password != visit.form.get("repeat") {
        return choose_form(&desk, &visit, link, StatusCode::UNPROCESSABLE_ENTITY, Some("welcome.differ")).await;
    }
    match desk.office.choose_password(link, password, visit.now).await {
        Ok(()) => to("/desk/sign-in"),
        Err(error) => {
            let key = told(&error).map_or("refused.store", |why| why.key());
            choose_form(&desk, &visit, link, StatusCode::UNPROCESSABLE_ENTITY, Some(key)).await
        }
    }
}
