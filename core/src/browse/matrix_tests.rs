//! Every number of a matrix against the list behind it, with random filters and words; and the orders of its rows.

use proptest::prelude::*;

use super::*;
use crate::browse::{
    Orders,
    counts_tests::filter,
    page,
    reading::Years,
    sample_tests::{EDITIONS, copy, merge, pledges},
    total,
};

fn matrix(catalogue: &Catalogue, query: &Query, sort: PartySort, lang: &str) -> Matrix {
    // Equal names may come at any places: here the later one first.
    let places = |names: &[String]| {
        let place = |name: &String| names.iter().filter(|n| *n < name).count() * 2;
        let later = |at: usize| names.iter().skip(at + 1).filter(|n| **n == names[at]).count();
        names.iter().enumerate().map(|(at, n)| u32::try_from(place(n) + later(at)).expect("few")).collect()
    };
    Matrix::of(catalogue, query, sort, &places, lang)
}

/// The progress of what a list holds against what was counted of it.
fn check_list(catalogue: &Catalogue, list: &Query, tally: &Tally) {
    assert_eq!(tally.all(), total(catalogue, list), "{list:?}");
    let rows = page(catalogue, list, &Orders::plain("en")).rows;
    let mut expect = Tally::default();
    rows.iter().for_each(|row| expect.add(row.brief.progress));
    assert_eq!((*tally, rows.len()), (expect, tally.all()), "{list:?}");
}

fn check(catalogue: &Catalogue, query: &Query, sort: PartySort) {
    let matrix = matrix(catalogue, query, sort, "en");
    check_list(catalogue, query, &matrix.total);
    for row in &matrix.rows {
        assert!(row.all.all() > 0 && row.cells.len() == matrix.columns.len(), "{row:?}");
        check_list(catalogue, &Matrix::row(query, row.party.as_ref()), &row.all);
        for (column, cell) in matrix.columns.iter().zip(&row.cells) {
            check_list(catalogue, &Matrix::cell(query, row.party.as_ref(), column.as_ref()), cell);
        }
        let list = page(catalogue, &Matrix::row(query, row.party.as_ref()), &Orders::plain("en")).rows;
        let from = |row: &crate::browse::Row| catalogue.began(row.brief.edition.as_ref()?.as_str());
        let mut years = Years::default();
        list.iter().for_each(|row| years.add(from(row), 1));
        assert_eq!(row.years, years);
        let reports = list.iter().flat_map(|r| catalogue.brief_at(catalogue.at(&r.brief.id)?)).flat_map(|(_, r)| r);
        assert_eq!(row.latest, reports.map(|r| r.date).max());
    }
    // Who has no row has no pledge in this list either.
    for party in ["ns-au", "ns-fr", "state-fr", "group-eu", "ns-yy"].map(PartyId::new).into_iter().chain([None]) {
        let wants = query.of_key(Key::Party).any(|f| !f.without);
        let is_wanted =
            query.of_key(Key::Party).any(|f| !f.without && f.value == party.as_ref().map_or(NONE, PartyId::as_str));
        if matrix.rows.iter().all(|row| row.party != party) && (!wants || is_wanted) {
            assert_eq!(total(catalogue, &Matrix::row(query, party.as_ref())), 0, "{party:?}");
        }
    }
    check_sums(catalogue, query, &matrix);
}

