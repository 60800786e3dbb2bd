//! What a removal leaves of drafts and flags on a reader's device: what quotes the removed text goes, what the reader wrote
//! stays. A flag that may have left the device, and may have to be sent again, keeps its bytes, as a repeat has to be the same; its
//! title, which is never sent, goes there, too. Once nothing is sent again, the passage goes.

use super::{Draft, Saved, Stage, Trouble, pledge_of_report};
use crate::{
    feed::{Removal, Removals},
    model::Subject,
};

/// What of a draft or flag stands in a removed text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Covered {
    quote: bool,
    title: bool,
}

impl Covered {
    fn by(removals: &Removals, subject: &Subject) -> Self {
        let own = subject.pledge.as_str();
        let report = subject.report.as_ref().map(|r| r.as_str());
        let of_it = |id: &str| removals.of(id).any(|r| covers(r, subject));
        let all_of_it = subject.sha256.is_none() && report.is_none();
        Self {
            quote: of_it(own) || report.is_some_and(of_it) || all_of_it && touches_a_report(removals, own),
            title: removals.of(own).next().is_some(),
        }
    }
}

/// Whether a removal took away the text of a subject. Who flagged a whole record may have quoted any text of it.
fn covers(removal: &Removal, subject: &Subject) -> bool {
    match (&removal.texts, subject.sha256.as_deref()) {
        (None, _) | (Some(_), None) => true,
        (Some(texts), Some(seen)) => texts.iter().any(|t| t.to_string() == seen),
    }
}

/// Whether something was removed of a report of a pledge, as sources number them: the pledge may not be here to ask.
fn touches_a_report(removals: &Removals, pledge: &str) -> bool {
    let is_of = |id: &str| pledge_of_report(id).is_some_and(|of| of.as_str() == pledge);
    removals.entries().iter().any(|r| r.restored.is_none() && is_of(&r.id))
}

impl Draft {
    /// Forgets what was removed; `title` is what lists call the pledge now. Says whether anything changed.
    pub fn forget(&mut self, removals: &Removals, title: &str) -> bool {
        let covered = Covered::by(removals, &self.subject);
        let before = self.clone();
        if covered.quote {
            self.quote.clear();
        }
        if covered.title {
            title.clone_into(&mut self.title);
        }
        *self != before
    }
}

impl Saved {
    /// The same of a flag.
    pub fn forget(&mut self, removals: &Removals, title: &str) -> bool {
        let covered = Covered::by(removals, &self.flag.subject);
        let before = self.clone();
        let is_over = matches!(self.stage, Stage::Sent(_) | Stage::Attention(Trouble::Replaced));
        if covered.quote && (is_over || !self.is_frozen()) {
            self.flag.quote = None;
        }
        if covered.title {
            title.clone_into(&mut self.title);
        }
        *self != before
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        feed::{Sha256Hex, parse_removal},
        model::{FlagId, Lang, PlainGround, PledgeId, ReportId},
    };

    const WHY: &str = "It names a person: Objective.";

    fn removals(id: &str, text: Option<&str>, restored: bool) -> Removals {
        let texts = text.map(|t| vec![Sha256Hex::of(t.as_bytes()).to_string()]);
        let restored = restored.then_some("2026-10-09T08:00:00Z");
        let json = serde_json::json!({"id": id, "texts": texts, "at": "2026-10-01T12:00:00Z", "restored": restored});
        Removals::new(vec![parse_removal(&json.to_string()).expect("a removal")])
    }

    fn draft(report: Option<&str>, text: Option<&str>) -> Draft {
        let subject = Subject {
            pledge: PledgeId::new("p").expect("an id"),
            report: report.and_then(ReportId::new),
            part: None,
            sha256: text.map(|t| Sha256Hex::of(t.as_bytes()).to_string().into()),
            seq: None,
        };
        let id = FlagId::new("1b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b").expect("an id");
        Draft {
            danger: Some(false),
            plain: Some(PlainGround::Person),
            explanation: WHY.to_owned(),
            ..Draft::new(id, subject, "Title".to_owned(), "Object".to_owned())
        }
    }

    #[test]
    fn a_draft_loses_the_passage_and_the_title_and_keeps_what_was_typed() {
        // What the draft is about, what was removed, and what is left of passage and title.
        let (text, other) = (Some("Objective"), Some("Indicator"));
        for (of, removed, quote, title) in [
            ((None, text), ("p", None), "", "now"),
            ((None, text), ("p", text), "", "now"),
            ((None, text), ("p", other), "Object", "now"),
            ((None, None), ("p", text), "", "now"),
            ((None, None), ("p-r1", Some("Done")), "", "Title"),
            ((None, text), ("p-r1", Some("Done")), "Object", "Title"),
            ((Some("p-r1"), Some("Done")), ("p-r1", Some("Done")), "", "Title"),
            ((Some("p-r1"), Some("Done")), ("p-r1", None), "", "Title"),
            ((Some("p-r1"), Some("Done")), ("p", None), "", "now"),
            ((None, text), ("q", None), "Object", "Title"),
            ((None, None), ("p2-r1", None), "Object", "Title"),
        ] {
            let mut draft = draft(of.0, of.1);
            let before = draft.clone();
            let changed = draft.forget(&removals(removed.0, removed.1, false), "now");
            assert_eq!((&*draft.quote, &*draft.title), (quote, title), "{of:?} {removed:?}");
            assert_eq!((changed, &*draft.explanation), (draft != before, WHY), "{of:?} {removed:?}");
            assert!(!draft.forget(&removals(removed.0, removed.1, false), "now"), "once is enough");
            assert!(!before.clone().forget(&removals(removed.0, removed.1, true), "now"), "restored");
        }
    }

    #[test]
    fn a_flag_that_was_tried_keeps_its_bytes() {
        let lang = Lang::new("en").expect("a language");
        let flag = draft(None, Some("Objective")).flag(lang, "2026-11-20T08:00:00Z").expect("ready");
        let removals = removals("p", None, false);
        let mut queued = Saved::new(flag.clone(), "Title".to_owned(), false);
        let mut tried = queued.clone();
        tried.begin(5);
        let bytes = tried.bytes(None);
        assert!(queued.forget(&removals, "p") && tried.forget(&removals, "p"));
        assert_eq!((queued.flag.quote.as_deref(), &*queued.title, &*queued.flag.explanation), (None, "p", WHY));
        assert_eq!((tried.bytes(None), &*tried.title), (bytes, "p"));
        assert!(!queued.to_json().contains("Title"), "nothing of it is kept");
        let mut replaced = tried.clone();
        replaced.stage = Stage::Attention(Trouble::Replaced);
        assert!(replaced.forget(&removals, "p") && replaced.flag.quote.is_none(), "it is not sent again");
    }
}
