//! Making a pledge part's segment, some records at a time: the page stays responsive between the steps.

use std::{ops::Range, sync::Arc};

use super::{KIND_PLEDGES, VERSION, facts::Facts, names::write_date};
use crate::{
    browse::{entry::Entry, lens},
    codec::Writer,
    feed::{Parsed, parse_pledge, pledges_of, raw_records},
    intern::Interner,
    model::{Date, PartOf, Pledge, Progress, shown},
    search::{Field, IndexBuilder},
};

/// Makes the segment of a part of pledges.
pub struct Builder {
    bytes: Arc<[u8]>,
    /// Where the records stand in the part.
    records: Vec<Range<usize>>,
    at: usize,
    parsed: Parsed<Pledge>,
    seen: Interner,
    own: Contents,
}

/// What was gathered.
#[derive(Default)]
struct Contents {
    count: usize,
    table: Interner,
    columns: Writer,
    texts: Writer,
    index: IndexBuilder,
    end: usize,
}

impl Builder {
    /// Begins with a part's bytes. An unreadable part has no records, and one that was left out.
    pub fn new(bytes: Arc<[u8]>) -> Self {
        let mut parsed = Parsed { good: Vec::new(), problems: Vec::new() };
        let records = raw_records(&bytes).unwrap_or_else(|problem| {
            parsed.problems.push(problem);
            Vec::new()
        });
        Self { bytes, records, at: 0, parsed, seen: Interner::default(), own: Contents::default() }
    }

    /// Takes the next record; false when there is none.
    pub fn step(&mut self) -> bool {
        let Some(place) = self.records.get(self.at).cloned() else { return false };
        let record = self.bytes.get(place.clone()).unwrap_or_default();
        self.parsed.add(self.at, parse_pledge(record), pledges_of, &mut self.seen);
        self.at += 1;
        if let Some(pledge) = self.parsed.good.pop() {
            self.own.add(&pledge, place);
        }
        true
    }

    /// The segment's bytes.
    pub fn finish(self) -> Vec<u8> {
        self.own.finish(self.parsed.left_out())
    }
}

/// The segment of some pledges of a part, each with its place there: for those that a removal has changed.
pub(in crate::browse) fn segment_of(pledges: &[(Pledge, Range<usize>)]) -> Vec<u8> {
    let mut own = Contents::default();
    pledges.iter().for_each(|(pledge, place)| own.add(pledge, place.clone()));
    own.finish(0)
}

impl Contents {
    fn add(&mut self, pledge: &Pledge, place: Range<usize>) {
        self.count += 1;
        // Places may go back where a removal changed pledges out of order: the distance is then told from zero.
        let gap = place.start.checked_sub(self.end).map_or(place.start * 2 + 1, |gap| gap * 2);
        self.end = place.end;
        self.columns.size(gap);
        self.columns.size(place.len());
        let before = self.texts.0.len();
        self.write_texts(pledge);
        self.columns.size(self.texts.0.len() - before);
        self.facts(pledge).write(&mut self.columns);
        index(pledge, &mut self.index);
        self.index.next();
    }

    fn place(&mut self, text: Option<&str>) -> usize {
        text.map_or(0, |t| self.table.add(t) + 1)
    }

