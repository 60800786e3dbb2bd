//! A pledge: what one or more parties put in writing at a Conference, with its sections, dates and reports.

use super::{Date, EditionId, PartyId, PledgeId, Report, TermId, WebUrl, text::Lang, text::Text, text::Words};

/// Whether others may still join.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Made by its parties alone.
    Specific,
    /// Takes further signatories.
    Open,
    /// Another word of the source.
    Other(Box<str>),
}

impl Kind {
    /// Reads the wire's word.
    pub fn from_wire(word: &str) -> Self {
        match word {
            "specific" => Self::Specific,
            "open" => Self::Open,
            other => Self::Other(other.into()),
        }
    }

    /// The wire's word.
    pub fn wire(&self) -> &str {
        match self {
            Self::Specific => "specific",
            Self::Open => "open",
            Self::Other(word) => word,
        }
    }
}

/// What a party is to a pledge.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Role {
    /// It made the pledge.
    Pledging,
    /// It joined the pledge of others.
    Signatory,
    /// Another word of the source.
    Other(Box<str>),
}

impl Role {
    /// Reads the wire's word.
    pub fn from_wire(word: &str) -> Self {
        match word {
            "pledging" => Self::Pledging,
            "signatory" => Self::Signatory,
            other => Self::Other(other.into()),
        }
    }

    /// The wire's word.
    pub fn wire(&self) -> &str {
        match self {
            Self::Pledging => "pledging",
            Self::Signatory => "signatory",
            Self::Other(word) => word,
        }
    }
}

/// How it is known that a party belongs to a pledge.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Basis {
    /// The source lists it.
    Listed,
    /// The text names it.
    Text,
    /// A report names it.
    Report,
    /// Another word of the source.
    Other(Box<str>),
}

impl Basis {
    /// Reads the wire's word.
    pub fn from_wire(word: &str) -> Self {
        match word {
            "listed" => Self::Listed,
            "text" => Self::Text,
            "report" => Self::Report,
            other => Self::Other(other.into()),
        }
    }

    /// The wire's word.
    pub fn wire(&self) -> &str {
        match self {
            Self::Listed => "listed",
            Self::Text => "text",
            Self::Report => "report",
            Self::Other(word) => word,
        }
    }
}

/// A party's place in a pledge.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PartyLink {
    /// Who.
    pub id: PartyId,
    /// As what; None where the source does not say.
    pub role: Option<Role>,
    /// How it is known.
    pub basis: Option<Basis>,
    /// Since when, where the source says.
    pub since: Option<Date>,
}

/// Which part of a pledge a section is.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum PartOf {
    /// What is to be reached.
    Objectives,
    /// How.
    ActionPlan,
    /// How progress is measured.
    Indicators,
    /// With what means.
    Resources,
    /// The whole pledge in one text.
    Text,
    /// Another word of the source.
    Other(Box<str>),
}

impl PartOf {
    /// Reads the wire's word.
    pub fn from_wire(word: &str) -> Self {
        match word {
            "objectives" => Self::Objectives,
            "action-plan" => Self::ActionPlan,
            "indicators" => Self::Indicators,
            "resources" => Self::Resources,
            "text" => Self::Text,
            other => Self::Other(other.into()),
        }
    }

    /// The wire's word.
    pub fn wire(&self) -> &str {
        match self {
            Self::Objectives => "objectives",
            Self::ActionPlan => "action-plan",
            Self::Indicators => "indicators",
            Self::Resources => "resources",
            Self::Text => "text",
            Self::Other(word) => word,
        }
    }
}

/// One section of a pledge. It may stand several times, in several languages.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Section {
    /// Which part.
    pub part: PartOf,
    /// The source's own heading.
    pub heading: Option<Box<str>>,
    /// Its text; None where it was removed, and then `removed` names it.
    pub text: Option<Text>,
    /// The hash (64 hex digits) of the text that was removed from here.
    pub removed: Option<Box<str>>,
}

/// When a pledge is to be carried out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Period {
    /// Its beginning; never invented.
    pub from: Option<Date>,
    /// Its end.
    pub to: Option<Date>,
    /// The source's own words for it.
    pub said: Option<Box<str>>,
}

/// A file at the source.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Attachment {
    /// Its title.
    pub title: Option<Box<str>>,
    /// Its address as published (it is a text with a hash); a link only where [`WebUrl`] takes it. None: removed.
    pub url: Option<Box<str>>,
    /// Its media type, such as `application/pdf`.
    pub media_type: Option<Box<str>>,
    /// Its size in bytes.
    pub bytes: Option<u64>,
}

/// A pledge.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pledge {
    /// Its id.
    pub id: PledgeId,
    /// The number printed on it.
    pub number: Option<Box<str>>,
    /// The page of record.
    pub url: Option<WebUrl>,
    /// The Conference at which it was made.
    pub edition: Option<EditionId>,
    /// Open or specific.
    pub kind: Option<Kind>,
    /// Its title as published.
    pub title: Option<Box<str>>,
    /// The title in other languages.
    pub titles: Vec<(Lang, Box<str>)>,
    /// The language of the title and of sections that name none.
    pub lang: Option<Lang>,
    /// Its parties, each once, in the source's order.
    pub parties: Vec<PartyLink>,
    /// What it is about.
    pub themes: Vec<TermId>,
    /// The resolutions that it refers to.
    pub resolutions: Vec<TermId>,
    /// Where it is to be carried out (ISO 3166-1 alpha-2).
    pub countries: Vec<Box<str>>,
    /// When it was submitted.
    pub submitted: Option<Date>,
    /// When it is to be carried out.
    pub period: Option<Period>,
    /// Its sections in the source's order.
    pub sections: Vec<Section>,
    /// Its progress reports in the source's order.
    pub reports: Vec<Report>,
    /// Files at the source.
    pub attachments: Vec<Attachment>,
    /// When the source last changed it.
    pub updated: Option<Date>,
}

impl Pledge {
    /// Whether more than one party pledges, or a group does (`is_group` tells of which ids).
    pub fn is_joint(&self, is_group: impl Fn(&PartyId) -> bool) -> bool {
        let mut pledging = self.parties.iter().filter(|p| !matches!(p.role, Some(Role::Signatory)));
        match (pledging.next(), pledging.next()) {
            (Some(only), None) => is_group(&only.id),
            (Some(_), Some(_)) => true,
            _ => false,
        }
    }

    /// The first text of the pledge, from which a pledge without a title takes its first words.
    pub fn first_text(&self) -> Option<&Text> {
        self.sections.iter().filter_map(|s| s.text.as_ref()).find(|t| !t.published.trim().is_empty())
    }

    /// The languages of its texts and title, each once.
    pub fn languages(&self) -> Vec<&Lang> {
        let title = self.title.as_ref().and(self.lang.as_ref());
        let mut langs: Vec<&Lang> = Vec::new();
        let own = self.sections.iter().filter_map(|s| s.text.as_ref()?.lang.as_ref());
        for lang in title.into_iter().chain(self.titles.iter().map(|(l, _)| l)).chain(own) {
            if !langs.contains(&lang) {
                langs.push(lang);
            }
        }
        langs
    }

    /// Whose words the pledge's texts are, where they all agree.
    pub fn words(&self) -> Option<Words> {
        let mut words = self.sections.iter().filter_map(|s| s.text.as_ref()).map(|t| t.words);
        let first = words.next()??;
        words.all(|w| w == Some(first)).then_some(first)
    }
}
