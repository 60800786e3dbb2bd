//! Defects of records as a list that a secretariat can work off: by rule, with the pledge, its value and its page. What is listed here is
//! published all the same; what cannot be published is listed as a problem.

mod html;
mod rules;

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fmt,
    path::Path,
};

use pledgebook_core::{
    feed::Removals,
    model::{Party, Pledge, Term, TermList},
};

pub use html::html;
use rules::Looking;

use crate::{
    csv_out::Table,
    records::{
        Duplicates, EditedSince, LoadError, Remark, Unexplained, Unexplaining, Wrong, each_pledge, edited_in,
        load_tables, printable,
    },
};

/// Of each rule so many defects are listed; the others are counted.
const LISTED: usize = 10_000;

macro_rules! rules {
    ($($name:ident $word:literal $says:literal),* $(,)?) => {
        /// What may be wrong.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Rule { $(#[doc = $says] $name),* }

        impl Rule {
            /// All rules, in the order in which they are listed.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Its word in the table.
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word),* }
            }

            /// What it says.
            pub fn says(self) -> &'static str {
                match self { $(Self::$name => $says),* }
            }
        }
    };
}

rules!(
    LeftOut "left-out" "Cannot be published: a record, or a value of one",
    PersonalData "personal-data" "Likely personal data: is cut out if it is an address or a number, and has to be looked at if it is a name",
    NoTitle "no-title" "No title",
    NoParty "no-party" "No party",
    UnknownParty "unknown-party" "A party that parties.ndjson does not have",
    UnknownTerm "unknown-term" "A theme, Conference or resolution that terms.ndjson does not have",
    LabelResidue "label-residue" "A label of the form stands in the text",
    Template "template" "Brackets of a form were left in",
    MixedLanguage "mixed-language" "Several languages in one text",
    MisfiledIndicators "misfiled-indicators" "Indicators that measure nothing, or that stand in another section",
    ImpossibleDate "impossible-date" "Dates that cannot be",
    Duplicate "duplicate" "Perhaps the same pledge twice",
);

/// A defect.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Defect {
    /// Which rule.
    pub rule: Rule,
    /// The pledge; empty where a line has no id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Which value.
    pub field: String,
    /// What was found.
    pub found: String,
    /// Its page of record.
    pub url: String,
}

/// All that is wrong with a folder of records.
#[derive(Debug, Default)]
pub struct Report {
    /// The defects, by rule and pledge.
    pub defects: Vec<Defect>,
    /// How many there are of each rule.
    pub counts: BTreeMap<Rule, usize>,
    /// What is left out or cut, as a publication says it.
    pub wrong: Wrong,
    /// Ids that nothing explains.
    pub unexplained: Vec<Unexplained>,
    /// Removals whose text is no longer there.
    pub edited: Vec<EditedSince>,
    /// How many pledges, parties, terms and removals there are.
    pub records: [usize; 4],
}

/// What is known of parties and terms while pledges are looked at.
struct Known {
    parties: HashSet<String>,
    terms: HashSet<(TermList, String)>,
    editions: HashMap<String, u16>,
}

impl Known {
    fn new(parties: &[Party], terms: &[Term]) -> Self {
        let year = |t: &Term| t.from.filter(|_| t.list == TermList::Editions).map(|d| (t.id.to_string(), d.year()));
        Self {
            parties: parties.iter().map(|p| p.id.to_string()).collect(),
            terms: terms.iter().map(|t| (t.list, t.id.to_string())).collect(),
            editions: terms.iter().filter_map(year).collect(),
        }
    }
}

