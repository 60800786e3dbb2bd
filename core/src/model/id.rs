//! Identifiers. A pledge's and a report's id is public, unique and stable for ever and has a strict shape; the ids
//! of parties and terms are whatever the source uses, within reason, because an unknown one is shown as it is.

use std::fmt;

/// Whether `s` is `[A-Za-z0-9][A-Za-z0-9._-]{0,99}`, the shape of pledge and report ids.
pub fn is_record_id(s: &str) -> bool {
    let mut bytes = s.bytes();
    s.len() <= 100
        && bytes.next().is_some_and(|b| b.is_ascii_alphanumeric())
        && bytes.all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
}

/// Whether `s` can name a party or a term: 1 to 100 characters, none of them blank, control or direction mark.
fn is_reference(s: &str) -> bool {
    !s.is_empty()
        && s.chars().count() <= 100
        && !s.chars().any(|c| c.is_whitespace() || c.is_control() || super::text::is_hazard(c))
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $valid:expr) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Box<str>);

        impl $name {
            /// The id, if `s` has its shape.
            pub fn new(s: &str) -> Option<Self> {
                $valid(s).then(|| Self(s.into()))
            }

            /// The id as it stands in the feed.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }
    };
}

id!(
    /// A pledge's id, such as `33IC-0042`.
    PledgeId, is_record_id
);
id!(
    /// A progress report's id, such as `33IC-0042-r1`.
    ReportId, is_record_id
);
id!(
    /// A party's id, such as `ns-au`.
    PartyId, is_reference
);
id!(
    /// A theme's, resolution's or region's id, such as `migration`.
    TermId, is_reference
);
id!(
    /// A Conference's id, such as `33IC`.
    EditionId, is_reference
);

impl EditionId {
    /// The Conference's number (`33IC` is 33), where the id is of that form.
    pub fn number(&self) -> Option<u16> {
        self.0.strip_suffix("IC")?.parse().ok().filter(|n| *n > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn record_ids_have_the_shape_of_the_feed_format() {
        for good in ["33IC-0042", "a", "9._-x", &"a".repeat(100)] {
            assert!(PledgeId::new(good).is_some(), "{good}");
        }
        for bad in ["", "-a", ".a", "../../x", "a b", "é", "a/b", "a\0", &"a".repeat(101)] {
            assert!(PledgeId::new(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn references_may_be_foreign_but_not_hazardous() {
        for good in ["ns-au", "mitglied-ö", "État"] {
            assert!(PartyId::new(good).is_some(), "{good}");
        }
        for bad in ["", "a b", "a\u{202e}b", "a\u{0}", &"x".repeat(101)] {
            assert!(PartyId::new(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn editions_tell_their_number() {
        let number = |s| EditionId::new(s).and_then(|e| e.number());
        assert_eq!(number("33IC"), Some(33));
        assert_eq!(number("session-3"), None);
        assert_eq!(number("IC"), None);
    }
}
