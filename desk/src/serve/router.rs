//! All that the desk answers, assembled in one place.

use std::path::Path;

use axum::{Router, middleware};

use super::{files, headers, log};

/// The router of a site and a feed. What has state (flags, moderation) is merged in here, before the files.
pub fn router(site: &Path, feed: &Path) -> Router {
    Router::new()
        .nest_service("/feed", files::feed(feed))
        .fallback_service(files::site(site))
        .layer(middleware::map_response(headers::secure))
        .layer(middleware::from_fn(log::request))
}
