//! Removals whose text is not in the records any more. If the source took it out, all is well; if somebody corrected a
//! comma in it, it has another hash and is published again, which a publisher has to know.

use std::fmt;

use pledgebook_core::{
    feed::{Removal, Removals, Sha256Hex, publish_pledge},
    model::Pledge,
};

use super::Loaded;

/// A removal in force that finds its record, but not its text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EditedSince {
    /// The pledge or report.
    pub id: String,
    /// The text that was removed.
    pub text: Sha256Hex,
}

impl fmt::Display for EditedSince {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: the text {} that was removed is not in the record any more; if it was only edited, see whether the new one has to \
             be removed too",
            self.id,
            self.text.short()
        )
    }
}

/// All such removals, in the list's order.
pub fn edited_since(loaded: &Loaded) -> Vec<EditedSince> {
    let mut all: Vec<_> = loaded.pledges.iter().flat_map(|p| edited_in(p, &loaded.removals)).collect();
    all.sort_by_key(|(place, _)| *place);
    all.into_iter().map(|(_, edited)| edited).collect()
}

/// Such removals of one pledge or its reports, with their places in the list.
pub fn edited_in(pledge: &Pledge, removals: &Removals) -> Vec<(usize, EditedSince)> {
    let is_its = |id: &str| pledge.id.as_str() == id || pledge.reports.iter().any(|r| r.id.as_str() == id);
    let in_force = removals.entries().iter().enumerate().filter(|(_, r)| r.restored.is_none() && is_its(&r.id));
    let texts = in_force.flat_map(|(n, r)| r.texts.iter().flatten().map(move |text| (n, r, *text)));
    let gone = texts.filter(|(_, r, text)| !holds(pledge, r, *text));
    gone.map(|(n, r, text)| (n, EditedSince { id: r.id.to_string(), text })).collect()
}

/// Whether the removal of one text changes a pledge.
fn holds(pledge: &Pledge, removal: &Removal, text: Sha256Hex) -> bool {
    let one = Removals::new(vec![Removal { texts: Some(vec![text]), ..removal.clone() }]);
    publish_pledge(pledge.clone(), &one).as_ref() != Some(pledge)
}
