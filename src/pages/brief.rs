//! A brief: what a delegate takes into a meeting, on paper. Numbers, timeline, latest reports and the list of a party, a
//! theme or a Conference, with the copy's date and every address written out.

use std::sync::Arc;

use leptos::prelude::untrack;
use pledgebook_core::{
    browse::{Catalogue, Deed, Filter, Key, Matrix, Orders, PartySort, Query, first, total},
    model::TermList,
    order::sorted,
    route::{Route, Subject},
    timeline::LEAST,
};

use super::{not_found::not_found, party::party_head};
use crate::{
    browser::{dom, intl},
    components::{
        Chart, Icon, by_edition, copy_line, edition_name, edition_where, icon, in_a_row, incomplete_note, of_report,
        party_link, period_words, plain_title, progress_view, rate, save_button, tally_words, term_text, timeline,
        titled, years_words,
    },
    state::{State, use_state},
    view::{IntoNode, Node, each, el, nodes},
    words::{Words, use_words},
};

/// The pledges that a brief shows; of the rest it says how many they are and where.
const SHOWN: usize = 60;
/// The latest reports that are shown.
const REPORTS: usize = 6;

/// The brief of a subject.
pub fn brief_page(subject: Subject) -> Node {
    let (state, words) = (use_state(), use_words());
    let incomplete = state.incomplete();
    nodes(move || {
        let catalogue = state.catalogue.get();
        let query = Query::of([match &subject {
            Subject::Party(id) => Filter::with(Key::Party, id.as_str()),
            Subject::Theme(id) => Filter::with(Key::Theme, id.as_str()),
            Subject::Edition(id) => Filter::with(Key::Edition, id.as_str()),
        }]);
        let shown = Shown { subject: &subject, query: &query, catalogue: &catalogue, state, words };
        let name = shown.name();
        if !shown.is_known() && !incomplete.get() {
            return untrack(|| not_found(words.say(Words::not_found_text)));
        }
        if catalogue.is_empty() {
            return nodes((el("h1").attr("tabindex", "-1").with(name), incomplete_note(state, words)));
        }
        state.title(move || words.brief_title(name.clone()));
        shown.page()
    })
}

struct Shown<'a> {
    subject: &'a Subject,
    query: &'a Query,
    catalogue: &'a Arc<Catalogue>,
    state: State,
    words: Words,
}

