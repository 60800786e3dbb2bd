//! Two to four parties side by side: by Conference, theme and progress, only of Conferences that all could take part in;
//! what they pledged together is counted once and named; their timelines stand on one axis.

use std::sync::Arc;

use leptos::prelude::Callback;
use pledgebook_core::{
    browse::{Catalogue, Compare, Filter, Key, Query},
    model::{EditionId, PartyId},
    route::{MOST_COMPARED, Route},
    timeline::LEAST,
};

use crate::{
    browser::{dom, intl},
    components::{
        Chart, ChartGroup, GroupName, Icon, edition_name, finder, icon, incomplete_note, oldest_first, paper_line,
        party_link, plain_title, progress_sign, progress_words, save_button, theme_name, timeline, titled,
    },
    signals::Derived,
    state::{State, use_state},
    view::{IntoNode, Node, each, el, nodes},
    words::{Words, use_words},
};

/// The page that compares parties; with fewer than two it asks for them.
pub fn compare_page() -> Node {
    let (state, words) = (use_state(), use_words());
    let asked = Derived::new(move || match state.route.get() {
        Route::Compare(parties) => parties,
        _ => Vec::new(),
    });
    state.title(move || words.compare_title());
    let incomplete = state.incomplete();
    let inside = move || {
        let may_grow = incomplete.get();
        let (parties, catalogue) = (asked.get(), state.catalogue.get());
        let compare = (parties.len() > 1).then(|| Compare::of(&catalogue, &parties));
        let unknown = parties.iter().filter(|p| catalogue.party(p).is_none() && !catalogue.is_named(p));
        let unknown = each(unknown.filter(|_| !may_grow).collect::<Vec<_>>(), |p| {
            el("p").with(words.not_found_party(p.to_string()))
        });
        nodes((
            chosen(&parties, &catalogue, words),
            incomplete_note(state, words),
            unknown,
            (parties.len() < 2).then(|| el("p").with(words.compare_choose())),
            compare.map(|compare| Shown { compare: &compare, catalogue: &catalogue, may_grow, state, words }.page()),
        ))
    };
    let add = move |party: PartyId| {
        let mut parties = asked.get_untracked();
        if !parties.contains(&party) {
            parties.push(party);
        }
        let is_full = parties.len() == MOST_COMPARED;
        state.choose(&Route::Compare(parties));
        if is_full {
            // The field is gone.
            state.focus_soon("compare".to_owned());
        }
    };
    let room = Derived::new(move || asked.with(Vec::len) < MOST_COMPARED);
    let more = move || {
        room.get().then(|| {
            el("div.field.mid.no-print").with((
                el("label").attr("for", "compare-add").with(words.compare_add()),
                finder("compare-add", true, Callback::new(add)),
            ))
        })
    };
    el("article.stack").with((
        el("h1").attr("id", "compare").attr("tabindex", "-1").with(words.say(Words::compare_title)),
        more,
        inside,
    ))
}

/// The chosen parties, each a link that takes it away.
fn chosen(parties: &[PartyId], catalogue: &Catalogue, words: Words) -> Option<Node> {
    let chip = |party: &PartyId| {
        let rest = Route::Compare(parties.iter().filter(|p| *p != party).cloned().collect()).href();
        let (lang, name) = catalogue.party_name(party, words.tag());
        let said = el("span.vh").with((words.compare_remove(), " "));
        let name = el("bdi").attr("lang", lang).with(name);
        el("li").with(el("a.chip").attr("href", rest).with((el("span").with((said, name)), icon(Icon::X))))
    };
    (!parties.is_empty()).then(|| el("ul.chips.no-print").with(each(parties, chip)))
}

struct Shown<'a> {
    compare: &'a Compare,
    catalogue: &'a Arc<Catalogue>,
    /// Whether more may come.
    may_grow: bool,
    state: State,
    words: Words,
}

