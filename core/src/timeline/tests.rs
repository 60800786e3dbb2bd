//! Tables of dates and what stands on the axis for them; and, for any dates, that words, chart and picture have the same.

use proptest::prelude::*;

use super::*;
use crate::model::{Completion, Date, EditionId, PartyId};

fn date(text: &str) -> Option<Date> {
    Date::parse(text)
}

/// The days 2000-01-01 to 2028-ish: Conferences of 2007 to 2024 and today.
fn conferences() -> Vec<(EditionId, Date)> {
    [
        ("30IC", "2007-11-26"),
        ("31IC", "2011-11-28"),
        ("32IC", "2015-12-08"),
        ("33IC", "2019-12-09"),
        ("34IC", "2024-10-28"),
    ]
    .iter()
    .filter_map(|(e, d)| Some((EditionId::new(e)?, date(d)?)))
    .collect()
}

fn today() -> Date {
    date("2026-11-20").expect("a day")
}

/// An axis from 2006-11-26 to 2027-11-20.
fn axis() -> Axis {
    let dates = Dates {
        from: date("2016"),
        submitted: date("2015"),
        reports: vec![(date("2017"), Completion::No)],
        ..Dates::default()
    };
    Axis::over(&dates.facts(), &conferences(), today(), LEAST).expect("three dates make an axis")
}

/// How a shape is drawn, in short: `|2015-12` a line, `[2016..2019]` solid ends, `(` dashed, `-` open, `..)` an end alone.
fn sketch(shape: Option<Shape>) -> String {
    let end = |e: End, marks: [char; 3]| match e {
        End::Day => marks[0],
        End::Rough => marks[1],
        End::Open => marks[2],
    };
    match shape {
        None => "nothing".to_owned(),
        Some(Shape::Day(at)) => format!("|{at:.0}"),
        Some(Shape::Span(a, b, begin, finish)) => {
            format!("{}{a:.0}..{b:.0}{}", end(begin, ['[', '(', '-']), end(finish, [']', ')', '-']))
        }
        Some(Shape::EndAlone(a, b)) => format!("..({a:.0}..{b:.0})"),
    }
}

#[test]
fn each_date_is_drawn_as_precisely_as_it_is_given() {
    for (from, to, expect) in [
        ("2016", "2019", "(43..62)"),
        ("2016-01-01", "2019-12-31", "[43..62]"),
        ("2016-01-01", "2019", "[43..62)"),
        ("2016", "2019-12-31", "(43..62]"),
        ("2016-03", "2016-05", "(44..45)"),
        ("2016", "2016", "(43..48)"),
        ("2015-12-17", "2015-12-17", "|43"),
        ("2016", "", "(43..100-"),
        ("2016-01-01", "", "[43..100-"),
        ("", "2019", "..(58..62)"),
        ("", "2019-12-31", "..(62..62)"),
        ("2019", "2016", "nothing"),
        ("2016-06", "2016-05-31", "nothing"),
        // The same year may well hold both.
        ("2016-06", "2016", "(45..48)"),
        ("1990", "2010", "-0..20)"),
        ("2020", "2099", "(62..100-"),
        ("1990", "2099", "-0..100-"),
        ("0001", "9999", "-0..100-"),
        ("", "", "nothing"),
    ] {
        let fact = Fact { what: What::Period, from: date(from), to: date(to) };
        assert_eq!(sketch(Shape::of(&fact, &axis())), expect, "{from} to {to}");
    }
}

#[test]
fn a_report_and_a_submission_stand_at_their_date() {
    for (given, expect) in [("2021-11-03", "|71"), ("2021-11", "(71..72)"), ("2021", "(67..72)"), ("", "nothing")] {
        for what in [What::Report(Completion::Yes, 0), What::Submitted, What::Removed] {
            let fact = Fact { what, from: date(given), to: date(given) };
            assert_eq!(sketch(Shape::of(&fact, &axis())), expect, "{fact:?}");
        }
    }
}

#[test]
fn an_axis_needs_three_dated_marks_and_conferences_are_none() {
    let dates = |submitted: &str, from: &str, to: &str, reports: &[&str]| Dates {
        made: date("2015-12-08"),
        submitted: date(submitted),
        from: date(from),
        to: date(to),
        reports: reports.iter().map(|r| (date(r), Completion::No)).collect(),
        ..Dates::default()
    };
    for (dates, has_axis) in [
        (dates("", "", "", &[]), false),
        (dates("2015-12-17", "2016", "2019", &[]), false),
        (dates("2015-12-17", "2016", "2019", &["", ""]), false),
        (dates("2015-12-17", "2016", "2019", &["2017"]), true),
        (dates("", "", "", &["2017", "2018", "2019"]), true),
        (dates("2015", "2019", "2016", &["2018"]), false),
    ] {
        assert_eq!(Axis::over(&dates.facts(), &conferences(), today(), LEAST).is_some(), has_axis, "{dates:?}");
    }
}

