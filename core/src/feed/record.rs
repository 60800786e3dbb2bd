//! One record from the wire to the model. A value that cannot be understood (an impossible date, an unsafe address) is
//! left out of its record and named.

use super::{
    FIELD_LIMIT, RECORD_LIMIT,
    fields::{Fields, Wrong},
    parse::{ReadResult, Reason},
    removal::names,
};
use crate::model::{
    Attachment, Basis, Category, Date, EditionId, Kind, Lang, Member, PartOf, Party, PartyId, PartyLink, Period,
    Pledge, PledgeId, Report, ReportId, Role, Section, Term, TermId, TermList, Text, WebUrl, Words,
};

/// A record's fields with its id; without an id, or of the wrong shape, there is only the reason.
fn fields(json: &[u8]) -> Result<(Fields, String), (Option<String>, Reason)> {
    if json.len() > RECORD_LIMIT {
        return Err((None, Reason::TooLarge(json.len())));
    }
    let mut fields = Fields::parse(json).map_err(|wrong| (id_of(json), Reason::Shape(wrong)))?;
    match fields.text("id") {
        Ok(Some(id)) => Ok((fields, id)),
        Ok(None) => Err((None, Reason::NoId)),
        Err(wrong) => Err((None, Reason::Shape(wrong))),
    }
}

/// The id of a record that cannot be read, for the list of problems: nothing else of it is looked at.
fn id_of(json: &[u8]) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Id {
        id: String,
    }
    serde_json::from_slice::<Id>(json).ok().map(|record| record.id)
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
