//! A device with two tabs, a server and a desk. Steps happen to it one after the other; after each it is looked whether all
//! that must be true is.

use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock},
};

use pledgebook_core::{
    feed::{Manifest, Sha256Hex},
    sync::{Ended, Failure},
};

use super::{
    check,
    device::{Device, Done, Life},
    feed::{FEED, OTHER_FEED, Publisher},
    outbox::Flags,
    step::{DeskHow, How, Step},
    tab::{Asked, Request, Tab},
};

/// How many moments all may take to come to rest.
const PATIENCE: usize = 400;
const DAY: u64 = 86_400_000;

/// What has been published when a sequence begins: the same for each.
static FEEDS: LazyLock<[Publisher; 2]> = LazyLock::new(|| [Publisher::new(FEED), Publisher::new(OTHER_FEED)]);

pub struct World {
    /// The feed, and one that has nothing to do with it.
    feeds: [Publisher; 2],
    /// Parts that the server has deleted.
    swept: Vec<Sha256Hex>,
    device: Device,
    tabs: [Option<Tab>; 2],
    asked: Asked,
    flags: Flags,
    lives: Life,
    /// The newest manifest that was ever stored in this database.
    stored: Option<(u32, Arc<str>, u64)>,
    /// How often each kind of step did happen.
    pub figures: BTreeMap<String, usize>,
}

impl World {
    pub fn new() -> Self {
        let device = Device { clock: 1_795_000_000_000, ..Device::default() };
        let mut world = Self {
            feeds: FEEDS.clone(),
            swept: Vec::new(),
            device,
            tabs: [None, None],
            asked: Asked::default(),
            flags: Flags::default(),
            lives: 0,
            stored: None,
            figures: BTreeMap::new(),
        };
        world.asked.versions = 1;
        world
    }

    /// Lets something happen, and looks at everything.
    pub fn happen(&mut self, step: Step) -> Result<(), String> {
        *self.figures.entry(step.kind()).or_default() += 1;
        self.take(step)?;
        self.look()
    }

    fn take(&mut self, step: Step) -> Result<(), String> {
        match step {
            Step::Publish(deed, n) => {
                self.feeds[0].act(deed, n);
                self.asked.versions = self.feeds[0].versions.len();
                let named: Vec<_> = self.feeds[0].back(0).parts.keys().copied().collect();
                self.swept.retain(|sha| !named.contains(sha));
            }
            Step::Sweep => {
                let named = &self.feeds[0].back(0).parts;
                let old = self.feeds[0].versions.iter().flat_map(|v| v.parts.keys()).filter(|s| !named.contains_key(s));
                self.swept = old.copied().collect();
            }
            Step::Open(at, has_store) if self.tabs[at].is_none() => self.open(at, has_store)?,
            Step::Open(..) => {}
            Step::Close(at, done) => self.close(at, done)?,
            Step::Kill(done) => {
                for _ in 0..done {
                    self.device.commit(true);
                    self.look_at_the_store()?;
                }
                self.tabs = [None, None];
                self.forget()?;
            }
            Step::Sync(at) => self.with(at, |tab, device, asked| tab.sync(device, asked))?,
            Step::Answer(n, how) if !self.asked.requests.is_empty() => {
                let request = self.asked.requests.remove(n % self.asked.requests.len());
                self.answer(&request, how)?;
            }
            Step::Commit(well) => {
                if let Some(done) = self.device.commit(well) {
                    self.look_at_the_store()?;
                    self.kept(done)?;
                }
            }
            Step::Wake(n) if !self.asked.waits.is_empty() => {
                let (life, timer) = self.asked.waits.remove(n % self.asked.waits.len());
                self.of(life, |tab, device, asked| tab.woke(timer, device, asked))?;
            }
            Step::Go(moments) => (0..moments).try_for_each(|_| self.moment().map(|_| ()))?,
            other => self.take_quietly(other)?,
        }
        Ok(())
    }

    /// What happens to the device and to flags.
    fn take_quietly(&mut self, step: Step) -> Result<(), String> {
        match step {
            Step::Full(full) => self.device.full = full,
            Step::Damage(n) => self.device.damage(n),
            Step::Clear => self.device.clear(),
            Step::Jump(days) => {
                let by = u64::from(days.unsigned_abs()) * DAY;
                let clock = &mut self.device.clock;
                *clock = if days < 0 { clock.saturating_sub(by) } else { *clock + by };
            }
            Step::Flag(at, n) => self.with_flags(at, |flags, tab, device| flags.flag(tab, device, n)),
            Step::Again(at, n, words) => self.with_flags(at, |flags, tab, device| flags.again(tab, device, n, words)),
            Step::Confirm(at, n) => self.with_flags(at, |flags, tab, device| flags.confirm(tab, device, n)),
            Step::Send(at) => {
                if let Some(tab) = &mut self.tabs[at] {
                    self.flags.send(tab, &mut self.device)?;
                }
            }
            Step::Post(n, how) if !self.flags.posts.is_empty() => self.post(n, how)?,
            _ => {}
        }
        Ok(())
    }

