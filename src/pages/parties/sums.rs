//! Each Conference in sum: chart and table are one.

use pledgebook_core::browse::{EditionSum, Matrix, Tally};
use pledgebook_core::route::Route;

use super::Shown;
use crate::{
    components::{bar_part, edition_year, tally_words, years_words},
    view::{Node, each, el},
    words::Words,
};

impl Shown<'_> {
    /// Each Conference in sum: chart and table are one.
    pub(super) fn summary(&self) -> Node {
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
}

/// The bar of a Conference: as long as its pledges are many.
fn sum_bar(tally: &Tally, most: usize) -> Node {
    #[allow(clippy::cast_precision_loss)]
    let unit = 100.0 / most as f64;
    let mut at = 0.0;
    let parts = each(tally.iter().filter(|(_, n)| *n > 0).collect::<Vec<_>>(), |(progress, n)| {
        #[allow(clippy::cast_precision_loss)]
        let width = n as f64 * unit;
        let part = bar_part(progress, at, width);
        at += width;
        part
    });
    el("svg.bar.turn").attr("aria-hidden", "true").with(parts)
}
/// The years of a row, for the brief, too.
pub(in crate::pages) fn years_of(sums: &[EditionSum], words: Words) -> String {
    years_words(span_of(sums), words)
}

/// The first and the last year of some Conferences; None where one is not known.
pub(in crate::pages) fn span_of(sums: &[EditionSum]) -> Option<(u16, u16)> {
    let years: Option<Vec<u16>> = sums.iter().map(|s| s.from.map(|d| d.year())).collect();
    let years = years?;
    years.iter().min().copied().zip(years.iter().max().copied())
}
