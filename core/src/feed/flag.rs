//! Flags on the wire: read with everything that is wrong told by field, so that a form can say it where it belongs; and
//! written with the same bytes for the same flag, so that a repeat is a repeat.

use serde_json::{Map, Value, json};

use crate::model::{
    Contact, EXPLANATION, Flag, FlagId, FlaggedPart, Ground, LONGEST_LINE, LONGEST_QUOTE, Lang, PledgeId, Principle,
    ReportId, Subject, is_email, letters,
};

use super::Sha256Hex;

/// The format that a flag names.
pub const FLAG_FORMAT: &str = "pledge-flag/1";

/// What is wrong with a field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// It must be there.
    Missing,
    /// It is not what it should be: another type, an unknown word, no id, no address.
    Wrong(&'static str),
    /// It has fewer letters than so many.
    TooShort(usize),
    /// It has more letters than so many.
    TooLong(usize),
}

/// A field with what is wrong with it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldFault {
    /// Where it stands, as a JSON pointer: `/subject/pledge`.
    pub field: &'static str,
    /// What is wrong.
    pub fault: Fault,
}

impl FieldFault {
    /// What is wrong, in plain words for who reads the desk's answer.
    pub fn message(&self) -> String {
        match self.fault {
            Fault::Missing => "must be given".to_owned(),
            Fault::Wrong(wanted) => format!("must be {wanted}"),
            Fault::TooShort(n) => format!("must have at least {n} characters"),
            Fault::TooLong(n) => format!("must have at most {n} characters"),
        }
    }
}

/// Reads a flag; or all that is wrong with it.
pub fn parse_flag(json: &[u8]) -> Result<Flag, Vec<FieldFault>> {
    let mut reading = Reading { faults: Vec::new() };
    match serde_json::from_slice(json) {
        Ok(Value::Object(fields)) => reading.flag(&fields),
        _ => reading.fault("", Fault::Wrong("a JSON object")),
    }
    .filter(|_| reading.faults.is_empty())
    .ok_or(reading.faults)
}

/// Whether two flags say the same: all but how to reach the reader.
pub fn same_content(a: &Flag, b: &Flag) -> bool {
    Flag { contact: None, ..a.clone() } == Flag { contact: None, ..b.clone() }
}

/// A flag as JSON, canonically.
pub fn flag_json(flag: &Flag) -> String {
    let subject = &flag.subject;
    let contact = flag.contact.as_ref().map(|c| json!({"name": c.name, "email": c.email}));
    json!({
        "id": flag.id.as_str(),
        "format": FLAG_FORMAT,
        "kind": if flag.objects_to.is_some() { "objection" } else { "flag" },
        "about": flag.objects_to.as_ref().map(FlagId::as_str),
        "replaces": flag.replaces.as_ref().map(FlagId::as_str),
        "subject": {
            "pledge": subject.pledge.as_str(),
            "report": subject.report.as_ref().map(ReportId::as_str),
            "part": subject.part.map(FlaggedPart::wire),
            "sha256": subject.sha256,
            "seq": subject.seq,
        },
        "danger": flag.danger,
        "ground": flag.ground.wire(),
        "principles": flag.principles.iter().map(|p| p.wire()).collect::<Vec<_>>(),
        "law": flag.law,
        "explanation": flag.explanation,
        "quote": flag.quote,
        "contact": contact,
        "good_faith": true,
        "lang": flag.lang.as_str(),
        "made": flag.made,
    })
    .to_string()
}

struct Reading {
    faults: Vec<FieldFault>,
}

type Fields = Map<String, Value>;

impl Reading {
    fn fault<T>(&mut self, field: &'static str, fault: Fault) -> Option<T> {
        self.faults.push(FieldFault { field, fault });
        None
    }

    fn is_faulty(&self, field: &str) -> bool {
        self.faults.iter().any(|f| f.field == field)
    }

