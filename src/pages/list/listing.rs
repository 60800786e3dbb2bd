//! What the pieces of the list share: what was asked for, what was found, and how a choice becomes an address.

use std::sync::Arc;

use leptos::prelude::{SetValue, StoredValue, WithValue, untrack};
use pledgebook_core::{
    browse::{Catalogue, Filter, Key, Orders, Page, Query, page},
    route::Route,
};

use crate::{
    browser::intl,
    signals::Derived,
    state::{State, use_state},
    words::{Language, Words, use_words},
};

/// The list, as signals; cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Listing {
    pub state: State,
    pub words: Words,
    /// What was asked for.
    pub query: Derived<Query>,
    /// What was found. Every change of it is told; what is shown of it is compared where it is shown.
    pub found: Derived<Arc<Page>>,
    /// What is chosen: what is drawn from it is not drawn anew by typing.
    pub filters: Derived<Vec<Filter>>,
}

impl Listing {
    pub fn new() -> Self {
        let (state, words) = (use_state(), use_words());
        let query = Derived::from_last(move |last: Option<&Query>| match state.route.get() {
            Route::List(query) => query,
            // On the way to another page the list stays what it was.
            _ => last.cloned().unwrap_or_default(),
        });
        // How names are sorted: the language knows, and is asked when it is first needed, once for each copy.
        let orders = StoredValue::new_local(orders(words.language()));
        let found = Derived::new(move || {
            let language = words.language();
            if orders.with_value(|o| o.lang() != language.tag()) {
                orders.set_value(self::orders(language));
            }
            state.catalogue.with(|c| query.with(|q| orders.with_value(|o| Arc::new(page(c, q, o)))))
        });
        let filters = Derived::new(move || query.with(|q| q.filters().to_vec()));
        Self { state, words, query, found, filters }
    }

    /// Shows another choice of the list; back takes it away again.
    pub fn choose(self, query: Query) {
        self.state.choose(&Route::List(query));
    }

    /// Shows what is typed; it has no place of its own in the history.
    pub fn type_words(self, typed: String) {
        self.state.replace(&Route::List(self.query.get_untracked().with_words(typed)));
    }

    /// Whether a value is chosen, in the way of its facet; an address may hold others, which the chips show.
    pub fn has(self, key: Key, value: &str) -> bool {
        let without = self.is_without(key);
        self.filters.with(|all| all.iter().any(|f| f.key == key && f.value == value && f.without == without))
    }

    /// Whether "none of these" is chosen of a facet.
    pub fn is_without(self, key: Key) -> bool {
        self.filters.with(|all| all.iter().find(|f| f.key == key).is_some_and(|f| f.without))
    }

    /// Chooses a value in the way of the facet, or takes it away.
    pub fn toggle(self, key: Key, value: &str) {
        let query = self.query.get_untracked();
        let without = untrack(|| self.is_without(key));
        let chosen = query.of_key(key).find(|f| f.value == value && f.without == without).cloned();
        self.choose(match chosen {
            Some(filter) => query.without(&filter),
            None => query.with(Filter { key, without, value: value.to_owned() }),
        });
    }

    pub fn catalogue(self) -> Arc<Catalogue> {
        self.state.catalogue.get()
    }
}

/// The orders of a language.
fn orders(language: Language) -> Orders {
    Orders::new(language.tag(), Box::new(move |texts| intl::places(texts, language)))
}