    fn open(&mut self, at: usize, has_store: bool) -> Result<(), String> {
        self.lives += 1;
        self.tabs[at] = Some(Tab::open(self.lives, has_store, &mut self.device, &mut self.asked)?);
        Ok(())
    }

    fn close(&mut self, at: usize, done: usize) -> Result<(), String> {
        for _ in 0..done {
            if let Some(done) = self.device.commit(true) {
                self.look_at_the_store()?;
                self.kept(done)?;
            }
        }
        self.tabs[at] = None;
        self.forget()
    }

    /// What belongs to tabs that are gone comes to nothing.
    fn forget(&mut self) -> Result<(), String> {
        let lives: Vec<Life> = self.tabs.iter().flatten().map(|t| t.life).collect();
        self.asked.requests.retain(|r| lives.contains(&r.life));
        self.asked.waits.retain(|(life, _)| lives.contains(life));
        self.device.forget(|life| !lives.contains(&life));
        self.flags.forget(|life| !lives.contains(&life))
    }

    fn with(
        &mut self,
        at: usize,
        act: impl FnOnce(&mut Tab, &mut Device, &mut Asked) -> Result<(), String>,
    ) -> Result<(), String> {
        self.tabs[at].as_mut().map_or(Ok(()), |tab| act(tab, &mut self.device, &mut self.asked))
    }

    fn of(
        &mut self,
        life: Life,
        act: impl FnOnce(&mut Tab, &mut Device, &mut Asked) -> Result<(), String>,
    ) -> Result<(), String> {
        let tab = self.tabs.iter_mut().flatten().find(|t| t.life == life);
        tab.map_or(Ok(()), |tab| act(tab, &mut self.device, &mut self.asked))
    }

    fn with_flags(&mut self, at: usize, act: impl FnOnce(&mut Flags, &mut Tab, &mut Device)) {
        if let Some(tab) = &mut self.tabs[at] {
            act(&mut self.flags, tab, &mut self.device);
        }
    }

    fn kept(&mut self, done: Done) -> Result<(), String> {
        self.of(done.life, |tab, device, asked| tab.kept(done, device, asked))
    }

    fn post(&mut self, n: usize, how: DeskHow) -> Result<(), String> {
        let post = self.flags.posts.remove(n % self.flags.posts.len());
        let tab = self.tabs.iter_mut().flatten().find(|t| t.life == post.life);
        tab.map_or(Ok(()), |tab| self.flags.answered(&post, how, tab, &mut self.device))
    }

    /// All goes well for a moment; false where nothing is to be done.
    fn moment(&mut self) -> Result<bool, String> {
        if let Some(done) = self.device.commit(true) {
            self.look_at_the_store()?;
            self.kept(done)?;
        } else if !self.asked.requests.is_empty() {
            let request = self.asked.requests.remove(0);
            self.answer(&request, How::Well)?;
        } else if !self.asked.waits.is_empty() {
            let (life, timer) = self.asked.waits.remove(0);
            self.of(life, |tab, device, asked| tab.woke(timer, device, asked))?;
        } else if !self.flags.posts.is_empty() {
            self.post(0, DeskHow::Well)?;
        } else {
            return Ok(false);
        }
        self.look_at_tabs()?;
        Ok(true)
    }

    fn answer(&mut self, request: &Request, how: How) -> Result<(), String> {
        let answer = self.body(request, how);
        self.of(request.life, |tab, device, asked| tab.answered(request, answer, device, asked))
    }

    /// What the network gives for a request.
    fn body(&self, request: &Request, how: How) -> Result<Arc<[u8]>, Failure> {
        let latest = self.feeds[0].versions.len();
        let back = match how {
            How::Late => latest - request.versions.min(latest),
            How::Stale(n) => n,
            How::SameTag(n) if !request.anew => n,
            _ => 0,
        };
        let feed = if how == How::OtherFeed { &self.feeds[1] } else { &self.feeds[0] };
        let version = feed.back(back);
        let well = match &request.part {
            None => Ok(Arc::clone(&version.bytes)),
            Some(part) => {
                let all = self.feeds.iter().flat_map(|f| &f.versions);
                let there = all.filter_map(|v| v.parts.get(&part.sha256)).next().cloned();
                there.filter(|_| !self.swept.contains(&part.sha256)).ok_or(Failure::Http(404))
            }
        };
        let text = |bytes: &Arc<[u8]>| String::from_utf8_lossy(bytes).into_owned();
        match how {
            How::Offline => Err(Failure::Offline),
            How::TimedOut => Err(Failure::TimedOut),
            How::Status(status) => Err(Failure::Http(status)),
            How::Html => Ok(b"<!doctype html><title>Welcome</title>".as_slice().into()),
            How::Cut => well.map(|bytes| bytes[..bytes.len() * 2 / 3].into()),
            How::Altered => well.map(|bytes| {
                let mut other = bytes.to_vec();
                // In the last third there is always something that its reader minds: a manifest is not hashed.
                let at = if request.part.is_some() { other.len() / 2 } else { other.len() - 1 };
                other[at] ^= 1;
                other.into()
            }),
            How::LaterFormat if request.part.is_none() => {
                well.map(|bytes| text(&bytes).replace("pledge-feed/1", "pledge-feed/9").into_bytes().into())
            }
            _ => well,
        }
    }

