//! The catalogue: what the segments of a copy give, merged, without what was removed. Merging is quick and is done again
//! whenever a part comes or a removal bites; in which order the parts are given makes no difference.

use std::sync::Arc;

use super::{
    Key,
    columns::Columns,
    entry::{Brief, Entry, Held, ReportBrief},
    parties::PartyIndex,
    segment::{PledgeSegment, Segment, segment_of},
    stale::{About, Ages},
    values::{NONE, narrow},
};
use crate::{
    codec::Reader,
    feed::{Removals, apply_to_pledge, parse_pledge},
    intern::Interner,
    model::{
        Category, EditionId, Kind, Names, Party, PartyId, Pledge, PledgeId, Progress, Term, TermId, TermList, shown,
    },
    order::sorted,
    search::TextIndex,
};

/// A part of the copy: its segment, and its bytes once they are loaded.
#[derive(Clone, Debug)]
pub struct Part {
    /// What it gives.
    pub segment: Arc<Segment>,
    /// Its bytes.
    pub bytes: Option<Arc<[u8]>>,
}

impl Part {
    /// A part that has just been read, segment and bytes. For hosts; the app makes segments in steps and keeps them.
    pub fn read(kind: crate::feed::PartKind, bytes: &[u8]) -> Option<Self> {
        let segment = Segment::open(Segment::build(kind, bytes).into())?;
        Some(Self { segment: Arc::new(segment), bytes: Some(bytes.into()) })
    }
}

/// Pledges of one part with the number that the first of them has here.
#[derive(Clone, Debug)]
struct Source {
    segment: Arc<PledgeSegment>,
    bytes: Option<Arc<[u8]>>,
    base: usize,
}

/// Names, and what removes.
#[derive(Default, Debug)]
struct Known {
    /// In the order of their ids, each once.
    parties: Vec<Arc<Party>>,
    /// In the order of their lists and ids, each once.
    terms: Vec<Arc<Term>>,
    removals: Arc<Removals>,
    left_out: usize,
}

impl Known {
    fn party(&self, id: &str) -> Option<&Arc<Party>> {
        let at = self.parties.binary_search_by(|p| p.id.as_str().cmp(id)).ok()?;
        self.parties.get(at)
    }
}

/// Everything that a page can show.
#[derive(Clone, Default, Debug)]
pub struct Catalogue {
    known: Arc<Known>,
    sources: Vec<Source>,
    pub(super) columns: Arc<Columns>,
    pub(super) index: Arc<TextIndex>,
    pub(super) names: Arc<PartyIndex>,
    /// The ids of the pledges that can be found, and the pledge of each.
    ids: Arc<(Interner, Vec<u32>)>,
    /// The pledges in their usual order: the newest Conference first, then by id; and the place of each in it.
    pub(super) in_order: Arc<Vec<u32>>,
    pub(super) rank: Arc<Vec<u32>>,
    /// Pledges that wait for their part's bytes.
    waiting: Arc<Vec<String>>,
}

impl Catalogue {
    /// Merges parts. A pledge that a removal takes away, and one of which this copy still holds a removed text, is not in
    /// it; one that a removal only changes waits for its part's bytes. Of two pledges with one id the first stands.
    pub fn merge(parts: &[Part], removals: Arc<Removals>, about: &About) -> Self {
        let mut known = Known { removals, ..Known::default() };
        let mut sources = Vec::new();
        for part in parts {
            known.left_out += match &*part.segment {
                Segment::Pledges(segment) => {
                    sources.push(Source { segment: Arc::clone(segment), bytes: part.bytes.clone(), base: 0 });
                    segment.left_out()
                }
                Segment::Parties(parties, left_out) => {
                    known.parties.extend(parties.iter().cloned());
                    *left_out
                }
                Segment::Terms(terms, left_out) => {
                    known.terms.extend(terms.iter().cloned());
                    *left_out
                }
            };
        }
        known.parties = sorted(known.parties, |a, b| a.id.cmp(&b.id));
        known.parties.dedup_by(|b, a| a.id == b.id);
        known.terms = sorted(known.terms, |a, b| (a.list, &a.id).cmp(&(b.list, &b.id)));
        known.terms.dedup_by(|b, a| (a.list, &a.id) == (b.list, &b.id));
        let mut merge = Merge::new(known, about);
        for source in sorted(sources, |a, b| head(&a.segment).cmp(&head(&b.segment))) {
            merge.add(source);
        }
        merge.finish()
    }

