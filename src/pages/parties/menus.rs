//! What is chosen of all parties in place: their kind, and their order.

use pledgebook_core::{
    browse::{Filter, Key, PartySort},
    model::Category,
    route::Route,
};

use super::Shown;
use crate::{
    browser::dom,
    components::category_words,
    view::{Node, each, el},
};

impl Shown<'_> {
    fn choose_menu(
        &self,
        id: &'static str,
        label: String,
        options: Vec<(String, String, bool)>,
        go: impl Fn(String) -> Route + Send + Sync + 'static,
    ) -> Node {
        let state = self.state;
        let options = each(options, |(value, name, chosen)| {
            el("option").about(value.clone()).attr("value", value).attr("selected", chosen).with(name)
        });
        let choose = move |event: web_sys::Event| state.choose(&go(dom::value_of(&event)));
        el("label.sort.small").with((
            el("span.quiet").with(label),
            " ",
            el("select").attr("id", id).on("change", choose).with(options),
        ))
    }

    /// The kinds of party.
    pub(super) fn kinds(&self) -> Node {
        let (words, query, sort) = (self.words, self.query.clone(), self.sort);
        let wanted: Vec<&str> = query.of_key(Key::Category).filter(|f| !f.without).map(|f| f.value.as_str()).collect();
        let kinds = ["state", "national-society", "movement", "observer", "group"];
        let name = |kind: &str| category_words(words, Some(&Category::from_wire(kind)));
        let is_one = query.of_key(Key::Category).count() == wanted.len();
        let options = kinds.map(|k| (k.to_owned(), name(k), is_one && wanted == [k]));
        // Several, or all but one, are chosen elsewhere: the menu says so and does not name one of its own.
        let otherwise = query.of_key(Key::Category).next().is_some() && !options.iter().any(|(_, _, chosen)| *chosen);
        let all = (String::new(), words.mx_all_kinds(), false);
        let filtered = otherwise.then(|| ("filtered".to_owned(), words.mx_kinds_filtered(), true));
        let rest = query.clone();
        let go = move |kind: String| {
            if kind == "filtered" {
                return Route::Timeline(rest.clone(), sort);
            }
            let query = rest.without_key(Key::Category);
            let query = if kind.is_empty() { query } else { query.with(Filter::with(Key::Category, kind)) };
            Route::Timeline(query, sort)
        };
        self.choose_menu("kind", words.key_category(), filtered.into_iter().chain([all]).chain(options).collect(), go)
    }

    pub(super) fn sorts(&self) -> Node {
        let (words, query) = (self.words, self.query.clone());
        let name = |sort: PartySort| match sort {
            PartySort::Name => words.mx_sort_name(),
            PartySort::Number => words.mx_sort_number(),
            PartySort::Region => words.key_region(),
            PartySort::Reported => words.sort_reported(),
        };
        let options = PartySort::ALL.map(|s| (s.word().to_owned(), name(s), s == self.sort));
        let go = move |word: String| Route::Timeline(query.clone(), PartySort::from_word(&word));
        self.choose_menu("party-sort", words.sort_label(), options.into(), go)
    }
}
