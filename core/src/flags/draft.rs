//! The draft of a flag: what was typed so far, what it still lacks at each step, and the flag that it becomes. It holds
//! neither name nor e-mail: these are typed when it is sent, and never kept.

use serde_json::{Value, json};

use super::{Matter, Saved};
use crate::{
    feed::{FLAG_FORMAT, Sha256Hex, flag_json, parse_flag},
    model::{
        Contact, EXPLANATION, Flag, FlagId, Ground, LONGEST_LINE, LONGEST_QUOTE, Lang, PlainGround, PledgeId,
        Principle, Subject, is_email, letters,
    },
};

/// The steps of the form.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum Step {
    /// Whether somebody is in danger.
    #[default]
    Danger,
    /// On what ground.
    Ground,
    /// Why, in the reader's words.
    Why,
    /// How to reach the reader.
    Contact,
    /// All of it once more, and the reader's word that it is meant.
    Check,
}

impl Step {
    /// All of them in their order.
    pub const ALL: [Self; 5] = [Self::Danger, Self::Ground, Self::Why, Self::Contact, Self::Check];

    /// The word for addresses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Danger => "danger",
            Self::Ground => "ground",
            Self::Why => "why",
            Self::Contact => "contact",
            Self::Check => "check",
        }
    }

    /// Reads the word of an address; the first step for every other.
    pub fn from_word(word: &str) -> Self {
        Self::ALL.into_iter().find(|s| s.word() == word).unwrap_or_default()
    }

    /// The next step; None after the last.
    pub fn next(self) -> Option<Self> {
        Self::ALL.into_iter().find(|s| *s > self)
    }

    /// The step before; None before the first.
    pub fn before(self) -> Option<Self> {
        Self::ALL.into_iter().rev().find(|s| *s < self)
    }
}

/// What a step lacks, each at a field of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lack {
    /// The question of danger is not answered.
    Danger,
    /// No ground is chosen.
    Ground,
    /// An illegal text needs the law.
    Law,
    /// The law's name has more letters than so many.
    LawLong(usize),
    /// The explanation has so many letters, which are too few.
    Short(usize),
    /// The explanation has so many letters, which are too many.
    Long(usize),
    /// The passage has so many letters, which are too many.
    QuoteLong(usize),
    /// A name is needed.
    Name,
    /// An address is needed.
    Email,
    /// What is given as an address is none.
    EmailWrong,
    /// The word of good faith is not given.
    GoodFaith,
}

impl Lack {
    /// The step at which it is mended.
    pub fn step(self) -> Step {
        match self {
            Self::Danger => Step::Danger,
            Self::Ground => Step::Ground,
            Self::Law | Self::LawLong(_) | Self::Short(_) | Self::Long(_) | Self::QuoteLong(_) => Step::Why,
            Self::Name | Self::Email | Self::EmailWrong => Step::Contact,
            Self::GoodFaith => Step::Check,
        }
    }
}

/// What is typed of the reader, in memory alone.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Typed {
    /// The name.
    pub name: String,
    /// The address for e-mail.
    pub email: String,
}

impl Typed {
    /// How to reach the reader, if anything is typed.
    pub fn contact(&self) -> Option<Contact> {
        let given = |text: &str| Some(text.trim()).filter(|t| !t.is_empty()).map(Into::into);
        let contact = Contact { name: given(&self.name), email: given(&self.email) };
        (contact != Contact::default()).then_some(contact)
    }

    /// What is wrong with it, of a reader who wants to be reached; a name is needed only where the law is in question.
    pub fn lacks(&self, needed: bool) -> Vec<Lack> {
        let (name, email) = (self.name.trim(), self.email.trim());
        let mut lacks = Vec::new();
        if needed && name.is_empty() {
            lacks.push(Lack::Name);
        }
        if email.is_empty() {
            lacks.push(Lack::Email);
        } else if !is_email(email) {
            lacks.push(Lack::EmailWrong);
        }
        lacks
    }
}

/// A flag in the making.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Draft {
    /// The id of the flag that it becomes: however often it is sent, it is one.
    pub id: FlagId,
    /// An earlier flag of the reader that this one stands for.
    pub replaces: Option<FlagId>,
    /// Of an objection: the decision that it objects to.
    pub objects_to: Option<FlagId>,
    /// What it is about.
    pub subject: Subject,
    /// The pledge's title, for lists.
    pub title: String,
    /// Whether somebody is in danger; None: not answered.
    pub danger: Option<bool>,
    /// The ground as it was asked for.
    pub plain: Option<PlainGround>,
    /// The finer ground, where one was chosen.
    pub finer: Option<Ground>,
    /// The Principles that it is against.
    pub principles: Vec<Principle>,
    /// Which law is broken.
    pub law: String,
    /// Why, in the reader's words.
    pub explanation: String,
    /// The passage.
    pub quote: String,
    /// Whether the reader wants to be reached.
    pub wants_contact: bool,
}

