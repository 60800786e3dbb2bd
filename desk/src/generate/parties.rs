//! Parties that do not exist: nothing that is made up here shall ever be read as the word of a real State or Society.
//! Their countries have codes that ISO 3166-1 leaves to its users (AA, QM to QZ, XA to XZ, ZZ).

use super::{
    shapes::{ByLang, Member, Party},
    texts::place,
    words::LANGUAGES,
};

/// How many countries there are; each has a State and a National Society.
pub const COUNTRIES: usize = 140;
const REGIONS: [&str; 5] = ["africa", "americas", "asia-pacific", "europe-central-asia", "mena"];
/// The groups.
pub const GROUPS: [&str; 6] = [
    "made-group-river-states",
    "made-group-coast-societies",
    "made-group-itself",
    "made-group-ring-a",
    "made-group-ring-b",
    "made-group-empty",
];
/// Parties that are neither State nor Society nor group.
pub const OTHERS: [&str; 4] = ["made-movement-bureau", "made-obs-league", "made-lookalike", "made-nameless"];

/// The id of a country's State.
pub fn state(country: usize) -> String {
    format!("made-state-{}", place(country, "en").to_lowercase())
}

/// The id of a country's National Society.
pub fn society(country: usize) -> String {
    format!("made-ns-{}", place(country, "en").to_lowercase())
}

/// All parties.
pub fn parties() -> impl Iterator<Item = Party> {
    (0..COUNTRIES).flat_map(|n| [state_party(n), society_party(n)]).chain(groups()).chain(others())
}

fn country_code(n: usize) -> Option<String> {
    let letters = |first: char, from: char, to: char| (from..=to).map(move |c| format!("{first}{c}"));
    letters('X', 'A', 'Z').chain(letters('Q', 'M', 'Z')).chain(["AA".to_owned(), "ZZ".to_owned()]).nth(n)
}

fn state_party(n: usize) -> Party {
    let names = LANGUAGES.iter().map(|w| (w.lang, place(n, w.lang))).collect();
    let (country, region) = (country_code(n), Some(REGIONS[n % REGIONS.len()]));
    Party { id: state(n), kind: Some("state"), names, country, region, ..Party::default() }
}

fn society_party(n: usize) -> Party {
    let name = |w: &super::words::Words| (w.lang, w.society[n % 2].replace("{p}", &place(n, w.lang)));
    // Some sources know a name in one language only.
    let languages = if n % 9 == 5 { &LANGUAGES[1..2] } else { &LANGUAGES[..] };
    let names: ByLang = languages.iter().map(name).collect();
    let initials = place(n, "en")[..1].to_owned();
    let also = if n.is_multiple_of(3) { vec![format!("{initials}{}", ["RC", "RCS"][n % 2])] } else { Vec::new() };
    let (country, region) = (country_code(n), Some(REGIONS[n % REGIONS.len()]));
    Party { id: society(n), kind: Some("national-society"), names, also, country, region, members: None }
}

fn named(id: &str, kind: Option<&'static str>, names: &[(&'static str, &str)]) -> Party {
    Party {
        id: id.to_owned(),
        kind,
        names: names.iter().map(|(l, n)| (*l, (*n).to_owned())).collect(),
        ..Party::default()
    }
}

/// Groups with members who joined and left, without any, and with themselves as members.
fn groups() -> Vec<Party> {
    let member = |id: String, from, to| Member { id, from, to };
    let itself = |id: &str| Some(vec![member(id.to_owned(), None, None)]);
    let group = |id, names: &[_], members| Party { members, ..named(id, Some("group"), names) };
    let states = (0..12)
        .map(|n| member(state(n), [Some("1995"), None, Some("2004-05-01")][n % 3], (n == 7).then_some("2020-01")));
    let societies = (0..9).map(|n| member(society(n), None, (n == 2).then_some("2018")));
    vec![
        group(
            GROUPS[0],
            &[
                ("en", "States along the river (made up)"),
                ("fr", "États riverains (made up)"),
                ("es", "Estados ribereños (made up)"),
                ("ar", "دول ضفاف النهر (made up)"),
            ],
            Some(states.collect()),
        ),
        group(GROUPS[1], &[("en", "National Societies of the coast (made up)")], Some(societies.collect())),
        group(GROUPS[2], &[("en", "A group that is its own member (made up)")], itself(GROUPS[2])),
        group(GROUPS[3], &[("en", "Ring, first half (made up)")], itself(GROUPS[4])),
        group(GROUPS[4], &[("en", "Ring, second half (made up)")], itself(GROUPS[3])),
        group(GROUPS[5], &[("en", "A group of which nobody knows the members (made up)")], None),
    ]
}

fn others() -> [Party; 4] {
    [
        named(
            OTHERS[0],
            Some("movement"),
            &[("en", "Bureau of the Movement (made up)"), ("fr", "Bureau du Mouvement (made up)")],
        ),
        named(OTHERS[1], Some("observer"), &[("en", "League of observers\u{202e} (made up)")]),
        // The first State's name, with a Cyrillic letter.
        named(OTHERS[2], Some("observer"), &[("en", &place(0, "en").replace('e', "\u{435}"))]),
        named(OTHERS[3], None, &[]),
    ]
}
