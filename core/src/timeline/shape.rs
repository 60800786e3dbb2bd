//! How a fact is drawn on an axis: solid is known, dashed is known only so far.

use super::{Axis, Fact, What, axis::number};
use crate::model::Date;

/// How an end of a span is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    /// To the day.
    Day,
    /// To the month or the year.
    Rough,
    /// Not at all: the span goes on, or beyond the axis.
    Open,
}

/// What stands on the axis; places are per cent from its beginning.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Shape {
    /// A day.
    Day(f64),
    /// A time from one place to another, and how its two ends are known.
    Span(f64, f64, End, End),
    /// The end of a period whose beginning is not given: somewhere between two places.
    EndAlone(f64, f64),
}

impl Shape {
    /// How a fact is drawn; None where it has no date, or dates that cannot be.
    pub fn of(fact: &Fact, axis: &Axis) -> Option<Self> {
        if fact.contradicts_itself() {
            return None;
        }
        match (fact.from, fact.to) {
            (Some(from), Some(to)) => Some(Self::between(from, to, axis)),
            (Some(from), None) => {
                let (start, end) = edge(from, from.first(), axis);
                // It lasts, as far as anybody has said.
                Some(Self::Span(start, 100.0, end, End::Open))
            }
            (None, Some(to)) if fact.what == What::Period => {
                Some(Self::EndAlone(axis.place(number(to.first())), axis.place(number(to.last()))))
            }
            (None, to) => to.map(|to| Self::between(to, to, axis)),
        }
    }

    fn between(from: Date, to: Date, axis: &Axis) -> Self {
        // A day ends where it begins: as an end it is no later than as a beginning.
        let ((start, begin), (end, finish)) = (edge(from, from.first(), axis), edge(to, to.last(), axis));
        if from == to && begin == End::Day { Self::Day(start) } else { Self::Span(start, end, begin, finish) }
    }

    /// The middle: where a sign stands.
    pub fn middle(self) -> f64 {
        match self {
            Self::Day(place) => place,
            Self::Span(start, end, ..) | Self::EndAlone(start, end) => f64::midpoint(start, end),
        }
    }
}

/// The place of a day of a date, and how the date is known.
fn edge(date: Date, day: (u16, u8, u8), axis: &Axis) -> (f64, End) {
    let day = number(day);
    let end = match date.day() {
        _ if axis.is_beyond(day) => End::Open,
        Some(_) => End::Day,
        None => End::Rough,
    };
    (axis.place(day), end)
}
