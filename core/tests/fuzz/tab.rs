//! A tab: the real machine of copying and the real catalogue, with the thin duty of the app's driver (src/state/copy.rs, which
//! only a browser can run) done again here: an action is carried out, what became of it is fed back, and what is shown is
//! made anew where the driver does so. All that knows how the machine is spoken to stands in this file.

use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock, Mutex},
};

use pledgebook_core::{
    browse::{About, Catalogue, Part, Segment},
    feed::{Manifest, PartEntry, PartKind, Sha256Hex},
    sync::{Action, Ended, Event, Failure, Machine, Published, Status, Stored, Timer},
};

use super::device::{Copy, Deal, Device, Done, Life};

/// A request under way.
#[derive(Debug)]
pub struct Request {
    pub life: Life,
    /// The part; None: the manifest.
    pub part: Option<PartEntry>,
    /// Whether no cache may answer.
    pub anew: bool,
    /// How many versions there were when it was asked.
    pub versions: usize,
}

/// What tabs have asked for and not got yet.
#[derive(Default, Debug)]
pub struct Asked {
    pub requests: Vec<Request>,
    pub waits: Vec<(Life, Timer)>,
    /// How many versions the server has published.
    pub versions: usize,
}

/// A tab that is open.
pub struct Tab {
    pub life: Life,
    machine: Machine,
    parts: BTreeMap<Sha256Hex, Part>,
    stored: Stored,
    pub catalogue: Catalogue,
    /// None: this browser has no store.
    database: Option<u32>,
    /// How many of the three acts of opening are done.
    pub opened: u8,
    dirty: bool,
    /// Whether something else is shown since it was last looked at.
    pub is_news: bool,
    /// How often each thing was asked for in this sync.
    asked: BTreeMap<Option<Sha256Hex>, usize>,
    /// Flags that the device refused.
    pub memory: BTreeMap<String, String>,
}

impl Tab {
    pub fn open(life: Life, has_store: bool, device: &mut Device, out: &mut Asked) -> Result<Self, String> {
        let mut tab = Self {
            life,
            machine: Machine::new(Stored::default(), life),
            parts: BTreeMap::new(),
            stored: Stored::default(),
            catalogue: Catalogue::default(),
            database: has_store.then_some(device.database),
            opened: 0,
            dirty: false,
            is_news: true,
            asked: BTreeMap::new(),
            memory: BTreeMap::new(),
        };
        if let Some(database) = tab.database {
            device.ask(life, database, Deal::Load);
        } else {
            tab.opened = 2;
            tab.sync(device, out)?;
        }
        Ok(tab)
    }

    /// Begins a sync, unless one is running.
    pub fn sync(&mut self, device: &mut Device, out: &mut Asked) -> Result<(), String> {
        if self.opened < 2 {
            return Ok(());
        }
        if !self.machine.status().running {
            self.asked.clear();
        }
        self.hear(Event::Start { wanted: None }, device, out)
    }

    /// A request was answered.
    pub fn answered(
        &mut self,
        request: &Request,
        answer: Result<Arc<[u8]>, Failure>,
        device: &mut Device,
        out: &mut Asked,
    ) -> Result<(), String> {
        let event = match &request.part {
            None => Event::Manifest(answer.map(Published::unsigned)),
            Some(entry) => Event::Part(entry.sha256, answer),
        };
        self.hear(event, device, out)
    }

    /// A wait is over.
    pub fn woke(&mut self, timer: Timer, device: &mut Device, out: &mut Asked) -> Result<(), String> {
        self.hear(Event::Woke(timer), device, out)
    }

