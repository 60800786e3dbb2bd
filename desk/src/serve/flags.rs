//! Flags over HTTP: `POST /flags`, and `GET` and `DELETE /flags/{id}` with the secret. Docs: `/openapi.json`, feed-format.

use std::{
    net::IpAddr,
    path::{Path as FilePath, PathBuf},
    sync::Arc,
    time::Duration,
};

use axum::{
    Extension, Router,
    body::Body,
    extract::{Path, Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use pledgebook_core::{
    feed::{Removal, parse_flag, parse_manifest},
    model::FlagId,
};
use serde_json::{Value, json};
use tokio::{sync::Notify, time::timeout};

use super::limits::Limits;
use crate::{
    clock,
    flags::{FlagError, Hold, Kept, Key, Put, Store},
};

/// The bytes of a flag at most.
const LARGEST: usize = 64 * 1024;
/// How long a body may take.
const BODY: Duration = Duration::from_secs(15);
/// After how many seconds to try again when the database refuses.
const LATER: u64 = 30;
/// The description of all this.
const OPENAPI: &str = include_str!("../../openapi.json");

/// The address of a connection's other end.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub IpAddr);

/// What taking flags needs.
pub struct Flags {
    /// Where they are kept.
    pub store: Store,
    /// The desk's key.
    pub key: Key,
    /// That no other desk serves from the same data.
    pub _hold: Hold,
    /// How many may come.
    pub limits: Limits,
    /// The proxies that a request comes through, each of which adds to X-Forwarded-For.
    pub proxies: usize,
    /// The origins of sites elsewhere that may send flags here.
    pub origins: Vec<String>,
    /// The feed that is served.
    pub feed: PathBuf,
    /// That something new came, or was taken back.
    pub news: Arc<Notify>,
}

/// The routes.
pub fn router(flags: Arc<Flags>) -> Router {
    Router::new()
        .route("/flags", post(take).options(preflight))
        .route("/flags/{id}", get(tell).delete(take_back).options(preflight))
        .route("/openapi.json", get(openapi))
        .layer(middleware::from_fn_with_state(Arc::clone(&flags), for_origins))
        .with_state(flags)
}

async fn openapi() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], OPENAPI).into_response()
}

async fn preflight() -> StatusCode {
    StatusCode::NO_CONTENT
}

/// Nothing of this is ever kept by a cache; the configured sites may read it.
async fn for_origins(State(flags): State<Arc<Flags>>, request: Request, next: Next) -> Response {
    let origin = request.headers().get(header::ORIGIN).cloned();
    let is_preflight = request.method() == Method::OPTIONS;
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::VARY, HeaderValue::from_static("origin"));
    let allowed = |origin: &HeaderValue| flags.origins.iter().any(|o| o.as_bytes() == origin.as_bytes());
    if let Some(origin) = origin.filter(allowed) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("retry-after"));
        if is_preflight {
            headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST, DELETE"));
            let wanted = HeaderValue::from_static("authorization, content-type, idempotency-key");
            headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, wanted);
            headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
        }
    }
    response
}

/// Takes a flag.
async fn take(
    State(flags): State<Arc<Flags>>,
    peer: Option<Extension<Peer>>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|k| k.to_str().ok()).unwrap_or_default();
    if !kind.split(';').next().is_some_and(|k| k.trim().eq_ignore_ascii_case("application/json")) {
        return problem(StatusCode::UNSUPPORTED_MEDIA_TYPE, "", "must be sent as application/json");
    }
    let body = match read(body).await {
        Ok(body) => body,
        Err(refused) => return refused,
    };
    let flag = match parse_flag(&body) {
        Ok(flag) => flag,
        Err(faults) => {
            let status = if faults.iter().any(|f| f.field.is_empty()) {
                StatusCode::BAD_REQUEST
            } else {
                StatusCode::UNPROCESSABLE_ENTITY
            };
            return problems(status, faults.iter().map(|f| (f.field, f.message())));
        }
    };
    if let Some(named) = headers.get("idempotency-key")
        && named.to_str().ok().and_then(FlagId::new).as_ref() != Some(&flag.id)
    {
        return problem(StatusCode::BAD_REQUEST, "/id", "must be what the header Idempotency-Key says");
    }
    let address = address(&headers, peer.map(|Extension(peer)| peer), flags.proxies);
    // A repeat is not counted: what it repeats was.
    let again = match flags.store.has(flag.id.as_str()).await {
        Ok(again) => again,
        Err(error) => return later(&error),
    };
    let mut counted = false;
    if !again {
        match flags.limits.take(address, clock::tick()) {
            Ok(()) => counted = true,
            // What came at the same time may have made this a repeat.
            Err(_) if matches!(flags.store.has(flag.id.as_str()).await, Ok(true)) => {}
            Err(seconds) => {
                return busy(
                    StatusCode::TOO_MANY_REQUESTS,
                    seconds,
                    "too many flags from this address: try again later",
                );
            }
        }
    }
    let removed = match flag.objects_to.as_ref().map(|_| removals(&flags.feed)) {
        Some(Ok(removed)) => removed,
        // Refused, it would not be sent again.
        Some(Err(error)) => return later(&error),
        None => Vec::new(),
    };
    let put = flags.store.put(&flag, &removed, &clock::rfc3339(clock::now())).await;
    if counted && !matches!(put, Ok(Put::New(_))) {
        flags.limits.give_back(address);
    }
    match put {
        Ok(Put::New(kept)) => {
            flags.news.notify_waiters();
            receipt(StatusCode::CREATED, &kept, &flags.key)
        }
        Ok(Put::Again(kept)) => receipt(StatusCode::OK, &kept, &flags.key),
        Ok(Put::Unknown) => {
            problem(StatusCode::UNPROCESSABLE_ENTITY, "/about", "is no flag and no decision that this desk knows")
        }
        Ok(Put::Taken) => problem(StatusCode::CONFLICT, "/id", "is the id of a flag that says something else"),
        Err(error) => later(&error),
    }
}

