//! From records to parts: a pure function of the records and M, so that the same records give the same files whoever
//! publishes them, in whatever order their lines stand.

use std::{cmp::Reverse, collections::BTreeMap, fmt};

use pledgebook_core::{
    feed::{
        Cut, PART_LIMIT, PartEntry, PartKind, Sha256Hex, choose_cut, cut_parts, party_json, pledge_json, term_json,
    },
    model::{Date, EditionId, Party, Pledge, PledgeId, Term, TermList},
};

/// A part, to be written under its path.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    /// As the manifest names it.
    pub entry: PartEntry,
    /// Its bytes: a JSON array with one record a line.
    pub json: Vec<u8>,
}

/// All parts of a feed in the manifest's order, and M.
#[derive(Debug)]
pub struct Parts {
    /// M.
    pub cut: Cut,
    /// Pledges by edition, the newest first, then parties, then terms.
    pub list: Vec<Part>,
}

/// All parties, or all terms, are more than a part may hold.
#[derive(Debug, PartialEq, Eq)]
pub struct TooLarge {
    /// What they are.
    pub kind: PartKind,
    /// How many bytes they have.
    pub bytes: usize,
}

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "all {} together have {} bytes; a part of the feed has at most {PART_LIMIT}",
            self.kind.wire(),
            self.bytes
        )
    }
}

impl std::error::Error for TooLarge {}

/// One edition's pledges, by the bytes of their ids.
type Edition = (Option<EditionId>, BTreeMap<PledgeId, String>);

/// Makes the parts. `last` is the M of the last manifest, which is kept while its mean part is neither too small nor
/// too large. No id stands twice in `pledges`.
pub fn make_parts(pledges: &[Pledge], parties: &[Party], terms: &[Term], last: Option<Cut>) -> Result<Parts, TooLarge> {
    let editions = by_edition(pledges, terms);
    let cut = fitting_cut(&editions, last);
    let mut list = Vec::new();
    for (edition, records) in &editions {
        list.extend(edition_parts(edition.as_ref(), records, cut));
    }
    let parties: BTreeMap<_, _> = parties.iter().map(|p| (&p.id, party_json(p))).collect();
    let terms: BTreeMap<_, _> = terms.iter().map(|t| ((t.list, &t.id), term_json(t))).collect();
    list.extend(single_part(PartKind::Parties, parties.into_values().collect())?);
    list.extend(single_part(PartKind::Terms, terms.into_values().collect())?);
    Ok(Parts { cut, list })
}

/// The editions, the newest first: by the Conference's number, then by the day on which the terms let it begin, then
/// by name; pledges of no edition come last.
fn by_edition(pledges: &[Pledge], terms: &[Term]) -> Vec<Edition> {
    let mut editions: BTreeMap<Option<EditionId>, BTreeMap<PledgeId, String>> = BTreeMap::new();
    for pledge in pledges {
        editions.entry(pledge.edition.clone()).or_default().insert(pledge.id.clone(), pledge_json(pledge));
    }
    let begins = |edition: &EditionId| -> Option<Date> {
        terms.iter().find(|t| t.list == TermList::Editions && t.id.as_str() == edition.as_str()).and_then(|t| t.from)
    };
    let mut editions: Vec<_> = editions.into_iter().collect();
    editions.sort_by_cached_key(|(edition, _)| {
        let age = edition.as_ref().map(|e| (Reverse(e.number()), Reverse(begins(e)), e.clone()));
        (age.is_none(), age)
    });
    editions
}

/// M as the format chooses it, and smaller only where a part would be larger than a part may be.
fn fitting_cut(editions: &[Edition], last: Option<Cut>) -> Cut {
    let sizes: Vec<Vec<(String, u64)>> = editions
        .iter()
        // The byte more is the line end after each record.
        .map(|(_, records)| records.iter().map(|(id, json)| (id.to_string(), json.len() as u64 + 1)).collect())
        .collect();
    let mut cut = choose_cut(&sizes, last);
    let fits = |cut| {
        sizes.iter().all(|records| {
            let mut rest = records.iter();
            cut_parts(records.iter().map(|(id, _)| id.as_str()), cut)
                .into_iter()
                .all(|n| rest.by_ref().take(n).map(|(_, bytes)| bytes + 1).sum::<u64>() < PART_LIMIT)
        })
    };
    while !fits(cut) {
        match Cut::new(cut.get() / 2) {
            Some(smaller) => cut = smaller,
            None => break,
        }
    }
    cut
}

fn edition_parts(edition: Option<&EditionId>, records: &BTreeMap<PledgeId, String>, cut: Cut) -> Vec<Part> {
    let mut rest = records.iter();
    let name = edition.map_or_else(|| "none".to_owned(), file_name);
    let part = |count| {
        let (ids, lines): (Vec<&PledgeId>, Vec<&str>) =
            rest.by_ref().take(count).map(|(id, json)| (id, json.as_str())).unzip();
        let ends = ids.first().zip(ids.last()).map(|(first, last)| ((*first).clone(), (*last).clone()));
        part(PartKind::Pledges, &name, edition.cloned(), ends, &lines)
    };
    cut_parts(records.keys().map(PledgeId::as_str), cut).into_iter().map(part).collect()
}

