//! The shell: header, banner, the page that the address asks for, footer.

use leptos::{mount::mount_to, prelude::*};
use pledgebook_core::route::Route;
use web_sys::HtmlElement;

use crate::{
    browser::dom,
    components::{Banner, Footer, Header},
    pages::{AboutPage, CopyPage, CoverPage, ListPage, NotFoundPage, PartyPage, PledgePage},
    state::{State, use_state},
    words::{Book, Words, use_words},
};

/// Puts the app into the page, in the place of the boot box.
pub fn mount(root: HtmlElement, book: Book) {
    let app = mount_to(root, move || {
        State::start(book);
        view! { <App /> }
    });
    app.forget();
    dom::remove("#boot");
}

/// Which page is shown. The list is one page whatever is chosen of it, so that typing does not take its field away.
#[derive(Clone, PartialEq)]
enum Shown {
    List,
    Other(Route),
}

#[component]
fn App() -> impl IntoView {
    let (state, words) = (use_state(), use_words());
    let shown = Memo::new(move |_| match state.route.get() {
        Route::List(_) => Shown::List,
        other => Shown::Other(other),
    });
    let page = move || match shown.get() {
        Shown::List => view! { <ListPage /> }.into_any(),
        Shown::Other(Route::Pledge(id)) => view! { <PledgePage id=id /> }.into_any(),
        Shown::Other(Route::Party(id)) => view! { <PartyPage id=id /> }.into_any(),
        Shown::Other(Route::Copy) => view! { <CopyPage /> }.into_any(),
        Shown::Other(Route::About) => view! { <AboutPage /> }.into_any(),
        Shown::Other(Route::NotFound) => view! { <NotFoundPage /> }.into_any(),
        Shown::Other(Route::Cover | Route::List(_)) => view! { <CoverPage /> }.into_any(),
    };
    view! {
        <a class="skip" href="#main">{words.say(Words::nav_skip)}</a>
        <Header />
        <Banner />
        <main id="main" tabindex="-1"><div class="page">{page}</div></main>
        <Footer />
    }
}