impl Draft {
    /// By what a draft is kept: a text of a pledge has one, all of the pledge has one, an objection is one.
    pub fn key(pledge: &PledgeId, matter: Option<&Matter>) -> String {
        matter.map_or_else(|| pledge.to_string(), |matter| format!("{pledge} {}", matter.key()))
    }

    /// What a draft is kept for, by its key.
    pub fn matter_of_key(key: &str) -> Option<Matter> {
        Matter::from_key(key.rsplit_once(' ')?.1)
    }

    /// What it is about, beside its pledge.
    pub fn matter(&self) -> Option<Matter> {
        let text = || self.subject.sha256.as_deref().and_then(Sha256Hex::parse).map(Matter::Text);
        self.objects_to.clone().map(Matter::Decision).or_else(text)
    }

    /// An empty draft.
    pub fn new(id: FlagId, subject: Subject, title: String, quote: String) -> Self {
        Self {
            id,
            replaces: None,
            objects_to: None,
            subject,
            title,
            danger: None,
            plain: None,
            finer: None,
            principles: Vec::new(),
            law: String::new(),
            explanation: String::new(),
            quote,
            wants_contact: false,
        }
    }

    /// An empty objection to a decision. Danger is not asked for, and the ground is the decision's; where that is the law
    /// it is something else, as the law would need a name and an address.
    pub fn objection(id: FlagId, to: FlagId, subject: Subject, title: String, ground: Ground) -> Self {
        let ground = if ground == Ground::Illegal { Ground::Other } else { ground };
        Self {
            objects_to: Some(to),
            danger: Some(false),
            plain: PlainGround::ALL.into_iter().find(|p| p.grounds().contains(&ground)),
            finer: Some(ground),
            ..Self::new(id, subject, title, String::new())
        }
    }

    /// The first step: who objects is asked why, and how to be reached.
    pub fn first_step(&self) -> Step {
        if self.objects_to.is_some() { Step::Why } else { Step::Danger }
    }

    /// A draft that says what a saved flag says. What may have left the device is never changed: then `new` is another
    /// flag that stands for it.
    pub fn again(saved: &Saved, new: FlagId) -> Self {
        let flag = &saved.flag;
        let (id, replaces) =
            if saved.is_frozen() { (new, Some(flag.id.clone())) } else { (flag.id.clone(), flag.replaces.clone()) };
        let text = |t: &Option<Box<str>>| t.as_deref().unwrap_or_default().to_owned();
        Self {
            id,
            replaces,
            objects_to: flag.objects_to.clone(),
            subject: flag.subject.clone(),
            title: saved.title.clone(),
            danger: Some(flag.danger),
            plain: PlainGround::ALL.into_iter().find(|p| p.grounds().contains(&flag.ground)),
            finer: Some(flag.ground),
            principles: flag.principles.clone(),
            law: text(&flag.law),
            explanation: flag.explanation.to_string(),
            quote: text(&flag.quote),
            wants_contact: saved.wants_contact,
        }
    }

    /// What a saved flag says, with what was typed since added to it.
    pub fn added_to(self, saved: &Saved, new: FlagId) -> Self {
        let again = Self::again(saved, new);
        let mut explanation = again.explanation.clone();
        if letters(&self.explanation) > 0 && !explanation.contains(self.explanation.trim()) {
            explanation = format!("{explanation}\n\n{}", self.explanation.trim());
        }
        let quote = if letters(&again.quote) > 0 { again.quote.clone() } else { self.quote };
        Self { explanation, quote, ..again }
    }

    /// The ground that is sent: the finer one, if it stands under the plain one.
    pub fn ground(&self) -> Option<Ground> {
        let grounds = self.plain?.grounds();
        self.finer.filter(|f| grounds.contains(f)).or_else(|| grounds.first().copied())
    }

    /// Whether the reader must be reachable.
    pub fn needs_contact(&self) -> bool {
        self.ground() == Some(Ground::Illegal)
    }

    /// Whether anything was said yet.
    pub fn is_empty(&self) -> bool {
        let answered = self.objects_to.is_none() && (self.danger.is_some() || self.plain.is_some());
        !answered && letters(&self.explanation) == 0
    }

