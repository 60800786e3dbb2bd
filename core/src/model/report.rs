//! A progress report: what parties say that they did for a pledge, and whether they call it completed.

use super::{Attachment, Date, PartyId, ReportId, WebUrl, text::Lang, text::Text};

/// One report on a pledge.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Report {
    /// Its id.
    pub id: ReportId,
    /// Its page of record.
    pub url: Option<WebUrl>,
    /// Its title as published.
    pub title: Option<Box<str>>,
    /// When it was made; most reports do not say.
    pub date: Option<Date>,
    /// Who reports.
    pub parties: Vec<PartyId>,
    /// The language of title and text.
    pub lang: Option<Lang>,
    /// What was done; None where the report has no text or it was removed.
    pub actions_taken: Option<Text>,
    /// The hashes (64 hex digits) of texts that were removed from it.
    pub removed: Vec<Box<str>>,
    /// Whether the parties call the pledge completed; None where they do not say.
    pub completed: Option<bool>,
    /// Files at the source.
    pub attachments: Vec<Attachment>,
}
