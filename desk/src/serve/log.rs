//! One line for every request: method, path without query, status, bytes if known, milliseconds. No addresses and no
//! queries: what somebody reads is nobody's business.

use axum::{body::HttpBody, extract::Request, http::header, middleware::Next, response::Response};

use crate::{clock, records::printable};

/// Writes log lines to standard error from now on. A second call changes nothing.
pub fn start() {
    let lines = tracing_subscriber::fmt().with_writer(std::io::stderr).with_target(false).with_ansi(false);
    // An embedding program may have its own log already; then that one stays.
    if lines.try_init().is_err() {
        tracing::debug!("a log has been started before");
    }
}

/// Answers a request and logs it.
pub async fn request(request: Request, next: Next) -> Response {
    let (method, path) = (request.method().clone(), printable(request.uri().path()));
    let since = clock::tick();
    let response = next.run(request).await;
    let length = response.headers().get(header::CONTENT_LENGTH).and_then(|l| l.to_str().ok()).map(str::to_owned);
    let bytes =
        length.or_else(|| response.body().size_hint().exact().map(|b| b.to_string())).unwrap_or_else(|| "-".into());
    tracing::info!("{method} {path} {} {bytes} B {} ms", response.status().as_u16(), since.elapsed().as_millis());
    response
}
