//! The orders of a list that depend on the reader's language: titles and names as that language sorts its words. The
//! browser knows how; it is asked once for each catalogue and language, for all texts together.

use std::{cell::RefCell, sync::Arc};

use super::{Catalogue, Key, columns::Columns, values::narrow};
use crate::{
    model::PartyId,
    order::{sorted, sorted_by_key},
    search::fold,
};

/// Gives each text its place among all, as a language sorts them; equal ones may have any order.
pub type Collate = Box<dyn Fn(&[String]) -> Vec<u32>>;

/// A reader's language, and how it sorts.
pub struct Orders {
    lang: String,
    collate: Collate,
    made: RefCell<Option<Made>>,
}

/// The orders of one catalogue.
#[derive(Clone)]
pub(super) struct Made {
    of: Arc<Columns>,
    /// Of each pledge its place by title.
    pub titles: Arc<Vec<u32>>,
    /// The pledge at each place.
    pub by_title: Arc<Vec<u32>>,
    /// Of each value that is a party its place by name.
    pub parties: Arc<Vec<u32>>,
}

impl Orders {
    /// A language whose texts `collate` sorts.
    pub fn new(lang: &str, collate: Collate) -> Self {
        Self { lang: lang.to_owned(), collate, made: RefCell::new(None) }
    }

    /// A language whose texts are sorted by their folded letters.
    pub fn plain(lang: &str) -> Self {
        Self::new(
            lang,
            Box::new(|texts| {
                let folded: Vec<String> = texts.iter().map(|t| fold(t)).collect();
                let order = sorted((0..folded.len()).collect(), |a, b| folded.get(*a).cmp(&folded.get(*b)));
                let mut places = vec![0; texts.len()];
                order.into_iter().enumerate().for_each(|(place, n)| places[n] = narrow(place));
                places
            }),
        )
    }

    /// The language.
    pub fn lang(&self) -> &str {
        &self.lang
    }

    /// The orders of a catalogue. Pledges without a title come by their first words behind all titles, those without
    /// either last.
    pub(super) fn of(&self, catalogue: &Catalogue) -> Made {
        let known = self.made.borrow().clone().filter(|m| Arc::ptr_eq(&m.of, &catalogue.columns));
        let made = known.unwrap_or_else(|| self.make(catalogue));
        *self.made.borrow_mut() = Some(made.clone());
        made
    }

    fn make(&self, catalogue: &Catalogue) -> Made {
        let columns = &catalogue.columns;
        let all: Vec<u32> = catalogue.in_order.to_vec();
        let texts: Vec<(usize, String)> = all
            .iter()
            .map(|n| match catalogue.title_at(*n as usize) {
                (Some(title), _) => (0, title.to_owned()),
                (None, "") => (2, String::new()),
                (None, first) => (1, first.to_owned()),
            })
            .collect();
        let (kinds, texts): (Vec<usize>, Vec<String>) = texts.into_iter().unzip();
        let places = self.ranked(&texts);
        let keyed: Vec<(usize, u32)> = kinds.into_iter().zip(places).collect();
        let order = sorted((0..all.len()).collect::<Vec<usize>>(), |a, b| keyed.get(*a).cmp(&keyed.get(*b)));
        let by_title: Vec<u32> = order.into_iter().filter_map(|n| all.get(n).copied()).collect();
        let mut titles = vec![u32::MAX; columns.alive.len()];
        by_title.iter().enumerate().for_each(|(place, n)| titles[*n as usize] = narrow(place));
        let values = columns.values.of(Key::Party);
        let name = |n: &u32| {
            let id = PartyId::new(columns.values.text(*n));
            id.map_or_else(String::new, |id| catalogue.party_name(&id, &self.lang).1)
        };
        let mut parties = vec![u32::MAX; columns.values.len()];
        let ranks = self.ranked(&values.iter().map(name).collect::<Vec<_>>());
        values.iter().zip(ranks).for_each(|(value, place)| parties[*value as usize] = place);
        if let Some(none) = columns.values.get(Key::Party, super::values::NONE) {
            parties[none as usize] = u32::MAX;
        }
        Made {
            of: Arc::clone(columns),
            titles: Arc::new(titles),
            by_title: Arc::new(by_title),
            parties: Arc::new(parties),
        }
    }

    /// The places of texts, equal texts at equal places.
    fn ranked(&self, texts: &[String]) -> Vec<u32> {
        let places = (self.collate)(texts);
        let order = sorted_by_key((0..texts.len()).collect::<Vec<usize>>(), |n| places.get(*n).copied());
        let mut ranks = vec![0; texts.len()];
        let mut last: Option<(usize, u32)> = None;
        for (place, n) in order.into_iter().enumerate() {
            let same = last.filter(|(m, _)| texts.get(*m) == texts.get(n));
            let rank = same.map_or(narrow(place), |(_, rank)| rank);
            ranks[n] = rank;
            last = Some((n, rank));
        }
        ranks
    }
}
