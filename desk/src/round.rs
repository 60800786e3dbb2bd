//! A reporting round: which parties pledged at a Conference and have not reported, for the secretariat's reminders. The book has nobody's
//! address, so that column is empty and is filled elsewhere.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    path::Path,
};

use pledgebook_core::model::{Date, EditionId, Party, Pledge, Role};

use crate::{
    csv_out::Table,
    records::{LoadError, each_pledge, load_tables},
};

/// The longest list of pledges in a cell.
const LISTED: usize = 50;

/// What is known of a party.
#[derive(Default)]
struct Row {
    pledging: usize,
    signed: usize,
    waiting: usize,
    ids: Vec<String>,
}

/// The table of a round.
pub struct Round {
    /// The table's bytes, as CSV.
    pub csv: Vec<u8>,
    /// How many parties are listed.
    pub parties: usize,
    /// How many pledges of the Conference there are.
    pub pledges: usize,
    /// How many of them nobody reported on.
    pub without_report: usize,
}

/// Lists the parties of a Conference that have a pledge on which they have not reported. A report that names no party is taken for one of
/// all the pledge's parties: nobody shall be reminded of what they have done.
pub fn round(records: &Path, edition: &EditionId, lang: &str) -> Result<Round, LoadError> {
    let tables = load_tables(records)?;
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    let mut latest: HashMap<String, Option<Date>> = HashMap::new();
    let (mut pledges, mut without_report) = (0, 0);
    each_pledge(records, |pledge, _| {
        if tables.removals.whole(pledge.id.as_str()).is_some() {
            return;
        }
        reported(&pledge, &mut latest);
        if pledge.edition.as_ref() == Some(edition) {
            pledges += 1;
            without_report += usize::from(pledge.reports.is_empty());
            count(&pledge, &mut rows);
        }
    })?;
    rows.retain(|_, row| row.waiting > 0);
    let parties: HashMap<&str, &Party> = tables.parties.iter().map(|p| (p.id.as_str(), p)).collect();
    let heads = [
        "party",
        "name",
        "kind",
        "country",
        "pledges",
        "as signatory",
        "without a report",
        "last report",
        "contact",
        "pledges without a report",
    ];
    let mut table = Table::new(&heads);
    for (id, row) in &rows {
        let party = parties.get(id.as_str());
        let name = party.and_then(|p| p.names.best(lang)).map_or("", |(_, name)| name);
        let kind = party.and_then(|p| p.category.as_ref()).map_or("", |c| c.wire());
        let country = party.and_then(|p| p.country.as_deref()).unwrap_or_default();
        let last = match latest.get(id) {
            Some(Some(date)) => date.to_string(),
            Some(None) => "date not given".to_owned(),
            None => String::new(),
        };
        let [pledging, signed, waiting] = [row.pledging, row.signed, row.waiting].map(|n| n.to_string());
        table.row(&[id, name, kind, country, &pledging, &signed, &waiting, &last, "", &row.ids.join("; ")]);
    }
    Ok(Round { csv: table.bytes().into_owned(), parties: rows.len(), pledges, without_report })
}

/// The latest date on which each party reported on anything; None where no report of it has a date.
fn reported(pledge: &Pledge, latest: &mut HashMap<String, Option<Date>>) {
    for report in &pledge.reports {
        for id in reporters(pledge, &report.parties) {
            let known = latest.entry(id.to_owned()).or_default();
            *known = (*known).max(report.date);
        }
    }
}

fn reporters<'a>(pledge: &'a Pledge, named: &'a [pledgebook_core::model::PartyId]) -> Vec<&'a str> {
    if named.is_empty() {
        pledge.parties.iter().map(|p| p.id.as_str()).collect()
    } else {
        named.iter().map(|id| id.as_str()).collect()
    }
}

fn count(pledge: &Pledge, rows: &mut BTreeMap<String, Row>) {
    let done: HashSet<&str> = pledge.reports.iter().flat_map(|r| reporters(pledge, &r.parties)).collect();
    for link in &pledge.parties {
        let row = rows.entry(link.id.to_string()).or_default();
        if matches!(link.role, Some(Role::Signatory)) {
            row.signed += 1;
        } else {
            row.pledging += 1;
        }
        if !done.contains(link.id.as_str()) {
            row.waiting += 1;
            if row.ids.len() < LISTED {
                row.ids.push(pledge.id.to_string());
            } else if row.ids.len() == LISTED {
                row.ids.push("…".to_owned());
            }
        }
    }
}
