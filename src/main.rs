//! Starts the app: a language first, then the page. Until then the boot box of `index.html` is seen, which also speaks
//! if this never gets far enough.

use pledgebook::{
    app,
    browser::{self, dom, task},
    state,
};
use pledgebook_core::sync::Failure;

fn main() {
    browser::panic::tell();
    pledgebook_core::search::use_decomposer(browser::intl::decompose);
    task::spawn(async {
        match (state::first_book().await, dom::mount_point()) {
            (Ok(book), Some(root)) => app::mount(root, book),
            // The boot box offers to load the page again.
            (Err(failure), _) => dom::boot_failed(&details(&failure)),
            (_, None) => dom::boot_failed("there is no #app in the page"),
        }
    });
}

/// What is told of a language that does not come.
fn details(failure: &Failure) -> String {
    match failure {
        Failure::Http(status) => format!("no language file: HTTP {status}"),
        Failure::Damaged => "no language file: what came is none".to_owned(),
        _ => "no language file came".to_owned(),
    }
}
