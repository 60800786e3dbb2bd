//! How a flag gets from the device to the desk: once, however often it is tried. The desk knows a repeat by the id; a
//! receipt is only what the desk gave.

use serde_json::Value;

use super::{Saved, TextNow};
use crate::feed::Sha256Hex;

/// Why a flag waits to be tried again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Why {
    /// There was no line.
    Offline,
    /// The desk did not answer in time.
    TimedOut,
    /// The desk, or something in its place, could not take it now: HTTP status.
    Busy(u16),
}

/// Why a flag needs its reader.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Trouble {
    /// The desk names fields that are wrong: each with what is wrong, in the desk's words.
    Faults(Vec<(String, String)>),
    /// The desk has another flag under this id.
    Taken,
    /// It is larger than the desk takes.
    TooLarge,
    /// The desk refused it: HTTP status.
    Refused(u16),
    /// The text has changed since; the hash of what it is now.
    Changed(Sha256Hex),
    /// The text is not there any more.
    Gone,
    /// It is to be sent with name and address, which are not kept.
    Contact,
    /// This copy's publisher takes no flags.
    NoDesk,
    /// A newer flag of the reader stands for it. It may have arrived, and is not sent again.
    Replaced,
}

/// Where a flag is on its way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Stage {
    /// It has not been tried.
    Queued,
    /// It is being sent, since (milliseconds since 1970).
    Sending(u64),
    /// It is tried again at a time (milliseconds since 1970), or when there is a line.
    Waiting(u64, Why),
    /// The desk has it.
    Sent(Sent),
    /// The reader is asked.
    Attention(Trouble),
}

/// What the desk says of a flag.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Told {
    /// It is there.
    Received,
    /// Somebody reads it.
    UnderReview,
    /// It is decided.
    Decided,
    /// The reader took it back.
    TakenBack,
}

impl Told {
    const ALL: [(&'static str, Self); 4] = [
        ("received", Self::Received),
        ("under-review", Self::UnderReview),
        ("decided", Self::Decided),
        ("taken-back", Self::TakenBack),
    ];

    pub(super) fn wire(self) -> &'static str {
        Self::ALL.iter().find(|(_, told)| *told == self).map_or("", |(word, _)| word)
    }

    pub(super) fn from_wire(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == word).map(|(_, told)| *told)
    }
}

/// What was decided.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// The content stands.
    Kept,
    /// The content was removed.
    Removed,
    /// The content was corrected.
    Corrected,
    /// It went to those who can correct it.
    Referred,
    /// The content had gone meanwhile.
    Void,
}

impl Outcome {
    const ALL: [(&'static str, Self); 5] = [
        ("kept", Self::Kept),
        ("removed", Self::Removed),
        ("corrected", Self::Corrected),
        ("referred", Self::Referred),
        ("void", Self::Void),
    ];

    pub(super) fn wire(self) -> &'static str {
        Self::ALL.iter().find(|(_, outcome)| *outcome == self).map_or("", |(word, _)| word)
    }

    fn from_wire(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == word).map(|(_, outcome)| *outcome)
    }
}

/// A decision as its reader is told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decision {
    /// What was decided.
    pub outcome: Outcome,
    /// When (RFC 3339, UTC).
    pub at: Option<Box<str>>,
    /// The public statement.
    pub statement: Option<Box<str>>,
    /// What can be done against it.
    pub redress: Option<Box<str>>,
}

/// What the desk gave for a flag, and what it said last.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sent {
    /// The number by which people speak of it: `P7K4-93QX`.
    pub receipt: Box<str>,
    /// With which its state is asked for; nobody else has it.
    pub secret: Box<str>,
    /// When the desk received it (RFC 3339, UTC).
    pub received: Box<str>,
    /// What the desk said last.
    pub told: Told,
    /// What was decided.
    pub decision: Option<Decision>,
    /// When the desk was last asked (milliseconds since 1970).
    pub asked: u64,
}

