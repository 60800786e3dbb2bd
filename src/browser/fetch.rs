//! Fetching with limits: on time for the first byte and between bytes, on bytes in all. Whatever goes wrong is one of
//! the failures that the sync knows.

use std::sync::Arc;

use futures_util::future::{Either, select};
use gloo_net::http::Request;
use js_sys::{Reflect, Uint8Array};
use pledgebook_core::sync::Failure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, ReadableStreamDefaultReader, RequestCache};

use super::clock;

/// Milliseconds that an answer, or the next piece of it, may take. A bad line is slow; a dead one is silent.
const PATIENCE: u32 = 20_000;

/// How the browser's cache is used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cached {
    /// Ask the server whether it is still true.
    Revalidate,
    /// From the server, whatever the cache holds, and into it.
    Anew,
    /// Neither from a cache nor into one.
    Never,
    /// As the server says.
    AsServed,
}

/// The bytes behind an address, at most `limit` of them.
pub async fn bytes(url: &str, cached: Cached, limit: u64) -> Result<Arc<[u8]>, Failure> {
    let abort = AbortController::new().map_err(|_| Failure::Offline)?;
    let answer = read(url, cached, limit, &abort).await;
    if answer.is_err() {
        abort.abort();
    }
    answer
}

async fn read(url: &str, cached: Cached, limit: u64, abort: &AbortController) -> Result<Arc<[u8]>, Failure> {
    let cache = match cached {
        Cached::Revalidate => RequestCache::NoCache,
        Cached::Anew => RequestCache::Reload,
        Cached::Never => RequestCache::NoStore,
        Cached::AsServed => RequestCache::Default,
    };
    let request = Request::get(url).cache(cache).abort_signal(Some(&abort.signal()));
    let response = patiently(request.send()).await?.map_err(|_| Failure::Offline)?;
    if !response.ok() {
        return Err(Failure::Http(response.status()));
    }
    let Some(body) = response.body() else { return Ok(Arc::from([].as_slice())) };
    let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
    let mut bytes = Vec::new();
    loop {
        let chunk = patiently(JsFuture::from(reader.read())).await?.map_err(|_| Failure::Offline)?;
        let Some(piece) = piece(&chunk) else { return Ok(bytes.into()) };
        if bytes.len() as u64 + u64::from(piece.length()) > limit {
            return Err(Failure::TooLarge);
        }
        bytes.extend(piece.to_vec());
    }
}

/// The bytes of one step of a stream; None at its end.
pub(super) fn piece(chunk: &JsValue) -> Option<Uint8Array> {
    let done = Reflect::get(chunk, &"done".into()).is_ok_and(|d| d.is_truthy());
    if done { None } else { Reflect::get(chunk, &"value".into()).ok()?.dyn_into().ok() }
}

async fn patiently<T>(work: impl Future<Output = T>) -> Result<T, Failure> {
    let work = std::pin::pin!(work);
    let limit = std::pin::pin!(clock::sleep(PATIENCE));
    match select(work, limit).await {
        Either::Left((done, _)) => Ok(done),
        Either::Right(_) => Err(Failure::TimedOut),
    }
}
