//! All parties by Conference: a table, a row a party, a column a Conference; each number leads to exactly those pledges.
//! Above it each Conference in sum. The list's words and filters apply and stand in the address.

mod menus;
mod sums;

use std::sync::Arc;

use pledgebook_core::{
    browse::{Catalogue, Matrix, MatrixRow, PartySort, Query, Tally},
    model::{EditionId, TermList},
    route::Route,
};

use crate::{
    browser::intl,
    components::{
        category_words, edition_name, edition_year, filter_chips, incomplete_note, paper_line, party_finder,
        party_link, reported_words, short_name, signs, tally_words,
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
    let (most, incomplete) = (Var::new(SHOWN), state.incomplete());
    let inside = move || {
        let (query, sort) = asked.get();
        let catalogue = state.catalogue.get();
        let places = move |names: &[String]| intl::places(names, words.language());
        let matrix = Matrix::of(&catalogue, &query, sort, &places, words.tag());
        Shown {
            query: &query,
            sort,
            matrix: &matrix,
            catalogue: &catalogue,
            state,
            words,
            most,
            may_grow: incomplete.get(),
        }
        .page()
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
    /// Whether more may come.
    may_grow: bool,
}

impl Shown<'_> {
    fn page(&self) -> Node {
        let (words, matrix) = (self.words, self.matrix);
        let list = Route::List(self.query.clone()).href();
        let pledges = el("a").attr("href", list).with(words.party_pledges(matrix.total.all()));
        let lead = crate::words::rich(&words.mx_lead(matrix.parties, crate::words::SLOT_1), vec![pledges]);
        let some = matrix.total.all() > 0;
        let empty = (!some && !self.may_grow).then(|| el("p").with(words.list_empty()));
        nodes((
            incomplete_note(self.state, words),
            paper_line(self.state, &Route::Timeline(self.query.clone(), self.sort), words),
            if some { el("p.by.sent").with(lead) } else { empty.into_node() },
            el("div.bar-l.no-print")
                .with((party_finder("parties-find", false), el("div.run").with((self.kinds(), self.sorts())))),
            filter_chips(self.query, &|query| Route::Timeline(query, self.sort), self.catalogue, words),
            (!self.query.q.is_empty()).then(|| el("p.small").with(words.list_title_with(&*self.query.q))),
            some.then(|| self.summary()),
            some.then(|| {
                el("section.sec").with((
                    el("div.sec-h").with(el("h2").with(words.mx_by_party())),
                    self.table(),
                    self.more(),
                    el("p.note").with((words.progress_note(), " ", words.mx_note())),
                ))
            }),
        ))
    }

    fn edition_words(&self, edition: Option<&EditionId>) -> String {
        edition.map_or_else(
            || self.words.value_none(self.words.key_edition()),
            |e| edition_name(self.catalogue, e, self.words),
        )
    }

    fn table(&self) -> Node {
        let (words, matrix) = (self.words, self.matrix);
        let columns = each(&matrix.columns, |edition| {
            let year = edition.as_ref().and_then(|e| edition_year(self.catalogue, e)).map(|y| y.to_string());
            let short = edition.as_ref().map(short_name);
            let none = edition.is_none().then(|| el("span").attr("aria-hidden", "true").with(words.mx_none()));
            let name = nodes((none, el("span.vh").with(self.edition_words(edition.as_ref()))));
            el("th").attr("scope", "col").attr("role", "columnheader").with((short, name, " ", year))
        });
        let head = el("tr").attr("role", "row").with((
            el("th.c1").attr("scope", "col").attr("role", "columnheader").with(words.key_party()),
            columns,
            el("th.c9").attr("scope", "col").attr("role", "columnheader").with(words.mx_col_all()),
        ));
        let most = self.most;
        let rows = each(matrix.rows.iter().take(most.get()).enumerate(), |(n, row)| self.row(n, row));
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

    fn row(&self, n: usize, row: &MatrixRow) -> Node {
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
            let about = edition.as_ref().map(ToString::to_string).unwrap_or_default();
            el("td").about(about).attr("role", "cell").attr("data-h", short).with(self.cell(
                row,
                edition.as_ref(),
                tally,
            ))
        });
        let all = Matrix::row(self.query, row.party.as_ref());
        let sum = el("a").attr("href", Route::List(all).href()).with(el("b").with(row.all.all().to_string()));
        let said = el("span.quiet").with(reported_words(&row.all, row.years, words));
        let about = row.party.as_ref().map(ToString::to_string).unwrap_or_default();
        el("tr").about(about).attr("role", "row").with((
            el("th")
                .attr("scope", "row")
                .attr("role", "rowheader")
                .attr("id", format!("row-{n}"))
                .attr("tabindex", "-1")
                .with(name),
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
            let state = self.state;
            // Who asked for the rest goes on at its first row.
            let show = move |_| {
                most.set(usize::MAX);
                state.focus_soon(format!("row-{SHOWN}"));
            };
            let address = state.address_of(&Route::Timeline(self.query.clone(), self.sort));
            let button = el("button.btn").attr("type", "button").on("click", show).with(self.words.mx_show_all(all));
            nodes((
                el("p.no-print").with(button),
                el("p.note.print-only").with(self.words.mx_shown(address, most.get(), all)),
            ))
        })
    }
}
