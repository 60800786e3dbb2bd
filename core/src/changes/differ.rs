//! Two states of a pledge beside each other: which of its texts changed, word by word, and which facts.

use similar::{ChangeTag, TextDiff};

use crate::model::{Lang, PartOf, Pledge, Report, ReportId};

/// Beyond so many bytes two texts are not compared word by word: a page must come at once.
const LARGEST: usize = 100_000;

/// Where a text stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Place {
    /// The title; in another language.
    Title(Option<Lang>),
    /// A section, in its language.
    Section(PartOf, Option<Lang>),
    /// A report's title.
    ReportTitle(ReportId),
    /// What a report says was done.
    Report(ReportId),
}

/// A fact that is no text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fact {
    /// Its parties, or what they are to it.
    Parties,
    /// Open or specific.
    Kind,
    /// The Conference.
    Edition,
    /// The number printed on it.
    Number,
    /// Themes, resolutions, countries.
    Subject,
    /// When it was submitted or is to be carried out.
    Dates,
    /// Files at the source, or its page of record.
    Links,
    /// What reports say of completion, when they were made, and by whom.
    Reports,
}

/// Something that is not as it was.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Difference {
    /// A text, before and now; None: it was not there, or is not.
    Text(Place, Option<Box<str>>, Option<Box<str>>),
    /// A fact.
    Fact(Fact),
}

/// Whether a piece of text stayed, went or came.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Change {
    /// It stands in both.
    Same,
    /// It stood before.
    Gone,
    /// It stands now.
    New,
}

/// A piece of a text.
pub type Piece = (Change, Box<str>);

/// Two texts as one, word by word; neighbours of a kind are one piece. Large texts are one piece each.
pub fn of_words(before: &str, now: &str) -> Vec<Piece> {
    if before == now {
        return vec![(Change::Same, now.into())];
    }
    if before.len() + now.len() > LARGEST {
        return vec![(Change::Gone, before.into()), (Change::New, now.into())];
    }
    let diff = TextDiff::from_words(before, now);
    let mut pieces = Pieces::default();
    for change in diff.iter_all_changes() {
        let text = change.value();
        match change.tag() {
            // A blank between two words that changed belongs to what changed: whole phrases are easier to read.
            ChangeTag::Equal if pieces.has_changed() && text.trim().is_empty() => pieces.blanks.push_str(text),
            ChangeTag::Equal => {
                pieces.close();
                pieces.push(Change::Same, text);
            }
            ChangeTag::Delete => pieces.change(true, text),
            ChangeTag::Insert => pieces.change(false, text),
        }
    }
    pieces.close();
    pieces.all
}

/// Pieces as they are put together: what changed since the last that stayed, and the blanks behind it.
#[derive(Default)]
struct Pieces {
    all: Vec<Piece>,
    gone: String,
    new: String,
    blanks: String,
}

impl Pieces {
    fn has_changed(&self) -> bool {
        !self.gone.is_empty() || !self.new.is_empty()
    }

    fn change(&mut self, is_gone: bool, text: &str) {
        let blanks = std::mem::take(&mut self.blanks);
        self.gone.push_str(&blanks);
        self.new.push_str(&blanks);
        if is_gone { &mut self.gone } else { &mut self.new }.push_str(text);
    }

    /// What changed ends here.
    fn close(&mut self) {
        for (change, text) in
            [(Change::Gone, std::mem::take(&mut self.gone)), (Change::New, std::mem::take(&mut self.new))]
        {
            self.push(change, &text);
        }
        let blanks = std::mem::take(&mut self.blanks);
        self.push(Change::Same, &blanks);
    }

    fn push(&mut self, change: Change, text: &str) {
        match self.all.last_mut() {
            _ if text.is_empty() => {}
            Some((last, before)) if *last == change => *before = [&**before, text].concat().into(),
            _ => self.all.push((change, text.into())),
        }
    }
}

/// What differs between two states of a pledge: texts in the order in which they stand, then facts.
pub fn differences(before: &Pledge, now: &Pledge) -> Vec<Difference> {
    let (mut old, new) = (texts(before), texts(now));
    let mut found = Vec::new();
    for (place, text) in new {
        let at = old.iter().position(|(p, _)| *p == place);
        let was = at.map(|at| old.remove(at).1);
        if was.as_deref() != Some(&*text) {
            found.push(Difference::Text(place, was, Some(text)));
        }
    }
    found.extend(old.into_iter().map(|(place, was)| Difference::Text(place, Some(was), None)));
    let facts = [
        (Fact::Parties, before.parties != now.parties),
        (Fact::Kind, before.kind != now.kind),
        (Fact::Edition, before.edition != now.edition),
        (Fact::Number, before.number != now.number),
        (Fact::Subject, subject(before) != subject(now)),
        (Fact::Dates, (&before.submitted, &before.period) != (&now.submitted, &now.period)),
        (Fact::Links, (&before.url, &before.attachments) != (&now.url, &now.attachments)),
        (Fact::Reports, reports_differ(before, now)),
    ];
    found.extend(facts.into_iter().filter(|(_, differs)| *differs).map(|(fact, _)| Difference::Fact(fact)));
    found
}

type Words<'a> = (&'a [crate::model::TermId], &'a [crate::model::TermId], &'a [Box<str>]);

fn subject(pledge: &Pledge) -> Words<'_> {
    (&pledge.themes, &pledge.resolutions, &pledge.countries)
}

/// Of reports that stand in both: a new one has its text.
fn reports_differ(before: &Pledge, now: &Pledge) -> bool {
    fn facts(r: &Report) -> impl PartialEq + '_ {
        (&r.completed, &r.date, &r.parties, &r.attachments)
    }
    let same = |r: &&Report| now.reports.iter().find(|n| n.id == r.id).is_some_and(|n| facts(n) != facts(r));
    before.reports.iter().any(|r| same(&r))
}

fn texts(pledge: &Pledge) -> Vec<(Place, Box<str>)> {
    let mut texts: Vec<(Place, Box<str>)> = Vec::new();
    texts.extend(pledge.title.clone().map(|title| (Place::Title(None), title)));
    texts.extend(pledge.titles.iter().map(|(lang, title)| (Place::Title(Some(lang.clone())), title.clone())));
    for section in &pledge.sections {
        let Some(text) = &section.text else { continue };
        texts.push((Place::Section(section.part.clone(), text.lang.clone()), text.published.clone()));
    }
    for report in &pledge.reports {
        texts.extend(report.title.clone().map(|title| (Place::ReportTitle(report.id.clone()), title)));
        let actions = report.actions_taken.as_ref().map_or_else(Box::default, |text| text.published.clone());
        texts.push((Place::Report(report.id.clone()), actions));
    }
    texts
}
