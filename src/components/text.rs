//! A text of the record: set in its own language and direction, with a line beside it that says whose words it is.

use leptos::prelude::*;
use pledgebook_core::model::{Block, Item, Span, Text, WebUrl, Words as Whose, blocks};

use super::RecordLink;
use crate::{
    browser::intl,
    words::{Words, use_words},
};

/// Texts longer than this many bytes are clamped until the reader asks for all of them.
const CLAMP: usize = 12_000;

/// A text, set.
#[component]
pub fn TextBlock(
    /// The text.
    text: Text,
) -> impl IntoView {
    let words = use_words();
    let whole = RwSignal::new(text.published.len() <= CLAMP);
    let lang = text.lang.as_ref().map(|l| l.as_str().to_owned());
    let dir = text.lang.as_ref().map_or("auto", |l| if l.is_rtl() { "rtl" } else { "ltr" });
    let kind = match text.words {
        Some(Whose::Summary) => Some("summary"),
        Some(Whose::Translation) => Some("translation"),
        Some(Whose::AsFiled) => Some("as-filed"),
        None => None,
    };
    let set = blocks(&text.published).into_iter().map(block).collect_view();
    view! {
        <div class="text" class:clamped=move || !whole.get() data-words=kind lang=lang dir=dir>{set}</div>
        <Show when=move || !whole.get()>
            <p><button class="link" type="button" on:click=move |_| whole.set(true)>{words.say(Words::text_show_all)}</button></p>
        </Show>
    }
}

fn block(block: Block) -> AnyView {
    match block {
        Block::Paragraph(spans) => view! { <p>{spans_view(spans)}</p> }.into_any(),
        Block::List { start: None, items } => view! { <ul>{items_view(items)}</ul> }.into_any(),
        Block::List { start: Some(start), items } => {
            view! { <ol start=(start != 1).then(|| start.to_string())>{items_view(items)}</ol> }.into_any()
        }
    }
}

fn items_view(items: Vec<Item>) -> impl IntoView {
    items
        .into_iter()
        .map(|item| {
            let children = item.children.into_iter().map(block).collect_view();
            view! { <li>{spans_view(item.spans)}{children}</li> }
        })
        .collect_view()
}

fn spans_view(spans: Vec<Span>) -> impl IntoView {
    spans
        .into_iter()
        .map(|span| match span {
            Span::Text(text) => text.into_any(),
            Span::Break => view! { <br /> }.into_any(),
            Span::Link(url) => {
                let address = url.as_str().to_owned();
                view! { <a href=address rel="noreferrer nofollow">{url.as_str().to_owned()}</a> }.into_any()
            }
        })
        .collect_view()
}

/// Says above a text that it is a summary or a translation, by whom, and where the record is.
#[component]
pub fn WordsNote(
    /// Whose words.
    whose: Option<Whose>,
    /// Whether the text is a report's.
    #[prop(optional)]
    of_report: bool,
    /// Who publishes this copy.
    publisher: String,
    /// The page of record.
    url: Option<WebUrl>,
    /// The text's language, where it is not the interface's.
    #[prop(optional_no_strip)]
    foreign: Option<String>,
) -> impl IntoView {
    let words = use_words();
    let said = move || match (whose, of_report) {
        (Some(Whose::Summary), false) => words.words_summary(publisher.clone()),
        (Some(Whose::Summary), true) => words.words_summary_report(publisher.clone()),
        (Some(Whose::Translation), _) => words.words_translation(publisher.clone()),
        _ => String::new(),
    };
    let language = move || {
        foreign.clone().map(|tag| view! { <span class="badge">{intl::language_name(&tag, words.language())}</span> })
    };
    let is_ours = matches!(whose, Some(Whose::Summary | Whose::Translation));
    let has_badge = language().is_some();
    (is_ours || has_badge).then(|| {
        view! {
            <p class="words">
                {is_ours.then(|| view! { <span>{said}</span> })} {language}
                {is_ours.then(|| url.map(|url| view! { <RecordLink url=url /> }))}
            </p>
        }
    })
}
