//! One line of a text: what begins it. A dead bullet is a character that a word processor's symbol font once showed as a bullet, an
//! arrow or a square, and that is another letter in every other font.

/// What a line is, without its mark.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Line {
    /// Nothing.
    Blank,
    /// Words.
    Text(String),
    /// An item of a list, with the width of what stood before its mark.
    Item {
        /// Blanks before the mark.
        indent: usize,
        /// The number of a numbered item.
        number: Option<u32>,
        /// Its words.
        text: String,
    },
}

/// Bullets of all kinds that begin a line whatever follows the blank after them.
const BULLETS: &[char] = &[
    '•', '●', '○', '◦', '▪', '▫', '■', '□', '◆', '◇', '►', '▶', '➢', '➤', '➔', '→', '⇒', '‣', '⁃', '∙', '⋅', '·', '❖',
    '✓', '✔', '*', '-',
    // Of symbol fonts: private letters, and the letters that stand in their place elsewhere.
    '\u{f0b7}', '\u{f0a7}', '\u{f0d8}', '\u{f0fc}', '\u{f076}', '\u{f02d}', '\u{f0e0}', '\u{f0e8}', 'è', '§', 'ü', 'Ø',
    'Ÿ',
];

/// Reads a line. `after` is the line before it, which tells a dash that begins an item from one that a break put there.
pub fn read(line: &str, after: &Line) -> Line {
    let rest = line.trim_start();
    if rest.trim().is_empty() {
        return Line::Blank;
    }
    let indent = line[..line.len() - rest.len()].chars().map(|c| if c == '\t' { 4 } else { 1 }).sum();
    if let Some(text) = after_bullet(rest, after) {
        return Line::Item { indent, number: None, text: plain(text) };
    }
    match after_number(rest) {
        Some((number, text)) => Line::Item { indent, number: Some(number), text: plain(text) },
        None => Line::Text(plain(rest)),
    }
}

/// The words with one blank between them.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn after_bullet<'a>(line: &'a str, after: &Line) -> Option<&'a str> {
    let mut chars = line.chars();
    let (mark, rest) = (chars.next()?, chars.as_str());
    let is_alone = rest.trim().is_empty();
    let parted = rest.starts_with(char::is_whitespace);
    let it = match mark {
        // "§ 5" is a paragraph of a law, and a line that is one letter is a word.
        '§' => parted && !rest.trim_start().starts_with(|c: char| c.is_numeric()),
        'è' | 'ü' | 'Ø' | 'Ÿ' | '*' => parted && !is_alone,
        '–' | '—' => parted && ends_sentence(after),
        'o' => rest.starts_with('\t') || rest.starts_with("  "),
        '-' => parted || is_alone,
        '·' | '•' | '▪' | '\u{f0b7}' | '\u{f0a7}' => true,
        mark => BULLETS.contains(&mark) && (parted || is_alone),
    };
    it.then_some(rest)
}

/// Whether what follows a line is no middle of its sentence.
fn ends_sentence(line: &Line) -> bool {
    match line {
        Line::Blank | Line::Item { .. } => true,
        Line::Text(text) => text.ends_with([':', ';', '.', ',', '!', '?', '؟', '؛', '،', '：', '。']),
    }
}

/// `1. `, `12) `, `(3) `, `٢. `: a number of at most two digits, so that a year is none.
fn after_number(line: &str) -> Option<(u32, &str)> {
    let open = line.starts_with('(');
    let digits = line.trim_start_matches('(');
    let end = digits.find(|c: char| digit(c).is_none())?;
    let number = digits[..end].chars().filter_map(digit).fold(0, |n, d| n * 10 + d);
    let count = digits[..end].chars().count();
    let rest = if open { digits[end..].strip_prefix(')') } else { digits[end..].strip_prefix(['.', ')']) }?;
    let parted = rest.starts_with(char::is_whitespace) && !rest.trim().is_empty();
    ((1..=2).contains(&count) && parted).then_some((number, rest))
}

fn digit(c: char) -> Option<u32> {
    c.to_digit(10).or_else(|| match c {
        '٠'..='٩' => Some(u32::from(c) - u32::from('٠')),
        '۰'..='۹' => Some(u32::from(c) - u32::from('۰')),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dead_bullets_are_told_from_letters_and_numbers_from_years() {
        let item = |number, text: &str| Line::Item { indent: 0, number, text: text.to_owned() };
        let text = |text: &str| Line::Text(text.to_owned());
        for (line, expect) in [
            ("• one  two", item(None, "one two")),
            ("•\tone", item(None, "one")),
            ("•one", item(None, "one")),
            ("è Former des volontaires", item(None, "Former des volontaires")),
            ("ètre", text("ètre")),
            ("§ train staff", item(None, "train staff")),
            ("§ 5 of the law", text("§ 5 of the law")),
            ("– train", item(None, "train")),
            ("o  second level", item(None, "second level")),
            ("o bien", text("o bien")),
            ("\u{f0b7}one", item(None, "one")),
            ("- one", item(None, "one")),
            ("-5 degrees", text("-5 degrees")),
            ("1. one", item(Some(1), "one")),
            ("12) twelve", item(Some(12), "twelve")),
            ("(3) three", item(Some(3), "three")),
            ("٢. اثنان", item(Some(2), "اثنان")),
            ("2019. A year", text("2019. A year")),
            ("1.5 million", text("1.5 million")),
            (" \t ", Line::Blank),
        ] {
            assert_eq!(read(line, &Line::Blank), expect, "{line:?}");
        }
        assert_eq!(read("– and not", &text("They are here")), text("– and not"), "a dash inside a sentence");
    }
}
