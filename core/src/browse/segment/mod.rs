//! Segments: what a part gives to the catalogue, made once from the part alone and kept under its hash. A start reads
//! these and no JSON. The encoding is ours and has a version; a segment of another version, or a damaged one, is made anew.

mod build;
mod facts;
mod names;

use std::{ops::Range, sync::Arc};

pub use build::Builder;
pub(super) use build::segment_of;
pub(super) use facts::Facts;

use super::entry::{Brief, ReportBrief};
use crate::{
    codec::{Reader, Writer, unsealed},
    feed::{PartKind, Records},
    model::{Completion, Lang, Party, PartyId, Period, PledgeId, Progress, Term},
};

/// The version of the encoding.
const VERSION: u8 = 2;
/// The bytes before what a seal holds.
const SEAL: usize = 9;

const KIND_PLEDGES: usize = 0;
const KIND_PARTIES: usize = 1;
const KIND_TERMS: usize = 2;

/// What one part gives.
#[derive(Clone, Debug)]
pub enum Segment {
    /// Pledges.
    Pledges(Arc<PledgeSegment>),
    /// Parties, and how many records were left out.
    Parties(Vec<Arc<Party>>, usize),
    /// Terms, and how many records were left out.
    Terms(Vec<Arc<Term>>, usize),
}

impl Segment {
    /// Makes the bytes of a part's segment at once; [`Builder`] does it in steps.
    pub fn build(kind: PartKind, part: &[u8]) -> Vec<u8> {
        let mut out = Writer::default();
        if kind == PartKind::Pledges {
            let mut builder = Builder::new(part.into());
            while builder.step() {}
            return builder.finish();
        }
        match Records::read(kind, part) {
            Records::Parties(parsed) => {
                out.size(KIND_PARTIES);
                out.size(parsed.left_out());
                out.size(parsed.good.len());
                parsed.good.iter().for_each(|p| names::write_party(p, &mut out));
            }
            Records::Terms(parsed) => {
                out.size(KIND_TERMS);
                out.size(parsed.left_out());
                out.size(parsed.good.len());
                parsed.good.iter().for_each(|t| names::write_term(t, &mut out));
            }
            Records::Pledges(_) => {}
        }
        out.sealed(VERSION)
    }

    /// Reads a segment; None where it is damaged or of another version.
    pub fn open(bytes: Arc<[u8]>) -> Option<Self> {
        let mut reader = Reader::new(unsealed(&bytes, VERSION)?, 0);
        let (kind, left_out) = (reader.size(), reader.size());
        let segment = match kind {
            KIND_PLEDGES => return PledgeSegment::open(bytes).map(|s| Self::Pledges(Arc::new(s))),
            KIND_PARTIES => {
                let count = reader.count();
                Self::Parties((0..count).filter_map(|_| names::read_party(&mut reader)).collect(), left_out)
            }
            KIND_TERMS => {
                let count = reader.count();
                Self::Terms((0..count).filter_map(|_| names::read_term(&mut reader)).collect(), left_out)
            }
            _ => return None,
        };
        reader.is_good().then_some(segment)
    }
}

/// The segment of a part of pledges: its bytes, and where in them things stand.
#[derive(Clone, Debug)]
pub struct PledgeSegment {
    bytes: Arc<[u8]>,
    left_out: usize,
    /// The texts that columns name, by place.
    table: Vec<Range<usize>>,
    /// Of each pledge where its record stands in the part, where its texts stand here, and where its columns do.
    pledges: Vec<Place>,
    index: usize,
}

#[derive(Clone, Debug)]
struct Place {
    record: Range<usize>,
    texts: usize,
    columns: usize,
}

impl PledgeSegment {
    fn open(bytes: Arc<[u8]>) -> Option<Self> {
        let mut reader = Reader::new(&bytes, SEAL);
        let (_, left_out, count) = (reader.size(), reader.size(), reader.count());
        let table = (0..reader.count())
            .map(|_| {
                let text = reader.text();
                reader.at() - text.len()..reader.at()
            })
            .collect();
        let length = reader.count();
        let columns = reader.at();
        reader.take(length);
        let length = reader.count();
        let texts = reader.at();
        reader.take(length);
        let (index, good) = (reader.at(), reader.is_good());
        let pledges = places(&mut Reader::new(&bytes, columns), count, texts)?;
        good.then_some(Self { bytes, left_out, table, pledges, index })
    }

    /// How many pledges it has.
    pub fn len(&self) -> usize {
        self.pledges.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.pledges.is_empty()
    }

