//! Which Conferences' pledges a copy holds: all, unless the reader chose fewer. Names of parties and terms are always held.

use crate::{
    feed::{Manifest, PartEntry, PartKind},
    model::EditionId,
};

/// What a copy holds.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Choice {
    /// All that there is, and all that will be.
    #[default]
    All,
    /// The newest edition, whichever that is.
    Newest,
    /// These editions; None stands for pledges without one.
    Editions(Vec<Option<EditionId>>),
}

/// The word for [`Choice::Newest`] where a choice is kept.
const NEWEST: &str = "newest";
/// The word for pledges without an edition.
const NONE: &str = "none";

impl Choice {
    /// Whether a part of a manifest belongs to the copy.
    pub fn takes(&self, part: &PartEntry, manifest: &Manifest) -> bool {
        if part.kind != PartKind::Pledges {
            return true;
        }
        match self {
            Self::All => true,
            // The format has the newest edition stand first.
            Self::Newest => {
                manifest.parts.iter().find(|p| p.kind == PartKind::Pledges).is_some_and(|p| p.edition == part.edition)
            }
            Self::Editions(editions) => editions.contains(&part.edition),
        }
    }

    /// As it is kept: `None` for all, `newest`, or the editions' ids with blanks between.
    pub fn to_text(&self) -> Option<String> {
        match self {
            Self::All => None,
            Self::Newest => Some(NEWEST.to_owned()),
            Self::Editions(editions) => {
                let names = editions.iter().map(|e| e.as_ref().map_or(NONE, EditionId::as_str));
                Some(names.collect::<Vec<_>>().join(" "))
            }
        }
    }

    /// Reads what [`Self::to_text`] wrote. A text with nothing in it that can be an edition chooses all: a copy without any
    /// pledge is nobody's wish.
    pub fn of_text(text: &str) -> Self {
        if text == NEWEST {
            return Self::Newest;
        }
        let one = |name: &str| if name == NONE { Some(None) } else { EditionId::new(name).map(Some) };
        let editions: Vec<_> = text.split_whitespace().filter_map(one).collect();
        if editions.is_empty() { Self::All } else { Self::Editions(editions) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_read_as_it_was_kept_and_nonsense_is_all() {
        let ids = |names: &[&str]| Choice::Editions(names.iter().map(|n| EditionId::new(n)).collect());
        for (text, choice) in [("newest", Choice::Newest), ("34IC", ids(&["34IC"])), ("34IC none", ids(&["34IC", " "]))]
        {
            assert_eq!(Choice::of_text(text), choice, "{text}");
            assert_eq!(choice.to_text().as_deref(), Some(text));
        }
        for text in ["", " ", "\u{0}"] {
            assert_eq!(Choice::of_text(text), Choice::All, "{text}");
        }
        assert_eq!(Choice::All.to_text(), None);
    }
}
