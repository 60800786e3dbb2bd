//! The timeline, where the table is the chart: a row for each pledge, in its wide cell one axis in years, beside it the
//! same in words. Where too few dates are known there is no axis, and the table is a list.

mod cell;
mod row;
mod save;
mod sentences;

use std::sync::Arc;

use pledgebook_core::{
    browse::{Catalogue, Deed},
    model::{Date, EditionId, PartyId},
    order::sorted,
    timeline::{Axis, Fact, LEAST, What},
};

pub use save::save_button;

use super::{edition_name, edition_year, short_name, theme_name};
use crate::{
    browser::{grid, intl},
    signals::Var,
    state::use_state,
    view::{IntoNode, Node, each, el, nodes},
    words::Words,
};

/// The rows that are shown at once; the rest on request.
const SHOWN: usize = 300;

/// Pledges in groups on one axis.
#[derive(Clone)]
pub struct Chart {
    /// What it is about, in words.
    pub title: String,
    /// The groups in their order.
    pub groups: Vec<ChartGroup>,
    /// The axis, where enough dates are known.
    pub axis: Option<Axis>,
    /// Whose timeline it is: not named again among the parties of each pledge.
    pub of: Option<PartyId>,
}

/// Pledges that stand together.
#[derive(Clone)]
pub struct ChartGroup {
    /// What they have in common.
    pub name: GroupName,
    /// The pledges.
    pub deeds: Vec<Deed>,
}

/// What pledges of a group have in common.
#[derive(Clone, PartialEq)]
pub enum GroupName {
    /// The Conference; None where the source gives none.
    Edition(Option<EditionId>),
    /// Something else, in words.
    Named(String),
}

impl GroupName {
    fn about(&self) -> String {
        match self {
            Self::Edition(edition) => edition.as_ref().map(ToString::to_string).unwrap_or_default(),
            Self::Named(name) => name.clone(),
        }
    }
}

impl Chart {
    /// A chart of groups, with an axis if there are at least `least` dated marks.
    pub fn new(title: String, groups: Vec<ChartGroup>, catalogue: &Catalogue, today: Date, least: usize) -> Self {
        // By theme a pledge stands in several groups; its marks are no more for that.
        let mut deeds = sorted(groups.iter().flat_map(|g| &g.deeds).collect(), |a, b| a.brief.id.cmp(&b.brief.id));
        deeds.dedup_by(|a, b| a.brief.id == b.brief.id);
        let facts: Vec<Fact> = deeds.into_iter().flat_map(|d| d.dates.facts()).collect();
        let axis = Axis::over(&facts, &catalogue.conferences(), today, least);
        Self { title, groups, axis, of: None }
    }

    /// The same as the timeline of a party.
    pub fn of(self, party: &PartyId) -> Self {
        Self { of: Some(party.clone()), ..self }
    }

    /// The id of the link of a row: a pledge may have several, in groups of their own.
    fn row_id(&self, row: usize) -> String {
        let mut at = row;
        for (n, group) in self.groups.iter().enumerate() {
            match group.deeds.get(at) {
                Some(deed) => return link_id(n, deed),
                None => at -= group.deeds.len(),
            }
        }
        String::new()
    }

    fn facts(&self) -> impl Iterator<Item = Fact> {
        self.groups.iter().flat_map(|g| &g.deeds).flat_map(|d| d.dates.facts())
    }
}

/// Pledges in the order of their Conferences, the earliest first; those without one last.
pub fn oldest_first(deeds: Vec<Deed>, catalogue: &Catalogue) -> Vec<Deed> {
    // What has no day comes behind what has one, and what has no Conference last.
    let place = |d: &Deed| {
        let edition = d.brief.edition.as_ref();
        let day = edition.and_then(|e| catalogue.began(e.as_str())).map(Date::first);
        (edition.is_none(), day.is_none(), day, edition.and_then(|e| e.number()))
    };
    sorted(deeds, |a, b| place(a).cmp(&place(b)))
}

/// Pledges by their Conferences, the earliest first.
pub fn by_edition(deeds: Vec<Deed>, catalogue: &Catalogue) -> Vec<ChartGroup> {
    let deeds = oldest_first(deeds, catalogue);
    let mut groups: Vec<ChartGroup> = Vec::new();
    for deed in deeds {
        let name = GroupName::Edition(deed.brief.edition.clone());
        match groups.last_mut().filter(|g| g.name == name) {
            Some(group) => group.deeds.push(deed),
            None => groups.push(ChartGroup { name, deeds: vec![deed] }),
        }
    }
    groups
}

/// Pledges by their themes as the language sorts them; one with several themes stands under each.
pub fn by_theme(deeds: &[Deed], catalogue: &Catalogue, words: Words) -> Vec<ChartGroup> {
    let mut themes: Vec<_> = deeds.iter().flat_map(|d| &d.themes).cloned().collect();
    themes = sorted(themes, |a, b| a.cmp(b));
    themes.dedup();
    let named = |t: &pledgebook_core::model::TermId| theme_name(catalogue, t.as_str(), words);
    let themes = intl::sorted_by_name(themes, words.language(), named);
    let group = |name: String, has: &dyn Fn(&Deed) -> bool| ChartGroup {
        name: GroupName::Named(name),
        deeds: deeds.iter().filter(|d| has(d)).cloned().collect(),
    };
    let mut groups: Vec<_> = themes.iter().map(|t| group(named(t), &|d| d.themes.contains(t))).collect();
    groups.push(group(words.value_none(words.key_theme()), &|d| d.themes.is_empty()));
    groups.retain(|g| !g.deeds.is_empty());
    groups
}

