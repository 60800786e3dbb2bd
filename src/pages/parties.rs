//! All parties by Conference: a table, a row a party, a column a Conference; each number leads to exactly those pledges.
//! Above it each Conference in sum. The list's words and filters apply and stand in the address.

use std::sync::Arc;

use pledgebook_core::{
    browse::{Catalogue, EditionSum, Filter, Key, Matrix, MatrixRow, PartySort, Query, Tally},
    model::{Category, EditionId, TermList},
    route::Route,
};

use crate::{
    browser::{dom, intl},
    components::{
        category_words, edition_name, edition_year, filter_chips, party_finder, party_link, progress_key,
        reported_words, signs, tally_words, years_words,
    },
    signals::{Derived, Var},
    state::{State, use_state},
    view::{IntoNode, Node, each, el, nodes},
    words::{Words, use_words},
};

/// The rows that are shown at once; the rest on request.
const SHOWN: usize = 60;
/// The Conferences that fit beside each other; with more the table scrolls.
const FITTING: usize = 9;

/// The page of all parties.
pub fn parties_page() -> Node {
    let (state, words) = (use_state(), use_words());
    state.title(move || words.mx_title());
    // Only what the address says of this page: it stands while another page takes its place.
    let asked = Derived::new(move || match state.route.get() {
        Route::Timeline(query, sort) => (query, sort),
        _ => (Query::of([]), PartySort::default()),
    });
    let most = Var::new(SHOWN);
    let inside = move || {
        let (query, sort) = asked.get();
        let catalogue = state.catalogue.get();
        let places = move |names: &[String]| intl::places(names, words.language());
        let matrix = Matrix::of(&catalogue, &query, sort, &places, words.tag());
        Shown { query: &query, sort, matrix: &matrix, catalogue: &catalogue, state, words, most }.page()
    };
    el("div.stack").with((el("h1").attr("tabindex", "-1").with(words.say(Words::mx_title)), inside))
}

struct Shown<'a> {
    query: &'a Query,
    sort: PartySort,
    matrix: &'a Matrix,
    catalogue: &'a Arc<Catalogue>,
    state: State,
    words: Words,
    most: Var<usize>,
}