    /// The same catalogue with the bytes of parts that have been loaded since.
    pub fn with_bytes(&self, parts: &[Part]) -> Self {
        let mut catalogue = self.clone();
        for source in &mut catalogue.sources {
            let is_it = |p: &&Part| matches!(&*p.segment, Segment::Pledges(s) if Arc::ptr_eq(s, &source.segment));
            source.bytes = source.bytes.take().or_else(|| parts.iter().find(is_it)?.bytes.clone());
        }
        catalogue
    }

    /// Whether a pledge is left out until its part's bytes are loaded: then all parts have to be merged again.
    pub fn waits_for_bytes(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Whether the texts of all pledges can be read.
    pub fn has_texts(&self) -> bool {
        self.sources.iter().all(|s| s.bytes.is_some())
    }

    fn source(&self, pledge: usize) -> Option<(&Source, usize)> {
        let after = self.sources.partition_point(|s| s.base <= pledge);
        let source = self.sources.get(after.checked_sub(1)?)?;
        Some((source, pledge - source.base))
    }

    /// How many pledges there are.
    pub fn len(&self) -> usize {
        self.columns.count
    }

    /// Whether there is no pledge.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(super) fn at(&self, id: &PledgeId) -> Option<usize> {
        self.ids.1.get(self.ids.0.get(id.as_str())?).map(|n| *n as usize)
    }

    /// Whether a pledge is here.
    pub fn has(&self, id: &PledgeId) -> bool {
        self.at(id).is_some()
    }

    /// A pledge by its id, read from its record.
    pub fn pledge(&self, id: &PledgeId) -> Held {
        let Some(at) = self.at(id) else {
            let waits = self.waiting.iter().any(|w| w == id.as_str());
            return if waits { Held::Coming } else { Held::Nowhere };
        };
        match self.entry(at) {
            Some(entry) => Held::Here(Arc::new(entry)),
            None => Held::Coming,
        }
    }

    /// A pledge by its number here, read from its record; None while its part's bytes are not loaded.
    pub(super) fn entry(&self, pledge: usize) -> Option<Entry> {
        let (source, n) = self.source(pledge)?;
        let pledge = read_record(source, n)?;
        apply_to_pledge(pledge, &self.known.removals).map(Entry::new)
    }

    /// A pledge in short.
    pub fn brief(&self, id: &PledgeId) -> Option<Brief> {
        self.brief_at(self.at(id)?).map(|(brief, _)| brief)
    }

    pub(super) fn brief_at(&self, pledge: usize) -> Option<(Brief, Vec<ReportBrief>)> {
        let (source, n) = self.source(pledge)?;
        let (mut brief, reports) = source.segment.brief(n)?;
        let given = |key: Key| Some(self.columns.value(pledge, key)).filter(|v| *v != NONE);
        brief.edition = given(Key::Edition).and_then(EditionId::new);
        brief.kind = given(Key::Kind).map(Kind::from_wire);
        brief.progress = Progress::from_word(self.columns.value(pledge, Key::Progress)).unwrap_or(brief.progress);
        let parties = self.columns.parties.get(pledge).iter().map(|p| self.columns.values.text(*p));
        brief.parties = parties.filter(|p| *p != NONE).filter_map(PartyId::new).collect();
        Some((brief, reports.into_iter().map(|(_, report)| report).collect()))
    }

    /// The id of a pledge by its number here.
    pub(super) fn id_at(&self, pledge: usize) -> Option<PledgeId> {
        let (source, n) = self.source(pledge)?;
        PledgeId::new(source.segment.id(n))
    }

    /// The title of a pledge as it is shown, or else its first words.
    pub(super) fn title_at(&self, pledge: usize) -> (Option<&str>, &str) {
        self.source(pledge).map_or((None, ""), |(source, n)| source.segment.title(n))
    }

