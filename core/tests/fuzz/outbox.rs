//! The reader's flags: the real outbox (flags/outbox.rs, flags/saved.rs) over a device that keeps them in transactions, tabs
//! of which one sends, and a desk that knows a repeat by its id. What src/state/mine does with them in the browser is done
//! again here, act by act.

use std::collections::{BTreeMap, BTreeSet};

use pledgebook_core::{
    browse::Held,
    feed::{flag_json, parse_flag, same_content},
    flags::{Answer, Next, Place, Saved, Stage, TextNow, Trouble, Why, flaggable, read_answer},
    model::{Flag, FlagId, Ground, Lang, Subject},
};

use super::{
    device::{Device, Life},
    step::DeskHow,
    tab::Tab,
};

/// A flag on its way to the desk.
#[derive(Debug)]
pub struct Post {
    pub life: Life,
    id: FlagId,
    bytes: String,
}

/// The desk: what it was sent first under each id.
#[derive(Default, Debug)]
pub struct Desk {
    has: BTreeMap<String, Flag>,
    /// Flags of which a full device refused a change: the tab goes on with it in memory, and once that tab is closed the device
    /// has the words from before. Whoever edited one so may be told by the desk that it has another: that is known, and said.
    refused: BTreeSet<String>,
}

/// All that has to do with flags but what the device keeps.
#[derive(Default, Debug)]
pub struct Flags {
    pub posts: Vec<Post>,
    desk: Desk,
    /// Which tab has the right to send.
    sender: Option<Life>,
    /// Flags that the device has kept: none is ever lost.
    kept: BTreeSet<String>,
    made: usize,
}

