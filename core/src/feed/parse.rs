//! From the wire to the model. A record without an id, of the wrong shape or too large is left out and named; a
//! value that cannot be understood (an impossible date, an unsafe address) is left out of its record and named. The
//! others stand.

use std::{collections::HashSet, fmt};

use serde_json::value::RawValue;

use super::{
    FIELD_LIMIT, Manifest, PartKind, RECORD_LIMIT,
    fields::{Fields, Wrong},
    removal::names,
};
use crate::model::{
    Attachment, Basis, Category, Date, EditionId, Kind, Lang, Member, PartOf, Party, PartyId, PartyLink, Period,
    Pledge, PledgeId, Report, ReportId, Role, Section, Term, TermId, TermList, Text, WebUrl, Words,
};

/// Why a record, or a value of it, was left out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reason {
    /// Not JSON, or not of the record's shape.
    Shape(String),
    /// No id.
    NoId,
    /// An id that is not of the format's form.
    BadId(String),
    /// The id stands twice; the first one stands.
    Twice(String),
    /// More than 1 MiB.
    TooLarge(usize),
    /// A text of more than 64 KiB.
    FieldTooLong(&'static str),
    /// A date that is none; only the value is left out.
    BadDate(&'static str, String),
    /// An address that is not plain http or https; only the value is left out.
    BadUrl(&'static str, String),
    /// A reference or language that cannot be one; only the value is left out.
    BadReference(&'static str, String),
}

impl Reason {
    /// Whether the whole record was left out, not just a value of it.
    pub fn leaves_out(&self) -> bool {
        !matches!(self, Self::BadDate(..) | Self::BadUrl(..) | Self::BadReference(..))
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shape(what) => write!(f, "not a record of this kind: {what}"),
            Self::NoId => f.write_str("no id"),
            Self::BadId(id) => write!(f, "id {id:?} is not of the form [A-Za-z0-9][A-Za-z0-9._-]{{0,99}}"),
            Self::Twice(id) => write!(f, "id {id:?} stands twice; the first one stands"),
            Self::TooLarge(bytes) => write!(f, "{bytes} bytes; a record has at most {RECORD_LIMIT}"),
            Self::FieldTooLong(field) => write!(f, "{field} has more than {FIELD_LIMIT} bytes"),
            Self::BadDate(field, value) => {
                write!(f, "{field}: {value:?} is no date (YYYY, YYYY-MM or YYYY-MM-DD); left out")
            }
            Self::BadUrl(field, value) => write!(f, "{field}: {value:?} is no plain http(s) address; left out"),
            Self::BadReference(field, value) => write!(f, "{field}: {value:?} cannot be used; left out"),
        }
    }
}

/// A reason, with the record that it is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// The record's place, from 0.
    pub at: usize,
    /// The record's id, where it has one.
    pub id: Option<String>,
    /// Why.
    pub reason: Reason,
}

/// Good records, and what was left out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Parsed<T> {
    /// The records that stand, in their order.
    pub good: Vec<T>,
    /// What was left out, in order.
    pub problems: Vec<Problem>,
}

impl<T> Parsed<T> {
    /// How many records were left out.
    pub fn left_out(&self) -> usize {
        self.problems.iter().filter(|p| p.reason.leaves_out()).count()
    }
}

/// A record with the values of it that were left out; or the reason why all of it is, with its id where it has one.
pub type ReadResult<T> = Result<(T, Vec<Reason>), (Option<String>, Reason)>;

/// Reads a part: a JSON array of records of one kind. An unreadable part has no records and one problem.
pub fn parse_records<T>(
    bytes: &[u8],
    read: impl Fn(&[u8]) -> ReadResult<T>,
    ids: impl Fn(&T) -> Vec<String>,
) -> Parsed<T> {
    let mut parsed = Parsed { good: Vec::new(), problems: Vec::new() };
    let records: Vec<&RawValue> = match serde_json::from_slice(bytes) {
        Ok(records) => records,
        Err(error) => {
            parsed.problems.push(Problem { at: 0, id: None, reason: Reason::Shape(error.to_string()) });
            return parsed;
        }
    };
    let mut seen = HashSet::new();
    for (at, record) in records.into_iter().enumerate() {
        parsed.add(at, read(record.get().as_bytes()), &ids, &mut seen);
    }
    parsed
}

