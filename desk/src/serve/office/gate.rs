//! Before any handler: whose session it is, whether they may, and whether a form is the desk's own. A form that comes too late is not
//! lost: it is shown again after the sign-in.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http_body_util::{BodyExt, Limited};

use super::{
    super::flags::{Peer, address},
    Desk, frame, sign, told,
    visit::{Form, LANGUAGE, SESSION, Visit, cookie, set_cookie},
};
use crate::{clock, office::Role, words::Words};

/// The bytes of a form at most: four statements and a reasoning, each letter percent-encoded.
const LARGEST: usize = 512 * 1024;

/// Who may use a route.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Who {
    /// Anybody.
    Anybody,
    /// Who is signed in.
    SignedIn,
    /// Who may decide.
    Moderator,
}

/// Lets in whoever may.
pub async fn gate(State((desk, who)): State<(Arc<Desk>, Who)>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let query = Form::read(parts.uri.query().unwrap_or_default().as_bytes());
    let (form, is_post) = match parts.method {
        Method::POST => match Limited::new(body, LARGEST).collect().await {
            Ok(body) => (Form::read(&body.to_bytes()), true),
            Err(_) => return StatusCode::PAYLOAD_TOO_LARGE.into_response(),
        },
        _ => (Form::default(), false),
    };
    let peer = parts.extensions.get::<Peer>().copied();
    let visit =
        match visit(&desk, &parts.headers, parts.uri.path(), query, form, address(&parts.headers, peer, desk.proxies))
            .await
        {
            Ok(visit) => visit,
            Err(response) => return response,
        };
    if is_post && is_foreign(&parts.headers) {
        return frame::refused(&visit, StatusCode::FORBIDDEN, "refused.foreign");
    }
    let role = visit.who.as_ref().map(|who| who.role);
    match (who, role) {
        (Who::Anybody, _) | (Who::SignedIn, Some(_)) | (Who::Moderator, Some(Role::Moderator)) => {}
        (_, None) => return sign::instead(&visit, is_post),
        (Who::Moderator, Some(Role::Observer)) => return frame::refused(&visit, StatusCode::FORBIDDEN, "refused.role"),
    }
    if is_post && who != Who::Anybody && !desk.key.is_secret("form", &visit.cookie, visit.form.get("csrf")) {
        // Signed in again elsewhere: what was typed is kept, and only a form of this session does anything.
        return sign::from_another_session(&visit);
    }
    let chosen =
        Words::of(visit.query.get("lang")).map(|words| set_cookie(LANGUAGE, words.tag(), 31_536_000, visit.is_secure));
    let mut request = Request::from_parts(parts, Body::empty());
    request.extensions_mut().insert(visit);
    let mut response = next.run(request).await;
    if let Some(header_value) = chosen.and_then(|chosen| HeaderValue::from_str(&chosen).ok()) {
        response.headers_mut().append(header::SET_COOKIE, header_value);
    }
    response
}

async fn visit(
    desk: &Desk,
    headers: &HeaderMap,
    path: &str,
    query: Form,
    form: Form,
    address: std::net::IpAddr,
) -> Result<Visit, Response> {
    let (now, session) = (clock::now(), cookie(headers, SESSION));
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok()).unwrap_or_default();
    let words = Words::of(query.get("lang"))
        .or_else(|| Words::of(&cookie(headers, LANGUAGE)))
        .unwrap_or_else(|| Words::liked(text(header::ACCEPT_LANGUAGE)));
    let who = match desk.office.session(&session, now).await {
        Ok(who) => who,
        Err(error) => {
            told(&error);
            return Err((StatusCode::SERVICE_UNAVAILABLE, words.t("refused.store")).into_response());
        }
    };
    let csrf = who.as_ref().map(|_| desk.key.secret("form", &session)).unwrap_or_default();
    let is_secure = desk.channels.desk.as_deref().is_some_and(|url| url.starts_with("https://"));
    let cookie = who.as_ref().map(|_| session).unwrap_or_default();
    Ok(Visit { who, cookie, csrf, words, path: path.to_owned(), query, form, now, address, is_secure })
}

/// Whether a form was sent from another site's page.
fn is_foreign(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let site = text("sec-fetch-site").is_some_and(|site| !matches!(site, "same-origin" | "none"));
    let host = text("host").unwrap_or_default();
    // A page without a referrer policy of its own may send `null`: that is somebody else's.
    let origin = text("origin").is_some_and(|origin| origin.split_once("://").map(|(_, host)| host) != Some(host));
    site || (origin && text("sec-fetch-site").is_none())
}
