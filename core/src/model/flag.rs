//! A flag: what a reader says of content that should not stand, as it is sent to the desk. What is said is bounded; which
//! text it is about is pinned by the hash of the text that the reader saw.

use super::{
    PledgeId, ReportId,
    text::{Lang, is_hazard},
};

/// The letters of an explanation, as people count them: at least, and at most.
pub const EXPLANATION: (usize, usize) = (10, 2_000);
/// The letters of a passage at most.
pub const LONGEST_QUOTE: usize = 2_000;
/// The letters of the name of a law, of a reader's name, and of an address at most.
pub const LONGEST_LINE: usize = 200;

words!(
    /// Why content should not stand.
    Ground {
        /// Against the Fundamental Principles of the Movement.
        Principles = "fundamental-principles",
        /// Against article 11.4 of the Statutes: political, racial, religious or ideological.
        Statutes = "statutes-11-4",
        /// Against the objectives of the Conference.
        Objectives = "conference-objectives",
        /// It exposes a person.
        PersonalData = "personal-data",
        /// It endangers somebody.
        Safety = "safety",
        /// It speaks for somebody for whom it should not.
        Impersonation = "impersonation",
        /// It misuses the emblem.
        Emblem = "emblem-misuse",
        /// It is illegal.
        Illegal = "illegal",
        /// Advertising, spam, an unsafe link.
        Spam = "spam",
        /// Something else.
        Other = "other",
    }
);

words!(
    /// The Fundamental Principles.
    Principle {
        /// Humanity.
        Humanity = "humanity",
        /// Impartiality.
        Impartiality = "impartiality",
        /// Neutrality.
        Neutrality = "neutrality",
        /// Independence.
        Independence = "independence",
        /// Voluntary service.
        VoluntaryService = "voluntary-service",
        /// Unity.
        Unity = "unity",
        /// Universality.
        Universality = "universality",
    }
);

words!(
    /// Which text of a pledge or report a flag is about.
    FlaggedPart {
        /// The title of the pledge, or of the report where one is named.
        Title = "title",
        /// What is to be reached.
        Objectives = "objectives",
        /// How.
        ActionPlan = "action-plan",
        /// How progress is measured.
        Indicators = "indicators",
        /// With what means.
        Resources = "resources",
        /// The whole pledge in one text.
        Text = "text",
        /// What a report says was done.
        ActionsTaken = "actions_taken",
        /// The address of an attachment.
        Attachment = "attachment",
    }
);

/// The grounds as a reader is asked for them; finer ones are chosen under them only where that helps.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PlainGround {
    /// Against the Principles or the Statutes.
    Principles,
    /// Against the objectives of the Conference.
    Objectives,
    /// It exposes a person, speaks for somebody for whom it should not, or misuses the emblem.
    Person,
    /// Illegal.
    Illegal,
    /// Advertising, spam, an unsafe link.
    Spam,
    /// Something else.
    Other,
}

impl PlainGround {
    /// All of them, in the order in which they are asked.
    pub const ALL: [Self; 6] =
        [Self::Principles, Self::Objectives, Self::Person, Self::Illegal, Self::Spam, Self::Other];

    /// The grounds under it, of which the first is meant where nothing finer is chosen.
    pub fn grounds(self) -> &'static [Ground] {
        match self {
            Self::Principles => &[Ground::Principles, Ground::Statutes],
            Self::Objectives => &[Ground::Objectives],
            Self::Person => &[Ground::PersonalData, Ground::Safety, Ground::Impersonation, Ground::Emblem],
            Self::Illegal => &[Ground::Illegal],
            Self::Spam => &[Ground::Spam],
            Self::Other => &[Ground::Other],
        }
    }
}

/// A UUID, which a flag and a case have; in small letters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct FlagId(Box<str>);

impl FlagId {
    /// The id, if `s` is a UUID.
    pub fn new(s: &str) -> Option<Self> {
        let good = s.len() == 36
            && s.bytes().enumerate().all(|(n, b)| match n {
                8 | 13 | 18 | 23 => b == b'-',
                _ => b.is_ascii_hexdigit(),
            });
        good.then(|| Self(s.to_ascii_lowercase().into()))
    }

    /// The id as it stands on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a flag is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Subject {
    /// The pledge.
    pub pledge: PledgeId,
    /// The report of it, where it is about a report.
    pub report: Option<ReportId>,
    /// The text; None: the whole record.
    pub part: Option<FlaggedPart>,
    /// The hash (64 small hex digits) of the text that the reader saw.
    pub sha256: Option<Box<str>>,
    /// The copy that the reader saw.
    pub seq: Option<u64>,
}