    /// How many records of the part could not be read.
    pub fn left_out(&self) -> usize {
        self.left_out
    }

    /// The bytes of the whole segment and of its index alone.
    pub fn sizes(&self) -> (usize, usize) {
        (self.bytes.len(), self.bytes.len() - self.index)
    }

    /// A text of the table; columns count from 1.
    pub(super) fn text(&self, place: usize) -> &str {
        let range = place.checked_sub(1).and_then(|n| self.table.get(n)).cloned().unwrap_or_default();
        self.bytes.get(range).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or_default()
    }

    /// How many texts the table has.
    pub(super) fn table_len(&self) -> usize {
        self.table.len()
    }

    /// Reads the columns of a pledge over `facts`.
    pub(super) fn facts(&self, n: usize, facts: &mut Facts) {
        if let Some(place) = self.pledges.get(n) {
            facts.read(&mut Reader::new(&self.bytes, place.columns));
        }
    }

    /// Where the record of a pledge stands in the part.
    pub(super) fn record(&self, n: usize) -> Range<usize> {
        self.pledges.get(n).map(|p| p.record.clone()).unwrap_or_default()
    }

    /// A reader of the index.
    pub(super) fn index(&self) -> Reader<'_> {
        Reader::new(&self.bytes, self.index)
    }

    fn texts(&self, n: usize) -> Reader<'_> {
        Reader::new(&self.bytes, self.pledges.get(n).map_or(self.bytes.len(), |p| p.texts))
    }

    /// The id of a pledge.
    pub(super) fn id(&self, n: usize) -> &str {
        self.texts(n).text()
    }

    /// The title of a pledge, or else its first words.
    pub(super) fn title(&self, n: usize) -> (Option<&str>, &str) {
        let mut reader = self.texts(n);
        let (_, _) = (reader.text(), reader.maybe());
        let (title, _, first) = (reader.maybe(), reader.maybe(), reader.text());
        (title, first)
    }

    /// A pledge in short, but for what stands in the columns.
    pub(super) fn brief(&self, n: usize) -> Option<(Brief, Vec<(String, ReportBrief)>)> {
        let mut reader = self.texts(n);
        let id = PledgeId::new(reader.text())?;
        let number = reader.maybe().map(str::to_owned);
        let (title, title_lang) = (reader.maybe().map(str::to_owned), reader.maybe().and_then(Lang::new));
        let (first_words, first_lang) = (reader.text().to_owned(), reader.maybe().and_then(Lang::new));
        let (from, to) = (names::read_date(&mut reader), names::read_date(&mut reader));
        let said: Option<Box<str>> = reader.maybe().map(Into::into);
        let given = from.is_some() || to.is_some() || said.is_some();
        let submitted = names::read_date(&mut reader);
        let since = (0..reader.count()).map(|_| (PartyId::new(reader.text()), names::read_date(&mut reader)));
        let since = since.filter_map(|(party, date)| party.zip(date)).collect();
        let reports = (0..reader.count()).map(|_| report(&mut reader)).collect();
        let brief = Brief {
            id,
            number,
            title,
            title_lang,
            first_words,
            first_lang,
            period: given.then_some(Period { from, to, said }),
            submitted,
            since,
            edition: None,
            kind: None,
            parties: Vec::new(),
            progress: Progress::NoReport,
        };
        Some((brief, reports))
    }
}

fn report(reader: &mut Reader<'_>) -> (String, ReportBrief) {
    let id = reader.text().to_owned();
    let date = names::read_date(reader);
    let completion = match reader.size() {
        1 => Completion::Yes,
        2 => Completion::No,
        _ => Completion::NotSaid,
    };
    let count = reader.count();
    let parties = (0..count).filter_map(|_| PartyId::new(reader.text())).collect();
    (id, ReportBrief { date, parties, completion })
}

fn places(columns: &mut Reader<'_>, count: usize, mut texts: usize) -> Option<Vec<Place>> {
    let mut end = 0usize;
    let mut facts = Facts::default();
    let mut places = Vec::with_capacity(count);
    for _ in 0..count {
        let gap = columns.size();
        let start = if gap % 2 == 1 { gap / 2 } else { end.checked_add(gap / 2)? };
        end = start.checked_add(columns.size())?;
        let length = columns.size();
        places.push(Place { record: start..end, texts, columns: columns.at() });
        texts = texts.checked_add(length)?;
        facts.read(columns);
    }
    columns.is_good().then_some(places)
}

#[cfg(test)]
#[path = "segment_tests.rs"]
mod tests;