impl<T> Parsed<T> {
    /// Adds one record that was read at place `at`; `seen` holds the ids so far.
    pub fn add(&mut self, at: usize, read: ReadResult<T>, ids: impl Fn(&T) -> Vec<String>, seen: &mut HashSet<String>) {
        match read {
            Err((id, reason)) => self.problems.push(Problem { at, id, reason }),
            Ok((record, notes)) => {
                let own = ids(&record);
                let id = own.first().cloned();
                let problem = |reason| Problem { at, id: id.clone(), reason };
                if let Some(twice) = own.iter().find(|id| seen.contains(*id)) {
                    self.problems.push(problem(Reason::Twice(twice.clone())));
                    return;
                }
                self.problems.extend(notes.into_iter().map(problem));
                seen.extend(own);
                self.good.push(record);
            }
        }
    }
}

/// The ids that a pledge takes: its own and its reports'.
pub fn pledges_of(pledge: &Pledge) -> Vec<String> {
    let reports = pledge.reports.iter().map(|r| r.id.to_string());
    std::iter::once(pledge.id.to_string()).chain(reports).collect()
}

/// The records of one part, by its kind.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Records {
    /// Pledges.
    Pledges(Parsed<Pledge>),
    /// Parties.
    Parties(Parsed<Party>),
    /// Terms.
    Terms(Parsed<Term>),
}

impl Records {
    /// Reads a part of a known kind.
    pub fn read(kind: PartKind, bytes: &[u8]) -> Self {
        match kind {
            PartKind::Pledges => Self::Pledges(parse_records(bytes, parse_pledge, pledges_of)),
            PartKind::Parties => Self::Parties(parse_records(bytes, parse_party, |p| vec![p.id.to_string()])),
            PartKind::Terms => Self::Terms(parse_records(bytes, parse_term, term_key)),
        }
    }
}

/// A term's identity: its list and id.
pub(super) fn term_key(term: &Term) -> Vec<String> {
    vec![format!("{}/{}", term.list.wire(), term.id)]
}

/// The parts that a manifest names and `bytes_of` has, each read.
pub fn read_parts<'a>(
    manifest: &'a Manifest,
    bytes_of: impl Fn(&super::PartEntry) -> Option<&'a [u8]>,
) -> Vec<Records> {
    manifest.parts.iter().filter_map(|part| Some(Records::read(part.kind, bytes_of(part)?))).collect()
}

/// A record's fields with its id; without an id, or of the wrong shape, there is only the reason.
fn fields(json: &[u8]) -> Result<(Fields, String), (Option<String>, Reason)> {
    if json.len() > RECORD_LIMIT {
        return Err((None, Reason::TooLarge(json.len())));
    }
    let mut fields = Fields::parse(json).map_err(|wrong| (None, Reason::Shape(wrong)))?;
    match fields.text("id") {
        Ok(Some(id)) => Ok((fields, id)),
        Ok(None) => Err((None, Reason::NoId)),
        Err(wrong) => Err((None, Reason::Shape(wrong))),
    }
}

/// Reads a record of one kind: its id as `new` takes it, then the rest by `read`.
fn record<I, T>(
    json: &[u8],
    new: impl Fn(&str) -> Option<I>,
    read: impl FnOnce(&mut Reader, I, Fields) -> Field<T>,
) -> ReadResult<T> {
    let (fields, id) = fields(json)?;
    let Some(own) = new(&id) else { return Err((Some(id.clone()), Reason::BadId(id))) };
    let mut reader = Reader::default();
    match read(&mut reader, own, fields) {
        Ok(record) => Ok((record, reader.notes)),
        Err(reason) => Err((Some(id), reason)),
    }
}

/// Reads a pledge.
pub fn parse_pledge(json: &[u8]) -> ReadResult<Pledge> {
    record(json, PledgeId::new, Reader::pledge)
}

/// Reads a party.
pub fn parse_party(json: &[u8]) -> ReadResult<Party> {
    record(json, PartyId::new, |reader, id, mut fields| {
        let mut members = Vec::new();
        for member in fields.objects("members")? {
            members.extend(reader.member(member)?);
        }
        Ok(Party {
            id,
            category: fields.text("kind")?.map(|k| Category::from_wire(&k)),
            names: names(fields.text_map("names")?),
            also: fields.texts("also")?.into_iter().map(Into::into).collect(),
            country: fields.text("country")?.filter(|c| is_country(c)).map(Into::into),
            region: fields.text("region")?.and_then(|r| reader.reference("region", &r, TermId::new)),
            members,
        })
    })
}