/// What came of one attempt.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Answer {
    /// The desk has it.
    Accepted(Sent),
    /// It is not to be sent again as it is.
    Refused(Trouble),
    /// It is to be sent again, after so many milliseconds where the desk named them.
    Later(Why, Option<u64>),
}

/// The longest wait that a desk may ask for, in milliseconds: a day.
const LONGEST_WAIT: u64 = 24 * 3_600_000;

/// Reads the desk's answer to a flag. What is no answer of a desk, such as a hotel's page in its place, is no receipt.
pub fn read_answer(status: u16, retry_after: Option<&str>, body: &[u8], id: &str, now: u64) -> Answer {
    let later = |why| {
        let seconds = retry_after.and_then(|s| s.trim().parse::<u64>().ok());
        Answer::Later(why, seconds.map(|s| s.saturating_mul(1_000).min(LONGEST_WAIT)))
    };
    match status {
        200 | 201 => accepted(body, id, now).map_or_else(|| later(Why::Busy(status)), Answer::Accepted),
        400 | 422 => Answer::Refused(Trouble::Faults(faults(body))),
        409 => Answer::Refused(Trouble::Taken),
        413 => Answer::Refused(Trouble::TooLarge),
        // A time-out, too early, too many; a captive portal; the desk is being restarted.
        408 | 425 | 429 | 511 | 500..=599 | 300..=399 => later(Why::Busy(status)),
        _ => Answer::Refused(Trouble::Refused(status)),
    }
}

fn accepted(body: &[u8], id: &str, now: u64) -> Option<Sent> {
    let answer: Value = serde_json::from_slice(body).ok()?;
    let text = |key: &str| answer.get(key)?.as_str().filter(|t| !t.is_empty()).map(Box::<str>::from);
    (text("id")?.as_ref() == id).then_some(())?;
    Some(Sent {
        receipt: text("receipt")?,
        secret: text("secret")?,
        received: text("received").unwrap_or_default(),
        told: text("state").and_then(|s| Told::from_wire(&s)).unwrap_or(Told::Received),
        decision: None,
        asked: now,
    })
}

fn faults(body: &[u8]) -> Vec<(String, String)> {
    let answer: Value = serde_json::from_slice(body).unwrap_or_default();
    let problems = answer.get("problems").and_then(Value::as_array).cloned().unwrap_or_default();
    let text = |p: &Value, key: &str| p.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    problems.iter().take(20).map(|p| (text(p, "field"), text(p, "message"))).collect()
}

/// Reads what a desk says of a flag; None for what is no answer of a desk.
pub fn read_status(body: &[u8], id: &str) -> Option<(Told, Option<Decision>)> {
    let answer: Value = serde_json::from_slice(body).ok()?;
    (answer.get("id")?.as_str()? == id).then_some(())?;
    Some((Told::from_wire(answer.get("state")?.as_str()?)?, answer.get("decision").and_then(decision)))
}

pub(super) fn decision(value: &Value) -> Option<Decision> {
    let text = |key: &str| value.get(key)?.as_str().filter(|t| !t.is_empty()).map(Box::<str>::from);
    Some(Decision {
        outcome: Outcome::from_wire(&text("outcome")?)?,
        at: text("at"),
        statement: text("statement"),
        redress: text("redress"),
    })
}

/// What is next for a flag.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Next {
    /// Nothing, until something happens.
    Rest,
    /// To look again at a time (milliseconds since 1970).
    At(u64),
    /// To ask the reader.
    Ask(Trouble),
    /// To send it now.
    Send,
}

/// After this many milliseconds a tab that sends is believed to be gone.
const SENDING: u64 = 90_000;