    fn look(&mut self) -> Result<(), String> {
        self.look_at_the_store()?;
        self.look_at_tabs()?;
        self.flags.check(&self.device)
    }

    fn look_at_tabs(&mut self) -> Result<(), String> {
        for tab in self.tabs.iter_mut().flatten() {
            if std::mem::take(&mut tab.is_news) {
                check::tab(tab, &self.feeds)?;
            }
        }
        Ok(())
    }

    /// The copy that is kept is whole, and nothing that is known is forgotten.
    fn look_at_the_store(&mut self) -> Result<(), String> {
        let (current, pending) = self.device.manifests();
        let parts = current.iter().flat_map(|m| &m.parts);
        let lacks = parts.filter(|p| !self.device.copy.parts.contains_key(&p.sha256)).count();
        if lacks > 0 {
            return Err(format!("the copy that is kept lacks {lacks} parts"));
        }
        if let (Some(current), Some(pending)) = (&current, &pending)
            && (current.feed != pending.feed)
        {
            return Err("two feeds are kept in one copy".to_owned());
        }
        let newest = |m: &Manifest| m.seq;
        let newest = [&current, &pending].into_iter().flatten().max_by_key(|m| newest(m));
        let Some(now) = newest.map(|m| (self.device.database, Arc::<str>::from(&*m.feed), m.seq)) else {
            return Ok(());
        };
        if let Some((database, feed, seq)) = &self.stored
            && *database == now.0
            && (*feed != now.1 || *seq > now.2)
        {
            return Err(format!("the device knew {feed} {seq} and now has {} {}", now.1, now.2));
        }
        self.stored = Some(now);
        Ok(())
    }

    /// Lets everything come to rest.
    fn rest(&mut self) -> Result<(), String> {
        for _ in 0..PATIENCE {
            if !self.moment()? {
                return match self.tabs.iter().flatten().find(|t| t.opened < 2 || t.status().running) {
                    Some(tab) => Err(format!("a sync never ends: {:?}", tab.status())),
                    None => self.look(),
                };
            }
        }
        Err(format!("nothing comes to rest: {:?} {:?}", self.asked.requests, self.asked.waits))
    }

    /// All faults are over: what must be true in the end.
    pub fn end(&mut self) -> Result<(), String> {
        self.device.full = false;
        self.rest()?;
        for again in [false, true] {
            if again {
                // A new day: everything is closed and opened again.
                self.tabs = [None, None];
                self.forget()?;
                self.open(0, true)?;
                self.rest()?;
            }
            for at in [0, 1] {
                self.with(at, |tab, device, asked| tab.sync(device, asked))?;
            }
            self.rest()?;
            self.tabs.iter().flatten().try_for_each(|tab| self.is_latest(tab))?;
        }
        self.send_all()?;
        let (current, pending) = self.device.manifests();
        let latest = &self.feeds[0].back(0).manifest;
        let is_other = [&current, &pending].into_iter().flatten().any(|m| m.feed != latest.feed);
        match &current {
            _ if is_other => Ok(()),
            // Another tab may have noted the same manifest once more before it heard of the swap: that is no other copy.
            Some(current) if pending.as_ref().is_none_or(|p| p == latest) && current == latest => Ok(()),
            kept => {
                let seq = |m: &Option<Manifest>| m.as_ref().map(|m| m.seq);
                Err(format!("in the end the device keeps {:?} and {:?} of {}", seq(kept), seq(&pending), latest.seq))
            }
        }
    }

    fn is_latest(&self, tab: &Tab) -> Result<(), String> {
        let newest = tab.manifests().1.ok_or("in the end there is no copy")?;
        if newest.feed != self.feeds[0].back(0).manifest.feed {
            // A first visit behind another's door: that feed is kept, and this one refused in words.
            let ended = &tab.status().ended;
            let is_said = *ended == Some(Ended::Failed(Failure::OtherFeed));
            return if is_said { Ok(()) } else { Err(format!("another feed's copy, and the sync ended {ended:?}")) };
        }
        let is_good = matches!(tab.status().ended, Some(Ended::UpToDate | Ended::Updated));
        let whole = tab.bundle().filter(|m| ***m == self.feeds[0].back(0).manifest);
        if is_good && whole.is_some() { Ok(()) } else { Err(format!("in the end the copy is {:?}", tab.status())) }
    }

    fn send_all(&mut self) -> Result<(), String> {
        for _ in 0..50 {
            self.device.clock += 2 * DAY;
            self.take(Step::Send(0))?;
            if self.flags.posts.is_empty() {
                break;
            }
            self.rest()?;
        }
        if self.flags.posts.is_empty() {
            self.flags.check_end(&self.device)
        } else {
            Err("flags go on for ever".to_owned())
        }
    }
}