/// How to reach who flagged; asked for when it is sent, and never kept on the device.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Contact {
    /// A name.
    pub name: Option<Box<str>>,
    /// An address for e-mail.
    pub email: Option<Box<str>>,
}

/// A flag, or an objection to a decision.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Flag {
    /// Its id, made by the app; by it a repeat is known.
    pub id: FlagId,
    /// Of an objection: the flag, or the case of the removal, that it objects to. None: a flag.
    pub objects_to: Option<FlagId>,
    /// An earlier flag of the same reader that this one stands for.
    pub replaces: Option<FlagId>,
    /// What it is about.
    pub subject: Subject,
    /// Whether somebody is in danger because of it.
    pub danger: bool,
    /// Why it should not stand.
    pub ground: Ground,
    /// Which Principles it is against.
    pub principles: Vec<Principle>,
    /// Which law it breaks.
    pub law: Option<Box<str>>,
    /// Why, in the reader's words.
    pub explanation: Box<str>,
    /// The passage.
    pub quote: Option<Box<str>>,
    /// How to reach the reader.
    pub contact: Option<Contact>,
    /// The language that the reader writes in.
    pub lang: Lang,
    /// When it was made (RFC 3339, UTC), by the reader's clock.
    pub made: Box<str>,
}

/// The letters of a text as people count them: an accent that stands by itself, a sign that joins two others, what is
/// joined, and what cannot be seen are no letters of their own. Of Latin, Greek, Cyrillic, Hebrew and Arabic that is exact;
/// the vowel signs of Indic scripts count as letters.
pub fn letters(text: &str) -> usize {
    const JOINER: char = '\u{200d}';
    let joins = |c: char| {
        matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{610}'..='\u{61a}'
            | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
            | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}' | '\u{1f3fb}'..='\u{1f3ff}'
            | JOINER)
    };
    let mut before = ' ';
    text.trim()
        .chars()
        .filter(|c| {
            let is_seen = !c.is_control() && !is_hazard(*c) && !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}');
            let counts = is_seen && !joins(*c) && before != JOINER;
            before = *c;
            counts
        })
        .count()
}

/// Whether something can be an address for e-mail: one sign `@` with something on both sides, and no blanks.
pub fn is_email(text: &str) -> bool {
    let mut parts = text.split('@');
    let both = matches!((parts.next(), parts.next(), parts.next()), (Some(a), Some(b), None) if !a.is_empty() && !b.is_empty());
    both && !text.chars().any(|c| c.is_whitespace() || c.is_control()) && text.chars().count() <= LONGEST_LINE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ground_stands_under_one_plain_ground() {
        let under: Vec<Ground> = PlainGround::ALL.iter().flat_map(|p| p.grounds()).copied().collect();
        assert_eq!(under, Ground::ALL);
        assert!(Ground::ALL.iter().all(|g| Ground::from_wire(g.wire()) == Some(*g)));
        assert_eq!((Principle::ALL.len(), Ground::from_wire("rude")), (7, None));
    }

    #[test]
    fn letters_are_counted_as_people_do() {
        for (text, count) in [
            ("", 0),
            ("  abc \n", 3),
            ("e\u{301}", 1),
            ("مُحَمَّد", 4),
            ("👍🏽", 1),
            ("👨‍👩‍👧", 1),
            ("日本語", 3),
            ("\u{200b}\u{200b}\u{ad}\u{0}\u{202e}", 0),
        ] {
            assert_eq!(letters(text), count, "{text:?}");
        }
    }

    #[test]
    fn an_id_is_a_uuid_and_an_address_has_two_sides() {
        let id = FlagId::new("1B4E28BA-2FA1-4D3B-A3F5-EF19B5A7633B").expect("a UUID");
        assert_eq!(id.as_str(), "1b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b");
        for bad in ["", "1b4e28ba2fa14d3ba3f5ef19b5a7633b", "1b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633", "P7K4-93QX"] {
            assert_eq!(FlagId::new(bad), None, "{bad}");
        }
        let good = |e: &&str| is_email(e);
        assert!(["a@b", "name+tag@example.org", "ü@exämple.org"].iter().all(good));
        assert!(!["", "a", "a@", "@b", "a@b@c", "a b@c", "a@b\n"].iter().any(good));
    }
}
