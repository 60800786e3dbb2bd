//! What a form is opened on, beside a pledge: a text of it, or a decision that the reader objects to; and what an
//! objection to a removal is about, as far as this copy still knows.

use crate::{
    feed::{Removal, Removals, Sha256Hex},
    model::{FlagId, FlaggedPart, Ground, Pledge, PledgeId, ReportId, Subject},
};

use super::texts::part_of;

/// What of a pledge a form is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Matter {
    /// A text, by its hash.
    Text(Sha256Hex),
    /// A decision: the case of a removal, or a flag of the reader that was decided.
    Decision(FlagId),
}

impl Matter {
    /// The text.
    pub fn text(&self) -> Option<Sha256Hex> {
        match self {
            Self::Text(hash) => Some(*hash),
            Self::Decision(_) => None,
        }
    }

    /// The decision.
    pub fn decision(&self) -> Option<&FlagId> {
        match self {
            Self::Decision(about) => Some(about),
            Self::Text(_) => None,
        }
    }

    /// By what the draft on it is kept, beside its pledge.
    pub(super) fn key(&self) -> String {
        match self {
            Self::Text(hash) => hash.to_string(),
            Self::Decision(about) => about.as_str().to_owned(),
        }
    }

    /// Reads [`Self::key`].
    pub(super) fn from_key(key: &str) -> Option<Self> {
        Sha256Hex::parse(key).map(Self::Text).or_else(|| FlagId::new(key).map(Self::Decision))
    }
}

/// The removal of a case, as long as it applies: to one that was restored nobody objects.
pub fn removal_of_case<'a>(removals: &'a Removals, case: &FlagId) -> Option<&'a Removal> {
    removals.entries().iter().find(|r| r.restored.is_none() && case_of(r).as_ref() == Some(case))
}

/// The case of a removal, where it has one that can be objected to.
pub fn case_of(removal: &Removal) -> Option<FlagId> {
    removal.case.as_deref().and_then(FlagId::new)
}

/// The ground of a removal; what this app has no word for is something else.
pub fn ground_of(removal: &Removal) -> Ground {
    Ground::from_wire(&removal.ground).unwrap_or(Ground::Other)
}

/// The entry that took a text away from a pledge or one of its reports.
pub fn removal_of_text<'a>(removals: &'a Removals, pledge: &'a Pledge, hash: &str) -> Option<&'a Removal> {
    let hash = Sha256Hex::parse(hash)?;
    ids(pledge).flat_map(|id| removals.of(id)).find(|r| r.texts.as_ref().is_some_and(|t| t.contains(&hash)))
}

/// The pledge of a report, where the source numbers reports as the format's own examples do: `33IC-0042-r1`. What is
/// removed is named by its id alone; whether there is such a pledge, the copy has to say.
pub fn pledge_of_report(id: &str) -> Option<PledgeId> {
    let (pledge, number) = id.rsplit_once("-r")?;
    let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    PledgeId::new(pledge).filter(|_| is_number)
}

/// The entries that took something from a pledge whose place its record does not show: a title, a file's address, a
/// whole report.
pub fn removed_elsewhere<'a>(removals: &'a Removals, pledge: &'a Pledge) -> Vec<&'a Removal> {
    let own = pledge.sections.iter().filter_map(|s| s.removed.as_deref());
    let shown: Vec<Sha256Hex> = own
        .chain(pledge.reports.iter().flat_map(|r| r.removed.iter().map(|h| &**h)))
        .filter_map(Sha256Hex::parse)
        .collect();
    let has_place = |r: &&Removal| r.texts.iter().flatten().any(|t| shown.contains(t));
    let texts = ids(pledge).flat_map(|id| removals.of(id)).filter(|r| r.texts.is_some() && !has_place(r));
    let is_report = |r: &&Removal| pledge_of_report(&r.id).as_ref() == Some(&pledge.id);
    let whole = removals.entries().iter().filter(|r| r.restored.is_none() && r.texts.is_none());
    texts.chain(whole.filter(is_report)).collect()
}

fn ids(pledge: &Pledge) -> impl Iterator<Item = &str> {
    std::iter::once(pledge.id.as_str()).chain(pledge.reports.iter().map(|r| r.id.as_str()))
}

/// What an objection to a removal is about; `here` is the pledge as this copy has it now.
pub fn subject_of_removal(removal: &Removal, pledge: &PledgeId, here: Option<&Pledge>, seq: Option<u64>) -> Subject {
    let report = (*removal.id != *pledge.as_str()).then(|| ReportId::new(&removal.id)).flatten();
    let text = removal.texts.as_ref().and_then(|t| t.first());
    let part = text.zip(here).and_then(|(text, here)| removed_part(here, report.as_ref(), &text.to_string()));
    Subject { pledge: pledge.clone(), report, part, sha256: text.map(|t| t.to_string().into()), seq }
}

