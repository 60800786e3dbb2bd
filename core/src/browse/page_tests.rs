//! What each filter, sort and page gives, row by row.

use std::sync::Arc;

use super::*;
use crate::{
    browse::{About, Part},
    feed::PartKind,
    route::Route,
};

fn merge(parts: &[(PartKind, &[u8])]) -> Catalogue {
    let parts: Vec<_> = parts.iter().map(|(kind, json)| Part::read(*kind, json).expect("a part")).collect();
    Catalogue::merge(&parts, Arc::default(), &About::default())
}

fn catalogue() -> Catalogue {
    let pledges = br#"[
        {"id":"a","edition":"33IC","kind":"open","title":"Zebra protection","lang":"en","number":"P1",
         "parties":[{"id":"ns-au","role":"pledging"},{"id":"state-fr","role":"signatory"}],"themes":["ihl","migration"],
         "countries":["AU"],"resolutions":["33IC-R3"],"sections":[{"part":"text","text":"Quick brown text"}],
         "reports":[{"id":"a-r1","date":"2021","completed":true}]},
        {"id":"b","edition":"34IC","kind":"specific","title":"Apples","parties":[{"id":"group-eu","role":"pledging"}],
         "lang":"fr","sections":[{"part":"text","lang":"ar","text":"x"}],"reports":[{"id":"b-r1"}]},
        {"id":"c","edition":"32IC","sections":[{"part":"text","text":"Middle words"}]},
        {"id":"d","parties":[{"id":"state-fr"}],"themes":["migration"]}]"#;
    let parties = br#"[{"id":"ns-au","kind":"national-society","region":"asia-pacific","names":{"en":"Australian Red Cross"},"also":["ARC"]},
        {"id":"state-fr","kind":"state","region":"europe-central-asia","names":{"en":"France"}},
        {"id":"group-eu","kind":"group","names":{"en":"European Union"}}]"#;
    merge(&[(PartKind::Pledges, pledges), (PartKind::Parties, parties)])
}

/// The ids that an address gives, in their order.
fn check(address: &str, ids: &str) {
    let Route::List(query) = Route::parse(address).route else { panic!("{address} is no list") };
    let page = page(&catalogue(), &query, &Orders::plain("en"));
    let found: String = page.rows.iter().map(|r| r.brief.id.as_str()).collect();
    assert_eq!(found, ids, "{address}");
    assert_eq!(page.total, ids.len(), "{address}");
}

#[test]
fn a_repeated_key_is_any_of_these_and_different_keys_are_all_of_these() {
    check("?all", "bacd");
    check("?edition=33IC", "a");
    check("?edition=33IC&edition=34IC", "ba");
    check("?edition=33IC&kind=open", "a");
    check("?edition=34IC&kind=open", "");
    check("?edition=none", "d");
    check("?edition=nope", "");
    check("?edition=nope&edition=33IC", "a");
    check("?not.edition=33IC", "bcd");
    check("?not.edition=33IC&not.edition=none", "bc");
}

#[test]
fn every_key_finds_its_values() {
    for (address, ids) in [
        ("?kind=specific", "b"),
        ("?kind=none", "cd"),
        ("?joint=yes", "b"),
        ("?joint=no", "acd"),
        ("?party=ns-au&all", "a"),
        ("?party=none&all", "c"),
        ("?party=ns-au&party=state-fr&all", "ad"),
        ("?role=signatory", "a"),
        ("?role=none", "cd"),
        ("?category=state", "ad"),
        ("?category=none", "c"),
        ("?region=asia-pacific", "a"),
        ("?region=none", "bc"),
        ("?country=AU", "a"),
        ("?country=none", "bcd"),
        ("?theme=migration", "ad"),
        ("?theme=none", "bc"),
        ("?not.theme=ihl", "bcd"),
        ("?resolution=33IC-R3", "a"),
        ("?progress=completed", "a"),
        ("?progress=reported", "b"),
        ("?progress=no-report", "cd"),
        ("?language=ar", "b"),
        ("?language=en", "a"),
        ("?language=none", "cd"),
        ("?missing=objectives", "d"),
        ("?missing=resources", "bacd"),
        ("?lens=no-title", "cd"),
        ("?lens=no-party", "c"),
        ("?not.lens=no-party&not.lens=no-title", "ba"),
        ("?stale=ended", ""),
    ] {
        check(address, ids);
    }
}

