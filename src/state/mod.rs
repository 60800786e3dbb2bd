//! What the page is a function of: the catalogue, the sync's status, the address, the words. Everything else is
//! derived from these by memos. The only place that joins pages to the browser.

mod address;
mod carried;
mod copy;
mod language;
mod mine;
mod more;
mod numbers;
mod room;
mod slices;

use std::sync::Arc;

use leptos::prelude::{LocalStorage, StoredValue, WithValue, expect_context, provide_context, request_animation_frame};
use pledgebook_core::{
    browse::{Catalogue, Key},
    changes::Changes,
    model::{Date, clip},
    route::Route,
};

pub use copy::{Bundle, CopyInfo};
pub use language::{first_book, switch_language};
pub use mine::{Mine, NoWord};
pub use more::More;
pub use numbers::Numbers;
pub use room::{Reset, Room};

use crate::{
    browser::{clock, dom, files, history::How, place::Place, queue::Queue, traces, worker},
    signals::{Derived, Var, effect},
    words::{Book, Words},
};

/// The letters of a title that a tab is given.
const TITLE: usize = 150;

/// Where the filters have a screen of their own. On paper they are not seen, so there it does not hold.
const NARROW: &str = "screen and (max-width: 61.99rem)";

/// The signals of the app; cheap to copy.
#[derive(Clone, Copy)]
pub struct State {
    /// What can be shown.
    pub catalogue: Var<Arc<Catalogue>>,
    /// How the copy stands.
    pub copy: Var<CopyInfo>,
    /// What the address asks for.
    pub route: Var<Route>,
    /// Whether a new version of the app waits.
    pub update: Var<bool>,
    /// How the second module of the app stands.
    pub more: Var<More>,
    /// Whether there is room for the filters beside the list.
    pub wide: Var<bool>,
    /// The facets that are open, as long as the app is.
    pub open_facets: Var<Vec<Key>>,
    /// What the reader has on this device: flags and their drafts. Filled by the second module.
    pub mine: Var<Mine>,
    /// How many flags are on this device alone.
    pub waiting: Var<usize>,
    /// What is being done with a file of the copy.
    pub bundle: Var<Bundle>,
    /// What changed since the reader last looked. Filled by the second module, as what follows.
    pub changes: Var<Arc<Changes>>,
    /// When it is looked for a newer copy by itself, in milliseconds since 1970.
    pub next_try: Var<Option<f64>>,
    /// How safely this device keeps the copy, as far as it was asked.
    pub room: Var<Room>,
    /// What became of the wish for an app that is fetched anew.
    pub reset: Var<Reset>,
    book: Var<Arc<Book>>,
    carrier: StoredValue<mine::Carrier, LocalStorage>,
    /// Where the reader was, while they are on the way there.
    coming_back: StoredValue<Option<Place>>,
    sync: StoredValue<copy::Sync, LocalStorage>,
    /// What the copy needs done by the second module.
    later: StoredValue<Queue<copy::Later>, LocalStorage>,
}

impl State {
    /// Makes the signals, begins to listen to the address and to copy the feed.
    pub fn start(book: Book) -> Self {
        let address = address::current();
        let (sync, later) = (copy::Sync::default(), Queue::default());
        let open_facets = facets_at_first(&address.route);
        let wide = Var::new(false);
        wide.set(!dom::media(NARROW, move |narrow| wide.set(!narrow)));
        let state = Self {
            catalogue: Var::new(Arc::default()),
            copy: Var::new(CopyInfo::default()),
            route: Var::new(address.route),
            update: Var::new(false),
            more: Var::new(More::at_first()),
            wide,
            open_facets: Var::new(open_facets),
            mine: Var::new(Mine::default()),
            waiting: Var::new(traces::waiting()),
            bundle: Var::new(Bundle::default()),
            changes: Var::new(Arc::default()),
            next_try: Var::new(None),
            room: Var::new(Room::default()),
            reset: Var::new(Reset::default()),
            book: Var::new(Arc::new(book)),
            carrier: StoredValue::new_local(mine::Carrier::default()),
            coming_back: StoredValue::new(None),
            sync: StoredValue::new_local(sync.clone()),
            later: StoredValue::new_local(later.clone()),
        };
        provide_context(state);
        provide_context(Words::new(state.book));
        address::listen(state);
        worker::on_update(move || state.update.set(true));
        copy::start(state, sync, later);
        language::follow(state);
        more::start(state);
        state
    }

    /// Goes to a route as if a link to it had been followed.
    pub fn go(self, route: &Route) {
        address::go(self, &route.href(), How::Follow);
    }

    /// Goes to a route that was chosen within the page: the reader and the focus stay where they are.
    pub fn choose(self, route: &Route) {
        address::go(self, &route.href(), How::Choose);
    }

    /// Puts a route in place of the current one, for choices made while typing.
    pub fn replace(self, route: &Route) {
        address::go(self, &route.href(), How::Type);
    }

    /// Asks for a newer copy now.
    pub fn sync_now(self) {
        self.sync.with_value(|sync| sync.start_again(true));
    }

    /// Asks for the second module of the app, as a page waits for it.
    pub fn want_more(self) {
        more::want(self);
    }

    /// A reader who is in the page waits at its place for the next: what had the focus goes.
    pub fn wait_in_page(self) {
        address::wait_in_page();
    }

    /// Puts the focus on an element that the page will have once it has been drawn anew.
    pub fn focus_soon(self, id: String) {
        request_animation_frame(move || {
            dom::focus_id(&id);
        });
    }

    /// Whether what is not found may still come, or may be in a part that is missing. A signal of its own, so that a page
    /// is not drawn anew by all that the sync says of itself.
    pub fn incomplete(self) -> Derived<bool> {
        Derived::new(move || self.copy.with(|copy| copy.is_coming() || copy.is_partial()))
    }

    /// Today, by this device's clock; none of the dates that are shown depends on it.
    pub fn today(self) -> Date {
        clock::today()
    }

    /// Offers a text to the reader as a file.
    pub fn save(self, name: &str, media_type: &str, text: &str) -> bool {
        files::save(name, media_type, text)
    }

    /// Takes the new version of the app that waits.
    pub fn take_update(self) {
        worker::accept_update();
    }

    /// Sets the title of the tab, and again whenever what it reads changes.
    pub fn title(self, title: impl Fn() -> String + 'static) {
        effect(move || set_title(&title()));
    }
}

/// The first facets are open at first, and those of which the address chooses something.
fn facets_at_first(route: &Route) -> Vec<Key> {
    let chosen = match route {
        Route::List(query) => query.filters(),
        _ => &[],
    };
    [Key::Edition, Key::Progress, Key::Theme].into_iter().chain(chosen.iter().map(|f| f.key)).collect()
}

fn set_title(title: &str) {
    let title = clip(title, TITLE);
    let before = if title.is_empty() { "" } else { " · " };
    dom::set_title(&(title.into_owned() + before + "Pledgebook"));
}

/// The signals of the page.
pub fn use_state() -> State {
    expect_context()
}
