//! Which groups a party can have belonged to, for dates of each precision and groups in groups.

use super::*;
use crate::browse::sample_tests::merge;

/// The groups of `p` as `group from..to`; members are written `group: member from..to`.
fn check(members: &[&str], expect: &[&str]) {
    let mut parties: Vec<(String, Vec<String>)> = Vec::new();
    for line in members {
        let (group, member) = line.split_once(": ").expect("group: member");
        let (id, time) = member.split_once(' ').unwrap_or((member, ".."));
        let (from, to) = time.split_once("..").expect("from..to");
        let member = format!(r#"{{"id":"{id}","from":"{from}","to":"{to}"}}"#);
        match parties.iter_mut().find(|(id, _)| id == group) {
            Some((_, members)) => members.push(member),
            None => parties.push((group.to_owned(), vec![member])),
        }
    }
    let party = |(id, members): &(String, Vec<String>)| format!(r#"{{"id":"{id}","members":[{}]}}"#, members.join(","));
    let parties: Vec<String> = parties.iter().map(party).collect();
    let catalogue = merge("[]", &format!("[{}]", parties.join(",")), "[]");
    let date = |date: Option<Date>| date.map(|d| d.to_string()).unwrap_or_default();
    let groups = catalogue.groups_of(&PartyId::new("p").expect("an id"));
    let found: Vec<String> = groups.iter().map(|m| format!("{} {}..{}", m.group, date(m.from), date(m.to))).collect();
    assert_eq!(found, expect, "{members:?}");
}

#[test]
fn a_party_belongs_to_groups_and_to_the_groups_that_these_belong_to() {
    check(&[], &[]);
    check(&["a: q"], &[]);
    check(&["a: p"], &["a .."]);
    check(&["b: p 2012..", "a: p ..2010-05"], &["a ..2010-05", "b 2012.."]);
    check(&["a: p", "b: a", "c: b"], &["a ..", "b ..", "c .."]);
    check(&["a: p 2012..2019", "b: a 2015-03..2021"], &["a 2012..2019", "b 2015-03..2019"]);
    check(&["a: p ..2019-06", "b: a ..2019", "c: b ..2019-06-30"], &["a ..2019-06", "b ..2019-06", "c ..2019-06"]);
    check(&["a: p 2019..", "b: a 2019-01.."], &["a 2019..", "b 2019.."]);
    check(&["a: p 2019..", "b: a 2019-02.."], &["a 2019..", "b 2019-02.."]);
}

#[test]
fn circles_end_and_no_party_is_a_group_of_its_own() {
    check(&["p: p"], &[]);
    check(&["a: p", "a: a"], &["a .."]);
    check(&["a: p 2012..", "b: a", "a: b ..2011"], &["a 2012..", "b 2012.."]);
    check(&["a: p", "p: a", "b: p"], &["a ..", "b .."]);
    let all: Vec<String> = (0..12).flat_map(|g| (0..12).map(move |m| format!("g{g:02}: g{m:02}"))).collect();
    let all: Vec<&str> = all.iter().map(String::as_str).chain(["g00: p"]).collect();
    let expect: Vec<String> = (0..12).map(|g| format!("g{g:02} ..")).collect();
    check(&all, &expect.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn a_time_that_is_certainly_empty_is_none() {
    check(&["a: p 2019..2018"], &[]);
    check(&["a: p 2019..2019"], &["a 2019..2019"]);
    check(&["a: p 2019-12..2019"], &["a 2019-12..2019"]);
    check(&["a: p 2019-12-09..2019-12-08"], &[]);
    check(&["a: p ..2018-05", "b: a 2018-06..", "c: a 2018.."], &["a ..2018-05", "c 2018..2018-05"]);
}

#[test]
fn several_times_in_a_group_stand_beside_each_other_unless_one_contains_the_other() {
    check(&["a: p 1990..1995", "a: p 2001.."], &["a 1990..1995", "a 2001.."]);
    check(&["a: p 1990..1995", "a: p ..1999"], &["a ..1999"]);
    check(&["a: p ..1999", "a: p 1990..1995"], &["a ..1999"]);
    check(&["a: p 2000..2010", "a: p 2005..2015"], &["a 2000..2010", "a 2005..2015"]);
    check(&["a: p", "b: p", "c: a 2000..2004", "c: b 2010.."], &["a ..", "b ..", "c 2000..2004", "c 2010.."]);
    check(&["a: p", "a: p 2019..2020", "b: a"], &["a ..", "b .."]);
    check(&["a: p 2019..2020", "a: p 2019-01-01..2020-12-31"], &["a 2019..2020"]);
}

#[test]
fn only_certain_outsiders_are_left_out() {
    let date = |text: &str| Date::parse(text);
    let check = |from: &str, to: &str, day: &str, expect: bool| {
        let time = Membership { group: PartyId::new("a").expect("an id"), from: date(from), to: date(to) };
        assert_eq!(time.covers(date(day)), expect, "{day} in {from}..{to}");
    };
    for (from, to, day, expect) in [
        ("", "", "", true),
        ("2019", "2019", "", true),
        ("", "", "2019", true),
        ("2019", "", "2018-12-31", false),
        ("2019", "", "2019-01-01", true),
        ("2019", "", "2018", false),
        ("2019-06", "", "2019", true),
        ("2019-06", "", "2019-05", false),
        ("2019-06", "", "2019-05-31", false),
        ("2019-06-02", "", "2019-06-01", false),
        ("2019-06-02", "", "2019-06", true),
        ("", "2019", "2019-12-31", true),
        ("", "2019", "2020", false),
        ("", "2019-06", "2019-06-30", true),
        ("", "2019-06", "2019-07-01", false),
        ("", "2019-06", "2019", true),
        ("", "2019-06-02", "2019-06-03", false),
        ("2012", "2018", "2015-05-05", true),
        ("2012", "2018", "2019", false),
        ("2012", "2018", "2011", false),
    ] {
        check(from, to, day, expect);
    }
}
