//! From the model to the wire, canonically: known keys only, in the format's order, nothing that is null. The same
//! record gives the same bytes on every machine, so the same records give the same parts.

use serde::Serialize;

use super::wire;
use crate::model::{Attachment, Date, Names, Party, Pledge, Report, Section, Term, Text, Words};

/// A pledge as a line of JSON.
pub fn pledge_json(pledge: &Pledge) -> String {
    json(&wire::Pledge {
        id: word(&pledge.id),
        number: opt(&pledge.number),
        url: pledge.url.as_ref().map(|u| u.as_str().to_owned()),
        edition: opt(&pledge.edition),
        kind: pledge.kind.as_ref().map(|k| k.wire().to_owned()),
        title: opt(&pledge.title),
        titles: Some(pledge.titles.iter().map(|(l, t)| (l.as_str().to_owned(), (**t).to_owned())).collect())
            .filter(|titles: &wire::ByLang| !titles.is_empty()),
        lang: pledge.lang.as_ref().map(|l| l.as_str().to_owned()),
        parties: list(&pledge.parties, |p| wire::PartyLink {
            id: word(&p.id),
            role: p.role.as_ref().map(|r| r.wire().to_owned()),
            basis: p.basis.as_ref().map(|b| b.wire().to_owned()),
            since: date(p.since),
        }),
        themes: list(&pledge.themes, ToString::to_string),
        resolutions: list(&pledge.resolutions, ToString::to_string),
        countries: list(&pledge.countries, ToString::to_string),
        submitted: date(pledge.submitted),
        period: pledge.period.as_ref().map(|p| wire::Period { from: date(p.from), to: date(p.to), said: opt(&p.said) }),
        sections: list(&pledge.sections, |s| section(s, pledge)),
        reports: list(&pledge.reports, |r| report(r, pledge)),
        attachments: list(&pledge.attachments, attachment),
        updated: date(pledge.updated),
    })
}

/// A party as a line of JSON.
pub fn party_json(party: &Party) -> String {
    json(&wire::Party {
        id: word(&party.id),
        kind: party.category.as_ref().map(|c| c.wire().to_owned()),
        names: Some(by_lang(&party.names)).filter(|n| !n.is_empty()),
        also: list(&party.also, ToString::to_string),
        country: opt(&party.country),
        region: opt(&party.region),
        members: list(&party.members, |m| wire::Member { id: word(&m.id), from: date(m.from), to: date(m.to) }),
    })
}

/// A term as a line of JSON.
pub fn term_json(term: &Term) -> String {
    json(&wire::Term {
        list: word(&term.list.wire()),
        id: word(&term.id),
        names: Some(by_lang(&term.names)).filter(|n| !n.is_empty()),
        from: date(term.from),
        to: date(term.to),
        place: opt(&term.place),
    })
}

/// Serialises one of our wire shapes, none of which can fail: they have string keys and no maps of maps.
pub(super) fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// Names as an object by language.
pub(super) fn by_lang(names: &Names) -> wire::ByLang {
    names.iter().map(|(l, n)| (l.as_str().to_owned(), n.to_owned())).collect()
}

fn section(section: &Section, pledge: &Pledge) -> wire::Section {
    let text = section.text.as_ref();
    wire::Section {
        part: Some(section.part.wire().to_owned()),
        lang: own_lang(text, pledge),
        heading: opt(&section.heading),
        text: text.map(|t| t.published.to_string()),
        words: words(text),
        removed: opt(&section.removed),
    }
}

fn report(report: &Report, pledge: &Pledge) -> wire::Report {
    let text = report.actions_taken.as_ref();
    wire::Report {
        id: word(&report.id),
        url: report.url.as_ref().map(|u| u.as_str().to_owned()),
        title: opt(&report.title),
        date: date(report.date),
        parties: list(&report.parties, ToString::to_string),
        lang: report.lang.as_ref().filter(|l| Some(*l) != pledge.lang.as_ref()).map(|l| l.as_str().to_owned()),
        actions_taken: text.map(|t| t.published.to_string()),
        words: words(text),
        completed: report.completed,
        attachments: list(&report.attachments, attachment),
        removed: list(&report.removed, ToString::to_string),
    }
}

fn attachment(a: &Attachment) -> wire::Attachment {
    wire::Attachment { title: opt(&a.title), url: opt(&a.url), media_type: opt(&a.media_type), bytes: a.bytes }
}

/// A section names its language only where it is not the pledge's.
fn own_lang(text: Option<&Text>, pledge: &Pledge) -> Option<String> {
    let lang = text?.lang.as_ref()?;
    (Some(lang) != pledge.lang.as_ref()).then(|| lang.as_str().to_owned())
}

fn words(text: Option<&Text>) -> Option<String> {
    let word = match text?.words? {
        Words::AsFiled => "as-filed",
        Words::Summary => "summary",
        Words::Translation => "translation",
    };
    Some(word.to_owned())
}

fn word(value: &impl ToString) -> Option<String> {
    Some(value.to_string())
}

fn opt<T: ToString>(value: &Option<T>) -> Option<String> {
    value.as_ref().map(T::to_string)
}

fn date(date: Option<Date>) -> Option<String> {
    date.map(|d| d.to_string())
}

fn list<T, U>(values: &[T], f: impl Fn(&T) -> U) -> Option<Vec<U>> {
    Some(values.iter().map(f).collect())
}

#[cfg(test)]
mod tests {
    use crate::feed::{parse_party, parse_pledge, parse_term, party_json, pledge_json, term_json};

    #[test]
    fn what_is_written_is_read_back_the_same_and_writes_the_same() {
        let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/../desk/sample");
        let lines = |name: &str| std::fs::read_to_string(format!("{sample}/{name}.ndjson")).expect("the sample");
        for line in lines("pledges").lines() {
            let (pledge, notes) = parse_pledge(line.as_bytes()).expect(line);
            let written = pledge_json(&pledge);
            assert_eq!(parse_pledge(written.as_bytes()), Ok((pledge, Vec::new())), "{notes:?}");
        }
        for line in lines("parties").lines() {
            let (party, _) = parse_party(line.as_bytes()).expect(line);
            assert_eq!(parse_party(party_json(&party).as_bytes()), Ok((party, Vec::new())));
        }
        for line in lines("terms").lines() {
            let (term, _) = parse_term(line.as_bytes()).expect(line);
            assert_eq!(parse_term(term_json(&term).as_bytes()), Ok((term, Vec::new())));
        }
    }
}