    /// The store has done something, or refused it.
    pub fn kept(&mut self, done: Done, device: &mut Device, out: &mut Asked) -> Result<(), String> {
        let event = match done.deal {
            Deal::Load => {
                self.load(copy_of(device, &done.kept));
                device.ask(self.life, self.database.unwrap_or(u32::MAX), Deal::ReadParts);
                return Ok(());
            }
            Deal::ReadParts => {
                self.read_parts(copy_of(device, &done.kept));
                return self.sync(device, out);
            }
            Deal::Pending(_) => Event::PendingKept(done.kept),
            Deal::Part(kind, sha, bytes) => {
                if let Some(part) = read(kind, sha, &bytes) {
                    self.parts.insert(sha, part);
                }
                Event::PartKept(sha, done.kept)
            }
            Deal::Swap(..) => Event::Swapped(done.kept),
        };
        self.hear(event, device, out)
    }

    /// The manifests and what was made of the parts: enough for the first list.
    fn load(&mut self, copy: Copy) {
        let [current, pending] = [copy.current, copy.pending].map(|manifest| manifest.map(Published::unsigned));
        self.stored = Stored { current, pending, ..Stored::default() };
        self.stored.parts.extend(copy.parts.keys().copied());
        self.machine = Machine::new(self.stored.clone(), self.life);
        for sha in copy.parts.keys() {
            // Segments have a seal of their own; here they are as they were made of the part when it came.
            if let Some(segment) = made(*sha) {
                self.parts.insert(*sha, Part { segment, bytes: None });
            }
        }
        self.opened = 1;
        self.show();
    }

    /// The parts' bytes, believed only as far as their hash goes.
    fn read_parts(&mut self, copy: Copy) {
        self.stored.parts.clear();
        for (sha, bytes) in copy.parts {
            if Sha256Hex::of(&bytes) == sha {
                if let Some(part) = self.parts.get_mut(&sha) {
                    part.bytes = Some(bytes);
                } else if let Some(part) = self.kind(sha).and_then(|kind| read(kind, sha, &bytes)) {
                    self.parts.insert(sha, part);
                }
                if self.parts.contains_key(&sha) {
                    self.stored.parts.insert(sha);
                }
            }
        }
        self.machine = Machine::new(self.stored.clone(), self.life);
        self.opened = 2;
        self.show();
    }

    fn kind(&self, sha: Sha256Hex) -> Option<PartKind> {
        let manifests = self.machine.newest().into_iter().chain(self.machine.shown());
        manifests.flat_map(|m| &m.parts).find(|p| p.sha256 == sha).map(|p| p.kind)
    }

    fn hear(&mut self, event: Event, device: &mut Device, out: &mut Asked) -> Result<(), String> {
        let removes = matches!(event, Event::PendingKept(_));
        self.dirty |= match &event {
            Event::PartKept(sha, _) => self.machine.shown().is_some_and(|m| m.parts.iter().any(|p| p.sha256 == *sha)),
            Event::Swapped(_) => true,
            _ => removes,
        };
        let actions = self.machine.on(event);
        if !self.machine.status().running
            && matches!(self.machine.status().ended, Some(Ended::UpToDate | Ended::Updated))
        {
            let named: Vec<_> = self.machine.shown().iter().flat_map(|m| m.parts.iter().map(|p| p.sha256)).collect();
            self.parts.retain(|sha, _| named.contains(sha));
        }
        if self.dirty {
            self.show();
        }
        actions.into_iter().try_for_each(|action| self.carry_out(action, device, out))
    }

    fn carry_out(&mut self, action: Action, device: &mut Device, out: &mut Asked) -> Result<(), String> {
        let deal = match action {
            Action::FetchManifest => return self.fetch(None, out),
            Action::FetchPart(entry) => return self.fetch(Some(*entry), out),
            Action::Wait(_, timer) => {
                out.waits.push((self.life, timer));
                return Ok(());
            }
            Action::KeepPending(published) => Deal::Pending(published.manifest),
            Action::KeepPart(sha, bytes) => Deal::Part(self.kind(sha).unwrap_or(PartKind::Pledges), sha, bytes),
            Action::Swap(published, named) => {
                let lacks = named.iter().filter(|sha| self.parts.get(sha).is_none_or(|p| p.bytes.is_none())).count();
                if lacks > 0 {
                    return Err(format!("a swap while {lacks} parts are not here"));
                }
                Deal::Swap(published.manifest, named)
            }
        };
        // A browser without a store refuses at once: the database that there never is does the same.
        device.ask(self.life, self.database.unwrap_or(u32::MAX), deal);
        Ok(())
    }

