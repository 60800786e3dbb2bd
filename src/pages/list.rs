//! The list: what was asked for, how much of it there is, and a page of it.

use leptos::prelude::*;
use pledgebook_core::{
    browse::{Query, Sort, page},
    route::Route,
};

use crate::{
    components::{Chips, EntryRow, Pager, SearchBox},
    state::{CopyInfo, State, use_state},
    words::{SLOT_1, Words, rich, use_words},
};

/// The list of pledges.
#[component]
pub fn ListPage() -> impl IntoView {
    let (state, words) = (use_state(), use_words());
    let query = Memo::new(move |last: Option<&Query>| match state.route.get() {
        Route::List(query) => query,
        // On the way to another page the list stays what it was.
        _ => last.cloned().unwrap_or_default(),
    });
    let result = Memo::new(move |_| state.catalogue.with(|c| query.with(|q| PageOf(page(c, q, words.tag())))));
    state.title(move || query.with(|q| title(q, words)));
    let typed = Signal::derive(move || query.with(|q| q.q.clone()));
    let on_input = move |q: String| state.replace(&Route::List(query.get_untracked().with_words(q)));
    let on_submit = move |q: String| state.replace(&Route::List(query.get_untracked().with_words(q)));
    view! {
        <h1 class="vh" tabindex="-1">{words.say(Words::list_title)}</h1>
        <div class="stack list">
            <SearchBox id="q" value=typed on_input=on_input on_submit=on_submit />
            <div class="bar-l">
                <p class="count" role="status">
                    {move || count(result.with(|r| r.0.total), &query.get(), words)}
                </p>
                <SortMenu state=state query=query />
            </div>
            {move || state.catalogue.with(|c| view! { <Chips query=query.get() catalogue=c.clone() /> })}
            <h2 class="vh">{words.say(Words::list_results)}</h2>
            {move || rows(state, words, &result, query)}
        </div>
    }
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
fn count(total: usize, query: &Query, words: Words) -> Vec<AnyView> {
    let number = crate::browser::intl::number(f64::from(u32::try_from(total).unwrap_or(u32::MAX)), words.language());
    let sentence = if query.q.trim().is_empty() {
        words.list_count(total, SLOT_1)
    } else {
        words.list_count_with(total, SLOT_1, query.q.trim())
    };
    rich(&sentence, vec![view! { <b>{number}</b> }.into_any()])
}

fn rows(state: State, words: Words, result: &Memo<PageOf>, query: Memo<Query>) -> AnyView {
    let found = result.get().0;
    if found.total == 0 {
        return empty(&state.copy.get(), words, &query.get());
    }
    let catalogue = state.catalogue.get_untracked();
    let rows = found
        .rows
        .iter()
        .map(|entry| view! { <EntryRow entry=entry.clone() catalogue=catalogue.clone() snippet=true /> })
        .collect_view();
    let query = query.get();
    view! {
        <ol class="entries">{rows}</ol>
        <Pager page=found query=query />
    }
    .into_any()
}

/// Nothing: because nothing is here yet, or because nothing matches; then what to drop.
fn empty(copy: &CopyInfo, words: Words, query: &Query) -> AnyView {
    if copy.is_coming() {
        return view! { <p class="quiet">{words.list_loading()}</p> }.into_any();
    }
    if copy.is_partial() {
        return view! { <p>{words.copy_missing()}</p> }.into_any();
    }
    let without_words = Route::List(query.with_words("")).href();
    let without_filters = Route::List(query.without_filters()).href();
    view! {
        <div class="stack">
            <p>{words.list_empty()}</p>
            <ul class="plainlist">
                {(!query.q.is_empty()).then(|| view! { <li><a href=without_words>{words.list_drop_words(query.q.clone())}</a></li> })}
                {(!query.filters().is_empty()).then(|| view! { <li><a href=without_filters>{words.list_drop_filters()}</a></li> })}
                <li><a href=Route::List(Query::of([])).href()>{words.foot_all()}</a></li>
            </ul>
        </div>
    }
    .into_any()
}

/// In which order the list stands.
#[component]
fn SortMenu(
    /// Where the choice goes.
    state: State,
    /// The list.
    query: Memo<Query>,
) -> impl IntoView {
    let words = use_words();
    let name = move |sort: Sort| match sort {
        Sort::Relevance => words.sort_relevance(),
        Sort::Newest => words.sort_newest(),
        Sort::Title => words.sort_title(),
        Sort::Party => words.sort_party(),
        Sort::Reported => words.sort_reported(),
    };
    let order = move || query.with(Query::order);
    let offered = move || {
        let has_words = query.with(|q| !q.terms().is_empty());
        Sort::ALL
            .into_iter()
            .filter(|s| has_words || *s != Sort::Relevance)
            .map(|sort| view! { <option value=sort.word() selected=move || order() == sort>{name(sort)}</option> })
            .collect_view()
    };
    view! {
        <label class="sort small">
            <span class="quiet">{words.say(Words::sort_label)}</span>
            " "
            <select
                prop:value=move || order().word()
                on:change:target=move |event| {
                    let sort = Sort::from_word(&event.target().value());
                    state.replace(&Route::List(query.get_untracked().with_sort(sort)));
                }
            >
                {offered}
            </select>
        </label>
    }
}
