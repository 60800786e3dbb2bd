//! Markup into the feed's plain text, and what a page says of itself: language, address, the same page in other languages. A page is
//! read as a browser's tokenizer does; nothing is run, fetched or built into a tree, so a hostile page costs no more than its length.

use std::cell::RefCell;

use html5ever::{
    tendril::StrTendril,
    tokenizer::{
        BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts, states::RawKind,
    },
};

/// What a line end in the text is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Newlines {
    /// A blank, as in a page.
    Blank,
    /// A line end, and an empty line a paragraph's, as in an editor that writes no paragraphs of its own.
    Kept,
}

/// What a page or a piece of markup says.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Html {
    /// Its words: what stands in `main`, else in the first `article`, else all but menus, heads and feet.
    pub text: String,
    /// The first heading of the first rank.
    pub heading: Option<String>,
    /// Its title, or the one that it gives to those who link to it.
    pub title: Option<String>,
    /// The language that it says it is in.
    pub lang: Option<String>,
    /// Its own address.
    pub address: Option<String>,
    /// The addresses of the same page in other languages, with their languages.
    pub others: Vec<(String, String)>,
}

/// Reads a page, or a piece of one.
pub fn read(html: &str, newlines: Newlines) -> Html {
    let sink = Sink(RefCell::new(State::new(newlines)));
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    // The sink never asks for a pause, so one call reads all.
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.0.into_inner().finish()
}

/// What is left out with all that is in it.
const SKIPPED: [&str; 21] = [
    "script", "style", "nav", "header", "footer", "aside", "form", "button", "select", "svg", "template", "noscript",
    "iframe", "object", "video", "audio", "dialog", "menu", "head", "textarea", "canvas",
];

