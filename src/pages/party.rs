//! A party's page: its names, what it is, its numbers, its timeline, what was pledged for it by groups, and with whom it
//! pledged.

use std::sync::Arc;

use leptos::prelude::untrack;
use pledgebook_core::{
    browse::{Catalogue, Filter, Key, Portrait, Query},
    model::{Party, PartyId, Role, TermList},
    route::{Group, Route, Subject},
    timeline::LEAST,
};

use super::not_found::not_found;
use crate::{
    browser::{dom, intl},
    components::{
        Chart, Icon, by_edition, by_theme, category_words, icon, incomplete_note, missing_words, paper_line,
        party_link, rate, save_button, tallies, term_text, timeline,
    },
    signals::Derived,
    state::{CopyInfo, State, use_state},
    view::{Node, each, el, nodes},
    words::{SLOT_1, Words, rich, use_words},
};

/// A party's page. A party that only an id names has one too, as long as a pledge or a group names it.
pub fn party_page(party: PartyId, group: Group) -> Node {
    let (state, words) = (use_state(), use_words());
    let coming = Derived::new(move || state.copy.with(CopyInfo::is_coming));
    let partial = Derived::new(move || state.copy.with(CopyInfo::is_partial));
    nodes(move || {
        let catalogue = state.catalogue.get();
        let portrait = Portrait::of(&catalogue, &party);
        let is_named = !portrait.pledges.is_empty() || !catalogue.groups_of(&party).is_empty();
        if catalogue.party(&party).is_none() && !is_named {
            let id = party.to_string();
            return if coming.get() {
                nodes((el("h1").attr("tabindex", "-1").with(id), el("p.quiet").with(words.list_loading())))
            } else if partial.get() {
                untrack(|| not_found(move || state.copy.with(|c| missing_words(c, words))))
            } else {
                untrack(|| not_found(move || words.not_found_party(id.clone())))
            };
        }
        let name = catalogue.party_name(&party, words.tag()).1;
        state.title(move || name.clone());
        Shown {
            party: &party,
            group,
            catalogue: &catalogue,
            portrait: &portrait,
            may_grow: coming.get() || partial.get(),
            state,
            words,
        }
        .page()
    })
}

/// What the page is made of.
struct Shown<'a> {
    party: &'a PartyId,
    group: Group,
    catalogue: &'a Arc<Catalogue>,
    portrait: &'a Portrait,
    /// Whether more may come.
    may_grow: bool,
    state: State,
    words: Words,
}