/// Looks at all records of a folder; `this_year` is what dates are held against.
pub fn check(records: &Path, this_year: u16) -> Result<Report, LoadError> {
    let tables = load_tables(records)?;
    let known = Known::new(&tables.parties, &tables.terms);
    let mut report = Report::default();
    let mut unexplaining = Unexplaining::new(&tables.parties, &tables.terms);
    let (mut seen, mut pledges, mut edited) = (Duplicates::default(), 0, Vec::new());
    let wrong = each_pledge(records, |pledge, _| {
        pledges += 1;
        unexplaining.pledge(&pledge);
        edited.extend(edited_in(&pledge, &tables.removals));
        // What is removed is nobody's work any more.
        if !is_removed(&pledge, &tables.removals) {
            let looking = Looking { pledge: &pledge, known: &known, this_year };
            looking.defects().into_iter().for_each(|d| report.add(d));
            for (what, other) in seen.look(&pledge) {
                report.add(looking.defect(Rule::Duplicate, what, format!("the same {what} as {other}")));
            }
        }
    })?;
    edited.sort_by_key(|(place, _)| *place);
    report.edited = edited.into_iter().map(|(_, e)| e).collect();
    report.unexplained = unexplaining.all(&tables.parties);
    report.records = [pledges, tables.parties.len(), tables.terms.len(), tables.removals.entries().len()];
    report.take(wrong);
    report.take(Wrong { problems: tables.problems, cut_out: tables.cut_out, left_out: tables.left_out });
    report.defects.sort();
    Ok(report)
}

fn is_removed(pledge: &Pledge, removals: &Removals) -> bool {
    removals.whole(pledge.id.as_str()).is_some()
}

impl Report {
    fn add(&mut self, defect: Defect) {
        let count = self.counts.entry(defect.rule).or_default();
        *count += 1;
        if *count <= LISTED {
            self.defects.push(defect);
        }
    }

    /// What a publication would leave out or cut is a defect, too.
    fn take(&mut self, mut wrong: Wrong) {
        let of = |rule, remark: &Remark| Defect {
            rule,
            id: remark.id.clone().unwrap_or_default(),
            title: String::new(),
            field: format!("{}:{}", remark.place.file, remark.place.line),
            found: remark.what.clone(),
            url: String::new(),
        };
        wrong.problems.iter().for_each(|r| self.add(of(Rule::LeftOut, r)));
        wrong.cut_out.iter().for_each(|r| self.add(of(Rule::PersonalData, r)));
        self.wrong.problems.append(&mut wrong.problems);
        self.wrong.cut_out.append(&mut wrong.cut_out);
        self.wrong.left_out += wrong.left_out;
    }

    /// The list as a table; `book` is the address of the reader's site, for a link to each pledge.
    pub fn csv(&self, book: Option<&str>) -> Vec<u8> {
        let mut table =
            Table::new(&["rule", "what", "pledge", "title", "value", "found", "page of record", "in the book"]);
        for d in &self.defects {
            let link = in_book(book, &d.id).unwrap_or_default();
            table.row(&[d.rule.word(), d.rule.says(), &d.id, &d.title, &d.field, &d.found, &d.url, &link]);
        }
        for (rule, count) in self.more() {
            table.row(&[rule.word(), rule.says(), "", "", "", &format!("{count} more"), "", ""]);
        }
        table.bytes().into_owned()
    }

    /// How many defects of which rules are not listed.
    fn more(&self) -> impl Iterator<Item = (Rule, usize)> {
        self.counts.iter().filter(|(_, count)| **count > LISTED).map(|(rule, count)| (*rule, count - LISTED))
    }
}

/// The address of a pledge in the reader's site.
fn in_book(book: Option<&str>, id: &str) -> Option<String> {
    let book = book.filter(|_| !id.is_empty())?;
    Some(format!("{}?pledge={id}", book.split('?').next().unwrap_or_default()))
}

/// How many of each rule, for a terminal.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (rule, count) in &self.counts {
            let first = self.defects.iter().find(|d| d.rule == *rule && !d.id.is_empty());
            let first = first.map(|d| format!(", first {}", printable(&d.id))).unwrap_or_default();
            writeln!(f, "  {count:>6}  {:<20} {}{first}", rule.word(), rule.says())?;
        }
        Ok(())
    }
}