#[test]
fn an_axis_holds_conferences_and_today_and_names_years_where_it_knows_no_conference() {
    let axis = axis();
    let ticks: Vec<_> = axis.ticks.iter().map(|t| format!("{} {:.0}", t.year, t.place)).collect();
    assert_eq!(ticks, ["2007 5", "2011 24", "2015 43", "2019 62", "2024 85"]);
    assert_eq!(format!("{:.0}", axis.today), "95");
    let facts = ["2001-05", "2003", "2019-02-01"].map(|d| Fact { what: What::Submitted, from: date(d), to: date(d) });
    let bare = Axis::over(&facts, &[], today(), LEAST).expect("an axis");
    let years: Vec<u16> = bare.ticks.iter().map(|t| t.year).collect();
    assert!(years.len() > 3 && years.len() < 10 && bare.ticks.iter().all(|t| t.edition.is_none()), "{years:?}");
    // Two Conferences in one year do not write over each other.
    let close = [("a", "2019-05-01"), ("b", "2019-06-01"), ("c", "2024-01-01")];
    let close: Vec<_> = close.iter().filter_map(|(e, d)| Some((EditionId::new(e)?, date(d)?))).collect();
    let close = Axis::over(&facts, &close, today(), LEAST).expect("an axis");
    assert_eq!(close.ticks.iter().map(|t| t.named).collect::<Vec<_>>(), [true, false, true]);
}

#[test]
fn reports_of_one_day_are_all_seen() {
    let said = [Completion::Yes, Completion::No, Completion::NotSaid, Completion::Yes];
    let dates = Dates { reports: said.map(|s| (date("2021"), s)).to_vec(), ..Dates::default() };
    let facts = dates.facts();
    let places: Vec<_> = drawn(&facts, &axis())
        .iter()
        .flat_map(|(_, strokes)| strokes.iter().filter(|s| matches!(s.form, Form::Sign(_))))
        .map(|s| format!("{:.0} {}", s.x.0, s.y.0))
        .collect();
    assert_eq!(places, ["70 18", "70 6", "70 30", "74 18"]);
}

#[test]
fn facts_stand_in_the_order_of_time_and_those_without_a_date_last() {
    let dates = Dates {
        made: date("2019-12-09"),
        submitted: date("2019-12-10"),
        from: None,
        to: date("2018"),
        since: PartyId::new("ns-au").zip(date("2021")).into_iter().collect(),
        reports: vec![(None, Completion::Yes), (date("2020-05"), Completion::No)],
        removed: date("2022-01-01").map(|d| (d, true)).into_iter().collect(),
    };
    let facts: Vec<_> = dates.facts().into_iter().map(|f| f.what).collect();
    let who = PartyId::new("ns-au").expect("an id");
    let expect = [
        What::Made,
        What::Period,
        What::Submitted,
        What::Report(Completion::No, 1),
        What::Since(who),
        What::Withdrawn,
        What::Report(Completion::Yes, 0),
    ];
    assert_eq!(facts, expect);
}

#[test]
fn a_picture_is_well_formed_whatever_stands_in_it_and_mirrors() {
    let facts =
        Dates { from: date("2016"), to: date("2019"), submitted: date("2015-12-17"), ..Dates::default() }.facts();
    let row = PictureRow {
        group: Some("<33> & \"34\"".to_owned()),
        title: "A\u{1}<b>title</b> with one verylongwordthatgoesonandonandonandonandonandon & more".to_owned(),
        words: vec!["2016 to 2019".to_owned()],
        facts: facts.into_iter().map(|f| (f, "a <sentence>".to_owned())).collect(),
        label: Some("no dates".to_owned()),
    };
    let of = Picture {
        title: "T & t".to_owned(),
        note: "n".to_owned(),
        today: "today".to_owned(),
        rows: vec![row],
        rtl: false,
    };
    let ltr = picture(&of, Some(&axis()));
    let rtl = picture(&Picture { rtl: true, ..of.clone() }, Some(&axis()));
    assert_eq!(ltr.matches("<g class=\"mark\">").count(), 2);
    assert!(ltr.contains("T &amp; t") && ltr.contains("A&lt;b&gt;title") && !ltr.contains('\u{1}'));
    assert!(ltr.contains("verylongwordthatgoesonandonandonandonan</text>"), "{ltr}");
    assert!(rtl.contains("direction=\"rtl\"") && rtl.contains("x=\"1100.0\"") && ltr.contains("x=\"20.0\""));
    // Ideographs and capitals take more room than a line of small letters has.
    let wide = |title: String| {
        let rows = vec![PictureRow { title, ..PictureRow::default() }];
        picture(&Picture { rows, ..of.clone() }, None).matches("class=\"t\"").count()
    };
    assert_eq!((wide("日".repeat(40)), wide("A".repeat(40)), wide("a".repeat(40))), (2, 2, 1));
    assert!(picture(&of, None).contains("2016 to 2019") && !picture(&of, None).contains("class=\"mark\""));
}

