//! About: what this book is, who publishes this copy, where its records come from, what it is not.

use leptos::prelude::*;
use pledgebook_core::{model::WebUrl, route::Route};

use crate::{
    browser::intl,
    components::{Icon, icon},
    state::{CopyInfo, use_state},
    words::{Words, use_words},
};

/// The page about the book.
#[component]
pub fn AboutPage() -> impl IntoView {
    let (state, words) = (use_state(), use_words());
    state.title(move || words.about_title());
    view! {
        <div class="stack narrow">
            <h1 tabindex="-1">{words.say(Words::about_title)}</h1>
            <p class="lead">{words.say(Words::about_what)}</p>
            <p>{words.say(Words::about_reports)}</p>
            <p>{words.say(Words::about_words)}</p>
            <p>{words.say(Words::about_offline)} " " <a href=Route::Copy.href()>{words.say(Words::foot_copy)}</a></p>
            <section class="sec">
                <div class="sec-h"><h2>{words.say(Words::about_copy_title)}</h2></div>
                {move || state.copy.with(|c| facts(c, words))}
            </section>
        </div>
    }
}

fn facts(copy: &CopyInfo, words: Words) -> Option<impl IntoView + use<>> {
    let manifest = copy.manifest.as_ref()?;
    let (publisher, source) = (&manifest.publisher, &manifest.source);
    let official = if publisher.official { words.about_official() } else { words.about_unofficial() };
    let disclaimer = manifest.disclaimer.best(words.tag()).map(|(l, t)| (l.as_str().to_owned(), t.to_owned()));
    let mail = publisher.contact.as_ref().map(|mail| {
        view! { <div><dt>{words.about_row_contact()}</dt> <dd><a href=format!("mailto:{mail}")>{mail.to_string()}</a></dd></div> }
    });
    let copied = copy.copied_at.map(|at| {
        view! { <div><dt>{words.copy_row_copied()}</dt> <dd>{intl::moment(at, words.language())}</dd></div> }
    });
    let as_of = manifest.as_of.map(|d| {
        view! { <div><dt>{words.copy_row_as_of()}</dt> <dd>{intl::date(d, words.language())}</dd></div> }
    });
    let disclaimer = disclaimer.map(|(lang, text)| {
        view! { <div><dt>{words.about_row_disclaimer()}</dt> <dd lang=lang dir="auto">{text}</dd></div> }
    });
    Some(view! {
        <dl class="facts wide">
            <div>
                <dt>{words.about_row_publisher()}</dt>
                <dd>{named(&publisher.name, publisher.url.as_ref())} <br /> <span class="quiet">{official}</span></dd>
            </div>
            <div>
                <dt>{words.about_row_source()}</dt>
                <dd>{named(&source.name, source.url.as_ref())}</dd>
            </div>
            {mail} {copied} {as_of} {disclaimer}
        </dl>
    })
}

fn named(name: &str, url: Option<&WebUrl>) -> AnyView {
    match url {
        Some(url) => {
            view! { <a class="ext" href=url.as_str().to_owned() rel="noreferrer">{name.to_owned()}{icon(Icon::Out)}</a> }.into_any()
        }
        None => name.to_owned().into_any(),
    }
}
