//! About: what this book is, who publishes this copy, where its records come from, what it is not.

mod numbers;

use pledgebook_core::{model::WebUrl, route::Route};

use crate::{
    browser::intl,
    components::{Icon, icon},
    state::{CopyInfo, use_state},
    view::{IntoNode, Node, el},
    words::{Words, use_words},
};

/// The page about the book.
pub fn about_page() -> Node {
    let (state, words) = (use_state(), use_words());
    state.title(move || words.about_title());
    let copy = el("a").attr("href", Route::Copy.href()).with(words.say(Words::foot_copy));
    el("div.stack.narrow").with((
        el("h1").attr("tabindex", "-1").with(words.say(Words::about_title)),
        el("p.lead").with(words.say(Words::about_what)),
        el("p").with(words.say(Words::about_reports)),
        el("p").with(words.say(Words::about_words)),
        el("p").with((words.say(Words::about_offline), " ", copy)),
        el("section.sec").with((el("div.sec-h").with(el("h2").with(words.say(Words::about_copy_title))), move || {
            state.copy.with(|c| facts(c, words))
        })),
        numbers::numbers(state, words),
    ))
}

fn facts(copy: &CopyInfo, words: Words) -> Option<Node> {
    let manifest = copy.manifest.as_ref()?;
    let (publisher, source) = (&manifest.publisher, &manifest.source);
    let official = if publisher.official { words.about_official() } else { words.about_unofficial() };
    let published = (named(&publisher.name, publisher.url.as_ref()), el("br"), el("span.quiet").with(official));
    let mail = publisher.contact.as_ref().map(|mail| {
        fact(
            words.about_row_contact(),
            el("dd").with(el("a").attr("href", format!("mailto:{mail}")).with(mail.to_string())),
        )
    });
    let copied =
        copy.copied_at.map(|at| fact(words.copy_row_copied(), el("dd").with(intl::moment(at, words.language()))));
    let as_of = manifest.as_of.map(|d| fact(words.copy_row_as_of(), el("dd").with(intl::date(d, words.language()))));
    let disclaimer = manifest.disclaimer.best(words.tag()).map(|(lang, text)| {
        let text = el("dd").attr("lang", lang.as_str().to_owned()).attr("dir", "auto").with(text.to_owned());
        fact(words.about_row_disclaimer(), text)
    });
    Some(el("dl.facts.wide").with((
        fact(words.about_row_publisher(), el("dd").with(published)),
        fact(words.about_row_source(), el("dd").with(named(&source.name, source.url.as_ref()))),
        mail,
        copied,
        as_of,
        disclaimer,
    )))
}

fn fact(term: String, description: Node) -> Node {
    el("div").with((el("dt").with(term), description))
}

fn named(name: &str, url: Option<&WebUrl>) -> Node {
    match url {
        Some(url) => {
            el("a.ext").attr("href", url.href()).attr("rel", "noreferrer").with((name.to_owned(), icon(Icon::Out)))
        }
        None => name.to_owned().into_node(),
    }
}
