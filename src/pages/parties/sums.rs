//! Each Conference in sum: chart and table are one.

use pledgebook_core::browse::{EditionSum, Matrix};
use pledgebook_core::route::Route;

use super::Shown;
use crate::{
    components::{bar, edition_year, progress_key, tally_words},
    view::{Node, each, el},
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
            progress_key(words),
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
                .with((bar(&sum.tally, most), el("span.note").with(tally_words(&sum.tally, words)))),
        ))
    }
}
