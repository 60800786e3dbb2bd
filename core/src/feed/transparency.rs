//! What a desk counts of its moderation, beside the feed. Optional, and every number in it is: a desk of another version
//! is shown as far as it is understood.

use super::fields::Fields;
use crate::model::Date;

/// The format that the file names.
const FORMAT: &str = "pledge-transparency/1";

/// The most bytes that the file may have.
pub const TRANSPARENCY_LIMIT: u64 = 256 * 1024;

/// A number that is told as what it is, or, where few could be known by it, as few.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Count {
    /// So many.
    Exactly(u64),
    /// One to four.
    Few,
}

impl Count {
    /// Whether it is none at all.
    pub fn is_none(self) -> bool {
        self == Self::Exactly(0)
    }
}

/// What is counted of flags.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    /// Flags that came.
    pub received: Option<Count>,
    /// Decided that the content stands.
    pub kept: Option<Count>,
    /// Decided that it is removed.
    pub removed: Option<Count>,
    /// Sent to those who can correct it.
    pub referred: Option<Count>,
    /// The content had gone meanwhile.
    pub void: Option<Count>,
    /// Taken away for now.
    pub held: Option<Count>,
    /// Shown again.
    pub restored: Option<Count>,
    /// Not decided yet.
    pub pending: Option<Count>,
    /// Days until a decision, in the middle.
    pub median_days: Option<Count>,
}

/// The numbers of a desk.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Transparency {
    /// When they were counted.
    pub generated: Option<Date>,
    /// Since when it is counted.
    pub since: Option<Date>,
    /// All flags.
    pub all: Counts,
    /// Flags by the wire's word for their ground.
    pub by_ground: Vec<(Box<str>, Counts)>,
    /// Flags by the Conference of their pledge, `none` where it has none.
    pub by_edition: Vec<(Box<str>, Counts)>,
}

/// Reads the file; None where it is another one, such as a captive portal's page.
pub fn parse_transparency(json: &[u8]) -> Option<Transparency> {
    let mut fields = Fields::parse(json).ok()?;
    if fields.text("format").as_deref() != Some(FORMAT) {
        return None;
    }
    let day = |text: Option<String>| text.as_deref().and_then(|t| Date::parse(t.get(..10)?));
    Some(Transparency {
        generated: day(fields.text("generated")),
        since: day(fields.text("since")),
        all: fields.object("all").map(counts).unwrap_or_default(),
        by_ground: groups(&mut fields, "by_ground"),
        by_edition: groups(&mut fields, "by_edition"),
    })
}

fn groups(fields: &mut Fields, key: &str) -> Vec<(Box<str>, Counts)> {
    fields.objects_by_key(key).into_iter().map(|(name, own)| (name.into(), counts(own))).collect()
}

fn counts(mut own: Fields) -> Counts {
    let mut count = |key: &str| own.number_or_text(key).and_then(|said| said.map_or_else(|text| few(&text), exactly));
    Counts {
        received: count("received"),
        kept: count("kept"),
        removed: count("removed"),
        referred: count("referred"),
        void: count("void"),
        held: count("held"),
        restored: count("restored"),
        pending: count("pending"),
        median_days: count("median_days"),
    }
}

fn exactly(n: u64) -> Option<Count> {
    Some(Count::Exactly(n))
}

fn few(said: &str) -> Option<Count> {
    (said == "1-4").then_some(Count::Few)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_far_as_they_are_understood() {
        let json = br#"{"format":"pledge-transparency/1","generated":"2026-11-28T08:00:00Z","since":null,"later":[1],
            "all":{"received":12,"kept":"1-4","removed":0,"median_days":3,"held":"many","pending":-1,"more":{}},
            "by_ground":{"spam":{"received":"1-4"},"rude":{},"odd":7},"by_edition":{"33IC":{"received":9},"none":{}}}"#;
        let read = parse_transparency(json).expect("it is one");
        assert_eq!((read.generated, read.since), (Date::parse("2026-11-28"), None));
        let expect = Counts {
            received: Some(Count::Exactly(12)),
            kept: Some(Count::Few),
            removed: Some(Count::Exactly(0)),
            median_days: Some(Count::Exactly(3)),
            ..Counts::default()
        };
        assert_eq!(read.all, expect);
        let names = |of: &[(Box<str>, Counts)]| of.iter().map(|(name, _)| name.to_string()).collect::<Vec<_>>();
        let mut grounds = names(&read.by_ground);
        grounds.sort();
        assert_eq!(grounds, ["rude", "spam"]);
        assert_eq!(read.by_edition.len(), 2);
        assert!(Count::Exactly(0).is_none() && !Count::Few.is_none());
    }

    #[test]
    fn another_file_is_none() {
        for json in [&b"<html>Welcome</html>"[..], b"", b"[]", b"{}", br#"{"format":"pledge-transparency/2"}"#] {
            assert_eq!(parse_transparency(json), None);
        }
        let bare = parse_transparency(br#"{"format":"pledge-transparency/1"}"#);
        assert_eq!(bare, Some(Transparency::default()));
    }
}
