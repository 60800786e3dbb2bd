//! Files of a folder over HTTP: compressed siblings where the browser takes them, how long each may be kept, and
//! nothing but what was asked for: a missing file is an error and never another page.

use std::path::Path;

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use percent_encoding::percent_decode_str;
use tower::ServiceExt;
use tower_http::services::ServeDir;

const FOR_EVER: &str = "public, max-age=31536000, immutable";
const A_DAY: &str = "public, max-age=86400";
const REVALIDATE: &str = "no-cache";

/// A folder, and what its files may be told of.
#[derive(Clone)]
struct Files {
    dir: ServeDir,
    /// How long a file may be kept, by its path.
    cache: fn(&str) -> &'static str,
    /// What `/` stands for.
    index: Option<&'static str>,
    /// Whether pages of other origins may read the files.
    public: bool,
}

/// The site: `/` is `index.html`, whatever the query.
pub fn site(dir: &Path) -> Router {
    files(dir, |path| if is_hashed(path) { FOR_EVER } else { REVALIDATE }, Some("/index.html"), false)
}

/// The feed, which anybody may read from anywhere.
pub fn feed(dir: &Path) -> Router {
    files(dir, |path| if is_part(path) { A_DAY } else { REVALIDATE }, None, true)
}

/// Whether a path of the feed is a part's, whose name holds its hash.
fn is_part(path: &str) -> bool {
    path.starts_with("/parts/") && path.ends_with(".json")
}

fn files(dir: &Path, cache: fn(&str) -> &'static str, index: Option<&'static str>, public: bool) -> Router {
    let dir = ServeDir::new(dir).precompressed_br().precompressed_gzip().append_index_html_on_directories(false);
    Router::new().fallback(answer).with_state(Files { dir, cache, index, public })
}

/// Whether a name says what is in the file, as the site's build makes them: `<name>-<16 hex>.<ext>`.
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('-').and_then(|(_, rest)| rest.split_once('.')).is_some_and(|(hash, ext)| {
        hash.len() == 16 && hash.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) && !ext.is_empty()
    })
}

async fn answer(State(files): State<Files>, mut request: Request) -> Response {
    let path = percent_decode_str(request.uri().path()).decode_utf8_lossy().into_owned();
    if path.split(['/', '\\']).any(|segment| segment.starts_with('.')) {
        return plain(StatusCode::NOT_FOUND.into_response(), files.public);
    }
    if let Some(index) = files.index.filter(|_| path == "/") {
        *request.uri_mut() = Uri::from_static(index);
    }
    let cache = (files.cache)(&path);
    if cache == REVALIDATE {
        // A second is too coarse to tell two publications apart: the ETag decides. And a piece of a file that may
        // change between two requests is of no use.
        for name in [header::IF_MODIFIED_SINCE, header::IF_UNMODIFIED_SINCE, header::RANGE] {
            request.headers_mut().remove(name);
        }
    }
    let response = match files.dir.oneshot(request).await {
        Ok(response) => response.map(Body::new),
        Err(never) => match never {},
    };
    finish(response, cache, files.public)
}

fn finish(mut response: Response, cache: &'static str, public: bool) -> Response {
    if !(response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED) {
        return plain(response, public);
    }
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if cache == REVALIDATE {
        headers.remove(header::LAST_MODIFIED);
        headers.remove(header::ACCEPT_RANGES);
    }
    if let Some(kind) = headers.get(header::CONTENT_TYPE).and_then(|kind| with_charset(kind.to_str().ok()?)) {
        headers.insert(header::CONTENT_TYPE, kind);
    }
    allow_origins(response, public)
}

/// Texts of the site and the feed are UTF-8; where the type does not imply it, it is said.
fn with_charset(kind: &str) -> Option<HeaderValue> {
    let bare = kind.starts_with("text/") && !kind.contains("charset");
    bare.then(|| HeaderValue::from_str(&format!("{kind}; charset=utf-8")).ok()).flatten()
}

/// An error in a few words, never kept by a cache.
fn plain(response: Response, public: bool) -> Response {
    let status = response.status();
    let words = match status {
        StatusCode::NOT_FOUND => "Not found: there is no such file here.",
        StatusCode::METHOD_NOT_ALLOWED => "Not allowed: files can only be read (GET, HEAD).",
        status => status.canonical_reason().unwrap_or("Error"),
    };
    let mut answer = (status, format!("{words}\n")).into_response();
    for name in [header::ALLOW, header::CONTENT_RANGE] {
        if let Some(value) = response.headers().get(&name) {
            answer.headers_mut().insert(name, value.clone());
        }
    }
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    allow_origins(answer, public)
}

fn allow_origins(mut response: Response, public: bool) -> Response {
    if public {
        response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_hold_a_hash_are_kept_for_ever() {
        for path in [
            "/app-0123456789abcdef.wasm",
            "/i18n/en-0123456789abcdef.json",
            "/a-b-0123456789abcdef.js",
            "/x-0123456789abcdef.js.br",
        ] {
            assert!(is_hashed(path), "{path}");
        }
        for path in [
            "/",
            "/index.html",
            "/sw.js",
            "/icon-192.png",
            "/app-0123456789abcde.js",
            "/app-0123456789ABCDEF.js",
            "/app-0123456789abcdef",
            "/app-0123456789abcdef.",
            "/app.0123456789abcdef.js",
            "/x-0123456789abcdef.js/y",
        ] {
            assert!(!is_hashed(path), "{path}");
        }
    }
}
