//! The list: what was asked for, how much of it there is, and a page of it.

use pledgebook_core::{
    browse::{Query, Sort, page},
    route::Route,
};

use crate::{
    browser::dom,
    components::{chips, entry_row, pager, search_box},
    signals::Derived,
    state::{CopyInfo, State, use_state},
    view::{Node, each, el, nodes},
    words::{SLOT_1, Words, rich, use_words},
};

/// The list of pledges.
pub fn list_page() -> Node {
    let (state, words) = (use_state(), use_words());
    let query = Derived::from_last(move |last: Option<&Query>| match state.route.get() {
        Route::List(query) => query,
        // On the way to another page the list stays what it was.
        _ => last.cloned().unwrap_or_default(),
    });
    let result = Derived::new(move || state.catalogue.with(|c| query.with(|q| PageOf(page(c, q, words.tag())))));
    state.title(move || query.with(|q| title(q, words)));
    let typed = move || query.with(|q| q.q.clone());
    let ask = move |q: String| state.replace(&Route::List(query.get_untracked().with_words(q)));
    nodes((
        el("h1.vh").attr("tabindex", "-1").with(words.say(Words::list_title)),
        el("div.stack.list").with((
            search_box("q", false, typed, ask, ask),
            el("div.bar-l").with((
                el("p.count")
                    .attr("role", "status")
                    .with(move || count(result.with(|r| r.0.total), &query.get(), words)),
                sort_menu(state, query),
            )),
            move || state.catalogue.with(|c| chips(&query.get(), c)),
            el("h2.vh").with(words.say(Words::list_results)),
            move || rows(state, words, &result, query),
        )),
    ))
}

/// A page, compared by what it shows: typing a letter that changes nothing redraws nothing.
#[derive(Clone)]
struct PageOf(pledgebook_core::browse::Page);

impl PartialEq for PageOf {
    fn eq(&self, other: &Self) -> bool {
        let (a, b) = (&self.0, &other.0);
        (a.total, a.number) == (b.total, b.number)
            && a.rows.len() == b.rows.len()
            && a.rows.iter().zip(&b.rows).all(|(a, b)| std::sync::Arc::ptr_eq(a, b))
    }
}

fn title(query: &Query, words: Words) -> String {
    if query.q.is_empty() { words.list_title() } else { words.list_title_with(query.q.clone()) }
}

/// `13 pledges with “health”`: the number first, in digits, 0 too.
fn count(total: usize, query: &Query, words: Words) -> Vec<Node> {
    let number = crate::browser::intl::number(f64::from(u32::try_from(total).unwrap_or(u32::MAX)), words.language());
    let sentence = if query.q.trim().is_empty() {
        words.list_count(total, SLOT_1)
    } else {
        words.list_count_with(total, SLOT_1, query.q.trim())
    };
    rich(&sentence, vec![el("b").with(number)])
}

fn rows(state: State, words: Words, result: &Derived<PageOf>, query: Derived<Query>) -> Node {
    let found = result.get().0;
    if found.total == 0 {
        return empty(&state.copy.get(), words, &query.get());
    }
    let catalogue = state.catalogue.get_untracked();
    nodes((
        el("ol.entries").with(each(&found.rows, |entry| entry_row(entry, &catalogue, true))),
        pager(&found, &query.get()),
    ))
}

/// Nothing: because nothing is here yet, or because nothing matches; then what to drop.
fn empty(copy: &CopyInfo, words: Words, query: &Query) -> Node {
    if copy.is_coming() {
        return el("p.quiet").with(words.list_loading());
    }
    if copy.is_partial() {
        return el("p").with(words.copy_missing());
    }
    let way = |query: Query, text: String| el("li").with(el("a").attr("href", Route::List(query).href()).with(text));
    el("div.stack").with((
        el("p").with(words.list_empty()),
        el("ul.plainlist").with((
            (!query.q.is_empty()).then(|| way(query.with_words(""), words.list_drop_words(query.q.clone()))),
            (!query.filters().is_empty()).then(|| way(query.without_filters(), words.list_drop_filters())),
            way(Query::of([]), words.foot_all()),
        )),
    ))
}

/// In which order the list stands.
fn sort_menu(state: State, query: Derived<Query>) -> Node {
    let words = use_words();
    let name = move |sort: Sort| match sort {
        Sort::Relevance => words.sort_relevance(),
        Sort::Newest => words.sort_newest(),
        Sort::Title => words.sort_title(),
        Sort::Party => words.sort_party(),
        Sort::Reported => words.sort_reported(),
    };
    let order = move || query.with(Query::order);
    let option = move |sort: Sort| {
        el("option").attr("value", sort.word()).attr("selected", move || order() == sort).with(name(sort))
    };
    let offered = move || {
        let has_words = query.with(|q| !q.terms().is_empty());
        each(Sort::ALL.into_iter().filter(|s| has_words || *s != Sort::Relevance), option)
    };
    let chosen = move |event| {
        let sort = Sort::from_word(&dom::value_of(&event));
        state.replace(&Route::List(query.get_untracked().with_sort(sort)));
    };
    el("label.sort.small").with((
        el("span.quiet").with(words.say(Words::sort_label)),
        " ",
        el("select").value(move || order().word()).on("change", chosen).with(offered),
    ))
}
