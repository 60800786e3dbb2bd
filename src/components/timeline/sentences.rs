//! What a chart says, in words: beside it, and as the name of each of its marks.

use pledgebook_core::{
    browse::{Catalogue, Deed},
    model::{Completion, Date, PartyId, Period, clip},
    timeline::{Fact, What},
};

use super::says_a_date;
use crate::{
    browser::intl,
    components::{edition_name, of_report, period_words, progress_words},
    words::Words,
};

/// The letters of a title, and of a party's name, that a row has room for.
const TITLE: usize = 160;
const NAME: usize = 80;

/// The title of a pledge, or its first words, in quotation marks, or its id.
pub fn title(deed: &Deed, words: Words) -> String {
    let brief = &deed.brief;
    match &brief.title {
        Some(title) => clip(title, TITLE).into_owned(),
        None if brief.first_words.is_empty() => brief.id.to_string(),
        None => words.list_quoted(&*brief.first_words),
    }
}

fn date(date: Option<Date>, words: Words) -> String {
    date.map_or_else(|| words.date_none(), |d| intl::date(d, words.language()))
}

/// A period as the source gives it; one that ends before it begins is told as it stands.
fn period_said(from: Option<Date>, to: Option<Date>, words: Words) -> Option<String> {
    match (from, to) {
        (Some(a), Some(b)) if b.last() < a.first() => Some(words.tl_contradiction(date(from, words), date(to, words))),
        _ => period_words(words, &Period { from, to, said: None }),
    }
}

/// What a report says of completion, and when; and whose it is, where that has to be told.
pub fn report(completion: Completion, when: Option<Date>, by: Option<String>, words: Words) -> String {
    let said = words.tl_report(progress_words(words, of_report(completion)), date(when, words));
    by.map_or(said.clone(), |by| words.tl_report_by(by, said))
}

/// Whose a report is, where a reader could take it for somebody else's: in the timeline of a party that did not make it,
/// or among reports of different parties.
pub fn reporter(deed: &Deed, n: usize, of: Option<&PartyId>, catalogue: &Catalogue, words: Words) -> Option<String> {
    let parties = &deed.reports.get(n)?.parties;
    let is_clear = match of {
        Some(of) => parties.contains(of),
        None => deed.reports.iter().all(|r| r.parties == *parties),
    };
    if is_clear || parties.is_empty() {
        return None;
    }
    let names: Vec<String> = parties.iter().map(|p| name(p, catalogue, words)).collect();
    Some(intl::list(&names, words.language()))
}

fn name(party: &PartyId, catalogue: &Catalogue, words: Words) -> String {
    clip(&catalogue.party_name(party, words.tag()).1, NAME).into_owned()
}

/// The sentence of a mark.
pub fn mark(fact: &Fact, deed: &Deed, of: Option<&PartyId>, catalogue: &Catalogue, words: Words) -> String {
    let when = date(fact.from, words);
    match &fact.what {
        What::Made => {
            let name = deed.brief.edition.as_ref().map(|e| edition_name(catalogue, e, words)).unwrap_or_default();
            // Its first day is not the day of the pledge.
            let month = fact.from.and_then(|d| Date::new(d.year(), d.month(), None));
            words.tl_made(name, date(month, words))
        }
        What::Submitted => words.tl_submitted(when),
        What::Period => {
            let period = period_said(fact.from, fact.to, words).unwrap_or_default();
            words.tl_period(period, progress_words(words, deed.brief.progress))
        }
        What::Since(who) => words.tl_since(when, name(who, catalogue, words)),
        What::Report(completion, n) => {
            let by = reporter(deed, *n, of, catalogue, words);
            words.tl_report_mark(report(*completion, fact.from, by, words))
        }
        What::Removed => words.tl_removed(when),
        What::Withdrawn => words.tl_withdrawn(when),
    }
}

/// All that is known of a pledge's dates but its reports, in words; where that is nothing, that it is nothing.
pub fn dates(deed: &Deed, of: Option<&PartyId>, catalogue: &Catalogue, words: Words) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    // The period first: it is what most readers ask for.
    let facts = deed.dates.facts();
    let (period, others): (Vec<_>, Vec<_>) = facts.iter().partition(|f| f.what == What::Period);
    for fact in period.into_iter().chain(others).filter(|f| says_a_date(f)) {
        let when = date(fact.from, words);
        said.extend(match &fact.what {
            What::Period => period_said(fact.from, fact.to, words),
            What::Submitted => Some(words.submitted_on(when)),
            // Whose timeline it is need not be said in each row.
            What::Since(who) if Some(who) == of => Some(words.since(when)),
            _ => Some(mark(fact, deed, of, catalogue, words)),
        });
    }
    // Where the source has words of its own and no date, they are all that is known.
    let own = deed.brief.period.as_ref().filter(|p| p.from.or(p.to).is_none()).and_then(|p| p.said.as_deref());
    said.extend(own.map(|own| words.fact_period_said(own)));
    if said.is_empty() {
        said.push(if facts.iter().any(Fact::is_dated) { words.tl_only_reports() } else { words.tl_no_dates() });
    }
    said
}
