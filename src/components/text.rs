//! A text of the record: set in its own language and direction, with a line beside it that says whose words it is.

use pledgebook_core::model::{Block, Item, PartOf, Span, Text, WebUrl, Words as Whose, blocks};

use super::record_link;
use crate::{
    browser::intl,
    signals::Var,
    view::{IntoNode, Node, each, el, nodes},
    words::{Words, use_words},
};

/// Texts longer than this many bytes are clamped until the reader asks for all of them.
const CLAMP: usize = 12_000;

/// A text, set.
pub fn text_block(text: &Text) -> Node {
    let words = use_words();
    let whole = Var::new(text.published.len() <= CLAMP);
    let lang = text.lang.as_ref().map(|l| l.as_str().to_owned());
    let dir = text.lang.as_ref().map_or("auto", |l| if l.is_rtl() { "rtl" } else { "ltr" });
    let kind = match text.words {
        Some(Whose::Summary) => Some("summary"),
        Some(Whose::Translation) => Some("translation"),
        Some(Whose::AsFiled) => Some("as-filed"),
        None => None,
    };
    nodes((
        el("div.text")
            .class_if("clamped", move || !whole.get())
            .attr("data-words", kind)
            .attr("lang", lang)
            .attr("dir", dir)
            .with(each(blocks(&text.published), block)),
        show_all(whole, words),
    ))
}

/// The button that shows all of what is shown in part, as long as it is.
pub fn show_all(whole: Var<bool>, words: Words) -> Node {
    let button = move || {
        el("p").with(
            el("button.link")
                .attr("type", "button")
                .on("click", move |_| whole.set(true))
                .with(words.say(Words::text_show_all)),
        )
    };
    nodes(move || (!whole.get()).then(button))
}

fn block(block: Block) -> Node {
    match block {
        Block::Paragraph(spans) => el("p").with(each(spans, span)),
        Block::List { start: None, items } => el("ul").with(each(items, item)),
        Block::List { start: Some(start), items } => {
            el("ol").attr("start", (start != 1).then(|| start.to_string())).with(each(items, item))
        }
    }
}

fn item(item: Item) -> Node {
    el("li").with((each(item.spans, span), each(item.children, block)))
}

fn span(span: Span) -> Node {
    match span {
        Span::Text(text) => text.into_node(),
        Span::Break => el("br"),
        Span::Link(url) => {
            el("a").attr("href", url.href()).attr("rel", "noreferrer nofollow").with(url.as_str().to_owned())
        }
    }
}

/// What stands above a text: whose words it is, and in which language, where that is not the interface's.
pub struct WordsOf<'a> {
    /// Whose words.
    pub whose: Option<Whose>,
    /// Whether the text is a report's.
    pub of_report: bool,
    /// Who publishes this copy.
    pub publisher: &'a str,
    /// The page of record.
    pub url: Option<&'a WebUrl>,
    /// The text's language, where it is not the interface's.
    pub foreign: Option<&'a str>,
}

/// Says above a text that it is a summary or a translation, by whom, and where the record is.
pub fn words_note(of: &WordsOf<'_>) -> Option<Node> {
    let words = use_words();
    let said = match (of.whose, of.of_report) {
        (Some(Whose::Summary), false) => Some(words.words_summary(of.publisher)),
        (Some(Whose::Summary), true) => Some(words.words_summary_report(of.publisher)),
        (Some(Whose::Translation), _) => Some(words.words_translation(of.publisher)),
        _ => None,
    };
    if said.is_none() && of.foreign.is_none() {
        return None;
    }
    let is_ours = said.is_some();
    Some(el("p.words").with((
        said.map(|said| el("span").with(said)),
        of.foreign.map(|tag| el("span.badge").with(intl::language_name(tag, words.language()))),
        of.url.filter(|_| is_ours).map(record_link),
    )))
}

/// What a part of a pledge is called; a part that we have no word for by its own.
pub fn part_words(part: &PartOf, words: Words) -> String {
    match part {
        PartOf::Objectives => words.part_objectives(),
        PartOf::ActionPlan => words.part_action_plan(),
        PartOf::Indicators => words.part_indicators(),
        PartOf::Resources => words.part_resources(),
        PartOf::Text => words.part_text(),
        PartOf::Other(other) => other.to_string(),
    }
}