struct Sink(RefCell<State>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut state = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(text) => state.text(&text),
            Token::TagToken(tag) => {
                state.tag(&tag);
                if tag.kind == TagKind::StartTag {
                    match &*tag.name {
                        "script" => return TokenSinkResult::RawData(RawKind::ScriptData),
                        "style" | "noscript" | "iframe" | "noembed" | "xmp" => {
                            return TokenSinkResult::RawData(RawKind::Rawtext);
                        }
                        "title" | "textarea" => return TokenSinkResult::RawData(RawKind::Rcdata),
                        _ => {}
                    }
                }
            }
            Token::CommentToken(comment) => state.comment(&comment),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// A list that is open; a numbered one has the number of its next item.
struct List(Option<u32>);

/// Words as they come out, with the breaks that are still to be written.
#[derive(Default)]
struct Words {
    out: String,
    breaks: usize,
    mark: Option<String>,
    /// Whether nothing came since a block began or ended: a line end there is only how the markup is laid out.
    at_block: bool,
}

struct State {
    newlines: Newlines,
    page: Html,
    all: Words,
    main: Words,
    article: Words,
    /// How deep in `main`, in `article`; articles after the first are others.
    in_main: usize,
    in_article: usize,
    articles: usize,
    /// What is skipped now: the names that are open.
    skipped: Vec<String>,
    lists: Vec<List>,
    links: Vec<(String, String)>,
    heading: Option<String>,
    title: Option<String>,
    in_pre: usize,
    cells: usize,
}

impl State {
    fn new(newlines: Newlines) -> Self {
        Self {
            newlines,
            page: Html::default(),
            all: Words::default(),
            main: Words::default(),
            article: Words::default(),
            in_main: 0,
            in_article: 0,
            articles: 0,
            skipped: Vec::new(),
            lists: Vec::new(),
            links: Vec::new(),
            heading: None,
            title: None,
            in_pre: 0,
            cells: 0,
        }
    }

    fn finish(self) -> Html {
        let text = [self.main, self.article, self.all].into_iter().map(|w| w.out).find(|t| !t.trim().is_empty());
        let one_line = |t: String| Some(t.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|t| !t.is_empty());
        let title = self.page.title.or(self.title).and_then(one_line);
        Html { text: text.unwrap_or_default(), heading: self.page.heading.and_then(one_line), title, ..self.page }
    }

    /// The words that are being written: each text stands in all, and in the narrower ones that it is in.
    fn each(&mut self, write: impl Fn(&mut Words)) {
        write(&mut self.all);
        if self.in_main > 0 {
            write(&mut self.main);
        }
        if self.in_article > 0 {
            write(&mut self.article);
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(title) = &mut self.title.as_mut().filter(|_| self.skipped.last().is_some_and(|s| s == "title")) {
            title.push_str(text);
        }
        if let Some(heading) = &mut self.heading {
            heading.push_str(text);
        }
        if !self.skipped.is_empty() {
            return;
        }
        if let Some((_, said)) = self.links.last_mut() {
            said.push_str(text);
        }
        let kept = self.in_pre > 0 || self.newlines == Newlines::Kept;
        self.each(|words| words.push(text, kept));
    }

    fn tag(&mut self, tag: &Tag) {
        let attribute =
            |name: &str| tag.attrs.iter().find(|a| &*a.name.local == name).map(|a| a.value.trim().to_owned());
        let name: &str = &tag.name;
        match tag.kind {
            TagKind::StartTag => {
                self.about(name, &attribute);
                self.start(name, &attribute, tag.self_closing);
            }
            TagKind::EndTag => self.end(name),
        }
    }

    /// What a page says of itself.
    fn about(&mut self, name: &str, attribute: &dyn Fn(&str) -> Option<String>) {
        let is = |key: &str, value: &str| attribute(key).is_some_and(|v| v.eq_ignore_ascii_case(value));
        match name {
            "html" => self.page.lang = attribute("lang").or_else(|| attribute("xml:lang")).filter(|l| !l.is_empty()),
            "link" if is("rel", "canonical") => self.page.address = attribute("href").filter(|h| is_web(h)),
            "link" if is("rel", "alternate") => {
                let other =
                    attribute("hreflang").filter(|l| l != "x-default").zip(attribute("href").filter(|h| is_web(h)));
                self.page.others.extend(other);
            }
            "meta" if is("property", "og:url") && self.page.address.is_none() => {
                self.page.address = attribute("content").filter(|h| is_web(h));
            }
            "meta" if is("property", "og:title") => self.page.title = attribute("content"),
            "title" if self.title.is_none() => {
                self.title = Some(String::new());
                self.skipped.push("title".to_owned());
            }
            _ => {}
        }
    }

    fn start(&mut self, name: &str, attribute: &dyn Fn(&str) -> Option<String>, closed: bool) {
        match name {
            "main" | "article" => {
                // A menu that nobody closed must not swallow the page.
                self.skipped.clear();
                self.articles += usize::from(name == "article");
                self.in_main += usize::from(name == "main");
                self.in_article += usize::from(name == "article" && self.articles == 1);
            }
            "body" => self.skipped.clear(),
            "h1" if self.page.heading.is_none() => self.heading = Some(String::new()),
            "pre" => self.in_pre += 1,
            "ul" | "ol" => {
                let first = attribute("start").and_then(|s| s.parse().ok()).unwrap_or(1);
                self.lists.push(List((name == "ol").then_some(first)));
            }
            "li" => self.item(attribute("value").and_then(|v| v.parse().ok())),
            "a" if self.skipped.is_empty() => self.links.push((attribute("href").unwrap_or_default(), String::new())),
            "tr" => self.cells = 0,
            "td" | "th" => {
                if self.cells > 0 && self.skipped.is_empty() {
                    self.each(|words| words.push(" | ", false));
                }
                self.cells += 1;
            }
            _ => {}
        }
        if SKIPPED.contains(&name) && !closed && (self.skipped.len() < 256) {
            // The head of an article has its title, which is read as the heading and is no part of the words.
            self.skipped.push(name.to_owned());
        }
        // The outermost list is itself in none.
        self.block(name, self.lists.len() > usize::from(matches!(name, "ul" | "ol")));
    }

    fn item(&mut self, value: Option<u32>) {
        let depth = self.lists.len().saturating_sub(1).min(8);
        let mark = match self.lists.last_mut() {
            Some(List(Some(next))) => {
                let number = value.unwrap_or(*next);
                *next = number.saturating_add(1);
                format!("{number}. ")
            }
            _ => "- ".to_owned(),
        };
        let mark = "  ".repeat(depth) + &mark;
        if self.skipped.is_empty() {
            self.each(|words| {
                words.need(1);
                words.mark = Some(mark.clone());
            });
        }
    }

    fn end(&mut self, name: &str) {
        if let Some(at) = self.skipped.iter().rposition(|s| s == name) {
            self.skipped.truncate(at);
        }
        match name {
            "h1" => {
                self.page.heading = self.page.heading.take().or(self.heading.take().filter(|h| !h.trim().is_empty()))
            }
            "pre" => self.in_pre = self.in_pre.saturating_sub(1),
            "ul" | "ol" => drop(self.lists.pop()),
            "a" => self.link(),
            _ => {}
        }
        self.block(name, !self.lists.is_empty());
        match name {
            "main" => self.in_main = self.in_main.saturating_sub(1),
            "article" => self.in_article = self.in_article.saturating_sub(1),
            _ => {}
        }
    }

    /// The address of a link stands after its words, as plain text has no other place for it.
    fn link(&mut self) {
        let Some((href, said)) = self.links.pop() else { return };
        let bare = |s: &str| {
            s.trim().trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/').to_owned()
        };
        if is_web(&href) && self.skipped.is_empty() && !said.trim().is_empty() && !bare(&said).contains(&bare(&href)) {
            self.each(|words| words.push(&format!(" ({href})"), false));
        }
    }

    fn block(&mut self, name: &str, in_list: bool) {
        let breaks = match name {
            "br" => {
                self.each(|words| {
                    words.breaks = (words.breaks + 1).min(2);
                    words.at_block = true;
                });
                return;
            }
            "p" | "blockquote" | "pre" | "table" | "figure" | "hr" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "ul"
            | "ol" | "dl" | "section" | "article" | "main" => 2,
            "div" | "li" | "tr" | "dt" | "dd" | "figcaption" | "caption" | "address" | "details" | "summary"
            | "header" | "footer" => 1,
            _ => return,
        };
        self.each(|words| words.need(if in_list { 1 } else { breaks }));
    }

    /// Browsers write where a page was saved from into its first comment.
    fn comment(&mut self, comment: &str) {
        if let Some((_, rest)) = comment.trim().split_once("saved from url=(")
            && let Some((_, address)) = rest.split_once(')')
            && self.page.address.is_none()
        {
            self.page.address = Some(address.trim().to_owned()).filter(|a| is_web(a));
        }
    }
}

fn is_web(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}

impl Words {
    fn need(&mut self, breaks: usize) {
        self.breaks = self.breaks.max(breaks);
        self.at_block = true;
    }

    fn push(&mut self, text: &str, kept: bool) {
        for (n, piece) in text.split('\n').enumerate() {
            if n > 0 && kept && !self.at_block {
                self.breaks = (self.breaks + 1).min(2);
            } else if n > 0 && !kept {
                self.blank();
            }
            let begins = piece.starts_with(|c: char| c.is_ascii_whitespace());
            if begins && !piece.trim_ascii().is_empty() || piece.trim_ascii().is_empty() && !piece.is_empty() {
                self.blank();
            }
            for (m, word) in piece.split_ascii_whitespace().enumerate() {
                if m > 0 {
                    self.blank();
                }
                self.word(word);
            }
            if !begins && piece.ends_with(|c: char| c.is_ascii_whitespace()) || begins && piece.ends_with(' ') {
                self.blank();
            }
        }
    }

    fn blank(&mut self) {
        if !self.out.is_empty() && self.breaks == 0 && !self.out.ends_with([' ', '\n']) {
            self.out.push(' ');
        }
    }

    fn word(&mut self, word: &str) {
        if self.breaks > 0 && !self.out.is_empty() {
            self.out.truncate(self.out.trim_end_matches(' ').len());
            self.out.push_str(&"\n".repeat(self.breaks));
        }
        (self.breaks, self.at_block) = (0, false);
        if let Some(mark) = self.mark.take() {
            self.out.push_str(&mark);
        }
        self.out.push_str(word);
    }
}

#[cfg(test)]
#[path = "html_tests.rs"]
mod tests;
