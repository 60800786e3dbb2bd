//! All parties against all Conferences: what a query gives, counted by both in one pass. Each number is that of the list
//! that [`Matrix::cell`], [`Matrix::row`] or [`Matrix::column`] names.

use super::{
    Catalogue, Filter, Key, Query, Tally,
    find::find,
    matrix_count::Count,
    matrix_rows::{Names, PartySort, in_order},
    reading::Years,
    select::each_passing,
    values::NONE,
};
use crate::model::{Date, EditionId, PartyId};

/// A party's pledges by Conference.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MatrixRow {
    /// The party; None for the pledges that name none.
    pub party: Option<PartyId>,
    /// Its pledges of each of the columns.
    pub cells: Vec<Tally>,
    /// All its pledges.
    pub all: Tally,
    /// The years in which the Conferences of these began.
    pub years: Years,
    /// The date of the latest report on these, whoever wrote it: Some(None) where all are undated, None where there is none.
    pub latest: Option<Option<Date>>,
}

/// The pledges of a Conference.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EditionSum {
    /// Which; None for the pledges that name none.
    pub edition: Option<EditionId>,
    /// When it began.
    pub from: Option<Date>,
    /// Its pledges, each once.
    pub tally: Tally,
    /// How many of the parties that have rows they name.
    pub parties: usize,
}

/// What a query gives, by party and Conference.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Matrix {
    /// The Conferences of these pledges, the oldest first; None, where it stands, is last: no Conference given.
    pub columns: Vec<Option<EditionId>>,
    /// The parties of these pledges that pass what is wanted of a party; None, where it stands, is last: no party named.
    pub rows: Vec<MatrixRow>,
    /// In step with `columns`: a pledge of several parties counts once.
    pub summary: Vec<EditionSum>,
    /// All pledges, each once.
    pub total: Tally,
    /// The years in which their Conferences began.
    pub years: Years,
    /// How many rows are parties.
    pub parties: usize,
}

impl Matrix {
    /// Counts what a query gives. `places` gives each of some names its place as the reader's language sorts them (see
    /// [`super::Collate`]), `lang` is that language; the query's own sort and page make no difference.
    pub fn of(
        catalogue: &Catalogue,
        query: &Query,
        sort: PartySort,
        places: &dyn Fn(&[String]) -> Vec<u32>,
        lang: &str,
    ) -> Self {
        let found = find(catalogue, &query.terms()).pledges;
        let mut count = Count::new(catalogue);
        each_passing(&catalogue.columns, query.filters(), &found, &mut |pledge, parties| count.add(pledge, parties));
        let mut matrix = count.finish();
        matrix.rows = in_order(matrix.rows, sort, &Names { catalogue, places, lang });
        matrix
    }

    /// The list behind the cell of a party and a Conference of this query's matrix; None is "not given", as in `rows` and
    /// `columns`. Wanted parties and Conferences give way to these; what is not wanted stays.
    pub fn cell(query: &Query, row: Option<&PartyId>, column: Option<&EditionId>) -> Query {
        Self::column(&Self::row(query, row), column)
    }

    /// The list behind all of a row.
    pub fn row(query: &Query, row: Option<&PartyId>) -> Query {
        only(query, Key::Party, row.map_or(NONE, PartyId::as_str))
    }

    /// The list behind a Conference's place in the summary.
    pub fn column(query: &Query, column: Option<&EditionId>) -> Query {
        only(query, Key::Edition, column.map_or(NONE, EditionId::as_str))
    }
}

/// The same choice with one wanted value of a key in place of all that were.
fn only(query: &Query, key: Key, value: &str) -> Query {
    let wanted = query.of_key(key).filter(|f| !f.without);
    wanted.fold(query.clone(), |query, f| query.without(f)).with(Filter::with(key, value))
}

#[cfg(test)]
#[path = "matrix_tests.rs"]
mod tests;