    /// All pledges in their usual order, in short.
    pub fn briefs(&self) -> impl Iterator<Item = Brief> {
        self.in_order.iter().filter_map(|n| Some(self.brief_at(*n as usize)?.0))
    }

    /// Whether a pledge of this catalogue is joint.
    pub fn is_joint(&self, id: &PledgeId) -> bool {
        self.at(id).is_some_and(|n| self.columns.value(n, Key::Joint) == "yes")
    }

    /// A party by its id; None where only the id is known.
    pub fn party(&self, id: &PartyId) -> Option<&Arc<Party>> {
        self.known.party(id.as_str())
    }

    /// All parties that a record explains.
    pub fn parties(&self) -> impl Iterator<Item = &Arc<Party>> {
        self.known.parties.iter()
    }

    /// What a party is, where that is known.
    pub fn category(&self, id: &PartyId) -> Option<&Category> {
        self.party(id)?.category.as_ref()
    }

    /// A party's name in a language with that name's own language, or its id where it has no name.
    pub fn party_name(&self, id: &PartyId, lang: &str) -> (Option<String>, String) {
        self.party(id).map_or_else(|| (None, id.to_string()), |p| best(&p.names, lang, id.as_str()))
    }

    /// A term by its list and id.
    pub fn term(&self, list: TermList, id: &str) -> Option<&Arc<Term>> {
        let at = self.known.terms.binary_search_by(|t| (t.list, t.id.as_str()).cmp(&(list, id))).ok()?;
        self.known.terms.get(at)
    }

    /// A term's name in a language with that name's own language, or its id where it has no name.
    pub fn term_name(&self, list: TermList, id: &str, lang: &str) -> (Option<String>, String) {
        self.term(list, id).map_or_else(|| (None, id.to_owned()), |t| best(&t.names, lang, id))
    }

    /// The Conferences that pledges were made at or terms name, the newest first.
    pub fn editions(&self) -> Vec<EditionId> {
        let named = self.known.terms.iter().filter(|t| t.list == TermList::Editions);
        let named = named.filter_map(|t| EditionId::new(t.id.as_str()));
        let used = self.values(Key::Edition).into_iter().filter_map(|(id, _)| EditionId::new(&id));
        let mut all = sorted(named.chain(used.filter(|e| e.as_str() != NONE)).collect(), newest_first);
        all.dedup();
        all
    }

    /// The values of a facet with the number of pledges that have them: editions newest first, fixed lists in their
    /// order, others the most used first; not given last, where that says something.
    pub fn values(&self, key: Key) -> Vec<(String, usize)> {
        let columns = &*self.columns;
        let total = |n: &u32| columns.totals.get(*n as usize).map_or(0, |t| *t as usize);
        let used = columns.values.of(key).iter().filter(|n| total(n) > 0);
        let mut values: Vec<(String, usize)> = used.map(|n| (columns.values.text(*n).to_owned(), total(n))).collect();
        let none = values.iter().position(|(v, _)| v == NONE).map(|at| values.remove(at));
        let order = super::filter::fixed_order(key);
        let place = |value: &str| order.iter().position(|w| *w == value).unwrap_or(usize::MAX);
        values = sorted(values, |(a, n), (b, m)| match (key, EditionId::new(a), EditionId::new(b)) {
            (Key::Edition, Some(a), Some(b)) => newest_first(&a, &b),
            _ => place(a).cmp(&place(b)).then(m.cmp(n)).then_with(|| a.cmp(b)),
        });
        // All that can be said of progress is offered, also what is said of no pledge.
        if key == Key::Progress && !values.is_empty() {
            let count = |word: &str| values.iter().find(|(v, _)| v == word).map_or(0, |(_, n)| *n);
            values = Progress::ALL.iter().map(|p| (p.word().to_owned(), count(p.word()))).collect();
        }
        values.extend(none.filter(|_| key.has_none()));
        values
    }