/// Reads a term. One of an unknown list is left out: nothing could refer to it.
pub fn parse_term(json: &[u8]) -> ReadResult<Term> {
    record(json, TermId::new, |reader, id, mut fields| {
        let list = fields.text("list")?;
        let list = list
            .as_deref()
            .and_then(TermList::from_wire)
            .ok_or_else(|| format!("unknown list {}", list.as_deref().unwrap_or("(none)")))?;
        Ok(Term {
            list,
            id,
            names: names(fields.text_map("names")?),
            from: reader.date("from", fields.text("from")?),
            to: reader.date("to", fields.text("to")?),
            place: fields.text("place")?.map(Into::into),
        })
    })
}

fn is_country(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase())
}

/// Reads the values of one record and remembers what it left out.
#[derive(Default)]
struct Reader {
    notes: Vec<Reason>,
}

type Field<T> = Result<T, Reason>;

impl From<Wrong> for Reason {
    fn from(wrong: Wrong) -> Self {
        Self::Shape(wrong)
    }
}

impl Reader {
    #[inline(never)]
    fn pledge(&mut self, id: PledgeId, mut fields: Fields) -> Field<Pledge> {
        let lang = self.lang(fields.text("lang")?);
        let mut titles = Vec::new();
        for (tag, title) in fields.text_map("titles")? {
            if let Some(lang) = self.lang(Some(tag)) {
                titles.extend(limited("titles", Some(title))?.map(|t| (lang, t)));
            }
        }
        let mut sections = Vec::new();
        for section in fields.objects("sections")? {
            sections.push(self.section(section, lang.as_ref())?);
        }
        let mut reports = Vec::new();
        for report in fields.objects("reports")? {
            reports.extend(self.report(report, lang.as_ref())?);
        }
        Ok(Pledge {
            id,
            number: not_blank(limited("number", fields.text("number")?)?),
            url: self.url("url", fields.text("url")?),
            edition: fields.text("edition")?.and_then(|e| self.reference("edition", &e, EditionId::new)),
            kind: fields.text("kind")?.map(|k| Kind::from_wire(&k)),
            title: not_blank(limited("title", fields.text("title")?)?),
            titles,
            lang,
            parties: self.parties(fields.objects("parties")?)?,
            themes: self.references("themes", fields.texts("themes")?, TermId::new),
            resolutions: self.references("resolutions", fields.texts("resolutions")?, TermId::new),
            countries: fields.texts("countries")?.into_iter().filter(|c| is_country(c)).map(Into::into).collect(),
            submitted: self.date("submitted", fields.text("submitted")?),
            period: self.period(fields.object("period")?)?,
            sections,
            reports,
            attachments: attachments(fields.objects("attachments")?)?,
            updated: self.date("updated", fields.text("updated")?),
        })
    }

    #[inline(never)]
    fn section(&mut self, mut fields: Fields, lang: Option<&Lang>) -> Field<Section> {
        let own = self.lang(fields.text("lang")?).or_else(|| lang.cloned());
        let words = words(fields.text("words")?.as_deref());
        let text = limited("text", fields.text("text")?)?;
        Ok(Section {
            part: PartOf::from_wire(fields.text("part")?.as_deref().unwrap_or("text")),
            heading: limited("heading", fields.text("heading")?)?,
            text: text.map(|published| Text { published, lang: own, words }),
            removed: fields.text("removed")?.map(Into::into),
        })
    }

    #[inline(never)]
    fn report(&mut self, mut fields: Fields, lang: Option<&Lang>) -> Field<Option<Report>> {
        let given = fields.text("id")?.unwrap_or_default();
        let Some(id) = self.reference("reports.id", &given, ReportId::new) else { return Ok(None) };
        let own = self.lang(fields.text("lang")?).or_else(|| lang.cloned());
        let words = words(fields.text("words")?.as_deref());
        let actions = limited("actions_taken", fields.text("actions_taken")?)?;
        Ok(Some(Report {
            id,
            url: self.url("reports.url", fields.text("url")?),
            title: not_blank(limited("reports.title", fields.text("title")?)?),
            date: self.date("reports.date", fields.text("date")?),
            parties: self.references("reports.parties", fields.texts("parties")?, PartyId::new),
            lang: own.clone(),
            actions_taken: actions.map(|published| Text { published, lang: own, words }),
            removed: fields.texts("removed")?.into_iter().map(Into::into).collect(),
            completed: fields.flag("completed")?,
            attachments: attachments(fields.objects("attachments")?)?,
        }))
    }