/// The removals of the feed, to which somebody may object.
fn removals(feed: &FilePath) -> Result<Vec<Removal>, FlagError> {
    let path = feed.join("manifest.json");
    let bytes = std::fs::read(&path).map_err(|e| FlagError::File(path.clone(), e))?;
    let manifest = parse_manifest(&bytes).map_err(|e| FlagError::Wrong(format!("{}: {e}", path.display())))?;
    Ok(manifest.removed.entries().to_vec())
}

/// A body within its limits of size and time.
async fn read(body: Body) -> Result<Vec<u8>, Response> {
    let collected = timeout(BODY, Limited::new(body, LARGEST).collect()).await;
    let answer = match collected {
        Ok(Ok(body)) => return Ok(body.to_bytes().into()),
        Ok(Err(error)) if error.downcast_ref::<LengthLimitError>().is_some() => {
            problem(StatusCode::PAYLOAD_TOO_LARGE, "", "must have at most 65536 bytes")
        }
        Ok(Err(_)) => problem(StatusCode::BAD_REQUEST, "", "broke off"),
        Err(_) => problem(StatusCode::REQUEST_TIMEOUT, "", "took too long to come"),
    };
    let mut answer = answer;
    // What else comes of the body is not waited for.
    answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    Err(answer)
}

/// Whose request it is: the connection's other end, or what the nearest trusted proxies say. What stands further left was
/// written by anybody.
pub(super) fn address(headers: &HeaderMap, peer: Option<Peer>, proxies: usize) -> IpAddr {
    let direct = peer.map_or(IpAddr::from([0, 0, 0, 0]), |Peer(address)| address);
    let Some(from_the_right) = proxies.checked_sub(1) else { return direct };
    let lines = headers.get_all("x-forwarded-for").iter().filter_map(|v| v.to_str().ok());
    let all: Vec<&str> = lines.flat_map(|line| line.split(',')).map(str::trim).collect();
    let named = all.iter().rev().nth(from_the_right).copied().unwrap_or_default();
    let bare = named.trim_start_matches('[').split(']').next().unwrap_or_default();
    // Some proxies name the port, too.
    let with_port = || named.parse::<std::net::SocketAddr>().map(|a| a.ip());
    bare.parse().or_else(|_| with_port()).unwrap_or(direct)
}

/// Tells a flag's state to who has its secret.
async fn tell(State(flags): State<Arc<Flags>>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    match known(&flags, &id, &headers).await {
        Ok(Some(kept)) => (StatusCode::OK, json(state(&kept))).into_response(),
        Ok(None) => unknown(),
        Err(error) => later(&error),
    }
}

/// Its reader takes a flag back.
async fn take_back(State(flags): State<Arc<Flags>>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let taken = async {
        let Some(kept) = known(&flags, &id, &headers).await? else { return Ok(None) };
        flags.store.take_back(&kept.id, &clock::rfc3339(clock::now())).await?;
        flags.store.get(&kept.id).await
    };
    match taken.await {
        Ok(Some(kept)) => (StatusCode::OK, json(state(&kept))).into_response(),
        Ok(None) => unknown(),
        Err(error) => later(&error),
    }
}