    /// The reports of all pledges, the latest first, undated ones last; at most `most`.
    pub fn latest_reports(&self, most: usize) -> Vec<(Brief, ReportBrief)> {
        let reported = |n: &u32| self.columns.reported.get(*n as usize).copied().unwrap_or(0);
        let with: Vec<u32> = self.in_order.iter().copied().filter(|n| reported(n) > 0).collect();
        // The latest reports stand in the pledges that were reported on last.
        let with = sorted(with, |a, b| reported(b).cmp(&reported(a)));
        let all = with.iter().take(most).filter_map(|n| self.brief_at(*n as usize));
        let all = all.flat_map(|(brief, reports)| reports.into_iter().map(move |r| (brief.clone(), r)));
        let mut all = sorted(all.collect(), |(_, a), (_, b)| b.date.cmp(&a.date));
        all.truncate(most);
        all
    }

    /// What was removed.
    pub fn removals(&self) -> &Removals {
        &self.known.removals
    }

    /// How many records of the parts could not be read.
    pub fn left_out(&self) -> usize {
        self.known.left_out
    }

    /// The bytes of all segments, of the indexes in them, and of the index that they were merged into.
    pub fn sizes(&self) -> (usize, usize, usize) {
        let sizes = self.sources.iter().map(|s| s.segment.sizes());
        let (all, index) = sizes.fold((0, 0), |(a, b), (c, d)| (a + c, b + d));
        (all, index, self.index.bytes())
    }
}

/// What orders segments: the edition and id of their first pledge.
fn head(segment: &PledgeSegment) -> (std::cmp::Reverse<Option<(u16, String)>>, String) {
    let mut facts = super::segment::Facts::default();
    segment.facts(0, &mut facts);
    let edition = EditionId::new(segment.text(facts.edition));
    let edition = edition.map(|e| (e.number().unwrap_or(0), e.to_string()));
    (std::cmp::Reverse(edition), segment.id(0).to_owned())
}

fn read_record(source: &Source, n: usize) -> Option<Pledge> {
    parse_pledge(source.bytes.as_ref()?.get(source.segment.record(n))?).ok().map(|(pledge, _)| pledge)
}

/// A catalogue in the making.
struct Merge {
    known: Known,
    ages: Ages,
    columns: Columns,
    sources: Vec<Source>,
    ids: (Interner, Vec<u32>),
    waiting: Vec<String>,
}

impl Merge {
    fn new(known: Known, about: &About) -> Self {
        let editions = known.terms.iter().filter(|t| t.list == TermList::Editions);
        let mut editions: Vec<_> = editions.filter_map(|t| Some((t.id.to_string(), t.from?))).collect();
        editions = sorted(editions, |a, b| a.1.cmp(&b.1));
        Self {
            ages: Ages::new(about, editions.into_iter()),
            known,
            columns: Columns::default(),
            sources: Vec::new(),
            ids: (Interner::default(), Vec::new()),
            waiting: Vec::new(),
        }
    }

    /// Adds a part's pledges; those that a removal touches are read from their records and, as far as they stand, added
    /// anew in a segment of their own.
    fn add(&mut self, source: Source) {
        let touched: Vec<usize> = if self.known.removals.is_empty() {
            Vec::new()
        } else {
            (0..source.segment.len()).filter(|n| self.is_touched(&source.segment, *n)).collect()
        };
        let mut changed = Vec::new();
        for n in &touched {
            match read_record(&source, *n) {
                Some(pledge) => changed.extend(
                    apply_to_pledge(pledge, &self.known.removals).map(|pledge| (pledge, source.segment.record(*n))),
                ),
                None if source.bytes.is_none() && !self.is_gone(&source.segment, *n) => {
                    self.waiting.push(source.segment.id(*n).to_owned());
                }
                None => {}
            }
        }
        let bytes = source.bytes.clone();
        self.take(source, &touched);
        if !changed.is_empty()
            && let Some(Segment::Pledges(segment)) = Segment::open(segment_of(&changed).into())
        {
            self.take(Source { segment, bytes, base: 0 }, &[]);
        }
    }

    fn is_gone(&self, segment: &PledgeSegment, n: usize) -> bool {
        self.known.removals.whole(segment.id(n)).is_some()
    }

    fn is_touched(&self, segment: &PledgeSegment, n: usize) -> bool {
        let is = |id: &str| self.known.removals.of(id).next().is_some();
        is(segment.id(n)) || segment.brief(n).is_some_and(|(_, reports)| reports.iter().any(|(id, _)| is(id)))
    }