impl Shown<'_> {
    fn page(&self) -> Node {
        let chart = self.chart();
        el("article.stack").with((
            party_head(self.party, self.catalogue, self.words),
            incomplete_note(self.state, self.words),
            paper_line(self.state, &Route::Party(self.party.clone(), self.group), self.words),
            self.numbers(),
            self.ways_on(&chart),
            (!self.portrait.pledges.is_empty()).then(|| self.pledges(chart)),
            self.through_groups(),
            self.with_whom(),
        ))
    }

    fn list(&self) -> Query {
        Query::of([Filter::with(Key::Party, self.party.as_str())])
    }

    /// How many, since when, as what, and what came of them: each number leads to its list.
    fn numbers(&self) -> Node {
        let (words, total) = (self.words, self.portrait.pledges.len());
        let pledges = words.party_pledges(total);
        if total == 0 && self.may_grow {
            return nodes(Vec::new());
        }
        if total == 0 {
            return el("p.by.sent").with(pledges);
        }
        let link = el("a").attr("href", Route::List(self.list()).href()).with(pledges);
        let years = self.portrait.years;
        let sentence = match years.span {
            Some((from, to)) if from != to => words.party_sum(from.to_string(), SLOT_1, to.to_string()),
            Some((year, _)) => words.party_sum_year(SLOT_1, year.to_string()),
            None => SLOT_1.to_owned(),
        };
        let is_clear = years.unknown == 0 || years.span.is_none();
        let sentence = if is_clear { sentence } else { words.years_some(years.unknown, sentence) };
        let roles = each(&self.portrait.roles, |(role, n)| {
            let value = role.as_ref().map_or("none", Role::wire);
            let list = self.list().with(Filter::with(Key::Role, value));
            let count = el("a").attr("href", Route::List(list).href()).with(n.to_string());
            el("li").with((count, " ", self.role_words(role.as_ref())))
        });
        nodes((
            el("p.by.sent").with(rich(&sentence, vec![link])),
            el("ul.key.amounts.small").attr("aria-label", words.key_role()).with(roles),
            tallies(&self.portrait.tally, words, |p| {
                Route::List(self.list().with(Filter::with(Key::Progress, p.word()))).href()
            }),
            el("p.note").with((rate(&self.portrait.tally, self.portrait.years, words), " ", words.progress_note())),
        ))
    }

    fn role_words(&self, role: Option<&Role>) -> String {
        match role {
            Some(Role::Pledging) => self.words.party_pledging(),
            Some(Role::Signatory) => self.words.party_signatory(),
            Some(Role::Other(word)) => word.to_string(),
            None => self.words.party_role_none(),
        }
    }

    fn ways_on(&self, chart: &Chart) -> Node {
        let words = self.words;
        let link = |route: Route, text: String| el("a").attr("href", route.href()).with(text);
        let brief = Route::Brief(Subject::Party(self.party.clone())).href();
        let brief = el("a").attr("href", brief).with((icon(Icon::Print), " ", words.brief_link()));
        let has_pledges = !self.portrait.pledges.is_empty();
        el("p.acts.no-print").with((
            link(Route::Timeline(Query::of([]), Default::default()), words.party_against_all()),
            link(Route::Compare(vec![self.party.clone()]), words.party_compare()),
            has_pledges.then_some(brief),
            has_pledges.then(|| save_button(chart.clone(), self.party.to_string(), self.catalogue, self.state, words)),
        ))
    }

    fn chart(&self) -> Chart {
        let deeds = self.catalogue.deeds(&self.portrait.pledges, Some(self.party));
        let groups = match self.group {
            Group::Edition => by_edition(deeds, self.catalogue),
            Group::Theme => by_theme(&deeds, self.catalogue, self.words),
        };
        let title = self.catalogue.party_name(self.party, self.words.tag()).1;
        Chart::new(self.words.tl_of(title), groups, self.catalogue, self.state.today(), LEAST).of(self.party)
    }

    fn pledges(&self, chart: Chart) -> Node {
        let words = self.words;
        el("section.sec").with((
            el("div.sec-h").with((el("h2").with(words.tl_title()), self.grouping())),
            (self.group == Group::Theme).then(|| el("p.note").with(words.tl_theme_note())),
            timeline(chart, self.catalogue, words),
        ))
    }

    /// The menu of groupings: what is chosen stands in the address.
    fn grouping(&self) -> Node {
        let (words, state, party, group) = (self.words, self.state, self.party.clone(), self.group);
        let choose = move |event: web_sys::Event| {
            let group = if dom::value_of(&event) == "theme" { Group::Theme } else { Group::Edition };
            state.choose(&Route::Party(party.clone(), group));
        };
        let option = |value: &'static str, is: Group, name: String| {
            el("option").attr("value", value).attr("selected", is == group).with(name)
        };
        el("label.sort.small.no-print").with((
            el("span.quiet").with(words.tl_group()),
            " ",
            el("select").attr("id", "group").on("change", choose).with((
                option("edition", Group::Edition, words.key_edition()),
                option("theme", Group::Theme, words.key_theme()),
            )),
        ))
    }

    /// What groups pledged that it belongs to: told apart, and not counted above.
    fn through_groups(&self) -> Option<Node> {
        let (words, catalogue) = (self.words, self.catalogue);
        if self.portrait.groups.is_empty() {
            return None;
        }
        let lines = each(&self.portrait.groups, |through| {
            let name = party_link(catalogue, &through.group, words, false);
            let sentence = words.party_as_one_of(SLOT_1, words.party_pledges(through.pledges.len()));
            el("p.small").with(rich(&sentence, vec![name]))
        });
        let mut pledges: Vec<_> = self.portrait.groups.iter().flat_map(|g| g.pledges.clone()).collect();
        pledges = pledgebook_core::order::sorted(pledges, |a, b| a.cmp(b));
        pledges.dedup();
        let groups = by_edition(catalogue.deeds(&pledges, None), catalogue);
        let chart = Chart::new(words.party_through(), groups, catalogue, self.state.today(), LEAST);
        Some(el("section.sec").with((
            el("div.sec-h").with(el("h2").with(words.party_through())),
            lines,
            (self.portrait.groups.len() > 1).then(|| el("p.note").with(words.party_through_all(self.portrait.through))),
            timeline(chart, catalogue, words),
        )))
    }

    fn with_whom(&self) -> Option<Node> {
        let (words, party) = (self.words, self.party);
        let row = |(other, n): &(PartyId, usize)| {
            let both = Route::Compare(vec![party.clone(), other.clone()]).href();
            // What is compared may be fewer: only Conferences at which both could pledge.
            let name = self.catalogue.party_name(other, words.tag()).1;
            let both =
                el("a.small").attr("href", both).with((words.party_compare_both(), el("span.vh").with((" ", name))));
            let count = el("span.c").with(n.to_string());
            el("li").with((party_link(self.catalogue, other, words, false), count, " ", both))
        };
        (!self.portrait.with.is_empty()).then(|| {
            el("section.sec").with((
                el("div.sec-h").with(el("h2").with(words.party_with())),
                el("ul.index.short").with(each(&self.portrait.with, row)),
            ))
        })
    }
}

/// The head of a party: what it is, its name in the reader's language, its other names.
pub(super) fn party_head(id: &PartyId, catalogue: &Catalogue, words: Words) -> Node {
    let (lang, name) = catalogue.party_name(id, words.tag());
    let party: Option<&Party> = catalogue.party(id).map(|p| &**p);
    let kind = category_words(words, catalogue.category(id));
    let country = party.and_then(|p| p.country.as_deref()).map(|c| intl::country(c, words.language()));
    // A State is its country.
    let country = country.filter(|c| *c != name);
    let region =
        party.and_then(|p| p.region.as_ref()).map(|r| term_text(catalogue, TermList::Regions, r.as_str(), words));
    let named = party.into_iter().flat_map(|p| p.names.iter()).map(|(l, n)| (Some(l.as_str().to_owned()), n));
    let also = party.into_iter().flat_map(|p| p.also.iter()).map(|a| (None, &**a));
    // Blanks do not make another name.
    let is_other = |n: &str| !n.split_whitespace().eq(name.split_whitespace());
    let other = named.chain(also).filter(|(_, n)| is_other(n));
    let other: Vec<Node> = other.map(|(lang, n)| el("bdi").attr("lang", lang).with(n.to_owned())).collect();
    let over = [Some(el("span").with(kind)), country.map(|c| el("span").with(c)), region];
    el("header.stack.phead").with((
        el("p.over.run").with(over.into_iter().flatten().collect::<Vec<_>>()),
        el("h1").attr("tabindex", "-1").attr("lang", lang).with(el("bdi").with(name)),
        (!other.is_empty()).then(|| el("p.small.quiet.names.run").with(other)),
    ))
}
