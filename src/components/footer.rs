//! The foot of every page: who publishes this copy, what it is not, where else one can go.

use leptos::prelude::*;
use pledgebook_core::{browse::Query, route::Route};

use crate::{
    state::use_state,
    words::{Words, use_words},
};

/// The footer.
#[component]
pub fn Footer() -> impl IntoView {
    let (state, words) = (use_state(), use_words());
    let publisher =
        Memo::new(move |_| state.copy.with(|c| c.manifest.as_ref().map(|m| m.publisher.clone())).unwrap_or_default());
    let disclaimer = Memo::new(move |_| {
        state.copy.with(|c| {
            let best = c.manifest.as_ref()?.disclaimer.best(words.tag())?;
            Some((best.0.as_str().to_owned(), best.1.to_owned()))
        })
    });
    let published = move || {
        publisher.with(|p| {
            (!p.name.is_empty()).then(|| {
                let said =
                    if p.official { words.published_by(&*p.name) } else { words.published_by_unofficial(&*p.name) };
                view! { <p>{said}</p> }
            })
        })
    };
    let contact = move || {
        publisher.with(|p| p.contact.clone()).map(|mail| {
            view! { <li><a href=format!("mailto:{mail}")>{words.foot_write()}</a></li> }
        })
    };
    view! {
        <footer class="foot">
            <div class="page cols">
                <div class="stack">
                    {published}
                    {move || disclaimer.get().map(|(lang, text)| view! { <p lang=lang dir="auto">{text}</p> })}
                </div>
                <ul>
                    <li><a href=Route::List(Query::of([])).href()>{words.say(Words::foot_all)}</a></li>
                    <li><a href=Route::About.href()>{words.say(Words::nav_about)}</a></li>
                </ul>
                <ul>
                    <li><a href=Route::Copy.href()>{words.say(Words::foot_copy)}</a></li>
                    {contact}
                </ul>
            </div>
        </footer>
    }
}