    fn flag(&mut self, fields: &Fields) -> Option<Flag> {
        let id = self.needed(fields, "/id", "a UUID", FlagId::new);
        self.needed(fields, "/format", "pledge-flag/1", |f| (f == FLAG_FORMAT).then_some(()));
        let objects_to = self.objection(fields);
        let replaces = self.optional(fields, "/replaces", "a UUID", FlagId::new);
        let subject = self.subject(fields);
        let danger = self.truth(fields, "/danger");
        let ground = self.needed(fields, "/ground", "one of the grounds", Ground::from_wire);
        let principles = self.principles(fields);
        let law = self.line(fields, "/law", LONGEST_LINE);
        let explanation = self.explanation(fields);
        let quote = self.line(fields, "/quote", LONGEST_QUOTE);
        let contact = self.contact(fields);
        if ground == Some(Ground::Illegal) {
            self.needs_of_law(law.is_some(), contact.as_ref());
        }
        if self.truth(fields, "/good_faith") != Some(true) && !self.is_faulty("/good_faith") {
            self.fault::<()>("/good_faith", Fault::Wrong("true"));
        }
        let lang = self.needed(fields, "/lang", "a language", Lang::new);
        let made = self.needed(fields, "/made", "a time in UTC, such as 2026-11-20T08:00:00Z", time);
        Some(Flag {
            id: id?,
            objects_to,
            replaces,
            subject: subject?,
            danger: danger.unwrap_or(false),
            ground: ground?,
            principles,
            law,
            explanation: explanation?,
            quote,
            contact,
            lang: lang?,
            made: made?,
        })
    }

    /// What is illegal needs the law, and somebody who says so.
    fn needs_of_law(&mut self, has_law: bool, contact: Option<&Contact>) {
        let given = |part: fn(&Contact) -> &Option<Box<str>>| contact.is_some_and(|c| part(c).is_some());
        let needs = [(has_law, "/law"), (given(|c| &c.name), "/contact/name"), (given(|c| &c.email), "/contact/email")];
        for (_, field) in needs.into_iter().filter(|(given, _)| !given) {
            if !self.is_faulty(field) {
                self.fault::<()>(field, Fault::Missing);
            }
        }
    }

    fn objection(&mut self, fields: &Fields) -> Option<FlagId> {
        let kind = self.optional(fields, "/kind", "flag or objection", |k| match k {
            "flag" => Some(false),
            "objection" => Some(true),
            _ => None,
        });
        let about = self.optional(fields, "/about", "a UUID", FlagId::new);
        match (kind.unwrap_or(false), about) {
            (true, None) if !self.is_faulty("/about") => self.fault("/about", Fault::Missing),
            (true, about) => about,
            (false, Some(_)) => self.fault("/about", Fault::Wrong("absent unless it is an objection")),
            (false, None) => None,
        }
    }

    fn subject(&mut self, fields: &Fields) -> Option<Subject> {
        let own = match fields.get("subject") {
            Some(Value::Object(own)) => own,
            None | Some(Value::Null) => return self.fault("/subject", Fault::Missing),
            Some(_) => return self.fault("/subject", Fault::Wrong("an object")),
        };
        let pledge = self.needed(own, "/subject/pledge", "a pledge's id", PledgeId::new);
        let report = self.optional(own, "/subject/report", "a report's id", ReportId::new);
        let part = self.optional(own, "/subject/part", "a part of a record", FlaggedPart::from_wire);
        let hash = |h: &str| Sha256Hex::parse(h).map(|h| h.to_string().into());
        let sha256 = self.optional(own, "/subject/sha256", "64 hex digits", hash);
        let seq = match own.get("seq") {
            None | Some(Value::Null) => None,
            Some(seq) => {
                seq.as_u64().filter(|n| *n > 0).or_else(|| self.fault("/subject/seq", Fault::Wrong("a whole number")))
            }
        };
        Some(Subject { pledge: pledge?, report, part, sha256, seq })
    }

