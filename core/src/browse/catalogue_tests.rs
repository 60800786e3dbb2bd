//! Catalogues from many parts, in any order, with and without removals; and what they say of a pledge.

use proptest::prelude::*;

use super::*;
use crate::{
    browse::{Orders, Overview, page, total},
    feed::{PartKind, parse_removal},
    route::Route,
};

fn part(kind: PartKind, json: &str) -> Part {
    Part::read(kind, json.as_bytes()).expect("a part")
}

fn merge(parts: &[Part], removals: &[&str]) -> Catalogue {
    let removals = removals.iter().map(|r| parse_removal(r).expect("a removal")).collect();
    Catalogue::merge(parts, Arc::new(Removals::new(removals)), &About::default())
}

fn ids(catalogue: &Catalogue) -> Vec<String> {
    catalogue.briefs().map(|b| b.id.to_string()).collect()
}

fn id(id: &str) -> PledgeId {
    PledgeId::new(id).expect("an id")
}

#[test]
fn parts_are_merged_and_the_removed_left_out() {
    let parts = [
        part(PartKind::Pledges, r#"[{"id":"a","edition":"33IC","parties":[{"id":"g"}]},{"id":"b"},{"bad":1}]"#),
        part(PartKind::Pledges, r#"[{"id":"b","title":"twice"},{"id":"c","edition":"34IC","themes":["t"]}]"#),
        part(PartKind::Parties, r#"[{"id":"g","kind":"group","names":{"en":"Group","fr":"Groupe"}}]"#),
        part(PartKind::Terms, r#"[{"list":"editions","id":"30IC"}]"#),
    ];
    let all = merge(&parts, &[]);
    assert_eq!((ids(&all), all.left_out(), all.len()), (vec!["c".to_owned(), "a".into(), "b".into()], 1, 3));
    assert!(all.is_joint(&id("a")), "a group pledges for many");
    let editions = all.editions();
    assert_eq!(editions.iter().map(EditionId::as_str).collect::<Vec<_>>(), ["34IC", "33IC", "30IC"]);
    let group = PartyId::new("g").expect("id");
    assert_eq!(all.party_name(&group, "fr").1, "Groupe");
    assert_eq!(all.party_name(&PartyId::new("nobody").expect("id"), "fr").1, "nobody");
    let fewer = merge(&parts, &[r#"{"id":"a","at":"2026-10-01T12:00:00Z"}"#]);
    assert_eq!((ids(&fewer), fewer.pledge(&id("a"))), (vec!["c".to_owned(), "b".into()], Held::Nowhere));
}

#[test]
fn a_pledge_without_a_title_lends_first_words() {
    let json = r#"[{"id":"a","sections":[{"part":"text","text":"  "},{"part":"text","text":"- The\nparties will"}]},{"id":"b"}]"#;
    let all = merge(&[part(PartKind::Pledges, json)], &[]);
    assert_eq!(all.briefs().map(|b| b.first_words).collect::<Vec<_>>(), ["The parties will", ""]);
}

#[test]
fn a_removed_report_is_gone_from_progress_search_and_page_and_the_rest_of_its_pledge_stays() {
    let json = r#"[{"id":"a","title":"Kept","reports":[{"id":"r1","completed":true,"actions_taken":"Secret things"},
        {"id":"r2","completed":false,"actions_taken":"Open things"}]},{"id":"b"}]"#;
    let parts = [part(PartKind::Pledges, json)];
    let removal = r#"{"id":"r1","at":"2026-10-01T12:00:00Z"}"#;
    let (before, after) = (merge(&parts, &[]), merge(&parts, &[removal]));
    let count = |catalogue: &Catalogue, address: &str| match Route::parse(address).route {
        Route::List(query) => total(catalogue, &query),
        other => panic!("{other:?}"),
    };
    assert_eq!((count(&before, "?q=secret"), count(&before, "?progress=differ")), (1, 1));
    assert_eq!((count(&after, "?q=secret"), count(&after, "?q=open"), count(&after, "?q=kept")), (0, 1, 1));
    let near = |catalogue: &Catalogue| match Route::parse("?q=sekret").route {
        Route::List(query) => page(catalogue, &query, &Orders::plain("en")).near[0].shown.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!((near(&before), near(&after)), (vec!["secret".to_owned()], vec![]), "not even by a misspelt word");
    assert_eq!((count(&after, "?progress=not-completed"), count(&after, "?all")), (1, 2));
    let Held::Here(entry) = after.pledge(&id("a")) else { panic!("it is here") };
    assert_eq!(entry.pledge.reports.len(), 1);
    // Before its bytes are loaded it waits, rather than to show what was removed.
    let bare = [Part { bytes: None, ..parts[0].clone() }];
    let bare = merge(&bare, &[removal]);
    assert!(bare.waits_for_bytes() && !before.waits_for_bytes() && !after.waits_for_bytes());
    assert_eq!((ids(&bare), bare.pledge(&id("a"))), (vec!["b".to_owned()], Held::Coming));
}

#[test]
fn a_pledge_that_still_holds_a_removed_text_is_gone() {
    let hash = crate::feed::Sha256Hex::of(b"Secret");
    let removal = format!(r#"{{"id":"a","texts":["{hash}"],"at":"2026-10-01T12:00:00Z"}}"#);
    let old = part(PartKind::Pledges, r#"[{"id":"a","sections":[{"part":"text","text":"Secret"}]}]"#);
    assert!(merge(&[old], &[&removal]).is_empty());
    let new = format!(r#"[{{"id":"a","title":"T","sections":[{{"part":"text","text":null,"removed":"{hash}"}}]}}]"#);
    assert_eq!(ids(&merge(&[part(PartKind::Pledges, &new)], &[&removal])), ["a"]);
}

#[test]
fn the_latest_reports_come_first_and_undated_ones_last() {
    let json = r#"[{"id":"a","reports":[{"id":"r1","date":"2019"},{"id":"r2","date":"2023-02","completed":true}]},
        {"id":"b","reports":[{"id":"r3"}]},{"id":"c","reports":[{"id":"r4","date":"2021","parties":["p"]}]},{"id":"d"}]"#;
    let all = merge(&[part(PartKind::Pledges, json)], &[]);
    let dates = |most| -> Vec<String> {
        let date = |(brief, report): (Brief, ReportBrief)| format!("{} {:?}", brief.id, report.date);
        all.latest_reports(most).into_iter().map(date).collect()
    };
    assert_eq!(dates(9), ["a Some(2023-02)", "c Some(2021)", "a Some(2019)", "b None"]);
    assert_eq!(dates(2), ["a Some(2023-02)", "c Some(2021)"]);
}

/// A pledge of a made-up catalogue.
fn pledge() -> impl Strategy<Value = String> {
    let words = prop::collection::vec(prop::sample::select(vec!["health", "care", "water", "migrants", "law"]), 0..5);
    let edition = prop::option::of(prop::sample::select(vec!["33IC", "34IC", "32IC", "odd"]));
    let party = (
        prop::sample::select(vec!["ns-au", "state-fr", "group-eu", "ns-xx"]),
        prop::option::of(prop::sample::select(vec!["pledging", "signatory"])),
    );
    let parties = prop::collection::vec(party, 0..3);
    let themes = prop::collection::vec(prop::sample::select(vec!["a", "b", "c"]), 0..3);
    let report = prop::option::of((prop::option::of(any::<bool>()), prop::option::of(2015..2025u32)));
    (words, edition, parties, themes, report).prop_map(|(words, edition, parties, themes, report)| {
        let mut fields = vec![format!(r#""title":"{}""#, words.join(" "))];
        fields.extend(edition.map(|e| format!(r#""edition":"{e}""#)));
        let party = |(id, role): &(&str, Option<&str>)| match role {
            Some(role) => format!(r#"{{"id":"{id}","role":"{role}"}}"#),
            None => format!(r#"{{"id":"{id}"}}"#),
        };
        fields.push(format!(r#""parties":[{}]"#, parties.iter().map(party).collect::<Vec<_>>().join(",")));
        fields.push(format!(
            r#""themes":[{}]"#,
            themes.iter().map(|t| format!(r#""{t}""#)).collect::<Vec<_>>().join(",")
        ));
        fields.extend(report.map(|(completed, year)| {
            let date = year.map_or("null".to_owned(), |y| format!(r#""{y}""#));
            let completed = completed.map_or("null".to_owned(), |c| c.to_string());
            format!(r#""reports":[{{"id":"ID-r","date":{date},"completed":{completed},"actions_taken":"water came"}}]"#)
        }));
        fields.join(",")
    })
}

const PARTIES: &str = r#"[{"id":"ns-au","kind":"national-society","region":"asia-pacific","names":{"en":"Australian Red Cross","fr":"Croix-Rouge australienne"}},
    {"id":"state-fr","kind":"state","names":{"en":"France"}},{"id":"group-eu","kind":"group","names":{"en":"Union"}}]"#;
const TERMS: &str = r#"[{"list":"editions","id":"33IC","from":"2019-12-09"},{"list":"editions","id":"34IC","from":"2024-10-28"},
    {"list":"editions","id":"32IC","from":"2015-12-08"}]"#;

fn whole(pledges: &[String]) -> Vec<String> {
    pledges
        .iter()
        .enumerate()
        .map(|(n, p)| format!(r#"{{"id":"p{n:02}",{}}}"#, p.replace("ID", &format!("p{n:02}"))))
        .collect()
}

fn about() -> About {
    About { as_of: crate::model::Date::parse("2026-11-19"), complete: vec!["33IC".into(), "32IC".into()] }
}

/// Everything that pages show of a catalogue, for comparing.
fn shown(catalogue: &Catalogue) -> Vec<String> {
    let mut all = vec![format!("{:?}", Overview::of(catalogue)), format!("{:?}", catalogue.latest_reports(5))];
    all.extend(Key::ALL.iter().map(|key| format!("{key:?} {:?}", catalogue.values(*key))));
    for address in [
        "?all",
        "?q=health",
        "?q=he+wa&sort=title",
        "?q=-water&party=ns-au&role=pledging",
        "?q=%22water+came%22",
        "?sort=party&all",
        "?sort=reported&all",
        "?q=croix&not.edition=33IC",
        "?q=helth",
        "?stale=since-33IC",
    ] {
        let Route::List(query) = Route::parse(address).route else { panic!("{address}") };
        let page = page(catalogue, &query, &Orders::plain("fr"));
        let counts: Vec<_> = Key::ALL
            .iter()
            .flat_map(|key| catalogue.values(*key).into_iter().map(|(value, _)| page.counts.of(*key, &value)))
            .collect();
        all.push(format!("{address} {} {:?} {:?} {counts:?} {:?}", page.total, page.rows, page.near, page.parties));
    }
    all
}

/// The pledges of each part in order, as `cuts` says, and names.
fn in_parts(records: &[String], cuts: &[usize]) -> Vec<Part> {
    let mut groups: Vec<Vec<&str>> = vec![Vec::new(); 4];
    records.iter().zip(cuts.iter().cycle()).for_each(|(record, cut)| groups[cut % 4].push(record));
    let pledges = groups.iter().map(|g| part(PartKind::Pledges, &format!("[{}]", g.join(","))));
    pledges.chain([part(PartKind::Parties, PARTIES), part(PartKind::Terms, TERMS)]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn many_parts_in_any_order_give_what_one_gives(
        pledges in prop::collection::vec(pledge(), 0..24),
        cuts in prop::collection::vec(0usize..4, 1..24),
        shuffle in any::<prop::sample::Index>(),
        removed in prop::collection::vec((0usize..24, any::<bool>()), 0..4),
    ) {
        let records = whole(&pledges);
        let one = in_parts(&records, &[0]);
        let mut many = in_parts(&records, &cuts);
        let at = shuffle.index(many.len());
        many.rotate_left(at);
        many.swap(0, at);
        let removals: Vec<String> = removed.iter().map(|(n, report)| {
            format!(r#"{{"id":"p{n:02}{}","at":"2026-10-01T12:00:00Z"}}"#, if *report { "-r" } else { "" })
        }).collect();
        let removals: Vec<_> = removals.iter().map(|r| parse_removal(r).expect("a removal")).collect();
        let removals = Arc::new(Removals::new(removals));
        let merge = |parts: &[Part]| Catalogue::merge(parts, Arc::clone(&removals), &about());
        prop_assert_eq!(shown(&merge(&many)), shown(&merge(&one)));
        // A copy whose removed records are really gone shows the same.
        let bare: Vec<Part> = many.iter().map(|p| Part { bytes: None, ..p.clone() }).collect();
        let early = merge(&bare);
        if !early.waits_for_bytes() {
            prop_assert_eq!(ids(&early), ids(&merge(&one)));
        }
    }
}
