//! The pages of the app's second module, which a reader of the list does not need. A page is added here, and in `app.rs`
//! shown by `late_page`; what only such pages use goes to the second module by itself.

use pledgebook_core::route::Route;

use super::{
    about::about_page, brief::brief_page, compare::compare_page, copy::copy_page, flag::flag_page, flags::flags_page,
    not_found::not_found_page, parties::parties_page, party::party_page, pledge::pledge_page, receipt::receipt_page,
    split::Call,
};
use crate::{
    state::use_state,
    view::{Node, nodes},
};

/// Answers a call of the first module.
pub fn answer(call: &Call<'_>) -> Node {
    match call {
        Call::Page(route) => page(route),
        Call::Start => {
            use_state().start_mine();
            use_state().take_dropped();
            use_state().listen_to_reset();
            use_state().see_to_copy();
            nodes(Vec::new())
        }
    }
}

/// The page for a route. Pages of different keys have nothing in common.
fn page(route: &Route) -> Node {
    match route {
        Route::Pledge(id) => nodes(pledge_page(id)).key("pledge"),
        Route::Party(id, group) => nodes(party_page(id.clone(), *group)).key("party"),
        Route::Timeline(..) => nodes(parties_page()).key("parties"),
        Route::Compare(_) => nodes(compare_page()).key("compare"),
        Route::Brief(subject) => nodes(brief_page(subject.clone())).key("brief"),
        Route::Flag(..) => nodes(flag_page()).key("flag"),
        Route::Flags => nodes(flags_page()).key("flags"),
        Route::Receipt(id) => nodes(receipt_page(id.clone())).key("receipt"),
        Route::Copy => nodes(copy_page()).key("copy"),
        Route::About => nodes(about_page()).key("about"),
        Route::NotFound | Route::Cover | Route::List(_) => nodes(not_found_page()).key("not-found"),
    }
}