/// Which part a removed text was, where the place that it left tells.
fn removed_part(pledge: &Pledge, report: Option<&ReportId>, hash: &str) -> Option<FlaggedPart> {
    let of_report = |r: &crate::model::Report| r.removed.iter().any(|h| **h == *hash);
    if let Some(report) = pledge.reports.iter().find(|r| report.is_none_or(|id| r.id == *id) && of_report(r)) {
        return match (&report.title, &report.actions_taken) {
            (Some(_), None) => Some(FlaggedPart::ActionsTaken),
            (None, Some(_)) => Some(FlaggedPart::Title),
            _ => None,
        };
    }
    let section = pledge.sections.iter().find(|s| s.removed.as_deref() == Some(hash))?;
    part_of(&section.part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feed::{parse_pledge, parse_removal};

    const CASE: &str = "6f1c1b7e-6c0b-4d0e-9d8a-0d2f6c7b1a11";

    fn removal(id: &str, text: Option<&str>, more: &str) -> Removal {
        let texts = text.map_or_else(|| "null".to_owned(), |t| format!("[\"{}\"]", Sha256Hex::of(t.as_bytes())));
        let json = format!(
            r#"{{"id":"{id}","texts":{texts},"case":"{CASE}","at":"2026-10-01T12:00:00Z","ground":"spam"{more}}}"#
        );
        parse_removal(&json).expect("a removal")
    }

    fn pledge() -> Pledge {
        let hash = |text: &str| Sha256Hex::of(text.as_bytes()).to_string();
        let json = format!(
            r#"{{"id":"p","sections":[{{"part":"objectives","text":null,"removed":"{}"}}],
                "reports":[{{"id":"p-r1","title":"R","removed":["{}"]}}]}}"#,
            hash("One"),
            hash("Done")
        );
        parse_pledge(json.as_bytes()).expect("a pledge").0
    }

    #[test]
    fn each_removal_is_found_at_the_place_that_its_text_left() {
        let one = removal("p", Some("One"), "");
        let list = [one, removal("p-r1", Some("Done"), ""), removal("p", Some("Title"), ""), removal("p-r2", None, "")];
        let removals = Removals::new(list.to_vec());
        let pledge = pledge();
        let place = |hash: &str| removal_of_text(&removals, &pledge, hash).map(|r| r.id.to_string());
        assert_eq!(place(pledge.sections[0].removed.as_deref().expect("a hash")).as_deref(), Some("p"));
        assert_eq!(place(&pledge.reports[0].removed[0]).as_deref(), Some("p-r1"));
        assert_eq!((place("nonsense"), place(&"0".repeat(64))), (None, None));
        assert_eq!(removed_elsewhere(&removals, &pledge), [&list[2], &list[3]]);
    }

    #[test]
    fn a_report_is_numbered_after_its_pledge() {
        for (id, pledge) in
            [("33IC-a-r1", Some("33IC-a")), ("33IC-a", None), ("a-rest", None), ("a-r", None), ("-r1", None)]
        {
            assert_eq!(pledge_of_report(id).map(|p| p.to_string()).as_deref(), pledge, "{id}");
        }
    }

    #[test]
    fn an_objection_is_about_what_was_removed() {
        let id = PledgeId::new("p").expect("an id");
        let here = pledge();
        let of = |removal: &Removal, here| {
            let s = subject_of_removal(removal, &id, here, Some(7));
            (s.report.map(|r| r.to_string()), s.part.map(FlaggedPart::wire), s.sha256.is_some())
        };
        let report = Some("p-r1".to_owned());
        for (removal, here, expect) in [
            (removal("p", None, ""), None, (None, None, false)),
            (removal("p", Some("One"), ""), Some(&here), (None, Some("objectives"), true)),
            (removal("p", Some("One"), ""), None, (None, None, true)),
            (removal("p-r1", Some("Done"), ""), Some(&here), (report.clone(), Some("actions_taken"), true)),
            (removal("p-r1", None, ""), Some(&here), (report, None, false)),
        ] {
            assert_eq!(of(&removal, here), expect, "{removal:?}");
        }
    }

    #[test]
    fn nobody_objects_to_what_was_restored_or_is_unknown() {
        let case = FlagId::new(CASE).expect("a case");
        let applies = Removals::new(vec![removal("p", None, "")]);
        assert!(removal_of_case(&applies, &case).is_some_and(|r| ground_of(r) == Ground::Spam));
        let restored = Removals::new(vec![removal("p", None, r#","restored":"2026-10-09T08:00:00Z""#)]);
        assert_eq!(removal_of_case(&restored, &case), None);
        assert_eq!(removal_of_case(&Removals::default(), &case), None);
    }

    #[test]
    fn the_key_of_a_draft_says_what_it_is_about() {
        let all = [Matter::Text(Sha256Hex::of(b"x")), Matter::Decision(FlagId::new(CASE).expect("an id"))];
        for matter in all {
            assert_eq!(Matter::from_key(&matter.key()), Some(matter));
        }
        assert_eq!(Matter::from_key("p"), None);
    }
}
