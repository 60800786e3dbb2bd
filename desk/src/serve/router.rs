//! All that the desk answers, assembled in one place.

use std::path::Path;

use axum::{Router, middleware};

use super::{Taking, files, flags, headers, log, office};

/// The router of a site and a feed, and of flags where they are taken.
pub fn router(site: &Path, feed: &Path, taking: Option<Taking>) -> Router {
    taking
        .map_or_else(Router::new, |Taking { flags, desk }| flags::router(flags).merge(office::router(desk)))
        .nest_service("/feed", files::feed(feed))
        .fallback_service(files::site(site))
        .layer(middleware::map_response(headers::secure))
        .layer(middleware::from_fn(log::request))
}