fn single_part(kind: PartKind, records: Vec<String>) -> Result<Option<Part>, TooLarge> {
    if records.is_empty() {
        return Ok(None);
    }
    let lines: Vec<&str> = records.iter().map(String::as_str).collect();
    let part = part(kind, kind.wire(), None, None, &lines);
    if part.entry.bytes > PART_LIMIT {
        return Err(TooLarge { kind, bytes: part.json.len() });
    }
    Ok(Some(part))
}

fn part(
    kind: PartKind,
    name: &str,
    edition: Option<EditionId>,
    ids: Option<(PledgeId, PledgeId)>,
    lines: &[&str],
) -> Part {
    let json = format!("[{}\n]", lines.join(",\n")).into_bytes();
    let sha256 = Sha256Hex::of(&json);
    let entry = PartEntry {
        path: format!("parts/{name}.{}.json", sha256.short()).into(),
        kind,
        edition,
        ids,
        sha256,
        bytes: json.len() as u64,
        records: lines.len() as u64,
    };
    Part { entry, json }
}

/// An edition's id as a part of a file name. The hash after it tells parts apart, so ids that look alike here do no
/// harm.
fn file_name(edition: &EditionId) -> String {
    let safe = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '_' | '-') { c } else { '-' };
    let name: String = edition.as_str().chars().take(60).map(safe).collect();
    // What a file's name says of its kind has to be true: an edition of such a name gets another one.
    if [PartKind::Parties, PartKind::Terms].iter().any(|kind| kind.wire() == name) { format!("{name}-") } else { name }
}

#[cfg(test)]
mod tests {
    use pledgebook_core::feed::{parse_pledge, parse_term};

    use super::*;

    fn pledge(id: &str, edition: Option<&str>) -> Pledge {
        let json = serde_json::json!({"id": id, "edition": edition});
        parse_pledge(json.to_string().as_bytes()).expect(id).0
    }

    #[test]
    fn the_newest_edition_stands_first_and_none_last() {
        let pledges = [
            pledge("a", None),
            pledge("b", Some("9IC")),
            pledge("c", Some("34IC")),
            pledge("d", Some("forum-a")),
            pledge("e", Some("forum-b")),
            pledge("f", Some("x/é")),
            pledge("g", Some("33IC")),
            pledge("h", Some("terms")),
        ];
        let term = |id: &str, from: &str| {
            let json = serde_json::json!({"list": "editions", "id": id, "from": from});
            parse_term(json.to_string().as_bytes()).expect(id).0
        };
        let terms = [term("forum-a", "2001"), term("forum-b", "2003-05")];
        let parts = make_parts(&pledges, &[], &terms, None).expect("parts").list;
        let names: Vec<_> =
            parts.iter().filter_map(|p| p.entry.path.strip_prefix("parts/")?.split('.').next()).collect();
        assert_eq!(names, ["34IC", "33IC", "9IC", "forum-b", "forum-a", "terms-", "x--", "none", "terms"]);
    }

    #[test]
    fn a_part_is_an_array_with_one_record_a_line_and_its_name_holds_its_hash() {
        let parts = make_parts(&[pledge("b", Some("33IC")), pledge("a", Some("33IC"))], &[], &[], None).expect("parts");
        let [part] = &parts.list[..] else { panic!("{parts:?}") };
        let json = "[{\"id\":\"a\",\"edition\":\"33IC\"},\n{\"id\":\"b\",\"edition\":\"33IC\"}\n]";
        assert_eq!(String::from_utf8_lossy(&part.json), json);
        let hash = Sha256Hex::of(json.as_bytes());
        assert_eq!((part.entry.sha256, part.entry.bytes, part.entry.records), (hash, json.len() as u64, 2));
        assert_eq!(*part.entry.path, format!("parts/33IC.{}.json", hash.short()));
        let ids = part.entry.ids.as_ref().map(|(first, last)| (first.as_str(), last.as_str()));
        assert_eq!(ids, Some(("a", "b")));
    }

    #[test]
    fn a_part_is_never_larger_than_a_part_may_be() {
        // 40 records of 0.9 MiB: the last M would leave them in one part.
        let text = "x".repeat(60 * 1024);
        let pledges: Vec<_> = (0..40)
            .map(|n| {
                let sections: Vec<_> = (0..15).map(|_| serde_json::json!({"part": "text", "text": text})).collect();
                let json = serde_json::json!({"id": format!("p{n}"), "sections": sections});
                parse_pledge(json.to_string().as_bytes()).expect("pledge").0
            })
            .collect();
        let parts = make_parts(&pledges, &[], &[], Cut::new(1 << 20)).expect("parts");
        assert!(parts.list.iter().all(|p| p.entry.bytes <= PART_LIMIT));
        assert_eq!(parts.list.iter().map(|p| p.entry.records).sum::<u64>(), 40);
    }

    #[test]
    fn parties_that_do_not_fit_into_a_part_are_an_error() {
        let records = vec!["x".repeat(1 << 20); 17];
        assert_eq!(single_part(PartKind::Parties, records).map_err(|e| e.kind), Err(PartKind::Parties));
    }
}
