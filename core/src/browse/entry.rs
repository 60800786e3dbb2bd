//! A pledge as its page shows it, read from its record when it is asked for; and in short, as lists show it, from the
//! columns alone.

use std::sync::Arc;

use crate::model::{
    Completion, Date, EditionId, Kind, Lang, PartyId, Period, Pledge, PledgeId, Progress, first_words, progress_of,
    shown,
};

/// The letters that a pledge without a title lends from its text.
const FIRST_WORDS: usize = 90;

/// A pledge with what is derived from it alone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// The pledge.
    pub pledge: Pledge,
    /// What its reports say.
    pub progress: Progress,
}

impl Entry {
    pub(super) fn new(pledge: Pledge) -> Self {
        Self { progress: progress_of(&pledge.reports), pledge }
    }

    /// The title as it is shown, if there is one.
    pub fn title(&self) -> Option<String> {
        Self::title_of(&self.pledge)
    }

    pub(super) fn title_of(pledge: &Pledge) -> Option<String> {
        let title = pledge.title.as_deref()?;
        Some(shown(title).split_whitespace().collect::<Vec<_>>().join(" ")).filter(|t| !t.is_empty())
    }

    /// The first words of the text, for a pledge without a title; empty where there is no text either.
    pub fn first_words(&self) -> String {
        Self::first_words_of(&self.pledge)
    }

    pub(super) fn first_words_of(pledge: &Pledge) -> String {
        pledge.first_text().map(|t| first_words(&t.published, FIRST_WORDS)).unwrap_or_default()
    }
}

/// Whether a pledge can be shown.
#[derive(Clone, PartialEq, Debug)]
pub enum Held {
    /// Here it is.
    Here(Arc<Entry>),
    /// It is in the copy, but its part's bytes are still being loaded.
    Coming,
    /// It is not in the copy.
    Nowhere,
}

/// What lists show of a pledge.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Brief {
    /// Its id.
    pub id: PledgeId,
    /// The number printed on it.
    pub number: Option<String>,
    /// The Conference at which it was made.
    pub edition: Option<EditionId>,
    /// Open or specific.
    pub kind: Option<Kind>,
    /// Its title as it is shown.
    pub title: Option<String>,
    /// The title's language.
    pub title_lang: Option<Lang>,
    /// The first words of the text, where there is no title.
    pub first_words: String,
    /// Their language.
    pub first_lang: Option<Lang>,
    /// Its parties.
    pub parties: Vec<PartyId>,
    /// When it is to be carried out.
    pub period: Option<Period>,
    /// When it was submitted.
    pub submitted: Option<Date>,
    /// Those of its parties of which it is known since when.
    pub since: Vec<(PartyId, Date)>,
    /// What its reports say.
    pub progress: Progress,
}

/// What lists show of a report.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReportBrief {
    /// Its date.
    pub date: Option<Date>,
    /// Whose it is.
    pub parties: Vec<PartyId>,
    /// What it says of completion.
    pub completion: Completion,
}
