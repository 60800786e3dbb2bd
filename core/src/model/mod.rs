//! What things are: pledges, reports, parties, terms, dates, texts. Plain values whose invariants live in the
//! constructors of their parts; no serde here, the wire is `feed`'s business.

#[macro_use]
mod words;
mod blocks;
mod date;
mod flag;
mod id;
mod party;
mod pledge;
mod progress;
mod report;
mod term;
mod text;
mod url;

pub use blocks::{Block, Item, Span, blocks};
pub use date::Date;
pub use flag::{
    Contact, EXPLANATION, Flag, FlagId, FlaggedPart, Ground, LONGEST_LINE, LONGEST_QUOTE, PlainGround, Principle,
    Subject, is_email, letters,
};
pub use id::{EditionId, PartyId, PledgeId, ReportId, TermId, is_record_id};
pub use party::{Category, Member, Names, Party, Region};
pub use pledge::{Attachment, Basis, Kind, PartOf, PartyLink, Period, Pledge, Role, Section};
pub use progress::{Completion, Progress, progress_of};
pub use report::Report;
pub use term::{Term, TermList};
pub use text::{Lang, Text, Words, clip, first_words, shown};
pub use url::WebUrl;