impl Shown<'_> {
    fn name(&self) -> String {
        let (catalogue, words) = (self.catalogue, self.words);
        match self.subject {
            Subject::Party(id) => catalogue.party_name(id, words.tag()).1,
            Subject::Theme(id) => catalogue.term_name(TermList::Themes, id.as_str(), words.tag()).1,
            Subject::Edition(id) => edition_name(catalogue, id, words),
        }
    }

    /// Whether there is such a party, theme or Conference: by a record that explains it, or a pledge that names it.
    fn is_known(&self) -> bool {
        let catalogue = self.catalogue;
        let explained = match self.subject {
            Subject::Party(id) => catalogue.party(id).is_some(),
            Subject::Theme(id) => catalogue.term(TermList::Themes, id.as_str()).is_some(),
            Subject::Edition(id) => catalogue.term(TermList::Editions, id.as_str()).is_some(),
        };
        let is_none = self.query.filters().iter().any(|f| f.value == "none");
        !is_none && (explained || total(catalogue, self.query) > 0)
    }

    fn page(&self) -> Node {
        let (words, catalogue) = (self.words, self.catalogue);
        let places = move |names: &[String]| intl::places(names, words.language());
        let matrix = Matrix::of(catalogue, self.query, PartySort::Name, &places, words.tag());
        let ids = first(catalogue, self.query, &Orders::plain(words.tag()), usize::MAX);
        let deeds = catalogue.deeds(&ids, None);
        let some = deeds.get(..SHOWN.min(deeds.len())).unwrap_or_default();
        let all = matrix.total.all();
        el("article.stack.brief").with((
            self.head(),
            incomplete_note(self.state, words),
            (all > 0).then(|| self.acts(some)),
            if all == 0 { el("p").with(words.party_pledges(0_usize)) } else { self.numbers(&matrix) },
            (all > 0).then(|| self.timeline(some, all)),
            (all > 0).then(|| self.reports(&deeds)),
            (all > 0).then(|| self.list(some, all)),
            el("p.note").with(words.progress_note()),
        ))
    }

    fn head(&self) -> Node {
        let (words, catalogue) = (self.words, self.catalogue);
        let head = match self.subject {
            Subject::Party(id) => party_head(id, catalogue, words),
            Subject::Theme(id) => {
                plain_head(words.key_theme(), term_text(catalogue, TermList::Themes, id.as_str(), words))
            }
            Subject::Edition(id) => plain_head(edition_where(catalogue, id, words), self.name().into_node()),
        };
        let address = self.state.address_of(&Route::List(self.query.clone()));
        nodes((
            head,
            el("p.small.copyline").with((copy_line(self.state, words), el("br"), el("bdi.address").with(address))),
        ))
    }

    fn chart(&self, deeds: &[Deed]) -> Chart {
        let groups = by_edition(deeds.to_vec(), self.catalogue);
        let chart = Chart::new(self.words.tl_of(self.name()), groups, self.catalogue, self.state.today(), LEAST);
        match self.subject {
            Subject::Party(id) => chart.of(id),
            _ => chart,
        }
    }

    fn acts(&self, deeds: &[Deed]) -> Node {
        let words = self.words;
        let list = Route::List(self.query.clone()).href();
        el("p.acts.no-print").with((
            el("button.btn.main")
                .attr("type", "button")
                .on("click", |_| dom::print())
                .with((icon(Icon::Print), words.pledge_print())),
            el("a").attr("href", list).with(words.brief_list()),
            save_button(self.chart(deeds), "brief".to_owned(), self.catalogue, self.state, words),
        ))
    }

    /// The numbers by Conference, with all of them in words.
    fn numbers(&self, matrix: &Matrix) -> Node {
        let words = self.words;
        let column = |class: &'static str, name: String| el(class).attr("scope", "col").with(name);
        let head = el("tr").with((
            column("th", words.key_edition()),
            column("th.num", words.nav_pledges()),
            column("th", words.key_progress()),
        ));
        let rows = each(&matrix.summary, |sum| {
            let name = sum
                .edition
                .as_ref()
                .map_or_else(|| words.value_none(words.key_edition()), |e| edition_name(self.catalogue, e, words));
            el("tr").with((
                el("th").attr("scope", "row").with(name),
                el("td.num").with(sum.tally.all().to_string()),
                el("td").with(tally_words(&sum.tally, words)),
            ))
        });
        let all = el("tr").with((
            el("th").attr("scope", "row").with(words.compare_all()),
            el("td.num").with(matrix.total.all().to_string()),
            el("td").with(tally_words(&matrix.total, words)),
        ));
        el("section.sec").with((
            el("div.sec-h").with(el("h2").with(words.brief_numbers(years_words(matrix.years, words)))),
            el("table.data").with((el("thead").with(head), el("tbody").with(rows), el("tfoot").with(all))),
            el("p.note").with(rate(&matrix.total, matrix.years, words)),
        ))
    }

    fn timeline(&self, deeds: &[Deed], all: usize) -> Node {
        let part = (all > deeds.len()).then(|| el("p.note").with(self.words.brief_shown(deeds.len(), all)));
        el("section.sec").with((
            el("div.sec-h").with(el("h2").with(self.words.tl_title())),
            part,
            timeline(self.chart(deeds), self.catalogue, self.words),
        ))
    }

    /// The latest reports, with those whose date is not given last.
    fn reports(&self, deeds: &[Deed]) -> Node {
        let words = self.words;
        let all: Vec<_> = deeds.iter().flat_map(|d| d.reports.iter().map(move |r| (d, r))).collect();
        let all = sorted(all, |(_, a), (_, b)| b.date.cmp(&a.date));
        let row = |(deed, report): &(&Deed, &pledgebook_core::browse::ReportBrief)| {
            let when = report.date.map_or_else(|| words.date_none(), |d| intl::date(d, words.language()));
            let by: Vec<Node> = report.parties.iter().map(|p| party_link(self.catalogue, p, words, true)).collect();
            el("li").with((
                titled(&deed.brief, plain_title(&deed.brief), None, words),
                el("p.small.run").with((
                    progress_view(words, of_report(report.completion)),
                    el("span").with(when),
                    el("span").with(in_a_row(by, words)),
                )),
            ))
        };
        let rows = each(all.iter().take(REPORTS), row);
        el("section.sec").with((
            el("div.sec-h").with(el("h2").with(words.brief_reports())),
            if all.is_empty() { el("p.quiet").with(words.cover_no_reports()) } else { el("ol.brief-list").with(rows) },
        ))
    }

    /// The pledges, the newest Conference first, each with its address.
    fn list(&self, deeds: &[Deed], total: usize) -> Node {
        let words = self.words;
        let row = |deed: &Deed| {
            let brief = &deed.brief;
            let edition = brief.edition.as_ref().map(|e| edition_name(self.catalogue, e, words));
            let period = brief.period.as_ref().and_then(|p| period_words(words, p));
            let said = [edition, brief.number.clone(), period].into_iter().flatten().collect::<Vec<_>>().join(" · ");
            let parties: Vec<Node> = brief.parties.iter().map(|p| party_link(self.catalogue, p, words, true)).collect();
            let parties = if parties.is_empty() {
                words.parties_none().into_node()
            } else {
                in_a_row(parties, words).into_node()
            };
            el("li").with((
                titled(brief, plain_title(brief), None, words),
                el("p.small").with(parties),
                el("p.small.run").with((el("span").with(said), progress_view(words, brief.progress))),
                el("p.note").with(el("bdi.address").with(self.state.address_of(&Route::Pledge(brief.id.clone())))),
            ))
        };
        let rest = (total > deeds.len()).then(|| {
            let address = self.state.address_of(&Route::List(self.query.clone()));
            el("p").with((words.brief_more(total - deeds.len()), " ", el("bdi.address").with(address)))
        });
        el("section.sec").with((
            el("div.sec-h").with(el("h2").with(words.party_pledges(total))),
            el("ol.brief-list").with(each(deeds, row)),
            rest,
        ))
    }
}

fn plain_head(over: String, name: Node) -> Node {
    el("header.stack.phead").with((el("p.over").with(over), el("h1").attr("tabindex", "-1").with(name)))
}
