//! The copy as a file: saving it, and what the page says of one that is brought in.

mod bring;

use std::sync::Arc;

use leptos::prelude::WithValue;
use pledgebook_core::{
    feed::{MANIFEST_NAME, Manifest, SIGNATURE_NAME, bundled, tar_end, tar_file},
    route::Route,
    sync::{Offer, Wrong},
};
use web_sys::Event as PageEvent;

use self::bring::Bringing;
use super::{Driver, Message, Sync, Turn};
use crate::{
    browser::{
        clock,
        pack::{self, Packing, Picked, Stopped},
        queue::Queue,
        task,
    },
    state::State,
};

/// What is being done with a file, or what became of it. Moments are in milliseconds since 1970.
#[derive(Clone, Copy, Default, PartialEq, Debug)]
pub enum Bundle {
    /// Nothing.
    #[default]
    Nothing,
    /// One is being made.
    Saving,
    /// It was offered to the reader.
    Saved,
    /// It could not be made.
    NotSaved,
    /// One is being checked: so many parts of so many.
    Checking(usize, usize),
    /// It is good, and waits for the end of a sync.
    Waiting,
    /// It is being brought in: so many parts of so many are here.
    Taking(usize, usize),
    /// The copy is now what was published at this moment.
    Taken(f64),
    /// It is older than what is coming, and had parts of that: so many of so many are here now.
    Helped(usize, usize),
    /// It is not taken: why, and when the file and the copy were published.
    Refused(Offer, f64, f64),
    /// It has a fault.
    Wrong(Wrong),
    /// The device does not give it.
    Unread,
    /// It was good when it was checked, and did not come to its end after that.
    Unfinished,
}

impl Bundle {
    /// Whether something is being done.
    pub fn is_busy(self) -> bool {
        matches!(self, Self::Saving | Self::Checking(..) | Self::Waiting | Self::Taking(..))
    }
}

impl From<Stopped> for Bundle {
    fn from(stopped: Stopped) -> Self {
        match stopped {
            Stopped::Gone => Self::Unread,
            Stopped::Garbled => Self::Wrong(Wrong::Broken),
        }
    }
}

impl From<Wrong> for Bundle {
    fn from(wrong: Wrong) -> Self {
        Self::Wrong(wrong)
    }
}

impl State {
    /// Whether this browser can make a file of the copy.
    pub fn can_save_bundle(self) -> bool {
        pack::can_pack()
    }

    /// Whether this browser can open one.
    pub fn can_bring_bundle(self) -> bool {
        pack::can_unpack()
    }

    /// Offers the copy as a file.
    pub fn save_bundle(self) {
        self.on_a_file(
            Bundle::Saving,
            async move |sync| {
                if save(&sync).await.is_some() { Bundle::Saved } else { Bundle::NotSaved }
            },
        );
    }

    /// Lets the reader choose a file, by the field of this id.
    pub fn choose_bundle(self, id: &str) {
        if !self.bundle.with_untracked(|b| b.is_busy()) {
            pack::choose(id);
        }
    }

    /// Brings in the copy that was chosen in a field.
    pub fn bring_chosen(self, event: &PageEvent) {
        if let Some(file) = pack::chosen(event) {
            self.bring(file);
        }
    }

    /// Brings in what is dropped on the page of the copy.
    pub fn take_dropped(self) {
        let wanted = move || pack::can_unpack() && self.route.with_untracked(|r| *r == Route::Copy);
        pack::on_drop(wanted, move |file| self.bring(file));
    }

    fn bring(self, file: Picked) {
        self.on_a_file(Bundle::Checking(0, 0), async move |sync| {
            let bringing = Bringing { state: self, sync, file };
            bringing.run().await.unwrap_or_else(|why| why)
        });
    }

    /// One thing at a time.
    fn on_a_file(self, first: Bundle, work: impl AsyncFnOnce(Sync) -> Bundle + 'static) {
        if self.bundle.with_untracked(|b| b.is_busy()) {
            return;
        }
        self.bundle.set(first);
        let sync = self.sync.with_value(Clone::clone);
        task::spawn(async move { self.bundle.set(work(sync).await) });
    }
}

/// What the driver answers.
pub(super) async fn ask<T: 'static>(sync: &Sync, what: impl FnOnce(&mut Driver) -> T + 'static) -> T {
    let answer = Queue::default();
    let told = answer.clone();
    sync.send(Message::Do(Box::new(move |driver| told.send(what(driver)))));
    answer.next().await
}

/// Makes the file: the manifest as it was published, then the parts in its order.
async fn save(sync: &Sync) -> Option<()> {
    let (manifest, published, parts) = ask(sync, |driver| {
        let (manifest, published) = driver.machine.whole()?;
        let bytes = bundled(manifest).map(|(_, sha)| driver.parts.get(&sha)?.bytes.clone());
        Some((Arc::clone(manifest), published.clone(), bytes.collect::<Option<Vec<_>>>()?))
    })
    .await?;
    let mut turn = Turn::new();
    let packing = Packing::default();
    let signature = published.signature.map(|signature| (SIGNATURE_NAME, signature));
    let first = std::iter::once((MANIFEST_NAME, published.manifest)).chain(signature);
    for (name, bytes) in first.chain(bundled(&manifest).map(|(path, _)| path).zip(parts)) {
        turn.give().await;
        packing.push(&tar_file(name, &bytes)?).then_some(())?;
    }
    packing.push(&tar_end()).then_some(())?;
    packing.save(&file_name(&manifest)).await.then_some(())
}

/// Named by the day of the source, or by that of the publication.
fn file_name(manifest: &Manifest) -> String {
    let generated = manifest.generated.split('T').next().unwrap_or_default();
    let day = manifest.as_of.map_or_else(|| generated.to_owned(), |date| date.to_string());
    format!("pledgebook-{day}.pledges.tgz")
}

/// When it was published, in milliseconds since 1970.
pub(super) fn published(manifest: &Manifest) -> f64 {
    clock::parse(&manifest.generated).unwrap_or(f64::NAN)
}
