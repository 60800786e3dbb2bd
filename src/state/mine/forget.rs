//! When something is removed, what the reader has on this device forgets it, too: passages and titles in drafts and flags.

use std::rc::Rc;

use pledgebook_core::{
    browse::Catalogue,
    flags::{Draft, Saved},
    model::{PledgeId, clip},
};

use super::Inner;
use crate::{
    browser::{
        mine::{Change, DRAFTS},
        store::StoreError,
        task,
    },
    signals::{Derived, effect},
    state::State,
};

/// The letters of a title that lists of flags keep.
const TITLE: usize = 160;

impl State {
    /// Looks now, and whenever the catalogue is another: removals apply before anything else is shown.
    pub(super) fn forget_what_is_removed(self) {
        let opened = Derived::new(move || self.mine.with(|m| m.opened));
        effect(move || {
            let has_removals = self.catalogue.with(|c| !c.removals().is_empty());
            let Some(inner) = self.inner().filter(|_| opened.get() && has_removals) else { return };
            if self.anything_to_forget() {
                task::spawn(async move { self.forget(inner).await });
            }
        });
    }

    /// A draft without what was removed; None where it has nothing of it.
    pub fn forgetting(self, draft: &Draft) -> Option<Draft> {
        let mut draft = draft.clone();
        self.catalogue.with_untracked(|c| forget_draft(&mut draft, c)).then_some(draft)
    }

    fn anything_to_forget(self) -> bool {
        let catalogue = self.catalogue.get_untracked();
        self.mine.with_untracked(|mine| {
            let drafts = mine.drafts.iter().any(|(_, draft)| forget_draft(&mut draft.clone(), &catalogue));
            drafts || mine.flags.iter().any(|flag| forget_flag(&mut flag.clone(), &catalogue))
        })
    }

    async fn forget(self, inner: Rc<Inner>) {
        let catalogue = self.catalogue.get_untracked();
        let (keys, ids) = self.mine.with_untracked(|mine| {
            let keys: Vec<String> = mine.drafts.iter().map(|(key, _)| key.clone()).collect();
            (keys, mine.flags.iter().map(|f| f.flag.id.clone()).collect::<Vec<_>>())
        });
        // What is being typed here is written after this, and must not bring it back.
        for (_, draft) in inner.typed.borrow_mut().iter_mut() {
            if let Some(draft) = draft {
                forget_draft(draft, &catalogue);
            }
        }
        let mut done: Result<(), StoreError> = Ok(());
        for key in keys {
            let forgotten = |here: Option<&str>| {
                let Some(mut draft) = here.and_then(Draft::from_json) else { return Change::Nothing };
                if forget_draft(&mut draft, &catalogue) { Change::Put(draft.to_json()) } else { Change::Nothing }
            };
            done = done.and(inner.shelf.update(DRAFTS, &key, Box::new(forgotten)).await);
        }
        for id in ids {
            let forgotten = |saved: &mut Saved| {
                forget_flag(saved, &catalogue);
                true
            };
            done = done.and(inner.edit(&id, Box::new(forgotten)).await);
        }
        self.changed(done).await;
    }
}

fn forget_draft(draft: &mut Draft, catalogue: &Catalogue) -> bool {
    let title = title(&draft.subject.pledge, catalogue);
    draft.forget(catalogue.removals(), &title)
}

fn forget_flag(saved: &mut Saved, catalogue: &Catalogue) -> bool {
    let title = title(&saved.flag.subject.pledge, catalogue);
    saved.forget(catalogue.removals(), &title)
}

/// What a pledge is called now: by its title, or by its id.
fn title(pledge: &PledgeId, catalogue: &Catalogue) -> String {
    let title = catalogue.brief(pledge).and_then(|brief| brief.title);
    title.map_or_else(|| pledge.to_string(), |title| clip(&title, TITLE).into_owned())
}
