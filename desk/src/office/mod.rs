//! The office: moderators, the cases that they decide, and what follows from it. Everything here is given the time; every change
//! is one transaction with its line in the log, and whatever has to leave the desk (a removal, a message) is kept in it, too.

mod audit;
mod away;
mod cases;
mod decisions;
mod dossier;
mod follow;
mod hearing;
mod holds;
mod kept;
mod messages;
mod numbers;
mod people;
mod sessions;

use std::fmt;

pub use audit::{Entry, is_whole, log_of};
pub use cases::{Claim, Filter, Listed, Stage, Whose};
pub use decisions::{Outcome, Proposal, Scope, from_command_line};
pub use dossier::{Dossier, Earlier, Note};
pub use follow::{Followed, PURGE, append_pending, follow, unwritten};
pub use kept::Decision;
pub use messages::{Channels, Message, Send, deliver, file_new_cases, unsent};
pub use numbers::{Day, Queue, days, queue_now, transparency};
pub use people::{Moderator, Role};
pub use sessions::SESSION_HOURS;

use crate::{
    clock,
    flags::{FlagError, Store},
};

/// Letters that a note, a reasoning or a statement may have.
pub const LONGEST: usize = 8_000;

/// What a desk has agreed on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rules {
    /// Whether a second moderator has to confirm a removal.
    pub second: bool,
    /// Days that a party has to answer before a removal; 0: it is not asked.
    pub hear_days: u64,
    /// Hours after which a hold that nobody confirmed ends.
    pub hold_hours: u64,
    /// Minutes after which a claim ends.
    pub claim_minutes: u64,
}

impl Default for Rules {
    fn default() -> Self {
        Self { second: true, hear_days: 7, hold_hours: 72, claim_minutes: 30 }
    }
}

/// The office of a desk.
#[derive(Clone)]
pub struct Office {
    /// Where everything is kept.
    pub store: Store,
    /// What it has agreed on.
    pub rules: Rules,
}

/// Why something is not done.
#[derive(Debug)]
pub enum OfficeError {
    /// The desk's disk or database refuses.
    Store(FlagError),
    /// It must not be done, or not now.
    Refused(Refusal),
}

/// Why something must not be done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// There is no such case, flag or decision.
    Unknown,
    /// Somebody else has the case; who.
    Claimed(String),
    /// The case changed since the page was made.
    Changed,
    /// It is decided, or proposed, already.
    Decided,
    /// Something has to be said first; which field.
    Missing(&'static str),
    /// Something is too long; which field.
    TooLong(&'static str),
    /// A second has to be somebody else.
    SameAsFirst,
    /// An objection is decided by somebody else.
    ObjectionToOwn,
    /// The party has not been asked, or may still answer; until when.
    MustHear(Option<String>),
    /// A hold protects a person: nothing else may be held.
    NotUrgent,
    /// There is no text to take away: the whole record is meant.
    NoText,
    /// It is away now: only its removal, or that it is shown again, can be decided.
    StillAway,
    /// The only flag of a case stays in it.
    OnlyFlag,
    /// The link was used, or its time is over.
    BadLink,
    /// A password is too short.
    ShortPassword,
    /// Somebody of that name is there.
    NameTaken,
}

impl Refusal {
    /// The key of the words for it; they may have `{what}` in them.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Unknown => "refused.unknown",
            Self::Claimed(_) => "refused.claimed",
            Self::Changed => "refused.changed",
            Self::Decided => "refused.decided",
            Self::Missing("statement") => "refused.statement",
            Self::Missing(_) => "refused.missing",
            Self::TooLong(_) => "refused.long",
            Self::SameAsFirst => "refused.same",
            Self::ObjectionToOwn => "refused.own",
            Self::MustHear(None) => "refused.hear",
            Self::MustHear(Some(_)) => "refused.hear-until",
            Self::NotUrgent => "refused.urgent",
            Self::NoText => "refused.text",
            Self::StillAway => "refused.away",
            Self::OnlyFlag => "refused.only",
            Self::BadLink => "refused.link",
            Self::ShortPassword => "refused.password",
            Self::NameTaken => "refused.name",
        }
    }

    /// What the words speak of.
    pub fn what(&self) -> &str {
        match self {
            Self::Claimed(what) | Self::MustHear(Some(what)) => what,
            Self::Missing(field) | Self::TooLong(field) => field,
            _ => "",
        }
    }
}

impl fmt::Display for OfficeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Store(error) => error.fmt(f),
            Self::Refused(why) => f.write_str(&crate::words::Words::ENGLISH.say(why.key(), &[("what", why.what())])),
        }
    }
}

impl std::error::Error for OfficeError {}

impl<E: Into<FlagError>> From<E> for OfficeError {
    fn from(error: E) -> Self {
        Self::Store(error.into())
    }
}

impl From<Refusal> for OfficeError {
    fn from(why: Refusal) -> Self {
        Self::Refused(why)
    }
}

/// A time so many seconds later.
fn later(now: u64, seconds: u64) -> String {
    clock::rfc3339(now.saturating_add(seconds))
}

/// A text that somebody typed: without blanks around it, and not longer than it may be.
fn typed(text: &str, field: &'static str) -> Result<Option<String>, Refusal> {
    let text = text.replace("\r\n", "\n").trim().to_owned();
    if text.chars().count() > LONGEST {
        return Err(Refusal::TooLong(field));
    }
    Ok(Some(text).filter(|t| !t.is_empty()))
}

/// Such a text that has to be there.
fn needed(text: &str, field: &'static str) -> Result<String, Refusal> {
    typed(text, field)?.ok_or(Refusal::Missing(field))
}

/// A token of 244 bits of chance, and the hash under which it is kept.
fn token() -> (String, String) {
    let token = format!("{}{}", uuid::Uuid::new_v4().simple(), uuid::Uuid::new_v4().simple());
    let hash = hash_of(&token);
    (token, hash)
}

fn hash_of(token: &str) -> String {
    pledgebook_core::feed::Sha256Hex::of(token.as_bytes()).to_string()
}
