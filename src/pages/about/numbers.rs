//! What the desk counts of flags and decisions. It is no part of the copy: it is asked for when the page opens, and where
//! it is not there nothing is said of it.

use std::cmp::{Ordering, Reverse};

use pledgebook_core::{
    feed::{Count, Counts, Transparency},
    model::{Date, EditionId, Ground},
    order::sorted,
};

use crate::{
    browser::intl,
    components::{edition_name, ground_words},
    signals::Var,
    state::{Numbers, State},
    view::{Node, each, el, nodes},
    words::Words,
};

/// A number of a row, and what it is called.
type Column = (fn(Words) -> String, fn(&Counts) -> Option<Count>);

/// The columns of the tables; one that no row has is not shown.
const COLUMNS: [Column; 6] = [
    (Words::about_n_received, |c| c.received),
    (Words::about_n_kept, |c| c.kept),
    (Words::about_n_removed, |c| c.removed),
    (Words::about_n_held, |c| c.held),
    (Words::about_n_restored, |c| c.restored),
    (Words::about_n_days, |c| c.median_days),
];

/// The numbers, as soon as they are here.
pub(super) fn numbers(state: State, words: Words) -> Node {
    let found: Var<Option<Numbers>> = Var::new(None);
    state.numbers(move |numbers| found.set(Some(numbers)));
    nodes(move || {
        let body = match found.get()? {
            Numbers::None => return None,
            Numbers::Offline => el("p.quiet").with(words.about_n_offline()),
            Numbers::Here(all) => shown(&all, state, words),
        };
        let head = el("div.sec-h").with(el("h2").with(words.about_n_title()));
        Some(el("section.sec").attr("id", "numbers").with((head, body)))
    })
}

fn shown(all: &Transparency, state: State, words: Words) -> Node {
    el("div.stack").with((
        when(all, words).map(|said| el("p.small.quiet").with(said)),
        summary(&all.all, words),
        table(words.about_n_by_ground(), words.removal_row_ground(), &by_ground(all, words), words),
        table(words.about_n_by_edition(), words.key_edition(), &by_edition(all, state, words), words),
        el("p.note").with(words.about_n_few_note()),
    ))
}

/// In the order of the form; grounds that this app has no word for stand last, as the desk calls them.
fn by_ground(all: &Transparency, words: Words) -> Vec<(String, &Counts)> {
    let known = Ground::ALL.iter().filter_map(|ground| {
        let (_, counts) = all.by_ground.iter().find(|(word, _)| **word == *ground.wire())?;
        Some((ground_words(*ground, words), counts))
    });
    let others = all.by_ground.iter().filter(|(word, _)| Ground::from_wire(word).is_none());
    known.chain(others.map(|(word, counts)| (word.to_string(), counts))).collect()
}

/// The newest Conference first, pledges of none last.
fn by_edition(all: &Transparency, state: State, words: Words) -> Vec<(String, &Counts)> {
    let order = |a: &str, b: &str| -> Ordering { (a == "none", Reverse(a)).cmp(&(b == "none", Reverse(b))) };
    let editions = sorted(all.by_edition.iter().collect::<Vec<_>>(), |a, b| order(&a.0, &b.0));
    let catalogue = state.catalogue.get();
    let name = |word: &str| match EditionId::new(word).filter(|_| word != "none") {
        Some(id) => edition_name(&catalogue, &id, words),
        None => words.about_n_no_edition(),
    };
    editions.into_iter().map(|(word, counts)| (name(word), counts)).collect()
}

fn when(all: &Transparency, words: Words) -> Option<String> {
    let day = |day: Date| intl::date(day, words.language());
    let until = day(all.generated?);
    Some(match all.since {
        Some(since) => words.about_n_since(day(since), until),
        None => words.about_n_until(until),
    })
}

/// All flags, in a list of what became of them.
fn summary(counts: &Counts, words: Words) -> Node {
    let row = |term: String, count: Option<Count>| {
        count.map(|count| el("div").with((el("dt").with(term), el("dd").with(count_words(count, words)))))
    };
    el("dl.facts.wide").with((
        row(words.about_n_received(), counts.received),
        row(words.about_n_pending(), counts.pending),
        row(words.about_n_kept(), counts.kept),
        row(words.about_n_removed(), counts.removed),
        row(words.about_n_held(), counts.held),
        nodes((
            row(words.about_n_restored(), counts.restored),
            row(words.about_n_referred(), counts.referred),
            row(words.about_n_void(), counts.void),
            row(words.about_n_median(), counts.median_days),
        )),
    ))
}

fn count_words(count: Count, words: Words) -> String {
    match count {
        #[allow(clippy::cast_precision_loss)]
        Count::Exactly(n) => intl::number(n as f64, words.language()),
        Count::Few => words.about_n_few(),
    }
}

/// A table of groups of flags; nothing where nothing is counted.
fn table(name: String, of: String, rows: &[(String, &Counts)], words: Words) -> Option<Node> {
    let is_counted = |of: fn(&Counts) -> Option<Count>| rows.iter().any(|(_, counts)| of(counts).is_some());
    let columns: Vec<Column> = COLUMNS.into_iter().filter(|(_, of)| is_counted(*of)).collect();
    if columns.is_empty() {
        return None;
    }
    let column = |class: &'static str| el(class).attr("scope", "col").attr("role", "columnheader");
    let head = each(&columns, |(title, _)| column("th.num").with(title(words)));
    let line = |(name, counts): &(String, &Counts)| {
        let cells = each(&columns, |(title, of)| {
            let said = of(counts).map_or_else(|| "–".to_owned(), |count| count_words(count, words));
            el("td.num").attr("role", "cell").attr("data-h", title(words)).with(said)
        });
        let header = el("th").attr("scope", "row").attr("role", "rowheader").with(name.clone());
        el("tr").attr("role", "row").with((header, cells))
    };
    let head = el("tr").attr("role", "row").with((column("th").with(of), head));
    let table = el("table.data.sums").attr("role", "table").attr("aria-label", name.clone()).with((
        el("thead").attr("role", "rowgroup").with(head),
        el("tbody").attr("role", "rowgroup").with(each(rows, line)),
    ));
    // On a small screen the table has no head.
    Some(el("div").with((el("h3.sub").with(name), table)))
}
