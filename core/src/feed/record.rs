//! One record from the wire to the model. A value that cannot be understood (an impossible date, an unsafe address) is
//! left out of its record and named.

use super::{
    RECORD_LIMIT,
    fields::Fields,
    parse::{ReadResult, Reason},
    removal::names,
    split::member_text,
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
    let mut fields =
        Fields::parse(json).map_err(|wrong| (member_text(json, "id").map(str::to_owned), Reason::Shape(wrong)))?;
    let id = fields.text("id");
    let id = fields.wrong().or(id).map_err(|wrong| (None, wrong))?;
    id.map(|id| (fields, id)).ok_or((None, Reason::NoId))
}

/// Reads a record of one kind: its id as `new` takes it, then the rest by `read`.
fn record<I, T>(
    json: &[u8],
    new: impl Fn(&str) -> Option<I>,
    read: impl FnOnce(&mut Reader, I, &mut Fields) -> Option<T>,
) -> ReadResult<T> {
    let (mut fields, id) = fields(json)?;
    let Some(own) = new(&id) else { return Err((Some(id.clone()), Reason::BadId(id))) };
    let mut reader = Reader::default();
    let record = read(&mut reader, own, &mut fields);
    match fields.wrong().or(record) {
        Ok(Some(record)) => Ok((record, reader.notes)),
        Ok(None) => Err((Some(id), Reason::Shape("unknown".to_owned()))),
        Err(reason) => Err((Some(id), reason)),
    }
}

/// Reads a pledge.
pub fn parse_pledge(json: &[u8]) -> ReadResult<Pledge> {
    record(json, PledgeId::new, Reader::pledge)
}

/// Reads a party.
pub fn parse_party(json: &[u8]) -> ReadResult<Party> {
    record(json, PartyId::new, |reader, id, fields| {
        let members = fields.objects("members").into_iter().filter_map(|m| reader.member(m)).collect();
        Some(Party {
            id,
            category: fields.text("kind").map(|k| Category::from_wire(&k)),
            names: names(fields.text_map("names")),
            also: fields.texts("also").into_iter().map(Into::into).collect(),
            country: fields.text("country").filter(|c| is_country(c)).map(Into::into),
            region: fields.text("region").and_then(|r| reader.reference("region", &r, TermId::new)),
            members,
        })
    })
}