impl Shown<'_> {
    fn page(&self) -> Node {
        let (words, matrix) = (self.words, self.matrix);
        let list = Route::List(self.query.clone()).href();
        let pledges = el("a").attr("href", list).with(words.party_pledges(matrix.total.all()));
        let lead = crate::words::rich(&words.mx_lead(matrix.parties, crate::words::SLOT_1), vec![pledges]);
        nodes((
            el("p.by.sent").with(lead),
            el("div.bar-l.no-print")
                .with((party_finder("parties-find", false), el("div.run").with((self.kinds(), self.sorts())))),
            filter_chips(self.query, &|query| Route::Timeline(query, self.sort), self.catalogue, words),
            (!self.query.q.is_empty()).then(|| el("p.small").with(words.list_title_with(&*self.query.q))),
            self.summary(),
            el("section.sec").with((
                el("div.sec-h").with(el("h2").with(words.mx_by_party())),
                progress_key(words),
                self.table(),
                self.more(),
                el("p.note").with((words.progress_note(), " ", words.mx_note())),
            )),
        ))
    }

    fn choose_menu(
        &self,
        id: &'static str,
        label: String,
        options: Vec<(String, String, bool)>,
        go: impl Fn(String) -> Route + Send + Sync + 'static,
    ) -> Node {
        let state = self.state;
        let options = each(options, |(value, name, chosen)| {
            el("option").attr("value", value).attr("selected", chosen).with(name)
        });
        let choose = move |event: web_sys::Event| state.choose(&go(dom::value_of(&event)));
        el("label.sort.small").with((
            el("span.quiet").with(label),
            " ",
            el("select").attr("id", id).on("change", choose).with(options),
        ))
    }

    /// The kinds of party; one that the address has several of is none of the menu's.
    fn kinds(&self) -> Node {
        let (words, query, sort) = (self.words, self.query.clone(), self.sort);
        let wanted: Vec<&str> = query.of_key(Key::Category).filter(|f| !f.without).map(|f| f.value.as_str()).collect();
        let kinds = ["state", "national-society", "movement", "observer", "group"];
        let name = |kind: &str| category_words(words, Some(&Category::from_wire(kind)));
        let options = kinds.map(|k| (k.to_owned(), name(k), wanted == [k]));
        let all = (String::new(), words.mx_all_kinds(), wanted.is_empty());
        let rest = query.clone();
        let go = move |kind: String| {
            let query = rest.without_key(Key::Category);
            let query = if kind.is_empty() { query } else { query.with(Filter::with(Key::Category, kind)) };
            Route::Timeline(query, sort)
        };
        self.choose_menu("kind", words.key_category(), std::iter::once(all).chain(options).collect(), go)
    }

    fn sorts(&self) -> Node {
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

    fn edition_words(&self, edition: Option<&EditionId>) -> String {
        edition.map_or_else(
            || self.words.value_none(self.words.key_edition()),
            |e| edition_name(self.catalogue, e, self.words),
        )
    }

    /// Each Conference in sum: chart and table are one.
    fn summary(&self) -> Node {
        let words = self.words;
        let most = self.matrix.summary.iter().map(|s| s.tally.all()).max().unwrap_or(0).max(1);
        let column =
            |class: &'static str, name: String| el(class).attr("scope", "col").attr("role", "columnheader").with(name);
        let head = el("tr").attr("role", "row").with((
            column("th", words.key_edition()),
            column("th.num", words.nav_pledges()),
            column("th.num", words.nav_parties()),
            column("th.num", words.mx_col_reported()),
            column("th.num", words.progress_completed()),
            column("th.wide", words.key_progress()),
        ));
        let rows = each(&self.matrix.summary, |sum| self.sum(sum, most));
        el("section.sec").with((
            el("div.sec-h").with(el("h2").with(words.mx_by_edition())),
            el("table.data.sums").attr("role", "table").attr("aria-label", words.mx_by_edition()).with((
                el("thead").attr("role", "rowgroup").with(head),
                el("tbody").attr("role", "rowgroup").with(rows),
            )),
        ))
    }

    fn sum(&self, sum: &EditionSum, most: usize) -> Node {
        let words = self.words;
        let edition = sum.edition.as_ref();
        let query = Matrix::column(self.query, edition);
        let completed = sum.tally.iter().next().map_or(0, |(_, n)| n);
        let cell = |name: String| el("td.num").attr("role", "cell").attr("data-h", name);
        let number = |name: String, n: usize| cell(name).with(n.to_string());
        let place =
            edition.and_then(|e| edition_year(self.catalogue, e)).map(|y| el("span.quiet").with((" ", y.to_string())));
        let pledges = el("a").attr("href", Route::List(query).href()).with(sum.tally.all().to_string());
        el("tr").attr("role", "row").with((
            el("th").attr("scope", "row").attr("role", "rowheader").with((self.edition_words(edition), place)),
            cell(words.nav_pledges()).with(pledges),
            number(words.nav_parties(), sum.parties),
            number(words.mx_col_reported(), sum.tally.reported()),
            number(words.progress_completed(), completed),
            el("td.wide")
                .attr("role", "cell")
                .with((sum_bar(&sum.tally, most), el("span.vh").with(tally_words(&sum.tally, words)))),
        ))
    }

    fn table(&self) -> Node {
        let (words, matrix) = (self.words, self.matrix);
        let columns = each(&matrix.columns, |edition| {
            let number = edition.as_ref().map(|e| e.number().map_or_else(|| e.to_string(), |n| n.to_string()));
            let year = edition.as_ref().and_then(|e| edition_year(self.catalogue, e)).map(|y| y.to_string());
            let short = number.clone().map(|n| el("b").attr("aria-hidden", "true").with(n));
            let name = el(if number.is_some() { "span.vh" } else { "span" }).with(self.edition_words(edition.as_ref()));
            el("th").attr("scope", "col").attr("role", "columnheader").with((short, name, " ", year))
        });
        let head = el("tr").attr("role", "row").with((
            el("th.c1").attr("scope", "col").attr("role", "columnheader").with(words.key_party()),
            columns,
            el("th.c9").attr("scope", "col").attr("role", "columnheader").with(words.mx_col_all()),
        ));
        let most = self.most;
        let rows = each(matrix.rows.iter().take(most.get()), |row| self.row(row));
        let wide = matrix.columns.len() > FITTING;
        let table = el(if wide { "table.mx.wide" } else { "table.mx" })
            .attr("role", "table")
            .attr("aria-label", words.mx_title())
            .with((el("thead").attr("role", "rowgroup").with(head), el("tbody").attr("role", "rowgroup").with(rows)));
        if !wide {
            return table;
        }
        // What scrolls must be reachable by keyboard.
        let scroll = el("div.scroll").attr("tabindex", "0").attr("role", "region");
        scroll.attr("aria-label", words.mx_by_party()).with(table)
    }

    fn row(&self, row: &MatrixRow) -> Node {
        let (words, catalogue) = (self.words, self.catalogue);
        let name = match &row.party {
            Some(id) => {
                let kind = category_words(words, catalogue.category(id));
                let party = catalogue.party(id);
                let region = party.and_then(|p| p.region.as_ref());
                let region = region.map(|r| catalogue.term_name(TermList::Regions, r.as_str(), words.tag()).1);
                let note = [Some(kind).filter(|k| !k.is_empty()), region].into_iter().flatten().collect::<Vec<_>>();
                nodes((party_link(catalogue, id, words, false), el("span.note").with(note.join(" · "))))
            }
            None => words.parties_none().into_node(),
        };
        let cells = each(self.matrix.columns.iter().zip(&row.cells), |(edition, tally)| {
            let short = edition
                .as_ref()
                .map_or_else(|| "–".to_owned(), |e| e.number().map_or_else(|| e.to_string(), |n| n.to_string()));
            el("td").attr("role", "cell").attr("data-h", short).with(self.cell(row, edition.as_ref(), tally))
        });
        let all = Matrix::row(self.query, row.party.as_ref());
        let sum = el("a").attr("href", Route::List(all).href()).with(el("b").with(row.all.all().to_string()));
        let said = el("span.quiet").with(reported_words(&row.all, row.years, words));
        el("tr").attr("role", "row").with((
            el("th").attr("scope", "row").attr("role", "rowheader").with(name),
            cells,
            el("td.sum").attr("role", "cell").with((sum, " ", said)),
        ))
    }

    fn cell(&self, row: &MatrixRow, edition: Option<&EditionId>, tally: &Tally) -> Node {
        if tally.all() == 0 {
            return nodes((el("span.none").attr("aria-hidden", "true").with("–"), el("span.vh").with("0")));
        }
        let words = self.words;
        let query = Matrix::cell(self.query, row.party.as_ref(), edition);
        let said = words.mx_cell(self.edition_words(edition), tally_words(tally, words));
        el("div.cell").with((
            el("a").attr("href", Route::List(query).href()).with((tally.all().to_string(), el("span.vh").with(said))),
            signs(tally),
        ))
    }

    fn more(&self) -> Option<Node> {
        let (most, all) = (self.most, self.matrix.rows.len());
        (all > most.get()).then(|| {
            let show = move |_| most.set(usize::MAX);
            el("p").with(el("button.btn").attr("type", "button").on("click", show).with(self.words.mx_show_all(all)))
        })
    }
}

/// The bar of a Conference: as long as its pledges are many.
fn sum_bar(tally: &Tally, most: usize) -> Node {
    #[allow(clippy::cast_precision_loss)]
    let unit = 100.0 / most as f64;
    let mut at = 0.0;
    let parts = each(tally.iter().filter(|(_, n)| *n > 0).collect::<Vec<_>>(), |(progress, n)| {
        #[allow(clippy::cast_precision_loss)]
        let width = n as f64 * unit;
        let part = crate::components::bar_part(progress, at, width);
        at += width;
        part
    });
    el("svg.bar.turn").attr("aria-hidden", "true").with(parts)
}

/// The years of a row, for the brief, too.
pub(super) fn years_of(sums: &[EditionSum], words: Words) -> String {
    let years = || sums.iter().filter_map(|s| s.from).map(|d| d.year());
    years_words(years().min().zip(years().max()), words)
}