    fn take(&mut self, mut source: Source, dead: &[usize]) {
        source.base = self.columns.alive.len();
        let known = &self.known;
        let party = |id: &str| {
            let party = known.party(id);
            let category = party.and_then(|p| p.category.as_ref());
            let region = party.and_then(|p| p.region.as_ref()).map_or(NONE, TermId::as_str);
            (category.map_or(NONE, Category::wire), region, category == Some(&Category::Group))
        };
        let (ids, base, segment) = (&mut self.ids, source.base, &source.segment);
        let lives = |n: usize| {
            if dead.contains(&n) {
                return false;
            }
            let first = ids.0.add(segment.id(n)) == ids.1.len();
            if first {
                ids.1.push(narrow(base + n));
            }
            first
        };
        self.columns.add(&source.segment, &self.ages, &party, lives);
        self.sources.push(source);
    }

    fn finish(mut self) -> Catalogue {
        self.columns.finish();
        let parts: Vec<(Reader<'_>, usize)> = self.sources.iter().map(|s| (s.segment.index(), s.base)).collect();
        let index = TextIndex::merge(&parts);
        let in_order = self.in_order();
        let mut rank = vec![u32::MAX; self.columns.alive.len()];
        for (place, pledge) in in_order.iter().enumerate() {
            if let Some(rank) = rank.get_mut(*pledge as usize) {
                *rank = narrow(place);
            }
        }
        Catalogue {
            names: Arc::new(PartyIndex::new(&self.known.parties, &self.columns.values)),
            known: Arc::new(self.known),
            sources: self.sources,
            columns: Arc::new(self.columns),
            index: Arc::new(index),
            ids: Arc::new(self.ids),
            in_order: Arc::new(in_order),
            rank: Arc::new(rank),
            waiting: Arc::new(self.waiting),
        }
    }

    /// The living pledges, the newest Conference first, then by id. Parts mostly come so already.
    fn in_order(&self) -> Vec<u32> {
        let editions = self.columns.values.of(Key::Edition);
        let named = |n: &u32| EditionId::new(self.columns.values.text(*n)).filter(|e| e.as_str() != NONE);
        let order = sorted(editions.to_vec(), |a, b| match (named(a), named(b)) {
            (Some(a), Some(b)) => newest_first(&a, &b),
            (a, b) => b.is_some().cmp(&a.is_some()),
        });
        let mut places = vec![0usize; self.columns.values.len()];
        for (place, edition) in order.into_iter().enumerate() {
            places[edition as usize] = place;
        }
        let edition = |n: u32| {
            // The edition is the first of a pledge's values.
            let own = self.columns.of.get(n as usize).first();
            own.and_then(|e| places.get(*e as usize)).copied().unwrap_or(usize::MAX)
        };
        let mut at = vec![0usize; self.columns.alive.len()];
        self.ids.1.iter().enumerate().for_each(|(n, pledge)| at[*pledge as usize] = n);
        let id = |n: u32| self.ids.0.text(at.get(n as usize).copied().unwrap_or(0));
        let compare = |a: &u32, b: &u32| edition(*a).cmp(&edition(*b)).then_with(|| id(*a).cmp(id(*b)));
        let living: Vec<u32> = self.ids.1.clone();
        let is_sorted = living.windows(2).all(|w| matches!(w, [a, b] if compare(a, b).is_lt()));
        if is_sorted { living } else { sorted(living, compare) }
    }
}

/// Conferences by number, the highest first; what has no number comes last.
pub(super) fn newest_first(a: &EditionId, b: &EditionId) -> std::cmp::Ordering {
    b.number().cmp(&a.number()).then_with(|| b.cmp(a))
}

fn best(names: &Names, lang: &str, id: &str) -> (Option<String>, String) {
    names.best(lang).map_or_else(
        || (None, id.to_owned()),
        |(l, n)| (Some(l.as_str().to_owned()), shown(n).split_whitespace().collect::<Vec<_>>().join(" ")),
    )
}

#[cfg(test)]
#[path = "catalogue_tests.rs"]
mod tests;
