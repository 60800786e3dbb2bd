//! What can be flagged of a pledge: each of its texts by itself, named by its hash; and what became of a text since.

use crate::{
    feed::Sha256Hex,
    model::{Attachment, FlaggedPart, PartOf, Pledge, Report, ReportId, Subject},
};

/// A text of a pledge, or of a report of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Flaggable<'a> {
    /// The report whose text it is; None: the pledge's own.
    pub report: Option<&'a ReportId>,
    /// Which text; None for a section of the source's own kind.
    pub part: Option<FlaggedPart>,
    /// As published.
    pub text: &'a str,
}

impl Flaggable<'_> {
    /// Its hash.
    pub fn hash(&self) -> Sha256Hex {
        Sha256Hex::of(self.text.as_bytes())
    }
}

/// All texts of a pledge, in the order of its page.
pub fn flaggable(pledge: &Pledge) -> Vec<Flaggable<'_>> {
    let mut all = Vec::new();
    let own = |part, text| Flaggable { report: None, part, text };
    all.extend(pledge.title.as_deref().map(|t| own(Some(FlaggedPart::Title), t)));
    for section in &pledge.sections {
        all.extend(section.text.as_ref().map(|t| own(part_of(&section.part), &*t.published)));
    }
    for report in &pledge.reports {
        of_report(report, &mut all);
    }
    attached(&pledge.attachments, None, &mut all);
    all
}

/// How a flag calls a section; None for one of the source's own kind.
pub(super) fn part_of(part: &PartOf) -> Option<FlaggedPart> {
    match part {
        PartOf::Objectives => Some(FlaggedPart::Objectives),
        PartOf::ActionPlan => Some(FlaggedPart::ActionPlan),
        PartOf::Indicators => Some(FlaggedPart::Indicators),
        PartOf::Resources => Some(FlaggedPart::Resources),
        PartOf::Text => Some(FlaggedPart::Text),
        PartOf::Other(_) => None,
    }
}

fn of_report<'a>(report: &'a Report, all: &mut Vec<Flaggable<'a>>) {
    let own = |part, text| Flaggable { report: Some(&report.id), part: Some(part), text };
    all.extend(report.title.as_deref().map(|t| own(FlaggedPart::Title, t)));
    all.extend(report.actions_taken.as_ref().map(|t| own(FlaggedPart::ActionsTaken, &*t.published)));
    attached(&report.attachments, Some(&report.id), all);
}

fn attached<'a>(files: &'a [Attachment], report: Option<&'a ReportId>, all: &mut Vec<Flaggable<'a>>) {
    let addresses = files.iter().filter_map(|f| f.url.as_deref());
    all.extend(addresses.map(|text| Flaggable { report, part: Some(FlaggedPart::Attachment), text }));
}

/// What a text is now that was flagged earlier.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TextNow {
    /// It stands as the reader saw it, or nobody can tell yet.
    Same,
    /// It stands there in other words, with this hash.
    Changed(Sha256Hex),
    /// It is not there any more.
    Gone,
}

impl TextNow {
    /// Looks for the text of a subject in its pledge as it is now; None: the pledge is not there.
    pub fn of(subject: &Subject, pledge: Option<&Pledge>) -> Self {
        let Some(pledge) = pledge else { return Self::Gone };
        let Some(seen) = subject.sha256.as_deref() else { return Self::Same };
        let mut changed = None;
        for text in flaggable(pledge) {
            if text.report == subject.report.as_ref() && text.part == subject.part {
                let hash = text.hash();
                if hash.to_string() == seen {
                    return Self::Same;
                }
                changed.get_or_insert(hash);
            }
        }
        changed.map_or(Self::Gone, Self::Changed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feed::parse_pledge;

    fn pledge(json: &str) -> Pledge {
        parse_pledge(json.as_bytes()).expect("a pledge").0
    }

    const PLEDGE: &str = r#"{"id":"a","title":"T","sections":[{"part":"objectives","text":"One"},{"part":"odd","text":"Two"},
        {"part":"resources","text":null}],"attachments":[{"url":"https://e.org/f.pdf"}],
        "reports":[{"id":"r1","title":"R","actions_taken":"Done","attachments":[{"url":"https://e.org/r.pdf"}]}]}"#;

    #[test]
    fn every_text_of_a_pledge_can_be_flagged_by_itself() {
        let pledge = pledge(PLEDGE);
        let said: Vec<String> = flaggable(&pledge)
            .iter()
            .map(|t| {
                format!("{} {:?} {}", t.report.map_or("-", ReportId::as_str), t.part.map(FlaggedPart::wire), t.text)
            })
            .collect();
        let expect = [
            "- Some(\"title\") T",
            "- Some(\"objectives\") One",
            "- None Two",
            "r1 Some(\"title\") R",
            "r1 Some(\"actions_taken\") Done",
            "r1 Some(\"attachment\") https://e.org/r.pdf",
            "- Some(\"attachment\") https://e.org/f.pdf",
        ];
        assert_eq!(said, expect);
    }

    #[test]
    fn a_text_is_the_same_or_changed_or_gone() {
        let now = pledge(PLEDGE);
        let of = |report: Option<&str>, part, text: Option<&str>| Subject {
            pledge: now.id.clone(),
            report: report.and_then(ReportId::new),
            part,
            sha256: text.map(|t| Sha256Hex::of(t.as_bytes()).to_string().into()),
            seq: None,
        };
        for (subject, expect) in [
            (of(None, Some(FlaggedPart::Objectives), Some("One")), TextNow::Same),
            (of(None, None, None), TextNow::Same),
            (of(None, None, Some("Two")), TextNow::Same),
            (of(None, Some(FlaggedPart::Objectives), Some("Once")), TextNow::Changed(Sha256Hex::of(b"One"))),
            (of(Some("r1"), Some(FlaggedPart::ActionsTaken), Some("Did")), TextNow::Changed(Sha256Hex::of(b"Done"))),
            (of(Some("r2"), Some(FlaggedPart::ActionsTaken), Some("Done")), TextNow::Gone),
            (of(None, Some(FlaggedPart::Resources), Some("x")), TextNow::Gone),
        ] {
            assert_eq!(TextNow::of(&subject, Some(&now)), expect, "{subject:?}");
            assert_eq!(TextNow::of(&subject, None), TextNow::Gone);
        }
    }
}
