//! What each filter, sort and page gives, row by row.

use std::sync::Arc;

use super::*;
use crate::{browse::Content, feed::PartKind, route::Route};

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
    let parts = [Content::read(PartKind::Pledges, pledges), Content::read(PartKind::Parties, parties)];
    Catalogue::merge(&parts, Arc::default())
}

/// The ids that an address gives, in their order.
fn check(address: &str, ids: &str) {
    let Route::List(query) = Route::parse(address).route else { panic!("{address} is no list") };
    let page = page(&catalogue(), &query, "en");
    let found: String = page.rows.iter().map(|e| e.pledge.id.as_str()).collect();
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
    check("?q=nothing", "");
    check("?q=.*(", "bacd");
    check("?q=x&edition=34IC", "b");
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
    let catalogue = Catalogue::merge(&[Content::read(PartKind::Pledges, json.as_bytes())], Arc::default());
    for (asked, number, rows) in [(0, 1, 20), (1, 1, 20), (2, 2, 20), (3, 3, 5), (999_999, 3, 5)] {
        let page = page(&catalogue, &Query::default().on_page(asked), "en");
        assert_eq!((page.number, page.rows.len(), page.pages, page.total), (number, rows, 3, 45), "{asked}");
    }
    let empty = page(&Catalogue::default(), &Query::default(), "en");
    assert_eq!((empty.total, empty.number, empty.pages), (0, 1, 1));
}