/// A pledge's dates on an axis of its own, without a table: for a page that has the words already. Its Conference is one
/// of the marks that an axis needs.
pub fn mini_timeline(deed: &Deed, catalogue: &Catalogue, today: Date, words: Words) -> Option<Node> {
    let facts = deed.dates.facts();
    let least = LEAST - usize::from(deed.dates.made.is_some());
    let axis = Axis::over(&facts, &catalogue.conferences(), today, least)?;
    let undated = facts.iter().filter_map(|f| match f.what {
        What::Report(said, n) if f.from.is_none() => {
            Some(row::report_view(said, None, sentences::reporter(deed, n, None, catalogue, words), words))
        }
        _ => None,
    });
    Some(el("div.mini").with((
        cell::head(&axis, words),
        cell::marks(deed, &axis, None, catalogue, words),
        el("div.end-w.small").with(undated.collect::<Vec<_>>()),
    )))
}

/// The chart as it stands in a page.
pub fn timeline(chart: Chart, catalogue: &Arc<Catalogue>, words: Words) -> Node {
    let total: usize = chart.groups.iter().map(|g| g.deeds.len()).sum();
    let most = Var::new(SHOWN);
    let (key, few) = (chart.axis.is_some().then(|| cell::key(&chart, words)), chart.axis.is_none());
    let catalogue = Arc::clone(catalogue);
    let state = use_state();
    let rest = chart.row_id(SHOWN);
    let table = move || table(&chart, &catalogue, most.get(), words);
    let more = move || {
        (total > most.get()).then(|| {
            let first = rest.clone();
            // Who asked for the rest goes on at its first row.
            let show = move |_| {
                most.set(usize::MAX);
                state.focus_soon(first.clone());
            };
            el("p.no-print")
                .with(el("button.btn").attr("type", "button").on("click", show).with(words.mx_show_all(total)))
        })
    };
    el("div.tlwrap").with((
        key,
        (few && total > 0).then(|| el("p.note").with(words.tl_few())),
        table,
        el("p.note.tlhint").attr("aria-hidden", "true").with(words.tl_keys()),
        more,
    ))
}

fn table(chart: &Chart, catalogue: &Catalogue, most: usize, words: Words) -> Node {
    let axis = chart.axis.as_ref();
    let by_edition = chart.groups.iter().any(|g| matches!(g.name, GroupName::Edition(_)));
    let column =
        |class: &'static str, name: Node| el(class).attr("scope", "col").attr("role", "columnheader").with(name);
    let head = el("tr").attr("role", "row").with((
        column("th.c0", el("span.vh").with(words.key_edition())),
        column("th.c1", words.tl_pledge().into_node()),
        axis.map(|axis| column("th.ax.c2", cell::head(axis, words))),
        column("th.c3", words.tl_words().into_node()),
        column("th.c4", words.reports_title().into_node()),
    ));
    let mut left = most;
    let mut first = true;
    let mut bodies: Vec<Node> = Vec::new();
    for (at, group) in chart.groups.iter().enumerate() {
        let deeds = group.deeds.get(..left.min(group.deeds.len())).unwrap_or_default();
        left -= deeds.len();
        if deeds.is_empty() {
            break;
        }
        let with = row::With { chart, catalogue, words, by_edition, group: at };
        let heading = match &group.name {
            GroupName::Named(name) => Some(row::heading(name.clone(), axis.is_some())),
            _ => None,
        };
        let rows = each(deeds.iter().enumerate(), |(n, deed)| {
            let stop = std::mem::take(&mut first);
            row::view(deed, &with, (n == 0 || !by_edition).then_some(if by_edition { deeds.len() } else { 1 }), stop)
        });
        bodies.push(el("tbody").about(group.name.about()).attr("role", "rowgroup").with((heading, rows)));
    }
    el("table.tl")
        .attr("role", "grid")
        .attr("aria-label", chart.title.clone())
        .attr("aria-description", words.tl_keys())
        .on("keydown", |event| grid::on_key(&event))
        .on("focusin", |event| grid::on_focus(&event))
        .with((el("thead").attr("role", "rowgroup").with(head), bodies))
}

/// The number and year of a pledge's Conference, and its name for those who hear it.
fn folio(edition: Option<&EditionId>, catalogue: &Catalogue, words: Words) -> Node {
    let Some(edition) = edition else {
        let none = el("span.quiet").attr("aria-hidden", "true").with(words.mx_none());
        return nodes((none, el("span.vh").with(words.value_none(words.key_edition()))));
    };
    let year = edition_year(catalogue, edition).map(|year| el("span").with(year.to_string()));
    let name = edition_name(catalogue, edition, words);
    nodes((short_name(edition), el("span.vh").with(name), " ", year))
}

/// By what a row is found again when the reader comes back.
fn link_id(group: usize, deed: &Deed) -> String {
    format!("t{group}-{}", deed.brief.id)
}

/// Whether a fact is told at all among the dates of a pledge.
fn says_a_date(fact: &Fact) -> bool {
    fact.is_dated() && !matches!(fact.what, What::Report(..))
}
