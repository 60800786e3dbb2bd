//! Mends a plain text: dead bullets become items, non-breaking blanks blanks, lines that a mail program or a word processor wrapped are
//! joined, lists that number every item 1. are numbered anew. What comes out is the feed's plain text, and mending it again changes nothing.

use super::lines::{Line, read};

/// The longest line that may have been wrapped by a machine, in characters.
const WRAPPED: usize = 110;
/// The shortest one: a shorter line ended where somebody wanted it to.
const FULL: usize = 60;

/// The text, mended: no blank at its ends, one empty line between paragraphs, `- ` or `1. ` before items, two blanks a level deeper.
pub fn repair(text: &str) -> String {
    write(&lists(joined(&read_lines(text))))
}

/// Blanks of all kinds as blanks, line ends of all kinds as line feeds, what nobody sees gone.
fn plain_blanks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut after_cr = false;
    for c in text.chars() {
        match c {
            '\n' if after_cr => {}
            '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{b}' | '\u{c}' => out.push('\n'),
            '\u{ad}' | '\u{feff}' | '\u{200b}' | '\u{2060}' => {}
            '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => out.push(' '),
            c => out.push(c),
        }
        after_cr = c == '\r';
    }
    out
}

fn read_lines(text: &str) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for line in plain_blanks(text).lines().flat_map(unpack) {
        let last = lines.last().unwrap_or(&Line::Blank);
        lines.push(read(&line, last));
    }
    lines
}

/// Parts a line at bullets inside it: `first: • one • two`, which pages have that lost their line ends.
fn unpack(line: &str) -> Vec<String> {
    let is_bullet = |word: &str| matches!(word, "•" | "●" | "▪" | "§" | "è" | "\u{f0b7}" | "\u{f0a7}" | "\u{f0d8}");
    let words: Vec<&str> = line.split(' ').collect();
    let at = |n: usize| {
        let next = words[n + 1..].iter().find(|w| !w.is_empty());
        is_bullet(words[n]) && next.is_some_and(|w| !w.starts_with(|c: char| c.is_numeric()))
    };
    let places: Vec<usize> = (0..words.len()).filter(|n| at(*n)).collect();
    let before = |n: usize| words[..n].iter().any(|w| !w.is_empty());
    if !places.iter().any(|n| before(*n)) {
        return vec![line.to_owned()];
    }
    let mut parts = Vec::new();
    let mut start = 0;
    for place in places.into_iter().filter(|n| before(*n)) {
        parts.push(words[start..place].join(" "));
        start = place;
    }
    parts.push(words[start..].join(" "));
    parts
}

/// Joins what was wrapped, and a bullet that stands alone with the line after it.
fn joined(lines: &[Line]) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::new();
    for (n, line) in lines.iter().enumerate() {
        let Line::Text(text) = line else {
            out.push(line.clone());
            continue;
        };
        let wide = is_block(lines, n);
        match out.last_mut() {
            Some(Line::Text(before)) if is_wrapped(before, last_line(lines, n), text, wide) => join(before, text),
            Some(Line::Item { text: before, .. })
                if before.is_empty() || is_wrapped(before, last_line(lines, n), text, wide) =>
            {
                join(before, text);
            }
            _ => out.push(line.clone()),
        }
    }
    out
}

/// The words of the line before, as it stood.
fn last_line(lines: &[Line], n: usize) -> &str {
    match n.checked_sub(1).and_then(|n| lines.get(n)) {
        Some(Line::Text(text) | Line::Item { text, .. }) => text,
        _ => "",
    }
}

/// Whether the lines around one are so alike in length that a machine wrapped them: all but the last are full.
fn is_block(lines: &[Line], n: usize) -> bool {
    let length = |line: &Line| match line {
        Line::Text(text) | Line::Item { text, .. } => text.chars().count(),
        Line::Blank => 0,
    };
    let start = lines[..n]
        .iter()
        .rposition(|l| !matches!(l, Line::Text(_)))
        .map_or(0, |at| at + usize::from(lines[at] == Line::Blank));
    let end = lines[n..].iter().position(|l| !matches!(l, Line::Text(_))).map_or(lines.len(), |at| n + at);
    let (all, last) = (&lines[start..end], end - 1);
    start < last && all.iter().all(|l| length(l) <= WRAPPED) && lines[start..last].iter().all(|l| length(l) >= FULL)
}

fn is_wrapped(before: &str, last: &str, next: &str, is_block: bool) -> bool {
    if before.is_empty() || last.is_empty() || begins_part(next) {
        return false;
    }
    let ends = last.ends_with(['.', ':', ';', '!', '?', '؟', '؛', '。', '：']);
    let small = next.chars().next().is_some_and(char::is_lowercase);
    small && !last.ends_with(['.', ':', '!', '?', '؟'])
        || is_block && (!ends || last.chars().count() >= FULL && !last.ends_with(':'))
}

/// `a)`, `(b)`, `ii.`: somebody's own list, which stays as it is.
fn begins_part(line: &str) -> bool {
    let word = line.split(' ').next().unwrap_or_default();
    let inner = word.trim_start_matches('(').trim_end_matches([')', '.']);
    word != inner
        && word.ends_with([')', '.'])
        && (inner.chars().count() == 1 || inner.len() <= 4 && inner.chars().all(|c| "ivx".contains(c)))
}

fn join(before: &mut String, next: &str) {
    let cut = before.ends_with('-') && before.chars().rev().nth(1).is_some_and(char::is_alphabetic);
    if !(before.is_empty() || cut && next.starts_with(char::is_alphabetic)) {
        before.push(' ');
    }
    before.push_str(next);
}

