//! One made-up pledge: whatever a real one can be, in proportions near the real ones.

use super::{
    attachments::attachments,
    oddities,
    parties::{COUNTRIES, GROUPS, OTHERS, society, state},
    random::Random,
    reports,
    shapes::{ByLang, Link, Period, Pledge, Section},
    texts::{MARK, date, list, paragraphs, sentence, title},
    words::{LANGUAGES, Words},
};

/// The Conferences with the year in which each met, and how many of a hundred pledges are theirs.
const EDITIONS: [(Option<&str>, usize, usize); 6] = [
    (Some("30IC"), 2007, 9),
    (Some("31IC"), 2011, 18),
    (Some("32IC"), 2015, 22),
    (Some("33IC"), 2019, 26),
    (Some("34IC"), 2024, 22),
    (None, 2021, 3),
];
const COUNTRY_CODES: [&str; 16] =
    ["AU", "BR", "CH", "CL", "EG", "FJ", "FR", "ID", "JO", "KE", "LB", "MX", "NO", "PH", "SN", "UG"];
/// A theme that no term explains.
const UNKNOWN_THEME: &str = "made-theme-without-a-name";

/// The terms that pledges refer to.
pub struct Terms {
    /// Ids of themes.
    pub themes: Vec<String>,
    /// Ids of resolutions.
    pub resolutions: Vec<String>,
}

/// Pledge `index` of a seed; the same whatever else is made up.
pub fn pledge(seed: u64, index: usize, terms: &Terms) -> Pledge {
    let mut random = Random::new(seed, 1, index as u64);
    let random = &mut random;
    let (edition, year) = edition(random);
    let id = format!("made-{}-{index:05}", edition.unwrap_or("none"));
    let words = language(random);
    let parties = parties(random, year);
    let mut pledge = Pledge {
        number: random.chance(50).then(|| format!("P{}", 2000 + index)),
        url: random.chance(90).then(|| format!("https://example.org/made/{id}")),
        edition,
        kind: [Some("specific"), Some("specific"), Some("specific"), Some("open"), None][random.below(5)],
        titles: titles(random, words),
        lang: random.chance(95).then_some(words.lang),
        themes: themes(random, terms),
        resolutions: (0..random.below(3)).map(|_| random.pick(&terms.resolutions).clone()).collect(),
        countries: (0..random.below(3)).map(|_| *random.pick(&COUNTRY_CODES)).collect(),
        submitted: random.chance(60).then(|| date(random, year)),
        period: period(random, words, year),
        sections: sections(random, words),
        attachments: attachments(random, &id),
        updated: random.chance(40).then(|| date(random, year + 1)),
        id,
        ..Pledge::default()
    };
    let (untitled, long) = (random.chance(10), random.chance(5));
    pledge.title = (!untitled).then(|| title(random, words, long));
    pledge.reports = reports::reports(random, &pledge.id, &parties, words, year);
    pledge.parties = parties;
    oddities::add(&mut pledge, index);
    mark(&mut pledge);
    pledge
}

/// A pledge without a title says in its first text that it is made up.
fn mark(pledge: &mut Pledge) {
    if pledge.title.as_ref().is_some_and(|t| t.contains(MARK)) {
        return;
    }
    match pledge.sections.iter_mut().find(|s| !s.text.trim().is_empty()) {
        Some(section) => section.text.push_str(&format!(" {MARK}")),
        None => pledge.sections.push(Section {
            part: "text",
            lang: None,
            heading: None,
            text: MARK.to_owned(),
            words: None,
        }),
    }
}

fn edition(random: &mut Random) -> (Option<&'static str>, usize) {
    let mut at = random.below(100);
    for (edition, year, share) in EDITIONS {
        if at < share {
            return (edition, year);
        }
        at -= share;
    }
    (None, 2021)
}

fn language(random: &mut Random) -> &'static Words {
    &LANGUAGES[[0, 0, 0, 0, 0, 0, 1, 1, 2, 3][random.below(10)]]
}

fn titles(random: &mut Random, words: &Words) -> Option<ByLang> {
    let others = LANGUAGES.iter().filter(|w| w.lang != words.lang);
    random.chance(8).then(|| others.take(2).map(|w| (w.lang, title(random, w, false))).collect())
}

