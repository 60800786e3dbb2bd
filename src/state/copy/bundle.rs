//! The copy as a file: saving it, and bringing one in. What comes in a file goes the way of what comes by the line, through
//! the same machine. It is read twice: once to check all of it, and only then to keep it, so that a file with a fault leaves
//! the copy as it was.

use std::{collections::VecDeque, sync::Arc};

use leptos::prelude::WithValue;
use pledgebook_core::{
    feed::{MANIFEST_NAME, Manifest, SIGNATURE_NAME, bundled, tar_end, tar_file},
    route::Route,
    sync::{Action, Ended, Event, Failure, Machine, Offer, Published, Unpacked, Unpacking, Wrong},
};
use web_sys::Event as PageEvent;

use super::{Driver, Message, Sync, Turn, database, follow, keys::CHECK};
use crate::{
    browser::{
        clock,
        pack::{self, Packing, Picked, Pieces, Stopped},
        queue::Queue,
        tabs::{self, Lock},
        task,
    },
    state::State,
};

/// Milliseconds between two looks whether a sync has ended.
const LOOK: u32 = 200;

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

/// A file on its way in.
struct Bringing {
    state: State,
    sync: Sync,
    file: Picked,
}

/// A file as it is read: unpacked and checked.
struct Reading {
    pieces: Pieces,
    unpacking: Unpacking,
    turn: Turn,
    /// What is read and not given yet.
    read: VecDeque<Unpacked>,
    any: bool,
}

impl Reading {
    fn new(file: &Picked) -> Result<Self, Bundle> {
        let pieces = file.unpack()?;
        Ok(Self { pieces, unpacking: Unpacking::new(CHECK), turn: Turn::new(), read: VecDeque::new(), any: false })
    }

    /// The next thing in it; None at its end, if nothing was missing.
    async fn next(&mut self) -> Result<Option<Unpacked>, Bundle> {
        loop {
            if let Some(unpacked) = self.read.pop_front() {
                return Ok(Some(unpacked));
            }
            self.turn.give().await;
            match self.pieces.next().await {
                Ok(Some(bytes)) => self.read.extend(self.unpacking.push(&bytes)?),
                Ok(None) => {
                    let unpacking = std::mem::replace(&mut self.unpacking, Unpacking::new(None));
                    return unpacking.end().map(|()| None).map_err(Bundle::from);
                }
                // What cannot even be unpacked as far as its manifest was never a bundle.
                Err(Stopped::Garbled) if !self.any => return Err(Bundle::Wrong(Wrong::NotABundle)),
                Err(stopped) => return Err(stopped.into()),
            }
            self.any = true;
        }
    }
}

impl Bringing {
    async fn run(&self) -> Result<Bundle, Bundle> {
        let (bytes, manifest) = self.check().await?;
        self.state.bundle.set(Bundle::Waiting);
        let brought = self.bring(bytes, manifest).await;
        let is_due = ask(&self.sync, |driver| {
            (driver.bringing, driver.from_file) = (false, false);
            matches!(driver.machine.status().ended, None | Some(Ended::Stopped))
        });
        // What is still missing comes by the line.
        if is_due.await {
            self.sync.start_again(false);
        }
        brought
    }

    async fn bring(&self, bytes: Published, manifest: Arc<Manifest>) -> Result<Bundle, Bundle> {
        // What a bad line would bring some time is in the file.
        let is_ours = ask(&self.sync, |driver| {
            driver.bringing = true;
            driver.break_off(Machine::abandon);
            driver.held.is_some()
        });
        let is_ours = is_ours.await;
        // As any sync: one tab at a time. The lock is given back at the end of this.
        let mut _turn = tabs::lock(&database(), false).await;
        if matches!(_turn, Lock::Taken) {
            _turn = tabs::lock(&database(), true).await;
            if !is_ours {
                follow::follow(self.state, &self.sync, false).await;
            }
        }
        let before = ask(&self.sync, |driver| driver.copied_at).await;
        let (actions, taken) = self.begin(bytes, Arc::clone(&manifest)).await?;
        // It is as old as what was published then, not as the moment at which it came.
        let at = published(&taken).min(clock::now()).max(before.unwrap_or(f64::NEG_INFINITY));
        self.carry_out(actions).await;
        // Whether or not it comes to its end: what it gave is kept, as of a sync that breaks off.
        let read = self.take().await;
        let only_helps = taken.seq != manifest.seq;
        if only_helps {
            let abandon = |driver: &mut Driver| {
                driver.from_file = false;
                driver.break_off(Machine::abandon);
            };
            ask(&self.sync, abandon).await;
        } else {
            self.give_up().await;
        }
        if self.end(at).await {
            return Ok(Bundle::Taken(published(&taken)));
        }
        read?;
        if !only_helps {
            return Err(Bundle::Unfinished);
        }
        let (have, of) = ask(&self.sync, |driver| (driver.machine.status().have, driver.machine.status().of)).await;
        Ok(Bundle::Helped(have, of))
    }

