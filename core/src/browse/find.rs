//! The pledges that a query's words find, and how well. All wanted words must match; each may stand in another text, or in
//! the name of a party. A word that finds nothing is looked for in its nearest spellings.

use super::{Catalogue, entry::Entry, parties::names, values::narrow};
use crate::search::{Marker, Phrase, Term, Terms, fold, idf, is_one_letter};

/// A word that nothing has, and what was looked for in its place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Near {
    /// What the reader typed.
    pub typed: String,
    /// The nearest words that there are, folded; empty where there is none near.
    pub shown: Vec<String>,
}

/// What words found.
pub(super) struct Matches {
    /// The pledges, in the order of their numbers.
    pub pledges: Vec<u32>,
    /// How well each pledge matches, by its number; empty where no word is wanted.
    pub scores: Vec<f32>,
    /// What was looked for instead.
    pub near: Vec<Near>,
    /// What is marked.
    pub marker: Marker,
    /// Whether a phrase could not be looked for everywhere, as texts are still being loaded.
    pub waiting: bool,
}

/// Finds what a query's terms ask for.
pub(super) fn find(catalogue: &Catalogue, terms: &Terms) -> Matches {
    let alive = &catalogue.columns.alive;
    let mut search = Search {
        catalogue,
        best: vec![0; alive.len()],
        scores: vec![0.0; if terms.wanted.is_empty() { 0 } else { alive.len() }],
        has: alive.clone(),
        near: Vec::new(),
        marker: Marker::default(),
        waiting: false,
    };
    // Words first: a phrase is then looked for in few texts.
    for term in &terms.wanted {
        if let Term::Word(word, typed) = term {
            search.word(word, typed);
        }
    }
    for term in &terms.wanted {
        if let Term::Phrase(phrase) = term {
            search.phrase(phrase);
        }
    }
    for term in &terms.unwanted {
        search.without(term);
    }
    let pledges = search.has.iter().enumerate().filter(|(_, has)| **has).map(|(n, _)| narrow(n)).collect();
    let Search { scores, near, marker, waiting, .. } = search;
    Matches { pledges, scores, near, marker, waiting }
}

struct Search<'a> {
    catalogue: &'a Catalogue,
    /// What the term at hand gives each pledge.
    best: Vec<u8>,
    scores: Vec<f32>,
    /// Which pledges have all terms so far.
    has: Vec<bool>,
    near: Vec<Near>,
    marker: Marker,
    waiting: bool,
}

impl Search<'_> {
    fn word(&mut self, word: &str, typed: &str) {
        self.best.fill(0);
        self.raise(word);
        let mut marked = vec![word.to_owned()];
        if self.found() == 0 {
            marked = self.nearest(word);
            marked.iter().for_each(|near| self.raise(near));
            // A word may have several parts, and only one that nothing has.
            let typed = if fold(typed) == word { typed } else { word };
            self.near.push(Near { typed: typed.to_owned(), shown: marked.clone() });
        }
        self.marker.beginnings(marked);
        self.take();
    }

    fn raise(&mut self, word: &str) {
        self.catalogue.index.raise(word, &mut self.best);
        self.catalogue.names.raise(word, false, &self.catalogue.columns.pledges, &mut self.best);
    }

    fn raise_whole(&mut self, word: &str) {
        self.catalogue.index.raise_whole(word, &mut self.best);
        self.catalogue.names.raise(word, true, &self.catalogue.columns.pledges, &mut self.best);
    }

    /// How many living pledges have the term at hand.
    fn found(&self) -> usize {
        self.best.iter().zip(&self.catalogue.columns.alive).filter(|(best, alive)| **best > 0 && **alive).count()
    }

    /// The nearest spellings in texts and names.
    fn nearest(&self, word: &str) -> Vec<String> {
        let lives = |n: usize| self.catalogue.columns.alive.get(n).copied().unwrap_or(false);
        let (texts, names) = (self.catalogue.index.nearest(word, &lives), self.catalogue.names.nearest(word));
        let least = texts.iter().chain(&names).map(|(distance, _)| *distance).min();
        let near = texts.into_iter().chain(names).filter(|(distance, _)| Some(*distance) == least);
        let mut words: Vec<String> = Vec::new();
        for word in near.flat_map(|(_, words)| words) {
            if words.len() < 3 && !words.iter().any(|w| w == word) {
                words.push(word.to_owned());
            }
        }
        words
    }

    /// Takes the term at hand into the scores, and drops who has it not.
    fn take(&mut self) {
        let idf = idf(self.found(), self.catalogue.len());
        for ((has, best), score) in self.has.iter_mut().zip(&self.best).zip(&mut self.scores) {
            *has &= *best > 0;
            *score += idf * f32::from(*best);
        }
    }

    fn phrase(&mut self, phrase: &Phrase) {
        self.best.fill(0);
        self.raise_words(phrase);
        self.marker.whole(phrase.words.iter().cloned());
        let has: Vec<usize> = (0..self.has.len()).filter(|n| self.has[*n] && self.best[*n] > 0).collect();
        let mut found = vec![0; self.best.len()];
        for n in has {
            if self.is_in(phrase, n) {
                found[n] = self.best[n];
            }
        }
        self.best = found;
        self.take();
    }

    /// Leaves in `best` who has every word of a phrase, with what the least of them gives.
    fn raise_words(&mut self, phrase: &Phrase) {
        let mut least = vec![u8::MAX; self.best.len()];
        for word in &phrase.words {
            self.best.fill(0);
            // A letter of a script without spaces stands in pairs: it is found by what it begins.
            if is_one_letter(word) {
                self.raise(word);
            } else {
                self.raise_whole(word);
            }
            least.iter_mut().zip(&self.best).for_each(|(least, best)| *least = (*least).min(*best));
        }
        self.best = least;
    }

    /// Whether a text of a pledge, or a name of one of its parties, has a phrase. Only its own record is read.
    fn is_in(&mut self, phrase: &Phrase, pledge: usize) -> bool {
        let Some(entry) = self.catalogue.entry(pledge) else {
            self.waiting = true;
            return false;
        };
        let in_names = entry.pledge.parties.iter().filter_map(|p| self.catalogue.party(&p.id));
        texts(&entry).any(|text| phrase.is_in(&fold(text)))
            || in_names.into_iter().any(|party| names(party).any(|name| phrase.is_in(&fold(name))))
    }

    fn without(&mut self, term: &Term) {
        self.best.fill(0);
        match term {
            Term::Word(word, _) => self.raise(word),
            Term::Phrase(phrase) => {
                self.raise_words(phrase);
                for n in 0..self.best.len() {
                    if self.best[n] > 0 && self.has[n] && !self.is_in(phrase, n) {
                        self.best[n] = 0;
                    }
                }
            }
        }
        self.has.iter_mut().zip(&self.best).for_each(|(has, best)| *has &= *best == 0);
    }
}

/// All texts of a pledge that are searched.
fn texts(entry: &Entry) -> impl Iterator<Item = &str> {
    let pledge = &entry.pledge;
    let titles = pledge.title.as_deref().into_iter().chain(pledge.titles.iter().map(|(_, t)| &**t));
    let sections = pledge.sections.iter().filter_map(|s| s.text.as_ref()).map(|t| &*t.published);
    let reports = pledge
        .reports
        .iter()
        .flat_map(|r| r.title.as_deref().into_iter().chain(r.actions_taken.as_ref().map(|t| &*t.published)));
    let own = pledge.number.as_deref().into_iter().chain([pledge.id.as_str()]);
    titles.chain(sections).chain(reports).chain(own)
}
