//! The axis: which days it spans, where the Conferences and today stand on it. Places are per cent from its beginning.

use super::Fact;
use crate::model::{Date, EditionId};

/// Days that a year has on average, for the room at the ends.
const YEAR: i32 = 365;
/// Years beyond today or the last Conference that an axis reaches at most; a date beyond them stands at its end.
const YEARS_AHEAD: i32 = 15;
/// Years before the first Conference that it reaches at most.
const YEARS_BACK: i32 = 10;
/// The room, in per cent, that the name of a tick needs.
const ROOM: f64 = 11.0;
/// Years that are named at most where no Conferences are known.
const MOST_YEARS: i32 = 8;

/// A place on the axis that has a name.
#[derive(Clone, PartialEq, Debug)]
pub struct Tick {
    /// The Conference; None where it is only the beginning of a year.
    pub edition: Option<EditionId>,
    /// The year.
    pub year: u16,
    /// Where it stands.
    pub place: f64,
    /// Whether there is room for its name.
    pub named: bool,
}

/// An axis in time.
#[derive(Clone, PartialEq, Debug)]
pub struct Axis {
    start: i32,
    end: i32,
    /// The Conferences, or else some years.
    pub ticks: Vec<Tick>,
    /// Where today stands.
    pub today: f64,
}

impl Axis {
    /// The axis of some facts, or None where fewer than `least` have dates, so that words say more. `conferences` are those that are
    /// known, each with its first day.
    pub fn over(facts: &[Fact], conferences: &[(EditionId, Date)], today: Date, least: usize) -> Option<Self> {
        if facts.iter().filter(|f| f.is_dated() && !f.contradicts_itself()).count() < least {
            return None;
        }
        let first = |d: &Date| number(d.first());
        let last = |d: &Date| number(d.last());
        let now = first(&today);
        let held = |days: &mut dyn Iterator<Item = i32>| {
            days.fold(None, |all: Option<(i32, i32)>, day| {
                Some(all.map_or((day, day), |(a, b)| (a.min(day), b.max(day))))
            })
        };
        let (from, to) = held(&mut conferences.iter().map(|(_, d)| first(d)).chain([now])).unwrap_or((now, now));
        let facts = facts.iter().flat_map(|f| f.from.as_ref().map(first).into_iter().chain(f.to.as_ref().map(last)));
        let (earliest, latest) = held(&mut facts.into_iter()).unwrap_or((from, to));
        let start = from.min(earliest.max(from - YEARS_BACK * YEAR)) - YEAR;
        let end = to.max(latest.min(to + YEARS_AHEAD * YEAR)) + YEAR;
        let mut axis = Self { start, end, ticks: Vec::new(), today: 0.0 };
        axis.today = axis.place(now);
        axis.ticks = if conferences.is_empty() { axis.years() } else { axis.conferences(conferences) };
        Some(axis)
    }

    /// The place of a day, not beyond the ends.
    pub(super) fn place(&self, day: i32) -> f64 {
        let share = f64::from(day - self.start) / f64::from((self.end - self.start).max(1));
        (share * 1e4).round().clamp(0.0, 1e4) / 100.0
    }

    /// Whether a day is beyond an end.
    pub(super) fn is_beyond(&self, day: i32) -> bool {
        day < self.start || day > self.end
    }

    fn conferences(&self, conferences: &[(EditionId, Date)]) -> Vec<Tick> {
        let tick = |(edition, date): &(EditionId, Date)| Tick {
            edition: Some(edition.clone()),
            year: date.year(),
            place: self.place(number(date.first())),
            named: true,
        };
        let mut ticks =
            crate::order::sorted(conferences.iter().map(tick).collect(), |a, b| a.place.total_cmp(&b.place));
        // Where there is no room for all, those that have a number are named first.
        let has_number = |tick: &Tick| tick.edition.as_ref().is_some_and(|e| e.number().is_some());
        let mut named: Vec<f64> = Vec::new();
        for numbered in [true, false] {
            for tick in ticks.iter_mut().filter(|t| has_number(t) == numbered) {
                tick.named = named.iter().all(|place| (tick.place - place).abs() >= ROOM);
                named.extend(tick.named.then_some(tick.place));
            }
        }
        ticks
    }

    fn years(&self) -> Vec<Tick> {
        let (from, to) = (year_of(self.start) + 1, year_of(self.end));
        let step = ((to - from) / MOST_YEARS + 1).max(1);
        let mut ticks = Vec::new();
        let mut year = from;
        while year <= to {
            if let Ok(y) = u16::try_from(year) {
                ticks.push(Tick { edition: None, year: y, place: self.place(number((y, 1, 1))), named: true });
            }
            year += step;
        }
        ticks
    }
}

/// The number of a day: days since the first of March of the year 0, in today's calendar.
pub(super) fn number((year, month, day): (u16, u8, u8)) -> i32 {
    let (month, day) = (i32::from(month), i32::from(day));
    // A year that begins in March has its leap day at the end.
    let year = i32::from(year) - i32::from(month <= 2);
    let in_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    year * 365 + year / 4 - year / 100 + year / 400 + in_year
}

/// The year of a day's number, at most one day too early or too late at its ends.
fn year_of(day: i32) -> i32 {
    (day + 60) * 400 / 146_097
}