    /// Reads all of the file and keeps nothing.
    async fn check(&self) -> Result<(Published, Arc<Manifest>), Bundle> {
        let mut reading = Reading::new(&self.file)?;
        let mut found = None;
        while let Some(unpacked) = reading.next().await? {
            if let Unpacked::Manifest(bytes, manifest) = unpacked {
                self.judge(&manifest).await?;
                found = Some((bytes, manifest));
            }
            let of = found.as_ref().map_or(0, |(_, m): &(Published, Arc<Manifest>)| m.parts.len());
            self.state.bundle.set(Bundle::Checking(reading.unpacking.have(), of));
        }
        found.ok_or(Bundle::Wrong(Wrong::NotABundle))
    }

    async fn judge(&self, manifest: &Arc<Manifest>) -> Result<(), Bundle> {
        let offered = Arc::clone(manifest);
        match ask(&self.sync, move |driver| judged(driver, &offered)).await {
            Bundle::Nothing => Ok(()),
            refused => Err(refused),
        }
    }

    /// Begins a sync with the manifest in the file, once no other is running; with the newest that is known, if the file is older
    /// and has parts of that. Says what is to be done, and which it is.
    async fn begin(&self, bytes: Published, manifest: Arc<Manifest>) -> Result<(Vec<Action>, Arc<Manifest>), Bundle> {
        loop {
            let (bytes, manifest) = (bytes.clone(), Arc::clone(&manifest));
            let begun = ask(&self.sync, move |driver| {
                if driver.machine.status().running {
                    return None;
                }
                // The sync that was waited for may have brought something newer.
                let refused = judged(driver, &manifest);
                if refused != Bundle::Nothing {
                    return Some(Err(refused));
                }
                let (bytes, manifest) = newest(&driver.machine)
                    .filter(|_| driver.machine.is_helped_by(&manifest))
                    .unwrap_or((bytes, manifest));
                driver.from_file = true;
                driver.step(Event::Start { wanted: None });
                driver.machine.ask_for_all();
                Some(Ok((driver.step(Event::Manifest(Ok(bytes))), manifest)))
            });
            if let Some(begun) = begun.await {
                return begun;
            }
            self.state.bundle.set(Bundle::Waiting);
            clock::sleep(LOOK).await;
        }
    }

    /// Does what the machine says, and what it says then. Its parts come from the file.
    async fn carry_out(&self, actions: Vec<Action>) {
        let mut actions = VecDeque::from(actions);
        while let Some(action) = actions.pop_front() {
            let event = match action {
                Action::FetchPart(_) => continue,
                Action::Wait(_, timer) => Event::Woke(timer),
                action => self.done(action).await,
            };
            actions.extend(ask(&self.sync, move |driver| driver.step(event)).await);
        }
    }

    /// What became of an action. This, and not the driver, hears of it.
    async fn done(&self, action: Action) -> Event {
        let heard = Sync::default();
        let hears = heard.clone();
        ask(&self.sync, move |driver| driver.carry_out(action, hears)).await;
        loop {
            match heard.0.next().await {
                Message::Event(event) => return event,
                // A part that was read is for the driver.
                other => self.sync.send(other),
            }
        }
    }

    /// Reads the file again, and gives the machine the parts that it waits for.
    async fn take(&self) -> Result<(), Bundle> {
        let mut reading = Reading::new(&self.file)?;
        while let Some(unpacked) = reading.next().await? {
            let Unpacked::Part(sha, bytes) = unpacked else { continue };
            let ((have, of, running), actions) = ask(&self.sync, move |driver| {
                let is_awaited = driver.machine.awaited().any(|s| s == sha);
                let actions = is_awaited.then(|| driver.step(Event::Part(sha, Ok(bytes))));
                let status = driver.machine.status();
                ((status.have, status.of, status.running), actions.unwrap_or_default())
            })
            .await;
            if !running {
                break;
            }
            self.state.bundle.set(Bundle::Taking(have, of));
            self.carry_out(actions).await;
        }
        Ok(())
    }

    /// Tells the machine that what it still waits for does not come.
    async fn give_up(&self) {
        loop {
            let actions = ask(&self.sync, |driver| {
                let sha = driver.machine.awaited().next().filter(|_| driver.machine.status().running)?;
                Some(driver.step(Event::Part(sha, Err(Failure::Damaged))))
            });
            let Some(actions) = actions.await else { return };
            self.carry_out(actions).await;
        }
    }

    /// Whether the copy is now whole, and as of when.
    async fn end(&self, at: f64) -> bool {
        let end = move |driver: &mut Driver| {
            let is_here = matches!(driver.machine.status().ended, Some(Ended::Updated | Ended::UpToDate));
            if is_here {
                driver.is_true_at(at, true);
                driver.tell();
            }
            is_here
        };
        ask(&self.sync, end).await
    }
}

/// The newest manifest that is known, and as it was published.
fn newest(machine: &Machine) -> Option<(Published, Arc<Manifest>)> {
    let (current, pending) = machine.published();
    Some((pending.or(current)?.clone(), Arc::clone(machine.newest()?)))
}

/// Why a manifest is not taken; nothing where it is, or where its file has parts of a newer one.
fn judged(driver: &Driver, offered: &Manifest) -> Bundle {
    let known = driver.machine.newest().map_or(f64::NAN, |m| published(m));
    match driver.machine.judge(offered) {
        Offer::Take => Bundle::Nothing,
        Offer::Older if driver.machine.is_helped_by(offered) => Bundle::Nothing,
        refused => Bundle::Refused(refused, published(offered), known),
    }
}
