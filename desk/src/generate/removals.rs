//! The log of removals: every kind that the format knows, of pledges and reports that are made up. Each tenth pledge of
//! the first hundred, then each five hundredth: a large feed shall not consist of gaps.

use pledgebook_core::feed::Sha256Hex;

use super::{
    random::Random,
    shapes::{ByLang, Pledge, Removal},
};
use crate::records::tidy_text;

/// The lines about pledge `index`, if something of it is removed.
pub fn removals(seed: u64, index: usize, pledge: &Pledge) -> Vec<Removal> {
    let kind = match index {
        0..120 if index % 10 == 3 => index / 10,
        120.. if index % 500 == 3 => index / 500,
        _ => return Vec::new(),
    };
    let case = Random::new(seed, 2, index as u64).uuid();
    lines(kind % 12, Some(case), pledge)
}

fn lines(kind: usize, case: Option<String>, pledge: &Pledge) -> Vec<Removal> {
    let whole = entry(case, &pledge.id, None);
    let of = |text: Option<&String>| Removal { texts: text.map(|t| vec![hash(t)]), ..whole.clone() };
    let first_text = pledge.sections.iter().map(|s| &s.text).find(|t| !t.trim().is_empty());
    let report = pledge.reports.first();
    let held = |entry: Removal| Removal { state: "held", ground: "safety", ..entry };
    let restored = |entry: Removal| Removal { restored: Some("2026-10-09T08:00:00Z"), ..entry };
    let of_report = Removal { id: report.map_or(&pledge.id, |r| &r.id).clone(), ..whole.clone() };
    match kind {
        0 => vec![Removal { by: "party", ground: "other", ..whole }],
        1 => vec![whole],
        2 => vec![held(whole)],
        3 => vec![whole.clone(), restored(whole)],
        4 => vec![of(first_text)],
        5 => vec![held(of(first_text))],
        6 => vec![of_report],
        7 => vec![Removal { texts: report.map(|r| vec![hash(&r.actions_taken)]), ..of_report }],
        8 => vec![held(of(first_text)), restored(held(of(first_text)))],
        9 => vec![Removal { by: "automatic", ground: "spam", ..whole }],
        10 => vec![of(pledge.title.as_ref())],
        // First held, then for good: the latest line of a case counts.
        _ => vec![held(whole.clone()), Removal { case: None, ..whole.clone() }, whole],
    }
}

fn entry(case: Option<String>, id: &str, texts: Option<Vec<String>>) -> Removal {
    let statement: ByLang = [
        ("en", "Removed by nobody: this entry is made up."),
        ("fr", "Retiré par personne : cette entrée est inventée (made up)."),
        ("es", "No lo retiró nadie: esta entrada es inventada (made up)."),
        ("ar", "لم يُزِله أحد: هذا القيد مختلق (made up)."),
    ]
    .map(|(lang, text)| (lang, text.to_owned()))
    .into();
    Removal {
        case,
        id: id.to_owned(),
        texts,
        state: "removed",
        by: "moderator",
        at: "2026-10-01T12:00:00Z",
        restored: None,
        ground: "fundamental-principles",
        statement,
        redress: Some("https://example.org/objections"),
    }
}

/// The hash of a text as it is published.
fn hash(text: &str) -> String {
    Sha256Hex::of(tidy_text(text).as_bytes()).to_string()
}
