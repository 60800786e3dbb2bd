//! Which pledge comes first: cases made by hand, each a question that a reader could ask. The first of each pair or three is
//! the better answer.

use std::sync::Arc;

use crate::{
    browse::{About, Catalogue, Orders, Part, Query, page},
    feed::{PartKind, Removals},
};

/// Checks that a query gives pledges in the order in which they are written here (their ids would order them the other
/// way round).
fn check(query: &str, pledges: &[&str]) {
    check_among(query, pledges, &[]);
}

/// The same among others that the query does not find.
fn check_among(query: &str, pledges: &[&str], others: &[String]) {
    let id = |n: usize| format!("p{}", 9 - n);
    let records: Vec<String> =
        pledges.iter().enumerate().map(|(n, p)| format!(r#"{{"id":"{}",{p}}}"#, id(n))).collect();
    let others = others.iter().enumerate().map(|(n, p)| format!(r#"{{"id":"other{n}",{p}}}"#));
    let records: Vec<String> = records.into_iter().chain(others).collect();
    let parties = r#"[{"id":"ns-au","kind":"national-society","names":{"en":"Australian Red Cross","fr":"Croix-Rouge australienne",
        "es":"Cruz Roja Australiana","ar":"الصليب الأحمر الأسترالي"},"also":["ARC"]},{"id":"state-se","names":{"en":"Sweden","fr":"Suède"}}]"#;
    let parts = [(PartKind::Pledges, format!("[{}]", records.join(","))), (PartKind::Parties, parties.to_owned())];
    let parts = parts.map(|(kind, json)| Part::read(kind, json.as_bytes()).expect("a part"));
    let catalogue = Catalogue::merge(&parts, Arc::new(Removals::default()), &About::default());
    let found = page(&catalogue, &Query::search(query), &Orders::plain("en"));
    let ids: Vec<String> = found.rows.iter().map(|r| r.brief.id.to_string()).collect();
    assert_eq!(ids, (0..pledges.len()).map(id).collect::<Vec<_>>(), "{query}");
}

fn text(part: &str, text: &str) -> String {
    format!(r#""sections":[{{"part":"{part}","text":"{text}"}}]"#)
}

#[test]
fn where_a_word_stands_counts() {
    let objectives = text("objectives", "Access to water for all");
    let resources = text("resources", "Access to water for all");
    let report = r#""reports":[{"id":"r","actions_taken":"Access to water for all"}]"#;
    check("water", &[r#""title":"Water""#, &objectives]);
    check("water", &[&objectives, &resources]);
    check("water", &[&resources, report]);
    check("water", &[r#""title":"Clean water for all people""#, &objectives, report]);
    check(
        "P2107",
        &[r#""number":"P2107""#, r#""title":"Follow-up of P2107 and of P2107""#, &text("text", "See P2107")],
    );
    check("water", &[r#""title":"x","titles":{"fr":"Water"}"#, &objectives]);
}

#[test]
fn a_whole_word_counts_more_than_the_beginning_of_one() {
    check("health", &[r#""title":"Health care""#, r#""title":"Healthcare now""#]);
    check("health", &[&text("text", "health care"), &text("text", "healthcare now")]);
    check("migrant law", &[r#""title":"Migrant law""#, r#""title":"Migrants law""#, r#""title":"Migrants lawful""#]);
    check("état", &[r#""title":"L’État""#, r#""title":"Les États""#]);
}

#[test]
fn short_texts_and_repeated_words_count_more() {
    let long = format!("water {}", "other ".repeat(300));
    check(
        "water",
        &[
            r#""title":"Water law""#,
            r#""title":"A law on how people everywhere come to have a right to clean water at home""#,
        ],
    );
    check("water", &[&text("text", "water supply"), &text("text", &long)]);
    check("water", &[&text("text", "water and water and more water"), &text("text", "water and sand and more sand")]);
}

#[test]
fn rare_words_count_more_than_common_ones() {
    let noise = ["law", "law", "law", "law"].map(|w| format!(r#""title":"{w} other""#));
    check_among(
        "law cholera",
        &[
            r#""title":"Cholera","sections":[{"part":"resources","text":"law"}]"#,
            r#""title":"Law","sections":[{"part":"resources","text":"cholera"}]"#,
        ],
        &noise,
    );
}

#[test]
fn a_party_is_found_by_any_of_its_names_as_well_as_by_a_title() {
    let by = |party: &str| format!(r#""title":"A pledge","parties":[{{"id":"{party}"}}]"#);
    for name in ["australian", "australienne", "cruz roja", "ARC", "الأسترالي", "croix-rouge"] {
        check(name, &[&by("ns-au")]);
    }
    check("suede", &[&by("state-se"), &text("text", "suede boots for the staff")]);
    check("sweden", &[r#""title":"Sweden","parties":[{"id":"state-se"}]"#, &text("text", "Sweden")]);
    check(
        "australian water",
        &[
            r#""title":"Water","parties":[{"id":"ns-au"}]"#,
            r#""parties":[{"id":"ns-au"}],"sections":[{"part":"text","text":"water"}]"#,
        ],
    );
}

#[test]
fn equal_matches_come_in_the_usual_order() {
    check(
        "water",
        &[r#""title":"Water","edition":"34IC""#, r#""title":"Water","edition":"33IC""#, r#""title":"Water""#],
    );
}

#[test]
fn what_is_misspelt_is_found_and_ranked_as_if_it_were_not() {
    check("harassment", &[r#""title":"Against harrassment""#, &text("text", "harrassment")]);
    check("tratados", &[r#""title":"Tratados""#, &text("text", "los tratados")]);
    check("تعهد", &[r#""title":"تَعَهُّدٌ""#, &text("text", "تَعَهُّدٌ")]);
}
