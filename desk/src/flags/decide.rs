//! A decision as it is given on the command line.

use pledgebook_core::model::{Ground, Lang};

use crate::office::{Outcome, Proposal, Scope};

/// A decision.
#[derive(Clone, Debug)]
pub struct Decide {
    /// What.
    pub outcome: Outcome,
    /// On what ground.
    pub ground: Ground,
    /// The public statement: its language and its words.
    pub statement: Vec<(Lang, String)>,
    /// When (seconds since 1970).
    pub at: u64,
}

impl Decide {
    /// Reads statements such as `en:It stays.`; without a language, English.
    pub fn statements(given: &[String]) -> Vec<(Lang, String)> {
        let english = || Lang::new("en").unwrap_or_else(|| unreachable!("a language"));
        let read = |text: &String| match text.split_once(':').and_then(|(l, rest)| Some((Lang::new(l)?, rest))) {
            Some((lang, rest)) if lang.as_str().len() < 9 => (lang, rest.trim().to_owned()),
            _ => (english(), text.trim().to_owned()),
        };
        given.iter().map(read).collect()
    }

    /// What a moderator would have proposed: the text of a case goes, or where it is about a whole record, that.
    pub fn proposal(&self, has_text: bool, of_report: bool) -> Proposal {
        let scope = match (has_text, of_report) {
            (true, _) => Scope::Text,
            (false, true) => Scope::Report,
            (false, false) => Scope::Pledge,
        };
        Proposal {
            outcome: self.outcome,
            scope,
            ground: self.ground,
            rule: String::new(),
            reasoning: String::new(),
            statement: self.statement.clone(),
            automated: false,
            by_party: false,
        }
    }
}
