//! What a reader chooses of the list: words, filters, sort, page; each as it stands in the address.

use super::lens::{LENSES, MISSING};
use crate::{model::Progress, search::Terms};

/// What a filter speaks of.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Key {
    /// The Conference.
    Edition,
    /// Open or specific.
    Kind,
    /// More than one pledging party, or a group.
    Joint,
    /// A party, by id.
    Party,
    /// What the party is to the pledge.
    Role,
    /// What the party is.
    Category,
    /// The party's region.
    Region,
    /// Where it is to be carried out.
    Country,
    /// What it is about.
    Theme,
    /// A resolution that it refers to.
    Resolution,
    /// What its reports say.
    Progress,
    /// A language of its texts.
    Language,
    /// A section that it lacks.
    Missing,
    /// Whether reports are due, as far as that is known.
    Stale,
    /// What is odd about it.
    Lens,
}

impl Key {
    /// All keys, in the order in which they stand in an address.
    pub const ALL: [Self; 15] = [
        Self::Edition,
        Self::Kind,
        Self::Joint,
        Self::Party,
        Self::Role,
        Self::Category,
        Self::Region,
        Self::Country,
        Self::Theme,
        Self::Resolution,
        Self::Progress,
        Self::Language,
        Self::Missing,
        Self::Stale,
        Self::Lens,
    ];

    /// The key in an address.
    pub fn word(self) -> &'static str {
        match self {
            Self::Edition => "edition",
            Self::Kind => "kind",
            Self::Joint => "joint",
            Self::Party => "party",
            Self::Role => "role",
            Self::Category => "category",
            Self::Region => "region",
            Self::Country => "country",
            Self::Theme => "theme",
            Self::Resolution => "resolution",
            Self::Progress => "progress",
            Self::Language => "language",
            Self::Missing => "missing",
            Self::Stale => "stale",
            Self::Lens => "lens",
        }
    }

    /// Reads an address's key.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.word() == word)
    }

    /// Whether "not given in the source" says something of it.
    pub fn has_none(self) -> bool {
        !matches!(self, Self::Joint | Self::Progress | Self::Missing | Self::Stale | Self::Lens)
    }

    /// Whether it speaks of a party of the pledge; all that do speak of one and the same.
    pub fn is_of_party(self) -> bool {
        matches!(self, Self::Party | Self::Role | Self::Category | Self::Region)
    }
}

/// The values of a facet whose order is fixed.
pub(super) fn fixed_order(key: Key) -> Vec<&'static str> {
    match key {
        Key::Kind => vec!["specific", "open"],
        Key::Joint => vec!["yes", "no"],
        Key::Role => vec!["pledging", "signatory"],
        Key::Category => vec!["state", "national-society", "movement", "observer", "group"],
        Key::Progress => Progress::ALL.map(Progress::word).to_vec(),
        Key::Missing => MISSING.to_vec(),
        Key::Lens => LENSES.to_vec(),
        Key::Stale => vec!["ended"],
        _ => Vec::new(),
    }
}

/// One chosen value. `none` is a value: not given in the source.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Filter {
    /// What it speaks of.
    pub key: Key,
    /// "Without this" instead of "with".
    pub without: bool,
    /// The value, known or not.
    pub value: String,
}

impl Filter {
    /// The pledges that have a value.
    pub fn with(key: Key, value: impl Into<String>) -> Self {
        Self { key, without: false, value: value.into() }
    }
}

/// In which order the list stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Sort {
    /// Best match first; without words, as newest.
    Relevance,
    /// The newest Conference first.
    Newest,
    /// By title.
    Title,
    /// By the first party's name.
    Party,
    /// The latest report first.
    Reported,
}

impl Sort {
    /// All sorts, in the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::Relevance, Self::Newest, Self::Title, Self::Party, Self::Reported];

