//! A first mapping from what an export has, for a person to correct.

use std::collections::BTreeMap;

use super::to;
use crate::import::{
    mapping::{Is, Mapping, PostType, To},
    raw::Target,
    table::by_name,
};

/// A mapping to begin with: types whose name says that they are pledges or reports, with the fields whose names say what they are.
pub fn propose(source: &str, types: &BTreeMap<String, BTreeMap<String, usize>>) -> Mapping {
    let mut mapping = Mapping { source: source.to_owned(), ..Mapping::default() };
    for (name, fields) in types {
        let small = name.to_lowercase();
        let says = |words: &[&str]| words.iter().any(|w| small.contains(w));
        let is = if says(&["report", "progress", "rapport", "informe"]) {
            Is::Report
        } else if says(&["pledge", "engagement", "promesa", "commitment"]) {
            Is::Pledge
        } else {
            continue;
        };
        let fields = fields.keys().filter_map(|field| Some((field.clone(), field_of(field, is)?)));
        mapping.types.insert(name.clone(), PostType { is, fields: fields.collect() });
    }
    mapping
}

/// What a field becomes; None where it needs no word, null where a person has to say.
fn field_of(field: &str, is: Is) -> Option<Option<To>> {
    let report = is == Is::Report;
    let target = match field {
        "post:title" if report => Target::ReportTitle,
        "post:link" if report => Target::ReportUrl,
        "post:content" if report => Target::Actions,
        "post:parent" if report => Target::ReportOf,
        "post:title" => Target::Title,
        "post:link" => Target::Url,
        "post:content" => Target::Body,
        "slug:language" => Target::Lang,
        "slug:post_translations" => Target::Translation,
        other if other.starts_with("post:") || other.starts_with("slug:") || other.starts_with("meta:_") => {
            return None;
        }
        other => {
            let bare = other.split_once(':').map_or(other, |(_, name)| name);
            return Some(by_name(bare).map(|found| if report { of_report(found) } else { found }));
        }
    };
    Some(to(target))
}

/// Names that mean something else in a report than in a pledge.
fn of_report(found: To) -> To {
    let target = match found.target {
        Target::Submitted => Target::ReportDate,
        Target::Title => Target::ReportTitle,
        Target::Url => Target::ReportUrl,
        Target::Pledging | Target::Party | Target::Signatory => Target::ReportParty,
        Target::Body | Target::Text => Target::Actions,
        other => other,
    };
    To { target, ..found }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_and_fields_that_say_what_they_are_are_proposed() {
        let of = |names: &[&str]| names.iter().map(|n| ((*n).to_owned(), 1)).collect::<BTreeMap<_, _>>();
        let types = BTreeMap::from([
            (
                "pledge".to_owned(),
                of(&["post:title", "post:id", "meta:objectives", "meta:_edit_lock", "meta:shoe", "slug:language"]),
            ),
            ("progress_report".to_owned(), of(&["post:title", "meta:date", "meta:completed"])),
            ("page".to_owned(), of(&["post:title"])),
        ]);
        let mapping = propose("s", &types);
        let said = serde_json::to_value(&mapping.types).expect("JSON");
        assert_eq!(
            said,
            serde_json::json!({
                "pledge": {"is": "pledge", "fields": {"post:title": "title", "meta:objectives": "objectives@en", "meta:shoe": null, "slug:language": "lang"}},
                "progress_report": {"is": "report", "fields": {"post:title": "report.title", "meta:date": "report.date", "meta:completed": "report.completed"}},
            })
        );
    }
}
