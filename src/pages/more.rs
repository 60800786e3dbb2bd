//! The pages of the app's second module, which a reader of the list does not need. A page is added here, and in `app.rs`
//! shown by `late_page`; what only such pages use goes to the second module by itself.

use pledgebook_core::route::Route;

use super::{about::about_page, copy::copy_page, not_found::not_found_page, party::party_page};
use crate::view::{Node, nodes};

/// The page for a route. Pages of different keys have nothing in common.
pub fn page(route: &Route) -> Node {
    match route {
        Route::Party(id) => nodes(party_page(id.clone())).key("party"),
        Route::Copy => nodes(copy_page()).key("copy"),
        Route::About => nodes(about_page()).key("about"),
        Route::NotFound | Route::Cover | Route::List(_) | Route::Pledge(_) => nodes(not_found_page()).key("not-found"),
    }
}
