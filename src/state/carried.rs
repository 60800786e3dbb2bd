//! The book in one file: what pages have to know of it. The rest of the app does not: it fetches as always, and keeps nothing
//! of the copy.

use pledgebook_core::{model::WebUrl, route::Route};

use super::State;
use crate::browser::{carried, history};

impl State {
    /// Whether this page is a file that carries the whole book. Nothing is fetched by it, nor sent.
    pub fn is_file(self) -> bool {
        carried::is_file()
    }

    /// Where the book is on the network, if the file says so.
    pub fn home(self) -> Option<WebUrl> {
        WebUrl::new(&carried::home())
    }

    /// The whole address of a route, as it can be written down on paper. Where a file lies is nobody's business: there it is the
    /// address on the network, or just the file's name.
    pub fn address_of(self, route: &Route) -> String {
        let page = history::page();
        let page = match self.home() {
            Some(home) => home.as_str().to_owned(),
            None if self.is_file() => page.rsplit('/').next().unwrap_or_default().to_owned(),
            None => page,
        };
        page + &route.href()
    }
}