/// Reads a term. One of an unknown list is left out: nothing could refer to it.
pub fn parse_term(json: &[u8]) -> ReadResult<Term> {
    record(json, TermId::new, |reader, id, fields| {
        let list = fields.text("list").unwrap_or_else(|| "(none)".to_owned());
        let Some(list) = TermList::from_wire(&list) else {
            fields.wrong().note(Reason::Shape(format!("unknown list {list}")));
            return None;
        };
        Some(Term {
            list,
            id,
            names: names(fields.text_map("names")),
            from: reader.date("from", fields.text("from")),
            to: reader.date("to", fields.text("to")),
            place: fields.text("place").map(Into::into),
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

impl Reader {
    #[inline(never)]
    fn pledge(&mut self, id: PledgeId, fields: &mut Fields) -> Option<Pledge> {
        let lang = self.lang(fields.text("lang"));
        let mut titles = Vec::new();
        for (tag, title) in fields.text_map("titles") {
            if let Some(lang) = self.lang(Some(tag))
                && fields.within(&title, "titles")
            {
                titles.push((lang, title.into()));
            }
        }
        let sections = fields.objects("sections").into_iter().map(|s| self.section(s, lang.as_ref())).collect();
        let reports = fields.objects("reports").into_iter().filter_map(|r| self.report(r, lang.as_ref())).collect();
        Some(Pledge {
            id,
            number: not_blank(fields.limited("number", "number")),
            url: self.url("url", fields.text("url")),
            edition: fields.text("edition").and_then(|e| self.reference("edition", &e, EditionId::new)),
            kind: fields.text("kind").map(|k| Kind::from_wire(&k)),
            title: not_blank(fields.limited("title", "title")),
            titles,
            lang,
            parties: self.parties(fields.objects("parties")),
            themes: self.references("themes", fields.texts("themes"), TermId::new),
            resolutions: self.references("resolutions", fields.texts("resolutions"), TermId::new),
            countries: fields.texts("countries").into_iter().filter(|c| is_country(c)).map(Into::into).collect(),
            submitted: self.date("submitted", fields.text("submitted")),
            period: self.period(fields.object("period")),
            sections,
            reports,
            attachments: attachments(fields.objects("attachments")),
            updated: self.date("updated", fields.text("updated")),
        })
    }

    #[inline(never)]
    fn section(&mut self, mut fields: Fields, lang: Option<&Lang>) -> Section {
        let own = self.lang(fields.text("lang")).or_else(|| lang.cloned());
        let words = words(fields.text("words").as_deref());
        let text = fields.limited("text", "text");
        Section {
            part: PartOf::from_wire(fields.text("part").as_deref().unwrap_or("text")),
            heading: fields.limited("heading", "heading"),
            text: text.map(|published| Text { published, lang: own, words }),
            removed: fields.text("removed").map(Into::into),
        }
    }

    #[inline(never)]
    fn report(&mut self, mut fields: Fields, lang: Option<&Lang>) -> Option<Report> {
        let given = fields.text("id").unwrap_or_default();
        let id = self.reference("reports.id", &given, ReportId::new)?;
        let own = self.lang(fields.text("lang")).or_else(|| lang.cloned());
        let words = words(fields.text("words").as_deref());
        let actions = fields.limited("actions_taken", "actions_taken");
        Some(Report {
            id,
            url: self.url("reports.url", fields.text("url")),
            title: not_blank(fields.limited("title", "reports.title")),
            date: self.date("reports.date", fields.text("date")),
            parties: self.references("reports.parties", fields.texts("parties"), PartyId::new),
            lang: own.clone(),
            actions_taken: actions.map(|published| Text { published, lang: own, words }),
            removed: fields.texts("removed").into_iter().map(Into::into).collect(),
            completed: fields.flag("completed"),
            attachments: attachments(fields.objects("attachments")),
        })
    }

    /// The parties, each once: a source that names one twice still means one.
    #[inline(never)]
    fn parties(&mut self, list: Vec<Fields>) -> Vec<PartyLink> {
        let mut links: Vec<PartyLink> = Vec::new();
        for mut link in list {
            let id = link.text("id").unwrap_or_default();
            let Some(id) = self.reference("parties.id", &id, PartyId::new) else { continue };
            let new = PartyLink {
                id,
                role: link.text("role").map(|r| Role::from_wire(&r)),
                basis: link.text("basis").map(|b| Basis::from_wire(&b)),
                since: self.date("parties.since", link.text("since")),
            };
            if links.iter().all(|l| l.id != new.id) {
                links.push(new);
            }
        }
        links
    }

    #[inline(never)]
    fn period(&mut self, fields: Option<Fields>) -> Option<Period> {
        let mut fields = fields?;
        let period = Period {
            from: self.date("period.from", fields.text("from")),
            to: self.date("period.to", fields.text("to")),
            said: not_blank(fields.limited("said", "period.said")),
        };
        let empty = period.from.is_none() && period.to.is_none() && period.said.is_none();
        (!empty).then_some(period)
    }

    #[inline(never)]
    fn member(&mut self, mut fields: Fields) -> Option<Member> {
        let id = fields.text("id").unwrap_or_default();
        let (from, to) = (fields.text("from"), fields.text("to"));
        let id = self.reference("members.id", &id, PartyId::new)?;
        Some(Member { id, from: self.date("members.from", from), to: self.date("members.to", to) })
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

#[inline(never)]
fn not_blank(value: Option<Box<str>>) -> Option<Box<str>> {
    value.filter(|v| !v.trim().is_empty())
}

#[inline(never)]
fn attachments(list: Vec<Fields>) -> Vec<Attachment> {
    let mut attachments = Vec::new();
    for mut a in list {
        attachments.push(Attachment {
            title: a.limited("title", "attachments.title"),
            url: a.limited("url", "attachments.url"),
            media_type: a.limited("media_type", "attachments.media_type"),
            bytes: a.number("bytes"),
        });
    }
    attachments
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
