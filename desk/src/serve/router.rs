//! All that the desk answers, assembled in one place.

use std::{path::Path, sync::Arc};

use axum::{Router, middleware};

use super::{files, flags, headers, log};

/// The router of a site and a feed, and of flags where they are taken.
pub fn router(site: &Path, feed: &Path, flags: Option<Arc<flags::Flags>>) -> Router {
    flags
        .map_or_else(Router::new, flags::router)
        .nest_service("/feed", files::feed(feed))
        .fallback_service(files::site(site))
        .layer(middleware::map_response(headers::secure))
        .layer(middleware::from_fn(log::request))
}