    /// What is lacking up to a step, the first step's first. Good faith is asked for by the page alone.
    pub fn lacks(&self, up_to: Step, typed: &Typed) -> Vec<Lack> {
        let mut lacks = Vec::new();
        let mut must = |holds: bool, lack: Lack| {
            if !holds && lack.step() <= up_to {
                lacks.push(lack);
            }
        };
        must(self.danger.is_some(), Lack::Danger);
        must(self.ground().is_some(), Lack::Ground);
        // The law is asked for on one ground alone, and sent with it alone.
        let law = letters(&self.law);
        must(!self.needs_contact() || law > 0, Lack::Law);
        must(!self.needs_contact() || law <= LONGEST_LINE, Lack::LawLong(law));
        let (said, quoted) = (letters(&self.explanation), letters(&self.quote));
        must(said >= EXPLANATION.0, Lack::Short(said));
        must(said <= EXPLANATION.1, Lack::Long(said));
        must(quoted <= LONGEST_QUOTE, Lack::QuoteLong(quoted));
        if up_to >= Step::Contact && (self.wants_contact || self.needs_contact()) {
            lacks.extend(typed.lacks(self.needs_contact()));
        }
        lacks
    }

    /// The flag, if nothing is lacking that it needs itself; how to reach the reader is no part of it.
    pub fn flag(&self, lang: Lang, made: &str) -> Option<Flag> {
        if !self.lacks(Step::Why, &Typed::default()).is_empty() {
            return None;
        }
        // What nobody types, but a pasted text can have, no desk takes.
        let typed = |text: &str| -> Box<str> {
            let heard: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
            heard.trim().into()
        };
        let given = |text: &str| Some(typed(text)).filter(|t| letters(t) > 0);
        let ground = self.ground()?;
        Some(Flag {
            id: self.id.clone(),
            objects_to: self.objects_to.clone(),
            replaces: self.replaces.clone(),
            subject: self.subject.clone(),
            danger: self.danger?,
            ground,
            principles: if ground == Ground::Principles { self.principles.clone() } else { Vec::new() },
            law: given(&self.law).filter(|_| self.needs_contact()),
            explanation: typed(&self.explanation),
            quote: given(&self.quote),
            contact: None,
            lang,
            made: made.into(),
        })
    }

    /// As it is kept on the device.
    pub fn to_json(&self) -> String {
        // What the wire has for a subject stands in a flag; that of a draft is one that says nothing yet.
        let subject = Flag {
            id: self.id.clone(),
            objects_to: self.objects_to.clone(),
            replaces: self.replaces.clone(),
            subject: self.subject.clone(),
            danger: false,
            ground: Ground::Other,
            principles: self.principles.clone(),
            law: None,
            explanation: "----------".into(),
            quote: None,
            contact: None,
            lang: Lang::new("en").unwrap_or_else(|| unreachable!("a language")),
            made: "1970-01-01T00:00:00Z".into(),
        };
        json!({
            "format": FLAG_FORMAT,
            "about": flag_json(&subject),
            "title": self.title,
            "danger": self.danger,
            "plain": self.plain.and_then(|p| p.grounds().first()).map(|g| g.wire()),
            "finer": self.finer.map(Ground::wire),
            "law": self.law,
            "explanation": self.explanation,
            "quote": self.quote,
            "wants_contact": self.wants_contact,
        })
        .to_string()
    }

    /// Reads what [`Self::to_json`] wrote.
    pub fn from_json(json: &str) -> Option<Self> {
        let kept: Value = serde_json::from_str(json).ok()?;
        let text = |key: &str| kept.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let ground = |key: &str| Ground::from_wire(kept.get(key)?.as_str()?);
        let about = parse_flag(kept.get("about")?.as_str()?.as_bytes()).ok()?;
        let plain = ground("plain");
        Some(Self {
            id: about.id,
            replaces: about.replaces,
            objects_to: about.objects_to,
            subject: about.subject,
            title: text("title"),
            danger: kept.get("danger").and_then(Value::as_bool),
            plain: PlainGround::ALL.into_iter().find(|p| p.grounds().first().copied() == plain && plain.is_some()),
            finer: ground("finer"),
            principles: about.principles,
            law: text("law"),
            explanation: text("explanation"),
            quote: text("quote"),
            wants_contact: kept.get("wants_contact").and_then(Value::as_bool).unwrap_or(false),
        })
    }
}

#[cfg(test)]
#[path = "draft_tests.rs"]
mod tests;