impl Shown<'_> {
    fn page(&self) -> Node {
        let (compare, words) = (self.compare, self.words);
        if compare.editions.is_empty() {
            let nothing = (!self.may_grow).then(|| el("p").with(words.compare_nothing()));
            return nodes((nothing, self.left_out()));
        }
        let chart = self.chart();
        nodes((
            el("p.by.sent").with(words.compare_lead(self.editions(&compare.editions), compare.different)),
            self.left_out(),
            paper_line(self.state, &Route::Compare(compare.parties.clone()), words),
            el("p.acts.no-print").with((
                el("button.link")
                    .attr("type", "button")
                    .on("click", |_| dom::print())
                    .with((icon(Icon::Print), words.pledge_print())),
                save_button(chart.clone(), "compare".to_owned(), self.catalogue, self.state, words),
            )),
            self.tables(),
            self.together(),
            el("section.sec")
                .with((el("div.sec-h").with(el("h2").with(words.tl_title())), timeline(chart, self.catalogue, words))),
        ))
    }

    fn editions(&self, editions: &[EditionId]) -> String {
        let names: Vec<String> = editions.iter().map(|e| edition_name(self.catalogue, e, self.words)).collect();
        intl::list(&names, self.words.language())
    }

    /// Which Conferences are not compared, and why; while the copy comes nobody knows yet.
    fn left_out(&self) -> Node {
        let (compare, words) = (self.compare, self.words);
        if self.may_grow {
            return nodes(Vec::new());
        }
        let note = |editions: &[EditionId], said: fn(Words, String) -> String| {
            (!editions.is_empty()).then(|| el("p.note").with(said(words, self.editions(editions))))
        };
        let earlier = if compare.editions.is_empty() { &[][..] } else { &compare.left_out };
        nodes((
            note(earlier, |w, e| w.compare_left_out(e)),
            note(&compare.undated, |w, e| w.compare_undated(e)),
            (compare.without > 0).then(|| el("p.note").with(words.compare_without(compare.without))),
        ))
    }

    /// One table: its groups of rows are Conferences, themes, progress.
    fn tables(&self) -> Node {
        let (compare, words) = (self.compare, self.words);
        let names = each(&compare.parties, |p| {
            el("th.num").attr("scope", "col").with(party_link(self.catalogue, p, words, false))
        });
        let none = words.value_not_given();
        let by_edition = compare.by_edition.iter().map(|(e, counts)| {
            let name = edition_name(self.catalogue, e, words).into_node();
            (name, Some(Filter::with(Key::Edition, e.as_str())), counts.clone())
        });
        let by_theme = compare.by_theme.iter().map(|(theme, counts)| {
            let name = theme.as_ref().map_or_else(|| none.clone(), |t| theme_name(self.catalogue, t.as_str(), words));
            let value = theme.as_ref().map_or("none", |t| t.as_str());
            (name.into_node(), Some(Filter::with(Key::Theme, value)), counts.clone())
        });
        let by_progress = compare.by_progress.iter().map(|(progress, counts)| {
            let sign =
                el("span.prog").with((progress_sign(*progress), el("span").with(progress_words(words, *progress))));
            (sign, Some(Filter::with(Key::Progress, progress.word())), counts.clone())
        });
        let all = [(words.compare_all().into_node(), None, compare.totals.clone())];
        let groups = [
            self.group(words.key_edition(), by_edition.collect()),
            self.group(words.key_progress(), by_progress.collect()),
            self.group(words.key_theme(), by_theme.collect()),
            self.group(words.compare_all(), all.into()),
        ];
        el("section.sec").with((
            el("div.sec-h").with(el("h2").with(words.compare_numbers())),
            el("p.note").with((words.compare_shared_note(), " ", words.progress_note())),
            el("div.scroll")
                .attr("tabindex", "0")
                .attr("role", "region")
                .attr("aria-label", words.compare_numbers())
                .with(el("table.data.cmp").with((
                    el("thead").with(el("tr").with((el("td"), names))),
                    groups.into_iter().collect::<Vec<_>>(),
                ))),
        ))
    }

    fn group(&self, name: String, rows: Vec<(Node, Option<Filter>, Vec<usize>)>) -> Node {
        let parties = &self.compare.parties;
        let span = (parties.len() + 1).to_string();
        let heading = el("tr").with(el("th.grp").attr("scope", "rowgroup").attr("colspan", span).with(name));
        let is_sum = rows.iter().all(|(_, filter, _)| filter.is_none());
        let rows = rows.into_iter().map(|(name, filter, counts)| {
            let cells = each(parties.iter().zip(counts), |(party, n)| {
                let cell = el("td.num");
                if n == 0 { cell.with("0") } else { cell.with(self.count(party, filter.as_ref(), n)) }
            });
            el("tr").with((el("th").attr("scope", "row").with(name), cells))
        });
        el("tbody").with(((!is_sum).then_some(heading), rows.collect::<Vec<_>>()))
    }

    /// A number that leads to its list, of the compared Conferences alone.
    fn count(&self, party: &PartyId, filter: Option<&Filter>, n: usize) -> Node {
        let mut query = Query::of([Filter::with(Key::Party, party.as_str())]);
        let by_edition = filter.is_some_and(|f| f.key == Key::Edition);
        let editions = self.compare.editions.iter().filter(|_| !by_edition);
        editions.for_each(|e| query.add(Filter::with(Key::Edition, e.as_str())));
        filter.cloned().into_iter().for_each(|f| query.add(f));
        el("a").attr("href", Route::List(query).href()).with(n.to_string())
    }

    fn names(&self, places: &[usize]) -> String {
        let names = places.iter().filter_map(|n| self.compare.parties.get(*n));
        let names: Vec<String> = names.map(|p| self.catalogue.party_name(p, self.words.tag()).1).collect();
        intl::list(&names, self.words.language())
    }

    /// What two or more of them pledged together, each named once.
    fn together(&self) -> Node {
        let (compare, words) = (self.compare, self.words);
        let row = |(pledge, places): &(pledgebook_core::model::PledgeId, Vec<usize>)| {
            let brief = self.catalogue.brief(pledge)?;
            let edition = brief.edition.as_ref().map(|e| edition_name(self.catalogue, e, words));
            let link = titled(&brief, plain_title(&brief), None, words);
            Some(el("li").with((link, " ", el("span.note").with((edition, " · ", self.names(places))))))
        };
        let rows: Vec<Node> = compare.together.iter().filter_map(row).collect();
        el("section.sec").with((
            el("div.sec-h").with(el("h2").with(words.compare_together(compare.together.len()))),
            if rows.is_empty() {
                el("p.quiet").with(words.compare_none_together())
            } else {
                el("ul.plainlist").with(rows)
            },
        ))
    }

    /// One axis for all: first what they pledged together, then each alone.
    fn chart(&self) -> Chart {
        let (compare, words) = (self.compare, self.words);
        let deeds = |ids: &[_]| oldest_first(self.catalogue.deeds(ids, None), self.catalogue);
        let shared: Vec<_> = compare.together.iter().map(|(id, _)| id.clone()).collect();
        let together =
            ChartGroup { name: GroupName::Named(words.compare_together(shared.len())), deeds: deeds(&shared) };
        let alone = compare.parties.iter().zip(&compare.alone).map(|(party, ids)| {
            let name = words.compare_alone(ids.len(), self.catalogue.party_name(party, words.tag()).1);
            ChartGroup { name: GroupName::Named(name), deeds: deeds(ids) }
        });
        let groups = std::iter::once(together).chain(alone).filter(|g| !g.deeds.is_empty()).collect();
        Chart::new(words.compare_title(), groups, self.catalogue, self.state.today(), LEAST)
    }
}