impl Desk {
    /// Takes a flag; the status and the body of the answer.
    fn take(&mut self, id: &str, bytes: &str) -> Result<(u16, String), String> {
        let flag = parse_flag(bytes.as_bytes()).map_err(|f| format!("the desk is sent what is no flag: {f:?}"))?;
        let status = match self.has.get(id) {
            Some(first) if same_content(first, &flag) => 200,
            Some(_) if self.refused.contains(id) => return Ok((409, String::new())),
            Some(_) => return Err(format!("flag {id} is sent again with another content")),
            None => 201,
        };
        self.has.insert(id.to_owned(), flag);
        Ok((status, format!(r#"{{"id":"{id}","receipt":"{}","secret":"s","state":"received"}}"#, receipt(id))))
    }
}

fn receipt(id: &str) -> String {
    format!("R{}", &id[24..])
}

impl Flags {
    fn new_id(&mut self) -> FlagId {
        self.made += 1;
        FlagId::new(&format!("6f1c1b7e-6c0b-4d0e-9d8a-{:012}", self.made)).expect("an id")
    }

    /// The reader flags a text that the tab shows.
    pub fn flag(&mut self, tab: &mut Tab, device: &mut Device, n: usize) {
        let briefs: Vec<_> = tab.catalogue.briefs().collect();
        let Some(brief) = briefs.get(n % briefs.len().max(1)) else { return };
        let Held::Here(entry) = tab.catalogue.pledge(&brief.id) else { return };
        let texts = flaggable(&entry.pledge);
        let Some(text) = texts.get(n / 8 % texts.len().max(1)) else { return };
        let subject = Subject {
            pledge: brief.id.clone(),
            report: text.report.cloned(),
            part: text.part,
            sha256: Some(text.hash().to_string().into()),
            seq: tab.manifests().0.map(|m| m.seq),
        };
        let flag = Flag {
            id: self.new_id(),
            objects_to: None,
            replaces: None,
            subject,
            danger: n.is_multiple_of(5),
            ground: Ground::Spam,
            principles: Vec::new(),
            law: None,
            explanation: "It has nothing to do with the Conference.".into(),
            quote: None,
            contact: None,
            lang: Lang::new("en").expect("a language"),
            made: "2026-11-28T12:00:00Z".into(),
        };
        self.put(tab, device, &Saved::new(flag, "A title".to_owned(), false));
    }

    fn put(&mut self, tab: &mut Tab, device: &mut Device, saved: &Saved) {
        let text = saved.to_json();
        self.update(tab, device, saved.flag.id.as_str(), |_| Some(text));
    }

    /// One transaction over one flag: on the device, or where that refuses, in the tab.
    fn update(
        &mut self,
        tab: &mut Tab,
        device: &mut Device,
        id: &str,
        change: impl FnOnce(Option<&str>) -> Option<String>,
    ) {
        if let Some(here) = tab.memory.get(id) {
            if let Some(text) = change(Some(here)) {
                tab.memory.insert(id.to_owned(), text);
            }
            return;
        }
        let Some(text) = change(device.mine.get(id).map(String::as_str)) else { return };
        if device.full {
            tab.memory.insert(id.to_owned(), text);
            self.desk.refused.insert(id.to_owned());
        } else {
            device.mine.insert(id.to_owned(), text);
            self.kept.insert(id.to_owned());
        }
    }

    fn edit(&mut self, tab: &mut Tab, device: &mut Device, id: &FlagId, change: impl FnOnce(&mut Saved)) {
        self.update(tab, device, id.as_str(), |now| {
            let mut saved = Saved::from_json(now?)?;
            change(&mut saved);
            Some(saved.to_json())
        });
    }

    /// The flags that a tab knows of.
    fn all(tab: &Tab, device: &Device) -> Vec<Saved> {
        let mut all = device.mine.clone();
        all.extend(tab.memory.clone());
        all.values().filter_map(|text| Saved::from_json(text)).collect()
    }

    /// The reader finishes a flag again, as another tab still has its draft.
    pub fn again(&mut self, tab: &mut Tab, device: &mut Device, n: usize, other_words: bool) {
        let all = Self::all(tab, device);
        let Some(old) = all.get(n % all.len().max(1)) else { return };
        let mut flag = old.flag.clone();
        if other_words {
            flag.explanation = format!("In other words: {n}.").into();
        }
        let saved = Saved::new(flag, old.title.clone(), false);
        match saved.place(Some(old)) {
            Place::Already => {}
            Place::Here => self.put(tab, device, &saved),
            Place::Another => {
                let another = saved.as_another(self.new_id());
                self.put(tab, device, &another);
                if let Some(earlier) = &another.flag.replaces {
                    // Whether it is also deleted is the reader's list's business: it must not be lost unsaid, so it stays here.
                    self.edit(tab, device, earlier, |saved| {
                        saved.give_way();
                    });
                }
            }
        }
    }

    /// The reader wants one sent although its text is another.
    pub fn confirm(&mut self, tab: &mut Tab, device: &mut Device, n: usize) {
        let all = Self::all(tab, device);
        if let Some(saved) = all.get(n % all.len().max(1)) {
            self.edit(tab, device, &saved.flag.id, Saved::confirm);
        }
    }

    /// A tab looks whether something can be sent: one flag at a time, one tab at a time.
    pub fn send(&mut self, tab: &mut Tab, device: &mut Device) -> Result<(), String> {
        if !tab.is_settled() || self.sender.is_some() {
            return Ok(());
        }
        for mut saved in Self::all(tab, device) {
            saved.take_over();
            let text = text_now(tab, &saved);
            match saved.next(device.clock, &text, false) {
                Next::Rest | Next::At(_) => {}
                Next::Ask(trouble) => self.edit(tab, device, &saved.flag.id, |saved| {
                    if saved.waits() {
                        saved.stage = Stage::Attention(trouble);
                    }
                }),
                Next::Send => {
                    self.begin(tab, device, &saved, &text);
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn begin(&mut self, tab: &mut Tab, device: &mut Device, saved: &Saved, text: &TextNow) {
        let now = device.clock;
        let mut begun = None;
        self.edit(tab, device, &saved.flag.id, |saved| {
            saved.take_over();
            if saved.next(now, text, false) == Next::Send {
                saved.begin(now);
                begun = Some(saved.clone());
            }
        });
        if let Some(saved) = begun {
            self.sender = Some(tab.life);
            self.posts.push(Post { life: tab.life, id: saved.flag.id.clone(), bytes: saved.bytes(None) });
        }
    }

    /// One of the flags under way is answered. `tab`: the one that sent it.
    pub fn answered(&mut self, post: &Post, how: DeskHow, tab: &mut Tab, device: &mut Device) -> Result<(), String> {
        let id = post.id.as_str();
        let answer = match how {
            DeskHow::Well => {
                let (status, body) = self.desk.take(id, &post.bytes)?;
                read_answer(status, None, body.as_bytes(), id, device.clock)
            }
            DeskHow::Lost => {
                self.desk.take(id, &post.bytes)?;
                Answer::Later(Why::Offline, None)
            }
            DeskHow::Offline => Answer::Later(Why::Offline, None),
            DeskHow::Status(422) => read_answer(422, None, br#"{"problems":[]}"#, id, device.clock),
            DeskHow::Status(status) => read_answer(status, Some("30"), b"later", id, device.clock),
            DeskHow::Html => read_answer(200, None, b"<!doctype html><h1>Welcome</h1>", id, device.clock),
        };
        let now = device.clock;
        self.edit(tab, device, &post.id, |saved| saved.answered(answer, now, 1_000));
        self.sender = self.sender.filter(|life| *life != post.life);
        Ok(())
    }

    /// Tabs that are gone hear nothing more; what had left them arrives.
    pub fn forget(&mut self, is_gone: impl Fn(Life) -> bool) -> Result<(), String> {
        let (gone, stay): (Vec<_>, Vec<_>) = std::mem::take(&mut self.posts).into_iter().partition(|p| is_gone(p.life));
        self.posts = stay;
        self.sender = self.sender.filter(|life| !is_gone(*life));
        gone.iter().try_for_each(|post| self.desk.take(post.id.as_str(), &post.bytes).map(|_| ()))
    }

    /// No flag that was kept is lost, and a receipt is the desk's.
    pub fn check(&self, device: &Device) -> Result<(), String> {
        for id in &self.kept {
            let text = device.mine.get(id).ok_or_else(|| format!("flag {id} is lost"))?;
            let saved = Saved::from_json(text).ok_or_else(|| format!("flag {id} cannot be read any more"))?;
            if let Some(sent) = saved.sent()
                && (!self.desk.has.contains_key(id) || *sent.receipt != *receipt(id))
            {
                return Err(format!("flag {id} has a receipt that no desk gave"));
            }
        }
        Ok(())
    }

    /// In the end each flag that was kept is at the desk and has its receipt, or its reader is asked something.
    pub fn check_end(&self, device: &Device) -> Result<(), String> {
        self.check(device)?;
        for (id, text) in &device.mine {
            let saved = Saved::from_json(text).ok_or("a flag that cannot be read")?;
            let is_settled = match &saved.stage {
                Stage::Sent(_) => true,
                Stage::Attention(trouble) => !matches!(trouble, Trouble::Taken) || self.desk.refused.contains(id),
                _ => false,
            };
            if !is_settled {
                return Err(format!("flag {id} is never sent: {:?}", saved.stage));
            }
            let is_sent = saved.sent().is_some() && !self.desk.refused.contains(id);
            if is_sent && self.desk.has.get(id).map(flag_json) != Some(saved.bytes(None)) {
                return Err(format!("the desk has something else under {id} than the device"));
            }
        }
        Ok(())
    }
}

fn text_now(tab: &Tab, saved: &Saved) -> TextNow {
    let subject = &saved.flag.subject;
    match tab.catalogue.pledge(&subject.pledge) {
        Held::Here(entry) => TextNow::of(subject, Some(&entry.pledge)),
        Held::Coming => TextNow::Same,
        Held::Nowhere if tab.opened < 2 || !tab.status().is_whole() => TextNow::Same,
        Held::Nowhere => TextNow::Gone,
    }
}