fn check_sums(catalogue: &Catalogue, query: &Query, matrix: &Matrix) {
    assert_eq!(matrix.columns, matrix.summary.iter().map(|sum| sum.edition.clone()).collect::<Vec<_>>());
    let place =
        |e: &Option<EditionId>| EDITIONS.iter().position(|known| e.as_ref().is_none_or(|e| e.as_str() == *known));
    assert!(matrix.columns.iter().rev().skip(1).all(Option::is_some));
    let given = matrix.columns.iter().filter(|c| c.is_some());
    assert!(given.map(place).collect::<Vec<_>>().is_sorted());
    for (n, sum) in matrix.summary.iter().enumerate() {
        assert!(sum.tally.all() > 0);
        check_list(catalogue, &Matrix::column(query, sum.edition.as_ref()), &sum.tally);
        let parties = matrix.rows.iter().filter(|row| row.party.is_some() && row.cells[n].all() > 0).count();
        assert_eq!(sum.parties, parties);
        assert_eq!(sum.from, sum.edition.as_ref().and_then(|e| catalogue.began(e.as_str())));
    }
    assert_eq!(matrix.summary.iter().map(|sum| sum.tally.all()).sum::<usize>(), matrix.total.all());
    assert_eq!(matrix.parties, matrix.rows.iter().filter(|row| row.party.is_some()).count());
    assert!(matrix.rows.iter().rev().skip(1).all(|row| row.party.is_some()), "who names none is last");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn every_number_is_that_of_the_list_behind_it(
        records in pledges(),
        filters in prop::collection::vec(filter(), 0..4),
        words in prop::sample::select(vec!["", "one", "zeta", "two words", "-one", "\"two words\""]),
        sort in prop::sample::select(PartySort::ALL.to_vec()),
    ) {
        let (catalogue, _) = copy(&records);
        check(&catalogue, &Query::of(filters).with_words(words), sort);
    }
}

#[test]
fn parties_stand_in_each_order() {
    let pledges = r#"[{"id":"a","parties":[{"id":"z1"},{"id":"z2"},{"id":"m"}],"reports":[{"id":"a-r"}]},
        {"id":"b","parties":[{"id":"m"},{"id":"a"}],"reports":[{"id":"b-r","date":"2019"}]},
        {"id":"c","parties":[{"id":"a"}],"reports":[{"id":"c-r","date":"2019-01"}]},{"id":"d"},{"id":"e"},
        {"id":"f","parties":[{"id":"x"}]}]"#;
    let parties = r#"[{"id":"z1","names":{"en":"Zed"},"region":"r1"},{"id":"z2","names":{"en":"Zed"},"region":"r2"},
        {"id":"m","names":{"en":"Mid","fr":"Zzz"}},{"id":"a","names":{"en":"Abe"},"region":"r1"}]"#;
    let terms =
        r#"[{"list":"regions","id":"r1","names":{"en":"South"}},{"list":"regions","id":"r2","names":{"en":"North"}}]"#;
    let catalogue = merge(pledges, parties, terms);
    for (sort, lang, expect) in [
        (PartySort::Name, "en", "a m z1 z2 x -"),
        (PartySort::Name, "fr", "a z1 z2 m x -"),
        (PartySort::Number, "en", "a m z1 z2 x -"),
        (PartySort::Region, "en", "z2 a z1 m x -"),
        (PartySort::Reported, "en", "a m z1 z2 x -"),
    ] {
        let rows = matrix(&catalogue, &Query::of([]), sort, lang).rows;
        let order: Vec<&str> = rows.iter().map(|row| row.party.as_ref().map_or("-", PartyId::as_str)).collect();
        assert_eq!(order.join(" "), expect, "{sort:?} {lang}");
        assert_eq!(PartySort::from_word(sort.word()), sort);
    }
    assert_eq!(PartySort::from_word("nope"), PartySort::Number);
}

#[test]
fn a_cell_keeps_what_is_chosen_besides_its_party_and_conference() {
    let of = |without: bool, key: Key, value: &str| Filter { key, without, value: value.to_owned() };
    let query = Query::of([
        of(false, Key::Party, "a"),
        of(false, Key::Party, "b"),
        of(true, Key::Party, "c"),
        of(false, Key::Edition, "33IC"),
        of(true, Key::Edition, "none"),
        of(false, Key::Role, "pledging"),
    ]);
    let query = query.with_words("water").on_page(3);
    let cell = Matrix::cell(&query, PartyId::new("b").as_ref(), EditionId::new("34IC").as_ref());
    let expect = Query::of([
        of(false, Key::Party, "b"),
        of(true, Key::Party, "c"),
        of(false, Key::Edition, "34IC"),
        of(true, Key::Edition, "none"),
        of(false, Key::Role, "pledging"),
    ]);
    assert_eq!(cell, expect.with_words("water"));
    assert_eq!(
        Matrix::cell(&Query::of([]), None, None),
        Query::of([Filter::with(Key::Party, "none"), Filter::with(Key::Edition, "none")])
    );
}
