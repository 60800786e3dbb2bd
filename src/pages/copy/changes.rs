//! What changed since the reader last looked: new pledges, changed ones word by word, and those that are gone, until they say
//! that they have seen it.

use pledgebook_core::{
    browse::{Catalogue, Held},
    changes::{Before, Change, Changes, Difference, Fact, Place, differences, of_words},
    feed::parse_pledge,
    model::{Lang, PledgeId, shown},
    route::Route,
};

use crate::{
    browser::intl,
    components::{part_words, plain_title, titled},
    state::State,
    view::{Node, each, el, nodes},
    words::Words,
};

/// The most pledges of a kind that are shown at once; all are counted.
const SHOWN: usize = 60;

/// The pledges by what became of them.
#[derive(Default)]
struct Sorted {
    new: Vec<PledgeId>,
    /// With what differs; None: it is not known.
    changed: Vec<(PledgeId, Option<Vec<Difference>>)>,
    /// Whether it was removed.
    gone: Vec<(PledgeId, bool)>,
}

impl Sorted {
    fn of(changes: &Changes, catalogue: &Catalogue) -> Self {
        let mut sorted = Self::default();
        for (id, before) in changes.entries() {
            let is_removed = catalogue.removals().of(id.as_str()).next().is_some();
            match (before, catalogue.pledge(id)) {
                // Not loaded yet: it is told in a moment.
                (_, Held::Coming) if !is_removed => {}
                (Before::Absent, Held::Here(_)) => sorted.new.push(id.clone()),
                (Before::Absent, _) => {}
                (Before::Withheld, Held::Here(_)) => sorted.changed.push((id.clone(), None)),
                (Before::Record(record), Held::Here(now)) => {
                    let found = parse_pledge(record).ok().map(|(before, _)| differences(&before, &now.pledge));
                    if found.as_ref().is_none_or(|found| !found.is_empty()) {
                        sorted.changed.push((id.clone(), found));
                    }
                }
                (_, _) => sorted.gone.push((id.clone(), is_removed)),
            }
        }
        sorted
    }

    fn is_empty(&self) -> bool {
        self.new.is_empty() && self.changed.is_empty() && self.gone.is_empty()
    }
}

/// The section.
pub fn changes_section(state: State, words: Words) -> Node {
    let changes = move || state.changes.get();
    let told = move || {
        let changes = changes();
        let sorted = state.catalogue.with(|c| Sorted::of(&changes, c));
        if sorted.is_empty() {
            return el("p.quiet").with(words.changes_none());
        }
        let seen = el("button.btn").attr("type", "button").on("click", move |_| state.changes_seen());
        nodes((state.catalogue.with(|c| view(&sorted, c, words)), el("p").with(seen.with(words.changes_seen()))))
    };
    el("section.sec")
        .attr("id", "changes")
        .with((el("div.sec-h").with(el("h2").with(words.say(Words::changes_title))), el("div.stack").with(told)))
}

fn view(sorted: &Sorted, catalogue: &Catalogue, words: Words) -> Node {
    let new = each(sorted.new.iter().take(SHOWN), |id| el("li").with(title(id, catalogue, words)));
    let changed = each(sorted.changed.iter().take(SHOWN), |(id, found)| {
        let texts: Vec<Node> = found.iter().flatten().filter_map(|d| text(d, words)).collect();
        let facts = match found {
            Some(found) => facts(found, words),
            None => Some(words.changes_no_words()),
        };
        let facts = facts.map(|facts| el("p.note").with(facts));
        let details = (!texts.is_empty())
            .then(|| el("details.change").with((el("summary").with(words.changes_show()), nodes(texts))));
        el("li").with((title(id, catalogue, words), facts, details))
    });
    let gone = each(sorted.gone.iter().take(SHOWN), |(id, is_removed)| {
        // What is removed has no title any more: its address tells why.
        let said = if *is_removed { words.changes_removed() } else { words.changes_left() };
        let name = el("bdi").with(id.to_string());
        let name = if *is_removed { el("a").attr("href", Route::Pledge(id.clone()).href()).with(name) } else { name };
        el("li").with((name, " ", el("span.note").with(said)))
    });
    let part = |n: usize, heading: String, list: Node| {
        (n > 0).then(|| nodes((el("h3").with(heading), el("ul.plainlist").with(list))))
    };
    nodes((
        part(sorted.new.len(), words.changes_new(sorted.new.len().to_string()), new),
        part(sorted.changed.len(), words.changes_changed(sorted.changed.len().to_string()), changed),
        part(sorted.gone.len(), words.changes_gone(sorted.gone.len().to_string()), gone),
    ))
}

fn title(id: &PledgeId, catalogue: &Catalogue, words: Words) -> Node {
    match catalogue.brief(id) {
        Some(brief) => titled(&brief, plain_title(&brief), None, words),
        None => el("bdi").with(id.to_string()),
    }
}

/// A text that is not as it was: what went struck out, what came underlined.
fn text(difference: &Difference, words: Words) -> Option<Node> {
    let Difference::Text(place, before, now) = difference else { return None };
    let lang = match place {
        Place::Title(lang) | Place::Section(_, lang) => lang.as_ref().map(Lang::as_str),
        Place::ReportTitle(_) | Place::Report(_) => None,
    };
    let note = match (before, now) {
        (None, _) => Some(words.changes_came()),
        (_, None) => Some(words.changes_went()),
        _ => None,
    };
    let clean = |text: &Option<Box<str>>| text.as_deref().map(|t| shown(t).into_owned()).unwrap_or_default();
    let pieces = of_words(&clean(before), &clean(now));
    let piece = |(change, text): &(Change, Box<str>)| match change {
        Change::Same => el("span").with(text.to_string()),
        Change::Gone => el("del").with(text.to_string()),
        Change::New => el("ins").with(text.to_string()),
    };
    Some(nodes((
        el("h4").with((place_name(place, words), note.map(|note| nodes((" ", el("span.note").with(note)))))),
        el("p.diff").attr("dir", "auto").attr("lang", lang.map(str::to_owned)).with(each(&pieces, piece)),
    )))
}

fn place_name(place: &Place, words: Words) -> String {
    match place {
        Place::Title(_) => words.changes_title_of(),
        Place::ReportTitle(_) => words.changes_report_title(),
        Place::Report(_) => words.changes_report(),
        Place::Section(part, _) => part_words(part, words),
    }
}

fn facts(found: &[Difference], words: Words) -> Option<String> {
    let name = |fact: &Fact| match fact {
        Fact::Parties => words.changes_fact_parties(),
        Fact::Kind => words.changes_fact_kind(),
        Fact::Edition => words.changes_fact_edition(),
        Fact::Number => words.changes_fact_number(),
        Fact::Subject => words.changes_fact_subject(),
        Fact::Dates => words.changes_fact_dates(),
        Fact::Links => words.changes_fact_links(),
        Fact::Reports => words.changes_fact_reports(),
    };
    let names: Vec<String> = found
        .iter()
        .filter_map(|d| match d {
            Difference::Fact(fact) => Some(name(fact)),
            Difference::Text(..) => None,
        })
        .collect();
    (!names.is_empty()).then(|| words.changes_also(intl::list(&names, words.language())))
}
