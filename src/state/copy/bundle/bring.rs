//! Brings in the copy that is in a file. It goes the way of what comes by the line, through the same machine. It is read twice:
//! once to check all of it, and only then to keep it, so that a file with a fault leaves the copy as it was.

use std::{collections::VecDeque, sync::Arc};

use pledgebook_core::{
    feed::Manifest,
    sync::{Action, Ended, Event, Failure, Machine, Offer, Published, Unpacked, Unpacking, Wrong},
};

use super::{
    super::{Driver, Message, Sync, Turn, database, follow, keys::CHECK},
    Bundle, ask, published,
};
use crate::{
    browser::{
        clock,
        pack::{Picked, Pieces, Stopped},
        tabs::{self, Lock},
    },
    state::State,
};

/// Milliseconds between two looks whether a sync has ended.
const LOOK: u32 = 200;

/// A file on its way in.
pub(super) struct Bringing {
    pub(super) state: State,
    pub(super) sync: Sync,
    pub(super) file: Picked,
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
    /// Brings it in, and says what became of it.
    pub(super) async fn run(&self) -> Result<Bundle, Bundle> {
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
        // The lock is given back at the end of this.
        let _turn = self.turn(is_ours).await;
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

    /// As for any sync: one tab at a time. What another tab has kept meanwhile is read first; if it was this one that still had its
    /// turn, it knows better than its store.
    async fn turn(&self, is_ours: bool) -> Lock {
        let lock = tabs::lock(&database(), false).await;
        if !matches!(lock, Lock::Taken) {
            return lock;
        }
        let lock = tabs::lock(&database(), true).await;
        if !is_ours {
            follow::follow(self.state, &self.sync, false).await;
        }
        lock
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
