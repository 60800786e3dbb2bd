//! The reader's own things, as pages see them.

use std::sync::Arc;

use pledgebook_core::{
    flags::{Draft, Saved, Told},
    model::{Contact, FlagId, PledgeId},
};

/// The reader's own things, as pages see them.
#[derive(Clone, Default)]
pub struct Mine {
    /// Whether the device has been asked.
    pub opened: bool,
    /// Why nothing is kept, if so.
    pub not_kept: Option<String>,
    /// The flags, the newest first.
    pub flags: Arc<Vec<Saved>>,
    /// The drafts, by what they are about.
    pub drafts: Vec<(String, Draft)>,
    /// How to reach the reader, as long as this page lives: it is never kept.
    pub(super) contacts: Vec<(FlagId, Contact)>,
    /// The passage that was selected when a flag was begun, with the id of its pledge.
    pub(super) picked: Option<(PledgeId, String)>,
}

impl Mine {
    /// A flag by its id.
    pub fn flag(&self, id: &FlagId) -> Option<&Saved> {
        self.flags.iter().find(|f| f.flag.id == *id)
    }

    /// The reader's objection to a decision, unless it was taken back.
    pub fn objection_to(&self, about: &FlagId) -> Option<&Saved> {
        let stands = |f: &&Saved| f.sent().is_none_or(|s| s.told != Told::TakenBack);
        self.flags.iter().filter(stands).find(|f| f.flag.objects_to.as_ref() == Some(about))
    }

    /// How many flags are on this device alone.
    pub fn waiting(&self) -> usize {
        self.flags.iter().filter(|f| f.waits()).count()
    }

    /// The draft of a text, by its key.
    pub fn draft(&self, key: &str) -> Option<&Draft> {
        self.drafts.iter().find(|(k, _)| k == key).map(|(_, draft)| draft)
    }

    pub(super) fn set_draft(&mut self, key: &str, draft: Option<Draft>) {
        self.drafts.retain(|(k, _)| k != key);
        self.drafts.extend(draft.map(|draft| (key.to_owned(), draft)));
    }

    pub(super) fn set_contact(&mut self, id: &FlagId, contact: Option<Contact>) {
        self.contacts.retain(|(of, _)| of != id);
        self.contacts.extend(contact.map(|contact| (id.clone(), contact)));
    }

    pub(super) fn contact(&self, id: &FlagId) -> Option<&Contact> {
        self.contacts.iter().find(|(of, _)| of == id).map(|(_, contact)| contact)
    }
}
