//! Speaking to a desk that takes flags: short requests with an answer whatever its status.

use futures_util::future::{Either, select};
use gloo_net::http::{Request, RequestBuilder};
use web_sys::{AbortController, RequestCache, Url};

use super::{clock, history};

/// Milliseconds that an answer may take.
const PATIENCE: u32 = 30_000;
/// The bytes of an answer that are read.
const LONGEST: usize = 64 * 1024;

/// What a desk answered.
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The header Retry-After.
    pub retry_after: Option<String>,
    /// The body.
    pub body: Vec<u8>,
}

/// No answer came.
pub enum Silence {
    /// There is no line.
    Offline,
    /// It took too long.
    TimedOut,
}

/// The whole address of a service that a manifest names, which may be relative to the manifest.
pub fn address(named: &str, feed: &str) -> String {
    let base = format!("{}{feed}", history::page());
    Url::new_with_base(named, &base).map_or_else(|_| named.to_owned(), |url| url.href())
}

/// Sends a flag.
pub async fn post(url: &str, id: &str, json: &str) -> Result<Reply, Silence> {
    let request = Request::post(url).header("content-type", "application/json").header("idempotency-key", id);
    ask(request, Some(json)).await
}

/// Asks for the state of a flag.
pub async fn get(url: &str, secret: &str) -> Result<Reply, Silence> {
    ask(Request::get(url).header("authorization", &format!("Bearer {secret}")), None).await
}

/// Takes a flag back.
pub async fn delete(url: &str, secret: &str) -> Result<Reply, Silence> {
    ask(Request::delete(url).header("authorization", &format!("Bearer {secret}")), None).await
}

async fn ask(request: RequestBuilder, body: Option<&str>) -> Result<Reply, Silence> {
    let abort = AbortController::new().map_err(|_| Silence::Offline)?;
    let request = request.cache(RequestCache::NoStore).abort_signal(Some(&abort.signal()));
    let request = match body {
        Some(body) => request.body(body),
        None => request.build(),
    };
    let answer = async {
        let response = request.map_err(|_| Silence::Offline)?.send().await.map_err(|_| Silence::Offline)?;
        let retry_after = response.headers().get("retry-after");
        // An answer that breaks off has been given all the same: its status is what counts, and the flag is repeated.
        let mut body = response.binary().await.map_err(|_| Silence::Offline)?;
        body.truncate(LONGEST);
        Ok(Reply { status: response.status(), retry_after, body })
    };
    match select(std::pin::pin!(answer), std::pin::pin!(clock::sleep(PATIENCE))).await {
        Either::Left((answer, _)) => answer,
        Either::Right(_) => {
            abort.abort();
            Err(Silence::TimedOut)
        }
    }
}
