//! The catalogue: what the parts of a copy hold, merged, without what was removed. What one part gives is worked out
//! once, from the part alone; merging is cheap and is done again whenever a part comes or a removal bites.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use crate::{
    feed::{PartKind, Records, Removals, apply_to_pledge},
    model::{
        Category, EditionId, Names, Party, PartyId, Pledge, PledgeId, Progress, Report, Term, TermId, TermList,
        first_words, progress_of, shown,
    },
    order::sorted,
    search::Haystack,
};

/// What one part holds, ready to be merged.
#[derive(Clone, Debug)]
pub enum Content {
    /// Pledges, and how many records were left out.
    Pledges(Vec<Arc<Entry>>, usize),
    /// Parties, and how many records were left out.
    Parties(Vec<Arc<Party>>, usize),
    /// Terms, and how many records were left out.
    Terms(Vec<Arc<Term>>, usize),
}

impl Content {
    /// Reads a part's bytes.
    pub fn read(kind: PartKind, bytes: &[u8]) -> Self {
        match Records::read(kind, bytes) {
            Records::Pledges(p) => {
                let left_out = p.left_out();
                Self::Pledges(p.good.into_iter().map(|p| Arc::new(Entry::new(p))).collect(), left_out)
            }
            Records::Parties(p) => {
                let left_out = p.left_out();
                Self::Parties(p.good.into_iter().map(Arc::new).collect(), left_out)
            }
            Records::Terms(p) => {
                let left_out = p.left_out();
                Self::Terms(p.good.into_iter().map(Arc::new).collect(), left_out)
            }
        }
    }
}

/// A pledge with what is derived from it alone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// The pledge.
    pub pledge: Pledge,
    /// What its reports say.
    pub progress: Progress,
    /// Its title, for searching.
    pub(super) title: Haystack,
    /// All its texts, for searching.
    pub(super) texts: Haystack,
}

/// The letters that a pledge without a title lends from its text.
const FIRST_WORDS: usize = 90;

impl Entry {
    fn new(pledge: Pledge) -> Self {
        let number = pledge.number.as_deref().into_iter();
        let own_titles = pledge.title.as_deref().into_iter().chain(pledge.titles.iter().map(|(_, t)| &**t));
        let title = Haystack::new(number.chain(own_titles).chain([pledge.id.as_str()]));
        let sections = pledge.sections.iter().filter_map(|s| s.text.as_ref()).map(|t| &*t.published);
        let reports = pledge
            .reports
            .iter()
            .flat_map(|r| r.title.as_deref().into_iter().chain(r.actions_taken.as_ref().map(|t| &*t.published)));
        let texts = Haystack::new(sections.chain(reports));
        Self { progress: progress_of(&pledge.reports), title, texts, pledge }
    }

