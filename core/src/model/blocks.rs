//! From a published text to what a page sets: paragraphs, lists, links. Plain text in, blocks out; whatever looks
//! like markup stays the characters that it is.

use super::{WebUrl, text::shown};

/// A piece of a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Span>),
    /// A list; `start` is the first number of a numbered one.
    List {
        /// The first number, for a numbered list.
        start: Option<u32>,
        /// Its items.
        items: Vec<Item>,
    },
}

/// An item of a list.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Item {
    /// What it says.
    pub spans: Vec<Span>,
    /// Lists a level deeper.
    pub children: Vec<Block>,
}

/// A run of characters.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Span {
    /// Characters.
    Text(String),
    /// An address that leads somewhere.
    Link(WebUrl),
    /// A line break that the source makes.
    Break,
}

/// Levels deeper than this stay at this level, so that no text can push itself off the page.
const DEEPEST: usize = 5;

enum Line<'a> {
    Blank,
    Item { level: usize, number: Option<u32>, text: &'a str },
    Words(&'a str),
}

/// Sets a text: a blank line parts paragraphs; a line that starts with `- ` or `1. ` is a list item, two blanks a
/// level deeper; a bare http(s) address is a link. A line break inside a paragraph stays, unless the next line goes
/// on in small letters: then it is the hard wrap of an old page, and a blank.
pub fn blocks(text: &str) -> Vec<Block> {
    let text = shown(text);
    let mut builder = Builder::default();
    for line in text.split('\n') {
        match read(line) {
            Line::Blank => builder.blank(),
            Line::Words(words) => builder.words(words),
            Line::Item { level, number, text } => builder.item(level, number, text),
        }
    }
    builder.finish()
}

fn read(line: &str) -> Line<'_> {
    let words = line.trim();
    if words.is_empty() {
        return Line::Blank;
    }
    let indent = line.chars().take_while(|c| *c == ' ').count();
    let level = (indent / 2).min(DEEPEST);
    if let Some(text) = words.strip_prefix("- ") {
        return Line::Item { level, number: None, text: text.trim() };
    }
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=4).contains(&digits)
        && let Some(text) = words.get(digits..).and_then(|rest| rest.strip_prefix(". "))
        && let Ok(number) = words[..digits].parse()
    {
        return Line::Item { level, number: Some(number), text: text.trim() };
    }
    Line::Words(words)
}

#[derive(Default)]
struct Builder {
    done: Vec<Block>,
    /// The paragraph being read.
    paragraph: Vec<Span>,
    /// The open lists, outermost first.
    open: Vec<(Option<u32>, Vec<Item>)>,
    /// Whether the last line was blank.
    gap: bool,
}

impl Builder {
    fn blank(&mut self) {
        self.gap = true;
        if !self.paragraph.is_empty() {
            self.done.push(Block::Paragraph(std::mem::take(&mut self.paragraph)));
        }
    }

    fn words(&mut self, words: &str) {
        // Right under an item its text goes on; after a blank line a paragraph begins.
        if !self.gap
            && let Some(item) = self.open.last_mut().and_then(|(_, items)| items.last_mut())
        {
            append_line(&mut item.spans, words);
            return;
        }
        self.close_to(0);
        self.gap = false;
        append_line(&mut self.paragraph, words);
    }

    fn item(&mut self, level: usize, number: Option<u32>, text: &str) {
        self.blank();
        // A level cannot be skipped: the first item of a text is at the outermost level whatever its indent.
        let depth = (level + 1).min(self.open.len() + 1);
        self.close_to(depth);
        let other_kind = self.open.get(depth - 1).is_some_and(|(start, _)| start.is_some() != number.is_some());
        if other_kind {
            self.close_to(depth - 1);
        }
        if self.open.len() < depth {
            self.open.push((number, Vec::new()));
        }
        if let Some((_, items)) = self.open.last_mut() {
            items.push(Item { spans: spans(text), children: Vec::new() });
        }
        self.gap = false;
    }

    /// Closes lists until `depth` are open.
    fn close_to(&mut self, depth: usize) {
        while self.open.len() > depth {
            let Some((start, items)) = self.open.pop() else { return };
            let list = Block::List { start, items };
            match self.open.last_mut().and_then(|(_, items)| items.last_mut()) {
                Some(parent) => parent.children.push(list),
                None => self.done.push(list),
            }
        }
    }

    fn finish(mut self) -> Vec<Block> {
        self.blank();
        self.close_to(0);
        self.done
    }
}

fn append_line(into: &mut Vec<Span>, words: &str) {
    if !into.is_empty() {
        if words.starts_with(char::is_lowercase) {
            into.push(Span::Text(" ".to_owned()));
        } else {
            into.push(Span::Break);
        }
    }
    into.extend(spans(words));
}