    fn fetch(&mut self, part: Option<PartEntry>, out: &mut Asked) -> Result<(), String> {
        let sha = part.as_ref().map(|p| p.sha256);
        let what = part.as_ref().map_or("the manifest", |p| &p.path).to_owned();
        let under_way = out.requests.iter().any(|r| r.life == self.life && r.part.as_ref().map(|p| p.sha256) == sha);
        if under_way {
            return Err(format!("{what} is asked for while it is under way"));
        }
        if sha.is_some_and(|sha| self.parts.get(&sha).is_some_and(|p| p.bytes.is_some())) {
            return Err(format!("{what} is asked for although it is here"));
        }
        let times = self.asked.entry(sha).or_default();
        *times += 1;
        if *times > 6 {
            return Err(format!("a storm: {what} is asked for {times} times in one sync"));
        }
        let anew = self.machine.status().failure().is_some_and(|f| !f.is_the_line());
        out.requests.push(Request { life: self.life, part, anew, versions: out.versions });
        Ok(())
    }

    fn show(&mut self) {
        self.dirty = false;
        self.is_news = true;
        let removed = self.machine.newest().map(|m| Arc::new(m.removed.clone())).unwrap_or_default();
        let shown = self.machine.shown().cloned();
        let parts: Vec<Part> =
            shown.iter().flat_map(|m| &m.parts).filter_map(|p| self.parts.get(&p.sha256).cloned()).collect();
        self.catalogue = Catalogue::merge(&parts, removed, &About::default());
    }

    /// The manifest of what is shown, and the newest that is known.
    pub fn manifests(&self) -> (Option<&Arc<Manifest>>, Option<&Arc<Manifest>>) {
        (self.machine.shown(), self.machine.newest())
    }

    /// The manifest of the copy as a file, if it may be saved as one: the driver hears of nothing before it has read the parts.
    pub fn bundle(&self) -> Option<&Arc<Manifest>> {
        self.machine.whole().filter(|_| self.opened == 2).map(|(manifest, _)| manifest)
    }

    pub fn status(&self) -> &Status {
        self.machine.status()
    }

    /// A part that is here, with its bytes where they are loaded.
    pub fn part(&self, sha: &Sha256Hex) -> Option<Option<&Arc<[u8]>>> {
        self.parts.get(sha).map(|p| p.bytes.as_ref())
    }

    /// Whether flags may leave: a sync has ended, well or not.
    pub fn is_settled(&self) -> bool {
        let status = self.machine.status();
        self.opened == 2 && !status.running && status.ended.is_some() && self.machine.shown().is_some()
    }
}

/// What a store has that was read; nothing where it could not be.
fn copy_of(device: &Device, read: &Result<(), String>) -> Copy {
    if read.is_ok() { device.copy.clone() } else { Copy::default() }
}

/// What was made of parts, by their hashes: the same part gives the same.
static SEGMENTS: LazyLock<Mutex<BTreeMap<Sha256Hex, Arc<Segment>>>> = LazyLock::new(Mutex::default);

fn made(sha: Sha256Hex) -> Option<Arc<Segment>> {
    SEGMENTS.lock().expect("nobody panics with it").get(&sha).cloned()
}

fn read(kind: PartKind, sha: Sha256Hex, bytes: &Arc<[u8]>) -> Option<Part> {
    let segment = match made(sha) {
        Some(segment) => segment,
        None => {
            let segment = Part::read(kind, bytes)?.segment;
            SEGMENTS.lock().expect("nobody panics with it").insert(sha, Arc::clone(&segment));
            segment
        }
    };
    Some(Part { segment, bytes: Some(Arc::clone(bytes)) })
}