fn themes(random: &mut Random, terms: &Terms) -> Vec<String> {
    let mut themes: Vec<_> = (0..random.below(4)).map(|_| random.pick(&terms.themes).clone()).collect();
    if random.chance(2) {
        themes.push(UNKNOWN_THEME.to_owned());
    }
    themes
}

/// Most pledges are one party's, some of several, some of a group, some of nobody that the source names. The first
/// countries pledge far more than the last.
fn parties(random: &mut Random, year: usize) -> Vec<Link> {
    let shape = random.below(100);
    let link = |random: &mut Random, id, role, since| Link {
        id,
        role,
        basis: [Some("listed"), Some("listed"), Some("text"), Some("report"), None][random.below(5)],
        since,
    };
    let mut links = Vec::new();
    let pledging = match shape {
        0..6 => 0,
        6..66 => 1,
        _ => random.between(2, 5),
    };
    for _ in 0..pledging {
        let id = someone(random);
        links.push(link(random, id, random_role(shape), None));
    }
    if (66..75).contains(&shape) {
        let group = *random.pick(&GROUPS);
        links.push(link(random, group.to_owned(), Some("pledging"), None));
    }
    if shape >= 80 {
        let signatories = if random.chance(10) { random.between(10, 40) } else { random.between(1, 4) };
        for _ in 0..signatories {
            let years = random.below(4);
            let since = random.chance(60).then(|| date(random, year + years));
            let id = someone(random);
            links.push(link(random, id, Some("signatory"), since));
        }
    }
    links
}

fn random_role(shape: usize) -> Option<&'static str> {
    if shape % 10 == 9 { None } else { Some("pledging") }
}

fn someone(random: &mut Random) -> String {
    let country = random.skewed(COUNTRIES);
    match random.below(100) {
        0..35 => state(country),
        35..95 => society(country),
        95..99 => (*random.pick(&OTHERS)).to_owned(),
        _ => "made-party-without-a-name".to_owned(),
    }
}

/// Every way in which a source says, or does not say, when.
fn period(random: &mut Random, words: &Words, year: usize) -> Option<Period> {
    let end = year + random.between(1, 5);
    let said = Some(words.period.replace("{y}", &end.to_string()));
    let (from, to, said) = match random.below(12) {
        0..=4 => return None,
        5 => (Some(year.to_string()), Some(end.to_string()), None),
        6 => (Some(date(random, year)), Some(date(random, end)), said),
        7 => (Some(format!("{year}-12-09")), Some(format!("{end}-12-08")), None),
        8 => (Some(date(random, year)), None, None),
        9 => (None, Some(date(random, end)), said),
        10 => (None, None, said),
        _ => (Some(end.to_string()), Some(end.to_string()), None),
    };
    Some(Period { from, to, said })
}

/// The whole pledge in one text, or up to four sections, some of them "NA" or empty, some in a second language.
fn sections(random: &mut Random, words: &'static Words) -> Vec<Section> {
    let whose = [Some("as-filed"), Some("as-filed"), Some("summary"), None][random.below(4)];
    let section = |part, words: &Words, heading, text, whose| Section {
        part,
        lang: Some(words.lang),
        heading,
        text,
        words: whose,
    };
    let mut sections = Vec::new();
    if random.chance(50) {
        let count = random.between(1, 2);
        sections.push(section("text", words, None, paragraphs(random, words, words.openings, count), whose));
    } else {
        // A heading is sometimes in another language than the text below it.
        let headings = if random.chance(5) { &LANGUAGES[0].headings } else { &words.headings };
        for (n, part) in ["objectives", "action-plan", "indicators", "resources"].into_iter().enumerate() {
            let text = match random.below(20) {
                0 => "NA".to_owned(),
                1 => String::new(),
                2..8 => continue,
                _ if n == 0 => paragraphs(random, words, words.openings, 1),
                _ if n == 3 => sentence(random, words, words.openings),
                _ => {
                    let items = random.between(1, 3);
                    list(random, words, items)
                }
            };
            sections.push(section(part, words, Some(headings[n].to_owned()), text, whose));
        }
    }
    if random.chance(6) {
        let other = LANGUAGES.iter().find(|w| w.lang != words.lang).unwrap_or(words);
        sections.push(section("text", other, None, paragraphs(random, other, other.openings, 1), Some("translation")));
    }
    sections
}
