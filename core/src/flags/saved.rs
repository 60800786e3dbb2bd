//! A flag as it is kept on the device: its content, how far it got, and what the desk said.

use serde_json::{Value, json};

use super::{Outcome, Sent, Stage, Told, Trouble, Why, outbox::decision};
use crate::{
    feed::{Sha256Hex, flag_json, parse_flag},
    model::{Contact, Flag, FlagId, Ground},
};

/// Where a finished flag goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// In the place of its id.
    Here,
    /// It is here already, and may have left the device.
    Already,
    /// Another flag has its id, and may have left the device: it gets another id, and stands for that one.
    Another,
}

/// A flag in the outbox.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Saved {
    /// The flag, without how to reach its reader.
    pub flag: Flag,
    /// The pledge's title, for lists.
    pub title: String,
    /// Whether name and address go with it.
    pub wants_contact: bool,
    /// How often it was tried.
    pub attempts: u32,
    /// Where it is.
    pub stage: Stage,
    /// The hash of a changed text for which the reader wants it sent all the same.
    pub confirmed: Option<Sha256Hex>,
    /// Whether the reader wants it sent although the text is gone.
    pub confirmed_gone: bool,
}

impl Saved {
    /// A flag that was finished.
    pub fn new(flag: Flag, title: String, wants_contact: bool) -> Self {
        let flag = Flag { contact: None, ..flag };
        let stage = Stage::Queued;
        Self { flag, title, wants_contact, attempts: 0, stage, confirmed: None, confirmed_gone: false }
    }

    /// Whether it may have left the device: then its content stays what it is.
    pub fn is_frozen(&self) -> bool {
        self.attempts > 0
    }

    /// Whether it is on the device alone, as far as anybody knows, and is to leave it.
    pub fn waits(&self) -> bool {
        !matches!(self.stage, Stage::Sent(_) | Stage::Attention(Trouble::Replaced))
    }

    /// What becomes of a flag that was just finished, where one of its id may be here: from another tab, or as it was before
    /// it was edited.
    pub fn place(&self, here: Option<&Self>) -> Place {
        let same = |here: &Self| {
            let made = self.flag.made.clone();
            Flag { made, lang: self.flag.lang.clone(), ..here.flag.clone() } == self.flag
        };
        match here {
            Some(here) if here.is_frozen() && same(here) => Place::Already,
            Some(here) if here.is_frozen() => Place::Another,
            _ => Place::Here,
        }
    }

    /// The same as a flag of another id that stands for this one.
    pub fn as_another(self, id: FlagId) -> Self {
        let flag = Flag { replaces: Some(self.flag.id.clone()), id, ..self.flag };
        Self::new(flag, self.title, self.wants_contact)
    }

    /// A newer flag stands for this one. Says whether it is to be kept: not what never left the device, or what the desk
    /// refused for good.
    pub fn give_way(&mut self) -> bool {
        let refused =
            |t: &Trouble| matches!(t, Trouble::Faults(_) | Trouble::Taken | Trouble::TooLarge | Trouble::Refused(_));
        match &self.stage {
            Stage::Sent(_) => return true,
            Stage::Attention(trouble) if refused(trouble) => return false,
            _ => {}
        }
        self.stage = Stage::Attention(Trouble::Replaced);
        self.is_frozen()
    }

    /// The receipt, where the desk gave one.
    pub fn sent(&self) -> Option<&Sent> {
        match &self.stage {
            Stage::Sent(sent) => Some(sent),
            _ => None,
        }
    }

    /// Whether its reader can object: the desk decided a flag, and not that it goes elsewhere.
    pub fn can_object(&self) -> bool {
        let decided = self.sent().and_then(|s| s.decision.as_ref()).map(|d| d.outcome);
        self.flag.objects_to.is_none() && matches!(decided, Some(Outcome::Kept | Outcome::Removed))
    }

    /// The bytes that are sent: always the same ones but for how to reach the reader.
    pub fn bytes(&self, contact: Option<&Contact>) -> String {
        let contact = contact.filter(|_| self.wants_contact).cloned();
        flag_json(&Flag { contact, ..self.flag.clone() })
    }

    /// Whether it says the same of the same text as another that stands.
    pub fn is_like(&self, pledge: &str, text: Option<&str>, ground: Ground) -> bool {
        let subject = &self.flag.subject;
        let taken_back = self.sent().is_some_and(|s| s.told == Told::TakenBack);
        !taken_back
            && self.flag.objects_to.is_none()
            && subject.pledge.as_str() == pledge
            && subject.sha256.as_deref() == text
            && self.flag.ground == ground
    }

