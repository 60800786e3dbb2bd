//! What every source gives, whatever it is: values with the word for what they are, the language that they are in, and where they stand.

use serde::{Deserialize, Serialize};

macro_rules! targets {
    ($($(#[$doc:meta])* $name:ident $word:literal),* $(,)?) => {
        /// What a value of a source becomes.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        pub enum Target { $($(#[$doc])* #[serde(rename = $word)] $name),* }

        impl Target {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The word of a mapping file.
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word),* }
            }
        }
    };
}

targets!(
    /// The source's own id of the pledge, or of the report where the record is one.
    Id "id",
    /// An id that the pledge already has in public.
    PledgeId "pledge-id",
    /// What the translations of one pledge share.
    Translation "translation",
    /// The language of the record.
    Lang "lang",
    /// The number printed on the pledge.
    Number "number",
    /// The page of record.
    Url "url",
    /// The Conference.
    Edition "edition",
    /// Open or specific.
    Kind "kind",
    /// The title.
    Title "title",
    /// Pledging parties.
    Pledging "pledging",
    /// Signatories.
    Signatory "signatory",
    /// Parties of which the source does not say as what.
    Party "party",
    /// Themes.
    Themes "themes",
    /// Resolutions.
    Resolutions "resolutions",
    /// Countries where it is carried out.
    Countries "countries",
    /// When it was submitted.
    Submitted "submitted",
    /// When it begins.
    PeriodFrom "period.from",
    /// When it ends.
    PeriodTo "period.to",
    /// The source's words for when.
    PeriodSaid "period.said",
    /// A section.
    Objectives "objectives",
    /// A section.
    ActionPlan "action-plan",
    /// A section.
    Indicators "indicators",
    /// A section.
    Resources "resources",
    /// The whole pledge in one text.
    Text "text",
    /// A text that is to be divided at its labels.
    Body "body",
    /// The address of a file.
    Attachment "attachment",
    /// When the source last changed it.
    Updated "updated",
    /// The pledge that a report is about, by the source's id of it.
    ReportOf "report.of",
    /// The source's own id of the report.
    ReportId "report.id",
    /// The report's page.
    ReportUrl "report.url",
    /// The report's title.
    ReportTitle "report.title",
    /// The report's date.
    ReportDate "report.date",
    /// Who reports.
    ReportParty "report.party",
    /// What was done.
    Actions "report.actions",
    /// Whether it is completed.
    Completed "report.completed",
);

impl Target {
    /// The section that it is, by the feed's word.
    pub fn section(self) -> Option<&'static str> {
        matches!(self, Self::Objectives | Self::ActionPlan | Self::Indicators | Self::Resources | Self::Text)
            .then(|| self.word())
    }

    /// Whether it says something of a report.
    pub fn is_of_report(self) -> bool {
        self.word().starts_with("report.")
    }

    /// Whether it is a text of several lines.
    pub fn is_long(self) -> bool {
        self.section().is_some() || matches!(self, Self::Body | Self::Actions)
    }
}

/// A value.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Value {
    /// What it becomes.
    pub target: Target,
    /// Its language, where that is not the record's.
    pub lang: Option<String>,
    /// The source's own heading.
    pub heading: Option<String>,
    /// Its words, mended.
    pub text: String,
}

impl Value {
    /// A value in the record's language without a heading.
    pub fn new(target: Target, text: impl Into<String>) -> Self {
        Self { target, lang: None, heading: None, text: text.into() }
    }
}

/// A record as the source gives it: a page, a row, a post. Several may make one pledge.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, Default)]
pub struct Raw {
    /// Where it stands, for people: a file, with its line.
    pub place: String,
    /// The source's own id.
    pub source_id: String,
    /// What it shares with its translations: each that two have in common makes them one.
    pub groups: Vec<String>,
    /// The pledge that it reports on, by the source's id; None where it is a pledge itself.
    pub of: Option<String>,
    /// Whether it only adds to the record of its id, and is nothing without it.
    pub adds: bool,
    /// The language that the source says it is in.
    pub lang: Option<String>,
    /// Its values in the source's order.
    pub values: Vec<Value>,
}

impl Raw {
    /// The first value of a kind.
    pub fn first(&self, target: Target) -> Option<&str> {
        self.values.iter().find(|v| v.target == target).map(|v| v.text.as_str())
    }
}
