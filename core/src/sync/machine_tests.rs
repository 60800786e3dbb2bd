//! The machine against a model of a server and a store: each row is a story, and what must be true after it.

use std::collections::BTreeMap;

use super::*;
use crate::feed::Removals;

const FEED: &str = "3f2504e0-4f89-11d3-9a0c-0305e82c3301";

/// A published feed: a manifest over parts of one pledge each.
struct Feed {
    manifest: Arc<[u8]>,
    parts: BTreeMap<Sha256Hex, Arc<[u8]>>,
}

fn feed(seq: u64, pledges: &[&str]) -> Feed {
    feed_of(FEED, seq, pledges, "[]")
}

fn feed_of(id: &str, seq: u64, pledges: &[&str], removed: &str) -> Feed {
    let mut parts = BTreeMap::new();
    let mut entries = Vec::new();
    let mut add = |kind: &str, name: &str, json: String| {
        let bytes: Arc<[u8]> = json.into_bytes().into();
        let sha = Sha256Hex::of(&bytes);
        let (id, edition) = name.split_once('@').unwrap_or((name, "34IC"));
        entries.push(format!(
            r#"{{"path":"parts/{id}.{}.json","kind":"{kind}","edition":"{edition}","first":"{id}","last":"{id}","sha256":"{sha}","bytes":{},"records":1}}"#,
            sha.short(),
            bytes.len()
        ));
        parts.insert(sha, bytes);
    };
    for pledge in pledges {
        add("pledges", pledge, format!(r#"[{{"id":"{pledge}"}}]"#));
    }
    add("parties", "parties", "[]".to_owned());
    let manifest = format!(
        r#"{{"format":"pledge-feed/1","feed":"{id}","seq":{seq},"generated":"2026-11-20T08:00:00Z","parts":[{}],"removed":{removed}}}"#,
        entries.join(",")
    );
    Feed { manifest: manifest.into_bytes().into(), parts }
}

/// What the server does with one request; after the script it serves the feed.
#[derive(Clone)]
enum Answer {
    Fail(Failure),
    Bytes(&'static str),
    Altered,
    Cut,
    Manifest(Arc<[u8]>),
}

#[derive(Default)]
struct World {
    /// Scripted answers for the manifest.
    manifest: VecDeque<Answer>,
    /// What stands beside the manifest as its signature.
    signature: Option<&'static str>,
    /// What tells whether a manifest is signed.
    check: Option<Check>,
    /// What the reader wants to have.
    choice: Choice,
    /// Scripted answers for parts.
    part: VecDeque<Answer>,
    /// What is done, in order, as words.
    log: Vec<String>,
    stored: Stored,
    /// Why the store refuses, if it does.
    full: Option<&'static str>,
    /// The actions after which the process is killed.
    dies_after: Option<usize>,
}

impl World {
    /// Runs one sync from what is stored to its end.
    fn sync(&mut self, feed: &Feed) -> Machine {
        self.sync_for(feed, None)
    }

    fn sync_for(&mut self, feed: &Feed, wanted: Option<&str>) -> Machine {
        let mut machine = Machine::with(self.stored.clone(), 42, self.choice.clone(), self.check);
        let mut actions: VecDeque<_> = machine.on(Event::Start { wanted: wanted.and_then(PledgeId::new) }).into();
        let mut steps = 0;
        while let Some(action) = actions.pop_front() {
            if self.dies_after.is_some_and(|n| steps >= n) {
                return machine;
            }
            steps += 1;
            assert!(steps < 500, "a storm: {:?}", self.log);
            let event = self.carry_out(action, feed);
            actions.extend(machine.on(event));
        }
        machine
    }

    fn carry_out(&mut self, action: Action, feed: &Feed) -> Event {
        let kept = self.full.map_or(Ok(()), |why| Err(why.to_owned()));
        match action {
            Action::FetchManifest => {
                self.log.push("manifest?".into());
                let answer = answer(self.manifest.pop_front(), Some(&feed.manifest));
                let signature = self.signature.map(|text| text.as_bytes().into());
                Event::Manifest(answer.map(|manifest| Published { manifest, signature }))
            }
            Action::KeepPending(bytes) => {
                self.log.push("pending".into());
                if kept.is_ok() {
                    self.stored.pending = Some(bytes);
                }
                Event::PendingKept(kept)
            }
            Action::FetchPart(entry) => {
                self.log.push(format!("{}?", entry.path.split(['/', '.']).nth(1).unwrap_or_default()));
                Event::Part(entry.sha256, answer(self.part.pop_front(), feed.parts.get(&entry.sha256)))
            }
            Action::KeepPart(sha, _) => {
                if kept.is_ok() {
                    self.stored.parts.insert(sha);
                }
                Event::PartKept(sha, kept)
            }
            Action::Swap(bytes, named) => {
                self.log.push("swap".into());
                if kept.is_ok() {
                    self.stored.current = Some(bytes);
                    self.stored.pending = None;
                    self.stored.parts.retain(|p| named.contains(p));
                }
                Event::Swapped(kept)
            }
            Action::Wait(ms, timer) => {
                assert!(ms >= 500, "no haste");
                self.log.push("wait".into());
                Event::Woke(timer)
            }
        }
    }

    /// The words of the log since the last call.
    fn said(&mut self) -> String {
        std::mem::take(&mut self.log).join(" ")
    }
}

fn answer(script: Option<Answer>, real: Option<&Arc<[u8]>>) -> Result<Arc<[u8]>, Failure> {
    let real = real.cloned().ok_or(Failure::Http(404));
    match script {
        None => real,
        Some(Answer::Fail(failure)) => Err(failure),
        Some(Answer::Bytes(text)) => Ok(text.as_bytes().into()),
        Some(Answer::Manifest(bytes)) => Ok(bytes),
        Some(Answer::Cut) => real.map(|b| b[..b.len() / 2].into()),
        Some(Answer::Altered) => real.map(|b| {
            let mut bytes = b.to_vec();
            if let Some(byte) = bytes.last_mut() {
                *byte ^= 1;
            }
            bytes.into()
        }),
    }
}

fn seq(machine: &Machine) -> Option<u64> {
    machine.current().map(|m| m.seq)
}

#[test]
fn a_first_visit_copies_everything_names_first_and_then_swaps() {
    let mut world = World::default();
    let machine = world.sync(&feed(1, &["b", "a"]));
    assert_eq!(world.said(), "manifest? pending parties? b? a? swap");
    assert_eq!(machine.status().ended, Some(Ended::Updated));
    assert_eq!((seq(&machine), machine.status().is_whole(), world.stored.parts.len()), (Some(1), true, 3));
}

#[test]
fn the_part_of_the_pledge_on_the_screen_comes_before_all() {
    let mut world = World::default();
    let _ = world.sync_for(&feed(1, &["c", "b", "a"]), Some("a"));
    assert_eq!(world.said(), "manifest? pending a? parties? c? b? swap");
}

#[test]
fn an_update_fetches_only_what_is_new_and_drops_what_nothing_names() {
    let mut world = World::default();
    let _ = world.sync(&feed(1, &["a", "b"]));
    world.said();
    let machine = world.sync(&feed(2, &["b", "c"]));
    assert_eq!(world.said(), "manifest? pending c? swap");
    assert_eq!((seq(&machine), world.stored.parts.len()), (Some(2), 3));
    let machine = world.sync(&feed(2, &["b", "c"]));
    assert_eq!((world.said().as_str(), machine.status().ended.clone()), ("manifest?", Some(Ended::UpToDate)));
}

#[test]
fn removals_are_kept_and_known_before_any_part_is_asked_for() {
    let removed = r#"[{"id":"a","at":"2026-10-01T12:00:00Z","ground":"spam"}]"#;
    let mut world = World::default();
    let _ = world.sync(&feed(1, &["a", "b"]));
    world.said();
    world.part.extend(vec![Answer::Fail(Failure::Offline); 3]);
    let machine = world.sync(&feed_of(FEED, 2, &["b", "c"], removed));
    assert_eq!(world.said(), "manifest? pending c? wait c? wait c?");
    let gone = |removals: &Removals| removals.whole("a").is_some();
    assert!(machine.newest().is_some_and(|m| gone(&m.removed)));
    assert_eq!((seq(&machine), machine.shown().map(|m| m.seq)), (Some(1), Some(1)));
    // The next start still knows them, without a line.
    world.manifest.extend(vec![Answer::Fail(Failure::Offline); 3]);
    let machine = world.sync(&feed(2, &[]));
    assert!(machine.newest().is_some_and(|m| gone(&m.removed)));
}

#[test]
fn a_cut_first_visit_resumes_with_the_parts_that_it_has() {
    let whole = feed(1, &["d", "c", "b", "a"]);
    for dies_after in 0..20 {
        let mut world = World { dies_after: Some(dies_after), ..World::default() };
        let _ = world.sync(&whole);
        let first = world.said();
        world.dies_after = None;
        let machine = world.sync(&whole);
        let second = world.said();
        assert_eq!(seq(&machine), Some(1), "{first} | {second}");
        assert!(machine.status().is_whole());
        let asked = |log: &str, part: &str| log.matches(part).count();
        for part in ["d?", "c?", "b?", "a?", "parties?"] {
            let stored_before = world.stored.parts.len() == 5;
            assert!(stored_before && asked(&second, part) <= 1);
        }
        if first.contains("swap") && dies_after > 12 {
            assert_eq!(second, "manifest?", "nothing is fetched twice");
        }
    }
}

#[test]
fn a_cut_update_is_the_old_copy_or_the_new_one() {
    for dies_after in 0..12 {
        let mut world = World::default();
        let _ = world.sync(&feed(1, &["a", "b"]));
        world.dies_after = Some(dies_after);
        let _ = world.sync(&feed(2, &["b", "c"]));
        let reopened = Machine::new(world.stored.clone(), 1);
        let current = reopened.current().expect("a copy");
        assert!(current.parts.iter().all(|p| world.stored.parts.contains(&p.sha256)), "whole, cut after {dies_after}");
    }
}

#[test]
fn a_damaged_part_is_fetched_again_and_only_that_one() {
    for fault in [Answer::Cut, Answer::Altered, Answer::Bytes("<!doctype html>"), Answer::Fail(Failure::Http(503))] {
        let mut world = World { part: [fault].into(), ..World::default() };
        let machine = world.sync(&feed(1, &["a"]));
        assert_eq!(world.said(), "manifest? pending parties? a? wait parties? swap");
        assert_eq!(seq(&machine), Some(1));
    }
}

#[test]
fn a_part_that_stays_damaged_leaves_the_old_copy_and_says_so() {
    let mut world = World::default();
    let _ = world.sync(&feed(1, &["a"]));
    world.said();
    world.part.extend(vec![Answer::Altered; 3]);
    let machine = world.sync(&feed(2, &["b"]));
    assert_eq!(world.said(), "manifest? pending b? wait b? wait b?");
    assert_eq!(machine.status().failure(), Some(&Failure::Damaged));
    assert_eq!((seq(&machine), machine.shown().map(|m| m.seq)), (Some(1), Some(1)));
}

#[test]
fn without_a_line_the_rest_is_not_asked_for() {
    let mut world = World { part: vec![Answer::Fail(Failure::Offline); 20].into(), ..World::default() };
    let machine = world.sync(&feed(1, &["a", "b", "c", "d", "e", "f", "g", "h"]));
    assert!(world.said().matches('?').count() <= 1 + AT_ONCE * 3);
    assert_eq!(machine.status().failure(), Some(&Failure::Offline));
}

#[test]
fn what_is_not_a_newer_manifest_of_this_feed_changes_nothing() {
    const OTHER: &str = "99999999-4f89-11d3-9a0c-0305e82c3301";
    let html = || Answer::Bytes("<!doctype html><title>Sign in</title>");
    let later = Answer::Bytes(r#"{"format":"pledge-feed/2"}"#);
    let rows = [
        (html(), Ended::Failed(Failure::NotAFeed), 1),
        (later, Ended::Failed(Failure::TooNew), 1),
        (Answer::Manifest(feed(4, &["x"]).manifest), Ended::Older, 1),
        (Answer::Manifest(feed_of(OTHER, 9, &["x"], "[]").manifest), Ended::Failed(Failure::OtherFeed), 1),
        (Answer::Manifest(feed(5, &["same-seq"]).manifest), Ended::UpToDate, 1),
        (Answer::Fail(Failure::Http(404)), Ended::Failed(Failure::Http(404)), 1),
        (Answer::Fail(Failure::TooLarge), Ended::Failed(Failure::TooLarge), 1),
        (Answer::Fail(Failure::TimedOut), Ended::UpToDate, 2),
    ];
    for (offered, ended, asked) in rows {
        let mut world = World::default();
        let _ = world.sync(&feed(5, &["a"]));
        world.said();
        world.manifest.push_back(offered);
        let machine = world.sync(&feed(5, &["a"]));
        assert_eq!(machine.status().ended, Some(ended.clone()));
        assert_eq!(world.said().matches("manifest?").count(), asked, "{ended:?}: no storm");
        assert_eq!(seq(&machine), Some(5));
    }
}

#[test]
fn a_stale_manifest_does_not_undo_the_removals_of_one_under_way() {
    let removed = r#"[{"id":"a","at":"2026-10-01T12:00:00Z","ground":"spam"}]"#;
    let mut world = World::default();
    let _ = world.sync(&feed(1, &["a"]));
    world.part.extend(vec![Answer::Fail(Failure::Offline); 3]);
    let _ = world.sync(&feed_of(FEED, 3, &["b"], removed));
    let machine = world.sync(&feed(2, &["a"]));
    assert_eq!(machine.status().ended, Some(Ended::Older));
    assert_eq!(machine.newest().map(|m| (m.seq, m.removed.entries().len())), Some((3, 1)));
}

#[test]
fn a_part_that_is_not_there_has_the_manifest_asked_for_once_more() {
    // A publication was under way: the second manifest names other parts.
    let mut world = World { manifest: [Answer::Manifest(feed(1, &["old"]).manifest)].into(), ..World::default() };
    let machine = world.sync(&feed(2, &["new"]));
    assert_eq!(world.said(), "manifest? pending parties? old? manifest? pending new? swap");
    assert_eq!(seq(&machine), Some(2));
    // It stays away: what there is stands, and is said.
    let mut broken = feed(3, &["new", "gone"]);
    let gone = Sha256Hex::of(br#"[{"id":"gone"}]"#);
    broken.parts.remove(&gone);
    let machine = world.sync(&broken);
    assert_eq!(world.said(), "manifest? pending gone? manifest?");
    assert_eq!(machine.status().failure(), Some(&Failure::Http(404)));
    assert_eq!(seq(&machine), Some(2));
}

#[test]
fn a_stored_part_that_is_lost_is_fetched_again_though_nothing_is_new() {
    let mut world = World::default();
    let whole = feed(1, &["a", "b"]);
    let _ = world.sync(&whole);
    world.said();
    let first = *world.stored.parts.iter().next().expect("a part");
    world.stored.parts.remove(&first);
    let machine = world.sync(&whole);
    assert_eq!(world.said().matches('?').count(), 2);
    assert_eq!(machine.status().ended, Some(Ended::UpToDate));
    assert!(machine.status().is_whole());
}

#[test]
fn a_full_device_reads_on_in_memory_and_says_so() {
    let mut world = World { full: Some("quota"), ..World::default() };
    let machine = world.sync(&feed(1, &["a"]));
    assert_eq!(machine.status().not_kept.as_deref(), Some("quota"));
    assert_eq!((seq(&machine), machine.status().is_whole()), (Some(1), true));
    assert!(world.stored.current.is_none() && world.stored.parts.is_empty());
}

#[test]
fn a_second_start_while_one_runs_does_nothing() {
    let mut machine = Machine::new(Stored::default(), 1);
    assert_eq!(machine.on(Event::Start { wanted: None }), [Action::FetchManifest]);
    assert_eq!(machine.on(Event::Start { wanted: None }), []);
    assert_eq!(machine.on(Event::Part(Sha256Hex::of(b"x"), Err(Failure::Offline))), []);
    assert_eq!(machine.on(Event::Woke(Timer::Part(Sha256Hex::of(b"x")))), []);
}

#[test]
fn a_stored_manifest_that_cannot_be_read_is_as_good_as_none() {
    let mut world = World::default();
    world.stored.current = Some(Published::unsigned(&b"damaged"[..]));
    let machine = world.sync(&feed(1, &["a"]));
    assert_eq!(seq(&machine), Some(1));
}

#[test]
fn nothing_is_swapped_while_a_newer_manifest_is_being_stored() {
    // One part is still being stored when another is 404 and a newer manifest comes; the store is slow.
    let (old, new) = (feed(1, &["gone", "stays"]), feed(2, &["stays", "new"]));
    let sha = |name: &str| Sha256Hex::of(format!(r#"[{{"id":"{name}"}}]"#).as_bytes());
    let parties = Sha256Hex::of(b"[]");
    let mut machine = Machine::new(Stored::default(), 1);
    let _ = machine.on(Event::Start { wanted: None });
    let _ = machine.on(Event::Manifest(Ok(Published::unsigned(old.manifest))));
    let asked = machine.on(Event::PendingKept(Ok(())));
    assert_eq!(asked.len(), 3);
    for name in [parties, sha("stays")] {
        let _ = machine.on(Event::Part(name, Ok(Arc::clone(&old.parts[&name]))));
    }
    assert_eq!(machine.on(Event::Part(sha("gone"), Err(Failure::Http(404)))), [Action::FetchManifest]);
    let _ = machine.on(Event::Manifest(Ok(Published::unsigned(Arc::clone(&new.manifest)))));
    assert_eq!(machine.on(Event::PartKept(parties, Ok(()))), []);
    assert_eq!(machine.on(Event::PartKept(sha("stays"), Ok(()))), []);
    let asked = machine.on(Event::PendingKept(Ok(())));
    assert!(matches!(asked.as_slice(), [Action::FetchPart(entry)] if entry.sha256 == sha("new")), "{asked:?}");
    let _ = machine.on(Event::Part(sha("new"), Ok(Arc::clone(&new.parts[&sha("new")]))));
    let swap = machine.on(Event::PartKept(sha("new"), Ok(())));
    assert!(matches!(swap.as_slice(), [Action::Swap(..)]), "{swap:?}");
}

/// A check of its own: a manifest is signed by "key:" and its number of bytes.
fn signed_by_length(manifest: &[u8], signature: &[u8]) -> bool {
    signature == format!("key:{}", manifest.len()).as_bytes()
}

fn always(_: &[u8], signature: &[u8]) -> bool {
    signature == b"good"
}

#[test]
fn with_a_key_nothing_unsigned_enters_after_both_files_were_asked_for_once_more() {
    for signature in [None, Some("bad")] {
        let mut world = World { check: Some(always), signature: Some("good"), ..World::default() };
        let _ = world.sync(&feed(1, &["a"]));
        world.said();
        world.signature = signature;
        let machine = world.sync(&feed(2, &["b"]));
        assert_eq!(world.said(), "manifest? manifest?");
        assert_eq!(machine.status().failure(), Some(&Failure::Unsigned));
        assert_eq!((seq(&machine), machine.newest().map(|m| m.seq)), (Some(1), Some(1)));
        assert_eq!(world.stored.current.as_ref().and_then(|p| p.signature.as_deref()), Some(&b"good"[..]));
    }
}

#[test]
fn a_publication_between_the_two_files_is_no_forgery() {
    let (old, new) = (feed(1, &["a"]), feed(2, &["a", "b"]));
    let signature = format!("key:{}", new.manifest.len());
    let mut machine = Machine::with(Stored::default(), 1, Choice::All, Some(signed_by_length));
    let _ = machine.on(Event::Start { wanted: None });
    let of =
        |feed: &Feed| Published { manifest: Arc::clone(&feed.manifest), signature: Some(signature.as_bytes().into()) };
    assert_eq!(machine.on(Event::Manifest(Ok(of(&old)))), [Action::FetchManifest]);
    assert_eq!(machine.on(Event::Manifest(Ok(of(&new)))), [Action::KeepPending(of(&new))]);
}

#[test]
fn a_copy_from_before_the_app_had_a_key_is_readable_and_signed_without_a_part_being_fetched() {
    let mut world = World::default();
    let whole = feed(1, &["a", "b"]);
    let _ = world.sync(&whole);
    world.said();
    world.check = Some(always);
    let opened = Machine::with(world.stored.clone(), 1, Choice::All, world.check);
    assert_eq!((seq(&opened), opened.whole().is_none()), (Some(1), true), "readable, and not to be carried on");
    world.signature = Some("good");
    let machine = world.sync(&whole);
    assert_eq!(world.said(), "manifest? pending swap");
    assert!(machine.whole().is_some_and(|(_, published)| published.signature.is_some()));
    assert_eq!(world.sync(&whole).status().ended, Some(Ended::UpToDate));
    assert_eq!(world.said(), "manifest?");
}

fn editions(names: &[&str]) -> Choice {
    Choice::Editions(names.iter().map(|n| crate::model::EditionId::new(n)).collect())
}

#[test]
fn a_copy_holds_the_editions_that_were_chosen_and_the_pledge_on_the_screen() {
    let all = feed(1, &["a@34IC", "b@33IC", "c@32IC"]);
    for (choice, wanted, asked, left) in [
        (Choice::All, None, "parties? a? b? c?", 0),
        (Choice::Newest, None, "parties? a?", 2),
        (editions(&["33IC", "32IC"]), None, "parties? b? c?", 1),
        (editions(&["nope"]), None, "parties?", 3),
        (Choice::Newest, Some("c"), "c? parties? a?", 1),
    ] {
        let mut world = World { choice: choice.clone(), ..World::default() };
        let machine = world.sync_for(&all, wanted);
        assert_eq!(world.said(), format!("manifest? pending {asked} swap"), "{choice:?}");
        let status = machine.status();
        assert_eq!((status.left_out, status.is_whole(), seq(&machine)), (left, true, Some(1)), "{choice:?}");
        assert_eq!(machine.whole().is_some(), left == 0, "only all of it is a copy to carry on");
    }
}

#[test]
fn less_that_is_chosen_goes_at_once_and_more_comes_with_the_next_start() {
    let all = feed(1, &["a@34IC", "b@33IC", "c@32IC"]);
    let mut world = World::default();
    let mut machine = world.sync(&all);
    world.said();
    let dropped = machine.choose(Choice::Newest);
    assert_eq!((dropped.len(), machine.status().have, machine.status().of, machine.status().left_out), (2, 2, 2, 2));
    world.stored.parts.retain(|p| !dropped.contains(p));
    assert_eq!(machine.choose(Choice::All), []);
    assert_eq!((machine.status().have, machine.status().of), (2, 4));
    world.said();
    let machine = world.sync(&all);
    assert_eq!((world.said().as_str(), machine.status().is_whole()), ("manifest? b? c?", true));
}

#[test]
fn what_is_chosen_while_a_sync_runs_belongs_to_it() {
    let all = feed(1, &["a@34IC", "b@33IC"]);
    let mut world = World { choice: Choice::Newest, ..World::default() };
    let mut machine = Machine::with(Stored::default(), 1, Choice::Newest, None);
    let mut actions: VecDeque<_> = machine.on(Event::Start { wanted: None }).into();
    while let Some(action) = actions.pop_front() {
        if matches!(action, Action::FetchPart(_)) {
            assert_eq!(machine.choose(Choice::All), []);
        }
        let event = world.carry_out(action, &all);
        actions.extend(machine.on(event));
    }
    assert_eq!(world.said(), "manifest? pending parties? a? b? swap");
}

#[test]
fn what_is_not_wanted_any_more_while_a_sync_runs_is_not_asked_for() {
    let all = feed(1, &["a@34IC", "b@33IC", "c@32IC", "d@31IC", "e@30IC"]);
    let mut world = World::default();
    let mut machine = Machine::new(Stored::default(), 1);
    let mut actions: VecDeque<_> = machine.on(Event::Start { wanted: None }).into();
    while let Some(action) = actions.pop_front() {
        let is_first_part = matches!(&action, Action::FetchPart(_)) && !world.log.iter().any(|l| l == "parties?");
        let event = world.carry_out(action, &all);
        if is_first_part {
            assert_eq!(machine.choose(Choice::Newest), []);
        }
        actions.extend(machine.on(event));
    }
    assert_eq!(world.said(), "manifest? pending parties? a? b? swap", "what was on the way is kept");
}

#[test]
fn who_stops_keeps_what_is_on_the_way_and_goes_on_from_there() {
    let whole = feed(1, &["a", "b", "c", "d", "e", "f"]);
    for stopped_at in 0..14 {
        let mut world = World::default();
        let mut machine = Machine::new(Stored::default(), 1);
        let mut actions: VecDeque<_> = machine.on(Event::Start { wanted: None }).into();
        for step in 0.. {
            if step == stopped_at {
                actions.extend(machine.stop());
            }
            let Some(action) = actions.pop_front() else { break };
            let event = world.carry_out(action, &whole);
            actions.extend(machine.on(event));
        }
        let first = world.said();
        assert!(!machine.status().running, "{stopped_at}: {first}");
        assert!(matches!(machine.status().ended, Some(Ended::Stopped | Ended::Updated)), "{stopped_at}: {first}");
        let machine = world.sync(&whole);
        let both = first + " " + &world.said();
        assert!(machine.status().is_whole());
        assert!(both.matches('?').count() <= 9, "nothing is fetched twice but the manifest: {both}");
    }
}

#[test]
fn what_is_abandoned_waits_for_no_line_and_what_comes_late_does_nothing() {
    let whole = feed(1, &["a", "b", "c", "d", "e", "f"]);
    for abandoned_at in 0..14 {
        let mut world = World::default();
        let mut machine = Machine::new(Stored::default(), 1);
        let mut actions: VecDeque<_> = machine.on(Event::Start { wanted: None }).into();
        for step in 0.. {
            if step == abandoned_at {
                actions.extend(machine.abandon());
                // The line is silent: only what concerns the store still has an answer.
                actions.retain(|a| matches!(a, Action::KeepPart(..) | Action::KeepPending(_) | Action::Swap(..)));
            }
            let Some(action) = actions.pop_front() else { break };
            let event = world.carry_out(action, &whole);
            actions.extend(machine.on(event));
        }
        let said = world.said();
        assert!(!machine.status().running, "{abandoned_at}: {said}");
        assert!(matches!(machine.status().ended, Some(Ended::Stopped | Ended::Updated)), "{abandoned_at}: {said}");
        let before = machine.status().clone();
        for (sha, bytes) in &whole.parts {
            assert_eq!(machine.on(Event::Part(*sha, Ok(bytes.clone()))), []);
            assert_eq!(machine.on(Event::Part(*sha, Err(Failure::TimedOut))), []);
        }
        assert_eq!(machine.on(Event::Manifest(Ok(Published::unsigned(whole.manifest.clone())))), []);
        assert_eq!((machine.status(), machine.status().running), (&before, false));
        assert!(world.sync(&whole).status().is_whole());
    }
}

#[test]
fn what_ends_while_the_store_swaps_swaps_once_and_a_late_swap_does_nothing() {
    let whole = feed(1, &["a"]);
    let mut world = World::default();
    let mut machine = Machine::new(Stored::default(), 1);
    let mut actions: VecDeque<_> = machine.on(Event::Start { wanted: None }).into();
    while let Some(action) = actions.pop_front() {
        if matches!(action, Action::Swap(..)) {
            assert_eq!(machine.abandon(), [], "one swap is enough");
            assert!(machine.status().running, "it is not over before the store says so");
        }
        let event = world.carry_out(action, &whole);
        actions.extend(machine.on(event));
    }
    assert_eq!(machine.status().ended, Some(Ended::Updated));
    let next = feed(2, &["a", "b"]);
    let _ = machine.on(Event::Start { wanted: None });
    let _ = machine.on(Event::Manifest(Ok(Published::unsigned(next.manifest))));
    assert_eq!(machine.on(Event::Swapped(Ok(()))), []);
    assert_eq!(machine.current().map(|m| m.seq), Some(1), "a manifest without its parts is never the copy's");
}

#[test]
fn a_part_that_is_being_stored_is_not_asked_for_again() {
    let whole = feed(1, &["a"]);
    let mut machine = Machine::new(Stored::default(), 1);
    let _ = machine.on(Event::Start { wanted: None });
    let _ = machine.on(Event::Manifest(Ok(Published::unsigned(whole.manifest.clone()))));
    let _ = machine.on(Event::PendingKept(Ok(())));
    let (sha, bytes) = whole.parts.iter().next().map(|(sha, bytes)| (*sha, bytes.clone())).expect("a part");
    assert!(matches!(machine.on(Event::Part(sha, Ok(bytes)))[..], [Action::KeepPart(..)]));
    assert_eq!(machine.on(Event::Woke(Timer::Part(sha))), []);
    let _ = machine.stop();
    assert_eq!(machine.on(Event::Woke(Timer::Part(sha))), []);
    assert!(machine.status().running);
}

#[test]
fn a_file_of_an_earlier_publication_helps_with_the_parts_that_are_missing_and_with_nothing_else() {
    let read = |feed: &Feed| crate::feed::parse_manifest(&feed.manifest).expect("a manifest");
    let (earlier, newest) = (feed(1, &["a", "b", "old"]), feed(2, &["a", "b", "c"]));
    let known = |parts: &[&str]| {
        let of = |name: &str| Sha256Hex::of(format!(r#"[{{"id":"{name}"}}]"#).as_bytes());
        let mut stored = Stored { pending: Some(Published::unsigned(newest.manifest.clone())), ..Stored::default() };
        stored.parts.extend(parts.iter().map(|name| of(name)).chain([Sha256Hex::of(b"[]")]));
        Machine::new(stored, 1)
    };
    for (here, helps) in [(&[][..], true), (&["a"], true), (&["a", "b"], false), (&["a", "b", "c"], false)] {
        assert_eq!(known(here).is_helped_by(&read(&earlier)), helps, "{here:?}");
    }
    assert!(!known(&[]).is_helped_by(&read(&newest)), "that is no earlier one");
    assert!(!known(&[]).is_helped_by(&read(&feed(3, &["a"]))));
    let others = feed_of("9a2504e0-4f89-11d3-9a0c-0305e82c3301", 1, &["a", "b"], "[]");
    assert!(!known(&[]).is_helped_by(&read(&others)));
    assert!(!Machine::new(Stored::default(), 1).is_helped_by(&read(&earlier)), "nothing is known: it is simply taken");
}

#[test]
fn after_a_failure_parts_come_one_by_one_and_more_at_once_as_they_come() {
    let mut machine = Machine::new(Stored::default(), 1);
    let whole = feed(1, &["a", "b", "c", "d", "e", "f", "g", "h", "i"]);
    let _ = machine.on(Event::Start { wanted: None });
    let _ = machine.on(Event::Manifest(Ok(Published::unsigned(whole.manifest))));
    let mut asked = machine.on(Event::PendingKept(Ok(())));
    let entry = |action: &Action| match action {
        Action::FetchPart(entry) => entry.sha256,
        other => panic!("{other:?}"),
    };
    let here = |machine: &mut Machine, sha: Sha256Hex| {
        let bytes = Arc::clone(&whole.parts[&sha]);
        let _ = machine.on(Event::Part(sha, Ok(bytes)));
        machine.on(Event::PartKept(sha, Ok(())))
    };
    assert_eq!(asked.len(), 3);
    let [one, two, three] = [0, 1, 2].map(|n| entry(&asked[n]));
    assert!(matches!(machine.on(Event::Part(one, Err(Failure::TimedOut)))[..], [Action::Wait(..)]));
    assert_eq!(here(&mut machine, two).len(), 0, "two are under way, two may be");
    assert_eq!(here(&mut machine, three).len(), 2, "one waits, two come");
    asked = machine.on(Event::Woke(Timer::Part(one)));
    assert_eq!(asked.len(), 1);
}