    /// As it is kept.
    pub fn to_json(&self) -> String {
        // The law needs a contact on the wire, which is not kept.
        let kept = Flag { ground: Ground::Other, ..self.flag.clone() };
        json!({
            "flag": flag_json(&kept),
            "ground": self.flag.ground.wire(),
            "title": self.title,
            "wants_contact": self.wants_contact,
            "attempts": self.attempts,
            "stage": stage_json(&self.stage),
            "confirmed": self.confirmed.map(|h| h.to_string()),
            "confirmed_gone": self.confirmed_gone,
        })
        .to_string()
    }

    /// Reads what [`Self::to_json`] wrote.
    pub fn from_json(json: &str) -> Option<Self> {
        let kept: Value = serde_json::from_str(json).ok()?;
        let flag = parse_flag(kept.get("flag")?.as_str()?.as_bytes()).ok()?;
        let is = |key: &str| kept.get(key).and_then(Value::as_bool).unwrap_or(false);
        Some(Self {
            flag: Flag { ground: Ground::from_wire(kept.get("ground")?.as_str()?)?, ..flag },
            title: kept.get("title")?.as_str()?.to_owned(),
            wants_contact: is("wants_contact"),
            attempts: u32::try_from(kept.get("attempts")?.as_u64()?).unwrap_or(u32::MAX),
            stage: stage(kept.get("stage")?)?,
            confirmed: kept.get("confirmed").and_then(Value::as_str).and_then(Sha256Hex::parse),
            confirmed_gone: is("confirmed_gone"),
        })
    }
}

fn stage_json(stage: &Stage) -> Value {
    match stage {
        Stage::Queued => json!({"is": "queued"}),
        Stage::Sending(since) => json!({"is": "sending", "at": since}),
        Stage::Waiting(until, why) => {
            let (why, status) = match why {
                Why::Offline => ("offline", 0),
                Why::TimedOut => ("timed-out", 0),
                Why::Busy(status) => ("busy", *status),
            };
            json!({"is": "waiting", "at": until, "why": why, "status": status})
        }
        Stage::Sent(sent) => json!({
            "is": "sent",
            "receipt": sent.receipt,
            "secret": sent.secret,
            "received": sent.received,
            "told": sent.told.wire(),
            "at": sent.asked,
            "decision": sent.decision.as_ref().map(|d| json!({
                "outcome": d.outcome.wire(), "at": d.at, "statement": d.statement, "redress": d.redress,
            })),
        }),
        Stage::Attention(trouble) => match trouble {
            Trouble::Faults(faults) => json!({"is": "faults", "faults": faults}),
            Trouble::Taken => json!({"is": "taken"}),
            Trouble::TooLarge => json!({"is": "too-large"}),
            Trouble::Refused(status) => json!({"is": "refused", "status": status}),
            Trouble::Changed(hash) => json!({"is": "changed", "hash": hash.to_string()}),
            Trouble::Gone => json!({"is": "gone"}),
            Trouble::Contact => json!({"is": "contact"}),
            Trouble::NoDesk => json!({"is": "no-desk"}),
            Trouble::Replaced => json!({"is": "replaced"}),
        },
    }
}

fn stage(value: &Value) -> Option<Stage> {
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    let at = || value.get("at").and_then(Value::as_u64).unwrap_or(0);
    let status = || value.get("status").and_then(Value::as_u64).and_then(|n| u16::try_from(n).ok()).unwrap_or(0);
    Some(match text("is")? {
        "queued" => Stage::Queued,
        "sending" => Stage::Sending(at()),
        "waiting" => {
            let why = match text("why")? {
                "offline" => Why::Offline,
                "timed-out" => Why::TimedOut,
                _ => Why::Busy(status()),
            };
            Stage::Waiting(at(), why)
        }
        "sent" => Stage::Sent(Sent {
            receipt: text("receipt")?.into(),
            secret: text("secret")?.into(),
            received: text("received").unwrap_or_default().into(),
            told: Told::from_wire(text("told")?)?,
            decision: value.get("decision").and_then(decision),
            asked: at(),
        }),
        "taken" => Stage::Attention(Trouble::Taken),
        "too-large" => Stage::Attention(Trouble::TooLarge),
        "refused" => Stage::Attention(Trouble::Refused(status())),
        "changed" => Stage::Attention(Trouble::Changed(Sha256Hex::parse(text("hash")?)?)),
        "gone" => Stage::Attention(Trouble::Gone),
        "contact" => Stage::Attention(Trouble::Contact),
        "no-desk" => Stage::Attention(Trouble::NoDesk),
        "replaced" => Stage::Attention(Trouble::Replaced),
        "faults" => {
            let pair = |v: &Value| Some((v.get(0)?.as_str()?.to_owned(), v.get(1)?.as_str()?.to_owned()));
            Stage::Attention(Trouble::Faults(value.get("faults")?.as_array()?.iter().filter_map(pair).collect()))
        }
        _ => return None,
    })
}
