//! Bundles against what is known: each row is a manifest or a file, and what becomes of it.

use super::*;
use crate::{
    feed::{tar_end, tar_file},
    sync::{Action, Ended, Event, Failure, Machine, Stored, Timer},
};

const FEED: &str = "3f2504e0-4f89-11d3-9a0c-0305e82c3301";
const OTHER: &str = "3f2504e0-4f89-11d3-9a0c-0305e82c3302";

/// A part by its text.
fn part(text: &str) -> (String, Vec<u8>) {
    let sha = Sha256Hex::of(text.as_bytes());
    (format!("parts/34IC.{}.json", sha.short()), text.as_bytes().to_vec())
}

/// A manifest over parts; `removed` are the ids of records that are gone.
fn manifest(feed: &str, seq: u64, parts: &[&str], removed: &[&str]) -> Vec<u8> {
    let entry = |text: &&str| {
        let (path, bytes) = part(text);
        let sha = Sha256Hex::of(&bytes);
        format!(r#"{{"path":"{path}","kind":"terms","sha256":"{sha}","bytes":{},"records":1}}"#, bytes.len())
    };
    let gone = |id: &&str| {
        format!(
            r#"{{"case":null,"id":"{id}","texts":null,"state":"removed","by":"moderator","at":"2026-10-01T12:00:00Z","restored":null,"ground":"safety","statement":{{}},"redress":null}}"#
        )
    };
    let parts: Vec<_> = parts.iter().map(entry).collect();
    let removed: Vec<_> = removed.iter().map(gone).collect();
    format!(
        r#"{{"format":"pledge-feed/1","feed":"{feed}","seq":{seq},"generated":"2026-11-20T08:00:00Z","parts":[{}],"removed":[{}]}}"#,
        parts.join(","),
        removed.join(",")
    )
    .into_bytes()
}

fn tar(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let files = files.iter().flat_map(|(name, bytes)| tar_file(name, bytes).expect("a file"));
    files.chain(tar_end()).collect()
}

fn bundle(manifest: &[u8], parts: &[&str]) -> Vec<u8> {
    let first = (MANIFEST_NAME.to_owned(), manifest.to_vec());
    tar(&std::iter::once(first).chain(parts.iter().map(|p| part(p))).collect::<Vec<_>>())
}

fn unpack(bytes: &[u8], piece: usize) -> Result<usize, Wrong> {
    let mut unpacking = Unpacking::new(None);
    let mut parts = 0;
    for piece in bytes.chunks(piece) {
        parts += unpacking.push(piece)?.iter().filter(|u| matches!(u, Unpacked::Part(..))).count();
    }
    unpacking.end().map(|()| parts)
}

#[test]
fn a_manifest_is_judged_before_anything_is_kept() {
    let known = parse_manifest(&manifest(FEED, 5, &["[1]"], &["x"])).expect("a manifest");
    for (what, feed, seq, removed, whole, expect) in [
        ("newer", FEED, 6, &["x"][..], true, Offer::Take),
        ("newer, and the copy has gaps", FEED, 6, &["x"], false, Offer::Take),
        ("newer, and more is removed", FEED, 6, &["x", "y"], true, Offer::Take),
        ("the same", FEED, 5, &["x"], true, Offer::Same),
        ("the same, and the copy has gaps", FEED, 5, &["x"], false, Offer::Take),
        ("older", FEED, 4, &["x"], true, Offer::Older),
        ("older, and the copy has gaps", FEED, 4, &["x"], false, Offer::Older),
        ("newer, and a removal is missing", FEED, 6, &["y"], true, Offer::Undoes),
        ("newer, and nothing is removed", FEED, 6, &[], false, Offer::Undoes),
        ("another feed, newer", OTHER, 6, &["x"], true, Offer::OtherFeed),
        ("another feed, older", OTHER, 4, &[], false, Offer::OtherFeed),
    ] {
        let offered = parse_manifest(&manifest(feed, seq, &["[1]"], removed)).expect("a manifest");
        assert_eq!(judge(&offered, Some(&known), whole), expect, "{what}");
        assert_eq!(judge(&offered, None, false), Offer::Take, "{what}, on a first visit");
    }
}

#[test]
fn a_file_is_what_its_manifest_says_or_what_is_wrong_with_it_is_said() {
    let good = manifest(FEED, 5, &["[1]", "[22]"], &[]);
    let whole = bundle(&good, &["[1]", "[22]"]);
    let twisted = {
        let mut files = vec![(MANIFEST_NAME.to_owned(), good.clone()), part("[1]"), part("[22]")];
        files[2].1 = b"[23]".to_vec();
        tar(&files)
    };
    let renamed = String::from_utf8(good.clone()).expect("text").replace("feed/1", "feed/9").into_bytes();
    let large = tar(&[(MANIFEST_NAME.to_owned(), vec![b' '; MANIFEST_LIMIT as usize + 1])]);
    for (what, bytes, expect) in [
        ("whole", whole.clone(), Ok(2)),
        ("with what the manifest does not name", bundle(&good, &["[1]", "[333]", "[22]"]), Ok(2)),
        ("in another order", bundle(&good, &["[22]", "[1]"]), Ok(2)),
        ("a part is missing", bundle(&good, &["[22]"]), Err(Wrong::Lacks(1))),
        ("no part at all", bundle(&good, &[]), Err(Wrong::NotABundle)),
        ("a part is another", twisted, Err(Wrong::Damaged)),
        ("cut short", whole[..whole.len() - 1_600].to_vec(), Err(Wrong::Broken)),
        ("a later format", bundle(&renamed, &["[1]", "[22]"]), Err(Wrong::TooNew)),
        ("no manifest", bundle(b"hello", &["[1]", "[22]"]), Err(Wrong::NotABundle)),
        ("a manifest that is too large", large, Err(Wrong::TooLarge)),
        ("another tar", tar(&[part("[1]")]), Err(Wrong::NotABundle)),
        ("a text", b"hello".repeat(300), Err(Wrong::NotABundle)),
        ("nothing", Vec::new(), Err(Wrong::NotABundle)),
    ] {
        for piece in [100, 512, 1_000_000] {
            assert_eq!(unpack(&bytes, piece), expect, "{what}, in pieces of {piece}");
        }
    }
}

/// Brings a bundle's parts into a machine in the order in which they stand in it, as the app does.
fn bring(machine: &mut Machine, bytes: &[u8], parts: &[&str]) -> Vec<Action> {
    assert_eq!(machine.on(Event::Start { wanted: None }), [Action::FetchManifest]);
    machine.ask_for_all();
    let mut last = machine.on(Event::Manifest(Ok(Published::unsigned(bytes))));
    if matches!(last[..], [Action::KeepPending(_)]) {
        last = machine.on(Event::PendingKept(Ok(())));
    }
    for text in parts {
        let sha = Sha256Hex::of(text.as_bytes());
        if machine.awaited().any(|s| s == sha) {
            assert!(matches!(machine.on(Event::Part(sha, Ok(text.as_bytes().into())))[..], [Action::KeepPart(..)]));
            last = machine.on(Event::PartKept(sha, Ok(())));
        }
    }
    last
}

#[test]
fn the_machine_takes_all_parts_in_the_order_of_the_file_and_swaps_once() {
    let texts = ["[1]", "[2]", "[3]", "[4]", "[5]", "[6]"];
    let bytes = manifest(FEED, 5, &texts, &[]);
    let mut machine = Machine::new(Stored::default(), 1);
    let mut backwards = texts;
    backwards.reverse();
    let last = bring(&mut machine, &bytes, &backwards);
    assert!(matches!(&last[..], [Action::Swap(_, named)] if named.len() == 6), "{last:?}");
    assert!(machine.whole().is_none(), "not before it is swapped");
    assert!(machine.on(Event::Swapped(Ok(()))).is_empty());
    assert_eq!(machine.status().ended, Some(Ended::Updated));
    assert_eq!(machine.whole().map(|(_, published)| &*published.manifest), Some(&*bytes));
    // The next sync asks in its own way again.
    let newer = manifest(FEED, 6, &["[7]", "[8]", "[9]", "[10]", "[11]"], &[]);
    assert_eq!(machine.on(Event::Start { wanted: None }), [Action::FetchManifest]);
    assert_eq!(machine.on(Event::Manifest(Ok(Published::unsigned(newer)))).len(), 1);
    assert_eq!(machine.on(Event::PendingKept(Ok(()))).len(), 3);
    assert!(machine.whole().is_none(), "a newer one is known of");
}

#[test]
fn a_copy_with_gaps_takes_only_what_it_lacks() {
    let texts = ["[1]", "[2]", "[3]"];
    let bytes = manifest(FEED, 5, &texts, &[]);
    let mut stored = Stored { current: Some(Published::unsigned(bytes.clone())), ..Stored::default() };
    stored.parts.insert(Sha256Hex::of(b"[2]"));
    let mut machine = Machine::new(stored, 1);
    assert_eq!(machine.judge(&parse_manifest(&bytes).expect("a manifest")), Offer::Take);
    bring(&mut machine, &bytes, &texts);
    assert_eq!(machine.status().ended, Some(Ended::UpToDate));
    assert_eq!(machine.judge(&parse_manifest(&bytes).expect("a manifest")), Offer::Same);
}

#[test]
fn a_file_that_changes_after_it_was_checked_ends_as_a_sync_that_breaks_off() {
    let bytes = manifest(FEED, 5, &["[1]", "[2]"], &[]);
    let mut machine = Machine::new(Stored::default(), 1);
    bring(&mut machine, &bytes, &["[1]"]);
    for _ in 0..3 {
        let gone = machine.awaited().next().expect("a part that is awaited");
        for action in machine.on(Event::Part(gone, Err(Failure::Damaged))) {
            assert!(matches!(action, Action::Wait(_, Timer::Part(sha)) if sha == gone));
            assert_eq!(machine.on(Event::Woke(Timer::Part(gone))).len(), 1);
        }
    }
    assert_eq!(machine.status().ended, Some(Ended::Failed(Failure::Damaged)));
    assert_eq!((machine.status().have, machine.status().of), (1, 2));
}

#[test]
fn with_a_key_a_file_is_believed_only_with_its_signature_right_behind_the_manifest() {
    let good = manifest(FEED, 5, &["[1]"], &[]);
    let named = |name: &str, bytes: &[u8]| (name.to_owned(), bytes.to_vec());
    let is_good: Check = |_, signature| signature == b"good";
    let first = named(MANIFEST_NAME, &good);
    for (what, signature, expect) in [
        ("signed", Some(&b"good"[..]), Ok(())),
        ("signed by somebody else", Some(b"bad"), Err(Wrong::Unsigned)),
        ("unsigned", None, Err(Wrong::Unsigned)),
    ] {
        let signature = signature.map(|s| named(SIGNATURE_NAME, s));
        let files: Vec<_> = [Some(first.clone()), signature.clone(), Some(part("[1]"))].into_iter().flatten().collect();
        let mut unpacking = Unpacking::new(Some(is_good));
        let unpacked = unpacking.push(&tar(&files));
        assert_eq!(unpacked.as_ref().map(|_| ()).map_err(|e| *e), expect, "{what}");
        // Without a key the signature is carried on as it came.
        let unpacked = Unpacking::new(None).push(&tar(&files)).expect("unpacked");
        let [Unpacked::Manifest(published, _), Unpacked::Part(..)] = &unpacked[..] else {
            panic!("{what}: {unpacked:?}")
        };
        assert_eq!(published.signature.as_deref(), signature.as_ref().map(|(_, s)| &**s), "{what}");
    }
}
