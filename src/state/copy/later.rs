//! What the copy needs done that can wait for the second module: it takes these one by one, once it is here.

use std::sync::Arc;

use leptos::prelude::WithValue;
use pledgebook_core::{
    browse::Part,
    feed::{ByHash, Manifest},
};

use super::{changed, follow, tend};
use crate::{browser::task, state::State};

/// Something to see to.
pub enum Later {
    /// Another tab has kept something; whether this one then begins, as it had waited for that.
    Follow(bool),
    /// A swap: the manifest before, the one after, and the parts of both.
    Swapped(Arc<Manifest>, Arc<Manifest>, ByHash<Part>),
}

impl State {
    /// Sees to it, as long as the page lives.
    pub fn see_to_copy(self) {
        let (later, sync) = (self.later.with_value(Clone::clone), self.sync.with_value(Clone::clone));
        tend::begin(self, &sync);
        task::spawn(async move {
            changed::load(self, &sync).await;
            loop {
                match later.next().await {
                    Later::Follow(and_begin) => follow::follow(self, &sync, and_begin).await,
                    Later::Swapped(before, after, parts) => {
                        changed::note(self, &sync, &before, &after, &parts).await;
                    }
                }
            }
        });
    }
}