/// Levels for indents, numbers for numbers that are all the same, no empty line between two items.
fn lists(mut lines: Vec<Line>) -> Vec<Line> {
    // A bullet with nothing after it is none.
    lines.retain(|l| !matches!(l, Line::Item { text, .. } if text.is_empty()));
    let mut out: Vec<Line> = Vec::new();
    let mut rest = lines.into_iter().peekable();
    while let Some(line) = rest.next() {
        if !matches!(line, Line::Item { .. }) {
            out.push(line);
            continue;
        }
        let (mut run, mut blanks) = (vec![line], 0);
        while let Some(next) = rest.next_if(|l| matches!(l, Line::Item { .. } | Line::Blank)) {
            if next == Line::Blank {
                blanks += 1;
            } else {
                (blanks, _) = (0, run.push(next));
            }
        }
        level(&mut run);
        renumber(&mut run);
        out.append(&mut run);
        out.extend((blanks > 0).then_some(Line::Blank));
    }
    out
}

/// Puts 0, 2, 4 for the indents of a list.
fn level(run: &mut [Line]) {
    let mut open: Vec<usize> = Vec::new();
    for line in run {
        let Line::Item { indent, .. } = line else { continue };
        while open.last().is_some_and(|o| *indent < *o) {
            open.pop();
        }
        if open.last().is_none_or(|o| *indent >= o + 2) {
            open.push(*indent);
        }
        *indent = 2 * open.len().saturating_sub(1);
    }
}

/// 1. 1. 1. becomes 1. 2. 3.; a list that counts is left as it is.
fn renumber(run: &mut [Line]) {
    let mut deepest = 0;
    for line in &*run {
        let Line::Item { indent, .. } = line else { continue };
        deepest = deepest.max(*indent);
    }
    for wanted in (0..=deepest).step_by(2) {
        let mut group: Vec<usize> = Vec::new();
        for n in 0..=run.len() {
            let place = match run.get(n) {
                Some(Line::Item { indent, .. }) if *indent > wanted => continue,
                Some(Line::Item { indent, number: Some(1), .. }) if *indent == wanted => {
                    group.push(n);
                    continue;
                }
                Some(Line::Item { indent, number, .. }) if *indent == wanted && number.is_some() => None,
                _ => Some(()),
            };
            // A list that goes on with 2 counts by itself.
            if place.is_some() {
                for (count, at) in (1..).zip(&group) {
                    if let Line::Item { number, .. } = &mut run[*at] {
                        *number = Some(count);
                    }
                }
            }
            group.clear();
        }
    }
}

fn write(lines: &[Line]) -> String {
    let mut out = String::new();
    let mut last = &Line::Blank;
    for line in lines {
        let is_item = |l: &Line| matches!(l, Line::Item { .. });
        // A paragraph and a list stand apart.
        let parted = last != &Line::Blank && is_item(last) && !is_item(line) && line != &Line::Blank;
        if parted {
            out.push('\n');
        }
        match line {
            Line::Blank if last == &Line::Blank => continue,
            Line::Blank => {}
            Line::Text(text) => out.push_str(text),
            Line::Item { indent, number, text } => {
                out.push_str(&" ".repeat(*indent));
                out.push_str(&number.map_or("- ".to_owned(), |n| format!("{n}. ")));
                out.push_str(text);
            }
        }
        out.push('\n');
        last = line;
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_old_pages_broke_is_mended_and_mending_again_changes_nothing() {
        for (text, expect) in [
            ("", ""),
            ("  one\u{a0}two \u{202f}: three\u{ad}s  ", "one two : threes"),
            ("a\r\nb\rC\n\n\n\u{a0}\nd", "a b\nC\n\nd"),
            ("  • one\n  • two\n\u{a0}\nAfter", "- one\n- two\n\nAfter"),
            ("è one\n\nè two", "- one\n- two"),
            ("We will: § train § teach", "We will:\n- train\n- teach"),
            ("• one\n   ◦ deeper\n   ◦ deeper\n• two", "- one\n  - deeper\n  - deeper\n- two"),
            ("•\none\n•\ntwo", "- one\n- two"),
            ("1. a\n1. b\n1. c", "1. a\n2. b\n3. c"),
            ("1. a\n   • x\n1. b", "1. a\n  - x\n2. b"),
            ("1. a\n2. b\n1. c", "1. a\n2. b\n1. c"),
            ("1. a\n\nBetween.\n\n1. b", "1. a\n\nBetween.\n\n1. b"),
            (
                "A sentence that was wrapped\nin the middle of it.\nAnother.",
                "A sentence that was wrapped in the middle of it.\nAnother.",
            ),
            ("• an item that was wrapped\n  in the middle\n• two", "- an item that was wrapped in the middle\n- two"),
            ("a self-\nreliant", "a self-reliant"),
            ("a) one;\nb) two", "a) one;\nb) two"),
            ("Text:\n- one\nText", "Text:\n- one\n\nText"),
        ] {
            assert_eq!(repair(text), expect, "{text:?}");
            assert_eq!(repair(expect), expect, "again");
        }
    }

    #[test]
    fn lines_of_one_width_are_one_paragraph_in_any_script() {
        let arabic = "تتعهد الجمعية الوطنية بالعمل مع الدولة من أجل حماية الناس في جميع الظروف\nوالأحوال وبتعزيز احترام القانون الدولي الإنساني لدى الجميع في كل مكان دائما\nوأبدا.";
        assert_eq!(repair(arabic).lines().count(), 1);
        let english = "The National Society will, together with its government, see to it that the\nGeneva Conventions are known in all schools of the country, and that every pupil\nKnows them.";
        assert_eq!(repair(english).lines().count(), 1);
        let address = "National Society\n12 Any Street\nAnytown";
        assert_eq!(repair(address), address);
    }
}