#[test]
fn party_role_category_and_region_speak_of_one_and_the_same_party() {
    check("?party=ns-au&role=pledging", "a");
    check("?party=ns-au&role=signatory", "");
    check("?category=state&role=pledging", "");
    check("?category=state&role=signatory", "a");
    check("?category=state&region=asia-pacific", "");
    check("?not.party=state-fr&all", "bc");
    check("?not.role=signatory", "bcd");
}

#[test]
fn words_are_found_in_titles_texts_numbers_and_the_names_of_parties() {
    check("?q=zebra", "a");
    check("?q=brown+zebra", "a");
    check("?q=p1", "a");
    check("?q=australian+zebra", "a");
    check("?q=ARC", "a");
    check("?q=france", "ad");
    check("?q=france+-zebra", "d");
    check("?q=zzz", "");
    check("?q=.*(", "bacd");
    check("?q=australain", "a");
    check("?q=x&edition=34IC", "b");
    check("?q=%22quick+brown%22", "a");
    check("?q=%22brown+quick%22", "");
    check("?q=%22australian+red+cross%22", "a");
    check("?q=-%22quick+brown%22", "bcd");
    check("?q=-zebra+-apples", "cd");
    check("?q=middle+-%22quick+brown%22", "c");
}

#[test]
fn the_list_stands_in_the_chosen_order() {
    check("?all&sort=newest", "bacd");
    check("?all&sort=title", "bacd");
    check("?all&sort=party", "abdc");
    check("?all&sort=reported", "abcd");
    check("?all&sort=relevance", "bacd");
    check("?q=france&sort=newest", "ad");
}