impl Saved {
    /// What is next, of a text that is so now. `with_contact`: name and address are at hand.
    pub fn next(&self, now: u64, text: &TextNow, with_contact: bool) -> Next {
        match &self.stage {
            Stage::Sent(_) => return Next::Rest,
            Stage::Attention(Trouble::Contact) if with_contact => {}
            Stage::Attention(Trouble::NoDesk) => {}
            Stage::Attention(_) => return Next::Rest,
            // Whoever asks holds the right to send: another tab's attempt is over, or its tab is gone.
            Stage::Sending(since) if now < since + SENDING && *since <= now => return Next::At(since + SENDING),
            // A clock that was set back would make it wait for years.
            Stage::Waiting(until, _) if now < *until && *until - now <= LONGEST_WAIT => return Next::At(*until),
            Stage::Queued | Stage::Sending(_) | Stage::Waiting(..) => {}
        }
        // That its text is gone is what an objection is about.
        match text {
            _ if self.flag.objects_to.is_some() => {}
            TextNow::Changed(hash) if self.confirmed != Some(*hash) => return Next::Ask(Trouble::Changed(*hash)),
            TextNow::Gone if !self.confirmed_gone => return Next::Ask(Trouble::Gone),
            _ => {}
        }
        if self.wants_contact && !with_contact {
            return Next::Ask(Trouble::Contact);
        }
        Next::Send
    }

    /// Nobody else can be sending: an attempt that was begun ended with its tab, and is made again.
    pub fn take_over(&mut self) {
        if matches!(self.stage, Stage::Sending(_)) {
            self.stage = Stage::Queued;
        }
    }

    /// It is being sent: from now on its content never changes.
    pub fn begin(&mut self, now: u64) {
        self.attempts = self.attempts.saturating_add(1);
        self.stage = Stage::Sending(now);
    }

    /// What came of the attempt; `wait` is how many milliseconds to wait where the desk named none. What is known to be at
    /// the desk, or is not to be sent any more, stays so, unless there is a receipt.
    pub fn answered(&mut self, answer: Answer, now: u64, wait: u64) {
        let is_settled = matches!(self.stage, Stage::Sent(_) | Stage::Attention(Trouble::Replaced));
        if is_settled && !matches!(answer, Answer::Accepted(_)) {
            return;
        }
        self.stage = match answer {
            Answer::Accepted(sent) => Stage::Sent(sent),
            Answer::Refused(trouble) => Stage::Attention(trouble),
            Answer::Later(why, asked) => Stage::Waiting(now + asked.unwrap_or(wait), why),
        };
    }

    /// There is a line again, or the reader wants it now: what waits for no line waits no longer.
    pub fn hurry(&mut self, by_reader: bool) {
        match self.stage {
            Stage::Waiting(_, Why::Offline | Why::TimedOut) => self.stage = Stage::Queued,
            Stage::Waiting(_, Why::Busy(_)) if by_reader => self.stage = Stage::Queued,
            _ => {}
        }
    }

    /// The reader wants it tried again as it is: what refused it may have been something in the desk's place.
    pub fn retry(&mut self) {
        if matches!(self.stage, Stage::Attention(Trouble::Refused(_))) {
            self.stage = Stage::Queued;
        }
    }

    /// What the desk says of it now. A flag that was taken back stays so, whatever was asked before.
    pub fn told(&mut self, told: Told, decision: Option<Decision>, now: u64) {
        if let Stage::Sent(sent) = &mut self.stage
            && (sent.told != Told::TakenBack || told == Told::TakenBack)
        {
            (sent.told, sent.decision, sent.asked) = (told, decision, now);
        }
    }

    /// The reader wants it sent although the text has changed or gone.
    pub fn confirm(&mut self) {
        match &self.stage {
            Stage::Attention(Trouble::Changed(hash)) => self.confirmed = Some(*hash),
            Stage::Attention(Trouble::Gone) => self.confirmed_gone = true,
            _ => return,
        }
        self.stage = Stage::Queued;
    }
}

#[cfg(test)]
#[path = "outbox_tests.rs"]
mod tests;