    /// The value in an address.
    pub fn word(self) -> &'static str {
        match self {
            Self::Relevance => "relevance",
            Self::Newest => "newest",
            Self::Title => "title",
            Self::Party => "party",
            Self::Reported => "reported",
        }
    }

    /// Reads an address's value.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.word() == word)
    }
}

/// All that is chosen of the list. Equal choices are equal values: filters are sorted, each once.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Query {
    /// What was typed.
    pub q: String,
    /// The chosen values.
    filters: Vec<Filter>,
    /// The chosen order; None: best match where words were typed, else newest.
    pub sort: Option<Sort>,
    /// The page, from 1; 0 counts as 1.
    pub page: usize,
    /// Whether a small screen shows the filters in the list's place.
    pub filters_open: bool,
}

impl Query {
    /// The query of some filters alone.
    pub fn of(filters: impl IntoIterator<Item = Filter>) -> Self {
        let mut query = Self { page: 1, ..Self::default() };
        filters.into_iter().for_each(|f| query.add(f));
        query
    }

    /// The search for some words alone.
    pub fn search(words: &str) -> Self {
        Self { q: words.trim().to_owned(), ..Self::of([]) }
    }

    /// The same choice with other words, from the first page.
    pub fn with_words(&self, q: impl Into<String>) -> Self {
        Self { q: q.into(), page: 1, ..self.clone() }
    }

    /// The same choice in another order, from the first page.
    pub fn with_sort(&self, sort: Option<Sort>) -> Self {
        Self { sort, page: 1, ..self.clone() }
    }

    /// The same words and order without any filter.
    pub fn without_filters(&self) -> Self {
        Self { filters: Vec::new(), page: 1, ..self.clone() }
    }

    /// What is chosen, without how it is shown: the words and the filters alone.
    pub fn choice(&self) -> Self {
        Self { sort: None, page: 1, filters_open: false, ..self.clone() }
    }

    /// The same choice without any value of a key.
    pub fn without_key(&self, key: Key) -> Self {
        let mut query = self.clone();
        query.filters.retain(|f| f.key != key);
        query.page = 1;
        query
    }

    /// The same choice with one value more, on the first page.
    pub fn with(&self, filter: Filter) -> Self {
        let mut query = self.clone();
        query.add(filter);
        query.page = 1;
        query
    }

    /// The same choice with all values of a key wanted, or all unwanted.
    pub fn with_mode(&self, key: Key, without: bool) -> Self {
        let mut query = self.without_key(key);
        self.of_key(key).for_each(|f| query.add(Filter { without, ..f.clone() }));
        query
    }

    /// The same choice with the filters shown, or the list, on a small screen.
    pub fn showing_filters(&self, open: bool) -> Self {
        Self { filters_open: open, ..self.clone() }
    }

    /// The chosen values of a key.
    pub fn of_key(&self, key: Key) -> impl Iterator<Item = &Filter> {
        self.filters.iter().filter(move |f| f.key == key)
    }

    /// The chosen values, in the order of their keys.
    pub fn filters(&self) -> &[Filter] {
        &self.filters
    }

    /// Chooses a value, once.
    pub fn add(&mut self, filter: Filter) {
        if let Err(at) = self.filters.binary_search(&filter) {
            self.filters.insert(at, filter);
        }
    }

    /// The same choice without one value, on the first page.
    pub fn without(&self, filter: &Filter) -> Self {
        let mut query = self.clone();
        query.filters.retain(|f| f != filter);
        query.page = 1;
        query
    }

    /// The same choice on another page.
    pub fn on_page(&self, page: usize) -> Self {
        Self { page, ..self.clone() }
    }

    /// The words that were typed, as terms.
    pub fn terms(&self) -> Terms {
        Terms::parse(&self.q)
    }

    /// The order in which the list stands.
    pub fn order(&self) -> Sort {
        match self.sort {
            Some(Sort::Relevance) | None if self.terms().is_empty() => Sort::Newest,
            Some(sort) => sort,
            None => Sort::Relevance,
        }
    }
}