#[test]
fn a_page_beyond_the_last_is_the_last() {
    let records: Vec<_> = (0..45).map(|n| format!(r#"{{"id":"p{n:02}"}}"#)).collect();
    let json = format!("[{}]", records.join(","));
    let catalogue = merge(&[(PartKind::Pledges, json.as_bytes())]);
    for (asked, number, rows) in [(0, 1, 20), (1, 1, 20), (2, 2, 20), (3, 3, 5), (999_999, 3, 5)] {
        let page = page(&catalogue, &Query::default().on_page(asked), &Orders::plain("en"));
        assert_eq!((page.number, page.rows.len(), page.pages, page.total), (number, rows, 3, 45), "{asked}");
    }
    let empty = page(&Catalogue::default(), &Query::default(), &Orders::plain("en"));
    assert_eq!((empty.total, empty.number, empty.pages), (0, 1, 1));
}

fn found(catalogue: &Catalogue, address: &str) -> Page {
    let Route::List(query) = Route::parse(address).route else { panic!("{address} is no list") };
    page(catalogue, &query, &Orders::plain("en"))
}

fn sketch(pieces: &[Piece]) -> String {
    pieces.iter().map(|p| if p.found { format!("[{}]", p.text) } else { p.text.clone() }).collect()
}

#[test]
fn a_word_that_nothing_has_is_looked_for_in_its_nearest_spelling() {
    let catalogue = catalogue();
    let near = |typed: &str, shown: &[&str]| Near {
        typed: typed.to_owned(),
        shown: shown.iter().map(|s| (*s).to_owned()).collect(),
    };
    let page = found(&catalogue, "?q=Zebbra+brown");
    assert_eq!((page.total, page.near), (1, vec![near("Zebbra", &["zebra"])]));
    assert_eq!(sketch(&page.rows[0].title), "[Zebra] protection");
    assert_eq!(sketch(&page.rows[0].snippet.as_ref().expect("a snippet").pieces), "Quick [brown] text");
    assert_eq!(found(&catalogue, "?q=xylophone").near, [near("xylophone", &[])]);
    assert_eq!(found(&catalogue, "?q=zebra").near, []);
    // The names of parties are spelt nearly, too.
    assert_eq!(found(&catalogue, "?q=frannce").near, [near("frannce", &["france"])]);
}

#[test]
fn a_row_shows_why_it_is_there() {
    let catalogue = catalogue();
    let page = found(&catalogue, "?q=australian");
    assert_eq!(sketch(&page.rows[0].title), "Zebra protection");
    assert_eq!(sketch(&page.rows[0].snippet.as_ref().expect("its beginning").pieces), "Quick brown text");
    let page = found(&catalogue, "?q=words");
    assert_eq!((sketch(&page.rows[0].title), page.rows[0].brief.title.clone()), ("Middle [words]".to_owned(), None));
}

#[test]
fn parties_are_offered_first_and_on_the_first_page_alone() {
    let catalogue = catalogue();
    let ids = |address| found(&catalogue, address).parties.iter().map(|f| f.party.id.to_string()).collect::<Vec<_>>();
    assert_eq!(ids("?q=arc"), ["ns-au"]);
    assert_eq!(ids("?q=arc+zebra"), [""; 0]);
    assert_eq!(ids("?q=-arc"), [""; 0]);
    assert_eq!(ids("?all"), [""; 0]);
}

#[test]
fn a_party_that_was_chosen_is_offered_too_and_once() {
    let catalogue = catalogue();
    let offered = |address| {
        let parties = found(&catalogue, address).parties;
        parties.iter().map(|f| format!("{} {}", f.party.id, f.pledges)).collect::<Vec<_>>()
    };
    assert_eq!(offered("?all&party=ns-au"), ["ns-au 1"]);
    assert_eq!(offered("?party=ns-au&q=australian"), ["ns-au 1"]);
    assert_eq!(offered("?all&not.party=ns-au"), Vec::<String>::new());
    assert_eq!(offered("?party=nobody&edition=33IC"), Vec::<String>::new());
}

#[test]
fn an_empty_list_says_what_to_drop_and_what_that_gives() {
    let catalogue = catalogue();
    let drops = |address| -> Vec<(String, usize)> {
        let name = |drop: &Drop| match drop {
            Drop::Words => "words".to_owned(),
            Drop::Filter(filter) => filter.value.clone(),
        };
        found(&catalogue, address).drops.iter().map(|(drop, n)| (name(drop), *n)).collect()
    };
    let expect = |list: &[(&str, usize)]| -> Vec<(String, usize)> {
        list.iter().map(|(name, n)| ((*name).to_owned(), *n)).collect()
    };
    assert_eq!(drops("?q=zebra&edition=34IC"), expect(&[("words", 1), ("34IC", 1)]));
    assert_eq!(drops("?theme=migration&edition=32IC&kind=open"), expect(&[("32IC", 1)]));
    assert_eq!(drops("?q=zebra&edition=33IC"), expect(&[]));
    assert_eq!(drops("?theme=migration&edition=32IC"), expect(&[("32IC", 2), ("migration", 1)]));
}

#[test]
fn phrases_wait_for_texts_that_are_not_loaded() {
    let json = br#"[{"id":"a","title":"Two words"}]"#;
    let whole = Part::read(PartKind::Pledges, json).expect("a part");
    let bare = Part { bytes: None, ..whole.clone() };
    let catalogue = Catalogue::merge(&[bare], Arc::default(), &About::default());
    let page = found(&catalogue, "?q=%22two+words%22");
    assert_eq!((page.total, page.waiting), (0, true));
    let row = found(&catalogue, "?q=two").rows.remove(0);
    assert_eq!((row.brief.title.as_deref(), row.snippet), (Some("Two words"), None));
    let page = found(&catalogue.with_bytes(&[whole]), "?q=%22two+words%22");
    assert_eq!((page.total, page.waiting), (1, false));
}

#[test]
fn a_phrase_may_end_in_a_letter_of_a_script_without_spaces() {
    let json = r#"[{"id":"a","title":"第3回大会"},{"id":"b","title":"字典"},{"id":"c","title":"other"}]"#;
    let catalogue = merge(&[(PartKind::Pledges, json.as_bytes())]);
    for (address, total) in
        [("?q=%22第3回%22", 1), ("?q=%22字%22", 1), ("?q=-%22字%22", 2), ("?q=%22回大%22", 1), ("?q=%22大回%22", 0)]
    {
        assert_eq!(found(&catalogue, address).total, total, "{address}");
    }
}