fn some_date() -> impl Strategy<Value = Option<Date>> {
    let year = prop_oneof![8 => 2005u16..2030, 1 => Just(1u16), 1 => Just(9999u16)];
    let date = (year, prop::option::of(1u8..=12), prop::option::of(1u8..=31));
    prop::option::weighted(0.7, date).prop_map(|d| d.and_then(|(y, m, day)| Date::new(y, m, m.and(day))))
}

prop_compose! {
    fn some_dates()(
        made in some_date(), submitted in some_date(), from in some_date(), to in some_date(),
        since in prop::collection::vec(some_date(), 0..3),
        reports in prop::collection::vec((some_date(), 0usize..3), 0..4),
        removed in prop::collection::vec((some_date(), any::<bool>()), 0..2),
    ) -> Dates {
        let said = [Completion::Yes, Completion::No, Completion::NotSaid];
        let who = PartyId::new("ns-au").expect("an id");
        Dates {
            made, submitted, from, to,
            since: since.into_iter().flatten().map(|d| (who.clone(), d)).collect(),
            reports: reports.into_iter().map(|(d, n)| (d, said[n])).collect(),
            removed: removed.into_iter().filter_map(|(d, by)| Some((d?, by))).collect(),
        }
    }
}

proptest! {
    #[test]
    fn list_and_chart_made_from_one_value_agree(all in prop::collection::vec(some_dates(), 1..6)) {
        let facts: Vec<Fact> = all.iter().flat_map(Dates::facts).collect();
        // Nothing that is known is left out of the list, and nothing is added.
        let given = |d: &Dates| {
            usize::from(d.made.is_some()) + usize::from(d.submitted.is_some()) + usize::from(d.from.or(d.to).is_some())
                + d.since.len() + d.reports.len() + d.removed.len()
        };
        prop_assert_eq!(facts.len(), all.iter().map(given).sum::<usize>());
        let Some(axis) = Axis::over(&facts, &conferences(), today(), LEAST) else {
            prop_assert!(facts.iter().filter(|f| f.is_dated() && !f.contradicts_itself()).count() < LEAST);
            return Ok(());
        };
        for fact in &facts {
            let drawn = Shape::of(fact, &axis);
            let has_date = fact.from.or(fact.to).is_some();
            prop_assert_eq!(drawn.is_some(), has_date && !fact.contradicts_itself(), "{:?}", fact);
            let Some(shape) = drawn else { continue };
            for stroke in strokes(&fact.what, shape) {
                let inside = 0.0 <= stroke.x.0 && stroke.x.0 <= stroke.x.1 && stroke.x.1 <= 100.0;
                prop_assert!(inside, "{:?} of {:?}", stroke, fact);
            }
            // A solid end means a day, and a day is never drawn where only a month or a year is known.
            let rough = |d: Option<Date>| d.is_some_and(|d| d.day().is_none());
            match shape {
                Shape::Day(_) => prop_assert!(!rough(fact.from) && fact.from == fact.to),
                Shape::Span(_, _, begin, finish) => {
                    prop_assert!(begin != End::Day || !rough(fact.from));
                    prop_assert!(finish != End::Day || (fact.to.is_some() && !rough(fact.to)));
                }
                Shape::EndAlone(..) => prop_assert!(fact.from.is_none()),
            }
        }
        for dates in &all {
            let facts = dates.facts();
            let rows = drawn(&facts, &axis);
            prop_assert_eq!(rows.len(), facts.iter().filter(|f| Shape::of(f, &axis).is_some()).count());
            let signs: Vec<_> = rows.iter().flat_map(|(_, s)| s).filter(|s| matches!(s.form, Form::Sign(_))).collect();
            for (n, a) in signs.iter().enumerate() {
                for b in &signs[n + 1..] {
                    let apart = (a.x.0 - b.x.0).abs() >= 4.4 || (a.y.0 - b.y.0).abs() >= 11.9;
                    prop_assert!(apart, "{a:?} covers {b:?}");
                }
            }
        }
        let rows = all.iter().map(|d| PictureRow {
            facts: d.facts().into_iter().map(|f| (f, String::new())).collect(), ..PictureRow::default()
        });
        let drawn = facts.iter().filter(|f| Shape::of(f, &axis).is_some()).count();
        let of = Picture { rows: rows.collect(), ..Picture::default() };
        prop_assert_eq!(picture(&of, Some(&axis)).matches("<g class=\"mark\">").count(), drawn);
    }
}
