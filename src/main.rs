//! Starts the app: a language first, then the page. Until then the boot box of `index.html` is seen, which also speaks
//! if this never gets far enough.

use pledgebook::{
    app,
    browser::{self, dom, task},
    state,
};

fn main() {
    browser::panic::tell();
    pledgebook_core::search::use_decomposer(browser::intl::decompose);
    task::spawn(async {
        match (state::first_book().await, dom::mount_point()) {
            (Ok(book), Some(root)) => app::mount(root, book),
            // The boot box offers to load the page again.
            (Err(failure), _) => dom::boot_failed(&format!("{failure:?}")),
            (_, None) => dom::boot_failed("there is no #app in the page"),
        }
    });
}