    fn principles(&mut self, fields: &Fields) -> Vec<Principle> {
        let wrong = Fault::Wrong("a list of the Fundamental Principles");
        let list = match fields.get("principles") {
            None | Some(Value::Null) => return Vec::new(),
            Some(Value::Array(list)) => list,
            Some(_) => return self.fault("/principles", wrong).unwrap_or_default(),
        };
        let mut principles = Vec::new();
        for word in list {
            match word.as_str().and_then(Principle::from_wire) {
                Some(one) if !principles.contains(&one) => principles.push(one),
                Some(_) => {}
                None => return self.fault("/principles", wrong).unwrap_or_default(),
            }
        }
        // Chosen in another order they are the same.
        crate::order::sorted(principles, |a, b| a.cmp(b))
    }

    fn explanation(&mut self, fields: &Fields) -> Option<Box<str>> {
        let text = self.text(fields, "/explanation")?;
        let (least, most) = EXPLANATION;
        match letters(&text) {
            0 => self.fault("/explanation", Fault::Missing),
            n if n < least => self.fault("/explanation", Fault::TooShort(least)),
            n if n > most => self.fault("/explanation", Fault::TooLong(most)),
            _ => Some(text),
        }
    }

    fn contact(&mut self, fields: &Fields) -> Option<Contact> {
        let own = match fields.get("contact") {
            None | Some(Value::Null) => return None,
            Some(Value::Object(own)) => own,
            Some(_) => return self.fault("/contact", Fault::Wrong("an object")),
        };
        let name = self.line(own, "/contact/name", LONGEST_LINE);
        let email = self.optional(own, "/contact/email", "an address for e-mail", |e| is_email(e).then(|| e.into()));
        (name.is_some() || email.is_some()).then_some(Contact { name, email })
    }

    /// A text that may be absent; blank is absent, too.
    fn line(&mut self, fields: &Fields, field: &'static str, most: usize) -> Option<Box<str>> {
        let text = self.optional(fields, field, "a text", |t| Some(Box::<str>::from(t)))?;
        match letters(&text) {
            0 => None,
            n if n > most => self.fault(field, Fault::TooLong(most)),
            _ => Some(text),
        }
    }

    fn text(&mut self, fields: &Fields, field: &'static str) -> Option<Box<str>> {
        self.needed(fields, field, "a text", |t| Some(t.into()))
    }

    fn truth(&mut self, fields: &Fields, field: &'static str) -> Option<bool> {
        match fields.get(key(field)) {
            None | Some(Value::Null) => None,
            Some(value) => value.as_bool().or_else(|| self.fault(field, Fault::Wrong("true or false"))),
        }
    }

    fn needed<T>(
        &mut self,
        fields: &Fields,
        field: &'static str,
        wanted: &'static str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        match fields.get(key(field)) {
            None | Some(Value::Null) => self.fault(field, Fault::Missing),
            Some(_) => self.optional(fields, field, wanted, read),
        }
    }

    fn optional<T>(
        &mut self,
        fields: &Fields,
        field: &'static str,
        wanted: &'static str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let value = match fields.get(key(field)) {
            None | Some(Value::Null) => return None,
            // Not every database can hold them, and nobody types them.
            Some(value) => value.as_str().filter(|t| !t.contains(is_unheard_of)).and_then(read),
        };
        value.or_else(|| self.fault(field, Fault::Wrong(wanted)))
    }
}

fn is_unheard_of(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\r' | '\t')
}

/// The last part of a pointer: the key in its object.
fn key(field: &'static str) -> &'static str {
    field.rsplit('/').next().unwrap_or(field)
}

/// A time of RFC 3339 in UTC; only its shape is looked at, as nothing is worked out from it.
fn time(text: &str) -> Option<Box<str>> {
    let shape = |c: char| match c {
        '0'..='9' => '0',
        other => other,
    };
    let sketch: String = text.chars().map(shape).collect();
    let whole = sketch.strip_prefix("0000-00-00T00:00:00")?.strip_suffix('Z')?;
    let good =
        whole.is_empty() || whole.strip_prefix('.').is_some_and(|f| !f.is_empty() && f.chars().all(|c| c == '0'));
    good.then(|| text.into())
}

#[cfg(test)]
#[path = "flag_tests.rs"]
mod tests;
