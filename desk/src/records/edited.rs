//! Removals whose text is not in the records any more. If the source took it out, all is well; if somebody corrected a
//! comma in it, it has another hash and is published again, which a publisher has to know.

use std::{collections::HashMap, fmt};

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
    let mut records: HashMap<&str, &Pledge> = HashMap::new();
    for pledge in &loaded.pledges {
        records.extend(pledge.reports.iter().map(|r| (r.id.as_str(), pledge)));
        records.insert(pledge.id.as_str(), pledge);
    }
    let mut edited = Vec::new();
    for removal in loaded.removals.entries().iter().filter(|r| r.restored.is_none()) {
        let Some(pledge) = records.get(&*removal.id) else { continue };
        for text in removal.texts.iter().flatten().filter(|text| !holds(pledge, removal, **text)) {
            edited.push(EditedSince { id: removal.id.to_string(), text: *text });
        }
    }
    edited
}

/// Whether the removal of one text changes a pledge.
fn holds(pledge: &Pledge, removal: &Removal, text: Sha256Hex) -> bool {
    let one = Removals::new(vec![Removal { texts: Some(vec![text]), ..removal.clone() }]);
    publish_pledge(pledge.clone(), &one).as_ref() != Some(pledge)
}