/// The line with its bare addresses as links. Punctuation behind an address stays text.
fn spans(line: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut rest = line;
    while let Some(at) = find_address(rest) {
        let (before, address) = rest.split_at(at);
        let end = address.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"')).unwrap_or(address.len());
        let bare = trim_address(&address[..end]);
        match WebUrl::new(bare) {
            Some(url) => {
                if !before.is_empty() {
                    spans.push(Span::Text(before.to_owned()));
                }
                spans.push(Span::Link(url));
                rest = &address[bare.len()..];
            }
            None => {
                spans.push(Span::Text(rest[..at + end].to_owned()));
                rest = &address[end..];
            }
        }
    }
    if !rest.is_empty() {
        spans.push(Span::Text(rest.to_owned()));
    }
    spans
}

fn find_address(s: &str) -> Option<usize> {
    let starts = ["https://", "http://"].iter().filter_map(|scheme| s.find(scheme));
    starts.min().filter(|at| *at < s.len())
}

fn trim_address(mut s: &str) -> &str {
    loop {
        let shorter = s.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’', '”', '»', ']', '،', '؛', '؟', '。']);
        // A closing bracket belongs to the address only where it was opened in it.
        let shorter = match shorter.strip_suffix(')') {
            Some(without) if shorter.matches('(').count() < shorter.matches(')').count() => without,
            _ => shorter,
        };
        if shorter.len() == s.len() {
            return s;
        }
        s = shorter;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The blocks as a line of signs: `P(…)`, `U[…]`, `O2[…]`, `<link>`, `/` for a break.
    fn sketch(blocks: &[Block]) -> String {
        let spans = |spans: &[Span]| -> String {
            spans
                .iter()
                .map(|s| match s {
                    Span::Text(t) => t.clone(),
                    Span::Link(u) => format!("<{}>", u.as_str()),
                    Span::Break => "/".to_owned(),
                })
                .collect()
        };
        let sketched = blocks.iter().map(|b| match b {
            Block::Paragraph(s) => format!("P({})", spans(s)),
            Block::List { start, items } => {
                let items: Vec<_> =
                    items.iter().map(|i| format!("{}{}", spans(&i.spans), sketch(&i.children))).collect();
                format!("{}[{}]", start.map_or("U".to_owned(), |n| format!("O{n}")), items.join("|"))
            }
        });
        sketched.collect()
    }

    #[test]
    fn texts_are_set_as_the_feed_format_says() {
        for (text, expect) in [
            ("", ""),
            ("one\n\ntwo\n\n\n\nthree", "P(one)P(two)P(three)"),
            ("Two:\n- a\n- b\n\nEnd", "P(Two:)U[a|b]P(End)"),
            ("- a\n  - b\n    - c\n  - d\n- e", "U[aU[bU[c]|d]|e]"),
            ("1. a\n2. b", "O1[a|b]"),
            ("3. a\n3. b", "O3[a|b]"),
            ("- a\n\n- b", "U[a|b]"),
            ("- a\n1. b", "U[a]O1[b]"),
            ("    - deep first", "U[deep first]"),
            ("- a\nB goes on", "U[a/B goes on]"),
            ("a hard\nwrap and\nA new line", "P(a hard wrap and/A new line)"),
            ("-no item\n-", "P(-no item/-)"),
            ("2019. A year\n12345. No item", "O2019[A year/12345. No item]"),
            ("a\r\nb\r\rc", "P(a b)P(c)"),
            ("<b>&lt;script>]]>", "P(<b>&lt;script>]]>)"),
        ] {
            assert_eq!(sketch(&blocks(text)), expect, "{text:?}");
        }
    }

    #[test]
    fn bare_addresses_become_links_and_nothing_else_does() {
        for (text, expect) in [
            ("see https://a.example/x.", "P(see <https://a.example/x>.)"),
            ("(https://a.example/x)", "P((<https://a.example/x>))"),
            ("https://a.example/x_(y), then", "P(<https://a.example/x_(y)>, then)"),
            ("https://a@b and http://c.example", "P(https://a@b and <http://c.example>)"),
            ("javascript:alert(1) //evil www.a.example", "P(javascript:alert(1) //evil www.a.example)"),
            ("https://", "P(https://)"),
            ("انظر https://a.example/، ثم", "P(انظر <https://a.example/>، ثم)"),
        ] {
            assert_eq!(sketch(&blocks(text)), expect, "{text:?}");
        }
    }

    #[test]
    fn no_text_nests_deeper_than_the_page_can_hold() {
        let text: String = (0..200).map(|n| format!("{}- x\n", "  ".repeat(n))).collect();
        let depth = sketch(&blocks(&text)).matches("U[").count();
        assert_eq!(depth, DEEPEST + 1);
    }
}
