//! Dates as the sources give them: EDTF level 0 (ISO 8601-2), a year, a month or a day. No time zone, and never a
//! precision that the source does not have; an impossible date is no date.

use std::{cmp::Ordering, fmt};

/// A year (1 to 9999), a month of a year, or a day. Shown and written as `2019`, `2019-12`, `2019-12-09`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Date {
    year: u16,
    month: Option<u8>,
    day: Option<u8>,
}

impl Date {
    /// Reads `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; anything else, also 30 February and the year 0, is None.
    pub fn parse(s: &str) -> Option<Self> {
        let bytes = s.as_bytes();
        if !matches!(bytes.len(), 4 | 7 | 10) {
            return None;
        }
        let year = digits(bytes.get(..4)?)?;
        let month = field(bytes, 4)?;
        let day = field(bytes, 7)?;
        Self::new(year, month, day)
    }

    /// A date of these numbers; None where there is no such date.
    pub fn new(year: u16, month: Option<u8>, day: Option<u8>) -> Option<Self> {
        let good = (1..=9999).contains(&year)
            && month.is_none_or(|m| (1..=12).contains(&m))
            && day.is_none_or(|d| month.is_some_and(|m| (1..=days_in(year, m)).contains(&d)));
        good.then_some(Self { year, month, day })
    }

    /// The date as a number, greater the later it is, in the order of dates; never 0.
    pub fn code(self) -> u32 {
        u32::from(self.year) << 9 | u32::from(self.month.unwrap_or(0)) << 5 | u32::from(self.day.unwrap_or(0))
    }

    /// The date of a [`Date::code`].
    pub fn from_code(code: u32) -> Option<Self> {
        let part = |n: u32| u8::try_from(n).ok().filter(|n| *n > 0);
        Self::new(u16::try_from(code >> 9).ok()?, part(code >> 5 & 15), part(code & 31))
    }

    /// The year, 1 to 9999.
    pub fn year(self) -> u16 {
        self.year
    }

    /// The month, 1 to 12, if the source gives one.
    pub fn month(self) -> Option<u8> {
        self.month
    }

    /// The day of the month, 1 to 31, if the source gives one.
    pub fn day(self) -> Option<u8> {
        self.day
    }

    /// The first day that the date can mean, as (year, month, day).
    pub fn first(self) -> (u16, u8, u8) {
        (self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    /// The last day that the date can mean, as (year, month, day).
    pub fn last(self) -> (u16, u8, u8) {
        let month = self.month.unwrap_or(12);
        (self.year, month, self.day.unwrap_or_else(|| days_in(self.year, month)))
    }
}

/// The two digits after a hyphen at `at`: `Some(None)` where the text ends before it, None where they are no digits.
fn field(bytes: &[u8], at: usize) -> Option<Option<u8>> {
    if bytes.len() <= at {
        return Some(None);
    }
    let value = bytes.get(at..at + 3)?.strip_prefix(b"-")?;
    Some(Some(u8::try_from(digits(value)?).ok()?))
}

fn digits(bytes: &[u8]) -> Option<u16> {
    bytes.iter().try_fold(0u16, |n, b| b.is_ascii_digit().then(|| n * 10 + u16::from(b - b'0')))
}

fn days_in(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

/// By first day; where these are equal the less precise date comes first.
impl Ord for Date {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.first(), self.month, self.day).cmp(&(other.first(), other.month, other.day))
    }
}

impl PartialOrd for Date {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        self.month.map_or(Ok(()), |m| write!(f, "-{m:02}"))?;
        self.day.map_or(Ok(()), |d| write!(f, "-{d:02}"))
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_with_the_precision_that_they_have() {
        for (text, month, day) in [
            ("2019", None, None),
            ("2019-12", Some(12), None),
            ("2019-12-09", Some(12), Some(9)),
            ("2024-02-29", Some(2), Some(29)),
            ("0001", None, None),
        ] {
            let date = Date::parse(text).expect(text);
            assert_eq!((date.month(), date.day(), date.to_string().as_str()), (month, day, text));
        }
    }

    #[test]
    fn an_impossible_date_is_no_date() {
        for text in [
            "",
            "0000",
            "2024-02-30",
            "2023-02-29",
            "1900-02-29",
            "2024-13",
            "2024-00",
            "2024-01-00",
            "28.07.2019",
            "+14:00",
            "2019-1-1",
            "2019-12-09T00:00:00Z",
            "20191209",
            "２０１９",
            "2019/12",
            "-2019",
            "2019-12-",
            "199",
            "20190",
        ] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }

    #[test]
    fn dates_sort_by_their_first_day_and_a_year_before_its_days() {
        let mut dates: Vec<_> = ["2019-12-09", "2020", "2019", "2019-01-01", "2019-12"]
            .into_iter()
            .map(|d| Date::parse(d).expect(d))
            .collect();
        dates.sort();
        assert!(dates.is_sorted_by_key(|d| d.code()) && dates.iter().all(|d| Date::from_code(d.code()) == Some(*d)));
        assert_eq!((Date::from_code(0), Date::from_code(u32::MAX)), (None, None));
        let sorted: Vec<_> = dates.iter().map(Date::to_string).collect();
        assert_eq!(sorted, ["2019", "2019-01-01", "2019-12", "2019-12-09", "2020"]);
    }

    #[test]
    fn a_date_spans_what_it_can_mean() {
        let span = |s| Date::parse(s).map(|d| (d.first(), d.last()));
        assert_eq!(span("2024"), Some(((2024, 1, 1), (2024, 12, 31))));
        assert_eq!(span("2024-02"), Some(((2024, 2, 1), (2024, 2, 29))));
        assert_eq!(span("2024-02-03"), Some(((2024, 2, 3), (2024, 2, 3))));
    }
}