    /// The title as it is shown, if there is one.
    pub fn title(&self) -> Option<String> {
        self.pledge.title.as_deref().map(|t| shown(t).split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// The first words of the text, for a pledge without a title; empty where there is no text either.
    pub fn first_words(&self) -> String {
        self.pledge.first_text().map(|t| first_words(&t.published, FIRST_WORDS)).unwrap_or_default()
    }

    /// The latest date that a report gives.
    pub fn last_report(&self) -> Option<crate::model::Date> {
        self.pledge.reports.iter().filter_map(|r| r.date).max()
    }
}

/// Everything that a page can show.
#[derive(Clone, Default, Debug)]
pub struct Catalogue {
    entries: Vec<Arc<Entry>>,
    /// Whether the pledge at the same place is joint: this needs the parties' categories.
    joint: Vec<bool>,
    by_id: HashMap<PledgeId, usize>,
    parties: HashMap<PartyId, Arc<Party>>,
    terms: HashMap<(TermList, TermId), Arc<Term>>,
    removals: Arc<Removals>,
    left_out: usize,
    /// Names and other names of parties, folded, for searching pledges by party.
    party_names: HashMap<PartyId, Haystack>,
}

impl Catalogue {
    /// Merges what parts hold. A pledge that a removal takes away, and one of which this copy still holds a removed
    /// text, is not in it. Of two pledges with one id the first stands.
    pub fn merge<'a>(parts: impl IntoIterator<Item = &'a Content>, removals: Arc<Removals>) -> Self {
        let mut catalogue = Self { removals, ..Self::default() };
        for part in parts {
            match part {
                Content::Pledges(entries, left_out) => {
                    entries.iter().for_each(|e| catalogue.add(e));
                    catalogue.left_out += left_out;
                }
                Content::Parties(parties, left_out) => {
                    for party in parties {
                        catalogue.parties.entry(party.id.clone()).or_insert_with(|| Arc::clone(party));
                    }
                    catalogue.left_out += left_out;
                }
                Content::Terms(terms, left_out) => {
                    for term in terms {
                        let key = (term.list, term.id.clone());
                        catalogue.terms.entry(key).or_insert_with(|| Arc::clone(term));
                    }
                    catalogue.left_out += left_out;
                }
            }
        }
        catalogue.derive();
        catalogue
    }

    fn add(&mut self, entry: &Arc<Entry>) {
        let touched = std::iter::once(entry.pledge.id.as_str())
            .chain(entry.pledge.reports.iter().map(|r| r.id.as_str()))
            .any(|id| self.removals.of(id).next().is_some());
        let entry = if touched {
            let Some(pledge) = apply_to_pledge(entry.pledge.clone(), &self.removals) else { return };
            Arc::new(Entry::new(pledge))
        } else {
            Arc::clone(entry)
        };
        if let std::collections::hash_map::Entry::Vacant(place) = self.by_id.entry(entry.pledge.id.clone()) {
            place.insert(self.entries.len());
            self.entries.push(entry);
        }
    }

    fn derive(&mut self) {
        let is_group = |id: &PartyId| self.category(id) == Some(&Category::Group);
        self.joint = self.entries.iter().map(|e| e.pledge.is_joint(is_group)).collect();
        self.party_names = self.parties.iter().map(|(id, p)| (id.clone(), super::parties::haystack(p))).collect();
    }

    /// All pledges, in the order of the parts.
    pub fn entries(&self) -> impl Iterator<Item = &Arc<Entry>> {
        self.entries.iter()
    }

    /// How many pledges there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no pledge.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// A pledge by its id.
    pub fn get(&self, id: &PledgeId) -> Option<&Arc<Entry>> {
        self.entries.get(*self.by_id.get(id)?)
    }

    /// Whether a pledge of this catalogue is joint.
    pub fn is_joint(&self, id: &PledgeId) -> bool {
        self.by_id.get(id).and_then(|n| self.joint.get(*n)).copied().unwrap_or(false)
    }

    pub(super) fn joint_at(&self, at: usize) -> bool {
        self.joint.get(at).copied().unwrap_or(false)
    }

    pub(super) fn party_haystack(&self, id: &PartyId) -> Option<&Haystack> {
        self.party_names.get(id)
    }

    /// A party by its id; None where only the id is known.
    pub fn party(&self, id: &PartyId) -> Option<&Arc<Party>> {
        self.parties.get(id)
    }

    /// All parties that a record explains.
    pub fn parties(&self) -> impl Iterator<Item = &Arc<Party>> {
        self.parties.values()
    }

    /// What a party is, where that is known.
    pub fn category(&self, id: &PartyId) -> Option<&Category> {
        self.parties.get(id)?.category.as_ref()
    }

    /// A party's name in a language with that name's own language, or its id where it has no name.
    pub fn party_name(&self, id: &PartyId, lang: &str) -> (Option<String>, String) {
        self.parties.get(id).map_or_else(|| (None, id.to_string()), |p| best(&p.names, lang, id.as_str()))
    }

    /// A term by its list and id.
    pub fn term(&self, list: TermList, id: &str) -> Option<&Arc<Term>> {
        self.terms.get(&(list, TermId::new(id)?))
    }

    /// A term's name in a language with that name's own language, or its id where it has no name.
    pub fn term_name(&self, list: TermList, id: &str, lang: &str) -> (Option<String>, String) {
        self.term(list, id).map_or_else(|| (None, id.to_owned()), |t| best(&t.names, lang, id))
    }

    /// The Conferences that pledges were made at or terms name, the newest first.
    pub fn editions(&self) -> Vec<EditionId> {
        let named = self.terms.keys().filter(|(list, _)| *list == TermList::Editions);
        let named = named.filter_map(|(_, id)| EditionId::new(id.as_str()));
        let mut all: Vec<EditionId> =
            named.chain(self.entries.iter().filter_map(|e| e.pledge.edition.clone())).collect();
        all = sorted(all, newest_first);
        all.dedup();
        all
    }

    /// The pledges of each theme that has any, by theme.
    pub fn themes(&self) -> BTreeMap<TermId, usize> {
        let mut counts = BTreeMap::new();
        for theme in self.entries.iter().flat_map(|e| &e.pledge.themes) {
            *counts.entry(theme.clone()).or_default() += 1;
        }
        counts
    }

    /// All reports with their pledges; the latest first, undated ones last, in the order of the parts.
    pub fn reports(&self) -> Vec<(&Arc<Entry>, &Report)> {
        let all = self.entries.iter().flat_map(|e| e.pledge.reports.iter().map(move |r| (e, r))).collect();
        sorted(all, |(_, a), (_, b)| b.date.cmp(&a.date))
    }

    /// What was removed.
    pub fn removals(&self) -> &Removals {
        &self.removals
    }

    /// How many records of the parts could not be read.
    pub fn left_out(&self) -> usize {
        self.left_out
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
mod tests {
    use super::*;
    use crate::feed::parse_removal;

    fn content(kind: PartKind, json: &str) -> Content {
        Content::read(kind, json.as_bytes())
    }

    fn ids(catalogue: &Catalogue) -> Vec<&str> {
        catalogue.entries().map(|e| e.pledge.id.as_str()).collect()
    }

    #[test]
    fn parts_are_merged_and_the_removed_left_out() {
        let parts = [
            content(PartKind::Pledges, r#"[{"id":"a","edition":"33IC","parties":[{"id":"g"}]},{"id":"b"},{"bad":1}]"#),
            content(PartKind::Pledges, r#"[{"id":"b","title":"twice"},{"id":"c","edition":"34IC","themes":["t"]}]"#),
            content(PartKind::Parties, r#"[{"id":"g","kind":"group","names":{"en":"Group","fr":"Groupe"}}]"#),
            content(PartKind::Terms, r#"[{"list":"editions","id":"30IC"}]"#),
        ];
        let all = Catalogue::merge(&parts, Arc::default());
        assert_eq!((ids(&all), all.left_out()), (vec!["a", "b", "c"], 1));
        assert_eq!(all.get(&PledgeId::new("b").expect("id")).and_then(|e| e.title()), None, "the first one stands");
        assert!(all.is_joint(&PledgeId::new("a").expect("id")), "a group pledges for many");
        let editions = all.editions();
        assert_eq!(editions.iter().map(EditionId::as_str).collect::<Vec<_>>(), ["34IC", "33IC", "30IC"]);
        let group = PartyId::new("g").expect("id");
        assert_eq!(all.party_name(&group, "fr").1, "Groupe");
        assert_eq!(all.party_name(&PartyId::new("nobody").expect("id"), "fr").1, "nobody");
        let removal = parse_removal(r#"{"id":"a","at":"2026-10-01T12:00:00Z"}"#).expect("removal");
        let fewer = Catalogue::merge(&parts, Arc::new(Removals::new(vec![removal])));
        assert_eq!(ids(&fewer), ["b", "c"]);
    }

    #[test]
    fn a_pledge_without_a_title_lends_first_words() {
        let parts = [content(
            PartKind::Pledges,
            r#"[{"id":"a","sections":[{"part":"text","text":"  "},{"part":"text","text":"- The\nparties will"}]},{"id":"b"}]"#,
        )];
        let all = Catalogue::merge(&parts, Arc::default());
        assert_eq!(all.entries().map(|e| e.first_words()).collect::<Vec<_>>(), ["The parties will", ""]);
    }
}
