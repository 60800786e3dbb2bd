//! The counting of a matrix: pledge by pledge into the cells, rows and sums.

use super::{
    Catalogue, EditionSum, Key, Matrix, MatrixRow, Tally,
    reading::Years,
    values::{NONE, narrow},
};
use crate::model::{Date, EditionId, PartyId};

/// A matrix in the making.
pub(super) struct Count<'a> {
    catalogue: &'a Catalogue,
    /// Of each value that is a Conference or a party its place in what is counted, and 1; 0 for none.
    place: Vec<u32>,
    columns: Vec<Option<EditionId>>,
    matrix: Matrix,
    /// Of each row the latest report, as the catalogue's columns have it.
    reported: Vec<u32>,
}

impl<'a> Count<'a> {
    /// Nothing is counted yet; every Conference of the catalogue has a column.
    pub fn new(catalogue: &'a Catalogue) -> Self {
        let (values, known) = (&catalogue.columns.values, catalogue.columns.values.of(Key::Edition));
        let editions = known.iter().filter_map(|v| EditionId::new(catalogue.given(*v)?)).collect();
        let mut columns: Vec<_> = catalogue.oldest_first(editions).into_iter().map(Some).collect();
        columns.push(None);
        let mut place = vec![0; values.len()];
        for (n, edition) in columns.iter().enumerate() {
            let value = values.get(Key::Edition, edition.as_ref().map_or(NONE, EditionId::as_str));
            if let Some(place) = value.and_then(|v| place.get_mut(v as usize)) {
                *place = narrow(n + 1);
            }
        }
        let sum = |edition: &Option<EditionId>| EditionSum {
            edition: edition.clone(),
            from: edition.as_ref().and_then(|e| catalogue.began(e.as_str())),
            tally: Tally::default(),
            parties: 0,
        };
        let matrix = Matrix { summary: columns.iter().map(sum).collect(), ..Matrix::default() };
        Self { catalogue, place, columns, matrix, reported: Vec::new() }
    }

    /// The place of a Conference's column or a party's row.
    fn place_of(&self, value: u32) -> Option<usize> {
        (self.place.get(value as usize).copied().unwrap_or(0) as usize).checked_sub(1)
    }

    /// Counts a pledge in the rows of some of its parties.
    pub fn add(&mut self, pledge: u32, parties: &[u32]) {
        let progress = self.catalogue.progress_at(pledge);
        let reported = self.catalogue.columns.reported.get(pledge as usize).copied().unwrap_or(0);
        let Some(column) = self.place_of(self.catalogue.edition_at(pledge)) else { return };
        self.matrix.total.add(progress);
        if let Some(sum) = self.matrix.summary.get_mut(column) {
            sum.tally.add(progress);
        }
        for who in parties {
            let at = self.row(*who);
            if let Some(row) = self.matrix.rows.get_mut(at) {
                row.all.add(progress);
                row.cells.get_mut(column).into_iter().for_each(|cell| cell.add(progress));
            }
            self.reported.get_mut(at).into_iter().for_each(|latest| *latest = reported.max(*latest));
        }
    }

    /// The place of a party's row, which is made where there is none yet.
    fn row(&mut self, who: u32) -> usize {
        if let Some(at) = self.place_of(who) {
            return at;
        }
        let at = self.matrix.rows.len();
        self.place.get_mut(who as usize).into_iter().for_each(|place| *place = narrow(at + 1));
        self.reported.push(0);
        self.matrix.rows.push(MatrixRow {
            party: self.catalogue.given(who).and_then(PartyId::new),
            cells: vec![Tally::default(); self.columns.len()],
            all: Tally::default(),
            years: Years::default(),
            latest: None,
        });
        at
    }

    /// Leaves the Conferences without pledges out, and works out what follows from the cells.
    pub fn finish(self) -> Matrix {
        let Self { mut matrix, reported, .. } = self;
        let used: Vec<bool> = matrix.summary.iter().map(|sum| sum.tally.all() > 0).collect();
        matrix.summary.retain(|sum| sum.tally.all() > 0);
        matrix.columns = matrix.summary.iter().map(|sum| sum.edition.clone()).collect();
        for (row, reported) in matrix.rows.iter_mut().zip(reported) {
            let cells = std::mem::take(&mut row.cells).into_iter().zip(&used);
            row.cells = cells.filter(|(_, used)| **used).map(|(cell, _)| cell).collect();
            row.latest = (reported > 0).then(|| Date::from_code(reported));
            for (cell, sum) in row.cells.iter().zip(&mut matrix.summary).filter(|(cell, _)| cell.all() > 0) {
                row.years.add(sum.from, cell.all());
                sum.parties += usize::from(row.party.is_some());
            }
        }
        matrix.summary.iter().for_each(|sum| matrix.years.add(sum.from, sum.tally.all()));
        matrix.parties = matrix.rows.iter().filter(|row| row.party.is_some()).count();
        matrix
    }
}
