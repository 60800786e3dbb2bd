//! Progress reports: none, one or many; dated by year, month or day or not at all; completed, not completed, silent
//! about it, or of parties that differ.

use super::{
    attachments::attachments,
    random::Random,
    shapes::{Link, Report},
    texts::{MARK, date, paragraphs},
    words::Words,
};

/// The reports on a pledge.
pub fn reports(random: &mut Random, pledge: &str, parties: &[Link], words: &Words, year: usize) -> Vec<Report> {
    let count = match random.below(100) {
        0..70 => 0,
        70..90 => 1,
        90..98 => random.between(2, 4),
        _ => random.between(5, 12),
    };
    // Of some pledges all reports say the same, of others each has its own word.
    let (agreed, word) = (random.chance(60), completed(random));
    (1..=count)
        .map(|n| {
            let completed = if agreed { word } else { completed(random) };
            Report { completed, ..report(random, format!("{pledge}-r{n}"), parties, words, year) }
        })
        .collect()
}

fn completed(random: &mut Random) -> Option<bool> {
    [Some(true), Some(false), None][random.below(3)]
}

fn report(random: &mut Random, id: String, parties: &[Link], words: &Words, year: usize) -> Report {
    let years = random.between(1, 4);
    let who = if parties.is_empty() || random.chance(20) { Vec::new() } else { vec![random.pick(parties).id.clone()] };
    Report {
        url: random.chance(60).then(|| format!("https://example.org/made/report/{id}")),
        title: random.chance(40).then(|| format!("{} {MARK}", id.trim_start_matches("made-"))),
        date: random.chance(60).then(|| date(random, year + years)),
        parties: who,
        lang: Some(words.lang),
        actions_taken: paragraphs(random, words, words.reported, 1),
        words: [Some("as-filed"), Some("summary"), None][random.below(3)],
        attachments: attachments(random, &id),
        id,
        ..Report::default()
    }
}