/// The flag of an id, if the secret is its own. An unknown id costs the same work as a wrong secret.
async fn known(flags: &Flags, id: &str, headers: &HeaderMap) -> Result<Option<Kept>, FlagError> {
    let given = headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let secret = given.strip_prefix("Bearer ").unwrap_or_default().trim();
    let id = FlagId::new(id);
    let kept = match &id {
        Some(id) => flags.store.get(id.as_str()).await?,
        None => None,
    };
    let (id, content) = kept.as_ref().map_or(("", ""), |k| (k.id.as_str(), k.content.as_str()));
    let is_right = flags.key.is_secret(id, content, secret);
    Ok(kept.filter(|_| is_right))
}

fn state(kept: &Kept) -> Value {
    let case = &kept.case;
    // An objection is decided by what is decided after it.
    let after = |decided: &str| !kept.is_objection || decided > kept.received.as_str();
    let decided = case.state == "decided" && case.decided.as_deref().is_some_and(after);
    let word = match (&kept.taken_back, &*case.state) {
        (Some(_), _) => "taken-back",
        (None, "decided") if decided => "decided",
        (None, "under-review") => "under-review",
        (None, _) => "received",
    };
    let decision = decided.then(
        || json!({"outcome": case.outcome, "at": case.decided, "statement": statement(kept), "redress": case.redress}),
    );
    json!({"id": kept.id, "receipt": kept.receipt, "state": word, "decision": decision})
}

/// The statement in the language of the flag, or else in English, or else in the one that there is.
fn statement(kept: &Kept) -> Option<String> {
    let all: Value = serde_json::from_str(kept.case.statement.as_deref()?).ok()?;
    let content: Value = serde_json::from_str(&kept.content).ok()?;
    let lang = content.get("lang").and_then(Value::as_str).unwrap_or("en").to_owned();
    let primary = lang.split('-').next().unwrap_or("en");
    let first = || all.as_object().and_then(|o| o.values().next());
    all.get(&lang).or_else(|| all.get(primary)).or_else(|| all.get("en")).or_else(first)?.as_str().map(str::to_owned)
}

fn receipt(status: StatusCode, kept: &Kept, key: &Key) -> Response {
    let word = state(kept).get("state").cloned().unwrap_or_default();
    let body = json!({
        "id": kept.id,
        "receipt": kept.receipt,
        "secret": key.secret(&kept.id, &kept.content),
        "state": word,
        "received": kept.received,
    });
    (status, json(body)).into_response()
}

fn unknown() -> Response {
    problem(StatusCode::NOT_FOUND, "", "there is no such flag, or the secret is not its own")
}

fn later(error: &FlagError) -> Response {
    tracing::error!("a flag could not be kept or read: {error}");
    busy(StatusCode::SERVICE_UNAVAILABLE, LATER, "the desk cannot keep anything now: try again later")
}

fn busy(status: StatusCode, seconds: u64, said: &str) -> Response {
    let mut response = problem(status, "", said);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    response
}

fn problem(status: StatusCode, field: &str, message: &str) -> Response {
    problems(status, [(field, message.to_owned())])
}

fn problems<'a>(status: StatusCode, problems: impl IntoIterator<Item = (&'a str, String)>) -> Response {
    let list: Vec<Value> =
        problems.into_iter().map(|(field, message)| json!({"field": field, "message": message})).collect();
    (status, json(json!({"problems": list}))).into_response()
}

fn json(value: Value) -> ([(header::HeaderName, &'static str); 1], String) {
    ([(header::CONTENT_TYPE, "application/json")], value.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_the_connections_or_what_trusted_proxies_say() {
        let peer = Some(Peer("10.0.0.1".parse().expect("an address")));
        for (forwarded, proxies, expect) in [
            (&["203.0.113.9"][..], 0, "10.0.0.1"),
            (&["203.0.113.9"], 1, "203.0.113.9"),
            (&["6.6.6.6, 203.0.113.9"], 1, "203.0.113.9"),
            (&["6.6.6.6", "203.0.113.9"], 1, "203.0.113.9"),
            (&["6.6.6.6, 203.0.113.9, 10.9.9.9"], 2, "203.0.113.9"),
            (&["203.0.113.9"], 2, "10.0.0.1"),
            (&["[2001:db8::1]"], 1, "2001:db8::1"),
            (&["203.0.113.9:4711"], 1, "203.0.113.9"),
            (&["[2001:db8::1]:4711"], 1, "2001:db8::1"),
            (&["nonsense"], 1, "10.0.0.1"),
            (&[], 1, "10.0.0.1"),
        ] {
            let mut headers = HeaderMap::new();
            for line in forwarded {
                headers.append("x-forwarded-for", HeaderValue::from_static(line));
            }
            assert_eq!(address(&headers, peer, proxies).to_string(), expect, "{forwarded:?} {proxies}");
        }
    }
}
