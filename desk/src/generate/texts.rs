//! Sentences, lists, titles and dates, put together from the words.

use super::{
    random::Random,
    words::{PLACE_BEGINNINGS, PLACE_ENDINGS, Words},
};

/// What marks a record as made up, in its title or, where it has none, in its first text.
pub const MARK: &str = "(made up)";

/// How many places can be named.
pub const PLACES: usize = PLACE_BEGINNINGS.len() * PLACE_ENDINGS.len();

/// The name of place `n` in a language's letters.
pub fn place(n: usize, lang: &str) -> String {
    let (begin, end) =
        (PLACE_BEGINNINGS[n % PLACE_BEGINNINGS.len()], PLACE_ENDINGS[n / PLACE_BEGINNINGS.len() % PLACE_ENDINGS.len()]);
    if lang == "ar" { format!("{}{}", begin.1, end.1) } else { format!("{}{}", begin.0, end.0) }
}

/// What is to be done, without a beginning: "support the shelters for families in the district of Velomar".
pub fn action(random: &mut Random, words: &Words) -> String {
    let mut ending = (*random.pick(words.endings)).to_owned();
    while let Some(at) = ending.find("{p}") {
        ending.replace_range(at..at + 3, &place(random.below(PLACES), words.lang));
    }
    let ending = ending.replace("{n}", &random.between(20, 40_000).to_string());
    format!("{} {} {ending}", random.pick(words.verbs), random.pick(words.objects))
}

/// A sentence that begins with one of `openings`.
pub fn sentence(random: &mut Random, words: &Words, openings: &[&str]) -> String {
    format!("{} {}.", random.pick(openings), action(random, words))
}

/// Paragraphs of one or two sentences.
pub fn paragraphs(random: &mut Random, words: &Words, openings: &[&str], count: usize) -> String {
    let paragraph = |_| {
        let sentences = random.between(1, 2);
        (0..sentences).map(|_| sentence(random, words, openings)).collect::<Vec<_>>().join(" ")
    };
    (0..count).map(paragraph).collect::<Vec<_>>().join("\n\n")
}

/// A list, numbered or not, sometimes with a level below.
pub fn list(random: &mut Random, words: &Words, items: usize) -> String {
    let numbered = random.chance(30);
    let mut lines = Vec::new();
    for n in 1..=items {
        let mark = if numbered { format!("{n}. ") } else { "- ".to_owned() };
        lines.push(format!("{mark}{}", capital(&action(random, words))));
        if random.chance(15) {
            lines.push(format!("  - {}", action(random, words)));
        }
    }
    lines.join("\n")
}

/// A title, marked as made up; a long one has up to 400 letters.
pub fn title(random: &mut Random, words: &Words, long: bool) -> String {
    let mut title = capital(&action(random, words));
    while long && title.chars().count() < 200 {
        title = format!("{title}; {}", action(random, words));
    }
    format!("{title} {MARK}")
}

fn capital(s: &str) -> String {
    let mut chars = s.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// A date in some year, as a year, a month or a day.
pub fn date(random: &mut Random, year: usize) -> String {
    let (month, day) = (random.between(1, 12), random.between(1, 28));
    match random.below(4) {
        0 => year.to_string(),
        1 => format!("{year}-{month:02}"),
        _ => format!("{year}-{month:02}-{day:02}"),
    }
}