    fn places<'a>(&mut self, texts: impl Iterator<Item = &'a str>) -> Vec<usize> {
        let mut places: Vec<usize> = Vec::new();
        for text in texts {
            let place = self.table.add(text) + 1;
            if !places.contains(&place) {
                places.push(place);
            }
        }
        places
    }

    fn facts(&mut self, pledge: &Pledge) -> Facts {
        let languages: Vec<String> = pledge.languages().iter().map(|l| l.primary()).collect();
        let progress = crate::model::progress_of(&pledge.reports);
        Facts {
            edition: self.place(pledge.edition.as_ref().map(|e| e.as_str())),
            kind: self.place(pledge.kind.as_ref().map(|k| k.wire())),
            parties: pledge
                .parties
                .iter()
                .map(|p| (self.place(Some(p.id.as_str())), self.place(p.role.as_ref().map(|r| r.wire()))))
                .collect(),
            themes: self.places(pledge.themes.iter().map(|t| t.as_str())),
            resolutions: self.places(pledge.resolutions.iter().map(|r| r.as_str())),
            countries: self.places(pledge.countries.iter().map(|c| &**c)),
            languages: self.places(languages.iter().map(String::as_str)),
            progress: Progress::ALL.iter().position(|p| *p == progress).unwrap_or(0),
            missing: lens::missing(pledge),
            lens: lens::lenses(pledge),
            ends: pledge.period.as_ref().and_then(|p| p.to).map_or(0, Date::code),
            reports: pledge.reports.len(),
            latest: pledge.reports.iter().filter_map(|r| r.date).max().map_or(0, Date::code),
            undated: pledge.reports.iter().any(|r| r.date.is_none()),
        }
    }

    /// What lists show, which is read again only when it is shown.
    fn write_texts(&mut self, pledge: &Pledge) {
        let title = Entry::title_of(pledge);
        let first = if title.is_some() { String::new() } else { Entry::first_words_of(pledge) };
        let first_lang = pledge.first_text().and_then(|t| t.lang.as_ref());
        let period = pledge.period.as_ref();
        let out = &mut self.texts;
        out.text(pledge.id.as_str());
        out.maybe(pledge.number.as_deref().map(shown).as_deref());
        out.maybe(title.as_deref());
        out.maybe(pledge.lang.as_ref().map(|l| l.as_str()));
        out.text(&first);
        out.maybe(first_lang.filter(|_| title.is_none()).map(|l| l.as_str()));
        write_date(period.and_then(|p| p.from), out);
        write_date(period.and_then(|p| p.to), out);
        out.maybe(period.and_then(|p| p.said.as_deref()));
        write_date(pledge.submitted, out);
        let since: Vec<_> = pledge.parties.iter().filter(|p| p.since.is_some()).collect();
        out.size(since.len());
        for link in since {
            out.text(link.id.as_str());
            write_date(link.since, out);
        }
        out.size(pledge.reports.len());
        for report in &pledge.reports {
            out.text(report.id.as_str());
            write_date(report.date, out);
            out.size(report.completed.map_or(0, |yes| if yes { 1 } else { 2 }));
            out.size(report.parties.len());
            report.parties.iter().for_each(|p| out.text(p.as_str()));
        }
    }

    fn finish(self, left_out: usize) -> Vec<u8> {
        let mut out = Writer::default();
        out.size(KIND_PLEDGES);
        out.size(left_out);
        out.size(self.count);
        out.size(self.table.len());
        self.table.iter().for_each(|text| out.text(text));
        out.bytes(&self.columns.0);
        out.bytes(&self.texts.0);
        self.index.write(&mut out);
        out.sealed(VERSION)
    }
}

fn index(pledge: &Pledge, index: &mut IndexBuilder) {
    if let Some(number) = pledge.number.as_deref() {
        index.text(Field::Number, number);
    }
    index.text(Field::Id, pledge.id.as_str());
    let titles = pledge.title.as_deref().into_iter().chain(pledge.titles.iter().map(|(_, t)| &**t));
    titles.for_each(|title| index.text(Field::Title, title));
    for section in &pledge.sections {
        let field = match section.part {
            PartOf::Objectives | PartOf::Text => Field::Objectives,
            _ => Field::Sections,
        };
        section.text.iter().for_each(|text| index.text(field, &text.published));
    }
    for report in &pledge.reports {
        let texts = report.title.as_deref().into_iter().chain(report.actions_taken.as_ref().map(|t| &*t.published));
        texts.for_each(|text| index.text(Field::Reports, text));
    }
}