    /// The parties, each once: a source that names one twice still means one.
    #[inline(never)]
    fn parties(&mut self, list: Vec<Fields>) -> Field<Vec<PartyLink>> {
        let mut links: Vec<PartyLink> = Vec::new();
        for mut link in list {
            let id = link.text("id")?.unwrap_or_default();
            let Some(id) = self.reference("parties.id", &id, PartyId::new) else { continue };
            let new = PartyLink {
                id,
                role: link.text("role")?.map(|r| Role::from_wire(&r)),
                basis: link.text("basis")?.map(|b| Basis::from_wire(&b)),
                since: self.date("parties.since", link.text("since")?),
            };
            if links.iter().all(|l| l.id != new.id) {
                links.push(new);
            }
        }
        Ok(links)
    }

    #[inline(never)]
    fn period(&mut self, fields: Option<Fields>) -> Field<Option<Period>> {
        let Some(mut fields) = fields else { return Ok(None) };
        let period = Period {
            from: self.date("period.from", fields.text("from")?),
            to: self.date("period.to", fields.text("to")?),
            said: not_blank(limited("period.said", fields.text("said")?)?),
        };
        let empty = period.from.is_none() && period.to.is_none() && period.said.is_none();
        Ok((!empty).then_some(period))
    }

    #[inline(never)]
    fn member(&mut self, mut fields: Fields) -> Field<Option<Member>> {
        let id = fields.text("id")?.unwrap_or_default();
        let (from, to) = (fields.text("from")?, fields.text("to")?);
        let Some(id) = self.reference("members.id", &id, PartyId::new) else { return Ok(None) };
        Ok(Some(Member { id, from: self.date("members.from", from), to: self.date("members.to", to) }))
    }

    #[inline(never)]
    fn date(&mut self, field: &'static str, value: Option<String>) -> Option<Date> {
        let value = value.filter(|v| !v.is_empty())?;
        let date = Date::parse(&value);
        if date.is_none() {
            self.notes.push(Reason::BadDate(field, value));
        }
        date
    }

    #[inline(never)]
    fn url(&mut self, field: &'static str, value: Option<String>) -> Option<WebUrl> {
        let value = value.filter(|v| !v.is_empty())?;
        let url = WebUrl::new(&value);
        if url.is_none() {
            self.notes.push(Reason::BadUrl(field, value));
        }
        url
    }

    #[inline(never)]
    fn lang(&mut self, tag: Option<String>) -> Option<Lang> {
        let tag = tag.filter(|t| !t.is_empty())?;
        self.reference("lang", &tag, Lang::new)
    }

    fn reference<T>(&mut self, field: &'static str, value: &str, new: impl Fn(&str) -> Option<T>) -> Option<T> {
        let reference = new(value);
        if reference.is_none() {
            self.notes.push(Reason::BadReference(field, value.to_owned()));
        }
        reference
    }

    /// References, each once.
    fn references<T: PartialEq>(
        &mut self,
        field: &'static str,
        values: Vec<String>,
        new: impl Fn(&str) -> Option<T>,
    ) -> Vec<T> {
        let mut list = Vec::new();
        for value in values {
            if let Some(reference) = self.reference(field, &value, &new)
                && !list.contains(&reference)
            {
                list.push(reference);
            }
        }
        list
    }
}

/// A text within the format's limit.
#[inline(never)]
fn limited(field: &'static str, value: Option<String>) -> Field<Option<Box<str>>> {
    match value {
        Some(value) if value.len() > FIELD_LIMIT => Err(Reason::FieldTooLong(field)),
        value => Ok(value.map(Into::into)),
    }
}

#[inline(never)]
fn not_blank(value: Option<Box<str>>) -> Option<Box<str>> {
    value.filter(|v| !v.trim().is_empty())
}

#[inline(never)]
fn attachments(list: Vec<Fields>) -> Field<Vec<Attachment>> {
    let mut attachments = Vec::new();
    for mut a in list {
        attachments.push(Attachment {
            title: limited("attachments.title", a.text("title")?)?,
            url: limited("attachments.url", a.text("url")?)?,
            media_type: limited("attachments.media_type", a.text("media_type")?)?,
            bytes: a.number("bytes")?,
        });
    }
    Ok(attachments)
}

/// Unknown words about words are none: the text is then shown without a claim.
#[inline(never)]
fn words(word: Option<&str>) -> Option<Words> {
    match word? {
        "as-filed" => Some(Words::AsFiled),
        "summary" => Some(Words::Summary),
        "translation" => Some(Words::Translation),
        _ => None,
    }
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
